// The façade: page views, what she does with what slots show, answers, journeys, previews, and what it all comes to.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "tests/support/test_shop.h"

namespace noren {
namespace {

using event::Kind;
using testing::kDay;
using testing::kMinute;
using testing::kNow;
using testing::kPersonal;

constexpr profile::Profile::Seed kSeed = {1, 2};

constexpr const char* kSite = R"({
  "noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"], "pages": ["home", "product", "help"],
  "campaign_tags": ["spring"],
  "questions": [
    {"id": "level", "kind": "choice", "options": ["new", "often"]},
    {"id": "size", "kind": "number", "least": 20, "most": 30},
    {"id": "club", "kind": "boolean"},
    {"id": "birthday", "kind": "month-day"}
  ],
  "segments": [
    {"id": "member", "when": {"var": "declared.club"}, "priority": 2},
    {"id": "guest", "when": true, "excludes": ["member"]}
  ],
  "slots": [{"id": "hero"}, {"id": "note"}, {"id": "offer", "kind": "popup"}, {"id": "way"}, {"id": "tried"}],
  "campaigns": [
    {"id": "sale", "slot": "hero", "caps": [{"per": "page", "times": 1}, {"per": "day", "times": 2}], "quiet_days": 3,
     "variants": [{"id": "a", "content": {}}]},
    {"id": "thanks", "slot": "note", "variants": [{"id": "a", "content": {}}]},
    {"id": "wait", "slot": "offer", "contextual": true, "trigger": {"after_seconds": 20}, "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]},
    {"id": "tokyo", "slot": "way", "schedule": {"hours": {"from": 9, "to": 18}, "time_zone": "Asia/Tokyo"},
     "when": {"and": [{"in": [{"var": "context.channel"}, ["search", "ads"]]}, {"==": [{"var": "visit.landing"}, "other"]},
                      {"==": [{"var": "context.campaign"}, "spring"]}]},
     "variants": [{"id": "a", "content": {}}]},
    {"id": "grid", "slot": "tried", "experiment": {"control": 1, "goal": {"event": "add_to_cart", "within_days": 1}},
     "variants": [{"id": "a", "content": {}}]}
  ],
  "journeys": [{
    "id": "welcome", "trigger": {"event": "view_item"},
    "steps": [{"id": "thanks", "show": "thanks", "for": "seen"}, {"id": "pause", "wait": {"days": 1}}, {"id": "rest", "wait": {"days": 30}}]
  }]
})";
enum Slot : std::size_t { kHero, kNote, kOffer, kWay, kTried };

class VisitTest : public ::testing::Test {
 protected:
  VisitTest() { load(engine_); }

  static void load(Engine& engine) {
    for (const Error& problem : engine.load_site(kSite)) ADD_FAILURE() << to_string(problem);
    engine.begin_page_view({3, 4});
  }
  void visitor() { engine_.set_consent(kPersonal, kSeed); }

  std::vector<std::byte> record(const Engine::Record& record) {
    if (!record) {
      ADD_FAILURE() << to_string(record.error());
      return {};
    }
    tail_.insert(tail_.end(), record->begin(), record->end());
    return {record->begin(), record->end()};
  }
  std::vector<std::byte> views(double time = kNow) {
    event::RawEvent raw;
    raw.kind = Kind::kViewItem;
    raw.time_ms = time;
    return record(engine_.track(raw));
  }
  // The campaign that the slot shows, "" for none, with its role where it is not plain content.
  std::string shows(Slot slot, double time = kNow) {
    const decide::Decision decision = engine_.decide(time)[slot];
    std::string text =
        decision.campaign < 0 ? "" : engine_.site().campaigns[static_cast<std::size_t>(decision.campaign)].id;
    const std::string_view role = decide::kRoles[static_cast<std::size_t>(decision.role)];
    if (role != "content" && role != "fallback") text += "/" + std::string(role);
    return text;
  }
  nlohmann::json profile(double time = kNow) { return nlohmann::json::parse(engine_.export_profile(time)); }

  Engine engine_;
  std::vector<std::byte> tail_;
};

TEST_F(VisitTest, CountsAnExposureOncePerPageView) {
  visitor();
  ASSERT_EQ(shows(kHero), "sale");
  EXPECT_FALSE(record(engine_.seen(kHero, kNow)).empty());
  EXPECT_EQ(shows(kHero), "sale") << "what she has seen stays for the page view, though its cap is reached";
  EXPECT_TRUE(record(engine_.seen(kHero, kNow)).empty());
  engine_.begin_page_view({5, 6});
  EXPECT_EQ(shows(kHero), "sale");
  EXPECT_FALSE(record(engine_.seen(kHero, kNow)).empty());
  engine_.begin_page_view({7, 8});
  EXPECT_EQ(shows(kHero), "") << "twice a day";
  EXPECT_EQ(
      profile()["shown"][0],
      nlohmann::json::parse(
          R"({"campaign": "sale", "variant": "a", "times": 2, "in_session": 2, "today": 2, "this_week": 2, "clicks": 0,
                                       "last_day": "2026-11-22", "last": "2026-11-22T10:00Z", "goal_reached": false, "dismissed_day": null})"));
  EXPECT_EQ(shows(kHero, kNow + kDay), "sale");
}

TEST_F(VisitTest, RecordsClicksAndDismissals) {
  visitor();
  ASSERT_EQ(shows(kHero), "sale");
  record(engine_.seen(kHero, kNow));
  EXPECT_FALSE(record(engine_.select(kHero, kNow)).empty());
  EXPECT_FALSE(record(engine_.dismiss(kHero, kNow)).empty());
  EXPECT_EQ(shows(kHero), "");
  engine_.begin_page_view({5, 6});
  EXPECT_EQ(shows(kHero, kNow + 2 * kDay), "");
  EXPECT_EQ(shows(kHero, kNow + 3 * kDay), "sale");
  EXPECT_EQ(profile()["shown"][0]["clicks"], 1);
  EXPECT_EQ(profile()["shown"][0]["dismissed_day"], "2026-11-22");
}

TEST_F(VisitTest, RebuildsWhatSheDidFromItsBytes) {
  visitor();
  const auto before = engine_.snapshot();
  views();
  shows(kHero);
  record(engine_.seen(kHero, kNow));
  shows(kNote);
  record(engine_.seen(kNote, kNow));
  record(engine_.answer(2, 1, kNow));
  record(engine_.tick(kNow + 2 * kDay));
  Engine other;
  load(other);
  other.set_consent(kPersonal, {9, 9});
  ASSERT_TRUE(other.restore(before));
  EXPECT_EQ(other.apply(tail_).value(), 7u) << "four acts and events, and three steps of the journey";
  EXPECT_EQ(other.snapshot(), engine_.snapshot());
}

TEST_F(VisitTest, CountsNothingThatIsNotHers) {
  EXPECT_EQ(engine_.decide(kNow)[kHero].role, 0);
  EXPECT_TRUE(record(engine_.seen(kHero, kNow)).empty());
  EXPECT_EQ(engine_.answer(2, 1, kNow).error().code, ErrorCode::kConsentRequired);
  EXPECT_TRUE(record(engine_.tick(kNow)).empty());
  visitor();
  engine_.decide(kNow);
  EXPECT_TRUE(record(engine_.seen(kNote, kNow)).empty()) << "the page's own content";
  for (const auto act : {&Engine::seen, &Engine::select, &Engine::dismiss})
    EXPECT_TRUE(record((engine_.*act)(99, kNow)).empty());
  EXPECT_TRUE(profile()["shown"].empty());
}

TEST_F(VisitTest, SetsAsideWhatSheWishes) {
  visitor();
  using profile::Aside;
  const auto item = engine_.text(event::FieldType::kItemId, "trail-shoe");
  const auto category = engine_.text(event::FieldType::kCategory, "Running");
  const auto brand = engine_.text(event::FieldType::kBrand, "hayate");
  record(engine_.disregard(Aside::kDisliked, item, false, kNow));
  record(engine_.disregard(Aside::kCategory, category, false, kNow));
  record(engine_.disregard(Aside::kBrand, brand, false, kNow));
  record(engine_.disregard(Aside::kQuestion, 2, false, kNow));
  const auto aside = profile()["set_aside"];
  ASSERT_EQ(aside.size(), 4u);
  EXPECT_EQ(aside[0]["what"], "question");
  EXPECT_EQ(aside[0]["question"], "club");
  EXPECT_EQ(aside[3]["what"], "disliked");
  EXPECT_TRUE(aside[3]["item_id"].is_null()) << "no model, no name";
  EXPECT_EQ(aside[3]["day"], "2026-11-22");
  record(engine_.disregard(Aside::kDisliked, item, true, kNow));
  EXPECT_EQ(profile()["set_aside"].size(), 3u);
  EXPECT_EQ(engine_.disregard(Aside::kQuestion, 99, false, kNow).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(engine_.disregard(Aside::kDisliked, 0xffffffffu, false, kNow).error().code, ErrorCode::kInvalidArgument);
}

TEST_F(VisitTest, TakesAnswersOfTheirKindOnly) {
  visitor();
  const std::vector<double> mad = {-1, std::nan(""), 1e300, 0.5};
  const std::vector<std::vector<double>> good = {{0, 1}, {20, 24.5, 30}, {0, 1}, {101, 229, 514, 1231}};
  const std::vector<std::vector<double>> bad = {{2}, {19.9, 30.1}, {2}, {0, 100, 132, 230, 431, 1301, 1232}};
  for (std::size_t question = 0; question < good.size(); ++question) {
    for (const double value : good[question])
      EXPECT_TRUE(engine_.answer(question, value, kNow)) << question << " " << value;
    for (const auto& values : {bad[question], mad}) {
      for (const double value : values) {
        const auto refused = engine_.answer(question, value, kNow);
        ASSERT_FALSE(refused) << question << " " << value;
        EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
        EXPECT_NE(refused.error().hint, "");
      }
    }
  }
  EXPECT_FALSE(engine_.answer(4, 0, kNow));
  std::vector<nlohmann::json> answers;
  const nlohmann::json exported = profile();
  for (const auto& answer : exported["answers"]) answers.push_back(answer["answer"]);
  EXPECT_THAT(answers, ::testing::ElementsAre("often", 30.0, true, "12-31"));
}

TEST_F(VisitTest, SaysWhichSegmentsSheIsInAndWhatKeepsHerOut) {
  visitor();
  const auto segments = [&] { return nlohmann::json::parse(engine_.segments(kNow)); };
  EXPECT_EQ(segments()[0]["segment"], "member");
  EXPECT_EQ(segments()[0]["member"], false);
  EXPECT_EQ(segments()[1]["member"], true);
  record(engine_.answer(2, 1, kNow));
  EXPECT_EQ(segments()[0]["member"], true);
  EXPECT_EQ(segments()[1]["member"], false);
  EXPECT_EQ(segments()[1]["excludedBy"], nlohmann::json({"member"}));
}

TEST_F(VisitTest, WalksThroughJourneys) {
  visitor();
  EXPECT_EQ(shows(kNote), "");
  EXPECT_EQ(engine_.journeys(kNow), "[]");
  views();
  const auto journey = [&](double time = kNow) { return nlohmann::json::parse(engine_.journeys(time))[0]; };
  EXPECT_EQ(journey(),
            nlohmann::json::parse(
                R"({"journey": "welcome", "step": "thanks", "times": 1, "started": "2026-11-22", "end": null})"));
  EXPECT_EQ(shows(kNote), "thanks");
  record(engine_.seen(kNote, kNow));
  EXPECT_EQ(journey()["step"], "pause");
  EXPECT_TRUE(record(engine_.tick(kNow)).empty());
  engine_.decide(kNow);
  const double due = engine_.next_change();
  EXPECT_LE(due, kNow + 2 * kDay);
  EXPECT_GT(due, kNow);
  EXPECT_FALSE(record(engine_.tick(kNow + 2 * kDay)).empty());
  EXPECT_EQ(journey(kNow + 2 * kDay)["step"], "rest");
  record(engine_.tick(kNow + 40 * kDay));
  EXPECT_EQ(journey(kNow + 40 * kDay)["step"], nullptr);
  EXPECT_EQ(journey(kNow + 40 * kDay)["end"], "finished");
  EXPECT_EQ(profile()["journeys"][0]["journey"], "welcome");
}

TEST_F(VisitTest, KnowsThePageViewsState) {
  EXPECT_EQ(shows(kOffer), "");
  engine_.set_page_state(20, 0, 0, false);
  EXPECT_EQ(shows(kOffer), "wait/contextual");
  EXPECT_TRUE(record(engine_.seen(kOffer, kNow)).empty()) << "without a profile nothing counts";
  record(engine_.dismiss(kOffer, kNow));
  EXPECT_EQ(shows(kOffer), "") << "but she closed it";
  engine_.begin_page_view({5, 6});
  EXPECT_EQ(shows(kOffer), "");
  engine_.set_page_state(25, 0, 0, false);
  EXPECT_EQ(shows(kOffer), "wait/contextual");
}

TEST_F(VisitTest, ChoosesWithoutAProfileByThePageViewsEntropy) {
  engine_.set_page_state(20, 0, 0, false);
  std::size_t chosen[2] = {};
  for (std::uint64_t page = 0; page < 64; ++page) {
    engine_.begin_page_view({page, 7});
    engine_.set_page_state(20, 0, 0, false);
    ++chosen[engine_.decide(kNow)[kOffer].variant];
  }
  EXPECT_GT(chosen[0], 16u);
  EXPECT_GT(chosen[1], 16u);
}

TEST_F(VisitTest, KnowsHowSheCameAndTheClocksOfZones) {
  visitor();
  ASSERT_EQ(engine_.site().zones[1].name, "Asia/Tokyo");
  const double noon = kNow - std::fmod(kNow, kDay) + 3 * 60 * kMinute;  // 03:00 UTC, 12:00 in Tokyo
  const PageContext context{.page = 0, .landing = 2, .channel = 1, .campaign_tag = 0};
  engine_.set_context(context);
  EXPECT_EQ(shows(kWay, noon), "");
  engine_.set_zone_offset(1, 540);
  EXPECT_EQ(shows(kWay, noon), "tokyo");
  EXPECT_EQ(engine_.next_change(), noon + 6 * 60 * kMinute);
  EXPECT_EQ(shows(kWay, engine_.next_change()), "");
  engine_.set_zone_offset(99, 540);
  for (const PageContext& other : {PageContext{.landing = 1, .channel = 1, .campaign_tag = 0},
                                   PageContext{.landing = 2, .channel = 2, .campaign_tag = 0},
                                   PageContext{.landing = 2, .channel = 1, .campaign_tag = 7}}) {
    engine_.set_context(other);
    EXPECT_EQ(shows(kWay, noon), "");
  }
}

TEST_F(VisitTest, ForcesAPreviewThatNeverCounts) {
  visitor();
  EXPECT_TRUE(engine_.preview(kOffer, 2, 1));
  EXPECT_EQ(shows(kOffer), "wait/preview");
  EXPECT_EQ(engine_.decide(kNow)[kOffer].variant, 1);
  EXPECT_TRUE(record(engine_.seen(kOffer, kNow)).empty());
  EXPECT_FALSE(engine_.preview(kOffer, 0, 0)) << "a campaign of another slot";
  EXPECT_FALSE(engine_.preview(kOffer, 2, 9));
  EXPECT_FALSE(engine_.preview(99, 2, 0));
  EXPECT_EQ(shows(kOffer), "wait/preview");
  engine_.end_previews();
  EXPECT_EQ(shows(kOffer), "");
}

TEST_F(VisitTest, CountsWhatTheControlGroupDoes) {
  visitor();
  EXPECT_EQ(shows(kTried), "grid/control");
  EXPECT_EQ(engine_.decide(kNow)[kTried].variant, -1);
  EXPECT_EQ(engine_.results(kNow), "[]");
  record(engine_.seen(kTried, kNow));
  const auto results = [&] { return nlohmann::json::parse(engine_.results(kNow)); };
  EXPECT_EQ(results(), nlohmann::json::parse(
                           R"([{"campaign": "grid", "arms": [{"variant": null, "shown": 1.0, "succeeded": 0.0}]}])"));
  event::RawEvent cart;
  cart.kind = Kind::kAddToCart;
  cart.time_ms = kNow;
  record(engine_.track(cart));
  EXPECT_EQ(results()[0]["arms"][0]["succeeded"], 1.0);
  EXPECT_EQ(profile()["outcomes"], results());
}

TEST_F(VisitTest, TellsForWhichSegmentABanditLearned) {
  std::string site = kSite;
  const std::string experiment = R"("experiment": {"control": 1, "goal": {"event": "add_to_cart", "within_days": 1}})";
  site.replace(site.find(experiment), experiment.size(),
               R"("bandit": {"goal": {"event": "add_to_cart", "within_days": 1}, "segments": ["guest"]})");
  for (const Error& problem : engine_.load_site(site)) ADD_FAILURE() << to_string(problem);
  engine_.begin_page_view({3, 4});
  visitor();
  ASSERT_EQ(shows(kTried), "grid");
  record(engine_.seen(kTried, kNow));
  const auto results = nlohmann::json::parse(engine_.results(kNow));
  EXPECT_EQ(
      results,
      nlohmann::json::parse(
          R"([{"campaign": "grid", "arms": [{"variant": "a", "segment": "guest", "shown": 1.0, "succeeded": 0.0}]}])"));
  EXPECT_EQ(profile()["outcomes"], results);
}

TEST_F(VisitTest, ForgetsThePageViewWithTheVisitor) {
  visitor();
  ASSERT_EQ(shows(kHero), "sale");
  record(engine_.seen(kHero, kNow));
  record(engine_.dismiss(kHero, kNow));
  engine_.set_consent(privacy::Consent(), kSeed);
  EXPECT_EQ(shows(kHero), "");
  engine_.set_consent(kPersonal, {7, 7});
  EXPECT_EQ(shows(kHero), "sale");
  EXPECT_FALSE(record(engine_.seen(kHero, kNow)).empty());
}

TEST_F(VisitTest, ListsWhatAHostMustObserveAndTell) {
  const auto vocabulary = nlohmann::json::parse(engine_.vocabulary());
  EXPECT_EQ(vocabulary["signals"], nlohmann::json({"seconds"}));
  EXPECT_EQ(vocabulary["zones"], nlohmann::json::parse(R"([null, "Asia/Tokyo"])"));
  EXPECT_EQ(vocabulary["tags"], nlohmann::json({"spring"}));
  EXPECT_EQ(vocabulary["channels"].size(), std::size(profile::kChannels));
  EXPECT_EQ(vocabulary["roles"].size(), std::size(decide::kRoles));
}

TEST_F(VisitTest, NeverChangesByTimeWhereNothingAsksForIt) {
  Engine plain;
  ASSERT_TRUE(
      plain
          .load_site(R"({"noren": 1, "site": "plain", "currency": "JPY", "languages": ["ja"], "slots": [{"id": "hero"}],
                                 "campaigns": [{"id": "a", "slot": "hero", "when": {">": [{"var": "cart.items"}, 0]}, "variants": [{"id": "a", "content": {}}]}]})")
          .empty());
  plain.set_consent(kPersonal, kSeed);
  plain.decide(kNow);
  EXPECT_TRUE(std::isinf(plain.next_change()));
}

}  // namespace
}  // namespace noren
