// From candidates to the list.

#include <algorithm>

#include "core/base/sort.h"
#include "core/recommend/recommend.h"

namespace noren::recommend {

void Recommender::take_best(std::size_t per_category) {
  const std::size_t before = list_.size();
  if (merchandiser_.is_active()) {
    if (before == 0) cap_ = per_category;
    per_category = kNoCap;  // what is put together afterwards is mixed there
    if (merchandiser_.changes_scores()) {
      for (Candidate& c : candidates_.all()) c.score *= merchandiser_.factor(c.item);
    }
  }
  order_.resize(candidates_.all().size());
  std::size_t size = 0;
  for (const Candidate& c : candidates_.all()) {
    order_[size] = {c.item, c.score};
    size += c.score > 0.0f ? 1 : 0;
  }
  order_.shorten(size);
  if (per_category == kNoCap) {
    const std::size_t count = std::min(order_.size(), limit_ - before);
    select_best(order_, count);
    order_.shorten(count);
    sort_best(order_);
    for (const Scored& best : order_) take(best);
  } else {
    take_mixed(per_category);
  }
  candidates_.drop_all();
}

void Recommender::take(const Scored& best) {
  const Candidate& c = candidates_.of(best.item);
  list_.push_back({c.item, c.score, c.reason, c.subject});
}

// They are put in order in portions: often the first is enough.
void Recommender::take_mixed(std::size_t per_category) {
  const std::size_t before = list_.size();
  const auto places = [this](ItemIndex item) -> std::uint16_t& { return places_of_[facts_[item].category_code]; };
  for (const Recommendation& r : list_) ++places(r.item);
  std::size_t deferred = 0;  // moved to the front of order_
  std::size_t portion = limit_ - before;
  for (std::size_t begin = 0; begin < order_.size() && !is_full(); begin += portion, portion *= 2) {
    const std::span<Scored> left = std::span(order_).subspan(begin);
    portion = std::min(portion, left.size());
    select_best(left, portion);
    sort_best(left.first(portion));
    for (std::size_t i = 0; i < portion && !is_full(); ++i) {
      const Scored best = left[i];
      if (places(best.item) >= per_category && facts_[best.item].category() != model::kNone) {
        order_[deferred++] = best;
      } else {
        take(best);
        ++places(best.item);
      }
    }
  }
  for (const Recommendation& r : list_) places(r.item) = 0;
  if (is_full() || deferred == 0) return;
  for (std::size_t i = 0; i < deferred && !is_full(); ++i) take(order_[i]);
  sort_list(before);
}

void Recommender::sort_list(std::size_t from) {
  sort(std::span(list_).subspan(from), [](const Recommendation& a, const Recommendation& b) {
    return a.score != b.score ? a.score > b.score : a.item < b.item;
  });
}

}  // namespace noren::recommend
