// What this device has spent of its privacy budget, in whole micro-epsilon: in the running epoch, and ever. It outlives every erasure,
// holds no identifier, and only ever grows: an epoch is opened once, in the order of the calendar, and a clock that is set back opens
// nothing.
//
// Epochs are whole days since 1970 (UTC) in blocks of Caps::epoch_days. The budget keeps the days on which its epoch begins and ends, so a
// document that changes the length changes no epoch that has begun.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/result.h"

namespace noren::privacy {

using EpochDay = std::uint16_t;  // since 1970-01-01 UTC

// No site document may allow more than this.
inline constexpr std::uint32_t kEpochCeiling = 10'000'000;
inline constexpr std::uint32_t kLifetimeCeiling = 100'000'000;

struct Caps {
  std::uint16_t epoch_days = 7;
  std::uint32_t epoch = 0;     // micro-epsilon; above kEpochCeiling it is taken as that
  std::uint32_t lifetime = 0;  // micro-epsilon; above kLifetimeCeiling it is taken as that
};

class Ledger {
 public:
  // Nothing spent yet.
  Ledger() = default;

  // True where reports may be made on that day: in a new epoch, which this begins, or in the running one where it is not closed. False
  // before the running epoch has begun: the clock was set back.
  bool open(EpochDay today, std::uint16_t epoch_days);

  // Deducts from the epoch that open() gave. False, and nothing deducted, where either cap would be exceeded.
  bool spend(std::uint32_t micro_epsilon, const Caps& caps);

  // No report any more before the next epoch; the one of that day is begun where it has not.
  void close(EpochDay today, std::uint16_t epoch_days);
  // The same for the epoch that open() gave.
  void close() { closed_ = true; }

  std::uint32_t spent_in_epoch() const { return epoch_spent_; }
  std::uint32_t spent_ever() const { return lifetime_spent_; }
  EpochDay begins() const { return begins_; }
  EpochDay ends() const { return ends_; }  // the first day of the next epoch; 0: none has ever begun
  bool closed() const { return closed_; }
  friend bool operator==(const Ledger&, const Ledger&) = default;

  // Stored form, little-endian: magic "NRNB", version u8, closed u8, begins u16, ends u16, zero u16, spent u32, ever u32, CRC-32 u32.
  static constexpr std::size_t kBytes = 24;
  std::array<std::byte, kBytes> encode() const;
  // Errors: kCorrupt (any flipped bit, any impossible value), kUnsupportedVersion.
  static Result<Ledger> decode(std::span<const std::byte> bytes);

 private:
  EpochDay begins_ = 0;
  EpochDay ends_ = 0;
  bool closed_ = false;
  std::uint32_t epoch_spent_ = 0;
  std::uint32_t lifetime_spent_ = 0;
};

}  // namespace noren::privacy
