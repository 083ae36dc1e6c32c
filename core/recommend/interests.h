// What she cares about, as a ranking asks for it: shares of categories, brands and price bands, found in a few steps whatever the
// number of categories the shop has. Private to this folder: read anew for each call, forgotten after it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/list.h"
#include "core/model/shop_model.h"
#include "core/profile/profile.h"
#include "core/recommend/item_facts.h"

namespace noren::recommend {

inline constexpr float kBrandWeight = 0.5f;
inline constexpr float kPriceWeight = 0.3f;

class Interests {
 public:
  // Keeps references, as the Recommender does. Allocates 4 bytes a category.
  Interests(const model::ShopModel& model, const List<ItemFacts>& facts);

  // After forget(). O(interests).
  void read(const profile::Profile& profile);
  // Overwrites what read() took in.
  void forget();

  // Each 0 to below 2; 0 where nothing is known. Of a category: its own share and, less and less, those of the ones above it.
  float in_category(model::CategoryIndex category);
  float in_brand(model::BrandIndex brand) const;
  float in_key(NameKey category) const { return categories_.find(category); }
  float in_brand_key(NameKey brand) const { return brands_.find(brand); }

  // What she cares about says whether an item is to her taste, by its category and brand; that it costs what she usually pays does
  // not, but counts in_item(). Below 4, both. O(depth of its category) for the first item of a category, O(1) for others.
  float liking(model::ItemIndex item);
  float in_item(model::ItemIndex item);

 private:
  static constexpr float kUnknown = -1.0f;

  float sum_up(model::CategoryIndex category) const;

  // Shares by key, open addressing: at most half full.
  struct Shares {
    static constexpr std::size_t kSlots = 2 * profile::kMaxInterests;
    std::array<NameKey, kSlots> keys{};  // 0: free
    std::array<float, kSlots> shares{};
    bool any = false;

    void add(NameKey key, float share);
    float find(NameKey key) const;
  };

  const model::ShopModel& model_;
  const List<ItemFacts>& facts_;
  Shares categories_;
  Shares brands_;
  List<float> in_category_;  // kUnknown until it is asked for
  List<model::CategoryIndex> asked_;
  std::array<float, profile::kMaxPriceBands> bands_{};
};

}  // namespace noren::recommend
