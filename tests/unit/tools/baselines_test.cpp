#include "tools/evaluate/baselines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::uint32_t> ranked(const TrainingSessions& training, std::string_view name,
                                  std::vector<std::uint32_t> newest_first, std::size_t wanted = 20) {
  const Baselines baselines(training);
  for (const auto& baseline : baselines.all()) {
    if (baseline->name() != name) continue;
    const auto list = baseline->rank(newest_first, wanted);
    return {list.begin(), list.end()};
  }
  ADD_FAILURE() << "no baseline " << name;
  return {};
}

TEST(BaselinesTest, PopularityCountsSessions) {
  const TrainingSessions training{4, {{0, 0, 0}, {1, 2}, {2, 1}, {2}}};
  EXPECT_THAT(ranked(training, "popularity", {3}), ElementsAre(2u, 1u, 0u, 3u));
  EXPECT_THAT(ranked(training, "popularity", {3}, 1), ElementsAre(2u));
}

TEST(BaselinesTest, ItemKnnTakesWhatStandsInTheSameSessions) {
  const TrainingSessions training{4, {{0, 1}, {1, 0}, {0, 2}, {3, 2}}};
  EXPECT_THAT(ranked(training, "item-knn", {0}), ElementsAre(1u, 2u));
  EXPECT_THAT(ranked(training, "item-knn", {}), IsEmpty());
}

TEST(BaselinesTest, SequentialRulesLookForwardOnlyAndByDistance) {
  const TrainingSessions training{4, {{3, 0, 1, 2}}};
  EXPECT_THAT(ranked(training, "sequential-rules", {0}), ElementsAre(1u, 2u));
  EXPECT_THAT(ranked(training, "sequential-rules", {2}), IsEmpty());
}

TEST(BaselinesTest, SessionKnnTakesTheItemsOfSessionsLikeHers) {
  const TrainingSessions training{7, {{0, 1, 2}, {0, 5}, {6, 3}}};
  EXPECT_THAT(ranked(training, "session-knn", {1, 0}), ElementsAre(0u, 1u, 2u, 5u)) << "two shared items before one";
  EXPECT_THAT(ranked(training, "session-knn", {4}), IsEmpty());
  EXPECT_THAT(ranked(training, "session-knn", {1, 0}), ElementsAre(0u, 1u, 2u, 5u))
      << "nothing is left of another call";
}

}  // namespace
}  // namespace noren::tools
