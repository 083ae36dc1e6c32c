#include "core/recommend/session_ranker.h"

#include <algorithm>

#include "core/base/numeric.h"

namespace noren::recommend {

using model::ItemIndex;

namespace {

constexpr float kTrendShare = 0x1p-20f;  // of a score, for each step of the trend: less than any two weights differ by

}  // namespace

SessionRanker::SessionRanker(const model::ShopModel& model, const model::Scoring& scoring)
    : model_(model), scoring_(scoring) {
  cells_.reserve(model.item_count());
  for (ItemIndex item = 0; item < model.item_count(); ++item) cells_.push_back({0.0f, 0, model.trend_code(item)});
  agreement_[0] = 0.0f;
  for (std::size_t n = 1; n < std::size(agreement_); ++n) {
    agreement_[n] = static_cast<float>(exp2_exact(scoring.agreement * log2_exact(static_cast<double>(n))));
  }
}

std::span<const Scored> SessionRanker::rank(std::span<const ItemIndex> newest_first, std::size_t limit, Seen seen) {
  find_best(newest_first, limit, seen);
  const std::span<Scored> best(found_, found_count_);
  sort_best(best);
  return best;
}

std::span<const Scored> SessionRanker::find_best(std::span<const ItemIndex> newest_first, std::size_t limit,
                                                 Seen seen) {
  walk(newest_first);
  const float best_seen = set_apart_seen();
  const float best = std::max(best_seen, collect());
  if (seen == Seen::kMayReturn) bring_back_seen(best == 0.0f ? 1.0f : best);
  select_best(std::span(found_, found_count_), limit);
  found_count_ = std::min(found_count_, limit);
  return std::span<const Scored>(found_, found_count_);
}

void SessionRanker::walk(std::span<const ItemIndex> newest_first) {
  seen_count_ = found_count_ = 0;
  float weight = 1.0f;
  for (const ItemIndex item : newest_first) {
    if (item >= cells_.size()) continue;
    const std::size_t known = static_cast<std::size_t>(std::find(seen_, seen_ + seen_count_, item) - seen_);
    if (known < seen_count_) {
      looks_[known] += 1.0f;
      continue;
    }
    if (seen_count_ == kWalk) continue;
    add_neighbours(item, weight);
    weight *= scoring_.decay;
    looks_[seen_count_] = 1.0f;
    seen_[seen_count_++] = item;
  }
}

void SessionRanker::add_neighbours(ItemIndex item, float weight) {
  const model::Neighbours row = model_.neighbours(model::Relation::kViewed, item);
  const float scale = row.scale();
  const float* const strengths = model_.strengths().data();
  Cell* const cells = cells_.data();
  Scored* end = found_ + found_count_;
  for (const model::PackedEdge edge : row.edges()) {
    Cell& cell = cells[edge.item()];
    end->item = edge.item();
    end += cell.edges++ == 0 ? 1 : 0;
    cell.score += weight * (scale * strengths[edge.strength()]);
  }
  found_count_ = static_cast<std::size_t>(end - found_);
}

// Of her own items only what bring_back_seen() needs is kept. Returns their best score.
float SessionRanker::set_apart_seen() {
  float best = 0.0f;
  for (std::size_t age = 0; age < seen_count_; ++age) {
    Cell& cell = cells_[seen_[age]];
    led_to_[age] = cell.score * agreement_[cell.edges];
    best = std::max(best, led_to_[age]);
    cell.score = 0.0f;
  }
  return best;
}

// Takes the scores out of the cells, which are empty afterwards. Returns the best one.
float SessionRanker::collect() {
  float best = 0.0f;
  Cell* const cells = cells_.data();
  Scored* end = found_;
  for (std::size_t i = 0; i < found_count_; ++i) {
    const ItemIndex item = found_[i].item;
    Cell& cell = cells[item];
    const float score = cell.score * agreement_[cell.edges] * (1.0f + kTrendShare * static_cast<float>(cell.trend));
    cell.score = 0.0f;
    cell.edges = 0;
    *end = {item, score};
    end += score > 0.0f ? 1 : 0;
    best = std::max(best, score);
  }
  found_count_ = static_cast<std::size_t>(end - found_);
  return best;
}

void SessionRanker::bring_back_seen(float best) {
  float share = scoring_.repeat_newest;
  for (std::size_t age = 0; age < seen_count_; ++age) {
    if (age == 1) share = scoring_.repeat;
    const float score = led_to_[age] + share * best * (1.0f + scoring_.repeat_again * (looks_[age] - 1.0f));
    if (score > 0.0f) found_[found_count_++] = {seen_[age], score};
    share *= scoring_.repeat_decay;
  }
}

}  // namespace noren::recommend
