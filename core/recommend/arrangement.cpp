// Puts a list together from more items than it has places: what the shop pins and limits, how mixed it is, and what it tries. A part of
// the engine of its own, for sites that ask for any of it.

#include <algorithm>

#include "core/base/part.h"
#include "core/recommend/recommend.h"

namespace noren::recommend {
namespace {

using model::kNone;
using site::MerchandisingAction;

constexpr float kSameCategory = 1.0f;  // how alike two items are
constexpr float kSameParent = 0.5f;
constexpr float kSameBrand = 0.25f;
constexpr float kDeclared = 0.5f;  // of the score of the last item found otherwise

}  // namespace

// Items that a rule lifts for visitors like her, or on days like this: what a list for a stranger begins with. The better liked ones first.
NOREN_PART_ENTRY void Recommender::offer_featured() {
  const float floor = floor_score();
  for (std::size_t i = 0; i < site_.merchandising.rules.size(); ++i) {
    const site::MerchandisingRule& rule = site_.merchandising.rules[i];
    const bool holds = (merchandiser_.holding() >> i & 1u) != 0;
    if (!holds || rule.action != MerchandisingAction::kBoost || rule.when == rules::kNoNode) continue;
    const bool is_declared = rule.question != kNoSymbol;
    float place = 1.0f;
    for (const ItemIndex item : merchandiser_.front(i)) {
      candidates_.offer(item, kDeclared * floor / place, is_declared ? ReasonKind::kDeclared : ReasonKind::kFeatured,
                        is_declared ? rule.question : static_cast<std::uint32_t>(i));
      place += 0.25f;
    }
  }
}

NOREN_PART_ENTRY void Recommender::arrange(const Request& request) {
  const site::Arrangement& how = site_.merchandising.arrangements[static_cast<std::size_t>(request.strategy)];
  pool_.clear();
  for (const Recommendation& r : list_) pool(r);
  list_.clear();
  const float top = pool_.empty() ? 1.0f : pool_[0].found.score;
  while (list_.size() < request.limit) {
    Pooled* next = pinned(list_.size() + 1);
    if (next == nullptr) next = explored(how.explore, request.seed);
    if (next == nullptr) next = best(how.diversity, top, true);
    if (next == nullptr) next = best(how.diversity, top, false);
    if (next == nullptr) break;
    take(*next, how.diversity > 0.0f ? kNoCap : cap_);
  }
  // A pinned or explored item stands where it stands: scores still say how far down the list one is.
  for (std::size_t i = 1; i < list_.size(); ++i) list_[i].score = std::min(list_[i].score, list_[i - 1].score);
}

void Recommender::pool(const Recommendation& found) {
  const model::CategoryIndex own = model_.own_category(found.item);
  pool_.push_back({.found = found,
                   .category = own,
                   .parent = own == kNone ? kNone : model_.parent(own),
                   .brand = model_.brand(found.item),
                   .rules = merchandiser_.about(found.item) & merchandiser_.holding()});
}

// The best item that a rule pins to that position; where none was found otherwise, the one that most look at.
Recommender::Pooled* Recommender::pinned(std::size_t position) {
  for (std::size_t i = 0; i < site_.merchandising.rules.size(); ++i) {
    const site::MerchandisingRule& rule = site_.merchandising.rules[i];
    const bool holds = (merchandiser_.holding() >> i & 1u) != 0;
    if (!holds || rule.action != MerchandisingAction::kPin || rule.position != position) continue;
    for (Pooled& p : pool_) {
      if (!p.is_taken && (p.rules >> i & 1u) != 0) return &p;
    }
    for (const ItemIndex item : merchandiser_.front(i)) {
      if (!candidates_.may_come(item)) continue;
      candidates_.leave_out(item);
      const float score = list_.empty() ? 1.0f : list_.back().score;
      pool({item, score, ReasonKind::kFeatured, static_cast<std::uint32_t>(i)});
      return &pool_.back();
    }
  }
  return nullptr;
}

// The first place is never given away.
Recommender::Pooled* Recommender::explored(float share, std::uint64_t seed) {
  if (!(share > 0.0f) || list_.empty()) return nullptr;
  const std::uint64_t dice = mix64(seed ^ mix64(list_.size()));
  if (static_cast<float>(dice >> 40) >= share * static_cast<float>(1u << 24)) return nullptr;
  std::size_t open = 0;
  for (const Pooled& p : pool_) open += is_open(p) ? 1u : 0u;
  if (open == 0) return nullptr;
  std::size_t chosen = static_cast<std::size_t>(dice & 0xffffffu) % open;
  for (Pooled& p : pool_) {
    if (is_open(p) && chosen-- == 0) return &p;
  }
  return nullptr;
}

// Maximal marginal relevance (Carbonell, Goldstein 1998): what is good, less what is like those before it.
Recommender::Pooled* Recommender::best(float diversity, float top, bool within_cap) {
  Pooled* best = nullptr;
  float most = 0.0f;
  for (Pooled& p : pool_) {
    if (!is_open(p) || (within_cap && p.is_capped)) continue;
    if (!(diversity > 0.0f)) return &p;
    const float value = (1.0f - diversity) * p.found.score / top - diversity * p.likeness;
    if (best == nullptr || value > most) {
      best = &p;
      most = value;
    }
  }
  return best;
}

void Recommender::take(Pooled& taken, std::size_t cap) {
  taken.is_taken = true;
  list_.push_back(taken.found);
  std::size_t of_category = 0;
  for (const Pooled& p : pool_) {
    if (p.is_taken && p.category == taken.category) ++of_category;
  }
  for (Pooled& p : pool_) {
    if (p.is_taken) continue;
    float likeness = 0.0f;
    if (taken.category != kNone && p.category == taken.category) {
      likeness = kSameCategory;
      if (of_category >= cap) p.is_capped = true;
    } else if (taken.parent != kNone && p.parent == taken.parent) {
      likeness = kSameParent;
    }
    if (taken.brand != kNone && p.brand == taken.brand) likeness = std::min(likeness + kSameBrand, 1.0f);
    p.likeness = std::max(p.likeness, likeness);
  }
  for (std::size_t i = 0; i < site_.merchandising.rules.size(); ++i) {
    const site::MerchandisingRule& rule = site_.merchandising.rules[i];
    if (rule.action == MerchandisingAction::kLimit && (taken.rules >> i & 1u) != 0) close_group(taken, i);
  }
}

// Once a rule's limit of the brand or category is reached, no more of it come.
void Recommender::close_group(const Pooled& taken, std::size_t rule) {
  const bool per_brand = site_.merchandising.rules[rule].per_brand;
  const auto group = [&](const Pooled& p) { return per_brand ? p.brand : p.category; };
  if (group(taken) == kNone) return;
  const auto is_in = [&](const Pooled& p) { return (p.rules >> rule & 1u) != 0 && group(p) == group(taken); };
  std::size_t there = 0;
  for (const Pooled& p : pool_) there += p.is_taken && is_in(p) ? 1u : 0u;
  if (there < site_.merchandising.rules[rule].most) return;
  for (Pooled& p : pool_) p.is_closed = p.is_closed || is_in(p);
}

}  // namespace noren::recommend
