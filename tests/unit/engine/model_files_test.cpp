// A shop model that comes in several files: once all are there, the engine recommends as from the whole one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/model/format.h"
#include "core/model/sections.h"
#include "tests/support/synthetic_model.h"
#include "tests/support/test_shop.h"

namespace noren {
namespace {

using event::Kind;
using model::format::Section;
using recommend::Strategy;
using testing::kMinute;
using testing::kNow;
using testing::kPersonal;

using ::testing::IsEmpty;

constexpr std::uint32_t kItems = 400;
constexpr profile::Profile::Seed kSeed = {1, 2};
constexpr std::string_view kSite = R"({
  "noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"], "slots": [{"id": "hero"}],
  "merchandising": [
    {"id": "season", "action": "boost", "by": 1.5, "items": {"==": [{"var": "item.label.season"}, "summer"]}},
    {"id": "margin", "action": "filter", "items": {">=": [{"var": "item.label.margin"}, 0.2]}}]
})";

bool is_of_purchases(std::uint32_t id) {
  return id > static_cast<std::uint32_t>(Section::kViewed) && id <= static_cast<std::uint32_t>(Section::kComplements);
}
bool is_labels(std::uint32_t id) { return id == static_cast<std::uint32_t>(Section::kLabels); }

class ModelFilesTest : public ::testing::Test {
 protected:
  std::vector<std::byte> part(bool (*wanted)(std::uint32_t)) { return model::select_sections(whole_, wanted).value(); }

  // What she is offered, and why, after she looked at some items and bought others: each strategy, about each of some items.
  static std::vector<std::string> lists(Engine& engine) {
    std::vector<std::string> lists;
    for (std::size_t s = 0; s < recommend::kStrategyCount; ++s) {
      for (model::ItemIndex item = 0; item < kItems; item += 7) {
        const auto list = engine.recommend({.strategy = static_cast<Strategy>(s), .limit = 12, .item = item}, kNow);
        EXPECT_TRUE(list);
        std::string text = std::to_string(s) + " " + std::to_string(item) + ":";
        for (const auto& r : *list) {
          text += " " + std::to_string(r.item) + "/" + std::to_string(static_cast<int>(r.reason)) + "/" +
                  std::to_string(r.subject) + "/" + std::to_string(r.score);
        }
        lists.push_back(std::move(text));
      }
    }
    return lists;
  }
  static void load(Engine& engine, const std::vector<std::byte>& model) {
    ASSERT_THAT(engine.load_site(kSite), IsEmpty());
    ASSERT_TRUE(engine.load_model(model));
  }
  static void shops(Engine& engine) {
    engine.set_consent(kPersonal, kSeed);
    double time = kNow - 60 * kMinute;
    for (const model::ItemIndex item : {3u, 70u, 9u, 130u, 70u, 200u}) {
      event::RawEvent raw;
      raw.kind = item == 130u || item == 200u ? Kind::kPurchase : Kind::kViewItem;
      raw.time_ms = time += kMinute;
      event::RawItem& given = raw.items.emplace_back();
      for (std::uint32_t f = 0; f < event::fields().size(); ++f) {
        if (event::fields()[f].name != "item_id") continue;
        given.fields.push_back(
            {f, static_cast<double>(engine.text(event::FieldType::kItemId, engine.model().item_id(item)))});
      }
      ASSERT_TRUE(engine.track(raw));
    }
  }

  std::vector<std::byte> whole_ = testing::synthetic_model(kItems);
  std::vector<std::byte> first_ = part([](std::uint32_t id) { return !is_of_purchases(id) && !is_labels(id); });
};

TEST_F(ModelFilesTest, RecommendsAsFromTheWholeModelOnceAllFilesAreThere) {
  Engine whole;
  load(whole, whole_);
  shops(whole);
  const auto expected = lists(whole);

  Engine engine;
  load(engine, first_);
  shops(engine);
  EXPECT_NE(lists(engine), expected);
  ASSERT_TRUE(engine.add_to_model(part(is_labels)));
  EXPECT_NE(lists(engine), expected);
  ASSERT_TRUE(engine.add_to_model(part(is_of_purchases)));
  EXPECT_EQ(lists(engine), expected);
  EXPECT_EQ(engine.snapshot(), whole.snapshot()) << "the profile stays";
}

TEST_F(ModelFilesTest, StaysAsItWasWhereAFileIsOfNoUse) {
  Engine engine;
  load(engine, first_);
  shops(engine);
  const auto before = lists(engine);
  auto damaged = part(is_of_purchases);
  damaged.back() ^= std::byte{1};
  EXPECT_EQ(engine.add_to_model(damaged).error().code, ErrorCode::kCorrupt);
  const auto other = testing::synthetic_model(kItems - 1);
  const auto of_other = model::select_sections(other, is_of_purchases).value();
  EXPECT_EQ(engine.add_to_model(of_other).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(lists(engine), before);
}

TEST_F(ModelFilesTest, TakesNoFurtherFileWithoutAFirst) {
  Engine engine;
  ASSERT_THAT(engine.load_site(kSite), IsEmpty());
  EXPECT_EQ(engine.add_to_model(part(is_of_purchases)).error().code, ErrorCode::kCorrupt);
  EXPECT_FALSE(engine.recommend({}, kNow));
}

TEST_F(ModelFilesTest, AnotherModelForgetsTheFilesOfTheOneBefore) {
  Engine engine;
  load(engine, first_);
  ASSERT_TRUE(engine.add_to_model(part(is_of_purchases)));
  ASSERT_TRUE(engine.load_model(first_));
  Engine fresh;
  load(fresh, first_);
  EXPECT_EQ(lists(engine), lists(fresh));
}

}  // namespace
}  // namespace noren
