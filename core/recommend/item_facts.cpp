#include "core/recommend/item_facts.h"

#include "core/profile/profile.h"

namespace noren::recommend {

List<ItemFacts> facts_of(const model::ShopModel& model, std::span<const float> price_bands) {
  List<ItemFacts> facts(model.item_count());
  for (model::ItemIndex item = 0; item < facts.size(); ++item) {
    const float price = model.price(item);
    std::size_t band = 0;
    while (band < price_bands.size() && band + 1 < profile::kMaxPriceBands && price > price_bands[band]) ++band;
    facts[item] = {.category_code = static_cast<std::uint16_t>(model.own_category(item) + 1),
                   .brand_code = static_cast<std::uint16_t>(model.brand(item) + 1),
                   .price_band = static_cast<std::uint8_t>(band),
                   .has_band = price >= 0.0f && !price_bands.empty()};
  }
  return facts;
}

}  // namespace noren::recommend
