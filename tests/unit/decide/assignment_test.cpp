// Holdout, traffic, layers and control: shares, stability, independence.

#include "core/decide/assignment.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

namespace noren::decide {
namespace {

constexpr std::uint64_t kVisitors = 60'000;

Seed seed_of(std::uint64_t number) { return {mix64(2 * number + 1), mix64(2 * number + 2)}; }

// Four standard deviations of a count with that share.
double tolerance(double share) { return 4 * std::sqrt(static_cast<double>(kVisitors) * share * (1 - share)) + 1; }

site::Campaign experiment(std::string id, double traffic, std::uint32_t layer = site::kNoLayer, double control = 0) {
  site::Campaign campaign;
  campaign.id = std::move(id);
  campaign.variants = {{"a", 1}, {"b", 1}};
  site::Experiment& experiment = campaign.experiment.emplace();
  experiment.traffic = traffic;
  experiment.layer = layer;
  experiment.control = control;
  return campaign;
}

// A site with two layers and those campaigns.
site::Site site_of(std::vector<site::Campaign> campaigns, double holdout = 0) {
  site::Site site;
  site.layers = {{"checkout"}, {"hero"}};
  site.campaigns = std::move(campaigns);
  site.holdout = holdout;
  return site;
}

std::size_t count(const site::Site& site, std::size_t campaign, Share share) {
  Assignments assignments(site);
  std::size_t counted = 0;
  for (std::uint64_t i = 0; i < kVisitors; ++i) {
    assignments.deal(seed_of(i));
    counted += assignments.share(campaign) == share ? 1 : 0;
  }
  return counted;
}

TEST(Assignments, TakeEverybodyIntoACampaignWithoutAnExperiment) {
  site::Campaign plain;
  plain.id = "plain";
  plain.variants = {{"a", 1}};
  EXPECT_EQ(count(site_of({plain}), 0, Share::kIn), kVisitors);
}

TEST(Assignments, LetInTheShareOfTraffic) {
  for (const double traffic : {0.0, 0.01, 0.5, 1.0}) {
    const site::Site site = site_of({experiment("e", traffic)});
    EXPECT_NEAR(static_cast<double>(count(site, 0, Share::kIn)), traffic * kVisitors, tolerance(traffic));
    EXPECT_NEAR(static_cast<double>(count(site, 0, Share::kOutside)), (1 - traffic) * kVisitors, tolerance(traffic));
  }
}

TEST(Assignments, KeepTheShareOfControlAmongThoseWhoTakePart) {
  const site::Site site = site_of({experiment("e", 0.5, site::kNoLayer, 0.2)});
  EXPECT_NEAR(static_cast<double>(count(site, 0, Share::kControl)), 0.1 * kVisitors, tolerance(0.1));
  EXPECT_NEAR(static_cast<double>(count(site, 0, Share::kIn)), 0.4 * kVisitors, tolerance(0.4));
}

TEST(Assignments, NeverPutAVisitorIntoTwoExperimentsOfALayer) {
  const site::Site site =
      site_of({experiment("one", 0.3, 0), experiment("two", 0.4, 0, 0.5), experiment("other", 0.5, 1)});
  Assignments assignments(site);
  std::map<std::string, double> counted;
  for (std::uint64_t i = 0; i < kVisitors; ++i) {
    assignments.deal(seed_of(i));
    const auto takes_part = [&](std::size_t campaign) {
      return assignments.share(campaign) == Share::kIn || assignments.share(campaign) == Share::kControl;
    };
    ASSERT_FALSE(takes_part(0) && takes_part(1));
    if (takes_part(0)) {
      ASSERT_EQ(assignments.share(1), Share::kOtherOfLayer);
    }
    ++counted[takes_part(0) ? "one" : takes_part(1) ? "two" : "none"];
    if (takes_part(0) && takes_part(2)) ++counted["one of each layer"];
  }
  EXPECT_NEAR(counted["one"], 0.3 * kVisitors, tolerance(0.3));
  EXPECT_NEAR(counted["two"], 0.4 * kVisitors, tolerance(0.4));
  EXPECT_NEAR(counted["none"], 0.3 * kVisitors, tolerance(0.3));
  EXPECT_NEAR(counted["one of each layer"], 0.15 * kVisitors, tolerance(0.15));
}

TEST(Assignments, FillALayerWhoseTrafficSumsToOne) {
  const site::Site site = site_of({experiment("one", 0.7, 0), experiment("two", 0.3, 0)});
  EXPECT_EQ(count(site, 0, Share::kIn) + count(site, 1, Share::kIn), kVisitors);
}

// How many visitors are in another experiment (or in none, or in one) after than before.
double moved(const site::Site& before, const site::Site& after) {
  Assignments was(before);
  Assignments is(after);
  double count = 0;
  for (std::uint64_t i = 0; i < kVisitors; ++i) {
    was.deal(seed_of(i));
    is.deal(seed_of(i));
    bool same = true;
    for (std::size_t campaign = 0; campaign < before.campaigns.size(); ++campaign) {
      same = same && (was.share(campaign) == Share::kIn) == (is.share(campaign) == Share::kIn);
    }
    count += same ? 0 : 1;
  }
  return count / kVisitors;
}

TEST(Assignments, MoveOnlyTheVisitorsThatNewTrafficDemands) {
  EXPECT_NEAR(moved(site_of({experiment("e", 0.2)}), site_of({experiment("e", 0.3)})), 0.1, 0.005);
}

TEST(Assignments, MoveFewVisitorsOfALayerWhenOneShareChanges) {
  // 0.1 has to move. No rule that remembers nothing keeps every pair of splits closer than 2 * 0.1 / (1 + 0.1); for exponential
  // races it is 1 - sum over i of 1 / sum over j of max(p_j / p_i, q_j / q_i) (Moulton and Jiang 2018): 0.127 here.
  const double share = moved(site_of({experiment("one", 0.2, 0), experiment("two", 0.3, 0)}),
                             site_of({experiment("one", 0.3, 0), experiment("two", 0.3, 0)}));
  EXPECT_GT(share, 0.095);
  EXPECT_LT(share, 0.14);
}

TEST(Assignments, MoveNobodyBetweenVariantsWhenTrafficOrControlChange) {
  const site::Site before = site_of({experiment("e", 0.2)});
  const site::Site after = site_of({experiment("e", 0.9, site::kNoLayer, 0.3)});
  Assignments was(before);
  Assignments is(after);
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    was.deal(seed_of(i));
    is.deal(seed_of(i));
    ASSERT_EQ(was.variant(0), is.variant(0));
  }
}

TEST(Assignments, HoldOutTheirShareIndependentlyOfEverythingElse) {
  const site::Site site = site_of({experiment("e", 0.5, site::kNoLayer, 0.5)}, 0.1);
  Assignments assignments(site);
  std::map<std::string, double> held;
  std::map<std::string, double> all;
  for (std::uint64_t i = 0; i < kVisitors; ++i) {
    assignments.deal(seed_of(i));
    const std::string outcome =
        std::to_string(static_cast<int>(assignments.share(0))) + "/" + std::to_string(assignments.variant(0));
    ++all[outcome];
    held[outcome] += assignments.held_out() ? 1 : 0;
  }
  ASSERT_EQ(all.size(), 6u);
  double sum = 0;
  for (const auto& [outcome, number] : all) {
    EXPECT_NEAR(held[outcome] / number, 0.1, 4 * 0.3 / std::sqrt(number)) << outcome;
    sum += held[outcome];
  }
  EXPECT_NEAR(sum, 0.1 * kVisitors, tolerance(0.1));
}

TEST(Assignments, TakeTurnsInProportionToWeights) {
  site::Site site = site_of({experiment("one", 1), experiment("three", 1), experiment("last", 1)});
  site.campaigns[0].weight = 1;
  site.campaigns[1].weight = 3;
  Assignments assignments(site);
  double first = 0;
  for (std::uint64_t i = 0; i < kVisitors; ++i) {
    assignments.deal(seed_of(i));
    first += assignments.turn(1) < assignments.turn(0) ? 1 : 0;
    ASSERT_LT(assignments.turn(0), assignments.turn(2)) << "whoever gives no weight comes after those who do";
  }
  EXPECT_NEAR(first, 0.75 * kVisitors, tolerance(0.75));
}

TEST(Assignments, AreTheSameOnEveryMachine) {
  const site::Site site =
      site_of({experiment("one", 0.3, 0, 0.2), experiment("two", 0.4, 0), experiment("three", 0.5)}, 0.1);
  Assignments assignments(site);
  std::string dealt;
  for (std::uint64_t i = 0; i < 24; ++i) {
    assignments.deal(seed_of(i));
    dealt += assignments.held_out() ? '!' : '.';
    for (std::size_t campaign = 0; campaign < 3; ++campaign) {
      dealt += static_cast<char>('0' + static_cast<int>(assignments.share(campaign)));
    }
  }
  EXPECT_EQ(dealt, ".030.220.030.300.222.220.030.030!130.300.220!222.220.220.302.032.222.222.130.220.030.220.032.220");
}

}  // namespace
}  // namespace noren::decide
