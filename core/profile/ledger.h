// What campaigns have shown this visitor and what came of it: exposures for caps and quiet times, and outcomes for bandits.
// Not for reports: those are the outbound gate's.
//
// Bounds: 64 campaigns, 64 arms; the one not seen for longest makes room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/bounded_list.h"
#include "core/profile/rules.h"
#include "core/profile/time.h"

namespace noren::profile {

inline constexpr std::size_t kMaxShowings = 64;
inline constexpr std::size_t kMaxArms = 64;

// Over what a cap counts. Days and ISO weeks are UTC's.
enum class Period : std::uint8_t { kSession, kDay, kWeek, kLifetime };

// One campaign and this visitor. The counts of day and week are as of last_day: ask Profile::shown().
struct Showing {
  NameKey campaign = 0;
  NameKey variant = 0;      // of the last exposure; 0: none (control)
  Minute last = 0;          // of the last exposure; its day's beginning once a new session has begun
  Day last_day = 0;         // 0: never shown, only dismissed or clicked
  Day dismissed_day = 0;    // 0: never
  std::uint16_t times = 0;  // all counts saturate
  std::uint8_t in_session = 0;
  std::uint8_t today = 0;
  std::uint8_t this_week = 0;
  std::uint8_t clicks = 0;
  std::uint8_t converted = 0;  // 1: the last exposure led to the campaign's goal
};

// What an arm is known by: its variant; where a bandit learns apart for visitors in a segment, both. segment: its name_key(), 0: none.
constexpr NameKey arm_key(NameKey variant, NameKey segment) {
  if (segment == 0) return variant;
  return static_cast<NameKey>(mix64(std::uint64_t{segment} << 32 | variant));
}

// How one variant fared with this visitor: decayed counts as of a day.
struct Arm {
  NameKey campaign = 0;
  NameKey variant = 0;  // see arm_key
  float shown = 0;
  float succeeded = 0;
  Day as_of = 0;
};

class Ledger {
 public:
  std::span<const Showing> showings() const { return showings_; }  // last touched first
  std::span<const Arm> arms() const { return arms_; }              // last shown first
  const Showing* showing(NameKey campaign) const;
  const Arm* arm(NameKey campaign, NameKey variant) const;

  // How often a campaign was shown in the period that `now` lies in.
  static std::uint32_t shown(const Showing& showing, Period period, Day today);
  // The arm's counts faded to that day.
  static Arm faded(const Arm& arm, Day today, float half_life_days);

  // --- called by Profile::apply ---
  void begin_session();  // and coarsens what is older
  // True where anything changed.
  bool take(const privacy::CleanEvent& event, Minute minute, const Rules& rules);

 private:
  friend class ProfileCodec;
  friend struct Inside;
  Showing& touch(NameKey campaign);
  void take_exposure(const privacy::CleanAct& act, Minute minute, const Rules& rules);
  bool take_outcome(const privacy::CleanEvent& event, Day today, const Rules& rules);
  void count(NameKey campaign, NameKey variant, Day today, float half_life_days, float Arm::* outcome);

  BoundedList<Showing, kMaxShowings> showings_;
  BoundedList<Arm, kMaxArms> arms_;
};

}  // namespace noren::profile
