#include "tools/train/counting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Visit {
  std::vector<std::uint32_t> viewed;
  std::vector<std::uint32_t> bought = {};  // after the views
  std::int64_t time = 100;
  std::uint32_t visitor = kNoVisitor;
};

Sessions sessions_of(const std::vector<Visit>& visits) {
  Sessions sessions(10);
  for (const Visit& visit : visits) {
    for (const std::uint32_t item : visit.viewed) sessions.add(item, false);
    for (const std::uint32_t item : visit.bought) sessions.add(item, true);
    sessions.end_session(visit.time, visit.visitor);
  }
  return sessions;
}

CountingParameters parameters() {
  return counting_parameters({.distance_decay = 0.5, .backward = 0.5, .length_damping = 0}, age_steps(100, 100));
}

PairCounts count(const std::vector<Visit>& visits, std::uint32_t min_sessions = 1) {
  return count_pairs(sessions_of(visits), parameters(), min_sessions);
}

TEST(CountingTest, GivesAPairTheWeightOfItsDistanceAndDirection) {
  const auto counts = count({{{0, 1, 2}}});
  constexpr std::uint64_t kUnit = std::uint64_t{1000} * 1000;  // of length and age
  EXPECT_THAT(counts.pairs[kViewedCounts],
              ElementsAre(PairCount{0, 1, kUnit * 100 * 1000, 1}, PairCount{0, 2, kUnit * 100 * 500, 1},
                          PairCount{1, 0, kUnit * 50 * 1000, 1}, PairCount{1, 2, kUnit * 100 * 1000, 1},
                          PairCount{2, 0, kUnit * 50 * 500, 1}, PairCount{2, 1, kUnit * 50 * 1000, 1}));
}

TEST(CountingTest, CountsAPairOncePerSessionByItsLargestWeight) {
  const auto pairs = count({{{0, 1, 0, 1, 0}}}).pairs[kViewedCounts];
  EXPECT_THAT(pairs, ElementsAre(PairCount{0, 1, 100'000'000'000, 1}, PairCount{1, 0, 100'000'000'000, 1}));
}

TEST(CountingTest, CountsAnItemThatComesAgainOnlyWhereSelfIsAskedFor) {
  auto with_self = parameters();
  with_self.self = 10;
  const auto pairs = count_pairs(sessions_of({{{0, 1, 0}}}), with_self, 1).pairs[kViewedCounts];
  EXPECT_EQ(pairs[0], (PairCount{0, 0, std::uint64_t{1000} * 1000 * 10 * 500, 1}));
}

TEST(CountingTest, TakesAReloadForNoStep) {
  EXPECT_EQ(count({{{0, 0, 0, 1}}}).pairs[kViewedCounts], count({{{0, 1}}}).pairs[kViewedCounts]);
}

TEST(CountingTest, LooksFifteenStepsFarAndAtTheNewestHundredSteps) {
  Sessions sessions(200);
  for (std::uint32_t item = 0; item < 150; ++item) sessions.add(item, false);
  sessions.end_session(100);
  const auto counts = count_pairs(sessions, parameters(), 1);
  EXPECT_EQ(counts.steps, 100u);
  EXPECT_EQ(counts.items[49].views, 0u);
  EXPECT_EQ(counts.items[50].views, 1u);
  const auto of_fifty = std::count_if(counts.pairs[kViewedCounts].begin(), counts.pairs[kViewedCounts].end(),
                                      [](const PairCount& pair) { return pair.source == 50; });
  EXPECT_EQ(of_fifty, 15);
}

TEST(CountingTest, CountsOldAndLongSessionsLess) {
  const auto choice = CountingChoice{.length_damping = 1, .age_decay = 0.5};
  const auto weighted = counting_parameters(choice, age_steps(0, 6399));
  EXPECT_EQ(weighted.age[0], 1000u);
  EXPECT_EQ(weighted.age[32], 368u);
  EXPECT_EQ(weighted.length[4], 250u);
  const auto sum = [&](std::int64_t time) {
    return count_pairs(sessions_of({{{0, 1}, {}, time}}), weighted, 1).pairs[kViewedCounts][0].sum;
  };
  EXPECT_EQ(sum(6399), std::uint64_t{1000} * 100 * 500 * 1000);
  EXPECT_EQ(sum(6399 - 3200), std::uint64_t{1000} * 100 * 500 * 368);
  EXPECT_EQ(sum(-5), sum(0)) << "older than the oldest";
}

TEST(CountingTest, NeverWeighsNothing) {
  const auto extreme = counting_parameters(
      {.distance_decay = 0, .backward = 0, .length_damping = 9, .age_decay = 0.001}, age_steps(0, 1'000'000));
  EXPECT_EQ(extreme.distance[15], 1u);
  EXPECT_EQ(extreme.backward, 1u);
  EXPECT_EQ(extreme.length[100], 1u);
  EXPECT_EQ(extreme.age[63], 1u);
}

TEST(CountingTest, LeavesOutWhatTooFewVisitorsSupport) {
  const std::vector<Visit> visits = {
      {{0, 1}, {}, 100, 7}, {{0, 1}, {}, 100, 7}, {{0, 2}, {}, 100, 8}, {{0, 2}, {}, 100, 9}};
  EXPECT_THAT(count(visits, 2).pairs[kViewedCounts], SizeIs(2)) << "two sessions of one visitor are one visitor's";
  EXPECT_EQ(count(visits, 2).pairs[kViewedCounts][0].target, 2u);
  EXPECT_EQ(count(visits, 1).items[0].sessions, 3u);
  EXPECT_THAT(count({{{0, 1}}, {{0, 1}}}, 2).pairs[kViewedCounts], SizeIs(2))
      << "sessions without a visitor are different ones";
  EXPECT_THAT(count({{{0, 1}}, {{0, 1}}}, 3).pairs[kViewedCounts], IsEmpty());
}

TEST(CountingTest, FindsWhatIsBoughtTogetherAndAfterAView) {
  const auto counts = count({{{0, 1}, {1, 2, 1}}});
  EXPECT_THAT(counts.pairs[kBoughtCounts], ElementsAre(PairCount{1, 2, 1000, 1}, PairCount{2, 1, 1000, 1}));
  EXPECT_THAT(counts.pairs[kBoughtAfterViewCounts],
              ElementsAre(PairCount{0, 1, 1000, 1}, PairCount{0, 2, 1000, 1}, PairCount{1, 2, 1000, 1}));
  EXPECT_THAT(counts.pairs[kComplementCounts], IsEmpty()) << "nothing came after the order";
  EXPECT_EQ(counts.items[1].purchases, 2u);
}

TEST(CountingTest, FindsComplementsAfterAnOrderAcrossAVisitorsSessions) {
  const std::vector<Visit> visits = {{{}, {0, 1}, 100, 7}, {{2, 0}, {}, 100, 7}, {{3}, {}, 100, 8}};
  EXPECT_THAT(count(visits).pairs[kComplementCounts],
              ElementsAre(PairCount{0, 2, 1000, 1}, PairCount{1, 0, 1000, 1}, PairCount{1, 2, 1000, 1}));
}

TEST(CountingTest, EndsAnOrderWithItsSession) {
  const std::vector<Visit> visits = {{{}, {0}, 100, 7}, {{}, {1}, 100, 7}};
  EXPECT_THAT(count(visits).pairs[kComplementCounts], ElementsAre(PairCount{0, 1, 1000, 1}));
}

TEST(CountingTest, CountsTrendOncePerSession) {
  const auto counts = count({{{0, 1, 0}}, {{0}}});
  EXPECT_EQ(counts.items[0], (ItemCount{.sessions = 2, .views = 3, .trend = 2000}));
}

TEST(CountingTest, CountsVisitorsThatBuyAnItemInMoreThanOneSession) {
  const auto again = [](const std::vector<Visit>& visits) { return count(visits).items[0].again; };
  EXPECT_EQ(again({{{}, {0}, 1, 7}, {{}, {0}, 2, 7}, {{}, {0}, 3, 7}, {{}, {0}, 3, 8}}), 1u);
  EXPECT_EQ(again({{{}, {0, 1, 0}, 1, 7}, {{0}, {}, 2, 7}, {{}, {0}, 3}, {{}, {0}, 3}}), 0u);
}

TEST(CountingTest, GivesTheSameSumsInAnyOrderAndInPieces) {
  std::vector<Visit> visits;
  std::uint32_t state = 1;
  for (std::uint32_t s = 0; s < 200; ++s) {
    Visit visit{{}, {}, s % 90, s / 2};
    for (std::uint32_t i = 0; i < 2 + s % 9; ++i) {
      state = state * 1664525 + 1013904223;
      ((state >> 30) == 3 ? visit.bought : visit.viewed).push_back((state >> 16) % 10);
    }
    visits.push_back(visit);
  }
  const auto weights = counting_parameters({.self = 0.5, .age_decay = 0.4}, age_steps(0, 89));
  const auto whole = count_pairs(sessions_of(visits), weights, 1);

  std::vector<Visit> other_order = visits;
  for (std::size_t s = 0; s + 1 < 200 - s; s += 2) {  // visitor by visitor, from the end
    std::swap(other_order[s], other_order[198 - s]);
    std::swap(other_order[s + 1], other_order[199 - s]);
  }
  EXPECT_EQ(count_pairs(sessions_of(other_order), weights, 1), whole);

  auto pieces = count_pairs(sessions_of({visits.begin(), visits.begin() + 60}), weights, 1);
  add_counts(pieces, count_pairs(sessions_of({visits.begin() + 60, visits.end()}), weights, 1));
  EXPECT_EQ(pieces, whole);

  drop_rare_pairs(pieces, 3);
  EXPECT_EQ(pieces, count_pairs(sessions_of(visits), weights, 3));
}

}  // namespace
}  // namespace noren::tools
