#include "tools/train/shop_items.h"

#include <algorithm>
#include <utility>

namespace noren::tools {

ShopItems::ShopItems(std::span<const std::string> ids, const Catalog* catalog) {
  if (catalog == nullptr) {
    for (const std::string& id : ids) list.push_back({{.id = id}, {}, {}, {}});
  } else {
    for (const Product& product : catalog->products) {
      model::ShopModelParts::Item facts;
      facts.id = product.id;
      facts.price = product.price;
      facts.regular_price = product.regular_price;
      facts.in_stock = product.in_stock;
      if (product.added) facts.added_day = static_cast<float>(*product.added);
      list.push_back({std::move(facts), product.categories, product.brand, product.labels});
    }
  }
  std::sort(list.begin(), list.end(), [](const ShopItem& a, const ShopItem& b) { return a.facts.id < b.facts.id; });
}

std::uint32_t ShopItems::find(const std::string& id) const {
  const auto at = std::lower_bound(list.begin(), list.end(), id, [](const ShopItem& item, const std::string& wanted) {
    return item.facts.id < wanted;
  });
  return at != list.end() && at->facts.id == id ? static_cast<std::uint32_t>(at - list.begin()) : model::kNone;
}

void drop_rare_items(ShopItems& items, PairCounts& counts, std::uint32_t fewest) {
  std::vector<std::uint32_t> number(items.list.size(), model::kNone);
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < number.size(); ++i) {
    if (counts.items[i].sessions < fewest) continue;
    number[i] = kept;
    counts.items[kept] = counts.items[i];
    if (kept != i) items.list[kept] = std::move(items.list[i]);
    ++kept;
  }
  items.list.resize(kept);
  counts.items.resize(kept);
  for (auto& pairs : counts.pairs) {
    for (PairCount& pair : pairs) pair = {number[pair.source], number[pair.target], pair.sum, pair.sessions};
    std::erase_if(pairs,
                  [](const PairCount& pair) { return pair.source == model::kNone || pair.target == model::kNone; });
  }
}

}  // namespace noren::tools
