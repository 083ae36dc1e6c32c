// A shop model of any size, made up: for measuring what depends on the size of a catalogue. The same size gives the same bytes.
//
// Items have a category of three levels, a brand, a price (a tenth is on sale), labels and a popularity that falls as in real shops;
// 20 neighbours each that were looked at with them, 4 that were bought with them, 4 that were bought after them and 3 complements,
// most of them from their own category.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/hash.h"
#include "core/model/numbering.h"
#include "core/model/shop_model_writer.h"

namespace noren::testing {

inline std::vector<std::byte> synthetic_model(std::uint32_t items) {
  std::uint64_t state = items;
  const auto random = [&](std::uint64_t below) { return static_cast<std::uint32_t>(mix64(++state) % below); };
  model::ShopModelParts parts;
  parts.meta = {{"label", "synthetic"}, {"currency", "JPY"}};
  std::vector<model::CategoryIndex> leaves;
  for (std::uint32_t top = 0; top < 8; ++top) {
    const auto top_index = static_cast<model::CategoryIndex>(parts.categories.size());
    parts.categories.push_back({.slug = "top-" + std::to_string(top)});
    for (std::uint32_t middle = 0; middle < 4; ++middle) {
      const auto middle_index = static_cast<model::CategoryIndex>(parts.categories.size());
      parts.categories.push_back({"middle-" + std::to_string(top * 4 + middle), top_index});
      for (std::uint32_t leaf = 0; leaf < 4; ++leaf) {
        leaves.push_back(static_cast<model::CategoryIndex>(parts.categories.size()));
        parts.categories.push_back({"leaf-" + std::to_string(leaves.size()), middle_index});
      }
    }
  }
  const std::uint32_t brands = std::max(1u, items / 100);
  for (std::uint32_t b = 0; b < brands; ++b) parts.brands.push_back("brand-" + std::to_string(b));

  constexpr std::uint32_t kGroup = 64;  // items of one category that follow one another
  constexpr float kToday = 20'400.0f;
  parts.labels = {{.name = "season", .texts = std::vector<std::string>(items)},
                  {.name = "margin", .numbers = std::vector<float>(items)}};
  for (std::uint32_t i = 0; i < items; ++i) {
    model::ShopModelParts::Item item;
    item.id = "sku-" + std::to_string(100'000 + i);
    item.category = leaves[i / kGroup * 37 % leaves.size()];
    item.brand = random(brands);
    item.price = static_cast<float>(100 * (1 + random(20) * random(20)));
    if (random(10) == 0) item.regular_price = item.price * 1.25f;
    item.added_day = kToday - static_cast<float>(random(700));
    item.in_stock = random(20) != 0;
    item.bought_again = item.category % 5 == 0;
    item.popularity = 4 + 20'000.0 / (1 + random(items));
    item.trend = item.popularity * (random(100) + 1) / 100;
    parts.items.push_back(std::move(item));
    parts.labels[0].texts[i] = i % 3 == 0 ? "summer" : "";
    parts.labels[1].numbers[i] = static_cast<float>(random(80)) / 100;
  }
  const auto relate = [&](model::Relation relation, std::uint32_t neighbours) {
    auto& rows = parts.edges[static_cast<std::size_t>(relation)];
    rows.resize(items);
    for (std::uint32_t i = 0; i < items; ++i) {
      for (std::uint32_t n = 0; n < neighbours; ++n) {
        const bool near = relation != model::Relation::kComplements && random(20) != 0;
        const std::uint32_t other = near ? std::min(items - 1, i / kGroup * kGroup + random(kGroup)) : random(items);
        const auto same = [&](const auto& edge) { return edge.item == other; };
        if (other == i || std::any_of(rows[i].begin(), rows[i].end(), same)) continue;
        rows[i].push_back({other, 1.0 / (n + 1)});
      }
    }
  };
  relate(model::Relation::kViewed, 20);
  relate(model::Relation::kBought, 4);
  relate(model::Relation::kBoughtAfterView, 4);
  relate(model::Relation::kComplements, 3);
  return model::write_shop_model(model::numbered_for_size(parts)).value();
}

}  // namespace noren::testing
