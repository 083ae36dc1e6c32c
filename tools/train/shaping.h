// From counted pairs to the relations of a shop model: sums damped by how common both items are, raised for what is looked at
// more and more, spread one step further, and of all edges the ones that are worth their bytes.
// Everything here starts from PairCounts (counting.h), so that counts from elsewhere give the same relations.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/model/shop_model_writer.h"
#include "tools/train/counting.h"

namespace noren::tools {

using Edges = std::vector<std::vector<model::ShopModelParts::Edge>>;  // per item, strongest first, ties by lower number

struct ShapingChoice {
  double source_damping = 0.5;  // exponent of the source's count of views: popular items say less
  double target_damping = 0.2;  // exponent of the target's: popular items are found anyway
  double trend_power = 0.4;     // exponent of the target's trend (trend_ratios)
  double diffusion = 1.4;       // weight of what neighbours of neighbours add to an edge; 0: nothing
  double filling = 0.5;         // the same one step further, for items that have fewer edges than fit
  double weight_power = 0.9;    // exponent of the finished weight
};

// Per item, how much more it is looked at lately than items on average are; 1 is average. Items of few sessions stay near it.
std::vector<double> trend_ratios(std::span<const ItemCount> items);

// What is looked at after (and, weaker, before) what. At most model::kMaxNeighbours edges an item, none to the item itself; the
// strongest edge of all weighs 1. O(pairs + items * 50 * 50), the latter where there is diffusion.
Edges viewed_relation(const PairCounts& counts, const ShapingChoice& choice);

// The relations that start or end with a purchase, of the pairs counted for one of them: what is bought with, after, or beside
// what. At most 10 edges an item. O(pairs).
Edges bought_relation(const std::vector<PairCount>& pairs, std::span<const ItemCount> items);

// Leaves `total` edges: the two strongest of each item, where these are no more than half of the total, then by the edge's share
// of its item's strongest one times popularity^0.35 of the item. O(edges).
void keep_best_edges(Edges& edges, std::span<const ItemCount> items, std::size_t total);

std::size_t count_edges(const Edges& edges);

}  // namespace noren::tools
