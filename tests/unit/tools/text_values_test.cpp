#include "tools/log/text_values.h"

#include <gtest/gtest.h>

#include "tools/progress.h"

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

TEST(SizeTest, ReadsBytesWithUnits) {
  EXPECT_EQ(parse_size("512M"), std::uint64_t{512} << 20);
  EXPECT_EQ(parse_size("4gb"), std::uint64_t{4} << 30);
  EXPECT_EQ(parse_size("2097152"), std::uint64_t{2} << 20);
  for (const char* bad : {"", "M", "12", "1.5G", "-1G", "5X", "99999999999T", "K", "B"}) {
    EXPECT_FALSE(parse_size(bad)) << bad;
  }
}

TEST(ProgressTest, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(progress_text("reading a.csv", 1'250'000, 0.25, 1.25),
            "reading a.csv: 1,250,000 lines, 25 % [#####               ] 1,000,000 a second, 4 s left");
  EXPECT_EQ(progress_text("reading a.csv", 65'536, 0.001, 0.1),
            "reading a.csv: 65,536 lines, 0 % [                    ]");
  EXPECT_EQ(progress_text("reading -", 6'000'000, -1, 3), "reading -: 6,000,000 lines, 2,000,000 a second");
  EXPECT_EQ(progress_text("x", 60, 0.01, 60), "x: 60 lines, 1 % [                    ] 1 a second, 1 h 39 min left");
}

}  // namespace
}  // namespace noren::tools
