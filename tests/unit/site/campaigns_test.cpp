// What is read from tests/data/site/good-campaigns.json, which has every member, and what follows from it.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "core/base/date.h"
#include "core/rules/evaluation.h"
#include "core/site/site.h"

namespace noren::site {
namespace {

std::string problems_of(const std::expected<Site, Problems>& site) {
  std::string text;
  if (!site) {
    for (const Error& error : site.error()) text += to_string(error) + "\n";
  }
  return text;
}

class Campaigns : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(NOREN_SOURCE_DIR "/tests/data/site/good-campaigns.json", std::ios::binary);
    auto loaded = load(std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
    ASSERT_TRUE(loaded.has_value()) << problems_of(loaded);
    site = std::move(*loaded);
  }

  Site site;
};

// A document with these members besides the required ones, which must be good.
Site site_with(const std::string& members) {
  auto loaded = load(R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja"], )" + members + "}");
  EXPECT_TRUE(loaded.has_value()) << problems_of(loaded);
  return loaded ? std::move(*loaded) : Site();
}

LocalMinute midnight(std::uint32_t year, std::uint8_t month, std::uint8_t day) {
  return LocalMinute{day_of({static_cast<std::int32_t>(year), month, day})} * 24 * 60;
}

TEST_F(Campaigns, KnowWhatTheShopAsks) {
  const List<profile::Question>& questions = site.profile.questions;
  ASSERT_EQ(questions.size(), 4u);
  EXPECT_EQ(questions[0].id, "surface");
  EXPECT_EQ(questions[0].key, name_key("surface"));
  EXPECT_EQ(questions[0].kind, profile::Question::Kind::kChoice);
  EXPECT_EQ(questions[0].options, (List<std::string>{"road", "trail"}));
  EXPECT_EQ(questions[1].kind, profile::Question::Kind::kNumber);
  EXPECT_EQ(questions[1].least, 20);
  EXPECT_EQ(questions[1].most, 32);
  EXPECT_EQ(questions[2].kind, profile::Question::Kind::kBoolean);
  EXPECT_EQ(questions[3].kind, profile::Question::Kind::kMonthDay);
}

TEST_F(Campaigns, KnowConditionsOverTheHistory) {
  using Form = profile::HistoryQuery::Form;
  const List<profile::HistoryQuery>& histories = site.profile.histories;
  ASSERT_EQ(histories.size(), 4u);
  EXPECT_EQ(histories[0].form, Form::kSequence);
  ASSERT_EQ(histories[0].steps.size(), 2u);
  EXPECT_EQ(histories[0].steps[0].category, name_key("running-shoes"));
  EXPECT_EQ(histories[0].steps[1].kind, event::Kind::kAddToCart);
  EXPECT_TRUE(histories[0].steps[1].same_item);
  EXPECT_TRUE(histories[0].without);
  EXPECT_EQ(histories[0].excluded.kind, event::Kind::kPurchase);
  EXPECT_EQ(histories[0].within_days, 2);
  EXPECT_EQ(histories[0].idle_minutes, 30u);
  EXPECT_EQ(histories[1].form, Form::kCount);
  ASSERT_EQ(histories[1].steps.size(), 1u);
  EXPECT_EQ(histories[1].steps[0].brand, name_key("nami"));
  EXPECT_FALSE(histories[1].without);
  EXPECT_TRUE(histories[2].earlier_visit);
  EXPECT_EQ(histories[3].idle_days, 30);
  // Names that the inbound gate is to let through.
  EXPECT_EQ(site.symbols.text(site.names.find(name_key("running-shoes"))), "running-shoes");
  EXPECT_NE(site.names.find(name_key("nami")), kNoSymbol);
}

TEST_F(Campaigns, KnowTheRestOfWhatTheProfileAnswersBy) {
  const profile::Rules& rules = site.profile;
  EXPECT_EQ(rules.order_bands, (List<float>{3000, 8000}));
  EXPECT_EQ(rules.free_shipping_from, 5000);
  EXPECT_EQ(rules.lifecycle.lapsing_days, 45);
  EXPECT_EQ(rules.lifecycle.lost_days, 120);
  ASSERT_EQ(rules.holidays.size(), 3u);
  EXPECT_TRUE(rules.holidays[0].yearly);
  EXPECT_EQ(rules.holidays[0].from, 429u);
  EXPECT_EQ(rules.holidays[0].to, 505u);
  EXPECT_EQ(rules.holidays[1].to, 103u);
  EXPECT_FALSE(rules.holidays[2].yearly);
  EXPECT_EQ(rules.holidays[2].from, day_of({2026, 12, 24}));
  EXPECT_EQ(rules.holidays[2].to, rules.holidays[2].from);
  EXPECT_EQ(rules.campaign_tags, (List<std::string>{"spring-sale", "Winter Sale"}));
  EXPECT_EQ(rules.campaigns, (List<std::string>{"house-style", "winter-sale", "coupon", "cart-layout"}));
  EXPECT_EQ(site.sensitive_categories, List<std::string>{"underwear"});
  EXPECT_EQ(site.holdout, 0.05);
}

TEST_F(Campaigns, TellTheProfileTheirGoals) {
  const List<profile::Goal>& goals = site.profile.goals;
  ASSERT_EQ(goals.size(), 2u);
  EXPECT_EQ(goals[0].campaign, name_key("coupon"));
  EXPECT_EQ(goals[0].kind, event::Kind::kAddToCart);
  EXPECT_EQ(goals[0].within_days, 1);
  EXPECT_EQ(goals[0].arm_half_life_days, 60);
  EXPECT_EQ(goals[1].campaign, name_key("cart-layout"));
  EXPECT_EQ(goals[1].within_days, 3);
  EXPECT_EQ(goals[1].arm_half_life_days, 0) << "an experiment forgets nothing";
}

TEST_F(Campaigns, HaveSlotsGroupsAndLayers) {
  EXPECT_EQ(site.slots[0].kind, SlotKind::kBanner);
  EXPECT_EQ(site.slots[0].fallback, List<std::uint32_t>{0});
  EXPECT_EQ(site.slots[1].kind, SlotKind::kPopup);
  ASSERT_EQ(site.layers.size(), 1u);
  EXPECT_EQ(site.layers[0].id, "checkout");
  ASSERT_EQ(site.groups.size(), 1u);
  EXPECT_TRUE(site.groups[0].one_at_a_time);
  EXPECT_EQ(site.groups[0].caps, (List<Cap>{{Period::kSession, 1}, {Period::kWeek, 3}}));
  const Campaign& coupon = site.campaigns[2];
  EXPECT_EQ(coupon.key, name_key("coupon"));
  EXPECT_EQ(coupon.caps, (List<Cap>{{Period::kSession, 1}, {Period::kLifetime, 5}}));
  EXPECT_EQ(coupon.quiet_days, 14);
  EXPECT_EQ(coupon.group, 0u);
  EXPECT_EQ(site.campaigns[0].group, kNoGroup);
  EXPECT_TRUE(site.campaigns[0].contextual);
  EXPECT_FALSE(coupon.contextual);
  EXPECT_EQ(site.campaigns[1].weight, 2.5);
  EXPECT_EQ(coupon.weight, 0);
}

TEST_F(Campaigns, HaveSchedulesByTheClocksOfAZone) {
  const Schedule& schedule = site.campaigns[1].schedule;
  EXPECT_EQ(schedule.from, midnight(2026, 12, 1) + 9 * 60);
  EXPECT_EQ(schedule.to, midnight(2027, 1, 7));
  EXPECT_EQ(schedule.weekdays, 0x60);
  EXPECT_EQ(schedule.from_hour, 18);
  EXPECT_EQ(schedule.to_hour, 24);
  ASSERT_EQ(site.zones.size(), 3u);
  EXPECT_EQ(site.zones[kVisitorZone].name, "visitor");
  EXPECT_EQ(site.zones[1].name, "Asia/Tokyo");
  EXPECT_FALSE(site.zones[1].offset_minutes.has_value());
  EXPECT_EQ(site.zones[schedule.zone].name, "+09:00");
  EXPECT_EQ(site.zones[schedule.zone].offset_minutes, 540);
  EXPECT_FALSE(site.campaigns[0].schedule.limits());
}

TEST(CampaignSchedules, GoByTheDocumentsZoneWhereTheyNameNone) {
  const Site site = site_with(R"("time_zone": "-03:30", "slots": [{"id": "s"}], "campaigns": [
      {"id": "a", "slot": "s", "schedule": {"weekdays": [1]}, "variants": [{"id": "a", "content": {}}]},
      {"id": "b", "slot": "s", "schedule": {"time_zone": "visitor"}, "variants": [{"id": "a", "content": {}}]},
      {"id": "c", "slot": "s", "schedule": {"time_zone": "UTC"}, "variants": [{"id": "a", "content": {}}]}])");
  ASSERT_EQ(site.zones.size(), 3u);
  EXPECT_EQ(site.zones[site.campaigns[0].schedule.zone].offset_minutes, -210);
  EXPECT_EQ(site.campaigns[1].schedule.zone, kVisitorZone);
  EXPECT_EQ(site.zones[site.campaigns[2].schedule.zone].offset_minutes, 0);
}

TEST_F(Campaigns, LearnFromPriors) {
  ASSERT_TRUE(site.campaigns[2].bandit.has_value());
  const Bandit& bandit = *site.campaigns[2].bandit;
  EXPECT_EQ(bandit.goal, (Goal{event::Kind::kAddToCart, 1}));
  EXPECT_EQ(bandit.half_life_days, 60);
  ASSERT_EQ(bandit.priors.size(), 2u);
  EXPECT_EQ(bandit.priors[0].successes, 1);
  EXPECT_EQ(bandit.priors[1].successes, 12);
  EXPECT_EQ(bandit.priors[1].failures, 88);
  ASSERT_EQ(bandit.segments.size(), 2u);
  EXPECT_EQ(site.segments[bandit.segments[0].segment].id, "vip");
  EXPECT_EQ(bandit.segments[0].priors[1].failures, 88) << "the bandit's own, where the segment gives none";
  EXPECT_EQ(site.segments[bandit.segments[1].segment].id, "newcomer");
  EXPECT_EQ(bandit.segments[1].priors[0].successes, 0.5);
  EXPECT_EQ(bandit.segments[1].priors[1].failures, 1);
}

TEST_F(Campaigns, TryEveryCombinationOfLevels) {
  const Campaign& campaign = site.campaigns[3];
  ASSERT_TRUE(campaign.experiment.has_value());
  EXPECT_EQ(campaign.experiment->traffic, 0.5);
  EXPECT_EQ(campaign.experiment->layer, 0u);
  EXPECT_EQ(campaign.experiment->control, 0.1);
  EXPECT_EQ(campaign.experiment->goal, (Goal{event::Kind::kPurchase, 3}));
  ASSERT_EQ(campaign.experiment->factors.size(), 2u);
  EXPECT_EQ(campaign.experiment->factors[1].levels[2].id, "off");
  List<std::string> ids;
  List<double> weights;
  for (const Variant& variant : campaign.variants) {
    ids.push_back(variant.id);
    weights.push_back(variant.weight);
    EXPECT_EQ(variant.key, name_key(variant.id));
  }
  EXPECT_EQ(ids,
            (List<std::string>{"short+indigo", "short+white", "short+off", "long+indigo", "long+white", "long+off"}));
  EXPECT_EQ(weights, (List<double>{3, 6, 0, 1, 2, 0}));
}

// --- rules that the document implies ---

// Whether the rule holds where the attributes of these names have these values, and all others are null.
bool holds(const Site& site, rules::NodeIndex rule, const std::vector<std::pair<std::string, double>>& values) {
  rules::Evaluation evaluation(site.program, site.symbols);
  const auto attributes = site.program.attributes();
  for (const auto& [name, value] : values) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      if (attributes[i].name != name) continue;
      evaluation.set(i, Value::of(value));
      ++found;
    }
    EXPECT_EQ(found, 1u) << name;
  }
  evaluation.run();
  return evaluation.holds(rule);
}

TEST_F(Campaigns, WaitForAllOfTheirTrigger) {
  const Campaign& coupon = site.campaigns[2];
  const std::vector<std::pair<std::string, double>> all = {{"page.view_cart.count", 1}, {"page.seconds", 20},
                                                           {"page.scroll", 50},         {"page.exit_intent", 1},
                                                           {"page.idle", 30},           {"history.left-cart", 1}};
  EXPECT_TRUE(holds(site, coupon.rule, all));
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<std::pair<std::string, double>> one_less = all;
    one_less[i].second -= 1;
    EXPECT_FALSE(holds(site, coupon.rule, one_less)) << all[i].first;
    EXPECT_EQ(holds(site, coupon.trigger, one_less), all[i].first == "history.left-cart");
    EXPECT_EQ(holds(site, coupon.condition, one_less), all[i].first != "history.left-cart");
  }
  EXPECT_EQ(site.campaigns[0].rule, rules::kNoNode);
  EXPECT_EQ(site.campaigns[0].trigger, rules::kNoNode);
  EXPECT_EQ(site.campaigns[3].condition, rules::kNoNode);
  EXPECT_EQ(site.campaigns[3].rule, site.campaigns[3].trigger);
}

TEST_F(Campaigns, GiveWayToSegmentsWithPrecedence) {
  const auto in = [&](std::size_t segment, double visits, double orders, double spend) {
    return holds(site, site.segments[segment].rule,
                 {{"visit.count", visits}, {"purchase.count", orders}, {"purchase.total_spend", spend}});
  };
  constexpr std::size_t kCustomer = 0;
  constexpr std::size_t kVip = 1;
  constexpr std::size_t kNewcomer = 2;
  EXPECT_TRUE(in(kCustomer, 2, 1, 100));
  EXPECT_FALSE(in(kCustomer, 2, 1, 60000)) << "a VIP";
  EXPECT_FALSE(in(kCustomer, 1, 1, 100)) << "a newcomer, who has a higher priority though it is she who excludes";
  EXPECT_TRUE(in(kVip, 1, 1, 60000));
  EXPECT_TRUE(in(kNewcomer, 1, 1, 60000));
  EXPECT_EQ(site.segments[kVip].rule, site.segments[kVip].condition);
  EXPECT_NE(site.segments[kCustomer].rule, site.segments[kCustomer].condition);
}

TEST(SegmentExclusions, OfEqualPriorityTheOneThatExcludesGivesWay) {
  const Site site = site_with(R"("segments": [
      {"id": "a", "when": true, "excludes": ["b"]}, {"id": "b", "when": true}])");
  EXPECT_EQ(site.segments[0].excludes, List<std::uint32_t>{1});
  EXPECT_TRUE(site.segments[1].excludes.empty());
}

TEST(SegmentExclusions, OfTwoThatExcludeEachOtherTheLaterGivesWay) {
  const Site site = site_with(R"("segments": [
      {"id": "a", "when": true, "excludes": ["b", "c"]}, {"id": "b", "when": true, "excludes": ["a"]},
      {"id": "c", "when": true, "priority": -1, "excludes": ["b"]}])");
  EXPECT_TRUE(site.segments[0].excludes.empty());
  EXPECT_EQ(site.segments[1].excludes, List<std::uint32_t>{0});
  EXPECT_EQ(site.segments[2].excludes, (List<std::uint32_t>{1, 0}));
}

TEST(Experiments, HaveAnOrderWithinAWeekAsTheirGoal) {
  const Site site = site_with(R"("slots": [{"id": "s"}], "campaigns": [
      {"id": "a", "slot": "s", "experiment": {}, "bandit": {}, "variants": [{"id": "a", "content": {}}]}])");
  EXPECT_EQ(site.campaigns[0].experiment->goal, (Goal{event::Kind::kPurchase, 7}));
  EXPECT_EQ(site.campaigns[0].experiment->layer, kNoLayer);
  EXPECT_EQ(site.campaigns[0].bandit->goal, (Goal{event::Kind::kPurchase, 7}));
  ASSERT_EQ(site.profile.goals.size(), 1u);
  EXPECT_EQ(site.profile.goals[0].arm_half_life_days, 30);
}

TEST(JourneyNames, AreKnownToRules) {
  const Site site = site_with(R"("slots": [{"id": "s"}],
      "segments": [{"id": "in-it", "when": {"==": [{"var": "journey.welcome.step"}, "hello"]}}],
      "campaigns": [{"id": "greeting", "slot": "s", "when": {"<": [{"var": "campaign.greeting.seen_count"}, 3]},
                     "variants": [{"id": "a", "content": {}}]}],
      "journeys": [{"id": "welcome", "trigger": {"event": "sign_up"}, "steps": [{"id": "hello", "show": "greeting"}]}])");
  ASSERT_EQ(site.profile.journeys.size(), 1u);
  EXPECT_EQ(site.profile.journeys[0].id, "welcome");
  EXPECT_EQ(site.profile.journeys[0].steps, List<std::string>{"hello"});
}

}  // namespace
}  // namespace noren::site
