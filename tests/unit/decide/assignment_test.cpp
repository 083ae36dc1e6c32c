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
site::Site site_of(List<site::Campaign> campaigns, double holdout = 0) {
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

site::Campaign campaign_with(List<site::Variant> variants, std::string id = "test") {
  site::Campaign campaign;
  campaign.id = std::move(id);
  campaign.variants = std::move(variants);
  return campaign;
}

// Distance of observed counts from the shares that the weights promise.
double chi_square(const site::Campaign& campaign, std::uint64_t seeds) {
  std::vector<double> counts(campaign.variants.size());
  for (std::uint64_t i = 0; i < seeds; ++i) ++counts[static_cast<std::size_t>(choose_variant(campaign, seed_of(i)))];
  double weights = 0;
  for (const site::Variant& variant : campaign.variants) weights += variant.weight;
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = static_cast<double>(seeds) * campaign.variants[i].weight / weights;
    sum += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  return sum;
}

TEST(ChooseVariant, GivesEachVariantItsShare) {
  // 99.9 % of fair draws stay below 10.83 (2 variants), 13.82 (3), 16.27 (4).
  EXPECT_LT(chi_square(campaign_with({{"a", 1}, {"b", 1}}), 100'000), 10.83);
  EXPECT_LT(chi_square(campaign_with({{"a", 1}, {"b", 2}, {"c", 7}}), 100'000), 13.82);
  EXPECT_LT(chi_square(campaign_with({{"control", 90}, {"a", 5}, {"b", 4.5}, {"c", 0.5}}), 100'000), 16.27);
}

TEST(ChooseVariant, DealsCampaignsIndependently) {
  const site::Campaign first = campaign_with({{"a", 1}, {"b", 1}}, "first");
  const site::Campaign second = campaign_with({{"a", 1}, {"b", 1}}, "second");
  constexpr int kSeeds = 100'000;
  int both = 0;
  for (std::uint64_t i = 0; i < kSeeds; ++i)
    both += choose_variant(first, seed_of(i)) == choose_variant(second, seed_of(i)) ? 1 : 0;
  EXPECT_NEAR(both, kSeeds / 2, 600);  // 3.8 standard deviations
}

TEST(ChooseVariant, DependsOnBothHalvesOfTheSeed) {
  const site::Campaign campaign = campaign_with({{"a", 1}, {"b", 1}});
  int by_first = 0;
  int by_second = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    by_first += choose_variant(campaign, {i, 7});
    by_second += choose_variant(campaign, {7, i});
  }
  EXPECT_NEAR(by_first, 500, 70);
  EXPECT_NEAR(by_second, 500, 70);
}

TEST(ChooseVariant, NeverTakesAVariantWithoutWeight) {
  const site::Campaign campaign = campaign_with({{"off", 0}, {"on", 1e-6}, {"off2", 0}});
  for (std::uint64_t i = 0; i < 10'000; ++i) ASSERT_EQ(choose_variant(campaign, seed_of(i)), 1);
}

TEST(ChooseVariant, MovesOnlyTheVisitorsThatNewWeightsDemand) {
  const site::Campaign before = campaign_with({{"a", 1}, {"b", 1}, {"c", 1}});
  const site::Campaign after = campaign_with({{"a", 2}, {"b", 1}, {"c", 1}});
  constexpr std::uint64_t kSeeds = 60'000;
  std::uint64_t moved = 0;
  for (std::uint64_t i = 0; i < kSeeds; ++i) {
    const std::int32_t was = choose_variant(before, seed_of(i));
    const std::int32_t is = choose_variant(after, seed_of(i));
    if (was == is) continue;
    ++moved;
    ASSERT_EQ(is, 0) << "visitors move only to the variant that gained weight";
  }
  // a's share grows from 1/3 to 1/2.
  EXPECT_NEAR(static_cast<double>(moved) / kSeeds, 1.0 / 6.0, 0.006);
}

TEST(ChooseVariant, MovesVisitorsOnlyToAnAddedVariant) {
  const site::Campaign before = campaign_with({{"a", 1}, {"b", 3}});
  const site::Campaign after = campaign_with({{"a", 1}, {"new", 1}, {"b", 3}});
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const std::string was = before.variants[static_cast<std::size_t>(choose_variant(before, seed_of(i)))].id;
    const std::string is = after.variants[static_cast<std::size_t>(choose_variant(after, seed_of(i)))].id;
    ASSERT_TRUE(was == is || is == "new");
  }
}

TEST(ChooseVariant, IsTheSameOnEveryMachine) {
  // Part of what is promised to visitors: an update of Noren deals nobody anew.
  const site::Campaign campaign = campaign_with({{"a", 1}, {"b", 2}, {"c", 0.5}}, "hero-running");
  std::string dealt;
  for (std::uint64_t i = 0; i < 40; ++i)
    dealt += campaign.variants[static_cast<std::size_t>(choose_variant(campaign, seed_of(i)))].id;
  EXPECT_EQ(dealt, "abbbbbabcabababbbbbbaaacaaaccaabbbbacacb");
}

}  // namespace
}  // namespace noren::decide
