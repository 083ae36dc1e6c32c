#include "tools/evaluate/metrics.h"

#include <gtest/gtest.h>

namespace noren::tools {
namespace {

const std::vector<float> kPopularity(100, 1.0f);

std::vector<std::uint32_t> list(std::uint32_t from, std::uint32_t count = 20) {
  std::vector<std::uint32_t> items;
  for (std::uint32_t i = 0; i < count; ++i) items.push_back(from + i);
  return items;
}

TEST(MetricsTest, CountTheTargetsPlace) {
  Metrics metrics(kPopularity);
  metrics.add({{50}, 0}, list(0), list(0));       // first
  metrics.add({{50}, 4}, list(0), list(0));       // fifth
  metrics.add({{50}, 19}, list(0), list(0));      // last
  metrics.add({{50}, 20}, list(0, 30), list(0));  // behind the twentieth
  EXPECT_DOUBLE_EQ(metrics.recall(20), 0.75);
  EXPECT_DOUBLE_EQ(metrics.recall(5), 0.5);
  EXPECT_DOUBLE_EQ(metrics.recall(4), 0.25);
  EXPECT_DOUBLE_EQ(metrics.mrr(20), (1.0 + 1.0 / 5 + 1.0 / 20) / 4);
  EXPECT_DOUBLE_EQ(metrics.mrr(5), (1.0 + 1.0 / 5) / 4);
}

TEST(MetricsTest, TellWhatIsNewInTheSessionApart) {
  Metrics metrics(kPopularity);
  metrics.add({{3}, 3, true}, list(0), {});
  metrics.add({{3}, 5}, list(10), list(5));
  metrics.add({{3}, 6}, list(0), list(50));
  EXPECT_EQ(metrics.cases(), 3u);
  EXPECT_EQ(metrics.unseen_cases(), 2u);
  EXPECT_DOUBLE_EQ(metrics.recall(20), 2.0 / 3);
  EXPECT_DOUBLE_EQ(metrics.unseen_recall(20), 0.5);
}

TEST(MetricsTest, CanNotHitWhatTheModelDoesNotHave) {
  Metrics metrics(kPopularity);
  metrics.add({{3}, 0xffffffffu}, list(0), list(0));
  EXPECT_EQ(metrics.recall(20), 0.0);
}

TEST(MetricsTest, MeasureCoverageAndPopularity) {
  std::vector<float> popularity(40, 1.0f);
  popularity[0] = 21.0f;
  Metrics metrics(popularity);
  metrics.add({{30}, 30}, list(0), {});
  EXPECT_DOUBLE_EQ(metrics.coverage(), 0.5);
  EXPECT_DOUBLE_EQ(metrics.popularity_bias(), 2.0) << "the listed are twice as popular as the target, on average";
}

TEST(MetricsTest, AreZeroWithoutCases) {
  const Metrics metrics(kPopularity);
  EXPECT_EQ(metrics.recall(20) + metrics.mrr(20) + metrics.unseen_recall(20) + metrics.popularity_bias(), 0.0);
}

}  // namespace
}  // namespace noren::tools
