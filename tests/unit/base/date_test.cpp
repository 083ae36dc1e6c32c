// The civil calendar.

#include "core/base/date.h"

#include <gtest/gtest.h>

namespace noren {
namespace {

TEST(Date, CountsDaysFrom1970) {
  EXPECT_EQ(date_of(0), (Date{1970, 1, 1}));
  EXPECT_EQ(date_of(20'779), (Date{2026, 11, 22}));
  EXPECT_EQ(date_of(19'782), (Date{2024, 2, 29}));
  EXPECT_EQ(date_of(0xffff), (Date{2149, 6, 6}));
}

TEST(Date, IsTheInverseOfItself) {
  std::uint8_t before = 0;
  for (std::uint32_t day = 0; day <= 0xffff; ++day) {
    const Date date = date_of(day);
    ASSERT_EQ(day_of(date), day);
    ASSERT_TRUE(date.day == before + 1 || date.day == 1) << day;
    before = date.day;
  }
}

TEST(Date, CountsDaysThatAMonthDoesNotHaveOnIntoTheNext) {
  EXPECT_EQ(day_of({2025, 2, 29}), day_of({2025, 3, 1}));
  EXPECT_EQ(day_of({2025, 4, 31}), day_of({2025, 5, 1}));
}

TEST(Date, KnowsWeekdaysAndWeeksFromMonday) {
  const std::uint32_t sunday = day_of({2026, 11, 22});
  EXPECT_EQ(weekday_of(sunday), 7u);
  EXPECT_EQ(weekday_of(sunday + 1), 1u);
  EXPECT_EQ(week_of(sunday), week_of(sunday - 6));
  EXPECT_EQ(week_of(sunday) + 1, week_of(sunday + 1));
}

}  // namespace
}  // namespace noren
