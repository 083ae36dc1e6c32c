// Schedules: open and closed by a clock on the wall, and when that changes.

#include "core/site/schedule.h"

#include <gtest/gtest.h>

namespace noren::site {
namespace {

constexpr LocalMinute kDay = 24 * 60;
constexpr LocalMinute kMonday = 20'794 * kDay;  // 2026-12-07

// Days after that Monday, at that time of day.
LocalMinute at(LocalMinute days, LocalMinute hour, LocalMinute minute = 0) {
  return kMonday + days * kDay + hour * 60 + minute;
}

constexpr std::uint8_t kSaturdayAndSunday = 0x60;
constexpr std::uint8_t kFriday = 0x10;

TEST(Schedule, IsAlwaysOpenWhereNothingIsSaid) {
  const Schedule schedule;
  EXPECT_FALSE(schedule.limits());
  for (const LocalMinute minute : {at(0, 0), at(3, 23, 59), LocalMinute{0}, LocalMinute{-1}}) {
    EXPECT_TRUE(is_open(schedule, minute));
    EXPECT_EQ(next_change(schedule, minute), kForEver);
  }
}

TEST(Schedule, OpensAtItsBeginningAndIsClosedAtItsEnd) {
  const Schedule schedule{.from = at(0, 9), .to = at(2, 18)};
  EXPECT_TRUE(schedule.limits());
  EXPECT_FALSE(is_open(schedule, at(0, 8, 59)));
  EXPECT_TRUE(is_open(schedule, at(0, 9)));
  EXPECT_TRUE(is_open(schedule, at(2, 17, 59)));
  EXPECT_FALSE(is_open(schedule, at(2, 18)));
  EXPECT_EQ(next_change(schedule, at(-5, 0)), at(0, 9));
  EXPECT_EQ(next_change(schedule, at(0, 9)), at(2, 18));
  EXPECT_EQ(next_change(schedule, at(2, 18)), kForEver);
}

TEST(Schedule, KnowsTheDaysOfTheWeek) {
  const Schedule weekend{.weekdays = kSaturdayAndSunday};
  EXPECT_FALSE(is_open(weekend, at(4, 23, 59)));
  EXPECT_TRUE(is_open(weekend, at(5, 0)));
  EXPECT_TRUE(is_open(weekend, at(6, 23, 59)));
  EXPECT_FALSE(is_open(weekend, at(7, 0)));
  const Schedule thursdays{.weekdays = 0x08};
  EXPECT_TRUE(is_open(thursdays, 0));  // 1970-01-01
  EXPECT_FALSE(is_open(thursdays, -1));
  EXPECT_TRUE(is_open(thursdays, -6 * kDay - 1));
}

TEST(Schedule, IsOpenInItsHours) {
  const Schedule evening{.from_hour = 18, .to_hour = 22};
  EXPECT_FALSE(is_open(evening, at(0, 17, 59)));
  EXPECT_TRUE(is_open(evening, at(0, 18)));
  EXPECT_TRUE(is_open(evening, at(0, 21, 59)));
  EXPECT_FALSE(is_open(evening, at(0, 22)));
  EXPECT_EQ(next_change(evening, at(0, 12)), at(0, 18));
  EXPECT_EQ(next_change(evening, at(0, 18)), at(0, 22));
  EXPECT_EQ(next_change(evening, at(0, 22)), at(1, 18));
}

TEST(Schedule, CountsHoursPastMidnightToTheDayOnWhichTheyBegan) {
  const Schedule friday_night{.weekdays = kFriday, .from_hour = 22, .to_hour = 2};
  EXPECT_FALSE(is_open(friday_night, at(4, 1)));  // the end of Thursday's night
  EXPECT_FALSE(is_open(friday_night, at(4, 21, 59)));
  EXPECT_TRUE(is_open(friday_night, at(4, 22)));
  EXPECT_TRUE(is_open(friday_night, at(5, 1, 59)));
  EXPECT_FALSE(is_open(friday_night, at(5, 2)));
  EXPECT_FALSE(is_open(friday_night, at(5, 22)));
}

// Whatever the schedule: between now and the change that is told, nothing changes.
TEST(Schedule, TellsEveryChangeInTime) {
  const Schedule schedules[] = {
      {.weekdays = kSaturdayAndSunday},
      {.weekdays = kFriday, .from_hour = 22, .to_hour = 2},
      {.from = at(1, 10, 30), .to = at(9, 11, 15), .weekdays = 0x55, .from_hour = 9, .to_hour = 17},
      {.from_hour = 6, .to_hour = 6},
      {.weekdays = kFriday, .from_hour = 0, .to_hour = 24},
  };
  for (const Schedule& schedule : schedules) {
    LocalMinute told = at(-1, 0);
    for (LocalMinute minute = at(-1, 0); minute < at(15, 0); ++minute) {
      if (minute > at(-1, 0) && is_open(schedule, minute) != is_open(schedule, minute - 1)) {
        EXPECT_EQ(minute, told) << "a change that was not told, at minute " << minute - kMonday;
      }
      if (minute >= told) told = next_change(schedule, minute);
      ASSERT_GT(told, minute);
    }
  }
}

}  // namespace
}  // namespace noren::site
