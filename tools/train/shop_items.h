// The items of a shop model while it is made: those of the catalogue, or, where there is none, those of the log. Not their relations;
// those are counted and shaped.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/model/shop_model_writer.h"
#include "tools/catalog/catalog.h"
#include "tools/train/counting.h"

namespace noren::tools {

struct ShopItem {
  model::ShopModelParts::Item facts;  // without category and brand
  std::vector<std::string> categories;
  std::string brand;
  std::array<std::string, kLabelCount> labels;
};

// By number, which rises with their ids' bytes, as counting asks for.
struct ShopItems {
  // Of the catalogue, or, where there is none (nullptr), those ids.
  ShopItems(std::span<const std::string> ids, const Catalog* catalog);

  std::uint32_t find(const std::string& id) const;  // model::kNone: not in the shop. O(log items)

  std::vector<ShopItem> list;
};

// Leaves out the items, and their pairs, that fewer visitors have: an id that a single session made up says something about that
// session.
void drop_rare_items(ShopItems& items, PairCounts& counts, std::uint32_t fewest);

}  // namespace noren::tools
