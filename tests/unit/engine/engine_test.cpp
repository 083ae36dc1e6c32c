// The façade: from a click to a changed page, and back to a stranger.

#include "core/engine/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "core/engine/frame.h"
#include "tests/support/test_model.h"
#include "tests/support/test_shop.h"

namespace noren {
namespace {

using event::Kind;
using recommend::Strategy;
using testing::Fields;
using testing::kMinute;
using testing::kNow;
using testing::kPersonal;

constexpr std::string_view kSite = R"({
  "noren": 1, "site": "test", "currency": "JPY", "languages": ["ja", "en"], "pages": ["home", "product"],
  "segments": [{"id": "runner", "when": {">=": [{"var": "interest.category.running"}, 0.5]}}],
  "slots": [{"id": "hero"}, {"id": "note"}],
  "campaigns": [
    {"id": "hero-running", "slot": "hero", "when": {"var": "segment.runner"}, "priority": 10,
     "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]},
    {"id": "hero-ja-home", "slot": "hero", "variants": [{"id": "only", "content": {}}],
     "when": {"and": [{"==": [{"var": "context.language"}, "ja"]}, {"==": [{"var": "context.page"}, "home"]}]}}
  ]
})";
constexpr profile::Profile::Seed kSeed = {1, 2};

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() { load(engine_); }

  static void load(Engine& engine) {
    ASSERT_THAT(engine.load_site(kSite), ::testing::IsEmpty());
    ASSERT_TRUE(engine.load_model(testing::test_model()));
  }

  event::RawEvent event_of(Engine& engine, Kind kind, double time, const std::vector<Fields>& items) {
    event::RawEvent raw;
    raw.kind = kind;
    raw.time_ms = time;
    for (const Fields& fields : items) {
      event::RawItem item;
      for (const auto& [name, value] : fields) {
        for (std::uint32_t f = 0; f < event::fields().size(); ++f) {
          if (event::fields()[f].name != name) continue;
          const auto* text = std::get_if<std::string>(&value);
          item.fields.push_back({f, text ? engine.text(event::fields()[f].type, *text) : std::get<double>(value)});
        }
      }
      raw.items.push_back(item);
    }
    return raw;
  }
  std::vector<std::byte> happens(Engine& engine, Kind kind, const char* item, double time = kNow) {
    const auto stored = engine.track(event_of(engine, kind, time, {{{"item_id", item}}}));
    EXPECT_TRUE(stored);
    return stored ? std::vector(stored->begin(), stored->end()) : std::vector<std::byte>();
  }
  std::string hero(Engine& engine, double time = kNow) {
    const auto decision = engine.decide(time)[0];
    return decision.campaign < 0 ? "fallback" : engine.site().campaigns[static_cast<std::size_t>(decision.campaign)].id;
  }
  std::vector<std::string> recommended(Strategy strategy, const char* item = nullptr) {
    recommend::Request request{.strategy = strategy, .limit = 4};
    if (item) request.item = engine_.item_of(engine_.text(event::FieldType::kItemId, item)).value();
    const auto list = engine_.recommend(request, kNow);
    EXPECT_TRUE(list);
    std::vector<std::string> ids;
    for (const auto& r : *list) ids.emplace_back(engine_.model().item_id(r.item));
    return ids;
  }

  Engine engine_;
};

TEST_F(EngineTest, ShowsAStrangerThePagesOwnContent) {
  engine_.set_context({.language = 0, .page = 0});
  EXPECT_EQ(hero(engine_), "fallback");
  EXPECT_FALSE(engine_.track(event_of(engine_, Kind::kViewItem, kNow, {{{"item_id", "sock"}}})));
  EXPECT_TRUE(engine_.snapshot().empty());
  EXPECT_EQ(engine_.export_profile(kNow), "null");
  EXPECT_THAT(recommended(Strategy::kForYou), ::testing::IsEmpty());
  EXPECT_THAT(recommended(Strategy::kSimilar, "kettle"), ::testing::Contains("mug"));
}

TEST_F(EngineTest, ChangesThePageAfterTwoClicks) {
  engine_.set_consent(kPersonal, kSeed);
  EXPECT_EQ(hero(engine_), "fallback");
  happens(engine_, Kind::kViewItem, "trail-shoe");
  happens(engine_, Kind::kViewItem, "road-shoe");
  EXPECT_EQ(hero(engine_), "hero-running");
  EXPECT_THAT(recommended(Strategy::kForYou), ::testing::Contains("sock"));
  EXPECT_THAT(recommended(Strategy::kForYou), ::testing::Not(::testing::Contains("sold-out-shoe")));
  EXPECT_THAT(recommended(Strategy::kRecentlyViewed), ::testing::ElementsAre("road-shoe", "trail-shoe"));
  const auto handle = engine_.text(event::FieldType::kCategory, "Running");
  EXPECT_DOUBLE_EQ(engine_.category_interest(handle, kNow), 2.0 / 3.0);
}

TEST_F(EngineTest, RecommendsWithoutWhatSheSetsAsideAlsoAfterAReload) {
  using profile::Aside;
  engine_.set_consent(kPersonal, kSeed);
  happens(engine_, Kind::kViewItem, "trail-shoe");
  ASSERT_THAT(recommended(Strategy::kForYou), ::testing::Contains("road-shoe"));
  const auto handle = [&](event::FieldType type, const char* name) { return engine_.text(type, name); };
  ASSERT_TRUE(engine_.disregard(Aside::kDisliked, handle(event::FieldType::kItemId, "road-shoe"), false, kNow));
  ASSERT_TRUE(engine_.disregard(Aside::kCategory, handle(event::FieldType::kCategory, "Running"), false, kNow));
  ASSERT_TRUE(engine_.disregard(Aside::kBrand, handle(event::FieldType::kBrand, "hayate"), false, kNow));
  EXPECT_THAT(recommended(Strategy::kForYou), ::testing::Not(::testing::Contains("road-shoe")));
  EXPECT_EQ(engine_.category_interest(handle(event::FieldType::kCategory, "Running"), kNow), 0.0);
  const auto before = engine_.snapshot();
  ASSERT_TRUE(engine_.restore(before));
  EXPECT_THAT(recommended(Strategy::kForYou), ::testing::Not(::testing::Contains("road-shoe")));
  const auto aside = nlohmann::json::parse(engine_.export_profile(kNow))["set_aside"];
  ASSERT_EQ(aside.size(), 3u);
  EXPECT_EQ(aside[0]["brand"], "hayate");
  EXPECT_EQ(aside[1]["category"], "running");
  EXPECT_EQ(aside[2]["item_id"], "road-shoe");
}

TEST_F(EngineTest, ForgetsAnInterestAsTimePasses) {
  engine_.set_consent(kPersonal, kSeed);
  for (int i = 0; i < 3; ++i) happens(engine_, Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(hero(engine_), "hero-running");
  EXPECT_EQ(hero(engine_, kNow + 200 * testing::kDay), "fallback");
}

TEST_F(EngineTest, TakesThePageViewIntoAccount) {
  engine_.set_consent(kPersonal, kSeed);
  engine_.set_context({.language = 0, .page = 0});
  EXPECT_EQ(hero(engine_), "hero-ja-home");
  engine_.set_context({.language = 1, .page = 0});
  EXPECT_EQ(hero(engine_), "fallback");
}

TEST_F(EngineTest, IsAStrangerAgainAtOnceWhenConsentIsTakenBack) {
  engine_.set_consent(kPersonal, kSeed);
  happens(engine_, Kind::kViewItem, "trail-shoe");
  happens(engine_, Kind::kViewItem, "trail-shoe");
  ASSERT_EQ(hero(engine_), "hero-running");
  engine_.set_consent(privacy::Consent(), kSeed);
  EXPECT_EQ(hero(engine_), "fallback");
  EXPECT_TRUE(engine_.snapshot().empty());
  engine_.set_consent(kPersonal, {7, 7});
  EXPECT_EQ(hero(engine_), "fallback") << "a new yes begins a new profile";
}

TEST_F(EngineTest, KeepsTheSeedOfAProfileThatExists) {
  engine_.set_consent(kPersonal, kSeed);
  const auto before = engine_.snapshot();
  engine_.set_consent(privacy::Consent::from_bits(7), {9, 9});
  EXPECT_EQ(engine_.snapshot(), before);
}

TEST_F(EngineTest, RebuildsTheSameProfileFromSnapshotAndStoredEvents) {
  engine_.set_consent(kPersonal, kSeed);
  happens(engine_, Kind::kViewItem, "trail-shoe");
  const auto snapshot = engine_.snapshot();
  std::vector<std::byte> tail;
  for (const char* item : {"road-shoe", "kettle", "sock"}) {
    const auto stored = happens(engine_, Kind::kAddToCart, item, kNow + kMinute);
    tail.insert(tail.end(), stored.begin(), stored.end());
  }
  Engine other;
  load(other);
  EXPECT_EQ(other.restore(snapshot).error().code, ErrorCode::kConsentRequired);
  other.set_consent(kPersonal, {5, 5});
  ASSERT_TRUE(other.restore(snapshot));
  EXPECT_EQ(other.apply(tail), 3u);
  EXPECT_EQ(other.snapshot(), engine_.snapshot());
  EXPECT_EQ(other.decide(kNow)[0], engine_.decide(kNow)[0]);
}

TEST_F(EngineTest, AppliesStoredEventsAllOrNone) {
  engine_.set_consent(kPersonal, kSeed);
  auto stored = happens(engine_, Kind::kViewItem, "trail-shoe");
  const auto second = happens(engine_, Kind::kAddToCart, "trail-shoe");
  stored.insert(stored.end(), second.begin(), second.end() - 1);  // the last byte is lost
  const auto before = engine_.snapshot();
  EXPECT_EQ(engine_.apply(stored).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(engine_.snapshot(), before);
}

TEST_F(EngineTest, KeepsTheProfileWhenASnapshotIsRefused) {
  engine_.set_consent(kPersonal, kSeed);
  happens(engine_, Kind::kViewItem, "trail-shoe");
  auto bytes = engine_.snapshot();
  const auto before = bytes;
  bytes[20] ^= std::byte{1};
  EXPECT_EQ(engine_.restore(bytes).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(engine_.snapshot(), before);
}

TEST_F(EngineTest, StaysAsItWasWhenASiteOrModelIsBad) {
  engine_.set_consent(kPersonal, kSeed);
  happens(engine_, Kind::kViewItem, "trail-shoe");
  const auto before = engine_.snapshot();
  EXPECT_THAT(engine_.load_site("{"), ::testing::SizeIs(1));
  auto model = testing::test_model();
  model.resize(model.size() / 2);
  EXPECT_EQ(engine_.load_model(model).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(engine_.snapshot(), before);
  EXPECT_THAT(recommended(Strategy::kForYou), ::testing::Not(::testing::IsEmpty()));
}

TEST_F(EngineTest, AnswersWithoutASiteAndWithoutAModel) {
  Engine empty;
  EXPECT_TRUE(empty.decide(kNow).empty());
  EXPECT_EQ(empty.explain(0, kNow), "null");
  EXPECT_EQ(empty.recommend({}, kNow).error().code, ErrorCode::kInvalidArgument);
  empty.set_consent(kPersonal, kSeed);
  EXPECT_TRUE(empty.track(event_of(empty, Kind::kViewItem, kNow, {{{"item_id", "anything"}}})));
  ASSERT_THAT(empty.load_site(kSite), ::testing::IsEmpty());
  EXPECT_TRUE(empty.snapshot().empty()) << "a new site begins anew";
  EXPECT_EQ(empty.recommend({}, kNow).error().code, ErrorCode::kInvalidArgument);
}

TEST_F(EngineTest, ExplainsASlot) {
  engine_.set_consent(kPersonal, kSeed);
  happens(engine_, Kind::kViewItem, "trail-shoe");
  happens(engine_, Kind::kViewItem, "trail-shoe");
  const auto explanation = nlohmann::json::parse(engine_.explain(0, kNow));
  EXPECT_EQ(explanation["slot"], "hero");
  EXPECT_EQ(explanation["level"], "personal");
  EXPECT_EQ(explanation["outcome"], "campaign");
  EXPECT_EQ(explanation["campaign"], "hero-running");
  ASSERT_EQ(explanation["considered"].size(), 2u);
  EXPECT_EQ(explanation["considered"][0]["verdict"], "chosen");
  EXPECT_EQ(explanation["considered"][1]["verdict"], "condition");
  EXPECT_EQ(engine_.explain(99, kNow), "null");
}

TEST_F(EngineTest, ExportsTheProfileInReadableForm) {
  engine_.set_consent(kPersonal, kSeed);
  happens(engine_, Kind::kViewItem, "trail-shoe");
  happens(engine_, Kind::kAddToCart, "kettle");
  const auto exported = nlohmann::json::parse(engine_.export_profile(kNow));
  EXPECT_EQ(exported["visits"], 1);
  EXPECT_EQ(exported["first_day"], "2026-11-22");
  EXPECT_EQ(exported["seen"][0]["item_id"], "trail-shoe");
  EXPECT_EQ(exported["cart"][0]["price"], 5400.0);
  EXPECT_EQ(exported["events"]["add_to_cart"], 1);
  EXPECT_DOUBLE_EQ(exported["interests"]["brands"][0]["share"].get<double>(), 3.0 / 5.0);
  EXPECT_EQ(exported["interests"]["brands"][0]["name"], "yugen");
  EXPECT_EQ(exported["session_events"], 2);
  EXPECT_EQ(exported["session_began"], "2026-11-22T10:00Z");
  EXPECT_EQ(exported["cart_changed"], "2026-11-22T10:00Z");
  EXPECT_EQ(exported["seed"].get<std::string>().size(), 32u);
  EXPECT_EQ(exported["days"], nlohmann::json::parse(R"([{"day": "2026-11-22", "view_item": 1, "add_to_cart": 1}])"));
  EXPECT_EQ(exported["last_days"]["view_item"], "2026-11-22");
  EXPECT_EQ(exported["history"][0]["event"], "add_to_cart");
  EXPECT_EQ(exported["history"][0]["item_id"], "kettle");
  EXPECT_EQ(exported["history"][0]["brand"], "yugen");
  EXPECT_EQ(exported["history"][0]["time"], "2026-11-22T10:00Z");

  ASSERT_TRUE(engine_.track(event_of(engine_, Kind::kPageView, kNow + 3 * testing::kDay, {})));
  const auto later = nlohmann::json::parse(engine_.export_profile(kNow + 3 * testing::kDay));
  EXPECT_EQ(later["history"][0]["time"], "2026-11-22") << "of an earlier visit the day is all that is kept";
  EXPECT_EQ(later["cart_changed"], "2026-11-22");
  EXPECT_EQ(later["days"][0], nlohmann::json::parse(R"({"day": "2026-11-25", "page_view": 1})"));
  EXPECT_EQ(later["days"][1]["day"], "2026-11-22");
}

TEST_F(EngineTest, ListsItsVocabulary) {
  const auto vocabulary = nlohmann::json::parse(engine_.vocabulary());
  EXPECT_EQ(vocabulary["events"].size(), event::kPageKindCount);
  EXPECT_EQ(vocabulary["fields"].size(), event::fields().size());
  EXPECT_EQ(vocabulary["slots"], nlohmann::json({"hero", "note"}));
  EXPECT_EQ(vocabulary["campaigns"][0]["variants"], nlohmann::json({"a", "b"}));
  EXPECT_EQ(vocabulary["strategies"][0], "for-you");
  EXPECT_EQ(vocabulary["reasons"].size(), recommend::kReasonKindCount);
  EXPECT_EQ(vocabulary["devices"], nlohmann::json({"phone", "tablet", "desktop"}));
}

TEST(Frame, ReadsWhatAHostWrites) {
  event::RawEvent event;
  const double frame[] = {3, kNow, 1, 9, 0, 2, 2, 0, 5, 7, 1200, 1, -1, 8};
  ASSERT_TRUE(read_frame(frame, event));
  EXPECT_EQ(event.kind, Kind::kViewItem);
  EXPECT_EQ(event.time_ms, kNow);
  ASSERT_EQ(event.items.size(), 2u);
  EXPECT_EQ(event.items[0].fields[1].value, 1200);
  EXPECT_EQ(event.items[1].fields[0].field, event::kUnknownField);
}

TEST(Frame, RefusesFramesThatAreCutShortOrTooLongOrMad) {
  event::RawEvent event;
  const std::vector<double> frame = {3, kNow, 1, 9, 0, 1, 1, 0, 5};
  ASSERT_TRUE(read_frame(frame, event));
  for (std::size_t length = 0; length < frame.size(); ++length) {
    EXPECT_FALSE(read_frame(std::span(frame).first(length), event)) << length;
  }
  auto longer = frame;
  longer.push_back(0);
  EXPECT_FALSE(read_frame(longer, event));
  for (const double mad :
       {-1.0, 1e300, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (const std::size_t at : {0u, 2u, 5u, 6u}) {
      auto bad = frame;
      bad[at] = mad;
      EXPECT_FALSE(read_frame(bad, event)) << at << " " << mad;
    }
  }
}

}  // namespace
}  // namespace noren
