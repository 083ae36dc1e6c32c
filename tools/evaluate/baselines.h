// What a shop model is measured beside: the simple recommenders of the literature on session-based recommendation, each with the
// whole training log in memory. They are for measuring only, written to be read, not to be shipped.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace noren::tools {

// Training sessions as lists of item numbers, oldest session first, oldest item first.
struct TrainingSessions {
  std::size_t item_count = 0;
  std::vector<std::vector<std::uint32_t>> sessions;
};

class Baseline {
 public:
  virtual ~Baseline() = default;
  virtual std::string_view name() const = 0;
  // At least `wanted` items, best first, where there are as many to be had, her own among them. Valid until the next call.
  virtual std::span<const std::uint32_t> rank(std::span<const std::uint32_t> newest_first, std::size_t wanted) = 0;
};

// All of them, in the order of the table:
//   popularity        the items of most sessions
//   item-knn          cosine of the last item and all others over sessions, damped by 20 sessions (Hidasi et al. 2016)
//   sequential-rules  what came after the last item, up to 10 steps later, each by 1/steps (Ludewig and Jannach 2018)
//   session-knn       V-SKNN: of the newest 1,000 sessions that share an item with hers the 100 nearest, by a dot product in which
//                     her newer items weigh more; their items by 1/steps since the newest shared item (the same)
class Baselines {
 public:
  // Keeps the sessions, which must outlive it. O(items of all sessions squared).
  explicit Baselines(const TrainingSessions& training);
  Baselines(const Baselines&) = delete;
  Baselines& operator=(const Baselines&) = delete;

  std::span<const std::unique_ptr<Baseline>> all() const { return list_; }

 private:
  const TrainingSessions& training_;
  std::vector<std::vector<std::uint32_t>> sessions_of_;  // per item, each once, newest first
  std::vector<std::unique_ptr<Baseline>> list_;
};

}  // namespace noren::tools
