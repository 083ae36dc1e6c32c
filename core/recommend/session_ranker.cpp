#include "core/recommend/session_ranker.h"

#include <algorithm>
#include <utility>

#include "core/base/numeric.h"

namespace noren::recommend {
namespace {

using model::ItemIndex;

bool comes_before(const Scored& a, const Scored& b) { return a.score != b.score ? a.score > b.score : a.item < b.item; }

// In a heap whose top is the last of the list: puts the entry at `at` in its place among the first `size`.
void sink(Scored* heap, std::size_t at, std::size_t size) {
  const Scored moving = heap[at];
  for (std::size_t child = 2 * at + 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && comes_before(heap[child], heap[child + 1])) ++child;
    if (!comes_before(moving, heap[child])) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = moving;
}

}  // namespace

SessionRanker::SessionRanker(const model::ShopModel& model, const model::Scoring& scoring)
    : model_(model), scoring_(scoring) {
  cells_.resize(model.item_count());
  agreement_[0] = 0.0f;
  for (std::size_t n = 1; n <= kWalk; ++n) {
    agreement_[n] = static_cast<float>(exp2_exact(scoring.agreement * log2_exact(static_cast<double>(n))));
  }
}

std::span<const Scored> SessionRanker::rank(std::span<const ItemIndex> newest_first, std::size_t limit, Seen seen) {
  walk(newest_first);
  const float best = reward_agreement();
  if (seen == Seen::kMayReturn) {
    boost_seen(best);
  } else {
    leave_out_seen();
  }
  take_best(limit);
  forget();
  return std::span<const Scored>(list_);
}

void SessionRanker::walk(std::span<const ItemIndex> newest_first) {
  float weight = 1.0f;
  for (const ItemIndex item : newest_first) {
    if (item >= cells_.size()) continue;
    const std::size_t known = static_cast<std::size_t>(std::find(seen_, seen_ + seen_count_, item) - seen_);
    if (known < seen_count_) {
      looks_[known] += 1.0f;
      continue;
    }
    if (seen_count_ == kWalk) continue;
    for (const model::Neighbour neighbour : model_.neighbours(model::Relation::kViewed, item)) {
      Cell& cell = cells_[neighbour.item];
      if (cell.edges++ == 0) touched_.push_back(neighbour.item);
      cell.score += weight * neighbour.weight;
    }
    weight *= scoring_.decay;
    looks_[seen_count_] = 1.0f;
    seen_[seen_count_++] = item;
  }
}

// Returns the best score of all.
float SessionRanker::reward_agreement() {
  float best = 0.0f;
  for (const ItemIndex item : touched_) {
    Cell& cell = cells_[item];
    cell.score *= agreement_[cell.edges];
    best = std::max(best, cell.score);
  }
  return best;
}

void SessionRanker::boost_seen(float best) {
  if (best == 0.0f) best = 1.0f;
  float share = scoring_.repeat_newest;
  for (std::size_t age = 0; age < seen_count_; ++age) {
    if (age == 1) share = scoring_.repeat;
    Cell& cell = cells_[seen_[age]];
    if (cell.edges++ == 0) touched_.push_back(seen_[age]);
    cell.score += share * best * (1.0f + scoring_.repeat_again * (looks_[age] - 1.0f));
    share *= scoring_.repeat_decay;
  }
}

void SessionRanker::leave_out_seen() {
  for (std::size_t age = 0; age < seen_count_; ++age) cells_[seen_[age]].score = 0.0f;
}

void SessionRanker::take_best(std::size_t limit) {
  list_.clear();
  for (const ItemIndex item : touched_) {
    const Scored candidate{item, cells_[item].score};
    if (!(candidate.score > 0.0f)) continue;
    if (list_.size() < limit) {
      list_.push_back(candidate);
      if (list_.size() == limit) {
        for (std::size_t at = limit / 2; at-- > 0;) sink(list_.data(), at, limit);
      }
    } else if (limit > 0 && comes_before(candidate, list_[0])) {
      list_[0] = candidate;
      sink(list_.data(), 0, limit);
    }
  }
  if (list_.size() < limit) {
    for (std::size_t at = list_.size() / 2; at-- > 0;) sink(list_.data(), at, list_.size());
  }
  for (std::size_t size = list_.size(); size > 1;) {
    --size;
    std::swap(list_[0], list_[size]);
    sink(list_.data(), 0, size);
  }
}

void SessionRanker::forget() {
  for (const ItemIndex item : touched_) cells_[item] = {};
  touched_.clear();
  seen_count_ = 0;
}

}  // namespace noren::recommend
