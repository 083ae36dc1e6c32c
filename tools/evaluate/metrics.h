// How good lists of recommendations are, when what the visitor really did next is known: the measures that papers on session-based
// recommendation use. A case is a session up to some point and the item that came next.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace noren::tools {

inline constexpr std::size_t kListed = 20;

struct Case {
  std::vector<std::uint32_t> newest_first;  // items she looked at, as often as she did
  std::uint32_t target = 0;                 // what came next
  bool target_is_seen = false;              // it is one of hers
};

class Metrics {
 public:
  // How many training sessions held each item: what popularity bias is measured by.
  explicit Metrics(std::span<const float> popularity);

  // One case: the list, best first, of which the first kListed count; and the same without her own items, which is asked only
  // where the target is none of them (may be empty otherwise).
  void add(const Case& test, std::span<const std::uint32_t> list, std::span<const std::uint32_t> without_seen);

  std::uint64_t cases() const { return cases_; }
  std::uint64_t unseen_cases() const { return unseen_cases_; }
  // At which place, from 0, the target stood, and how often.
  const std::array<std::uint64_t, kListed>& hits() const { return hits_; }
  const std::array<std::uint64_t, kListed>& unseen_hits() const { return unseen_hits_; }

  double recall(std::size_t listed) const;  // share of cases whose target is among the first so many
  double mrr(std::size_t listed) const;     // mean of 1 / place of the target, 0 where it is not among them
  double unseen_recall(
      std::size_t listed) const;  // recall over cases with a target she had not seen, in lists without what she saw
  double coverage() const;        // share of all items that were in a list
  double popularity_bias()
      const;  // mean popularity of what is listed, by that of what came next: 1 is none, above: popular items pushed

 private:
  std::span<const float> popularity_;
  std::uint64_t cases_ = 0;
  std::uint64_t unseen_cases_ = 0;
  std::array<std::uint64_t, kListed> hits_{};
  std::array<std::uint64_t, kListed> unseen_hits_{};
  std::vector<bool> listed_;
  std::uint64_t listed_items_ = 0;
  double listed_popularity_ = 0;
  double target_popularity_ = 0;
};

}  // namespace noren::tools
