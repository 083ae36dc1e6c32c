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
  const std::span<Candidate> all = candidates_.all();
  const bool is_mixed = per_category != kNoCap;
  // The categories of what is in the list, place by place: reading one from the model takes longer than comparing all.
  categories_.clear();
  for (std::size_t i = 0; is_mixed && i < list_.size(); ++i) categories_.push_back(model_.own_category(list_[i].item));
  const auto is_capped = [&](model::CategoryIndex category) {
    if (!is_mixed || category == model::kNone) return false;
    return static_cast<std::size_t>(std::count(categories_.begin(), categories_.end(), category)) >= per_category;
  };
  const auto take = [&](const Candidate& c, model::CategoryIndex category) {
    list_.push_back({c.item, c.score, c.reason, c.subject});
    if (is_mixed) categories_.push_back(category);
  };

  std::make_heap(all.begin(), all.end(), ranks_below);
  deferred_.clear();
  for (auto end = all.end(); end != all.begin() && !is_full(); --end) {
    std::pop_heap(all.begin(), end, ranks_below);
    const Candidate& best = *(end - 1);
    if (!(best.score > 0.0f)) break;
    const model::CategoryIndex category = is_mixed ? model_.own_category(best.item) : model::kNone;
    if (is_capped(category)) {
      deferred_.push_back(best);
    } else {
      take(best, category);
    }
  }
  for (std::size_t i = 0; i < deferred_.size() && !is_full(); ++i) take(deferred_[i], model::kNone);
  sort_list(before);
  candidates_.drop_all();
}

void Recommender::sort_list(std::size_t from) {
  sort(std::span(list_).subspan(from), [](const Recommendation& a, const Recommendation& b) {
    return a.score != b.score ? a.score > b.score : a.item < b.item;
  });
}

}  // namespace noren::recommend
