// The strategies that fewer shops show. They make a part of the engine of their own, which a page loads when it asks for one of them.

#include <algorithm>

#include "core/base/part.h"
#include "core/recommend/habits.h"
#include "core/recommend/recommend.h"

namespace noren::recommend {
namespace {

using model::kNone;
using model::Relation;

constexpr float kWalkDecay = 0.3f;    // viewed-next: the page's item says most
constexpr std::size_t kNextWalk = 5;  // so many items before it count, too
constexpr std::size_t kLiftWalk = 5;  // rankings: so many of her newest items lift what goes with them
constexpr float kLift = 0.5f;
constexpr float kInterestLift = 1.0f;
constexpr float kSearchDepth = 8.0f;  // a found item at place 8 has half the score of the first
constexpr float kLast = 1e-4f;        // of the score: what she does not like or can't buy comes last
constexpr float kLeastDrop = 0.01f;   // a smaller change of a price is none
constexpr float kViewsThatCount = 5.0f;
constexpr float kNewDays = 60.0f;
constexpr float kToHerTaste = 0.25f;  // of her liking for what she likes most: a department in common is less
constexpr std::size_t kFront = 512;   // of the newest items, and of those on sale, so many are looked at

bool is_subcategory_pool_full(std::size_t taken) { return taken >= 4096; }

}  // namespace

NOREN_PART_ENTRY void Recommender::recommend_more(const Request& request, const profile::Profile* profile) {
  if (profile != nullptr) interests_.read(*profile);
  switch (request.strategy) {
    case Strategy::kViewedNext: viewed_next(request.item, profile); break;
    case Strategy::kComplementsOfLastOrder:
      if (profile != nullptr) complements_of_last_order(*profile);
      break;
    case Strategy::kViewedNotBought:
      if (profile != nullptr) viewed_not_bought(*profile);
      break;
    case Strategy::kNewForYou: new_for_you(request.day, profile); break;
    case Strategy::kPopularInCategory: popular_in_category(request, profile); break;
    case Strategy::kDealsForYou: deals_for_you(profile); break;
    case Strategy::kSearchRanking:
    case Strategy::kCategoryRanking: rank_given(request, profile); break;
    case Strategy::kContent: content(request); break;
    default: break;
  }
}

void Recommender::viewed_next(ItemIndex item, const profile::Profile* profile) {
  if (item == kNone && profile != nullptr) item = newest_seen(*profile);
  if (item == kNone) return;
  candidates_.leave_out(item);
  candidates_.follow(Relation::kViewed, item, 1.0f, ReasonKind::kViewedTogether);
  if (profile != nullptr) {
    float weight = kWalkDecay;
    std::size_t walked = 0;
    for (const profile::SeenItem& seen : profile->seen()) {
      const auto other = model_.find(seen.key);
      if (!other || *other == item || is_set_aside(*profile, seen.key)) continue;
      if (walked++ == kNextWalk) break;
      candidates_.follow(Relation::kViewed, *other, weight, ReasonKind::kViewedTogether);
      weight *= kWalkDecay;
    }
    candidates_.reward_agreement();
    offer_habits(*profile, item);
  }
  take_best(kNoCap);
  if (is_full()) return;
  candidates_.follow(Relation::kBoughtAfterView, item, 1.0f, ReasonKind::kBoughtAfterView);
  follow_on_from_list();
}

// Whatever is in now comes after what the list has already, however its scores were counted.
void Recommender::follow_on_from_list() {
  float best = 0.0f;
  for (const Candidate& c : candidates_.all()) best = std::max(best, c.score);
  if (!(best > 0.0f)) return;
  const float scale = 0.5f * floor_score() / best;
  for (Candidate& c : candidates_.all()) c.score *= scale;
  take_best(kNoCap);
}

// Her own ways come before everybody's: more often repeated ones first.
void Recommender::offer_habits(const profile::Profile& profile, ItemIndex from) {
  if (is_set_aside(profile, model_.key(from))) return;
  float best = 1.0f;
  for (const Candidate& c : candidates_.all()) best = std::max(best, c.score);
  for (const Habit& habit : habits(profile, event::Kind::kViewItem, model_.key(from))) {
    const auto to = model_.find(habit.to);
    if (!to || is_set_aside(profile, habit.to)) continue;
    const float score = best * static_cast<float>(habit.times);
    candidates_.replace(*to, score, ReasonKind::kHabit, from);
  }
}

void Recommender::complements_of_last_order(const profile::Profile& profile) {
  // Shops whose log says little of what comes after an order have what is bought in one.
  const bool knows_after = model_.edge_count(Relation::kComplements) > 0;
  const Relation relation = knows_after ? Relation::kComplements : Relation::kBought;
  const ReasonKind reason = knows_after ? ReasonKind::kComplements : ReasonKind::kBoughtTogether;
  const auto bought = profile.bought();
  for (const profile::BoughtItem& piece : bought) {
    if (piece.day != bought[0].day) break;
    const auto item = model_.find(piece.key);
    if (!item || is_set_aside(profile, piece.key)) continue;
    candidates_.follow(relation, *item, 1.0f, reason);
  }
  candidates_.reward_agreement();
  take_best(std::max<std::size_t>(2, places_ / 2));
}

float Recommender::least_liking(const profile::Profile* profile) {
  if (profile == nullptr) return 0.0f;
  float most = 0.0f;
  for (const profile::Interest& interest : profile->categories()) {
    most = std::max(most, interests_.in_category(model_.find_category(interest.key).value_or(kNone)));
  }
  for (const profile::Interest& interest : profile->brands()) {
    const auto brand = model_.find_brand(interest.key);
    if (brand) most = std::max(most, kBrandWeight * interests_.in_brand(*brand));
  }
  return kToHerTaste * most;
}

// What came into the shop in the last two months: the newer and the more it is to her taste, the better.
void Recommender::new_for_you(std::uint32_t day, const profile::Profile* profile) {
  learn_fronts();
  const float least = least_liking(profile);
  for (const ItemIndex item : newest_) {
    const float age = static_cast<float>(day) - model_.added_day(item);
    if (age > kNewDays) break;
    if (interests_.liking(item) < least) continue;
    const float freshness = 1.0f - 0.5f * std::max(age, 0.0f) / kNewDays;
    candidates_.offer(item, freshness * (0.1f + interests_.in_item(item)), ReasonKind::kNew, kNone);
  }
  take_best(std::max<std::size_t>(2, places_ / 2));
}

// The newest items and those on sale, found once.
void Recommender::learn_fronts() {
  if (knows_fronts_) return;
  knows_fronts_ = true;
  const auto is_older = [this](ItemIndex a, ItemIndex b) {
    const float day_a = model_.added_day(a);
    const float day_b = model_.added_day(b);
    return day_a != day_b ? day_a < day_b : a > b;
  };
  List<ItemIndex> dated;
  for (const ItemIndex item : model_.by_trend()) {
    if (model_.added_day(item) >= 0.0f) dated.push_back(item);
    const bool is_on_sale = model_.price(item) >= 0.0f && model_.regular_price(item) > model_.price(item);
    if (is_on_sale && on_sale_.size() < kFront) on_sale_.push_back(item);
  }
  std::make_heap(dated.begin(), dated.end(), is_older);
  for (auto end = dated.end(); end != dated.begin() && newest_.size() < kFront; --end) {
    std::pop_heap(dated.begin(), end, is_older);
    newest_.push_back(*(end - 1));
  }
}

void Recommender::viewed_not_bought(const profile::Profile& profile) {
  float place = 0.0f;
  for (const profile::SeenItem& seen : profile.seen()) {
    const auto item = model_.find(seen.key);
    if (item && !is_set_aside(profile, seen.key)) {
      const float views = std::min(static_cast<float>(seen.views), kViewsThatCount);
      candidates_.offer(*item, (1.0f + views) / (4.0f + place), ReasonKind::kViewed, kNone);
    }
    place += 1.0f;
  }
  take_best(kNoCap);
}

model::CategoryIndex Recommender::favourite_category(const profile::Profile& profile) const {
  float best = 0.0f;
  model::CategoryIndex favourite = kNone;
  for (const profile::Interest& interest : profile.categories()) {
    const model::CategoryIndex category = model_.find_category(interest.key).value_or(kNone);
    // Its parents have at least the same share; the deepest one says most.
    if (category == kNone || first_child_[category] != kNone) continue;
    if (interest.score > best || (interest.score == best && category < favourite)) {
      best = interest.score;
      favourite = category;
    }
  }
  return favourite;
}

void Recommender::popular_in_category(const Request& request, const profile::Profile* profile) {
  model::CategoryIndex top = kNone;
  if (request.category != 0) {
    top = model_.find_category(request.category).value_or(kNone);
  } else if (request.item != kNone) {
    top = model_.own_category(request.item);
  } else if (profile != nullptr) {
    top = favourite_category(*profile);
  }
  if (top == kNone) return;
  // What is below it, and what is below its namesakes where the page names a category and not an item.
  const std::size_t wanted = limit_ + candidates_.touched();
  std::size_t taken = 0;
  for (model::CategoryIndex root = top; root != kNone && !is_subcategory_pool_full(taken);
       root = request.category != 0 ? next_namesake_[root] : kNone) {
    for (model::CategoryIndex c = root; c != kNone && !is_subcategory_pool_full(taken);) {
      const auto pool = model_.items_of(c);
      for (std::size_t rank = 0; rank < std::min(pool.size(), wanted); ++rank, ++taken) {
        candidates_.offer(pool[rank], 1.0f + model_.trend(pool[rank]), ReasonKind::kPopularInCategory, top);
      }
      if (first_child_[c] != kNone) {
        c = first_child_[c];
        continue;
      }
      while (c != root && next_sibling_[c] == kNone) c = model_.parent(c);
      c = c == root ? kNone : next_sibling_[c];
    }
  }
  take_best(kNoCap);
}

void Recommender::offer_price_drops(const profile::Profile& profile) {
  for (const profile::SeenItem& seen : profile.seen()) {
    const auto item = model_.find(seen.key);
    if (!item || is_set_aside(profile, seen.key)) continue;
    const float now = model_.price(*item);
    if (now < 0.0f || !(now < seen.price * (1.0f - kLeastDrop))) continue;
    candidates_.offer(*item, 1.0f + (seen.price - now) / seen.price, ReasonKind::kPriceDrop, kNone);
  }
}

void Recommender::deals_for_you(const profile::Profile* profile) {
  learn_fronts();
  if (profile != nullptr) offer_price_drops(*profile);
  take_best(kNoCap);
  const float least = least_liking(profile);
  for (const ItemIndex item : on_sale_) {
    if (interests_.liking(item) < least) continue;
    const float saved = 1.0f - model_.price(item) / model_.regular_price(item);
    candidates_.offer(item, (0.1f + interests_.in_item(item)) * (0.5f + saved), ReasonKind::kOnSale, kNone);
  }
  follow_on_from_list();
}

void Recommender::rank_given(const Request& request, const profile::Profile* profile) {
  const bool by_search = request.strategy == Strategy::kSearchRanking;
  float most = 1.0f;
  for (const ItemIndex item : request.given) {
    if (item < model_.item_count()) most = std::max(most, model_.trend(item));
  }
  float place = 0.0f;
  for (const ItemIndex item : request.given) {
    if (item >= model_.item_count()) continue;
    const float order = 1.0f / (1.0f + place / kSearchDepth);
    const float base = by_search ? order : 0.2f * order + model_.trend(item) / most;
    candidates_.take_in(item, base, by_search ? ReasonKind::kGiven : ReasonKind::kTrending);
    place += 1.0f;
  }
  if (profile != nullptr) {
    std::size_t walked = 0;
    for (const profile::SeenItem& seen : profile->seen()) {
      if (walked++ == kLiftWalk) break;
      const auto item = model_.find(seen.key);
      if (!item || is_set_aside(*profile, seen.key)) continue;
      candidates_.lift(Relation::kViewed, *item, kLift, ReasonKind::kViewedTogether);
    }
  }
  for (Candidate& c : candidates_.all()) {
    const float category = interests_.in_category(model_.own_category(c.item));
    const float brand = kBrandWeight * interests_.in_brand(model_.brand(c.item));
    if (c.subject == kNone && category + brand > 0.0f) {
      const bool by_brand = brand > category;
      c.reason = by_brand ? ReasonKind::kBrandInterest : ReasonKind::kCategoryInterest;
      c.subject = by_brand ? model_.brand(c.item) : model_.own_category(c.item);
    }
    c.score *= 1.0f + kInterestLift * interests_.in_item(c.item);
    const bool is_disliked =
        profile != nullptr && profile->disregards().has(profile::Aside::kDisliked, model_.key(c.item));
    if (is_disliked || !model_.in_stock(c.item) || !merchandiser_.admits(c.item)) c.score *= kLast;
  }
  take_best(kNoCap);
}

// By her interest in what they are about; those about the page's item or category first. Others follow in the document's order.
void Recommender::content(const Request& request) {
  const model::CategoryPath path = request.item == kNone ? model::CategoryPath() : model_.categories(request.item);
  const auto concerns_page = [&](NameKey category) {
    if (category == request.category) return true;
    for (const model::CategoryIndex c : path) {
      if (model_.category_key(c) == category) return true;
    }
    return false;
  };
  const float count = static_cast<float>(site_.articles.size());
  for (std::size_t i = 0; i < site_.articles.size(); ++i) {
    const site::Article& article = site_.articles[i];
    const float order = (count - static_cast<float>(i)) / (1000.0f * count);
    Recommendation found{static_cast<ItemIndex>(i), order, ReasonKind::kGiven, kNone};
    const auto consider = [&](float score, ReasonKind reason, std::uint32_t subject) {
      if (score + order <= found.score) return;
      found.score = score + order;
      found.reason = reason;
      found.subject = subject;
    };
    for (const NameKey category : article.categories) {
      const std::uint32_t subject = model_.find_category(category).value_or(kNone);
      if (concerns_page(category)) {
        const bool is_item = request.item != kNone;
        consider(2.0f, is_item ? ReasonKind::kSameCategory : ReasonKind::kGiven, is_item ? request.item : kNone);
      } else {
        consider(interests_.in_key(category), ReasonKind::kCategoryInterest, subject);
      }
    }
    for (const NameKey brand : article.brands) {
      const std::uint32_t subject = model_.find_brand(brand).value_or(kNone);
      consider(kBrandWeight * interests_.in_brand_key(brand), ReasonKind::kBrandInterest, subject);
    }
    list_.push_back(found);
  }
  sort_list(0);
  list_.shorten(limit_);
}

}  // namespace noren::recommend
