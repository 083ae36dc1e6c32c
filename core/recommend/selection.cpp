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
  const auto take = [this](const Candidate& c) { list_.push_back({c.item, c.score, c.reason, c.subject}); };
  const auto is_capped = [&](ItemIndex item) {
    const model::CategoryIndex category = model_.own_category(item);
    if (category == model::kNone || per_category == kNoCap) return false;
    const auto same = [&](const Recommendation& r) { return model_.own_category(r.item) == category; };
    return static_cast<std::size_t>(std::count_if(list_.begin(), list_.end(), same)) >= per_category;
  };

  std::make_heap(all.begin(), all.end(), ranks_below);
  deferred_.clear();
  for (auto end = all.end(); end != all.begin() && !is_full(); --end) {
    std::pop_heap(all.begin(), end, ranks_below);
    const Candidate& best = *(end - 1);
    if (!(best.score > 0.0f)) break;
    if (is_capped(best.item)) {
      deferred_.push_back(best);
    } else {
      take(best);
    }
  }
  for (std::size_t i = 0; i < deferred_.size() && !is_full(); ++i) take(deferred_[i]);
  sort_list(before);
  candidates_.drop_all();
}

void Recommender::sort_list(std::size_t from) {
  sort(std::span(list_).subspan(from), [](const Recommendation& a, const Recommendation& b) {
    return a.score != b.score ? a.score > b.score : a.item < b.item;
  });
}

}  // namespace noren::recommend
