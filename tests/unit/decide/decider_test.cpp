// One pass for all slots: precedence, roles, segments, what counts, and explanations.

#include "core/decide/decider.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/unit/decide/visitor.h"

namespace noren::decide {
namespace {

using privacy::Level;

// One slot, three campaigns about the hour of the day, one about the visit. Visitors come at 10:00.
constexpr const char* kHours = R"(
    "segments": [{"id": "night", "when": {"or": [{">=": [{"var": "context.hour"}, 22]}, {"<": [{"var": "context.hour"}, 6]}]}},
                 {"id": "returning", "when": {">": [{"var": "visit.count"}, 1]}}],
    "slots": [{"id": "note"}, {"id": "hero"}, {"id": "unused"}],
    "campaigns": [
      {"id": "any", "slot": "hero", "variants": [{"id": "a", "content": {}}]},
      {"id": "noon", "slot": "hero", "when": {"<=": [11, {"var": "context.hour"}, 13]}, "priority": 5, "variants": [{"id": "a", "content": {}}]},
      {"id": "day", "slot": "hero", "when": {"!": {"var": "segment.night"}}, "priority": 5, "variants": [{"id": "a", "content": {}}]},
      {"id": "night", "slot": "note", "when": {"var": "segment.night"}, "priority": -3, "variants": [{"id": "a", "content": {}}]}])";

class Deciding : public ::testing::Test {
 protected:
  site::Site site_ = load(kHours);
  Visitor visitor_{site_};

  void go_to_hour(int hour) { visitor_.wait((hour - 10) * 60 * Visitor::kMinute); }
};

TEST_F(Deciding, FallsBackBeforeTheFirstTime) {
  const Decider decider(site_);
  ASSERT_EQ(decider.decisions().size(), 3u);
  for (const Decision& decision : decider.decisions()) EXPECT_EQ(decision, Decision{});
}

TEST_F(Deciding, TakesTheCampaignWithTheHighestPriorityWhoseConditionHolds) {
  go_to_hour(23);
  EXPECT_EQ(visitor_.campaign(0), "night");
  EXPECT_EQ(visitor_.campaign(1), "any");
  EXPECT_EQ(visitor_.campaign(2), "");
}

TEST_F(Deciding, FollowsTheClockFromOneLookToTheNext) {
  EXPECT_EQ(visitor_.campaign(0), "");
  EXPECT_EQ(visitor_.campaign(1), "day");
  go_to_hour(22);
  EXPECT_EQ(visitor_.campaign(0), "night");
}

TEST_F(Deciding, BreaksTiesByPlaceInTheDocument) {
  go_to_hour(12);
  EXPECT_EQ(visitor_.campaign(1), "noon");
}

TEST_F(Deciding, DealsTurnsAmongEqualsThatGiveAWeight) {
  for (site::Campaign& campaign : site_.campaigns) campaign.rule = campaign.condition = rules::kNoNode;
  site_.campaigns[2].weight = 1;  // day
  EXPECT_EQ(Visitor(site_).campaign(1), "day") << "weights go before places in the document";
  site_.campaigns[1].weight = 3;  // noon
  int noon = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) noon += Visitor(site_, seed).campaign(1) == "noon" ? 1 : 0;
  EXPECT_NEAR(noon, 750, 55);  // 4 standard deviations
}

TEST_F(Deciding, TriesTheFallbackChainLastInItsOrder) {
  site_.slots[1].fallback = {2, 0};  // day, any
  go_to_hour(12);
  EXPECT_EQ(visitor_.campaign(1), "noon") << "made before the chain was";
  Visitor other(site_);
  EXPECT_EQ(other.campaign(1), "day");
  other.wait(13 * 60 * Visitor::kMinute);
  EXPECT_EQ(other.campaign(1), "any");
}

TEST_F(Deciding, FallsBackEverywhereWithoutConsent) {
  go_to_hour(23);
  EXPECT_EQ(visitor_.campaign(0), "night");
  visitor_.level = Level::kContextual;
  for (std::size_t slot = 0; slot < 3; ++slot) EXPECT_EQ(visitor_.decision(slot), Decision{});
  EXPECT_EQ(visitor_.verdict("night"), "no-consent");
  visitor_.level = Level::kPersonal;
  EXPECT_EQ(visitor_.campaign(0), "night");
}

TEST_F(Deciding, SaysWhichSegmentsHold) {
  EXPECT_FALSE(visitor_.decide().segment(0));
  go_to_hour(23);
  EXPECT_TRUE(visitor_.decide().segment(0));
  EXPECT_FALSE(visitor_.decide().segment(1));
  visitor_.begin_page();
  EXPECT_TRUE(visitor_.decide().segment(1)) << "a second visit has begun";
}

TEST_F(Deciding, KnowsWhenTimeAloneMayChangeSomething) {
  EXPECT_EQ(visitor_.decide().next_change() * Visitor::kMinute, visitor_.now() + 60 * Visitor::kMinute);
}

// --- contextual ---

site::Site contextual_site() {
  site::Site site = load(R"("pages": ["home"], "slots": [{"id": "hero"}, {"id": "note"}], "campaigns": [
      {"id": "personal", "slot": "hero", "priority": 1, "variants": [{"id": "a", "content": {}}]},
      {"id": "open", "slot": "hero", "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]},
      {"id": "frequent", "slot": "note", "when": {">": [{"var": "visit.count"}, 0]}, "variants": [{"id": "a", "content": {}}]}])");
  site.campaigns[1].contextual = site.campaigns[2].contextual = true;
  return site;
}

TEST(Contextual, ShowsOnlyWhatIsMeantForItAndMarksIt) {
  const site::Site site = contextual_site();
  Visitor visitor(site);
  EXPECT_EQ(visitor.campaign(0), "personal");
  EXPECT_EQ(visitor.campaign(1), "frequent");
  visitor.level = Level::kContextual;
  EXPECT_EQ(visitor.campaign(0), "open");
  EXPECT_EQ(visitor.role(0), Role::kContextual);
  EXPECT_EQ(visitor.campaign(1), "") << "personal attributes are null";
}

TEST(Contextual, NeverCounts) {
  site::Site site = contextual_site();
  site.holdout = 1;
  site.campaigns[1].experiment.emplace().control = 1;
  Visitor visitor(site);
  visitor.level = Level::kContextual;
  EXPECT_EQ(visitor.role(0), Role::kContextual) << "who is not counted needs no control";
  EXPECT_FALSE(visitor.see(0));
  EXPECT_FALSE(visitor.select(0));
  EXPECT_FALSE(visitor.dismiss(0));
  EXPECT_EQ(visitor.campaign(0), "") << "but what she closed is gone";
}

TEST(Contextual, DealsVariantsByThePageViewAlone) {
  const site::Site site = contextual_site();
  std::set<std::int32_t> dealt;
  Visitor one(site, 1);
  Visitor other(site, 2);
  one.level = other.level = Level::kContextual;
  for (int page = 0; page < 20; ++page) {
    EXPECT_EQ(one.decision(0), other.decision(0)) << "her seed has no influence";
    dealt.insert(one.decision(0).variant);
    one.begin_page();
    other.begin_page();
  }
  EXPECT_EQ(dealt.size(), 2u);
}

// --- experiments ---

site::Site one_slot(double control = 0, double holdout = 0) {
  site::Site site = load(R"("slots": [{"id": "hero"}], "campaigns": [
      {"id": "test", "slot": "hero", "priority": 1, "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]},
      {"id": "rest", "slot": "hero", "variants": [{"id": "a", "content": {}}]}])");
  site.layers = {{"l"}};
  site.campaigns[0].experiment.emplace().control = control;
  site.holdout = holdout;
  return site;
}

TEST(Experiment, ShowsTheControlGroupThePagesOwnContentAndCountsIt) {
  const site::Site site = one_slot(1);
  Visitor visitor(site);
  EXPECT_EQ(visitor.decision(0), (Decision{0, -1, static_cast<std::int32_t>(Role::kControl)}));
  EXPECT_EQ(visitor.verdict("test"), "control");
  EXPECT_FALSE(visitor.select(0)) << "there is nothing of the campaign to follow";
  EXPECT_TRUE(visitor.see(0));
  EXPECT_FALSE(visitor.see(0));
  EXPECT_EQ(visitor.profile.showing(site.campaigns[0].key)->variant, name_key("control"));
}

TEST(Experiment, CountsTheHeldOutAsControlOfEveryCampaign) {
  const site::Site site = one_slot(0, 1);
  Visitor visitor(site);
  EXPECT_EQ(visitor.decision(0), (Decision{0, -1, static_cast<std::int32_t>(Role::kHoldout)}));
  EXPECT_TRUE(visitor.see(0));
  EXPECT_EQ(visitor.profile.showing(site.campaigns[0].key)->variant, name_key("control"));
}

TEST(Experiment, LeavesTheSlotToOthersForThoseWhoDoNotTakePart) {
  site::Site site = one_slot();
  site.campaigns[0].experiment->traffic = 0;
  Visitor visitor(site);
  EXPECT_EQ(visitor.campaign(0), "rest");
  EXPECT_EQ(visitor.verdict("test"), "traffic");
}

TEST(Experiment, NamesTheOtherExperimentOfTheLayer) {
  site::Site site = one_slot();
  site.campaigns[0].experiment->layer = 0;
  site.campaigns[0].experiment->traffic = 0.5;
  site.campaigns[1].experiment.emplace().layer = 0;
  site.campaigns[1].experiment->traffic = 0.5;
  int rest = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Visitor visitor(site, seed);
    if (visitor.campaign(0) != "rest") continue;
    ++rest;
    ASSERT_EQ(visitor.verdict("test"), "layer");
    ASSERT_NE(visitor.explanation(0).find(R"("verdict":"layer","by":"rest","layer":"l")"), std::string::npos);
  }
  EXPECT_NEAR(rest, 50, 20);
}

TEST(Experiment, KeepsAVisitorsVariantAndForgetsItWithTheProfile) {
  const site::Site site = one_slot();
  for (std::uint64_t i = 0; i < 50; ++i) {
    Visitor visitor(site, i);
    const std::int32_t expected = choose_variant(site.campaigns[0], seed_of(i));
    EXPECT_EQ(visitor.decision(0).variant, expected);
    visitor.level = Level::kContextual;
    EXPECT_EQ(visitor.decision(0).variant, -1);
    visitor.level = Level::kPersonal;
    visitor.wait(100 * Visitor::kDay);
    EXPECT_EQ(visitor.decision(0).variant, expected);
    visitor.profile.set_seed(seed_of(i + 1000));
    EXPECT_EQ(visitor.decision(0).variant, choose_variant(site.campaigns[0], seed_of(i + 1000)));
  }
}

// --- what counts ---

TEST(Seen, CountsOncePerPageViewAndNamesTheVariant) {
  const site::Site site = one_slot();
  Visitor visitor(site);
  EXPECT_TRUE(visitor.see(0));
  EXPECT_FALSE(visitor.see(0));
  visitor.begin_page();
  EXPECT_TRUE(visitor.see(0));
  const profile::Showing& showing = *visitor.profile.showing(site.campaigns[0].key);
  EXPECT_EQ(showing.times, 2);
  EXPECT_EQ(showing.variant, site.campaigns[0].variants[static_cast<std::size_t>(visitor.decision(0).variant)].key);
}

TEST(Seen, IsNothingForSlotsThatShowNoCampaignOrDoNotExist) {
  const site::Site site = load(R"("slots": [{"id": "empty"}])");
  Visitor visitor(site);
  EXPECT_FALSE(visitor.see(0));
  EXPECT_FALSE(visitor.see(7));
  EXPECT_FALSE(visitor.select(7));
  EXPECT_FALSE(visitor.dismiss(7));
}

TEST(Selected, CountsEachTime) {
  const site::Site site = one_slot();
  Visitor visitor(site);
  EXPECT_TRUE(visitor.select(0));
  EXPECT_TRUE(visitor.select(0));
  EXPECT_EQ(visitor.profile.showing(site.campaigns[0].key)->clicks, 2);
}

// --- preview ---

TEST(Preview, ForcesTheVariantWhateverElseIsTrueAndNeverCounts) {
  site::Site site = one_slot(0, 1);
  site.campaigns[1].caps = {{site::Period::kLifetime, 1}};
  Visitor visitor(site);
  EXPECT_TRUE(visitor.decider.preview(0, 0, 1));
  EXPECT_EQ(visitor.decision(0), (Decision{0, 1, static_cast<std::int32_t>(Role::kPreview)}));
  EXPECT_EQ(visitor.verdict("test"), "preview");
  EXPECT_EQ(visitor.verdict("rest"), "outranked");
  EXPECT_FALSE(visitor.see(0));
  EXPECT_FALSE(visitor.select(0));
  EXPECT_FALSE(visitor.dismiss(0));
  EXPECT_EQ(visitor.campaign(0), "test");
  EXPECT_TRUE(visitor.profile.showings().empty());
  visitor.level = Level::kContextual;
  EXPECT_EQ(visitor.role(0), Role::kPreview);
  visitor.level = Level::kPersonal;
  visitor.decider.end_previews();
  EXPECT_EQ(visitor.role(0), Role::kHoldout);
}

TEST(Preview, LeavesTheExposureToBeCountedAfterIt) {
  const site::Site site = one_slot();
  Visitor visitor(site);
  EXPECT_TRUE(visitor.decider.preview(0, 0, 1));
  EXPECT_FALSE(visitor.see(0));
  visitor.decider.end_previews();
  EXPECT_EQ(visitor.role(0), Role::kContent);
  ASSERT_TRUE(visitor.see(0)) << "on the same page view";
  EXPECT_EQ(visitor.profile.showing(site.campaigns[0].key)->times, 1);
}

TEST(Preview, RefusesWhatDoesNotBelongToTheSlot) {
  const site::Site site = load(kHours);
  Visitor visitor(site);
  EXPECT_FALSE(visitor.decider.preview(0, 0, 0)) << "a campaign of another slot";
  EXPECT_FALSE(visitor.decider.preview(9, 0, 0));
  EXPECT_FALSE(visitor.decider.preview(1, 9, 0));
  EXPECT_FALSE(visitor.decider.preview(1, 0, 1));
  EXPECT_EQ(visitor.role(1), Role::kContent);
}

// --- explanations ---

TEST_F(Deciding, ExplainsWhatWasChosenAndWhatLost) {
  go_to_hour(12);
  EXPECT_EQ(
      visitor_.explanation(1),
      R"({"slot":"hero","level":"personal","outcome":"campaign","role":"content","campaign":"noon","variant":"a","considered":[)"
      R"({"campaign":"noon","priority":5,"verdict":"chosen","rule":{"op":"<=","value":true,"args":[)"
      R"({"op":"constant","value":11},{"op":"var","value":12,"attribute":"context.hour"},{"op":"constant","value":13}]},)"
      R"("because":[{"held":true,"needed":true,"op":"<=","value":true,"args":[{"op":"constant","value":11},)"
      R"({"op":"var","value":12,"attribute":"context.hour"},{"op":"constant","value":13}]}]},)"
      R"({"campaign":"day","priority":5,"verdict":"outranked","by":"noon","rule":{"op":"!","value":true,"args":[)"
      R"({"op":"var","value":false,"attribute":"segment.night","args":[{"op":"or","value":false,"args":[)"
      R"({"op":">=","value":false,"args":[{"op":"var","value":12,"attribute":"context.hour"},{"op":"constant","value":22}]},)"
      R"({"op":"<","value":false,"args":[{"op":"var","value":12,"attribute":"context.hour"},{"op":"constant","value":6}]}]}]}]},)"
      R"("because":[{"held":false,"needed":false,"op":"var","value":false,"attribute":"segment.night"}]},)"
      R"({"campaign":"any","priority":0,"verdict":"outranked","by":"noon","rule":null,"because":[]}]})");
}

TEST_F(Deciding, ExplainsAFallback) {
  visitor_.level = Level::kMeasured;
  const std::string held = visitor_.explanation(0);
  EXPECT_EQ(
      held.substr(0, held.find(R"(,"rule")")),
      R"({"slot":"note","level":"measured","outcome":"fallback","role":"fallback","campaign":null,"variant":null,)"
      R"("considered":[{"campaign":"night","priority":-3,"verdict":"condition")");
  EXPECT_EQ(
      visitor_.explanation(2),
      R"({"slot":"unused","level":"measured","outcome":"fallback","role":"fallback","campaign":null,"variant":null,)"
      R"("considered":[]})");
}

TEST(Explanation, TellsTheCapThatIsReached) {
  site::Site site = one_slot();
  site.campaigns[0].caps = {{site::Period::kDay, 1}};
  Visitor visitor(site);
  visitor.see(0);
  visitor.begin_page();
  EXPECT_NE(
      visitor.explanation(0).find(
          R"({"campaign":"test","priority":1,"verdict":"cap","cap":{"per":"day","times":1,"seen":1},"rule":null,"because":[]})"),
      std::string::npos);
}

TEST(Explanation, TellsATriggerFromACondition) {
  site::Site site = load(R"("slots": [{"id": "hero"}], "segments": [
      {"id": "afternoon", "when": {">": [{"var": "context.hour"}, 11]}},
      {"id": "second-visit", "when": {">": [{"var": "visit.count"}, 1]}},
      {"id": "both", "when": {"and": [{"var": "segment.afternoon"}, {"var": "segment.second-visit"}]}}],
      "campaigns": [{"id": "c", "slot": "hero", "variants": [{"id": "a", "content": {}}]}])");
  site.campaigns[0].condition = site.segments[0].rule;
  site.campaigns[0].trigger = site.segments[1].rule;
  site.campaigns[0].rule = site.segments[2].rule;
  Visitor visitor(site);
  EXPECT_EQ(visitor.verdict("c"), "condition");
  EXPECT_NE(
      visitor.explanation(0).find(
          R"("because":[{"held":false,"needed":true,"op":">","value":false,"args":[{"op":"var","value":10,"attribute":"context.hour"})"),
      std::string::npos)
      << "although the trigger does not hold either";
  visitor.wait(2 * 60 * Visitor::kMinute);
  EXPECT_EQ(visitor.verdict("c"), "trigger");
  EXPECT_NE(visitor.explanation(0).find(R"("verdict":"trigger","trigger":{"op":">")"), std::string::npos);
  EXPECT_NE(
      visitor.explanation(0).find(
          R"("because":[{"held":false,"needed":true,"op":">","value":false,"args":[{"op":"var","value":1,"attribute":"visit.count"})"),
      std::string::npos);
  visitor.begin_page();
  EXPECT_EQ(visitor.verdict("c"), "chosen");
}

TEST(Explanation, TellsWhichSegmentsSheIsInAndWhatKeepsHerOut) {
  site::Site site = load(R"("segments": [
      {"id": "day", "when": {"<": [{"var": "context.hour"}, 18]}},
      {"id": "anybody", "when": true},
      {"id": "night", "when": {">=": [{"var": "context.hour"}, 18]}}])");
  site.segments[1].priority = 3;
  site.segments[2].excludes = {0, 1};
  Visitor visitor(site);
  JsonWriter out;
  visitor.decide().explain_segments(out);
  EXPECT_EQ(
      out.take(),
      R"([{"segment":"anybody","member":true,"priority":3,"excludedBy":[],"rule":{"op":"constant","value":true},"because":[]},)"
      R"({"segment":"day","member":true,"priority":0,"excludedBy":[],"rule":{"op":"<","value":true,"args":[)"
      R"({"op":"var","value":10,"attribute":"context.hour"},{"op":"constant","value":18}]},)"
      R"("because":[{"held":true,"needed":true,"op":"<","value":true,"args":[)"
      R"({"op":"var","value":10,"attribute":"context.hour"},{"op":"constant","value":18}]}]},)"
      R"({"segment":"night","member":false,"priority":0,"excludedBy":["day","anybody"],"rule":{"op":">=","value":false,"args":[)"
      R"({"op":"var","value":10,"attribute":"context.hour"},{"op":"constant","value":18}]},)"
      R"("because":[{"held":false,"needed":true,"op":">=","value":false,"args":[)"
      R"({"op":"var","value":10,"attribute":"context.hour"},{"op":"constant","value":18}]}]}])");
}

// Nothing acts for a handful of people: neither what the segment is for nor what builds on it.
TEST(Explanation, TellsThatASegmentIsTooSmallToHoldForAnybody) {
  const site::Site site = load(R"("privacy": {"segmentMinimum": 100}, "segments": [
      {"id": "few", "when": true, "size": 99},
      {"id": "enough", "when": true, "size": 100},
      {"id": "unknown", "when": true},
      {"id": "beside", "when": {"var": "segment.few"}, "size": 5000}])");
  Visitor visitor(site);
  JsonWriter out;
  visitor.decide().explain_segments(out);
  const std::string said = out.take();
  EXPECT_NE(said.find(R"("segment":"few","member":false,"priority":0,"tooSmall":{"size":99,"minimum":100})"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find(R"("segment":"enough","member":true,"priority":0,"excludedBy")"), std::string::npos);
  EXPECT_NE(said.find(R"("segment":"unknown","member":true)"), std::string::npos);
  EXPECT_NE(said.find(R"("segment":"beside","member":false)"), std::string::npos);
}

}  // namespace
}  // namespace noren::decide
