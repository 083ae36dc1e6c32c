// From counted pairs to the relations of a shop model: sums damped by how common both items are, and of each item the strongest.
// Everything here starts from PairCounts (counting.h), so that counts from elsewhere give the same relations.
#pragma once

#include <vector>

#include "core/model/shop_model_writer.h"
#include "tools/train/counting.h"

namespace noren::tools {

using Edges = std::vector<std::vector<model::ShopModelParts::Edge>>;  // per item, strongest first

// What is looked at after (and, weaker, before) what. At most 20 edges an item, none to the item itself. O(pairs).
Edges viewed_relation(const PairCounts& counts);

// What is bought with what. At most 10 edges an item. O(pairs).
Edges bought_relation(const PairCounts& counts);

}  // namespace noren::tools
