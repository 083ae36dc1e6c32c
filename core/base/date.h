// The civil calendar (proleptic Gregorian) of days counted from 1970-01-01. No time zones: a day is whatever the caller counts.
#pragma once

#include <cstdint>

namespace noren {

struct Date {
  std::int32_t year = 1970;
  std::uint8_t month = 1;  // 1 to 12
  std::uint8_t day = 1;    // 1 to 31
  friend bool operator==(const Date&, const Date&) = default;
};

// The date of a day since 1970-01-01.
Date date_of(std::uint32_t day);

// The day of a date; one that its month does not have is counted on into the next (29 February of a common year is 1 March).
std::uint32_t day_of(const Date& date);

// 1 (Monday) to 7.
constexpr std::uint32_t weekday_of(std::uint32_t day) { return (day + 3) % 7 + 1; }

// Weeks since the one that holds 1970-01-01; like ISO 8601's, they begin on Monday.
constexpr std::uint32_t week_of(std::uint32_t day) { return (day + 3) / 7; }

}  // namespace noren
