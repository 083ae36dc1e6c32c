#include "core/model/numbering.h"

#include <algorithm>
#include <numeric>

namespace noren::model {
namespace {

using Edge = ShopModelParts::Edge;
using Rows = std::vector<std::vector<Edge>>;

// All relations in one, both ways, the strongest neighbour first. An edge counts by its share of its row, as relations have weights
// of different sizes.
Rows neighbourhood(const ShopModelParts& parts) {
  Rows both(parts.items.size());
  for (const Rows& rows : parts.edges) {
    for (ItemIndex item = 0; item < rows.size(); ++item) {
      double sum = 0;
      for (const Edge& edge : rows[item]) sum += edge.weight;
      for (const Edge& edge : rows[item]) {
        both[item].push_back({edge.item, edge.weight / sum});
        both[edge.item].push_back({item, edge.weight / sum});
      }
    }
  }
  for (std::vector<Edge>& row : both) {
    std::sort(row.begin(), row.end(), [](const Edge& a, const Edge& b) { return a.item < b.item; });
    std::vector<Edge> merged;
    for (const Edge& edge : row) {
      if (merged.empty() || merged.back().item != edge.item) {
        merged.push_back(edge);
      } else {
        merged.back().weight += edge.weight;
      }
    }
    std::sort(merged.begin(), merged.end(), [](const Edge& a, const Edge& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
    });
    row = std::move(merged);
  }
  return both;
}

}  // namespace

// Depth first, from the most looked at items on.
std::vector<ItemIndex> order_for_size(const ShopModelParts& parts) {
  const Rows rows = neighbourhood(parts);
  std::vector<ItemIndex> roots(parts.items.size());
  std::iota(roots.begin(), roots.end(), 0u);
  std::stable_sort(roots.begin(), roots.end(),
                   [&](ItemIndex a, ItemIndex b) { return parts.items[a].popularity > parts.items[b].popularity; });
  std::vector<ItemIndex> order;
  std::vector<std::size_t> next(rows.size(), 0);
  std::vector<bool> seen(rows.size(), false);
  std::vector<ItemIndex> path;
  const auto visit = [&](ItemIndex item) {
    seen[item] = true;
    order.push_back(item);
    path.push_back(item);
  };
  for (const ItemIndex root : roots) {
    if (!seen[root]) visit(root);
    while (!path.empty()) {
      const ItemIndex item = path.back();
      if (next[item] == rows[item].size()) {
        path.pop_back();
      } else if (const ItemIndex neighbour = rows[item][next[item]++].item; !seen[neighbour]) {
        visit(neighbour);
      }
    }
  }
  return order;
}

ShopModelParts reordered(const ShopModelParts& parts, const std::vector<ItemIndex>& order) {
  std::vector<ItemIndex> number(order.size());
  for (ItemIndex n = 0; n < order.size(); ++n) number[order[n]] = n;
  ShopModelParts result;
  result.meta = parts.meta;
  result.categories = parts.categories;
  result.brands = parts.brands;
  result.scoring = parts.scoring;
  for (const ItemIndex item : order) result.items.push_back(parts.items[item]);
  for (const ShopModelParts::Label& label : parts.labels) {
    ShopModelParts::Label& same = result.labels.emplace_back();
    same.name = label.name;
    for (const ItemIndex item : order) {
      if (!label.texts.empty()) same.texts.push_back(label.texts[item]);
      if (!label.numbers.empty()) same.numbers.push_back(label.numbers[item]);
    }
  }
  for (std::size_t r = 0; r < kRelationCount; ++r) {
    if (parts.edges[r].empty()) continue;
    for (const ItemIndex item : order) {
      std::vector<Edge>& row = result.edges[r].emplace_back(parts.edges[r][item]);
      for (Edge& edge : row) edge.item = number[edge.item];
    }
  }
  return result;
}

ShopModelParts numbered_for_size(const ShopModelParts& parts) { return reordered(parts, order_for_size(parts)); }

}  // namespace noren::model
