#include "tools/evaluate/metrics.h"

#include <algorithm>

namespace noren::tools {
namespace {

// Place of the target among the first kListed; kListed: not there.
std::size_t place_of(std::uint32_t target, std::span<const std::uint32_t> list) {
  const auto first = list.first(std::min(kListed, list.size()));
  const auto at = std::find(first.begin(), first.end(), target);
  return at == first.end() ? kListed : static_cast<std::size_t>(at - first.begin());
}

double share(std::uint64_t part, std::uint64_t all) {
  return all == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(all);
}

std::uint64_t first_of(const std::array<std::uint64_t, kListed>& hits, std::size_t listed) {
  std::uint64_t sum = 0;
  for (std::size_t place = 0; place < std::min(listed, kListed); ++place) sum += hits[place];
  return sum;
}

}  // namespace

Metrics::Metrics(std::span<const float> popularity) : popularity_(popularity), listed_(popularity.size(), false) {}

void Metrics::add(const Case& test, std::span<const std::uint32_t> list, std::span<const std::uint32_t> without_seen) {
  ++cases_;
  if (const std::size_t place = place_of(test.target, list); place < kListed) ++hits_[place];
  for (const std::uint32_t item : list.first(std::min(kListed, list.size()))) {
    listed_[item] = true;
    ++listed_items_;
    listed_popularity_ += static_cast<double>(popularity_[item]);
  }
  if (test.target < popularity_.size()) target_popularity_ += static_cast<double>(popularity_[test.target]);
  if (test.target_is_seen) return;
  ++unseen_cases_;
  if (const std::size_t place = place_of(test.target, without_seen); place < kListed) ++unseen_hits_[place];
}

double Metrics::recall(std::size_t listed) const { return share(first_of(hits_, listed), cases_); }

double Metrics::unseen_recall(std::size_t listed) const { return share(first_of(unseen_hits_, listed), unseen_cases_); }

double Metrics::mrr(std::size_t listed) const {
  double sum = 0;
  for (std::size_t place = 0; place < std::min(listed, kListed); ++place) {
    sum += static_cast<double>(hits_[place]) / static_cast<double>(place + 1);
  }
  return cases_ == 0 ? 0.0 : sum / static_cast<double>(cases_);
}

double Metrics::coverage() const {
  return share(static_cast<std::uint64_t>(std::count(listed_.begin(), listed_.end(), true)), listed_.size());
}

double Metrics::popularity_bias() const {
  if (listed_items_ == 0 || target_popularity_ == 0) return 0;
  return listed_popularity_ / static_cast<double>(listed_items_) * static_cast<double>(cases_) / target_popularity_;
}

}  // namespace noren::tools
