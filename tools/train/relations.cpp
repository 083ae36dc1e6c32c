#include "tools/train/relations.h"

#include <algorithm>
#include <array>

#include "core/base/numeric.h"

namespace noren::tools {
namespace {

constexpr std::size_t kViewedNeighbours = 20;
constexpr std::size_t kBoughtNeighbours = 10;

constexpr std::size_t kWindow = 15;     // steps between two items of a session that still count as a pair
constexpr double kDistanceDecay = 0.6;  // each step between counts so much
constexpr double kBackward = 0.6;       // what came before counts so much of what came after
constexpr double kSourceDamping = 0.6;  // exponent of the source's count: popular items say less
constexpr double kTargetDamping = 0.1;  // exponent of the target's count: popular items are found anyway
constexpr double kLengthDamping = 0.4;  // exponent of the session's length: long ones wander

constexpr std::size_t kMaxBasket = 100;
constexpr double kBasketShrinkage = 4.0;  // pairs of rare items need more evidence than one basket

constexpr std::uint32_t kNobody = 0xffffffffu;

double power(double base, double exponent) { return exp2_exact(exponent * log2_exact(base)); }

// Where each item occurs, in the order of the sequences.
struct Occurrences {
  explicit Occurrences(const Sequences& s)
      : begin(s.item_count + 1, 0), places(s.items.size()), session_of(s.items.size()) {
    for (const std::uint32_t item : s.items) ++begin[item + 1];
    for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
    for (std::uint32_t session = 0; session < s.session_count(); ++session) {
      for (std::size_t at = s.begin[session]; at < s.begin[session + 1]; ++at) {
        places[next[s.items[at]]++] = at;
        session_of[at] = session;
      }
    }
  }
  std::span<const std::size_t> of(std::uint32_t item) const {
    return std::span(places).subspan(begin[item], begin[item + 1] - begin[item]);
  }
  double count(std::uint32_t item) const { return static_cast<double>(begin[item + 1] - begin[item]); }

  std::vector<std::size_t> begin;         // per item, into places
  std::vector<std::size_t> places;        // positions in Sequences::items
  std::vector<std::uint32_t> session_of;  // per position
};

// Sums for one source item at a time: dense, with a list of what was touched.
class Row {
 public:
  explicit Row(std::size_t item_count) : cells_(item_count) {}

  void add(std::uint32_t item, double weight, std::uint32_t session) {
    Cell& cell = cells_[item];
    if (cell.sessions == 0) touched_.push_back(item);
    if (cell.sessions == 0 || cell.last_session != session) ++cell.sessions;
    cell.last_session = session;
    cell.sum += weight;
  }

  // The best edges by sum * factor(item), ties by lower number; empties the row.
  template <typename Factor>
  std::vector<model::ShopModelParts::Edge> take(std::size_t limit, std::uint32_t min_sessions, Factor factor) {
    std::vector<model::ShopModelParts::Edge> edges;
    for (const std::uint32_t item : touched_) {
      if (cells_[item].sessions >= min_sessions) edges.push_back({item, cells_[item].sum * factor(item)});
      cells_[item] = {};
    }
    touched_.clear();
    const auto better = [](const auto& a, const auto& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
    };
    const std::size_t kept = std::min(limit, edges.size());
    std::partial_sort(edges.begin(), edges.begin() + static_cast<std::ptrdiff_t>(kept), edges.end(), better);
    edges.resize(kept);
    return edges;
  }

 private:
  struct Cell {
    double sum = 0;
    std::uint32_t sessions = 0;  // different ones that support the pair
    std::uint32_t last_session = kNobody;
  };
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> touched_;
};

}  // namespace

Edges viewed_relation(const Sequences& sequences, std::uint32_t min_sessions) {
  const Occurrences occurrences(sequences);
  std::array<double, kWindow + 1> forward{};
  double weight_at_distance = 1.0;
  for (std::size_t distance = 1; distance <= kWindow; ++distance, weight_at_distance *= kDistanceDecay) {
    forward[distance] = weight_at_distance;
  }
  std::vector<double> session_weight(sequences.session_count());
  for (std::size_t s = 0; s < session_weight.size(); ++s) {
    const auto length = static_cast<double>(sequences.begin[s + 1] - sequences.begin[s]);
    session_weight[s] = sequences.weights[s] / power(std::max(1.0, length), kLengthDamping);
  }
  std::vector<double> target_factor(sequences.item_count);
  for (std::uint32_t item = 0; item < sequences.item_count; ++item) {
    target_factor[item] = power(std::max(1.0, occurrences.count(item)), -kTargetDamping);
  }

  Edges edges(sequences.item_count);
  Row row(sequences.item_count);
  for (std::uint32_t item = 0; item < sequences.item_count; ++item) {
    for (const std::size_t at : occurrences.of(item)) {
      const std::uint32_t session = occurrences.session_of[at];
      const double weight = session_weight[session];
      const std::size_t after = std::min(sequences.begin[session + 1] - 1 - at, kWindow);
      const std::size_t before = std::min(at - sequences.begin[session], kWindow);
      for (std::size_t d = 1; d <= after; ++d) {
        if (sequences.items[at + d] != item) row.add(sequences.items[at + d], weight * forward[d], session);
      }
      for (std::size_t d = 1; d <= before; ++d) {
        if (sequences.items[at - d] != item) row.add(sequences.items[at - d], weight * kBackward * forward[d], session);
      }
    }
    const double source = power(std::max(1.0, occurrences.count(item)), -kSourceDamping);
    edges[item] =
        row.take(kViewedNeighbours, min_sessions, [&](std::uint32_t target) { return source * target_factor[target]; });
  }
  return edges;
}

Edges bought_relation(const Sequences& baskets, std::uint32_t min_sessions) {
  const Occurrences occurrences(baskets);
  Edges edges(baskets.item_count);
  Row row(baskets.item_count);
  for (std::uint32_t item = 0; item < baskets.item_count; ++item) {
    for (const std::size_t at : occurrences.of(item)) {
      const std::uint32_t basket = occurrences.session_of[at];
      const std::size_t begin = baskets.begin[basket];
      const std::size_t end = std::min(baskets.begin[basket + 1], begin + kMaxBasket);
      if (at >= end) continue;
      for (std::size_t other = begin; other < end; ++other) {
        if (baskets.items[other] != item) row.add(baskets.items[other], baskets.weights[basket], basket);
      }
    }
    const double own = occurrences.count(item) + kBasketShrinkage;
    edges[item] = row.take(kBoughtNeighbours, min_sessions, [&](std::uint32_t target) {
      return power(own * (occurrences.count(target) + kBasketShrinkage), -0.5);
    });
  }
  return edges;
}

}  // namespace noren::tools
