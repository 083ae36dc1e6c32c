// Chance that is a function: shares, independence, and the beta distribution.

#include "core/decide/chance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "core/decide/posterior.h"

namespace noren::decide {
namespace {

Seed seed_of(std::uint64_t number) { return {mix64(2 * number + 1), mix64(2 * number + 2)}; }

TEST(WithinShare, TakesItsShareAndGrowsWithoutSendingAnybodyAway) {
  constexpr int kVisitors = 100'000;
  int small = 0;
  int large = 0;
  for (std::uint64_t i = 0; i < kVisitors; ++i) {
    const std::uint64_t visitor = visitor_number(seed_of(i), hash64("=holdout"));
    const bool in_small = within_share(visitor, 0.05);
    const bool in_large = within_share(visitor, 0.2);
    ASSERT_TRUE(!in_small || in_large);
    small += in_small ? 1 : 0;
    large += in_large ? 1 : 0;
  }
  EXPECT_NEAR(small, 0.05 * kVisitors, 260);  // 3.8 standard deviations
  EXPECT_NEAR(large, 0.2 * kVisitors, 480);
}

TEST(WithinShare, TakesNobodyForNothingAndEverybodyForOne) {
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    ASSERT_FALSE(within_share(mix64(i), 0));
    ASSERT_TRUE(within_share(mix64(i), 1));
  }
}

TEST(VisitorNumber, IsIndependentBetweenPurposes) {
  constexpr int kVisitors = 100'000;
  int both = 0;
  for (std::uint64_t i = 0; i < kVisitors; ++i) {
    both += within_share(visitor_number(seed_of(i), hash64("one")), 0.5) &&
                    within_share(visitor_number(seed_of(i), hash64("two")), 0.5)
                ? 1
                : 0;
  }
  EXPECT_NEAR(both, kVisitors / 4, 520);  // 3.8 standard deviations
}

TEST(Arrival, NeverComesWithoutWeight) {
  EXPECT_EQ(arrival(1, 2, 0), std::numeric_limits<double>::infinity());
  EXPECT_LT(arrival(1, 2, 1e-9), std::numeric_limits<double>::infinity());
}

// The largest distance between the distribution of draws and the one it should be (Kolmogorov and Smirnov).
double distance(std::vector<double> draws, const Posterior& expected) {
  std::sort(draws.begin(), draws.end());
  double largest = 0;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const double n = static_cast<double>(draws.size());
    const double below = expected.below(draws[i]);
    largest = std::max(
        {largest, std::fabs(below - static_cast<double>(i) / n), std::fabs(below - static_cast<double>(i + 1) / n)});
  }
  return largest;
}

TEST(DrawBeta, FollowsTheBetaDistribution) {
  constexpr std::size_t kDraws = 20'000;
  for (const auto& [succeeded, shown] :
       std::vector<std::pair<double, double>>{{0, 0}, {1, 2}, {3, 40}, {0, 9}, {900, 1000}}) {
    std::vector<double> draws;
    for (std::uint64_t i = 0; i < kDraws; ++i)
      draws.push_back(draw_beta(1 + succeeded, 1 + shown - succeeded, Draws(mix64(i))));
    // 99.9 % of true samples stay below 1.95 / sqrt(n).
    EXPECT_LT(distance(std::move(draws), Posterior(shown, succeeded)), 1.95 / std::sqrt(kDraws))
        << succeeded << '/' << shown;
  }
}

TEST(DrawBeta, HasTheMeanAndVarianceOfShapesBelowOne) {
  for (const auto& [a, b] : std::vector<std::pair<double, double>>{{0.5, 0.5}, {0.1, 0.4}, {0.7, 3}}) {
    constexpr int kDraws = 50'000;
    double sum = 0;
    double squares = 0;
    for (std::uint64_t i = 0; i < kDraws; ++i) {
      const double x = draw_beta(a, b, Draws(mix64(i + 77)));
      ASSERT_GE(x, 0);
      ASSERT_LE(x, 1);
      sum += x;
      squares += x * x;
    }
    const double mean = sum / kDraws;
    const double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
    EXPECT_NEAR(mean, a / (a + b), 4 * std::sqrt(variance / kDraws));
    EXPECT_NEAR(squares / kDraws - mean * mean, variance, 0.01 * variance + 0.002);
  }
}

TEST(DrawBeta, EndsForTinyAndHugeShapes) {
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const double tiny = draw_beta(1e-6, 1e-6, Draws(i));
    EXPECT_TRUE(tiny >= 0 && tiny <= 1);
    EXPECT_NEAR(draw_beta(1e9, 3e9, Draws(i)), 0.25, 1e-4);
  }
}

TEST(DrawBeta, IsTheSameOnEveryMachineToTheLastBit) {
  std::uint64_t hash = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const double a = 0.25 + static_cast<double>(i % 17) * 3.7;
    const double b = 0.5 + static_cast<double>(i % 5) * 11.3;
    hash = mix64(hash ^ std::bit_cast<std::uint64_t>(draw_beta(a, b, Draws(i))));
  }
  EXPECT_EQ(hash, 10717073982786502587u);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(draw_beta(2, 5, Draws(1))), 4603438365411846822u);
}

}  // namespace
}  // namespace noren::decide
