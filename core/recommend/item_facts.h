// What ranking asks of every item it meets, side by side: in the model each of it lies in columns of its own, byte by byte.
// Private to this folder.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/list.h"
#include "core/model/shop_model.h"

namespace noren::recommend {

// Six bytes, of which a cache line holds those of ten items; neighbours often lie together.
struct ItemFacts {
  std::uint16_t category_code;  // 0: none
  std::uint16_t brand_code;
  std::uint8_t price_band;  // the first where nothing is known
  bool has_band;            // the site has bands, and the item a price

  model::CategoryIndex category() const { return model::CategoryIndex{category_code} - 1; }  // or kNone
  model::BrandIndex brand() const { return model::BrandIndex{brand_code} - 1; }
};
static_assert(model::kMaxCategories <= 0xffff && model::kMaxBrands <= 0xffff);

// Of all items; price_bands are the upper bounds of all bands but the last. O(items x bands).
List<ItemFacts> facts_of(const model::ShopModel& model, std::span<const float> price_bands);

}  // namespace noren::recommend
