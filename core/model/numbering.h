// Numbers for items under which a shop model's file is small: a relation tells an item's neighbours by the gaps between their
// numbers, so items that belong together get numbers close together. For tools only.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/shop_model_writer.h"

namespace noren::model {

// The items' new order: for each new number the old one. The same parts give the same order. O(edges log items), a second or two
// for a million edges.
std::vector<ItemIndex> order_for_size(const ShopModelParts& parts);

// The same parts with the items in that order, which holds each number once; edges and labels follow them.
ShopModelParts reordered(const ShopModelParts& parts, const std::vector<ItemIndex>& order);

// Both.
ShopModelParts numbered_for_size(const ShopModelParts& parts);

}  // namespace noren::model
