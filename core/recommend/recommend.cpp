#include "core/recommend/recommend.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/numeric.h"
#include "core/base/sort.h"

namespace noren::recommend {
namespace {

using model::kNone;
using model::Relation;

constexpr std::uint16_t kFree = 0;
constexpr std::uint16_t kLeftOut = 1;
constexpr std::uint16_t kFirstCandidate = 2;

constexpr std::size_t kWalk = 20;     // of the newest items she looked at, so many are followed
constexpr float kWalkDecay = 0.6f;    // each older one counts so much of the newer one
constexpr double kAgreement = 0.35;   // exponent: an item that n of hers lead to gains n^this
constexpr float kParentShare = 0.5f;  // interest in the categories above an item's own counts so much
constexpr float kBrandWeight = 0.5f;
constexpr float kPriceWeight = 0.3f;
constexpr float kOtherPriceBand = 0.5f;  // a similar item of another price band counts so much
constexpr std::size_t kPool = 128;       // items of one category that are looked at, most looked at first
constexpr std::size_t kInterestPool = 32;
constexpr std::size_t kPoolCategories = 16;
constexpr std::size_t kNoCap = std::numeric_limits<std::size_t>::max();

static_assert(profile::kMaxCartLines * model::kMaxNeighbours < 0xffff - kFirstCandidate,
              "a candidate number fits its state");
static_assert(kWalk * model::kMaxNeighbours < 0xffff - kFirstCandidate);

// A row of eight holds at most four of one category, as long as there are others.
std::size_t half_of(std::size_t limit) { return std::max<std::size_t>(2, limit / 2); }
std::size_t third_of(std::size_t limit) { return std::max<std::size_t>(2, limit / 3); }

}  // namespace

Recommender::Recommender(const model::ShopModel& model, std::span<const float> price_bands)
    : model_(model), price_bands_(price_bands) {
  state_.assign(model.item_count(), kFree);
  category_share_.assign(model.category_count(), 0.0f);
  brand_share_.assign(model.brand_count(), 0.0f);
  for (model::CategoryIndex c = 0; c < model.category_count(); ++c) {
    namesake_.push_back(model.find_category(model.category_key(c)).value_or(c));
  }
  for (std::size_t edges = 0; edges <= std::max(kWalk, profile::kMaxCartLines); ++edges) {
    agreement_.push_back(static_cast<float>(exp2_exact(kAgreement * log2_exact(static_cast<double>(edges)))));
  }
}

Result<std::span<const Recommendation>> Recommender::recommend(const Request& request,
                                                               const profile::Profile* profile) {
  if (request.limit < 1 || request.limit > kMaxLimit) {
    return fail(ErrorCode::kInvalidArgument, "the limit is not 1 to 50", "limit");
  }
  if (request.exclude.size() > kMaxExclude) {
    return fail(ErrorCode::kInvalidArgument, "more than 64 items to leave out", "exclude");
  }
  if (request.item != kNone && request.item >= model_.item_count()) {
    return fail(ErrorCode::kInvalidArgument, "the shop model has no item of that number", "item");
  }
  limit_ = request.limit;
  list_.clear();
  leave_out_known(request, profile);
  switch (request.strategy) {
    case Strategy::kForYou:
      if (profile != nullptr) for_you(*profile);
      break;
    case Strategy::kSimilar:
      if (request.item != kNone) similar(request.item);
      break;
    case Strategy::kBoughtTogether:
      if (request.item != kNone) bought_together(request.item);
      break;
    case Strategy::kCompleteTheCart:
      if (profile != nullptr) complete_the_cart(*profile);
      break;
    case Strategy::kRecentlyViewed:
      if (profile != nullptr) recently_viewed(*profile);
      break;
    case Strategy::kTrending: trending(); break;
  }
  forget();
  return std::span<const Recommendation>(list_);
}

// --- the strategies ---

void Recommender::for_you(const profile::Profile& profile) {
  float weight = 1.0f;
  std::size_t walked = 0;
  for (const profile::SeenItem& seen : profile.seen()) {
    if (walked++ == kWalk) break;
    if (const auto item = model_.find(seen.key)) {
      follow(Relation::kViewed, *item, weight, ReasonKind::kViewedTogether);
      leave_out(*item);
    }
    weight *= kWalkDecay;
  }
  reward_agreement();
  read_interests(profile);
  for (Candidate& c : candidates_) {
    c.score *= 1.0f + category_interest(c.item) + kBrandWeight * brand_interest(c.item) +
               kPriceWeight * price_interest(c.item, profile);
  }
  take_best(half_of(limit_));
  if (!is_full()) {
    offer_by_interest(profile);
    take_best(half_of(limit_));
  }
  if (!is_full()) trending();
}

void Recommender::similar(ItemIndex item) {
  follow(Relation::kViewed, item, 1.0f, ReasonKind::kViewedTogether);
  take_best(kNoCap);
  const model::CategoryIndex category = model_.own_category(item);
  if (is_full() || category == kNone) return;
  const float floor = floor_score();
  const auto pool = model_.items_of(category);
  for (std::size_t rank = 0; rank < std::min(pool.size(), kPool); ++rank) {
    const float band = price_band(pool[rank]) == price_band(item) ? 1.0f : kOtherPriceBand;
    offer(pool[rank], floor * band / static_cast<float>(rank + 2), ReasonKind::kSameCategory, item);
  }
  take_best(kNoCap);
}

void Recommender::bought_together(ItemIndex item) {
  follow(Relation::kBought, item, 1.0f, ReasonKind::kBoughtTogether);
  take_best(kNoCap);
}

void Recommender::complete_the_cart(const profile::Profile& profile) {
  for (const profile::CartLine& line : profile.cart()) {
    if (const auto item = model_.find(line.key)) follow(Relation::kBought, *item, 1.0f, ReasonKind::kBoughtTogether);
  }
  reward_agreement();
  take_best(half_of(limit_));
}

void Recommender::recently_viewed(const profile::Profile& profile) {
  float place = 1.0f;
  for (const profile::SeenItem& seen : profile.seen()) {
    if (is_full()) break;
    const auto item = model_.find(seen.key);
    if (!item || !may_come(*item)) continue;
    list_.push_back({*item, 1.0f / place, ReasonKind::kViewed, kNone});
    place += 1.0f;
  }
}

void Recommender::trending() {
  const auto order = model_.by_trend();
  if (order.empty()) return;
  // Enough of the front that a category's cap can be filled up from others, whatever was left out.
  const std::size_t front = std::min(order.size(), touched_.size() + 8 * limit_);
  const float scale = floor_score() / (2.0f + model_.trend(order[0]));
  for (std::size_t i = 0; i < front; ++i) {
    offer(order[i], scale * (1.0f + model_.trend(order[i])), ReasonKind::kTrending, kNone);
  }
  take_best(third_of(limit_));
}

// --- what must not come ---

void Recommender::leave_out(ItemIndex item) {
  if (item >= state_.size()) return;
  if (state_[item] == kFree) touched_.push_back(item);
  // A candidate that is left out afterwards (she looked at it, too) stays in its list, but can't be taken.
  if (state_[item] >= kFirstCandidate) candidates_[state_[item] - kFirstCandidate].score = 0.0f;
  state_[item] = kLeftOut;
}

void Recommender::leave_out(ItemKey key) {
  if (const auto item = model_.find(key)) leave_out(*item);
}

void Recommender::leave_out_known(const Request& request, const profile::Profile* profile) {
  leave_out(request.item);
  for (const ItemIndex item : request.exclude) leave_out(item);
  if (profile == nullptr) return;
  for (const profile::BoughtItem& bought : profile->bought()) leave_out(bought.key);
  if (request.strategy == Strategy::kRecentlyViewed) return;  // what is in her cart she has looked at, too
  for (const profile::CartLine& line : profile->cart()) leave_out(line.key);
}

bool Recommender::may_come(ItemIndex item) const { return state_[item] != kLeftOut && model_.in_stock(item); }

// --- candidates ---

void Recommender::follow(Relation relation, ItemIndex from, float weight, ReasonKind reason) {
  for (const model::Neighbour n : model_.neighbours(relation, from)) {
    const float score = weight * n.weight;
    if (state_[n.item] >= kFirstCandidate) {
      Candidate& known = candidates_[state_[n.item] - kFirstCandidate];
      known.score += score;
      ++known.edges;
      if (score > known.strongest) {
        known.strongest = score;
        known.subject = from;
      }
    } else {
      offer(n.item, score, reason, from);
    }
  }
}

void Recommender::offer(ItemIndex item, float score, ReasonKind reason, std::uint32_t subject) {
  if (state_[item] != kFree || !model_.in_stock(item)) return;
  state_[item] = static_cast<std::uint16_t>(candidates_.size() + kFirstCandidate);
  touched_.push_back(item);
  candidates_.push_back({item, score, score, 1, subject, reason});
}

void Recommender::reward_agreement() {
  for (Candidate& c : candidates_) c.score *= agreement_[std::min<std::size_t>(c.edges, agreement_.size() - 1)];
}

bool Recommender::ranks_below(const Candidate& a, const Candidate& b) {
  return a.score != b.score ? a.score < b.score : a.item > b.item;
}

// Moves the best candidates to the list until it is full, at most per_category of one category while others are left, and
// drops the rest.
void Recommender::take_best(std::size_t per_category) {
  const std::size_t before = list_.size();
  const auto take = [this](const Candidate& c) { list_.push_back({c.item, c.score, c.reason, c.subject}); };
  const auto is_capped = [&](ItemIndex item) {
    const model::CategoryIndex category = model_.own_category(item);
    if (category == kNone || per_category == kNoCap) return false;
    const auto same = [&](const Recommendation& r) { return model_.own_category(r.item) == category; };
    return static_cast<std::size_t>(std::count_if(list_.begin(), list_.end(), same)) >= per_category;
  };

  std::make_heap(candidates_.begin(), candidates_.end(), ranks_below);
  deferred_.clear();
  for (auto end = candidates_.end(); end != candidates_.begin() && !is_full(); --end) {
    std::pop_heap(candidates_.begin(), end, ranks_below);
    const Candidate& best = *(end - 1);
    if (!(best.score > 0.0f)) break;
    if (is_capped(best.item)) {
      deferred_.push_back(best);
    } else {
      take(best);
    }
  }
  for (std::size_t i = 0; i < deferred_.size() && !is_full(); ++i) take(deferred_[i]);
  sort(std::span(list_).subspan(before), [](const Recommendation& a, const Recommendation& b) {
    return a.score != b.score ? a.score > b.score : a.item < b.item;
  });
  for (const Candidate& c : candidates_) state_[c.item] = kLeftOut;
  candidates_.clear();
}

// --- interests ---

void Recommender::read_interests(const profile::Profile& profile) {
  for (const profile::Interest& interest : profile.categories()) {
    if (const auto c = model_.find_category(interest.key)) {
      category_share_[*c] = static_cast<float>(profile.category_share(interest.key));
    }
  }
  for (const profile::Interest& interest : profile.brands()) {
    if (const auto b = model_.find_brand(interest.key)) {
      brand_share_[*b] = static_cast<float>(profile.brand_share(interest.key));
    }
  }
}

float Recommender::category_interest(ItemIndex item) const {
  float sum = 0.0f;
  float weight = 1.0f;
  for (model::CategoryIndex c = model_.own_category(item); c != kNone; c = model_.parent(c)) {
    sum += weight * category_share_[namesake_[c]];
    weight *= kParentShare;
  }
  return sum;
}

float Recommender::brand_interest(ItemIndex item) const {
  const model::BrandIndex brand = model_.brand(item);
  return brand == kNone ? 0.0f : brand_share_[brand];
}

float Recommender::price_interest(ItemIndex item, const profile::Profile& profile) const {
  if (model_.price(item) < 0.0f || price_bands_.empty()) return 0.0f;
  return static_cast<float>(profile.price_band_share(price_band(item)));
}

std::size_t Recommender::price_band(ItemIndex item) const {
  std::size_t band = 0;
  while (band < price_bands_.size() && model_.price(item) > price_bands_[band]) ++band;
  return band;
}

// The most looked at items of the categories she cares about most.
void Recommender::offer_by_interest(const profile::Profile& profile) {
  const float floor = floor_score();
  std::array<model::CategoryIndex, kPoolCategories> best{};
  std::size_t count = 0;
  const auto share = [this](model::CategoryIndex c) { return category_share_[namesake_[c]]; };
  for (model::CategoryIndex c = 0; c < model_.category_count(); ++c) {
    if (!(share(c) > 0.0f) || model_.items_of(c).empty()) continue;
    if (count == kPoolCategories && !(share(c) > share(best[count - 1]))) continue;
    std::size_t at = count < kPoolCategories ? count++ : count - 1;
    for (; at > 0 && share(c) > share(best[at - 1]); --at) best[at] = best[at - 1];
    best[at] = c;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto pool = model_.items_of(best[i]);
    for (std::size_t rank = 0; rank < std::min(pool.size(), kInterestPool); ++rank) {
      const ItemIndex item = pool[rank];
      const float brand = brand_interest(item);
      const float interest =
          category_interest(item) + kBrandWeight * brand + kPriceWeight * price_interest(item, profile);
      const float score = floor * interest / (4.0f + static_cast<float>(rank));  // interest is below 4
      if (brand > share(best[i])) {
        offer(item, score, ReasonKind::kBrandInterest, model_.brand(item));
      } else {
        offer(item, score, ReasonKind::kCategoryInterest, best[i]);
      }
    }
  }
}

void Recommender::forget() {
  for (const ItemIndex item : touched_) state_[item] = kFree;
  touched_.clear();
  candidates_.clear();
  std::fill(category_share_.begin(), category_share_.end(), 0.0f);
  std::fill(brand_share_.begin(), brand_share_.end(), 0.0f);
}

}  // namespace noren::recommend
