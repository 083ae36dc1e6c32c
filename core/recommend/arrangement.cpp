// Puts a list together from more items than it has places: what the shop pins and limits, how mixed it is, and what it tries. A part of
// the engine of its own, for sites that ask for any of it.

#include <algorithm>
#include <bit>

#include "core/base/part.h"
#include "core/recommend/recommend.h"

namespace noren::recommend {
namespace {

using model::kNone;
using site::MerchandisingAction;

constexpr float kSameCategory = 1.0f;  // how alike two items are
constexpr float kSameParent = 0.5f;
constexpr float kSameBrand = 0.25f;
constexpr std::size_t kTrendDepth = 4096;  // so many of the items most looked at may fill places
constexpr float kDeclared = 0.5f;          // of the score of the last item found otherwise

}  // namespace

// Items that a rule lifts for visitors like her, or on days like this: what a list for a stranger begins with. The better liked ones first.
NOREN_PART_ENTRY void Recommender::offer_featured() {
  const float floor = floor_score();
  for (std::size_t i = 0; i < site_.merchandising.rules.size(); ++i) {
    const site::MerchandisingRule& rule = site_.merchandising.rules[i];
    const bool holds = (merchandiser_.holding() >> i & 1u) != 0;
    if (!holds || rule.action != MerchandisingAction::kBoost || rule.when == rules::kNoNode) continue;
    const Recommendation because = by_rule(i);
    float place = 1.0f;
    for (const ItemIndex item : merchandiser_.front(i)) {
      candidates_.offer(item, kDeclared * floor / place, because.reason, because.subject);
      place += 0.25f;
    }
  }
}

// What a rule brings in comes because of her answer, where it asks for one.
Recommendation Recommender::by_rule(std::size_t i) const {
  const site::MerchandisingRule& rule = site_.merchandising.rules[i];
  if (rule.question != kNoSymbol) return {0, 0.0f, ReasonKind::kDeclared, rule.question};
  return {0, 0.0f, ReasonKind::kFeatured, static_cast<std::uint32_t>(i)};
}

NOREN_PART_ENTRY void Recommender::arrange(const Request& request) {
  const site::Arrangement& how = site_.merchandising.arrangements[static_cast<std::size_t>(request.strategy)];
  pool_.clear();
  kinds_.clear();
  for (const Recommendation& r : list_) pool(r);
  const float top = list_.empty() ? 1.0f : list_[0].score;
  float most = 0.0f;
  for (std::size_t i = pool_.size(); i-- > 0;) {
    pool_[i].value = (1.0f - how.diversity) * list_[i].score / top;
    pool_[i].most_from_here = most = std::max(most, pool_[i].value);
  }
  list_.clear();
  const bool ends_in_trend = request.strategy == Strategy::kForYou || request.strategy == Strategy::kTrending;
  std::size_t of_trend = 0;
  while (list_.size() < request.limit) {
    Pooled* next = pinned(list_.size() + 1);
    if (next == nullptr) next = explored(how.explore, request.seed);
    if (next == nullptr) next = best(how.diversity, true);
    if (next == nullptr) next = best(how.diversity, false);
    if (next == nullptr && ends_in_trend) next = filler(of_trend);
    if (next == nullptr) break;
    take(*next, how.diversity > 0.0f ? kNoCap : cap_);
  }
  // A pinned or explored item stands where it stands: scores still say how far down the list one is.
  for (std::size_t i = 1; i < list_.size(); ++i) list_[i].score = std::min(list_[i].score, list_[i - 1].score);
}

void Recommender::pool(const Recommendation& found) {
  const ItemFacts facts = facts_[found.item];
  const model::CategoryIndex own = facts.category();
  pool_.push_back({.found = found,
                   .kind = {.category = own,
                            .parent = own == kNone ? kNone : model_.parent(own),
                            .brand = facts.brand(),
                            .rules = merchandiser_.about(found.item) & merchandiser_.holding()}});
}

// The best item that a rule pins to that position; where none was found otherwise, the one that most look at.
Recommender::Pooled* Recommender::pinned(std::size_t position) {
  for (std::uint32_t rules = merchandiser_.pinning(); rules != 0; rules &= rules - 1) {
    const auto rule = static_cast<std::size_t>(std::countr_zero(rules));
    if (site_.merchandising.rules[rule].position != position) continue;
    for (Pooled& p : pool_) {
      if (p.is_taken || (p.kind.rules >> rule & 1u) == 0) continue;
      // It stands there because of her answer, whatever else led to it.
      if (const Recommendation because = by_rule(rule); because.reason == ReasonKind::kDeclared) {
        p.found.reason = because.reason;
        p.found.subject = because.subject;
      }
      return &p;
    }
    for (const ItemIndex item : merchandiser_.front(rule)) {
      if (!candidates_.may_come(item)) continue;
      candidates_.leave_out(item);
      Recommendation found = by_rule(rule);
      found.item = item;
      found.score = list_.empty() ? 1.0f : list_.back().score;
      pool(found);
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
Recommender::Pooled* Recommender::best(float diversity, bool within_cap) {
  Pooled* best = nullptr;
  float most = -2.0f;  // less than any is worth
  for (Pooled& p : pool_) {
    if (p.most_from_here <= most) break;
    if (!is_open(p) || (within_cap && p.is_capped)) continue;
    if (!(diversity > 0.0f)) return &p;
    compare(p, diversity, most);
    const float value = p.value - diversity * p.likeness;
    if (value > most) {
      best = &p;
      most = value;
    }
  }
  return best;
}

// Compares an item with those of the list that it was not compared with yet, as long as it may still be worth more than `most`.
void Recommender::compare(Pooled& one, float diversity, float most) {
  for (; one.compared < kinds_.size() && one.value - diversity * one.likeness > most; ++one.compared) {
    const Kind& a = one.kind;
    const Kind& b = kinds_[one.compared];
    float likeness = 0.0f;
    if (a.category == b.category && a.category != kNone) {
      likeness = kSameCategory;
    } else if (a.parent == b.parent && a.parent != kNone) {
      likeness = kSameParent;
    }
    if (a.brand == b.brand && a.brand != kNone) likeness = std::min(likeness + kSameBrand, 1.0f);
    one.likeness = std::max(one.likeness, likeness);
  }
}

void Recommender::take(Pooled& taken, std::size_t cap) {
  taken.is_taken = true;
  list_.push_back(taken.found);
  const Kind kind = taken.kind;
  kinds_.push_back(kind);
  const auto is_of_category = [&](const Kind& k) { return k.category == kind.category; };
  if (cap != kNoCap && kind.category != kNone &&
      static_cast<std::size_t>(std::count_if(kinds_.begin(), kinds_.end(), is_of_category)) >= cap) {
    for (Pooled& p : pool_) p.is_capped = p.is_capped || is_of_category(p.kind);
  }
  // Once a limit of the brand or category is reached, no more of it come.
  for (std::uint32_t rules = kind.rules & merchandiser_.limiting(); rules != 0; rules &= rules - 1) {
    const auto rule = static_cast<std::size_t>(std::countr_zero(rules));
    if (!is_reached(rule, kind)) continue;
    for (Pooled& p : pool_) p.is_closed = p.is_closed || is_limited_with(rule, p.kind, kind);
  }
}

// Whether the rule counts both as one brand or category.
bool Recommender::is_limited_with(std::size_t rule, const Kind& a, const Kind& b) const {
  const bool per_brand = site_.merchandising.rules[rule].per_brand;
  const std::uint32_t group = per_brand ? a.brand : a.category;
  return (a.rules & b.rules) >> rule & 1u && group == (per_brand ? b.brand : b.category) && group != kNone;
}

// Whether the list has as many of its brand or category as the rule allows.
bool Recommender::is_reached(std::size_t rule, const Kind& kind) const {
  const auto there = std::count_if(kinds_.begin(), kinds_.end(),
                                   [&](const Kind& other) { return is_limited_with(rule, other, kind); });
  return static_cast<std::size_t>(there) >= site_.merchandising.rules[rule].most;
}

// For places that limits leave open: the next item of the trend, from `at` on, that they let in. What is buried comes after all others.
Recommender::Pooled* Recommender::filler(std::size_t& at) {
  const std::span<const ItemIndex> order = model_.by_trend();
  const std::size_t depth = std::min(order.size(), kTrendDepth);
  for (; at < 2 * depth && !list_.empty(); ++at) {
    const ItemIndex item = order[at % depth];
    if (!candidates_.may_come(item) || merchandiser_.buries(item) != (at >= depth)) continue;
    pool({item, list_.back().score, ReasonKind::kTrending, kNone});
    Pooled& filler = pool_.back();
    for (std::uint32_t rules = filler.kind.rules & merchandiser_.limiting(); rules != 0; rules &= rules - 1) {
      if (is_reached(static_cast<std::size_t>(std::countr_zero(rules)), filler.kind)) filler.is_closed = true;
    }
    if (!filler.is_closed) {
      candidates_.leave_out(item);
      return &filler;
    }
    pool_.pop_back();
  }
  return nullptr;
}

}  // namespace noren::recommend
