// When a campaign may show, as a clock on the wall tells: dates, weekdays and hours in one time zone.
// The core knows no zones and no clock. Offsets that the document writes out ("+09:00") are resolved when it is loaded; those of
// named zones, which change with the season, come from the host.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace noren::site {

// Minutes since 1970-01-01T00:00 as the zone's own clocks show them: UTC plus the zone's offset.
using LocalMinute = std::int64_t;
inline constexpr LocalMinute kSinceEver = std::numeric_limits<LocalMinute>::min();
inline constexpr LocalMinute kForEver = std::numeric_limits<LocalMinute>::max();

inline constexpr std::int32_t kMaxOffsetMinutes = 18 * 60;  // of any zone from UTC, either way

// A time zone that some schedule names. Site::zones[kVisitorZone] is always there: the visitor's own, whose offset is the context's.
struct Zone {
  std::string name;                            // "Asia/Tokyo", "+09:00", "visitor"
  std::optional<std::int32_t> offset_minutes;  // from UTC, where the name says it; else the host tells it
};
inline constexpr std::uint32_t kVisitorZone = 0;

struct Schedule {
  LocalMinute from = kSinceEver;      // included
  LocalMinute to = kForEver;          // not included
  std::uint8_t weekdays = kEveryDay;  // bit 0: Monday … bit 6: Sunday; never 0
  std::uint8_t from_hour = 0;         // 0 to 23
  std::uint8_t to_hour = 24;          // 1 to 24, not included; below from_hour: until that hour of the next day
  std::uint32_t zone = kVisitorZone;  // index into Site::zones

  static constexpr std::uint8_t kEveryDay = 0x7f;
  friend bool operator==(const Schedule&, const Schedule&) = default;

  // Whether there is any time at which it is closed.
  bool limits() const {
    return from != kSinceEver || to != kForEver || weekdays != kEveryDay || from_hour != 0 || to_hour != 24;
  }
};

// Whether the schedule is open. Hours that reach past midnight belong to the weekday on which they began.
bool is_open(const Schedule& schedule, LocalMinute now);

// The first minute after now at which is_open() may be another than now (it is no later than the first at which it is); kForEver
// where it stays as it is. Assumes that the zone's offset stays. O(1).
LocalMinute next_change(const Schedule& schedule, LocalMinute now);

}  // namespace noren::site
