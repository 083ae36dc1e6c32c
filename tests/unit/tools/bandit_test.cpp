#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/unit/tools/text_file.h"
#include "tools/bandit/decision_log.h"
#include "tools/bandit/off_policy.h"
#include "tools/bandit/replay.h"

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<DecisionLog> try_read(const std::string& text, const DecisionColumns& columns) {
  const TextFile file(text);
  return read_decision_log(file.get(), "mails.csv", columns);
}

const DecisionColumns kMail{.arm = "mail", .outcome = "visit", .propensity = {}, .position = {}, .context = {}};

std::string problem_of(const std::string& text, DecisionColumns columns) {
  const auto log = try_read(text, columns);
  return log ? "" : to_string(log.error());
}

// Visitors of two kinds, arms in turn; how many of 100 succeed by kind and arm.
DecisionLog log_of(std::size_t count, const std::vector<std::vector<double>>& rates) {
  DecisionLog log;
  log.arms = {"a", "b", "c"};
  log.positions = {""};
  log.words = {"kind=0", "kind=1"};
  log.contexts = {{0}, {1}};
  std::uint64_t state = 7;
  for (std::size_t i = 0; i < count; ++i) {
    const auto kind = static_cast<std::uint32_t>(i / 3 % 2);
    const auto arm = static_cast<std::uint32_t>(i % 3);
    state = mix64(state);
    const double chance = static_cast<double>(state >> 11) * 0x1p-53;
    log.decisions.push_back({arm, kind, 0, chance < rates[kind][arm] ? 1.0 : 0.0, 1.0 / 3});
  }
  return log;
}

const PolicyReplay& policy(const ReplayReport& report, const std::string& name) {
  for (const PolicyReplay& replay : report.policies) {
    if (replay.policy == name) return replay;
  }
  ADD_FAILURE() << "no policy " << name;
  return report.policies.front();
}

TEST(DecisionLog, ReadsArmsOutcomesAndContext) {
  const auto log =
      try_read("mail;visit;channel;p;place\n10;1;Web;0.5;2\n9;0;Phone;0.25;1\n10;0;Web;0.5;1\n",
               {.arm = "mail", .outcome = "visit", .propensity = "p", .position = "place", .context = {"channel"}});
  ASSERT_TRUE(log) << to_string(log.error());
  EXPECT_THAT(log->arms, ElementsAre("9", "10")) << "numbers by their value";
  EXPECT_THAT(log->positions, ElementsAre("1", "2"));
  EXPECT_THAT(log->words, ElementsAre("channel=Web", "channel=Phone"));
  ASSERT_EQ(log->decisions.size(), 3u);
  EXPECT_EQ(log->decisions[0].arm, 1u);
  EXPECT_EQ(log->decisions[0].position, 1u);
  EXPECT_EQ(log->decisions[0].outcome, 1.0);
  EXPECT_EQ(log->decisions[1].propensity, 0.25);
  EXPECT_EQ(log->decisions[2].context, log->decisions[0].context);
}

TEST(DecisionLog, TakesArmsAsEquallyLikelyWhereNoProbabilityIsGiven) {
  const auto log = try_read("mail,visit\na,1\nb,0\n", kMail);
  ASSERT_TRUE(log);
  EXPECT_EQ(log->decisions[0].propensity, 0.5);
}

TEST(DecisionLog, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(problem_of("", kMail), HasSubstr("the log is empty"));
  EXPECT_THAT(problem_of("mail,visit\n", kMail), HasSubstr("no decisions"));
  EXPECT_THAT(problem_of("mail,visits\na,1\n", kMail), HasSubstr("no column \"visit\"; did you mean \"visits\"?"));
  EXPECT_THAT(problem_of("mail,visit\na,1\nb,yes\n", kMail),
              HasSubstr("mails.csv:3: visit: expected a number, found \"yes\""));
  EXPECT_THAT(problem_of("mail,visit\na\n", kMail), HasSubstr("mails.csv:2: the line has 1 columns"));
  DecisionColumns with_chance = kMail;
  with_chance.propensity = "p";
  EXPECT_THAT(problem_of("mail,visit,p\na,1,0\n", with_chance), HasSubstr("expected a probability above 0"));
}

TEST(Replay, BanditsComeNearTheBestArm) {
  const DecisionLog log = log_of(30'000, {{0.1, 0.2, 0.05}, {0.1, 0.2, 0.05}});
  const auto report = replay_bandits(log, {.passes = 10, .refresh = 50});
  ASSERT_TRUE(report) << to_string(report.error());
  const auto last = [&](const char* name) { return policy(*report, name).points.back(); };
  EXPECT_NEAR(last("uniform").rate.mean, 0.117, 0.01);
  EXPECT_NEAR(last("best-arm").rate.mean, 0.2, 0.01);
  EXPECT_GT(last("thompson").rate.mean, 0.19);
  EXPECT_LT(last("thompson").regret.mean, last("uniform").regret.mean / 5);
  EXPECT_LE(last("thompson").rate.low, last("thompson").rate.mean);
  EXPECT_GE(last("thompson").rate.high, last("thompson").rate.mean);
}

TEST(Replay, ABanditThatKnowsTheContextPassesTheBestArmWhereTasteDiffers) {
  const DecisionLog log = log_of(30'000, {{0.3, 0.05, 0.05}, {0.05, 0.3, 0.05}});
  const auto report = replay_bandits(log, {.passes = 10, .refresh = 50});
  ASSERT_TRUE(report);
  const auto rate = [&](const char* name) { return policy(*report, name).points.back().rate.mean; };
  EXPECT_LT(rate("thompson"), 0.2);
  EXPECT_GT(rate("thompson-by-context"), 0.28);
  EXPECT_GT(rate("linear"), 0.25);
}

TEST(Replay, GivesTheSameReportAgain) {
  const DecisionLog log = log_of(3'000, {{0.1, 0.2, 0.05}, {0.1, 0.2, 0.05}});
  const auto one = replay_bandits(log, {.passes = 3, .refresh = 10});
  const auto other = replay_bandits(log, {.passes = 3, .refresh = 10});
  ASSERT_TRUE(one && other);
  for (std::size_t p = 0; p < one->policies.size(); ++p) {
    for (std::size_t i = 0; i < one->policies[p].points.size(); ++i) {
      EXPECT_EQ(one->policies[p].points[i].rate.mean, other->policies[p].points[i].rate.mean);
    }
  }
}

TEST(Replay, RefusesLogsThatItWouldMisread) {
  DecisionLog log = log_of(300, {{0.1, 0.2, 0.05}, {0.1, 0.2, 0.05}});
  log.decisions[5].outcome = 12.5;
  EXPECT_THAT(to_string(replay_bandits(log, {}).error()), HasSubstr("neither 0 nor 1"));
  log.decisions[5].outcome = 1;
  log.decisions[7].propensity = 0.8;
  EXPECT_THAT(to_string(replay_bandits(log, {}).error()), HasSubstr("equal probability"));
}

TEST(OffPolicy, EstimatesWhatAPolicyWouldHaveGot) {
  const DecisionLog log = log_of(90'000, {{0.1, 0.2, 0.05}, {0.1, 0.2, 0.05}});
  const auto report = estimate_policy(log, {{0.1, 0.8, 0.1}});  // expects 0.175
  ASSERT_EQ(report.estimates.size(), 3u);
  for (const OffPolicyEstimate& estimate : report.estimates) {
    EXPECT_NEAR(estimate.value, 0.175, 0.008) << estimate.estimator;
    EXPECT_LT(estimate.low, 0.175) << estimate.estimator;
    EXPECT_GT(estimate.high, 0.175) << estimate.estimator;
  }
  EXPECT_EQ(report.trust, Trust::kGood);
  // Weights 0.3, 2.4, 0.3 in equal shares: (3)² / (3 (0.09 + 5.76 + 0.09)) of all.
  EXPECT_NEAR(report.effective_sample_size / 90'000, 9.0 / (3 * 5.94), 1e-9);
  EXPECT_NEAR(report.largest_weight, 2.4, 1e-9);
}

TEST(OffPolicy, TheDoublyRobustEstimateVariesLeast) {
  DecisionLog log = log_of(30'000, {{0.9, 0.1, 0.1}, {0.9, 0.1, 0.1}});
  const auto report = estimate_policy(log, {{0.8, 0.1, 0.1}});
  const auto width = [&](std::size_t i) { return report.estimates[i].high - report.estimates[i].low; };
  EXPECT_LT(width(2), width(0));
}

TEST(OffPolicy, RefusesWhereFewDecisionsSpeakForThePolicy) {
  DecisionLog log = log_of(3'000, {{0.1, 0.2, 0.05}, {0.1, 0.2, 0.05}});
  for (std::size_t i = 0; i < log.decisions.size(); ++i) log.decisions[i].propensity = i < 4 ? 0.0001 : 0.9;
  const auto report = estimate_policy(log, uniform_shares(log));
  EXPECT_EQ(report.trust, Trust::kRefused);
  EXPECT_THAT(report.estimates, IsEmpty());
  EXPECT_THAT(report.reason, HasSubstr("like 5 of 3000 decisions"));
}

TEST(OffPolicy, RefusesWhereTheLogNeverShowedWhatThePolicyShows) {
  DecisionLog log = log_of(3'000, {{0.1, 0.2, 0.05}, {0.1, 0.2, 0.05}});
  log.arms.push_back("d");
  const auto report = estimate_policy(log, uniform_shares(log));
  EXPECT_EQ(report.trust, Trust::kRefused);
  EXPECT_THAT(report.reason, HasSubstr("25.0 % of what this policy shows"));
}

TEST(OffPolicy, TheBanditShowsEachArmAsOftenAsItMayBeTheBest) {
  DecisionLog log = log_of(30, {{0.1, 0.2, 0.05}, {0.1, 0.2, 0.05}});
  log.positions = {"1", "2"};
  const site::Prior priors[] = {{100, 900}, {300, 700}, {1, 999}};
  const ActionShares shares = thompson_shares(log, priors, 2'000, 1);
  EXPECT_GT(shares[0][1], 0.99) << "the best in the first place";
  EXPECT_GT(shares[1][0], 0.99) << "the next in the second";
  const site::Prior equal[] = {{1, 1}, {1, 1}, {1, 1}};
  const ActionShares even = thompson_shares(log, equal, 20'000, 1);
  for (const double share : even[0]) EXPECT_NEAR(share, 1.0 / 3, 0.02);
}

}  // namespace
}  // namespace noren::tools
