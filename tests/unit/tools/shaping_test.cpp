#include "tools/train/shaping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace noren::tools {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr ShapingChoice kPlain{
    .source_damping = 0, .target_damping = 0, .trend_power = 0, .diffusion = 0, .filling = 0, .weight_power = 1};

std::vector<std::uint32_t> targets(const Edges& edges, std::size_t item) {
  std::vector<std::uint32_t> targets;
  for (const auto& edge : edges[item]) targets.push_back(edge.item);
  return targets;
}

PairCounts counts_of(std::size_t items, std::vector<PairCount> viewed) {
  PairCounts counts;
  counts.items.resize(items, {.sessions = 10, .views = 10, .purchases = 10, .trend = 5000});
  counts.pairs[kViewedCounts] = std::move(viewed);
  return counts;
}

TEST(ShapingTest, PutsTheLargestSumFirstAndBreaksTiesByTheLowerNumber) {
  const auto edges = viewed_relation(counts_of(4, {{0, 1, 5, 2}, {0, 2, 10, 2}, {0, 3, 5, 2}, {2, 1, 1, 2}}), kPlain);
  EXPECT_THAT(targets(edges, 0), ElementsAre(2u, 1u, 3u));
  EXPECT_THAT(targets(edges, 2), ElementsAre(1u));
  EXPECT_EQ(edges[0][0].weight, 1.0) << "the strongest of all";
  EXPECT_THAT(edges[0][1].weight, DoubleEq(0.5));
}

TEST(ShapingTest, LeadsNeverToTheItemItself) {
  EXPECT_THAT(targets(viewed_relation(counts_of(2, {{0, 0, 5, 2}, {0, 1, 1, 2}}), kPlain), 0), ElementsAre(1u));
}

TEST(ShapingTest, DampsPopularTargetsAndSources) {
  auto counts = counts_of(4, {{0, 1, 10, 2}, {0, 2, 11, 2}, {3, 1, 10, 2}});
  counts.items[2].views = 1000;
  ShapingChoice choice = kPlain;
  EXPECT_THAT(targets(viewed_relation(counts, choice), 0), ElementsAre(2u, 1u));
  choice.target_damping = 0.2;
  EXPECT_THAT(targets(viewed_relation(counts, choice), 0), ElementsAre(1u, 2u));
  choice.source_damping = 1;
  counts.items[3].views = 100;
  const auto edges = viewed_relation(counts, choice);
  EXPECT_THAT(edges[3][0].weight, DoubleEq(edges[0][0].weight / 10));
}

TEST(ShapingTest, RaisesWhatIsLookedAtMoreAndMore) {
  auto counts = counts_of(3, {{0, 1, 10, 2}, {0, 2, 9, 2}});
  counts.items[2].trend = 9000;
  ShapingChoice choice = kPlain;
  choice.trend_power = 1;
  EXPECT_THAT(targets(viewed_relation(counts, choice), 0), ElementsAre(2u, 1u));
  const auto ratios = trend_ratios(counts.items);
  EXPECT_LT(ratios[0], 1.0);
  EXPECT_GT(ratios[2], 1.0);
}

TEST(ShapingTest, TakesAnItemWithoutHistoryForAverage) {
  EXPECT_THAT(trend_ratios(std::vector<ItemCount>{{}, {.sessions = 4, .trend = 1000}}), ElementsAre(1.0, 1.0));
}

TEST(ShapingTest, SpreadsAStepFurther) {
  ShapingChoice choice = kPlain;
  choice.diffusion = 0.5;
  // 0 -> 1 (4), 1 -> 2 (3) and 3 (1): 2 gets 0.5 * 4 * 3/4, 3 gets 0.5 * 4 * 1/4.
  const auto edges = viewed_relation(counts_of(4, {{0, 1, 4, 2}, {1, 2, 3, 2}, {1, 3, 1, 2}}), choice);
  EXPECT_THAT(targets(edges, 0), ElementsAre(1u, 2u, 3u));
  EXPECT_THAT(edges[0][1].weight, DoubleEq(1.5 / 4));
  EXPECT_THAT(edges[0][2].weight, DoubleEq(0.5 / 4));
}

TEST(ShapingTest, FillsShortRowsOneStepFurther) {
  ShapingChoice choice = kPlain;
  choice.diffusion = 0.5;
  choice.filling = 0.1;
  // 0 -> 1 (4) -> 2 -> 3: the first step leads from 0 to 2 by 0.5 * 4; the second adds 0.1 * 4 to that, and leads to 3 by 0.1 * 2.
  const auto edges = viewed_relation(counts_of(4, {{0, 1, 4, 2}, {1, 2, 3, 2}, {2, 3, 1, 2}}), choice);
  EXPECT_THAT(targets(edges, 0), ElementsAre(1u, 2u, 3u));
  EXPECT_THAT(edges[0][1].weight, DoubleEq(2.4 / 4));
  EXPECT_THAT(edges[0][2].weight, DoubleEq(0.2 / 4));
}

TEST(ShapingTest, LeavesFullRowsAsTheyAre) {
  ShapingChoice choice = kPlain;
  choice.diffusion = 0.5;
  std::vector<PairCount> pairs;
  const auto full = static_cast<std::uint32_t>(model::kMaxNeighbours);
  for (std::uint32_t i = 1; i <= full; ++i) pairs.push_back({0, i, 100, 2});
  pairs.push_back({1, full + 1, 1000, 2});
  const auto counts = counts_of(full + 2, pairs);
  choice.filling = 5;
  const auto filled = viewed_relation(counts, choice);
  choice.filling = 0;
  const auto bare = viewed_relation(counts, choice);
  EXPECT_EQ(targets(filled, 0), targets(bare, 0));
}

TEST(ShapingTest, KeepsAsManyAsAModelHolds) {
  std::vector<PairCount> pairs;
  for (std::uint32_t target = 1; target <= 90; ++target) pairs.push_back({0, target, target, 2});
  EXPECT_THAT(viewed_relation(counts_of(91, pairs), kPlain)[0], SizeIs(model::kMaxNeighbours));
}

TEST(ShapingTest, KeepsTheEdgesThatAreWorthTheirBytes) {
  const Edges all = {{{1, 1.0}, {2, 0.9}, {3, 0.8}, {4, 0.1}}, {{0, 1.0}, {2, 0.9}, {3, 0.5}}, {}, {}, {}};
  std::vector<ItemCount> items(5, {.sessions = 10});
  const auto kept = [&](std::size_t total) {
    Edges edges = all;
    keep_best_edges(edges, items, total);
    return std::vector<std::size_t>{edges[0].size(), edges[1].size()};
  };
  EXPECT_THAT(kept(9), ElementsAre(4u, 3u));
  EXPECT_THAT(kept(6), ElementsAre(3u, 3u)) << "the weakest of its item goes first";
  EXPECT_THAT(kept(5), ElementsAre(3u, 2u));
  EXPECT_THAT(kept(0), ElementsAre(0u, 0u));
  items[1].sessions = 1000;
  EXPECT_THAT(kept(5), ElementsAre(2u, 3u)) << "edges of popular items are asked for more often";
}

TEST(ShapingTest, DampsItemsThatAreInEveryBasket) {
  std::vector<ItemCount> items(3, {.purchases = 10});
  items[2].purchases = 1000;
  EXPECT_THAT(targets(bought_relation({{0, 1, 2000, 2}, {0, 2, 3000, 2}}, items), 0), ElementsAre(1u, 2u));
}

TEST(ShapingTest, ComesOutEmptyOfAnEmptyLog) {
  EXPECT_THAT(viewed_relation(counts_of(2, {}), {}), ElementsAre(IsEmpty(), IsEmpty()));
  EXPECT_THAT(bought_relation({}, {}), IsEmpty());
}

}  // namespace
}  // namespace noren::tools
