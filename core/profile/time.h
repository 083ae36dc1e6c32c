// How the profile counts time: minutes within a visit, whole days beyond it.
#pragma once

#include <cstdint>

#include "privacy/clean_event.h"

namespace noren::profile {

using Minute = privacy::Minute;  // since 1970-01-01 UTC
using Day = std::uint16_t;       // since 1970-01-01 UTC

inline constexpr Minute kMinutesPerHour = 60;
inline constexpr Minute kMinutesPerDay = 24 * kMinutesPerHour;
inline constexpr Minute kSessionGap = 30;      // minutes without an event that end a session, GA4's default
inline constexpr Minute kNever = 0xffffffffu;  // no change by time alone

constexpr Day day_of_minute(Minute minute) { return static_cast<Day>(minute / kMinutesPerDay); }
constexpr Minute next_day(Minute minute) { return (minute / kMinutesPerDay + 1) * kMinutesPerDay; }

// The latest time that a remembered minute can stand for: itself within the session that began at session_start; else the end of its
// day, or half an hour before that session where that is earlier. Whoever waits from there never acts early.
constexpr Minute latest_of(Minute remembered, Minute session_start) {
  if (remembered >= session_start) return remembered;
  const Minute end_of_day = next_day(remembered) - 1;
  return end_of_day < session_start - kSessionGap ? end_of_day : session_start - kSessionGap;
}

}  // namespace noren::profile
