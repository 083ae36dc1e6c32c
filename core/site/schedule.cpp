#include "core/site/schedule.h"

namespace noren::site {
namespace {

constexpr LocalMinute kHour = 60;
constexpr LocalMinute kDay = 24 * kHour;

// Rounds towards the past, before 1970 too.
LocalMinute day_of(LocalMinute minute) { return (minute >= 0 ? minute : minute - (kDay - 1)) / kDay; }

// 0: Monday. 1970-01-01 was a Thursday.
unsigned weekday_of(LocalMinute day) { return static_cast<unsigned>(((day + 3) % 7 + 7) % 7); }

}  // namespace

bool is_open(const Schedule& schedule, LocalMinute now) {
  if (now < schedule.from || now >= schedule.to) return false;
  LocalMinute day = day_of(now);
  const LocalMinute hour = (now - day * kDay) / kHour;
  if (schedule.from_hour < schedule.to_hour) {
    if (hour < schedule.from_hour || hour >= schedule.to_hour) return false;
  } else if (hour < schedule.to_hour) {
    --day;  // what began yesterday
  } else if (hour < schedule.from_hour) {
    return false;
  }
  return (schedule.weekdays >> weekday_of(day) & 1u) != 0;
}

LocalMinute next_change(const Schedule& schedule, LocalMinute now) {
  if (now >= schedule.to) return kForEver;
  if (now < schedule.from) return schedule.from;
  LocalMinute next = schedule.to;
  const auto offer = [&](LocalMinute minute) {
    if (minute > now && minute < next) next = minute;
  };
  const LocalMinute today = day_of(now) * kDay;
  const bool all_day = schedule.from_hour == 0 && schedule.to_hour == 24;
  if (all_day && schedule.weekdays == Schedule::kEveryDay) return next;
  for (const LocalMinute day : {today, today + kDay}) {
    offer(day + schedule.from_hour * kHour);
    offer(day + schedule.to_hour * kHour);
  }
  return next;
}

}  // namespace noren::site
