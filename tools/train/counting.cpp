#include "tools/train/counting.h"

#include <cmath>
#include <span>

#include "core/base/numeric.h"

namespace noren::tools {
namespace {

constexpr double kLog2E = 1.4426950408889634;
constexpr std::uint32_t kNobody = 0xffffffffu;

std::uint32_t whole(double weight, double unit) {
  return static_cast<std::uint32_t>(std::max(1.0, std::floor(unit * weight + 0.5)));
}

// Where each item occurs in a sequence, in its order.
class Occurrences {
 public:
  Occurrences(std::size_t item_count, std::span<const std::uint32_t> sequence)
      : begin_(item_count + 1, 0), places_(sequence.size()) {
    for (const std::uint32_t item : sequence) ++begin_[item + 1];
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t at = 0; at < sequence.size(); ++at) places_[next[sequence[at]]++] = at;
  }
  std::span<const std::size_t> of(std::uint32_t item) const {
    return std::span(places_).subspan(begin_[item], begin_[item + 1] - begin_[item]);
  }

 private:
  std::vector<std::size_t> begin_;
  std::vector<std::size_t> places_;
};

// Sums for one source at a time: dense, with a list of what was touched. Of what a pair is given within one bout (a session, an
// order) the largest counts.
class Row {
 public:
  explicit Row(std::size_t item_count) : cells_(item_count) {}

  void add(std::uint32_t target, std::uint64_t weight, std::uint32_t bout, std::uint32_t visitor) {
    Cell& cell = cells_[target];
    if (cell.bout == bout) {
      if (weight <= cell.largest) return;
      cell.sum += weight - cell.largest;
      cell.largest = weight;
      return;
    }
    if (cell.sessions == 0) touched_.push_back(target);
    if (cell.visitor != visitor) ++cell.sessions;
    cell.visitor = visitor;
    cell.bout = bout;
    cell.largest = weight;
    cell.sum += weight;
  }

  void take(std::uint32_t source, std::uint32_t min_sessions, std::vector<PairCount>& pairs) {
    std::sort(touched_.begin(), touched_.end());
    for (const std::uint32_t target : touched_) {
      Cell& cell = cells_[target];
      if (cell.sessions >= min_sessions) pairs.push_back({source, target, cell.sum, cell.sessions});
      cell = {};
    }
    touched_.clear();
  }

  // How many pairs take() would have given.
  std::size_t drop(std::uint32_t min_sessions) {
    std::size_t count = 0;
    for (const std::uint32_t target : touched_) {
      if (cells_[target].sessions >= min_sessions) ++count;
      cells_[target] = {};
    }
    touched_.clear();
    return count;
  }

 private:
  struct Cell {
    std::uint64_t sum = 0;
    std::uint64_t largest = 0;  // of the last bout
    std::uint32_t sessions = 0;
    std::uint32_t bout = kNobody;
    std::uint32_t visitor = kNobody;
  };
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> touched_;
};

class Counter {
 public:
  Counter(const Sessions& sessions, const CountingParameters& parameters, std::uint32_t min_sessions)
      : sessions_(sessions), parameters_(parameters), min_sessions_(min_sessions), row_(sessions.item_count()) {
    for (const std::int64_t time : sessions.times) {
      age_weight_.push_back(parameters.age[parameters.ages.of(time)]);
      trend_weight_.push_back(parameters.trend[parameters.ages.of(time)]);
    }
  }

  PairCounts count() {
    count_purchases();
    return count_views();
  }

  PairCounts count_views() {
    counts_.sessions = sessions_.size();
    counts_.steps = sessions_.steps.size();
    count_items();
    count_viewed([this](std::uint32_t item) { row_.take(item, min_sessions_, counts_.pairs[kViewedCounts]); });
    return std::move(counts_);
  }

  std::size_t viewed_pairs() {
    std::size_t count = 0;
    count_viewed([&](std::uint32_t) { count += row_.drop(min_sessions_); });
    return count;
  }

 private:
  void count_items() {
    struct Last {
      std::uint32_t session = kNobody;
      std::uint32_t visitor = kNobody;
      std::uint32_t bought_session = kNobody;  // in which that visitor bought it last
      bool bought_again = false;               // that visitor has been counted
    };
    std::vector<Last> last(sessions_.item_count());
    counts_.items.resize(sessions_.item_count());
    for (std::uint32_t s = 0; s < sessions_.size(); ++s) {
      for (std::size_t at = sessions_.begin[s]; at < sessions_.begin[s + 1]; ++at) {
        const Step step = sessions_.steps[at];
        ItemCount& item = counts_.items[step.item];
        ++(step.bought ? item.purchases : item.views);
        Last& before = last[step.item];
        if (before.visitor != sessions_.visitors[s]) {
          ++item.sessions;
          before = {.visitor = sessions_.visitors[s]};
        }
        if (before.session != s) item.trend += trend_weight_[s];
        before.session = s;
        if (!step.bought) continue;
        if (before.bought_session != kNobody && before.bought_session != s && !before.bought_again) {
          ++item.again;
          before.bought_again = true;
        }
        before.bought_session = s;
      }
    }
  }

  // Calls end_row(item) when all pairs from that item are in row_.
  template <typename EndRow>
  void count_viewed(EndRow end_row) {
    std::vector<std::uint32_t> items;
    std::vector<std::uint32_t> session_of;
    std::vector<std::size_t> begin{0};
    items.reserve(sessions_.steps.size());
    session_of.reserve(sessions_.steps.size());
    std::vector<std::uint64_t> weight;
    for (std::uint32_t s = 0; s < sessions_.size(); ++s) {
      for (std::size_t at = sessions_.begin[s]; at < sessions_.begin[s + 1]; ++at) {
        if (sessions_.steps[at].bought) continue;
        items.push_back(sessions_.steps[at].item);
        session_of.push_back(s);
      }
      weight.push_back(std::uint64_t{age_weight_[s]} * parameters_.length[items.size() - begin.back()]);
      begin.push_back(items.size());
    }
    const Occurrences occurrences(sessions_.item_count(), items);
    for (std::uint32_t item = 0; item < sessions_.item_count(); ++item) {
      for (const std::size_t at : occurrences.of(item)) {
        const std::uint32_t s = session_of[at];
        const std::uint32_t visitor = sessions_.visitors[s];
        const std::size_t after = std::min(begin[s + 1] - 1 - at, kWindow);
        const std::size_t before = std::min(at - begin[s], kWindow);
        for (std::size_t d = 1; d <= after; ++d) {
          const std::uint32_t other = items[at + d];
          const std::uint32_t direction = other == item ? parameters_.self : parameters_.forward;
          if (direction > 0) row_.add(other, weight[s] * direction * parameters_.distance[d], s, visitor);
        }
        for (std::size_t d = 1; d <= before; ++d) {
          const std::uint32_t other = items[at - d];
          if (other != item) row_.add(other, weight[s] * parameters_.backward * parameters_.distance[d], s, visitor);
        }
      }
      end_row(item);
    }
  }

  // The relations that start or end with a purchase: few, so each step is asked whether it is one.
  void count_purchases() {
    std::vector<std::uint32_t> items;
    std::vector<std::uint32_t> session_of;
    bool any = false;
    items.reserve(sessions_.steps.size());
    for (std::uint32_t s = 0; s < sessions_.size(); ++s) {
      for (std::size_t at = sessions_.begin[s]; at < sessions_.begin[s + 1]; ++at) {
        items.push_back(sessions_.steps[at].item);
        session_of.push_back(s);
        any = any || sessions_.steps[at].bought;
      }
    }
    if (!any) return;
    const Occurrences occurrences(sessions_.item_count(), items);
    for (std::uint32_t item = 0; item < sessions_.item_count(); ++item) {
      for (const std::size_t at : occurrences.of(item)) {
        if (sessions_.steps[at].bought) bought_with(at, session_of[at]);
      }
      row_.take(item, min_sessions_, counts_.pairs[kBoughtCounts]);
      for (const std::size_t at : occurrences.of(item)) {
        if (!sessions_.steps[at].bought) bought_after(at, session_of[at]);
      }
      row_.take(item, min_sessions_, counts_.pairs[kBoughtAfterViewCounts]);
      for (const std::size_t at : occurrences.of(item)) {
        if (sessions_.steps[at].bought) complements(at, session_of);
      }
      row_.take(item, min_sessions_, counts_.pairs[kComplementCounts]);
    }
  }

  void bought_with(std::size_t at, std::uint32_t s) {
    const std::uint32_t item = sessions_.steps[at].item;
    for (std::size_t other = sessions_.begin[s]; other < sessions_.begin[s + 1]; ++other) {
      const Step step = sessions_.steps[other];
      if (step.bought && step.item != item) row_.add(step.item, age_weight_[s], s, sessions_.visitors[s]);
    }
  }

  void bought_after(std::size_t at, std::uint32_t s) {
    const std::uint32_t item = sessions_.steps[at].item;
    for (std::size_t later = at + 1; later < sessions_.begin[s + 1]; ++later) {
      const Step step = sessions_.steps[later];
      if (step.bought && step.item != item) row_.add(step.item, age_weight_[s], s, sessions_.visitors[s]);
    }
  }

  void complements(std::size_t at, std::span<const std::uint32_t> session_of) {
    const std::uint32_t item = sessions_.steps[at].item;
    const std::uint32_t visitor = sessions_.visitors[session_of[at]];
    const auto is_visitors = [&](std::size_t place) {
      return place < session_of.size() && sessions_.visitors[session_of[place]] == visitor;
    };
    std::size_t end = at + 1;
    while (end < sessions_.begin[session_of[at] + 1] && sessions_.steps[end].bought) ++end;
    // The order is one bout: its end names it.
    for (std::size_t later = end; later < end + kWindow && is_visitors(later); ++later) {
      const Step step = sessions_.steps[later];
      if (step.item != item) row_.add(step.item, age_weight_[session_of[at]], static_cast<std::uint32_t>(end), visitor);
    }
  }

  const Sessions& sessions_;
  const CountingParameters& parameters_;
  const std::uint32_t min_sessions_;
  std::vector<std::uint32_t> age_weight_;    // per session
  std::vector<std::uint32_t> trend_weight_;  // per session
  Row row_;
  PairCounts counts_;
};

}  // namespace

void Sessions::add(std::uint32_t item, bool bought) {
  const bool is_reload = steps.size() > begin.back() && steps.back().item == item && steps.back().bought == bought;
  if (!is_reload) {
    steps.push_back({item, bought});
  } else if (steps.back().reloads < kMaxSteps) {
    ++steps.back().reloads;
  }
}

void Sessions::end_session(std::int64_t time, std::uint32_t visitor) {
  if (steps.size() == begin.back()) return;
  if (steps.size() - begin.back() > kMaxSteps) {
    const auto first = steps.begin() + static_cast<std::ptrdiff_t>(begin.back());
    steps.erase(first, steps.end() - kMaxSteps);
  }
  const bool is_known = visitor != kNoVisitor && visitor == last_given_ && !visitors.empty();
  const std::uint32_t next = visitors.empty() ? 0 : visitors.back() + 1;
  visitors.push_back(is_known ? visitors.back() : next);
  last_given_ = visitor;
  begin.push_back(steps.size());
  times.push_back(time);
}

void Sessions::reserve(std::size_t sessions, std::size_t all_steps) {
  steps.reserve(all_steps);
  begin.reserve(sessions + 1);
  times.reserve(sessions);
  visitors.reserve(sessions);
}

AgeSteps age_steps(std::int64_t oldest, std::int64_t newest) { return {newest, (newest - oldest) / 64 + 1}; }

CountingParameters counting_parameters(const CountingChoice& choice, const AgeSteps& ages) {
  CountingParameters parameters;
  parameters.ages = ages;
  parameters.backward = whole(choice.backward, parameters.forward);
  parameters.self = choice.self > 0 ? whole(choice.self, parameters.forward) : 0;
  double weight = 1;
  for (std::size_t d = 1; d <= kWindow; ++d, weight *= choice.distance_decay) {
    parameters.distance[d] = whole(weight, 1000);
  }
  for (std::size_t n = 1; n <= kMaxSteps; ++n) {
    parameters.length[n] = whole(exp2_exact(-choice.length_damping * log2_exact(static_cast<double>(n))), 1000);
  }
  parameters.length[0] = 1;  // a session of purchases alone
  for (std::size_t age = 0; age < kAges; ++age) {
    const double share = static_cast<double>(age) / kAges;
    parameters.age[age] = choice.age_decay > 0 ? whole(exp2_exact(-share / choice.age_decay * kLog2E), 1000) : 1000;
    parameters.trend[age] = whole(exp2_exact(-share / choice.trend_half_life), 1000);
  }
  return parameters;
}

PairCounts count_pairs(const Sessions& sessions, const CountingParameters& parameters, std::uint32_t min_sessions) {
  return Counter(sessions, parameters, min_sessions).count();
}

PairCounts count_views(const Sessions& sessions, const CountingParameters& parameters, std::uint32_t min_sessions) {
  return Counter(sessions, parameters, min_sessions).count_views();
}

std::size_t viewed_pairs(const Sessions& sessions, std::uint32_t min_sessions) {
  return Counter(sessions, counting_parameters({}, {}), min_sessions).viewed_pairs();
}

void add_counts(PairCounts& to, const PairCounts& more) {
  const auto before = [](const PairCount& a, const PairCount& b) {
    return a.source != b.source ? a.source < b.source : a.target < b.target;
  };
  for (std::size_t r = 0; r < kCountedRelations; ++r) {
    std::vector<PairCount> merged;
    merged.reserve(to.pairs[r].size() + more.pairs[r].size());
    std::merge(to.pairs[r].begin(), to.pairs[r].end(), more.pairs[r].begin(), more.pairs[r].end(),
               std::back_inserter(merged), before);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < merged.size(); ++i) {
      if (kept > 0 && !before(merged[kept - 1], merged[i])) {
        merged[kept - 1].sum += merged[i].sum;
        merged[kept - 1].sessions += merged[i].sessions;
      } else {
        merged[kept++] = merged[i];
      }
    }
    merged.resize(kept);
    to.pairs[r] = std::move(merged);
  }
  to.items.resize(std::max(to.items.size(), more.items.size()));
  for (std::size_t i = 0; i < more.items.size(); ++i) {
    to.items[i].sessions += more.items[i].sessions;
    to.items[i].views += more.items[i].views;
    to.items[i].purchases += more.items[i].purchases;
    to.items[i].again += more.items[i].again;
    to.items[i].trend += more.items[i].trend;
  }
  to.sessions += more.sessions;
  to.steps += more.steps;
}

void drop_rare_pairs(PairCounts& counts, std::uint32_t min_sessions) {
  for (auto& pairs : counts.pairs) std::erase_if(pairs, [&](const PairCount& p) { return p.sessions < min_sessions; });
}

}  // namespace noren::tools
