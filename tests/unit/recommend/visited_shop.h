// A shop with one visitor, for tests of recommendations: what she does goes through the gate into her profile.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/shop_model_writer.h"
#include "core/recommend/recommend.h"
#include "tests/support/test_shop.h"

namespace noren::recommend {

// The shop's model as the gate's vocabulary, so that items of any test model may be looked at.
class ModelVocabulary : public privacy::Vocabulary {
 public:
  explicit ModelVocabulary(const model::ShopModel& model) : model_(model) {}
  bool find_item(std::string_view id, privacy::ItemFacts& facts) const override {
    const auto item = model_.find(item_key(id));
    if (!item) return false;
    std::size_t level = 0;
    for (const model::CategoryIndex c : model_.categories(*item)) facts.categories[level++] = model_.category_key(c);
    if (model_.brand(*item) != model::kNone) facts.brand = model_.brand_key(model_.brand(*item));
    facts.price = price < 0 ? model_.price(*item) : price;
    return true;
  }
  bool is_category(NameKey key) const override { return model_.find_category(key).has_value(); }
  bool is_brand(NameKey key) const override { return model_.find_brand(key).has_value(); }
  bool is_campaign(NameKey) const override { return false; }
  bool is_variant(NameKey, NameKey) const override { return false; }
  std::string_view currency() const override { return "JPY"; }

  float price = -1;  // of all items, where it is set

 private:
  const model::ShopModel& model_;
};

inline site::Site site_with_price_bands() {
  site::Site site;
  site.profile.price_bands = {1000, 3000, 8000};
  return site;
}

// One visitor in one shop.
class Shop {
 public:
  explicit Shop(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}

  void see(event::Kind kind, std::string_view id) {
    now_ += testing::kMinute;
    const auto event =
        gate_.admit(testing::raw_event(gate_, kind, now_, {{{"item_id", std::string(id)}}}), testing::kPersonal);
    ASSERT_TRUE(event) << to_string(event.error());
    profile_.apply(*event);
  }

  // The catalogue said another price then.
  void see_at_price(std::string_view id, double price) {
    vocabulary_.price = static_cast<float>(price);
    see(event::Kind::kViewItem, id);
    vocabulary_.price = -1;
  }
  void set_aside(profile::Aside what, std::string_view id, bool taken_back = false) {
    now_ += testing::kMinute;
    const auto event = gate_.admit_act(event::Kind::kDisregard, now_,
                                       profile::disregard_act(what, item_key(id), taken_back), testing::kPersonal);
    ASSERT_TRUE(event);
    profile_.apply(*event);
  }
  void set_aside_question(std::string_view id) {
    const auto event =
        gate_.admit_act(event::Kind::kDisregard, now_,
                        profile::disregard_act(profile::Aside::kQuestion, name_key(id), false), testing::kPersonal);
    ASSERT_TRUE(event);
    profile_.apply(*event);
  }
  void passes(double milliseconds) { now_ += milliseconds; }

  std::vector<Recommendation> ask(const Request& request) { return ask(request, &profile_); }
  std::vector<Recommendation> ask(const Request& request, const profile::Profile* profile) {
    const auto list = recommender_.recommend(request, profile);
    EXPECT_TRUE(list);
    return list ? std::vector(list->begin(), list->end()) : std::vector<Recommendation>();
  }
  site::Site& site() { return site_; }
  Recommender& recommender() { return recommender_; }
  const profile::Profile& profile() const { return profile_; }
  const model::ShopModel& model() const { return model_; }

 private:
  std::vector<std::byte> bytes_;
  site::Site site_ = site_with_price_bands();
  model::ShopModel model_ = model::ShopModel::open(bytes_).value();
  ModelVocabulary vocabulary_{model_};
  privacy::InboundGate gate_{vocabulary_};
  profile::Profile profile_{site_.profile};
  Recommender recommender_{model_, site_};
  double now_ = testing::kNow;
};

inline std::vector<ItemIndex> items_of(const std::vector<Recommendation>& list) {
  std::vector<ItemIndex> items;
  for (const Recommendation& r : list) items.push_back(r.item);
  return items;
}

// A shop of `count` shoes, whose neighbours are all the others, and `count` mugs, of which the first is a neighbour of every shoe.
inline std::vector<std::byte> one_sided_model(std::uint32_t count) {
  model::ShopModelParts parts;
  parts.categories = {{"shoes"}, {"mugs"}};
  for (std::uint32_t i = 0; i < 2 * count; ++i) {
    parts.items.push_back({.id = (i < count ? "shoe-" : "mug-") + std::to_string(i % count),
                           .category = i < count ? 0u : 1u,
                           .price = 100,
                           .popularity = 10,
                           .trend = 10});
  }
  auto& viewed = parts.edges[0];
  viewed.resize(parts.items.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    for (std::uint32_t j = 0; j < count; ++j) {
      if (i != j) viewed[i].push_back({j, 1.0 - 0.01 * j});
    }
    viewed[i].push_back({count, 0.01});
  }
  return model::write_shop_model(parts).value();
}

}  // namespace noren::recommend
