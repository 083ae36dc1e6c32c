// The profile in her hand: forgetting through the façade, and JSON that holds all of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "tests/support/test_model.h"
#include "tests/support/test_shop.h"

namespace noren {
namespace {

using event::FieldType;
using event::Kind;
using ::testing::HasSubstr;
using nlohmann::json;
using testing::kDay;
using testing::kMinute;
using testing::kNow;
using testing::kPersonal;

constexpr const char* kSite = R"({
  "noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"],
  "profile": {"price_bands": [1000, 5000]},
  "questions": [{"id": "level", "kind": "choice", "options": ["new", "often"]}, {"id": "size", "kind": "number"}],
  "slots": [{"id": "hero"}, {"id": "note"}],
  "campaigns": [
    {"id": "sale", "slot": "hero", "experiment": {"goal": {"event": "purchase", "within_days": 1}},
     "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]},
    {"id": "shoes", "slot": "note", "when": {">": [{"var": "interest.category.shoes"}, 2]}, "variants": [{"id": "a", "content": {}}]}
  ],
  "journeys": [{"id": "welcome", "trigger": {"event": "view_item"}, "again": "always",
                "steps": [{"id": "pause", "wait": {"days": 1}}, {"id": "rest", "wait": {"days": 2}}]}]
})";

class HandoverTest : public ::testing::Test {
 protected:
  HandoverTest() { begin(engine_, {1, 2}); }

  static void begin(Engine& engine, const profile::Profile::Seed& seed) {
    const auto problems = engine.load_site(kSite);
    ASSERT_TRUE(problems.empty()) << to_string(problems[0]);
    engine.set_consent(kPersonal, seed);
    engine.begin_page_view({3, 4});
  }

  void tracks(Kind kind, double time, const std::string& item, const std::string& category = "shoes") {
    const auto field = [](FieldType type) {
      for (std::uint32_t i = 0; i < event::fields().size(); ++i) {
        if (event::fields()[i].type == type) return i;
      }
      return event::kUnknownField;
    };
    const auto text = [&](FieldType type, const std::string& name) {
      return event::RawField{field(type), static_cast<double>(engine_.text(type, name))};
    };
    event::RawEvent event;
    event.kind = kind;
    event.time_ms = time;
    event.items.push_back({{text(FieldType::kItemId, item),
                            text(FieldType::kCategory, category),
                            text(FieldType::kBrand, "hayate"),
                            {field(FieldType::kMoney), 1200}}});
    ASSERT_TRUE(engine_.track(event));
  }

  // Some of everything that a profile can hold.
  void shops(int steps) {
    for (int i = 0; i < steps; ++i) {
      const double time = kNow + i * (i % 5 == 0 ? kDay : 7 * kMinute);
      static constexpr Kind kKinds[] = {Kind::kViewItem, Kind::kAddToCart, Kind::kPurchase, Kind::kRemoveFromCart};
      tracks(kKinds[i % 7 % 4], time, "item-" + std::to_string(i * i % 11), i % 3 == 0 ? "shoes" : "tea");
      engine_.decide(time);
      engine_.seen(0, time);
      engine_.select(0, time);
      if (i % 4 == 0) engine_.dismiss(1, time);
      engine_.answer(static_cast<std::size_t>(i % 2), i % 2, time);
      engine_.disregard(profile::Aside::kItem, engine_.text(FieldType::kItemId, "item-" + std::to_string(i)),
                        i % 3 == 0, time);
      engine_.disregard(profile::Aside::kQuestion, 1, i % 5 == 0, time);
    }
  }

  static Result<void> take(Engine& engine, const std::string& text) {
    const auto parsed = Json::parse(text);
    if (!parsed) return std::unexpected(parsed.error());
    return engine.take_portable(*parsed);
  }

  Engine engine_;
};

TEST_F(HandoverTest, HoldsAllOfAProfileBitForBitAsJson) {
  for (const int steps : {1, 5, 60, 400}) {
    shops(steps);
    Engine other;
    begin(other, {5, 6});
    const auto taken = take(other, engine_.portable());
    ASSERT_TRUE(taken) << steps << ": " << to_string(taken.error());
    EXPECT_EQ(other.snapshot(), engine_.snapshot()) << steps;
    EXPECT_EQ(other.portable(), engine_.portable()) << steps;
    // Once more changes nothing.
    ASSERT_TRUE(take(other, engine_.portable()));
    EXPECT_EQ(other.snapshot(), engine_.snapshot()) << steps;
  }
}

TEST_F(HandoverTest, NamesWhatSiteOrModelKnowAndTellsTheRestByItsKey) {
  tracks(Kind::kViewItem, kNow, "kettle");
  engine_.answer(0, 1, kNow);
  engine_.decide(kNow);
  engine_.seen(0, kNow);
  const json told = json::parse(engine_.portable());
  EXPECT_EQ(told["interests"]["categories"][0]["name"]["name"], "shoes");
  EXPECT_EQ(told["seen"][0]["item"]["name"], nullptr) << "there is no model";
  EXPECT_EQ(told["seen"][0]["item"]["key"].get<std::string>().size(), 16u);
  EXPECT_EQ(told["seen"][0]["day"], "2026-11-22");
  EXPECT_EQ(told["last_event"], "2026-11-22T10:00Z");
  EXPECT_EQ(told["answers"][0]["question"]["name"], "level");
  EXPECT_EQ(told["answers"][0]["option"]["name"], "often");
  EXPECT_EQ(told["shown"][0]["campaign"]["name"], "sale");
  EXPECT_EQ(told["journeys"][0]["step"]["name"], "pause");
}

TEST_F(HandoverTest, RefusesWhatCantBeWithItsPlaceAndKeepsTheProfile) {
  shops(20);
  const auto before = engine_.snapshot();
  const std::string good = engine_.portable();
  // What it says to the document with another value at that place; empty: without it.
  const auto refused = [&](const char* place, const char* value) {
    const json patch = json::parse(std::string(R"([{"op": ")") + (*value == 0 ? "remove" : "add") + R"(", "path": ")" +
                                   place + R"(", "value": )" + (*value == 0 ? "null" : value) + "}]");
    const std::string document = json::parse(good).patch(patch).dump();
    Engine other;
    begin(other, {5, 6});
    const auto untouched = other.snapshot();
    const auto taken = take(other, document);
    EXPECT_EQ(other.snapshot(), untouched);
    EXPECT_FALSE(take(engine_, document));
    EXPECT_EQ(engine_.snapshot(), before);
    return taken ? std::string("taken") : to_string(taken.error());
  };
  EXPECT_THAT(refused("/seen", ""), HasSubstr("profile.seen: expected this member"));
  EXPECT_THAT(refused("/name", "\"Hanako\""), HasSubstr("profile.name: expected no such member"));
  EXPECT_THAT(refused("/seen/0/day", "\"2026-02-30\""), HasSubstr("profile.seen[0].day: expected a day"));
  EXPECT_THAT(refused("/seen/0/views", "256"),
              HasSubstr("profile.seen[0].views: expected a whole number from 0 to 255"));
  EXPECT_THAT(refused("/seen/0/item/key", "\"xyz\""),
              HasSubstr("profile.seen[0].item.key: expected 16 hexadecimal digits"));
  EXPECT_THAT(refused("/seen/0", "1"), HasSubstr("profile.seen[0]: expected an object"));
  EXPECT_THAT(refused("/seed", "[\"00\", 1, 2]"), HasSubstr("profile.seed: expected a list of at most 2"));
  EXPECT_THAT(refused("/history/0/event", "\"view_cat\""), HasSubstr("profile.history[0].event"));
  EXPECT_THAT(refused("/interests/total", "-1"), HasSubstr("profile.interests.total: expected a number"));
  EXPECT_THAT(refused("/last_event", "\"2020-01-01T00:00Z\""), HasSubstr("can't be together"));
  EXPECT_THAT(refused("", "[]"), HasSubstr("profile: expected an object"));
}

TEST_F(HandoverTest, TakesNothingInWithoutHerYesHere) {
  shops(5);
  const std::string told = engine_.portable();
  const auto bytes = engine_.snapshot();
  Engine other;
  ASSERT_TRUE(other.load_site(kSite).empty());
  EXPECT_EQ(take(other, told).error().code, ErrorCode::kConsentRequired);
  EXPECT_EQ(other.merge(bytes).error().code, ErrorCode::kConsentRequired);
  EXPECT_EQ(other.forget(profile::Part::kDay, 20'000).error().code, ErrorCode::kConsentRequired);
  EXPECT_EQ(other.portable(), "null");
}

TEST_F(HandoverTest, MergesTheBytesOfAnotherDevice) {
  shops(30);
  Engine other;
  begin(other, {5, 6});
  ASSERT_TRUE(other.merge(engine_.snapshot()));
  EXPECT_EQ(other.snapshot(), engine_.snapshot());
  auto damaged = engine_.snapshot();
  damaged[40] ^= std::byte{1};
  EXPECT_EQ(other.merge(damaged).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(other.snapshot(), engine_.snapshot());
}

TEST_F(HandoverTest, ForgettingChangesWhatIsShownAtOnce) {
  for (int i = 0; i < 4; ++i) tracks(Kind::kAddToCart, kNow, "item-1");
  tracks(Kind::kViewItem, kNow, "item-2", "tea");
  engine_.answer(0, 1, kNow);
  const auto shoes = engine_.text(FieldType::kCategory, "shoes");
  EXPECT_GT(engine_.category_interest(shoes, kNow), 0.0);
  ASSERT_TRUE(engine_.forget(profile::Part::kCategory, shoes));
  EXPECT_EQ(engine_.category_interest(shoes, kNow), 0.0);
  EXPECT_THAT(engine_.portable(), ::testing::Not(HasSubstr("\"shoes\"")));
  ASSERT_TRUE(engine_.forget(profile::Part::kQuestion, 0));
  EXPECT_THAT(engine_.portable(), HasSubstr("\"answers\":[]"));
  ASSERT_TRUE(engine_.forget(profile::Part::kDay, static_cast<std::uint32_t>(kNow / kDay)));
  EXPECT_THAT(engine_.portable(), HasSubstr("\"history\":[]"));
  EXPECT_EQ(engine_.forget(profile::Part::kQuestion, 7).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(engine_.forget(profile::Part::kDay, 0).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace noren
