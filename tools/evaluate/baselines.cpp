#include "tools/evaluate/baselines.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace noren::tools {
namespace {

using Item = std::uint32_t;

constexpr double kDamping = 20;         // sessions, in item-kNN
constexpr std::size_t kRuleSteps = 10;  // in sequential rules
constexpr std::size_t kSample = 1000;   // newest sessions that V-SKNN compares
constexpr std::size_t kNearest = 100;   // of them that speak

// Sums by number, with a list of what was touched, and the best of them.
class Sums {
 public:
  explicit Sums(std::size_t count) : sums_(count, 0.0) {}
  void add(std::uint32_t at, double weight) {
    if (sums_[at] == 0.0) touched_.push_back(at);
    sums_[at] += weight;
  }
  double operator[](std::uint32_t at) const { return sums_[at]; }
  // The numbers of the best, largest sum first, ties by the lower number.
  std::span<const std::uint32_t> best(std::size_t wanted) {
    const std::size_t kept = std::min(wanted, touched_.size());
    std::partial_sort(
        touched_.begin(), touched_.begin() + static_cast<std::ptrdiff_t>(kept), touched_.end(),
        [&](std::uint32_t a, std::uint32_t b) { return sums_[a] != sums_[b] ? sums_[a] > sums_[b] : a < b; });
    return std::span<const std::uint32_t>(touched_).first(kept);
  }
  void clear() {
    for (const std::uint32_t at : touched_) sums_[at] = 0.0;
    touched_.clear();
  }

 private:
  std::vector<double> sums_;
  std::vector<std::uint32_t> touched_;
};

// Per item the sessions that hold it, each once, newest first.
std::vector<std::vector<std::uint32_t>> sessions_by_item(const TrainingSessions& training) {
  std::vector<std::vector<std::uint32_t>> by_item(training.item_count);
  for (auto s = static_cast<std::uint32_t>(training.sessions.size()); s-- > 0;) {
    for (const Item item : training.sessions[s]) {
      if (by_item[item].empty() || by_item[item].back() != s) by_item[item].push_back(s);
    }
  }
  return by_item;
}

class Popularity final : public Baseline {
 public:
  explicit Popularity(const std::vector<std::vector<std::uint32_t>>& sessions_of) : order_(sessions_of.size()) {
    std::iota(order_.begin(), order_.end(), 0u);
    std::stable_sort(order_.begin(), order_.end(),
                     [&](Item a, Item b) { return sessions_of[a].size() > sessions_of[b].size(); });
  }
  std::string_view name() const override { return "popularity"; }
  std::span<const Item> rank(std::span<const Item>, std::size_t wanted) override {
    return std::span<const Item>(order_).first(std::min(wanted, order_.size()));
  }

 private:
  std::vector<Item> order_;
};

// A baseline that keeps a list of rules for each item, and asks those of the last one.
class LastItemRules : public Baseline {
 public:
  std::span<const Item> rank(std::span<const Item> newest_first, std::size_t wanted) override {
    if (newest_first.empty()) return {};
    const auto& rules = rules_[newest_first.front()];
    return std::span<const Item>(rules).first(std::min(wanted, rules.size()));
  }

 protected:
  static constexpr std::size_t kKept = 100;
  std::vector<std::vector<Item>> rules_;
};

class ItemNeighbours final : public LastItemRules {
 public:
  ItemNeighbours(const TrainingSessions& training, const std::vector<std::vector<std::uint32_t>>& sessions_of) {
    rules_.resize(training.item_count);
    Sums sums(training.item_count);
    std::vector<Item> different;
    std::vector<double> norm;
    for (const auto& sessions : sessions_of) norm.push_back(std::sqrt(static_cast<double>(sessions.size()) + kDamping));
    for (Item item = 0; item < training.item_count; ++item) {
      for (const std::uint32_t s : sessions_of[item]) {
        different.assign(training.sessions[s].begin(), training.sessions[s].end());
        std::sort(different.begin(), different.end());
        different.erase(std::unique(different.begin(), different.end()), different.end());
        for (const Item other : different) {
          if (other != item) sums.add(other, 1 / norm[other]);
        }
      }
      const auto best = sums.best(kKept);
      rules_[item].assign(best.begin(), best.end());
      sums.clear();
    }
  }
  std::string_view name() const override { return "item-knn"; }
};

class SequentialRules final : public LastItemRules {
 public:
  SequentialRules(const TrainingSessions& training, const std::vector<std::vector<std::uint32_t>>& sessions_of) {
    rules_.resize(training.item_count);
    Sums sums(training.item_count);
    for (Item item = 0; item < training.item_count; ++item) {
      for (const std::uint32_t s : sessions_of[item]) {
        const auto& session = training.sessions[s];
        for (std::size_t at = 0; at < session.size(); ++at) {
          if (session[at] != item) continue;
          for (std::size_t steps = 1; steps <= kRuleSteps && at + steps < session.size(); ++steps) {
            if (session[at + steps] != item) sums.add(session[at + steps], 1.0 / static_cast<double>(steps));
          }
        }
      }
      const auto best = sums.best(kKept);
      rules_[item].assign(best.begin(), best.end());
      sums.clear();
    }
  }
  std::string_view name() const override { return "sequential-rules"; }
};

class SessionNeighbours final : public Baseline {
 public:
  SessionNeighbours(const TrainingSessions& training, const std::vector<std::vector<std::uint32_t>>& sessions_of)
      : training_(training),
        sessions_of_(sessions_of),
        similarity_(training.sessions.size()),
        scores_(training.item_count),
        weight_(training.item_count, 0.0),
        steps_(training.item_count, 0) {}
  std::string_view name() const override { return "session-knn"; }

  std::span<const Item> rank(std::span<const Item> newest_first, std::size_t wanted) override {
    // Her newest item weighs 1, her oldest 1/length; an item she looked at again stands where it is newest.
    const auto length = static_cast<double>(newest_first.size());
    for (std::size_t age = newest_first.size(); age-- > 0;) {
      weight_[newest_first[age]] = (length - static_cast<double>(age)) / length;
      steps_[newest_first[age]] = age + 1;
    }
    similarity_.clear();
    for (const std::uint32_t session : sample(newest_first)) {
      double shared = 0;
      for (const Item item : items_of(session)) shared += weight_[item];
      similarity_.add(session, shared / length);
    }
    scores_.clear();
    for (const std::uint32_t session : similarity_.best(kNearest)) {
      std::size_t newest_shared = newest_first.size();
      for (const Item item : items_of(session)) {
        if (steps_[item] > 0) newest_shared = std::min(newest_shared, steps_[item]);
      }
      const double weight = similarity_[session] / static_cast<double>(newest_shared);
      for (const Item item : items_of(session)) scores_.add(item, weight);
    }
    for (const Item item : newest_first) {
      weight_[item] = 0;
      steps_[item] = 0;
    }
    return scores_.best(wanted);
  }

 private:
  // The newest sessions that share an item with hers.
  std::span<const std::uint32_t> sample(std::span<const Item> newest_first) {
    sample_.clear();
    for (const Item item : newest_first) {
      const auto& sessions = sessions_of_[item];
      sample_.insert(sample_.end(), sessions.begin(),
                     sessions.begin() + static_cast<std::ptrdiff_t>(std::min(kSample, sessions.size())));
    }
    std::sort(sample_.begin(), sample_.end(), std::greater<>());
    sample_.erase(std::unique(sample_.begin(), sample_.end()), sample_.end());
    return std::span<const std::uint32_t>(sample_).first(std::min(kSample, sample_.size()));
  }

  // Each once.
  std::span<const Item> items_of(std::uint32_t session) {
    different_.assign(training_.sessions[session].begin(), training_.sessions[session].end());
    std::sort(different_.begin(), different_.end());
    different_.erase(std::unique(different_.begin(), different_.end()), different_.end());
    return different_;
  }

  const TrainingSessions& training_;
  const std::vector<std::vector<std::uint32_t>>& sessions_of_;
  Sums similarity_;
  Sums scores_;
  std::vector<double> weight_;      // per item
  std::vector<std::size_t> steps_;  // per item, from 1; 0: not hers
  std::vector<std::uint32_t> sample_;
  std::vector<Item> different_;
};

}  // namespace

Baselines::Baselines(const TrainingSessions& training) : training_(training), sessions_of_(sessions_by_item(training)) {
  list_.push_back(std::make_unique<Popularity>(sessions_of_));
  list_.push_back(std::make_unique<ItemNeighbours>(training_, sessions_of_));
  list_.push_back(std::make_unique<SequentialRules>(training_, sessions_of_));
  list_.push_back(std::make_unique<SessionNeighbours>(training_, sessions_of_));
}

}  // namespace noren::tools
