#include "tools/evaluate/next_items.h"

#include <algorithm>

namespace noren::tools {
namespace {

bool holds(std::span<const std::uint32_t> list, std::uint32_t item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

void append_prefixes(std::span<const std::uint32_t> oldest_first, std::vector<Case>& cases) {
  for (std::size_t next = 1; next < oldest_first.size(); ++next) append_last(oldest_first.first(next + 1), cases);
}

void append_last(std::span<const std::uint32_t> oldest_first, std::vector<Case>& cases) {
  Case& test = cases.emplace_back();
  for (std::size_t at = oldest_first.size() - 1; at-- > 0;) {
    if (oldest_first[at] != model::kNone) test.newest_first.push_back(oldest_first[at]);
  }
  test.target = oldest_first.back();
  test.target_is_seen = holds(test.newest_first, test.target);
}

std::span<const std::uint32_t> NextItems::list(std::span<const std::uint32_t> newest_first, recommend::Seen seen) {
  list_.clear();
  for (const recommend::Scored& next : ranker_.rank(newest_first, kListed, seen)) list_.push_back(next.item);
  for (const std::uint32_t item : model_.by_trend()) {
    if (list_.size() >= kListed) break;
    const bool is_seen = holds(newest_first, item);
    if (!holds(list_, item) && !(is_seen && seen == recommend::Seen::kLeftOut)) list_.push_back(item);
  }
  return list_;
}

}  // namespace noren::tools
