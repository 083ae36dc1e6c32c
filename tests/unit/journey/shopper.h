// A visitor of a shop whose site document is made of recipes: she visits, looks, buys and comes back, through the engine alone, as the
// page would. Every visit rebuilds the engine from what was stored, so that all she is in survives a reload.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/engine/engine.h"
#include "core/model/shop_model_writer.h"
#include "tests/support/test_shop.h"

namespace noren {

inline std::string read_text(const std::string& path) {
  std::ifstream file(std::string(NOREN_SOURCE_DIR "/") + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A site document with those recipes pasted in: lists are joined, what stands in both by id is there once.
inline std::string site_with(const std::vector<std::string>& recipes) {
  auto site = nlohmann::json::parse(R"({"noren": 1, "site": "test", "currency": "JPY", "languages": ["ja", "en"],
    "pages": ["home", "category", "product", "cart"],
    "slots": [{"id": "home-message"}, {"id": "cart-nudge"}, {"id": "category-banner"}]})");
  for (const std::string& recipe : recipes) {
    const auto parts = nlohmann::json::parse(read_text("docs/recipes/" + recipe + ".json"));
    for (const auto& [name, part] : parts.items()) {
      if (!part.is_array()) {
        site[name] = part;
        continue;
      }
      for (const auto& element : part) {
        bool known = false;
        for (const auto& other : site[name]) known = known || other.at("id") == element.at("id");
        if (!known) site[name].push_back(element);
        EXPECT_TRUE(!known || name == "slots") << recipe << ": " << element.at("id");
      }
    }
  }
  return site.dump();
}

// A corner of the demo shop.
inline std::vector<std::byte> recipe_model() {
  model::ShopModelParts parts;
  parts.meta = {{"label", "recipes"}};
  parts.categories = {{"outdoor"},        {"running", 0}, {"running-shoes", 1},     {"camping", 0}, {"kitchen"},
                      {"coffee-gear", 4}, {"apparel"},    {"swimwear", 6},          {"beauty"},     {"sun-care", 8},
                      {"food-and-drink"}, {"coffee", 10}, {"books-and-stationery"}, {"books", 12}};
  const auto add = [&](std::string id, model::CategoryIndex category, float price) {
    model::ShopModelParts::Item item;
    item.id = std::move(id);
    item.category = category;
    item.price = price;
    parts.items.push_back(item);
    for (auto& edges : parts.edges) edges.emplace_back();
  };
  add("shoe", 2, 13800);
  add("trail-shoe", 2, 15800);
  add("tent", 3, 32800);
  add("kettle", 5, 7800);
  add("swimsuit", 7, 8900);
  add("sunscreen", 9, 1980);
  add("coffee", 11, 1480);
  add("novel", 13, 1870);
  return model::write_shop_model(parts).value();
}

class Shopper {
 public:
  using Seed = profile::Profile::Seed;

  explicit Shopper(std::vector<std::string> recipes, Seed seed = {1, 2}) : recipes_(std::move(recipes)), seed_(seed) {
    begin();
  }
  explicit Shopper(const char* recipe, Seed seed = {1, 2}) : Shopper(std::vector<std::string>{recipe}, seed) {}

  // --- visits; a day begins at 10:00 UTC, the first on 22 November 2026 ---
  void opens() {
    time_ += testing::kMinute;
    engine_->begin_page_view({days_since_begin_ + 1ull, 5});
    does(event::Kind::kPageView);
  }
  void returns_after(unsigned days) {
    days_since_begin_ += days;
    if (days > 0) time_ = testing::kNow + static_cast<double>(days_since_begin_) * testing::kDay;
    const auto profile = engine_->snapshot();
    begin();
    EXPECT_TRUE(engine_->restore(profile));
    opens();
  }
  // The shop publishes another document.
  void moves_to(const char* recipe) {
    recipes_ = {recipe};
    returns_after(0);
  }

  // --- what she does ---
  void does(event::Kind kind, std::initializer_list<const char*> items = {}) {
    time_ += 1000;
    event::RawEvent raw;
    raw.kind = kind;
    raw.time_ms = time_;
    for (const char* item : items) {
      raw.items.push_back({{{field("item_id"), static_cast<double>(engine_->text(event::FieldType::kItemId, item))}}});
    }
    EXPECT_TRUE(engine_->track(raw));
  }
  void views(const char* item) { does(event::Kind::kViewItem, {item}); }
  void adds(const char* item) { does(event::Kind::kAddToCart, {item}); }
  void removes(const char* item) { does(event::Kind::kRemoveFromCart, {item}); }
  void buys(const char* item) { buys({item}); }
  void buys(std::initializer_list<const char*> items) { does(event::Kind::kPurchase, items); }

  // The campaign in the slot; "" for the page's own content.
  std::string looks_at(const char* slot) {
    const decide::Decision decision = engine_->decide(time_)[slot_number(slot)];
    return decision.campaign < 0 ? "" : engine_->site().campaigns[static_cast<std::size_t>(decision.campaign)].id;
  }
  // The same, and it was in sight for long enough to count.
  std::string sees(const char* slot) {
    const std::string campaign = looks_at(slot);
    EXPECT_TRUE(engine_->seen(slot_number(slot), time_));
    return campaign;
  }
  void clicks(const char* slot) {
    looks_at(slot);
    EXPECT_TRUE(engine_->select(slot_number(slot), time_));
  }
  void answers(std::string_view question, std::string_view option) {
    const auto& options = question_of(question).options;
    const auto chosen = std::find(options.begin(), options.end(), option);
    ASSERT_NE(chosen, options.end());
    answers_value(question, static_cast<double>(chosen - options.begin()));
  }
  void answers_date(std::string_view question, int month, int day) { answers_value(question, month * 100 + day); }

  // Where she stands in the journey: a step, or how it ended last, or "never".
  std::string journey(std::string_view id) {
    const auto all = nlohmann::json::parse(engine_->journeys(time_));
    for (const auto& journey : all) {
      if (journey.at("journey") != id) continue;
      return journey.at(journey.at("step").is_null() ? "end" : "step").get<std::string>();
    }
    return "never";
  }

 private:
  static std::uint32_t field(std::string_view name) {
    for (std::uint32_t i = 0; i < event::fields().size(); ++i) {
      if (event::fields()[i].name == name) return i;
    }
    return event::kUnknownField;
  }
  std::size_t slot_number(std::string_view id) const {
    const auto& slots = engine_->site().slots;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (slots[i].id == id) return i;
    }
    ADD_FAILURE() << id;
    return 0;
  }
  const profile::Question& question_of(std::string_view id) const {
    const auto& questions = engine_->site().profile.questions;
    const auto found =
        std::find_if(questions.begin(), questions.end(), [&](const auto& known) { return known.id == id; });
    EXPECT_NE(found, questions.end());
    return *found;
  }
  void answers_value(std::string_view question, double value) {
    const auto number = static_cast<std::size_t>(&question_of(question) - engine_->site().profile.questions.data());
    time_ += 1000;
    EXPECT_TRUE(engine_->answer(number, value, time_));
  }

  void begin() {
    engine_ = std::make_unique<Engine>();
    for (const Error& error : engine_->load_site(site_with(recipes_))) ADD_FAILURE() << to_string(error);
    EXPECT_TRUE(engine_->load_model(recipe_model()));
    engine_->set_consent(testing::kPersonal, seed_);
  }

  std::vector<std::string> recipes_;
  Seed seed_;
  std::unique_ptr<Engine> engine_;
  double time_ = testing::kNow;
  std::uint64_t days_since_begin_ = 0;
};

// A seed that the split of coupon-on-hesitation gives a coupon.
inline profile::Profile::Seed seed_with_coupon() {
  for (std::uint64_t seed = 1;; ++seed) {
    Shopper shopper("coupon-on-hesitation", {seed, 3});
    shopper.opens();
    shopper.adds("shoe");
    for (int look = 0; look < 3; ++look) shopper.does(event::Kind::kViewCart);
    if (shopper.journey("coupon-on-hesitation") == "coupon") return {seed, 3};
  }
}

}  // namespace noren
