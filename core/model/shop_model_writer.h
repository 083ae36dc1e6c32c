// Writes a shop model from its parts. For the tools that build models; pages only read (shop_model.h).
// The same parts give the same bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/shop_model.h"

namespace noren::model {

// What a shop model is made of. Numbers of items, categories and brands are their places in these lists.
struct ShopModelParts {
  struct Category {
    std::string slug;
    CategoryIndex parent = kNone;  // a smaller number than its own
  };
  struct Item {
    std::string id;
    CategoryIndex category = kNone;  // its own, the deepest one
    BrandIndex brand = kNone;
    float price = -1;  // in the shop's currency, 0 to kMaxPrice; negative: not known
    bool in_stock = true;
    double popularity = 0;  // sessions that held it, >= 0
    double trend = 0;       // the same, weighted by age
  };
  struct Edge {
    ItemIndex item;
    double weight;  // > 0; from 2^-30 to 2^7 it is kept within 3 %, outside it is taken as the nearest of these
  };

  std::vector<std::pair<std::string, std::string>> meta;  // no '=' in a key; control characters become spaces
  std::vector<Category> categories;
  std::vector<std::string> brands;  // slugs
  std::vector<Item> items;
  std::array<std::vector<std::vector<Edge>>, kRelationCount>
      edges;  // per relation, per item, in any order; empty: none
};

// The file's bytes. Errors: kInvalidArgument with the place (items[7]) for a value out of its range, for two items with one id
// and for an edge that leads nowhere; kLimitExceeded for too many of something. O(parts log neighbours).
Result<std::vector<std::byte>> write_shop_model(const ShopModelParts& parts);

}  // namespace noren::model
