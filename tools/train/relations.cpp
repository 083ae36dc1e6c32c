#include "tools/train/relations.h"

#include <algorithm>
#include <cstddef>

#include "core/base/numeric.h"

namespace noren::tools {
namespace {

constexpr std::size_t kViewedNeighbours = 20;
constexpr std::size_t kBoughtNeighbours = 10;
constexpr double kSourceDamping = 0.6;    // exponent of the source's count: popular items say less
constexpr double kTargetDamping = 0.1;    // exponent of the target's count: popular items are found anyway
constexpr double kBasketShrinkage = 4.0;  // pairs of rare items need more evidence than one basket

double power(double base, double exponent) { return exp2_exact(exponent * log2_exact(base)); }

// Sums times the factors of both items; of each item the best, ties by lower number.
Edges strongest(const std::vector<PairCount>& pairs, const std::vector<double>& source_factor,
                const std::vector<double>& target_factor, std::size_t limit) {
  Edges edges(source_factor.size());
  for (const PairCount& pair : pairs) {
    if (pair.source == pair.target) continue;
    const double weight = static_cast<double>(pair.sum) * source_factor[pair.source] * target_factor[pair.target];
    edges[pair.source].push_back({pair.target, weight});
  }
  for (auto& row : edges) {
    const std::size_t kept = std::min(limit, row.size());
    std::partial_sort(
        row.begin(), row.begin() + static_cast<std::ptrdiff_t>(kept), row.end(),
        [](const auto& a, const auto& b) { return a.weight != b.weight ? a.weight > b.weight : a.item < b.item; });
    row.resize(kept);
  }
  return edges;
}

}  // namespace

Edges viewed_relation(const PairCounts& counts) {
  constexpr double kUnit = 1e11;  // of a pair of neighbours in a new session of one view
  std::vector<double> source;
  std::vector<double> target;
  for (const ItemCount& item : counts.items) {
    const double views = std::max(1.0, static_cast<double>(item.views));
    source.push_back(power(views, -kSourceDamping) / kUnit);
    target.push_back(power(views, -kTargetDamping));
  }
  return strongest(counts.pairs[kViewedCounts], source, target, kViewedNeighbours);
}

Edges bought_relation(const PairCounts& counts) {
  constexpr double kUnit = 1e3;
  std::vector<double> source;
  std::vector<double> target;
  for (const ItemCount& item : counts.items) {
    target.push_back(power(static_cast<double>(item.purchases) + kBasketShrinkage, -0.5));
    source.push_back(target.back() / kUnit);
  }
  return strongest(counts.pairs[kBoughtCounts], source, target, kBoughtNeighbours);
}

}  // namespace noren::tools
