#include "tools/train/piecewise.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "tools/storage/stored_list.h"

namespace noren::tools {
namespace {

constexpr std::uint64_t kLeastMemory = 1 << 20;
// A step, what counting holds beside it, and the pairs with those before and after it in the window.
constexpr std::uint64_t kBytesAStep = 80 + 2 * kWindow * sizeof(PairCount);
constexpr std::uint64_t kRunBytes = 2;  // for each byte of a run as much for sorting

std::uint64_t bounded(std::uint64_t memory) { return std::max(memory, kLeastMemory); }

}  // namespace

PiecewiseCounter::PiecewiseCounter(std::size_t item_count, const CountingParameters& parameters, std::uint64_t memory)
    : parameters_(parameters),
      steps_(static_cast<std::size_t>(bounded(memory) / 2 / kBytesAStep)),
      runs_(static_cast<std::size_t>(bounded(memory) / 2 / kRunBytes / sizeof(Record)), Earlier{}) {
  total_.items.resize(item_count);
}

Result<void> PiecewiseCounter::add(const Sessions& piece) {
  PairCounts counts = count_pairs(piece, parameters_, 1);
  for (std::uint32_t r = 0; r < kCountedRelations; ++r) {
    for (const PairCount& pair : counts.pairs[r]) {
      if (auto added = runs_.add({pair.sum, r, pair.source, pair.target, pair.sessions}); !added) return added;
    }
    counts.pairs[r] = {};
  }
  add_counts(total_, counts);
  return {};
}

Result<PairCounts> PiecewiseCounter::finish(std::uint32_t min_sessions) {
  if (auto ready = runs_.finish(); !ready) return std::unexpected(std::move(ready.error()));
  // By way of files: lists that grow in memory take up to three times what they hold in the end.
  std::vector<StoredList<PairCount>> kept(kCountedRelations);
  for (auto& pairs : kept) {
    if (runs_.runs_on_disk() == 0) continue;
    if (auto moved = pairs.move_to_file(); !moved) return std::unexpected(std::move(moved.error()));
  }
  std::optional<Record> sum;
  bool written = true;
  const auto keep = [&] {
    if (!sum || sum->sessions < min_sessions) return;
    written = kept[sum->relation].push_back({sum->source, sum->target, sum->sum, sum->sessions}) && written;
  };
  Record next{};
  while (runs_.next(next)) {
    if (sum && !Earlier{}(*sum, next)) {
      sum->sum += next.sum;
      sum->sessions += next.sessions;
      continue;
    }
    keep();
    sum = next;
  }
  keep();
  if (!written) return disk_is_full();
  runs_ = {1, Earlier{}};  // its memory and its files are for the pairs now
  // One after the other, so that no list lies in memory twice.
  for (; !kept.empty(); kept.pop_back()) {
    StoredList<PairCount>& pairs = kept.back();
    if (auto finished = pairs.finish(); !finished) return std::unexpected(std::move(finished.error()));
    total_.pairs[kept.size() - 1].assign(pairs.begin(), pairs.end());
  }
  return std::move(total_);
}

}  // namespace noren::tools
