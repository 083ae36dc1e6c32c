#include "tools/train/validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace noren::tools {
namespace {

using ::testing::ElementsAre;

void add_session(Sessions& log, std::int64_t time, std::initializer_list<std::uint32_t> items) {
  for (const std::uint32_t item : items) log.add(item, false);
  log.end_session(time);
}

// 40 sessions of three views each of the items 0 to 9, the newest first.
Sessions small_log() {
  Sessions log(10);
  for (std::uint32_t s = 0; s < 40; ++s) add_session(log, 40 - s, {s % 10, (s + 1) % 10, (s + 2) % 10});
  return log;
}

TEST(ValidationTest, AsksForEachViewOfTheLastSessionsButTheFirst) {
  Sessions log(6);
  add_session(log, 2, {1, 2, 2, 5, 3, 1});  // a reload of 2; nobody else looked at 5
  add_session(log, 1, {1, 2, 3});
  const std::size_t order[] = {1, 0};
  const Split split(log, order, 1, 2);
  EXPECT_EQ(split.earlier().size(), 1u);
  ASSERT_EQ(split.cases().size(), 4u);
  std::vector<std::vector<std::uint32_t>> looked_at;
  std::vector<std::uint32_t> targets;
  for (const Split::Case& test : split.cases()) {
    const auto seen = split.looked_at(test);
    looked_at.emplace_back(seen.begin(), seen.end());
    targets.push_back(test.target);
  }
  EXPECT_THAT(targets, ElementsAre(2, 2, 3, 1));
  EXPECT_THAT(looked_at, ElementsAre(ElementsAre(1), ElementsAre(2, 1), ElementsAre(2, 2, 1), ElementsAre(3, 2, 2, 1)));
}

TEST(ValidationTest, SpreadsTheCasesOfALargeLogEvenly) {
  Sessions log(10);
  for (std::uint32_t s = 0; s < 30'000; ++s) {
    add_session(log, s, {s % 10, (s + 1) % 10, (s + 2) % 10, (s + 3) % 10});
  }
  std::vector<std::size_t> order(log.size());
  for (std::size_t s = 0; s < order.size(); ++s) order[s] = s;
  const Split split(log, order, 10'000, 30'000);
  // Every third of 60,000, and three are a session's: the first of each.
  ASSERT_EQ(split.cases().size(), 20'000u);
  for (std::uint32_t s = 0; s < 20'000; ++s) {
    ASSERT_EQ(split.cases()[s].target, (s + 1) % 10);
    ASSERT_THAT(split.looked_at(split.cases()[s]), ElementsAre(s % 10));
  }
}

TEST(ValidationTest, SplitsASmallLogFiveTimes) {
  const Sessions log = small_log();
  const std::vector<Split> splits = split_off(log);
  ASSERT_EQ(splits.size(), 5u);
  for (std::size_t i = 0; i < splits.size(); ++i) {
    EXPECT_EQ(splits[i].earlier().size(), 36 - 4 * i);
    EXPECT_EQ(splits[i].cases().size(), 8u);
  }
  // The last four sessions by time, which stand first.
  EXPECT_EQ(splits[0].cases()[0].target, 1u);
}

TEST(ValidationTest, TakesTheNewestSessionsThatFit) {
  const Sessions log = small_log();
  EXPECT_EQ(split_off_within(0, log, 2).sessions, 40u);
  EXPECT_EQ(split_off_within(1'000'000, log, 2).sessions, 40u);
  const TuningLog some = split_off_within(12'000, log, 2);
  EXPECT_LT(some.sessions, 40u);
  ASSERT_GE(some.sessions, 10u);
  EXPECT_EQ(some.span, static_cast<std::int64_t>(some.sessions) - 1) << "one session a unit of time, none left out";
  ASSERT_FALSE(some.splits.empty());
  EXPECT_EQ(*std::max_element(some.splits[0].earlier().times.begin(), some.splits[0].earlier().times.end()),
            40 - static_cast<std::int64_t>(some.sessions / 10));
  EXPECT_EQ(split_off_within(100, log, 2).sessions, 0u);
}

TEST(ValidationTest, CountsThePairsThatAModelKeeps) {
  const Sessions log = small_log();
  for (const std::uint32_t min_sessions : {1u, 2u, 5u}) {
    const PairCounts counts = count_views(log, counting_parameters({}, {}), min_sessions);
    EXPECT_EQ(viewed_pairs(log, min_sessions), counts.pairs[kViewedCounts].size());
    EXPECT_EQ(counts, count_pairs(log, counting_parameters({}, {}), min_sessions));
  }
  EXPECT_GT(viewed_pairs(log, 1), 0u);
  EXPECT_EQ(viewed_pairs(log, 5), 20u) << "four sessions have two items with one between, eight have two neighbours";
}

}  // namespace
}  // namespace noren::tools
