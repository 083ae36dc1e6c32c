#include "tools/log/text_values.h"

#include <gtest/gtest.h>

namespace noren::tools {
namespace {

TEST(TimeTest, ReadsUnixTimesInSecondsMillisecondsAndMicroseconds) {
  EXPECT_EQ(parse_time("1396860669"), 1'396'860'669'000);
  EXPECT_EQ(parse_time("1396860669.277"), 1'396'860'669'277);
  EXPECT_EQ(parse_time(" 1396860669277 "), 1'396'860'669'277);
  EXPECT_EQ(parse_time("1396860669277123"), 1'396'860'669'277);
  EXPECT_EQ(parse_time("1.396860669277E9"), 1'396'860'669'277);
  EXPECT_EQ(parse_time("0"), 0);
}

TEST(TimeTest, ReadsDates) {
  EXPECT_EQ(parse_time("1970-01-02"), 86'400'000);
  EXPECT_EQ(parse_time("2000-02-29"), 951'782'400'000);
  EXPECT_EQ(parse_time("2014-04-07T08:51:09.277Z"), 1'396'860'669'277);
  EXPECT_EQ(parse_time("2014-04-07 08:51"), 1'396'860'660'000);
  EXPECT_EQ(parse_time("2014-04-07T17:51:09.277+09:00"), 1'396'860'669'277);
  EXPECT_EQ(parse_time("2014-04-07T06:51:09.277-0200"), 1'396'860'669'277);
  EXPECT_EQ(parse_time("2019-10-01 00:00:00 UTC"), 1'569'888'000'000);
}

TEST(TimeTest, RefusesEverythingElse) {
  for (const char* text :
       {"", "soon", "-5", "2014-13-01", "2014-04-32", "2014-4-7", "2014-04-07T", "2014-04-07T25:00", "1969-12-31",
        "2200-01-01", "nan", "inf", "1e30", "12:30", "2014-04-07T08:51:09+", "2014-04-07T08:51:09Zx", "0x10"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

TEST(TimeTest, WritesDaysAsItReadsThem) {
  for (const char* day : {"1970-01-01", "1999-12-31", "2000-02-29", "2026-11-22", "2199-12-31"}) {
    EXPECT_EQ(day_text(parse_time(day).value() / 86'400'000), day);
  }
}

TEST(PriceTest, ReadsAmountAndCurrencyInEitherOrder) {
  EXPECT_EQ(parse_price("12800 JPY")->amount, 12800);
  EXPECT_EQ(parse_price("12800 JPY")->currency, "JPY");
  EXPECT_EQ(parse_price("USD 15.00")->amount, 15);
  EXPECT_EQ(parse_price("1,234,567.50 EUR")->amount, 1'234'567.5);
  EXPECT_EQ(parse_price("980")->currency, "");
}

TEST(PriceTest, RefusesWhatIsNoPrice) {
  for (const char* text : {"", "JPY", "free", "-5 JPY", "12,50 EUR", "1,2345 JPY", "12 YEN7", "1 2 3 JPYEN", "1e400"}) {
    EXPECT_FALSE(parse_price(text)) << text;
  }
}

TEST(GroupedTest, SeparatesThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
}

}  // namespace
}  // namespace noren::tools
