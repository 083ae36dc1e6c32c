// Lints: what is said about documents that are legal but probably not meant, and what is not said about those that may be.

#include "core/site/lint.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace noren::site {
namespace {

std::string warnings_of(const std::string& document) {
  const auto site = load(document);
  std::string text;
  if (!site) {
    for (const Error& error : site.error()) text += "problem: " + to_string(error) + "\n";
    return text;
  }
  for (const Error& warning : lint(*site)) text += to_string(warning) + "\n";
  return text;
}

std::string with(const std::string& members) {
  return R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja"], )" + members + "}";
}

std::string campaign(const std::string& id, const std::string& members = "") {
  return R"({"id": ")" + id + R"(", "slot": "s", "variants": [{"id": "a", "content": {}}])" +
         (members.empty() ? "" : ", " + members) + "}";
}

// What is said of campaigns that are all in one slot, with one of everything else that they may name.
std::string of_campaigns(const std::string& list, const std::string& members = "") {
  return warnings_of(
      with(R"("slots": [{"id": "s"}], "campaigns": [)" + list + "]" + (members.empty() ? "" : ", " + members)));
}

// What is said of one campaign with that condition.
std::string of_condition(const std::string& rule, const std::string& members = "") {
  return of_campaigns(campaign("c", R"("when": )" + rule), members);
}

constexpr const char* kNobody = "campaigns[0].when: nobody can see this campaign";

TEST(Lint, SaysNothingOfTheDemoShop) {
  for (const char* path : {"demo_site/site.json", "tests/data/site/good-smallest.json"}) {
    std::ifstream file(std::string(NOREN_SOURCE_DIR "/") + path, std::ios::binary);
    EXPECT_EQ(warnings_of({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()}), "") << path;
  }
}

// --- contradictions ---

TEST(Lint, FindsConditionsThatContradictEachOther) {
  const std::string because = std::string(kNobody) + ": no value of \"cart.value\" meets what is asked of it; ";
  for (const char* rule : {
           R"({"and": [{"<": [{"var": "cart.value"}, 3]}, {">": [{"var": "cart.value"}, 5]}]})",
           R"({"and": [{"<": [{"var": "cart.value"}, 3]}, {">=": [{"var": "cart.value"}, 3]}]})",
           R"({"and": [{"<": [3, {"var": "cart.value"}]}, {"!": {">": [{"var": "cart.value"}, 2]}}]})",
           R"({"<": [5, {"var": "cart.value"}, 3]})",
           R"({"and": [{"==": [{"var": "cart.value"}, 4]}, {"===": [{"var": "cart.value"}, 5]}]})",
           R"({"and": [{"var": "cart.value"}, {"<=": [{"var": ["cart.value", 0]}, 0]}]})",
           R"({"and": [{"in": [{"var": "cart.value"}, [1, 2]]}, {">": [{"var": "cart.value"}, 2]}]})",
           R"({"<": [{"var": "cart.value"}, 0]})",
           R"({"!": {"or": [{"<": [{"var": "cart.value"}, 5]}, {">": [{"var": "cart.value"}, 4]}]}})",
       }) {
    EXPECT_EQ(of_condition(rule), because + "take one of the contradicting conditions out\n") << rule;
  }
}

TEST(Lint, FindsConditionsThatNeverHold) {
  for (
      const char* rule : {
          "false",
          "0",
          R"({"==": [1, 2]})",
          R"({"and": [{"var": "cart.value"}, {"<": [2, 1]}]})",
          R"({"and": [{"startsWith": [{"var": "context.page"}, "p"]}, {"!": {"startsWith": [{"var": "context.page"}, "p"]}}]})",
          R"({"and": [{"==": [{"var": "context.page"}, "cart"]}, {"in": [{"var": "context.page"}, ["home", "product"]]}]})",
          R"({"and": [{"==": [{"var": "context.page"}, "cart"]}, {"!=": [{"var": "context.page"}, "cart"]}]})",
          R"({"==": [{"var": "context.season"}, "fall"]})",
          R"({"in": [{"var": "context.channel"}, ["mail", "e-mail"]]})",
          R"({">": [{"var": "context.hour"}, 23]})",
          R"({">": [{"var": "interest.category.shoes"}, 1]})",
          R"({"or": [{"<": [{"var": "cart.value"}, 0]}, {">": [{"var": "context.month"}, 12]}]})",
          R"({"if": [{"var": "cart.items"}, {"<": [{"var": "cart.items"}, 0]}]})",
          R"({"in": [{"var": "context.page"}, []]})",
      }) {
    EXPECT_EQ(of_condition(rule).substr(0, std::string(kNobody).size()), kNobody) << rule;
  }
}

// Every one of these can hold, though a careless reading says no.
TEST(Lint, IsSilentWhereSomebodyMayBeMeant) {
  for (const char* rule : {
           R"({"and": [{"<": [{"var": "cart.value"}, 5]}, {">": [{"var": "cart.value"}, 3]}]})",
           R"({"and": [{"<=": [{"var": "cart.value"}, 3]}, {">=": [{"var": "cart.value"}, 3]}]})",
           R"({"or": [{"<": [{"var": "cart.value"}, 3]}, {">": [{"var": "cart.value"}, 5]}]})",
           R"({"<": [{"var": ["visit.days_since_last", 99]}, 3]})",
           R"({"and": [{"<": [{"var": "cart.value"}, 3]}, {">": [{"var": "cart.items"}, 5]}]})",
           R"({"and": [{"!=": [{"var": "context.page"}, "a"]}, {"!=": [{"var": "context.page"}, "b"]}]})",
           R"({"==": [{"var": "cart.value"}, "3"]})",
           R"({"<=": [{"var": "visit.days_since_last"}, 0]})",
           R"({"if": [{"var": "cart.items"}, {"<": [{"var": "cart.value"}, 3]}, {">": [{"var": "cart.value"}, 5]}]})",
           R"({"==": [{"var": "interest.top_category"}, "anything"]})",
           R"({"<": [{"-": [{"var": "cart.value"}, 10]}, 0]})",
           R"({"!": {"==": [{"var": "cart.value"}, 3]}})",
       }) {
    EXPECT_EQ(of_condition(rule), "") << rule;
  }
}

TEST(Lint, KnowsWhatAnswersThereAre) {
  const std::string questions = R"("questions": [{"id": "size", "kind": "number", "least": -5, "most": 32},
      {"id": "surface", "kind": "choice", "options": ["road", "trail"]}])";
  EXPECT_NE(of_condition(R"({">": [{"var": "declared.size"}, 40]})", questions), "");
  EXPECT_EQ(of_condition(R"({"<": [{"var": "declared.size"}, 0]})", questions), "");
  EXPECT_NE(of_condition(R"({"==": [{"var": "declared.surface"}, "street"]})", questions), "");
  EXPECT_EQ(of_condition(R"({"==": [{"var": "declared.surface"}, "road"]})", questions), "");
}

TEST(Lint, LooksThroughSegments) {
  const std::string segments = R"("segments": [{"id": "big", "when": {">": [{"var": "cart.value"}, 100]}}])";
  EXPECT_NE(of_condition(R"({"and": [{"var": "segment.big"}, {"<": [{"var": "cart.value"}, 50]}]})", segments), "");
  EXPECT_EQ(of_condition(R"({"and": [{"!": {"var": "segment.big"}}, {"<": [{"var": "cart.value"}, 50]}]})", segments),
            "");
}

TEST(Lint, FindsSegmentsThatNobodyCanEnter) {
  const std::string used = R"(, "slots": [{"id": "s"}], "campaigns": [)" +
                           campaign("c", R"("when": {"or": [{"var": "segment.a"}, {"var": "segment.b"}]})") + "]";
  EXPECT_EQ(warnings_of(with(R"("segments": [
                {"id": "a", "when": {"and": [{"==": [{"var": "visit.count"}, 1]}, {">": [{"var": "visit.count"}, 1]}]}},
                {"id": "b", "when": true}])" +
                             used)),
            "segments[0].when: nobody can be in this segment: no value of \"visit.count\" meets what is asked of it; "
            "take one of the contradicting conditions out\n");
  EXPECT_EQ(warnings_of(with(R"("segments": [
                {"id": "a", "when": {">": [{"var": "visit.count"}, 5]}, "excludes": ["b"]},
                {"id": "b", "when": {">": [{"var": "visit.count"}, 3]}}])" +
                             used)),
            "segments[0]: nobody can be in this segment: it gives way to segments that hold all of its members; "
            "give it a higher priority\n");
}

TEST(Lint, FindsTriggersThatContradictTheCondition) {
  EXPECT_EQ(
      of_campaigns(campaign("c", R"("when": {"<": [{"var": "page.seconds"}, 10]}, "trigger": {"after_seconds": 20})")),
      "campaigns[0].trigger: nobody can see this campaign: its trigger contradicts its condition; "
      "take one of the contradicting conditions out\n");
}

// --- campaigns of one slot ---

TEST(Lint, FindsCampaignsThatAreAlwaysOutranked) {
  const char* said =
      "campaigns[1]: nobody can see this campaign: \"first\" shows instead whenever it could; "
      "give it a higher priority than 5\n";
  EXPECT_EQ(of_campaigns(campaign("first", R"("priority": 5)") + "," + campaign("second")), said);
  EXPECT_EQ(of_campaigns(campaign("first") + "," + campaign("second", R"("weight": 1)")),
            "campaigns[0]: nobody can see this campaign: \"second\" shows instead whenever it could; "
            "give it a higher priority than 0\n");
  // The first holds wherever the second does.
  EXPECT_EQ(of_campaigns(
                campaign("first", R"("priority": 5, "when": {">": [{"var": "cart.value"}, 3]})") + "," +
                campaign("second", R"("when": {"and": [{"var": "cart.items"}, {">": [{"var": "cart.value"}, 5]}]})")),
            said);
}

TEST(Lint, LeavesCampaignsAloneThatShowWhereTheFirstDoesNot) {
  for (const char* first : {
           R"("when": {"var": "cart.items"})",
           R"("schedule": {"weekdays": [1]})",
           R"("caps": [{"per": "session", "times": 3}])",
           R"("quiet_days": 3)",
           R"("trigger": {"scroll": 50})",
           R"("experiment": {"traffic": 0.5, "control": 0.1})",
       }) {
    EXPECT_EQ(of_campaigns(campaign("first", std::string(R"("priority": 5, )") + first) + "," + campaign("second")), "")
        << first;
  }
  EXPECT_EQ(of_campaigns(campaign("first", R"("priority": 5)") + "," + campaign("second", R"("contextual": true)")), "")
      << "without consent only the second may show";
  EXPECT_EQ(of_campaigns(campaign("first", R"("weight": 1)") + "," + campaign("second", R"("weight": 1)")), "");
  EXPECT_EQ(of_campaigns(
                campaign("first", R"("priority": 5)") + "," + campaign("second"),
                R"("journeys": [{"id": "j", "trigger": {"event": "login"}, "steps": [{"id": "x", "show": "first"}]}])"),
            "")
      << "the first acts only in the journey";
}

TEST(Lint, FindsFallbacksThatNeverGetTheirTurn) {
  EXPECT_EQ(warnings_of(with(R"("slots": [{"id": "s", "fallback": ["house"]}], "campaigns": [)" +
                             campaign("house", R"("priority": 9)") + "," + campaign("all") + "]")),
            "campaigns[0]: nobody can see this campaign: \"all\" shows instead whenever it could; "
            "give it a higher priority than 0\n");
}

TEST(Lint, FindsCampaignsOfEqualPriorityThatOverlap) {
  const std::string runner = campaign("runner", R"("when": {">": [{"var": "interest.category.running"}, 0.4]})");
  const std::string reader = campaign("reader", R"("when": {">": [{"var": "interest.category.books"}, 0.4]})");
  EXPECT_EQ(
      of_campaigns(runner + "," + reader),
      "campaigns[1]: overlaps with \"runner\" in the slot \"s\" at equal priority, and shows only where that does "
      "not, since that stands first; give them different priorities, or a weight each\n");
  EXPECT_EQ(of_campaigns(runner + "," +
                         campaign("not-runner", R"("when": {"<": [{"var": "interest.category.running"}, 0.4]})")),
            "");
}

TEST(Lint, LetsCampaignsShareAPriorityAtDifferentTimes) {
  const auto both = [](const char* first, const char* second) {
    return of_campaigns(campaign("a", std::string(R"("schedule": )") + first) + "," +
                        campaign("b", std::string(R"("schedule": )") + second));
  };
  EXPECT_EQ(both(R"({"to": "2026-12-01"})", R"({"from": "2026-12-01"})"), "");
  EXPECT_EQ(both(R"({"weekdays": [1, 2]})", R"({"weekdays": [3]})"), "");
  EXPECT_EQ(both(R"({"hours": {"from": 9, "to": 12}})", R"({"hours": {"from": 12, "to": 18}})"), "");
  EXPECT_NE(both(R"({"to": "2026-12-02"})", R"({"from": "2026-12-01"})"), "");
  EXPECT_NE(both(R"({"hours": {"from": 22, "to": 2}})", R"({"hours": {"from": 1, "to": 3}})"), "");
  EXPECT_NE(both(R"({"weekdays": [1], "time_zone": "UTC"})", R"({"weekdays": [2]})"), "")
      << "in another zone it is Tuesday";
}

TEST(Lint, FindsSchedulesThatAreNeverOpen) {
  EXPECT_EQ(of_campaigns(campaign("c", R"("schedule": {"from": "2026-12-02", "to": "2026-12-01"})")),
            "campaigns[0].schedule.to: the schedule is over before it begins; swap from and to\n");
  EXPECT_EQ(of_campaigns(campaign("c", R"("schedule": {"to": "2026-09-05"})"), R"("revision": "2026-11-22b")"),
            "campaigns[0].schedule.to: the schedule was over on 2026-09-05, before the document's revision; "
            "leave the campaign out\n");
  EXPECT_EQ(of_campaigns(campaign("c", R"("schedule": {"to": "2026-09-05"})"), R"("revision": "autumn")"), "");
}

// --- caps ---

TEST(Lint, FindsCapsThatAreNeverReached) {
  const auto of_caps = [](const char* caps) { return of_campaigns(campaign("c", std::string(R"("caps": )") + caps)); };
  EXPECT_EQ(of_caps(R"([{"per": "session", "times": 5}, {"per": "lifetime", "times": 3}])"),
            "campaigns[0].caps[0]: the cap is never reached: that of 3 times per lifetime comes first; "
            "leave one of the two out\n");
  EXPECT_EQ(of_caps(R"([{"per": "page", "times": 2}])"),
            "campaigns[0].caps[0]: the cap is never reached: on one page view it is seen at most once anyway; leave it "
            "out\n");
  EXPECT_NE(of_caps(R"([{"per": "week", "times": 2}, {"per": "day", "times": 2}])"), "");
  EXPECT_EQ(of_caps(R"([{"per": "day", "times": 1}, {"per": "week", "times": 2}, {"per": "lifetime", "times": 9}])"),
            "");
  EXPECT_EQ(of_caps(R"([{"per": "session", "times": 2}, {"per": "day", "times": 2}])"), "")
      << "a visit may go on past midnight";
}

TEST(Lint, FindsCapsThatTheGroupMakesNeedless) {
  const std::string groups =
      R"("groups": [{"id": "g", "caps": [{"per": "week", "times": 1}, {"per": "page", "times": 1}]}])";
  EXPECT_EQ(
      of_campaigns(campaign("c", R"("group": "g", "caps": [{"per": "day", "times": 1}])"), groups),
      "groups[0].caps[1]: the cap is never reached: on one page view it is seen at most once anyway; leave it out\n"
      "campaigns[0].caps[0]: the cap is never reached: that of the group \"g\", of once per week comes first; "
      "leave one of the two out\n");
}

// --- experiments and consent ---

TEST(Lint, FindsTrialsOfNothing) {
  EXPECT_EQ(of_campaigns(campaign("c", R"("experiment": {})")),
            "campaigns[0].experiment: the experiment compares nothing: it has one variant and no control; "
            "add a variant or a control\n");
  EXPECT_EQ(of_campaigns(campaign("c", R"("experiment": {"control": 0.1})")), "");
  EXPECT_EQ(of_campaigns(campaign("c", R"("experiment": {"traffic": 0})")),
            "campaigns[0].experiment.traffic: nobody takes part in this experiment; give it a share above 0\n");
  EXPECT_EQ(of_campaigns(campaign("c", R"("experiment": {"control": 1})")),
            "campaigns[0].experiment.control: everybody who takes part sees the page's own content; "
            "give it a share below 1\n");
  EXPECT_EQ(of_campaigns(campaign("c", R"("bandit": {})")),
            "campaigns[0].bandit: the bandit has one variant: there is nothing to learn; add a variant\n");
}

TEST(Lint, FindsContextualCampaignsThatAskTheProfile) {
  EXPECT_EQ(of_campaigns(campaign("c", R"("contextual": true, "when": {"var": "segment.a"})"),
                         R"("segments": [{"id": "a", "when": {">": [{"var": "cart.value"}, 3]}}])"),
            "campaigns[0].when: the campaign may show without consent, but \"cart.value\" is null without it; "
            "ask for what the page view itself says, or let it not be contextual\n");
  EXPECT_EQ(of_campaigns(campaign("c", R"("contextual": true, "when": {"==": [{"var": "context.page"}, "home"]})")),
            "");
}

// --- sensitive categories ---

TEST(Lint, FindsConditionsOnSensitiveCategories) {
  const std::string sensitive = R"("sensitive_categories": ["Underwear"])";
  const std::string said =
      "the condition stands on a category that the document calls sensitive; "
      "what a visitor sees may tell others what she looked at: leave it out\n";
  EXPECT_EQ(of_condition(R"({">": [{"var": "interest.category.underwear"}, 0.3]})", sensitive),
            "campaigns[0].when: " + said);
  EXPECT_EQ(of_condition(R"({"==": [{"var": "interest.top_category"}, "underwear"]})", sensitive),
            "campaigns[0].when: " + said);
  EXPECT_EQ(of_condition(R"({">": [{"var": "interest.category.running"}, 0.3]})", sensitive), "");
  EXPECT_EQ(
      of_condition(R"({"var": "segment.a"})",
                   sensitive + R"(, "segments": [{"id": "a", "when": {"var": "interest.category.underwear.rank"}}])"),
      "segments[0].when: " + said);
  EXPECT_EQ(of_condition(
                R"({"var": "history.h"})",
                sensitive + R"(, "history": [{"id": "h", "count": {"event": "view_item", "category": "underwear"}}])"),
            "history[0]: " + said);
}

// --- what nothing uses ---

TEST(Lint, FindsWhatNothingUses) {
  EXPECT_EQ(
      warnings_of(with(R"("segments": [{"id": "a", "when": true}], "slots": [{"id": "s"}], "layers": [{"id": "l"}],
      "groups": [{"id": "g"}], "history": [{"id": "h", "count": {"event": "search"}}],
      "journeys": [{"id": "j", "trigger": {"event": "login"}, "steps": [{"id": "x", "wait": {"days": 1}}]}])")),
      "segments[0]: the segment is never used: no rule, bandit or journey asks for it; leave it out\n"
      "slots[0]: the slot is never used: no campaign is for it; leave it out\n"
      "layers[0]: the layer is never used: no experiment is in it; leave it out\n"
      "groups[0]: the group is never used: no campaign is in it; leave it out\n"
      "journeys[0]: the journey is never used: none of its steps shows a campaign, and no rule asks for it; "
      "leave it out\n"
      "history[0]: the condition is never used: no rule or journey asks for it; leave it out\n");
}

TEST(Lint, SeesEveryWayToUseASegment) {
  const std::string segments = R"("segments": [{"id": "a", "when": {"var": "cart.items"}}], )";
  const std::string slot = R"("slots": [{"id": "s"}], "campaigns": [)";
  EXPECT_EQ(warnings_of(with(segments + slot + campaign("c", R"("when": {"var": "segment.a"})") + "]")), "");
  EXPECT_EQ(warnings_of(with(segments + slot + R"({"id": "c", "slot": "s", "bandit": {"segments": ["a"]},
      "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]}])")),
            "");
  EXPECT_EQ(warnings_of(with(segments + slot + campaign("c") + R"(], "journeys": [
      {"id": "j", "trigger": {"enters": "a"}, "steps": [{"id": "x", "show": "c"}]}])")),
            "");
}

TEST(Lint, FindsJourneysThatNobodyCanBegin) {
  EXPECT_EQ(
      of_campaigns(campaign("c"), R"("journeys": [{"id": "j", "trigger": {"when": {"<": [{"var": "cart.items"}, 0]}},
      "steps": [{"id": "x", "show": "c"}]}])"),
      "journeys[0].trigger: nobody can begin this journey: no value of \"cart.items\" meets what is asked of it; "
      "take one of the contradicting conditions out\n");
}

TEST(Lint, StaysReadableAndQuickForAnyDocument) {
  std::string slots = R"({"id": "s"})";
  for (int i = 0; i < 300; ++i) slots += R"(,{"id": "s)" + std::to_string(i) + R"("})";
  const auto many = load(with(R"("slots": [)" + slots + "]"));
  ASSERT_TRUE(many.has_value());
  EXPECT_EQ(lint(*many).size(), kMaxProblems);

  // Alternatives that multiply, and none is possible: it gives up rather than try them all.
  std::string rule = R"({"and": [{"or": [{"<": [{"var": "cart.lines"}, 0]}, {"<": [{"var": "cart.lines"}, -1]}]})";
  for (int i = 1; i < 20; ++i) {
    const std::string bound = std::to_string(i);
    rule += R"(, {"or": [{">": [{"var": "cart.value"}, )" + bound + R"(]}, {">": [{"var": "cart.items"}, )" + bound +
            "]}]}";
  }
  EXPECT_EQ(of_condition(rule + "]}"), "");
}

}  // namespace
}  // namespace noren::site
