#include "core/model/numbering.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "core/base/numeric.h"

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

// Depth first, from the most looked at items on.
std::vector<ItemIndex> walk(const Rows& rows, const std::vector<ShopModelParts::Item>& items) {
  std::vector<ItemIndex> roots(rows.size());
  std::iota(roots.begin(), roots.end(), 0u);
  std::stable_sort(roots.begin(), roots.end(),
                   [&](ItemIndex a, ItemIndex b) { return items[a].popularity > items[b].popularity; });
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

// Each item moves to the median of its neighbours' places and its own.
std::vector<ItemIndex> sweep(const Rows& rows, std::vector<ItemIndex> order) {
  std::vector<std::uint32_t> place(order.size());
  for (std::uint32_t p = 0; p < order.size(); ++p) place[order[p]] = p;
  std::vector<std::uint32_t> median(order.size());
  std::vector<std::uint32_t> places;
  for (ItemIndex item = 0; item < rows.size(); ++item) {
    places.assign(1, place[item]);
    for (const Edge& edge : rows[item]) places.push_back(place[edge.item]);
    const auto middle = places.begin() + static_cast<std::ptrdiff_t>(places.size() / 2);
    std::nth_element(places.begin(), middle, places.end());
    median[item] = *middle;
  }
  std::stable_sort(order.begin(), order.end(), [&](ItemIndex a, ItemIndex b) { return median[a] < median[b]; });
  return order;
}

// Recursive graph bisection (Dhulipala et al. 2016): halves the items, exchanges items between the halves as long as that makes
// rows lie more in one of them, and goes on within each half.
class Bisection {
 public:
  explicit Bisection(const ShopModelParts& parts) : rows_of_(parts.items.size()) {
    std::uint32_t row = 0;
    for (const Rows& rows : parts.edges) {
      for (const std::vector<Edge>& edges : rows) {
        for (const Edge& edge : edges) rows_of_[edge.item].push_back(row);
        ++row;
      }
    }
    in_left_.resize(row, 0);
    in_right_.resize(row, 0);
    log_.reserve(rows_of_.size() + 2);
    for (std::size_t i = 0; i < rows_of_.size() + 2; ++i) log_.push_back(log2_exact(static_cast<double>(i + 1)));
  }

  void arrange(std::span<ItemIndex> items) {
    if (items.size() < 8) return;
    const std::span<ItemIndex> left = items.first(items.size() / 2);
    const std::span<ItemIndex> right = items.subspan(left.size());
    for (int round = 0; round < 10 && exchange(left, right); ++round) {
    }
    arrange(left);
    arrange(right);
  }

 private:
  // What it takes to tell where in halves of that size so many members of a row are, in bits, about.
  double cost(std::uint32_t in_left, std::uint32_t in_right) const {
    return in_left * (left_size_ - log_[in_left]) + in_right * (right_size_ - log_[in_right]);
  }

  bool exchange(std::span<ItemIndex> left, std::span<ItemIndex> right) {
    left_size_ = log_[left.size()];
    right_size_ = log_[right.size()];
    for (const ItemIndex item : left) count(item, in_left_, 1);
    for (const ItemIndex item : right) count(item, in_right_, 1);
    const auto from_left =
        by_gain(left, [this](std::uint32_t l, std::uint32_t r) { return cost(l, r) - cost(l - 1, r + 1); });
    const auto from_right =
        by_gain(right, [this](std::uint32_t l, std::uint32_t r) { return cost(l, r) - cost(l + 1, r - 1); });
    for (const ItemIndex item : left) count(item, in_left_, 0);
    for (const ItemIndex item : right) count(item, in_right_, 0);
    std::size_t moved = 0;
    while (moved < left.size() && moved < right.size() && from_left[moved].gain + from_right[moved].gain > 0) {
      std::swap(left[from_left[moved].at], right[from_right[moved].at]);
      ++moved;
    }
    return moved > 0;
  }

  void count(ItemIndex item, std::vector<std::uint32_t>& counts, std::uint32_t up) {
    for (const std::uint32_t row : rows_of_[item]) counts[row] = up == 0 ? 0 : counts[row] + up;
  }

  struct Move {
    double gain;  // bits saved
    std::size_t at;
  };
  template <typename Gain>
  std::vector<Move> by_gain(std::span<const ItemIndex> half, Gain gain_of) const {
    std::vector<Move> moves;
    for (std::size_t at = 0; at < half.size(); ++at) {
      double gain = 0;
      for (const std::uint32_t row : rows_of_[half[at]]) gain += gain_of(in_left_[row], in_right_[row]);
      moves.push_back({gain, at});
    }
    std::sort(moves.begin(), moves.end(),
              [](const Move& a, const Move& b) { return a.gain != b.gain ? a.gain > b.gain : a.at < b.at; });
    return moves;
  }

  std::vector<std::vector<std::uint32_t>> rows_of_;  // per item: the rows it is a member of, over all relations
  std::vector<std::uint32_t> in_left_;               // per row: its members in the one half, and in the other
  std::vector<std::uint32_t> in_right_;
  std::vector<double> log_;  // log2(1 + i)
  double left_size_ = 0;
  double right_size_ = 0;
};

}  // namespace

std::vector<ItemIndex> order_for_size(const ShopModelParts& parts) {
  const Rows rows = neighbourhood(parts);
  std::vector<ItemIndex> order = walk(rows, parts.items);
  for (int round = 0; round < 10; ++round) order = sweep(rows, std::move(order));
  Bisection(parts).arrange(order);
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
