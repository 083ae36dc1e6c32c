// A small shop model for tests, of the same shop as TestVocabulary.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/shop_model_writer.h"

namespace noren::testing {

// Items: 0 trail-shoe, 1 road-shoe, 2 sock, 3 kettle, 4 mug, 5 sold-out-shoe.
inline std::vector<std::byte> test_model() {
  model::ShopModelParts parts;
  parts.meta = {{"label", "test"}};
  parts.categories = {{"outdoor"}, {"running", 0}, {"running-shoes", 1}, {"socks", 1}, {"kitchen"}, {"coffee", 4}};
  parts.brands = {"hayate", "tabi-ya", "yugen"};
  const auto add = [&](std::string id, model::CategoryIndex category, model::BrandIndex brand, float price,
                       double popularity) {
    model::ShopModelParts::Item item;
    item.id = std::move(id);
    item.category = category;
    item.brand = brand;
    item.price = price;
    item.popularity = item.trend = popularity;
    parts.items.push_back(item);
  };
  add("trail-shoe", 2, 0, 12800, 50);
  add("road-shoe", 2, 0, 9800, 40);
  add("sock", 3, 1, 1200, 30);
  add("kettle", 5, 2, 5400, 60);
  add("mug", 5, 2, 1800, 20);
  add("sold-out-shoe", 2, 0, 9900, 70);
  parts.items[5].in_stock = false;
  auto& viewed = parts.edges[static_cast<std::size_t>(model::Relation::kViewed)];
  viewed = {{{1, 1.0}, {2, 0.5}, {5, 2.0}}, {{0, 1.0}, {2, 0.4}}, {{0, 0.6}}, {{4, 0.8}}, {{3, 0.8}}, {}};
  auto& bought = parts.edges[static_cast<std::size_t>(model::Relation::kBought)];
  bought = {{{2, 1.0}}, {{2, 0.9}}, {{0, 0.7}}, {{4, 1.0}}, {{3, 1.0}}, {}};
  return model::write_shop_model(parts).value();
}

}  // namespace noren::testing
