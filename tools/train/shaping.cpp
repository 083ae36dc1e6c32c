#include "tools/train/shaping.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "core/base/numeric.h"

namespace noren::tools {
namespace {

using Edge = model::ShopModelParts::Edge;

constexpr std::size_t kBoughtNeighbours = 10;
constexpr double kBasketShrinkage = 4.0;  // pairs of rare items need more evidence than one basket
constexpr std::size_t kSpread = 50;       // the strongest neighbours that a diffusion step follows, and theirs
constexpr std::size_t kSureEdges = 2;     // an item keeps, whatever they cost
constexpr double kPopularityWorth = 0.35;

double power(double base, double exponent) { return exp2_exact(exponent * log2_exact(base)); }

bool is_stronger(const Edge& a, const Edge& b) { return a.weight != b.weight ? a.weight > b.weight : a.item < b.item; }

void keep_strongest(std::vector<Edge>& row, std::size_t limit) {
  const std::size_t kept = std::min(limit, row.size());
  std::partial_sort(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(kept), row.end(), is_stronger);
  row.resize(kept);
  row.shrink_to_fit();  // what was cut off may be many times what is left
}

// Sums times the factors of both items.
Edges damped(const std::vector<PairCount>& pairs, const std::vector<double>& source_factor,
             const std::vector<double>& target_factor) {
  Edges edges(source_factor.size());
  std::vector<std::size_t> sizes(source_factor.size(), 0);
  for (const PairCount& pair : pairs) ++sizes[pair.source];
  for (const PairCount& pair : pairs) {
    if (pair.source == pair.target) continue;
    if (edges[pair.source].empty()) edges[pair.source].reserve(sizes[pair.source]);
    const double weight = static_cast<double>(pair.sum) * source_factor[pair.source] * target_factor[pair.target];
    edges[pair.source].push_back({pair.target, weight});
  }
  return edges;
}

// To each edge comes what its source's neighbours say: an edge's weight is spread over what its target leads to by `step`. Items
// that have `enough` edges stay as they are.
Edges diffused(const Edges& edges, const Edges& step, double share, std::size_t enough) {
  std::vector<double> total(step.size(), 0.0);
  for (std::size_t i = 0; i < step.size(); ++i) {
    for (const Edge& edge : step[i]) total[i] += edge.weight;
  }
  Edges wider(edges.size());
  std::vector<double> sum(edges.size(), 0.0);
  std::vector<std::uint32_t> touched;
  for (std::uint32_t source = 0; source < edges.size(); ++source) {
    const auto first = std::span(edges[source]);
    if (first.size() >= enough) {
      wider[source] = edges[source];
      continue;
    }
    const auto add = [&](std::uint32_t target, double weight) {
      if (sum[target] == 0.0) touched.push_back(target);
      sum[target] += weight;
    };
    for (const Edge& edge : first) add(edge.item, edge.weight);
    for (const Edge& edge : first.first(std::min(kSpread, first.size()))) {
      const auto second = std::span(step[edge.item]);
      const double factor = share * edge.weight / total[edge.item];
      for (const Edge& next : second.first(std::min(kSpread, second.size()))) {
        if (next.item != source) add(next.item, factor * next.weight);
      }
    }
    for (const std::uint32_t target : touched) {
      wider[source].push_back({target, sum[target]});
      sum[target] = 0.0;
    }
    keep_strongest(wider[source], model::kMaxNeighbours);
    touched.clear();
  }
  return wider;
}

}  // namespace

std::vector<double> trend_ratios(std::span<const ItemCount> items) {
  double all_lately = 0;
  double all = 0;
  for (const ItemCount& item : items) {
    all_lately += static_cast<double>(item.trend);
    all += static_cast<double>(item.sessions);
  }
  const double average = all > 0 && all_lately > 0 ? all_lately / all : 1.0;
  std::vector<double> ratios;
  ratios.reserve(items.size());
  for (const ItemCount& item : items) {
    const double lately = static_cast<double>(item.trend) / average;
    ratios.push_back((lately + 1.0) / (static_cast<double>(item.sessions) + 1.0));
  }
  return ratios;
}

Edges viewed_relation(const PairCounts& counts, const ShapingChoice& choice) {
  const std::vector<double> trend = trend_ratios(counts.items);
  std::vector<double> source;
  std::vector<double> target;
  for (std::size_t i = 0; i < counts.items.size(); ++i) {
    const double views = std::max(1.0, static_cast<double>(counts.items[i].views));
    source.push_back(power(views, -choice.source_damping));
    target.push_back(power(views, -choice.target_damping) * power(trend[i], choice.trend_power));
  }
  Edges edges = damped(counts.pairs[kViewedCounts], source, target);
  for (auto& row : edges) std::sort(row.begin(), row.end(), is_stronger);
  if (choice.diffusion > 0) {
    Edges wider = diffused(edges, edges, choice.diffusion, std::numeric_limits<std::size_t>::max());
    if (choice.filling > 0) wider = diffused(wider, edges, choice.filling, model::kMaxNeighbours);
    edges = std::move(wider);
  }
  double strongest = 0;
  for (auto& row : edges) {
    row.resize(std::min(row.size(), model::kMaxNeighbours));
    if (!row.empty()) strongest = std::max(strongest, row.front().weight);
  }
  for (auto& row : edges) {
    for (Edge& edge : row) edge.weight = power(edge.weight / strongest, choice.weight_power);
  }
  return edges;
}

Edges bought_relation(const std::vector<PairCount>& pairs, std::span<const ItemCount> items) {
  constexpr double kUnit = 1e3;
  std::vector<double> source;
  std::vector<double> target;
  for (const ItemCount& item : items) {
    target.push_back(power(static_cast<double>(item.purchases) + kBasketShrinkage, -0.5));
    source.push_back(target.back() / kUnit);
  }
  Edges edges = damped(pairs, source, target);
  for (auto& row : edges) keep_strongest(row, kBoughtNeighbours);
  return edges;
}

void keep_best_edges(Edges& edges, std::span<const ItemCount> items, std::size_t total) {
  if (count_edges(edges) <= total) return;
  struct Candidate {
    double worth;
    std::uint32_t source;
    std::uint32_t place;
  };
  std::vector<Candidate> candidates;
  std::size_t sure = 0;
  for (const auto& row : edges) sure += std::min(row.size(), kSureEdges);
  const std::size_t sure_places = sure <= total / 2 ? kSureEdges : 0;
  for (std::uint32_t source = 0; source < edges.size(); ++source) {
    const double popularity = power(1.0 + static_cast<double>(items[source].sessions), kPopularityWorth);
    for (std::uint32_t place = 0; place < edges[source].size(); ++place) {
      const double share = edges[source][place].weight / edges[source].front().weight;
      const bool is_sure = place < sure_places;
      candidates.push_back({is_sure ? std::numeric_limits<double>::infinity() : share * popularity, source, place});
    }
  }
  const auto cut = candidates.begin() + static_cast<std::ptrdiff_t>(total);
  std::nth_element(candidates.begin(), cut, candidates.end(), [](const Candidate& a, const Candidate& b) {
    if (a.worth != b.worth) return a.worth > b.worth;
    return a.place != b.place ? a.place < b.place : a.source < b.source;
  });
  // Worth falls along a row, so what is kept of each is its beginning.
  std::vector<std::uint32_t> kept(edges.size(), 0);
  for (auto candidate = candidates.begin(); candidate != cut; ++candidate) ++kept[candidate->source];
  for (std::size_t source = 0; source < edges.size(); ++source) edges[source].resize(kept[source]);
}

std::size_t count_edges(const Edges& edges) {
  std::size_t count = 0;
  for (const auto& row : edges) count += row.size();
  return count;
}

}  // namespace noren::tools
