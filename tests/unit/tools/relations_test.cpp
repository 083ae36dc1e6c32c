#include "tools/train/relations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::uint32_t> targets(const Edges& edges, std::size_t item) {
  std::vector<std::uint32_t> targets;
  for (const auto& edge : edges[item]) targets.push_back(edge.item);
  return targets;
}

PairCounts counts_of(std::size_t items, std::size_t relation, std::vector<PairCount> pairs) {
  PairCounts counts;
  counts.items.resize(items, {.sessions = 10, .views = 10, .purchases = 10});
  counts.pairs[relation] = std::move(pairs);
  return counts;
}

TEST(ViewedRelationTest, PutsTheLargestSumFirstAndBreaksTiesByTheLowerNumber) {
  const auto counts = counts_of(4, kViewedCounts, {{0, 1, 5, 2}, {0, 2, 9, 2}, {0, 3, 5, 2}, {2, 1, 1, 2}});
  EXPECT_THAT(targets(viewed_relation(counts), 0), ElementsAre(2u, 1u, 3u));
  EXPECT_THAT(targets(viewed_relation(counts), 2), ElementsAre(1u));
}

TEST(ViewedRelationTest, LeadsNeverToTheItemItself) {
  EXPECT_THAT(targets(viewed_relation(counts_of(2, kViewedCounts, {{0, 0, 5, 2}, {0, 1, 1, 2}})), 0), ElementsAre(1u));
}

TEST(ViewedRelationTest, DampsPopularTargets) {
  auto counts = counts_of(3, kViewedCounts, {{0, 1, 10, 2}, {0, 2, 11, 2}});
  counts.items[2].views = 1000;
  EXPECT_THAT(targets(viewed_relation(counts), 0), ElementsAre(1u, 2u));
}

TEST(ViewedRelationTest, KeepsTheTwentyStrongest) {
  std::vector<PairCount> pairs;
  for (std::uint32_t target = 1; target <= 30; ++target) pairs.push_back({0, target, target, 2});
  const Edges edges = viewed_relation(counts_of(31, kViewedCounts, pairs));
  EXPECT_THAT(edges[0], SizeIs(20));
  EXPECT_EQ(edges[0].back().item, 11u);
}

TEST(BoughtRelationTest, DampsItemsThatAreInEveryBasket) {
  auto counts = counts_of(3, kBoughtCounts, {{0, 1, 2000, 2}, {0, 2, 3000, 2}});
  counts.items[2].purchases = 1000;
  EXPECT_THAT(targets(bought_relation(counts), 0), ElementsAre(1u, 2u));
}

TEST(RelationsTest, ComeOutEmptyOfAnEmptyLog) {
  EXPECT_THAT(viewed_relation(counts_of(2, kViewedCounts, {})), ElementsAre(IsEmpty(), IsEmpty()));
  EXPECT_THAT(bought_relation(PairCounts{}), IsEmpty());
}

}  // namespace
}  // namespace noren::tools
