#include "tools/train/relations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Sequences sequences(std::size_t items, std::initializer_list<std::vector<std::uint32_t>> sessions) {
  Sequences all;
  all.item_count = items;
  for (const auto& session : sessions) {
    all.items.insert(all.items.end(), session.begin(), session.end());
    all.end_session(1.0);
  }
  return all;
}

std::vector<std::uint32_t> targets(const Edges& edges, std::size_t item) {
  std::vector<std::uint32_t> targets;
  for (const auto& edge : edges[item]) targets.push_back(edge.item);
  return targets;
}

double weight(const Edges& edges, std::size_t from, std::uint32_t to) {
  for (const auto& edge : edges[from]) {
    if (edge.item == to) return edge.weight;
  }
  return 0;
}

TEST(ViewedRelationTest, KeepsAPairOnlyWhereEnoughDifferentSessionsSupportIt) {
  const Sequences log = sequences(3, {{0, 1}, {0, 1}, {0, 2, 0, 2, 0, 2}});
  EXPECT_THAT(targets(viewed_relation(log, 1), 0), ElementsAre(2u, 1u));
  EXPECT_THAT(targets(viewed_relation(log, 2), 0), ElementsAre(1u)) << "one session, however often, is one";
  EXPECT_THAT(targets(viewed_relation(log, 3), 0), IsEmpty());
}

TEST(ViewedRelationTest, CountsWhatComesNextMoreThanWhatComesLaterOrBefore) {
  const Edges edges = viewed_relation(sequences(3, {{0, 1, 2}}), 1);
  EXPECT_THAT(targets(edges, 0), ElementsAre(1u, 2u));
  EXPECT_GT(weight(edges, 0, 1), weight(edges, 1, 0));
  EXPECT_GT(weight(edges, 1, 2), weight(edges, 1, 0));
}

TEST(ViewedRelationTest, CountsOldSessionsLess) {
  Sequences log = sequences(3, {{0, 1}, {0, 2}});
  log.weights = {0.5, 1.0};
  EXPECT_THAT(targets(viewed_relation(log, 1), 0), ElementsAre(2u, 1u));
}

TEST(ViewedRelationTest, CountsLongSessionsLess) {
  const Edges edges = viewed_relation(sequences(8, {{0, 1}, {2, 3, 4, 5, 6, 7}}), 1);
  EXPECT_GT(weight(edges, 0, 1), weight(edges, 2, 3));
}

TEST(ViewedRelationTest, LooksFifteenStepsFar) {
  Sequences log = sequences(30, {});
  for (std::uint32_t i = 0; i < 30; ++i) log.items.push_back(i);
  log.end_session(1.0);
  const Edges edges = viewed_relation(log, 1);
  EXPECT_GT(weight(edges, 0, 15), 0.0);
  EXPECT_EQ(weight(edges, 0, 16), 0.0);
  EXPECT_EQ(edges[15].size(), 20u) << "of 29 within reach the best";
}

TEST(ViewedRelationTest, LinksNoItemToItself) {
  EXPECT_THAT(targets(viewed_relation(sequences(2, {{0, 1, 0, 1}}), 1), 0), ElementsAre(1u));
}

TEST(ViewedRelationTest, BreaksTiesByTheLowerNumber) {
  EXPECT_THAT(targets(viewed_relation(sequences(4, {{0, 3}, {0, 2}, {0, 1}}), 1), 0), ElementsAre(1u, 2u, 3u));
}

TEST(BoughtRelationTest, IsTheSameBothWays) {
  const Edges edges = bought_relation(sequences(3, {{0, 1}, {0, 1, 2}, {1, 2}}), 2);
  EXPECT_THAT(targets(edges, 0), ElementsAre(1u));
  EXPECT_EQ(weight(edges, 0, 1), weight(edges, 1, 0));
  EXPECT_THAT(targets(edges, 2), ElementsAre(1u));
}

TEST(BoughtRelationTest, PrefersWhatIsBoughtWithThisToWhatIsBoughtWithEverything) {
  Sequences log = sequences(8, {{0, 1, 7}, {0, 1, 7}, {0, 1, 7}});
  for (std::uint32_t other = 2; other < 7; ++other) {
    for (int times = 0; times < 5; ++times) {
      log.items.push_back(other);
      log.items.push_back(7);
      log.end_session(1.0);
    }
  }
  EXPECT_THAT(targets(bought_relation(log, 2), 0), ElementsAre(1u, 7u));
}

TEST(BoughtRelationTest, TakesTheFirstHundredOfAHugeBasket) {
  Sequences log = sequences(5000, {});
  for (int basket = 0; basket < 2; ++basket) {
    for (std::uint32_t i = 0; i < 5000; ++i) log.items.push_back(i);
    log.end_session(1.0);
  }
  const Edges edges = bought_relation(log, 2);
  EXPECT_EQ(edges[0].size(), 10u);
  EXPECT_THAT(edges[100], IsEmpty());
}

TEST(RelationsTest, AreEmptyWithoutSessions) {
  EXPECT_THAT(viewed_relation(sequences(2, {}), 1), ElementsAre(IsEmpty(), IsEmpty()));
  EXPECT_THAT(bought_relation(sequences(0, {}), 1), IsEmpty());
}

}  // namespace
}  // namespace noren::tools
