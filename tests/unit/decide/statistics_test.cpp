// Reading experiments and planning them, against published values and closed forms.

#include "core/decide/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "core/base/hash.h"
#include "core/decide/chance.h"
#include "core/decide/posterior.h"

namespace noren::decide {
namespace {

double planned(double baseline, double lift, double epsilon = 0) {
  return visitors_per_arm({.baseline = baseline, .lift = lift, .epsilon = epsilon}).value_or(-1);
}

TEST(VisitorsPerArm, MatchesTheFiguresThatWerePublishedForPlainCounts) {
  EXPECT_EQ(planned(0.03, 0.1), 53'208);
  EXPECT_EQ(planned(0.03, 0.2), 13'911);
  EXPECT_EQ(planned(0.1, 0.1), 14'748);
  EXPECT_EQ(planned(0.3, 0.05), 14'853);
}

TEST(VisitorsPerArm, MatchesTheFiguresForRandomizedResponse) {
  EXPECT_EQ(planned(0.03, 0.1, 1), 1'659'042);
  EXPECT_EQ(planned(0.03, 0.1, 2), 368'934);
  EXPECT_EQ(planned(0.03, 0.1, 3), 149'384);
  EXPECT_EQ(planned(0.03, 0.1, 4), 86'357);
  EXPECT_EQ(planned(0.1, 0.1, 2), 43'163);
}

TEST(VisitorsPerArm, NeedsMoreForMorePowerAndForFewerFalseAlarms) {
  const double usual = planned(0.05, 0.1);
  EXPECT_GT(visitors_per_arm({.baseline = 0.05, .lift = 0.1, .power = 0.9}).value(), 1.3 * usual);
  EXPECT_GT(visitors_per_arm({.baseline = 0.05, .lift = 0.1, .alpha = 0.01}).value(), 1.3 * usual);
}

TEST(VisitorsPerArm, LooksForLossesToo) { EXPECT_GT(planned(0.05, -0.1), 1000); }

TEST(VisitorsPerArm, NamesTheMemberThatIsWrong) {
  const auto path = [](ExperimentPlan plan) { return visitors_per_arm(plan).error().path; };
  EXPECT_EQ(path({.baseline = 0, .lift = 0.1}), "baseline");
  EXPECT_EQ(path({.baseline = 3, .lift = 0.1}), "baseline");
  EXPECT_EQ(path({.baseline = 0.5, .lift = 0}), "lift");
  EXPECT_EQ(path({.baseline = 0.5, .lift = 1}), "lift");
  EXPECT_EQ(path({.baseline = 0.5, .lift = 0.1, .power = 1}), "power");
  EXPECT_EQ(path({.baseline = 0.5, .lift = 0.1, .alpha = 0}), "alpha");
  EXPECT_EQ(path({.baseline = 0.5, .lift = 0.1, .epsilon = -1}), "epsilon");
}

TEST(ChiSquareTail, MatchesPublishedTables) {
  // Critical values of the chi-square distribution (NIST/SEMATECH e-Handbook, 1.3.6.7.4).
  for (const auto& [x, degrees, tail] : {std::tuple{3.841, 1u, 0.05},
                                         {6.635, 1u, 0.01},
                                         {10.828, 1u, 0.001},
                                         {5.991, 2u, 0.05},
                                         {7.815, 3u, 0.05},
                                         {16.266, 3u, 0.001},
                                         {18.307, 10u, 0.05},
                                         {124.342, 100u, 0.05},
                                         {63.582, 75u, 0.8246}}) {
    EXPECT_NEAR(chi_square_tail(x, degrees), tail, 0.003 * tail + 1e-5) << x << ", " << degrees;
  }
  EXPECT_EQ(chi_square_tail(0, 5), 1);
  EXPECT_GT(chi_square_tail(1e-3, 999), 0.999);
}

TEST(NormalQuantile, MatchesPublishedTables) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-9);
  EXPECT_NEAR(normal_quantile(0.8), 0.841621233572914, 1e-9);
  EXPECT_NEAR(normal_quantile(0.9999), 3.719016485455709, 1e-9);
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-9);
  EXPECT_NEAR(normal_quantile(0.025), -1.959963984540054, 1e-9);
}

TEST(Posterior, MatchesClosedForms) {
  // Beta(1, 1) is uniform; of Beta(1, n + 1) and Beta(n + 1, 1), P(x) is a power.
  EXPECT_NEAR(Posterior(0, 0).below(0.3), 0.3, 1e-6);
  EXPECT_NEAR(Posterior(9, 0).below(0.1), 1 - std::pow(0.9, 10), 1e-6);
  EXPECT_NEAR(Posterior(9, 9).below(0.9), std::pow(0.9, 10), 1e-6);
  // Beta(2, 3): 1 - P = sum over k < 2 of the binomial distribution.
  EXPECT_NEAR(Posterior(3, 1).below(0.25), 1 - std::pow(0.75, 4) - 4 * 0.25 * std::pow(0.75, 3), 1e-6);
  EXPECT_NEAR(Posterior(1000, 300).below(Posterior(1000, 300).quantile(0.1)), 0.1, 1e-9);
  EXPECT_EQ(Posterior(1000, 300).below(-1), 0);
  EXPECT_EQ(Posterior(1000, 300).below(2), 1);
}

TEST(ReadExperiment, AgreesWithTheNormalApproximationWhereThatHolds) {
  const auto read = read_experiment({{"control", 1, 50'000, 1500}, {"a", 1, 50'000, 1650}});
  ASSERT_TRUE(read.has_value());
  const ArmResult& arm = read->arms[1];
  const double error = std::sqrt((0.03 * 0.97 + 0.033 * 0.967) / 50'000);
  EXPECT_DOUBLE_EQ(arm.rate, 0.033);
  EXPECT_DOUBLE_EQ(arm.difference, 0.033 - 0.03);
  EXPECT_NEAR(arm.difference_credible.low, 0.003 - 1.96 * error, 0.02 * error);
  EXPECT_NEAR(arm.difference_credible.high, 0.003 + 1.96 * error, 0.02 * error);
  EXPECT_NEAR(arm.probability_better, 0.99654, 2e-4);  // 2.70 standard errors
  EXPECT_NEAR(arm.probability_best, arm.probability_better, 1e-3);
  EXPECT_NEAR(read->arms[0].probability_best, 1 - arm.probability_better, 1e-3);
  EXPECT_FALSE(read->shares_mismatch);
}

TEST(ReadExperiment, MatchesTheClosedFormForFewVisitors) {
  // P(Beta(2, 1) > Beta(1, 2)) = 5/6: the integral of 2x (1 - (1 - x)^2).
  const auto read = read_experiment({{"control", 1, 1, 0}, {"a", 1, 1, 1}});
  EXPECT_NEAR(read->arms[1].probability_better, 5.0 / 6.0, 1e-4);
  EXPECT_NEAR(read->arms[1].probability_best, 5.0 / 6.0, 1e-4);
}

TEST(ReadExperiment, SaysNothingOfArmsThatNobodySaw) {
  const auto read = read_experiment({{"a", 1, 0, 0}, {"b", 1, 0, 0}, {"c", 1, 0, 0}});
  for (const ArmResult& arm : read->arms) {
    EXPECT_EQ(arm.rate, 0);
    EXPECT_NEAR(arm.probability_best, 1.0 / 3.0, 1e-4);
    EXPECT_NEAR(arm.credible.low, 0.025, 1e-4);
    EXPECT_NEAR(arm.credible.high, 0.975, 1e-4);
  }
  EXPECT_EQ(read->share_probability, 1);
}

TEST(ReadExperiment, HoldsTheTruthAsOftenAsItSays) {
  // Many experiments without a difference: the 90 % interval misses it in one of ten.
  constexpr int kExperiments = 300;
  constexpr int kVisitors = 400;
  int missed = 0;
  Draws draws(5);
  for (int e = 0; e < kExperiments; ++e) {
    std::vector<ArmTotals> arms{{"a", 1, kVisitors, 0}, {"b", 1, kVisitors, 0}};
    for (ArmTotals& arm : arms) {
      for (int i = 0; i < kVisitors; ++i) arm.succeeded += draws.unit() < 0.2 ? 1 : 0;
    }
    const Interval interval = read_experiment(arms, 0, 0.9)->arms[1].difference_credible;
    missed += interval.low > 0 || interval.high < 0 ? 1 : 0;
  }
  EXPECT_NEAR(missed, kExperiments / 10, 20);  // 3.8 standard deviations
}

TEST(ReadExperiment, FindsTheTrueRatesBehindNoise) {
  // 1,000,000 visitors each: true rates 10 % and 12 %, answers turned over with probability 1 / (1 + e^2).
  const double turned = 1 / (1 + std::exp(2.0));
  const auto noised = [&](double rate) { return std::floor(1e6 * (turned + (1 - 2 * turned) * rate)); };
  const auto read = read_experiment({{"control", 1, 1e6, noised(0.10)}, {"a", 1, 1e6, noised(0.12)}}, 2);
  EXPECT_NEAR(read->arms[0].rate, 0.10, 1e-5);
  EXPECT_NEAR(read->arms[1].rate, 0.12, 1e-5);
  EXPECT_NEAR(read->arms[1].difference, 0.02, 1e-5);
  const double before = turned + (1 - 2 * turned) * 0.10;
  const double after = turned + (1 - 2 * turned) * 0.12;
  const double error = std::sqrt(before * (1 - before) + after * (1 - after)) / 1000 / (1 - 2 * turned);
  EXPECT_NEAR(read->arms[1].difference_credible.low, 0.02 - 1.96 * error, 0.02 * error);
  EXPECT_GT(read->arms[1].probability_better, 0.9999);
}

TEST(ReadExperiment, SeesThatSharesAreNotThoseOfTheWeights) {
  EXPECT_TRUE(read_experiment({{"a", 1, 10'000, 0}, {"b", 1, 10'600, 0}})->shares_mismatch);
  EXPECT_FALSE(read_experiment({{"a", 1, 10'000, 0}, {"b", 1, 10'200, 0}})->shares_mismatch);
  EXPECT_FALSE(read_experiment({{"a", 1, 10'000, 0}, {"b", 3, 30'100, 0}})->shares_mismatch);
  EXPECT_TRUE(read_experiment({{"a", 1, 10'000, 0}, {"b", 3, 31'500, 0}})->shares_mismatch);
  // 400 of 20,600 more: chi-square 17.476, one degree of freedom.
  EXPECT_NEAR(read_experiment({{"a", 1, 10'000, 0}, {"b", 1, 10'600, 0}})->share_probability, 2.9e-5, 2e-6);
  EXPECT_TRUE(read_experiment({{"a", 1, 1000, 0}, {"b", 1, 1000, 0}, {"off", 0, 1, 0}})->shares_mismatch);
}

TEST(ReadExperiment, NamesThePlaceOfWhatIsWrong) {
  const auto path = [](const std::vector<ArmTotals>& arms) { return read_experiment(arms).error().path; };
  EXPECT_EQ(path({{"a", 1, 10, 1}}), "arms");
  EXPECT_EQ(path({{"a", 1, 10, 1}, {"b", 1, 10, 11}}), "arms[1].succeeded");
  EXPECT_EQ(path({{"a", 1, 10, 1.5}, {"b", 1, 10, 1}}), "arms[0].succeeded");
  EXPECT_EQ(path({{"a", 1, -1, 0}, {"b", 1, 10, 1}}), "arms[0].shown");
  EXPECT_EQ(path({{"a", -1, 10, 1}, {"b", 1, 10, 1}}), "arms[0].weight");
  EXPECT_EQ(path({{"a", 0, 10, 1}, {"b", 0, 10, 1}}), "arms");
  EXPECT_EQ(read_experiment({{"a", 1, 10, 1}, {"b", 1, 10, 1}}, -1).error().path, "epsilon");
  EXPECT_EQ(read_experiment({{"a", 1, 10, 1}, {"b", 1, 10, 1}}, 0, 1).error().path, "credibility");
}

}  // namespace
}  // namespace noren::decide
