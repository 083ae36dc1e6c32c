// Consent by purpose. Three purposes and no other: what is not granted here is not done anywhere.
#pragma once

#include <cstdint>

namespace noren::privacy {

enum class Purpose : std::uint8_t {
  kStorage = 1,          // keep the profile on this device between page views
  kPersonalization = 2,  // build a profile and use it to choose what is shown
  kMeasurement = 4,      // count exposures and outcomes, and send noised reports
};

// What the visitor has granted; nothing by default.
class Consent {
 public:
  constexpr Consent() = default;

  // From a bit set of Purpose values; other bits are ignored.
  static constexpr Consent from_bits(std::uint8_t bits) {
    Consent consent;
    consent.bits_ = bits & 7u;
    return consent;
  }

  constexpr bool allows(Purpose purpose) const { return (bits_ & static_cast<std::uint8_t>(purpose)) != 0; }
  constexpr std::uint8_t bits() const { return bits_; }
  friend constexpr bool operator==(Consent, Consent) = default;

 private:
  std::uint8_t bits_ = 0;
};

// The level of service that follows from consent; explanations name the one that was in force.
enum class Level : std::uint8_t {
  kContextual,  // no profile: only what this page view itself says
  kPersonal,    // profile on this device
  kMeasured,    // profile, and noised reports
};
constexpr Level level_of(Consent consent) {
  if (!consent.allows(Purpose::kPersonalization)) return Level::kContextual;
  return consent.allows(Purpose::kMeasurement) ? Level::kMeasured : Level::kPersonal;
}

}  // namespace noren::privacy
