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
    std::string id;                  // at most 255 bytes
    CategoryIndex category = kNone;  // its own, the deepest one
    BrandIndex brand = kNone;
    float price = -1;          // in the shop's currency, 0 to kMaxPrice; negative: not known
    float regular_price = -1;  // before it was put on sale; negative: it is not on sale
    float added_day = -1;      // when it came into the shop, in whole days since 1970; negative: not known
    bool in_stock = true;
    bool bought_again = false;  // of a kind that people buy again and again, such as coffee
    double popularity = 0;      // sessions that held it, >= 0
    double trend = 0;           // the same, weighted by age
  };
  // A column of the shop's own, such as custom_label_0 or margin. One of the two lists has an entry for each item, the other none.
  struct Label {
    std::string name;
    std::vector<std::string> texts = {};  // empty: none
    std::vector<float> numbers = {};      // not a number: none; others -kMaxPrice to kMaxPrice
  };
  struct Edge {
    ItemIndex item;
    // > 0. An item's strongest edge is kept within 5 % where it is 2^-24 to 2^7, weaker ones within 15 % down to 2^-6 of it;
    // what is outside is taken as the nearest inside.
    double weight;
  };

  std::vector<std::pair<std::string, std::string>> meta;  // no '=' in a key; control characters become spaces
  std::vector<Category> categories;
  std::vector<std::string> brands;  // slugs
  std::vector<Item> items;
  std::vector<Label> labels;
  Scoring scoring;
  std::array<std::vector<std::vector<Edge>>, kRelationCount>
      edges;  // per relation, per item, in any order, each item once; empty: none
};

// The file's bytes. Errors: kInvalidArgument with the place (items[7]) for a value out of its range, for two items with one id
// and for an edge that leads nowhere; kLimitExceeded for too many of something. O(parts log neighbours).
// Items keep their numbers; numbered_for_size() (numbering.h) gives them numbers that make the file smaller.
Result<std::vector<std::byte>> write_shop_model(const ShopModelParts& parts);

}  // namespace noren::model
