// Decisions per slot, their variants, and their explanations.

#include "core/decide/decider.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/hash.h"
#include "core/site/site.h"

namespace noren::decide {
namespace {

using privacy::Level;
using Seed = profile::Profile::Seed;

site::Site load(const std::string& members) {
  auto site = site::load(R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja"], )" + members + "}");
  if (!site) ADD_FAILURE() << to_string(site.error().front());
  return site ? std::move(*site) : site::Site();
}

Seed seed_of(std::uint64_t number) { return {mix64(2 * number + 1), mix64(2 * number + 2)}; }

// One slot, three campaigns about the hour of the day, one about the visit.
constexpr const char* kHours = R"(
    "segments": [{"id": "night", "when": {"or": [{">=": [{"var": "context.hour"}, 22]}, {"<": [{"var": "context.hour"}, 6]}]}},
                 {"id": "returning", "when": {">": [{"var": "visit.count"}, 1]}}],
    "slots": [{"id": "note"}, {"id": "hero"}, {"id": "unused"}],
    "campaigns": [
      {"id": "any", "slot": "hero", "variants": [{"id": "a", "content": {}}]},
      {"id": "noon", "slot": "hero", "when": {"<=": [11, {"var": "context.hour"}, 13]}, "priority": 5, "variants": [{"id": "a", "content": {}}]},
      {"id": "day", "slot": "hero", "when": {"!": {"var": "segment.night"}}, "priority": 5, "variants": [{"id": "a", "content": {}}]},
      {"id": "night", "slot": "note", "when": {"var": "segment.night"}, "priority": -3, "variants": [{"id": "a", "content": {}}]}])";

profile::Context at_hour(double hour) {
  profile::Context context;
  context.now = static_cast<profile::Minute>(hour) * 60;
  return context;
}

class Deciding : public ::testing::Test {
 protected:
  site::Site site_ = load(kHours);
  profile::Profile profile_{site_.profile};
  Decider decider_{site_};

  std::string campaign(std::size_t slot) const {
    const std::int32_t index = decider_.decisions()[slot].campaign;
    return index < 0 ? "fallback" : site_.campaigns[static_cast<std::size_t>(index)].id;
  }
};

TEST_F(Deciding, FallsBackBeforeTheFirstUpdate) {
  ASSERT_EQ(decider_.decisions().size(), 3u);
  for (const Decision& decision : decider_.decisions()) EXPECT_EQ(decision, Decision{});
}

TEST_F(Deciding, TakesTheCampaignWithTheHighestPriorityWhoseConditionHolds) {
  decider_.update(&profile_, at_hour(23), Level::kPersonal);
  EXPECT_EQ(campaign(0), "night");
  EXPECT_EQ(campaign(1), "any");
  EXPECT_EQ(campaign(2), "fallback");
  decider_.update(&profile_, at_hour(15), Level::kPersonal);
  EXPECT_EQ(campaign(0), "fallback");
  EXPECT_EQ(campaign(1), "day");
}

TEST_F(Deciding, BreaksTiesByPlaceInTheDocument) {
  decider_.update(&profile_, at_hour(12), Level::kMeasured);
  EXPECT_EQ(campaign(1), "noon");
}

TEST_F(Deciding, FallsBackEverywhereWithoutConsent) {
  decider_.update(&profile_, at_hour(23), Level::kPersonal);
  decider_.update(&profile_, at_hour(23), Level::kContextual);
  for (const Decision& decision : decider_.decisions()) EXPECT_EQ(decision, Decision{});
  decider_.update(&profile_, at_hour(23), Level::kPersonal);
  EXPECT_EQ(campaign(0), "night");
  decider_.update(nullptr, at_hour(23), Level::kPersonal);
  for (const Decision& decision : decider_.decisions()) EXPECT_EQ(decision, Decision{});
}

TEST_F(Deciding, SaysWhichSegmentsHold) {
  decider_.update(&profile_, at_hour(5), Level::kPersonal);
  EXPECT_TRUE(decider_.segment(0));
  EXPECT_FALSE(decider_.segment(1));
  decider_.update(&profile_, at_hour(6), Level::kPersonal);
  EXPECT_FALSE(decider_.segment(0));
}

TEST_F(Deciding, ExplainsWhatWasChosenAndWhatLost) {
  decider_.update(&profile_, at_hour(12), Level::kPersonal);
  JsonWriter out;
  decider_.explain(1, out);
  EXPECT_EQ(
      out.take(),
      R"({"slot":"hero","level":"personal","outcome":"campaign","campaign":"noon","variant":"a","considered":[)"
      R"({"campaign":"noon","priority":5,"verdict":"chosen","rule":{"op":"<=","value":true,"args":[)"
      R"({"op":"constant","value":11},{"op":"var","value":12,"attribute":"context.hour"},{"op":"constant","value":13}]}},)"
      R"({"campaign":"day","priority":5,"verdict":"outranked","rule":{"op":"!","value":true,"args":[)"
      R"({"op":"var","value":false,"attribute":"segment.night","args":[{"op":"or","value":false,"args":[)"
      R"({"op":">=","value":false,"args":[{"op":"var","value":12,"attribute":"context.hour"},{"op":"constant","value":22}]},)"
      R"({"op":"<","value":false,"args":[{"op":"var","value":12,"attribute":"context.hour"},{"op":"constant","value":6}]}]}]}]}},)"
      R"({"campaign":"any","priority":0,"verdict":"outranked","rule":null}]})");
}

TEST_F(Deciding, ExplainsAFallback) {
  decider_.update(&profile_, at_hour(12), Level::kMeasured);
  JsonWriter out;
  decider_.explain(0, out);
  const std::string held = out.take();
  EXPECT_EQ(held.substr(0, held.find(R"("rule")")),
            R"({"slot":"note","level":"measured","outcome":"fallback","campaign":null,"variant":null,"considered":[)"
            R"({"campaign":"night","priority":-3,"verdict":"condition",)");
  decider_.explain(2, out);
  EXPECT_EQ(
      out.take(),
      R"({"slot":"unused","level":"measured","outcome":"fallback","campaign":null,"variant":null,"considered":[]})");
}

TEST_F(Deciding, ExplainsThatConsentIsMissing) {
  decider_.update(nullptr, at_hour(23), Level::kContextual);
  JsonWriter out;
  decider_.explain(0, out);
  const std::string text = out.take();
  EXPECT_NE(text.find(R"("level":"contextual")"), std::string::npos);
  EXPECT_NE(text.find(R"("campaign":"night","priority":-3,"verdict":"no-consent")"), std::string::npos) << text;
}

site::Campaign campaign_with(std::vector<site::Variant> variants, std::string id = "test") {
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

TEST(Decider, KeepsAVisitorsVariantAndForgetsItWithTheProfile) {
  const site::Site site = load(R"("slots": [{"id": "s"}], "campaigns": [{"id": "c", "slot": "s",
      "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}, {"id": "c", "content": {}}]}])");
  Decider decider(site);
  profile::Profile profile(site.profile);
  for (std::uint64_t i = 0; i < 50; ++i) {
    profile.set_seed(seed_of(i));
    const std::int32_t expected = choose_variant(site.campaigns[0], seed_of(i));
    decider.update(&profile, {}, Level::kPersonal);
    EXPECT_EQ(decider.decisions()[0].variant, expected);
    decider.update(nullptr, {}, Level::kContextual);
    EXPECT_EQ(decider.decisions()[0].variant, -1);
    decider.update(&profile, {}, Level::kPersonal);
    EXPECT_EQ(decider.decisions()[0].variant, expected);
  }
}

}  // namespace
}  // namespace noren::decide
