// What she cares about, as a ranking asks for it: shares of categories, brands and price bands, found in a few steps whatever the
// number of categories the shop has. Private to this folder: read anew for each call, forgotten after it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/model/shop_model.h"
#include "core/profile/profile.h"

namespace noren::recommend {

inline constexpr float kBrandWeight = 0.5f;
inline constexpr float kPriceWeight = 0.3f;

class Interests {
 public:
  // Keeps references, as the Recommender does.
  Interests(const model::ShopModel& model, std::span<const float> price_bands)
      : model_(model), price_bands_(price_bands) {}

  // After forget(). O(interests).
  void read(const profile::Profile& profile);
  // Overwrites what read() took in.
  void forget();

  // Each 0 to below 2; 0 where nothing is known. Of a category: its own share and, less and less, those of the ones above it.
  float in_category(model::CategoryIndex category) const;
  float in_brand(model::BrandIndex brand) const;
  float in_price(model::ItemIndex item) const;
  float in_key(NameKey category) const { return categories_.find(category); }
  float in_brand_key(NameKey brand) const { return brands_.find(brand); }

  // All of it for an item, below 4. O(depth of its category).
  float in_item(model::ItemIndex item) const;

  std::size_t price_band(model::ItemIndex item) const;

 private:
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
  std::span<const float> price_bands_;
  Shares categories_;
  Shares brands_;
  std::array<float, profile::kMaxPriceBands> bands_{};
};

}  // namespace noren::recommend
