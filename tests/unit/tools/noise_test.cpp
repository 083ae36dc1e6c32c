#include "tools/train/noise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace noren::tools {
namespace {

TEST(NoiseTest, FollowsTheDiscreteLaplaceDistribution) {
  NoiseSource source(7);
  for (const std::uint32_t thousandths : {500u, 1000u, 2000u}) {
    constexpr int kDraws = 200'000;
    std::map<std::int64_t, int> seen;
    for (int i = 0; i < kDraws; ++i) ++seen[discrete_laplace(thousandths, source)];
    const double a = std::exp(-static_cast<double>(thousandths) / 1000);
    for (std::int64_t x = -4; x <= 4; ++x) {
      const double expected = (1 - a) / (1 + a) * std::pow(a, static_cast<double>(std::abs(x))) * kDraws;
      EXPECT_NEAR(seen[x], expected, 5 * std::sqrt(expected)) << x << " at " << thousandths;
    }
  }
}

TEST(NoiseTest, DrawsEvenlyBelowABound) {
  NoiseSource source(1);
  int seen[7] = {};
  for (int i = 0; i < 70'000; ++i) ++seen[source.below(7)];
  for (const int count : seen) EXPECT_NEAR(count, 10'000, 500);
  EXPECT_EQ(source.below(1), 0u);
}

TEST(NoiseTest, ComesFromTheSystemUnlessASeedIsGiven) {
  EXPECT_NE(NoiseSource().bits(), NoiseSource().bits());
  EXPECT_EQ(NoiseSource(3).bits(), NoiseSource(3).bits());
  NoiseSource source;
  for (int i = 0; i < 2000; ++i) source.bits();
  EXPECT_NE(source.bits(), source.bits());
}

TEST(NoiseTest, ReadsAndWritesEpsilon) {
  EXPECT_EQ(parse_epsilon("2"), 2000u);
  EXPECT_EQ(parse_epsilon("0.125"), 125u);
  for (const char* bad : {"", "0", "-1", "x", "0.0001", "0.12345", "1001", "nan"})
    EXPECT_FALSE(parse_epsilon(bad)) << bad;
  EXPECT_EQ(epsilon_text(2000), "2");
  EXPECT_EQ(epsilon_text(50), "0.05");
}

TEST(NoiseTest, ChangesPairsAndItemsInUnitsOfASession) {
  const CountingParameters parameters = counting_parameters({}, {});
  PairCounts counts;
  const std::uint64_t unit = std::uint64_t{1000} * 100 * parameters.length[2] * 1000;
  for (std::uint32_t i = 0; i < 200; ++i) {
    counts.items.push_back({.sessions = 100, .views = 100, .trend = 50'000});
    counts.pairs[kViewedCounts].push_back({i, (i + 1) % 200, 1000 * unit, 100});
    counts.pairs[kBoughtCounts].push_back({i, (i + 1) % 200, 1, 1});
  }
  PairCounts same = counts;
  NoiseSource source(5);
  add_noise(counts, parameters, 1000, source);
  int changed = 0;
  for (const PairCount& pair : counts.pairs[kViewedCounts]) {
    changed += pair.sum != 1000 * unit ? 1 : 0;
    EXPECT_EQ(pair.sum % unit, 0u);
    EXPECT_NEAR(static_cast<double>(pair.sum) / static_cast<double>(unit), 1000, 30);
    EXPECT_NEAR(pair.sessions, 100, 30);
  }
  EXPECT_GT(changed, 100);
  EXPECT_LT(counts.pairs[kBoughtCounts].size(), 190u) << "what falls to 0 is left out";
  NoiseSource again(5);
  add_noise(same, parameters, 1000, again);
  EXPECT_EQ(same, counts) << "the same seed, the same noise";
}

}  // namespace
}  // namespace noren::tools
