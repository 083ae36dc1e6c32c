// The strategies that nearly every shop shows.

#include <algorithm>
#include <array>

#include "core/recommend/recommend.h"

namespace noren::recommend {
namespace {

using model::kNone;
using model::Relation;

constexpr std::size_t kSessionPool =
    2;  // of what the session leads to, so many times the list's length may come into it
constexpr std::size_t kLeastPool = 32;   // and so many at least, for other categories to be among them
constexpr std::size_t kNamedFrom = 4;    // of the newest items, so many are asked what they led to
constexpr float kWalkDecay = 0.7f;       // each older item counts so much of the newer one when a reason is named
constexpr float kLongRun = 2.0f;         // weight of her interests at the beginning of a visit
constexpr float kLongVisit = 4.0f;       // half of it after so many items
constexpr float kOtherPriceBand = 0.5f;  // a similar item of another price band counts so much
constexpr std::size_t kPool = 128;       // items of one category that are looked at, most looked at first
constexpr std::size_t kInterestPool = 32;
constexpr std::size_t kPoolCategories = 16;

// A row of eight holds at most four of one category, as long as there are others.
std::size_t half_of(std::size_t limit) { return std::max<std::size_t>(2, limit / 2); }
std::size_t third_of(std::size_t limit) { return std::max<std::size_t>(2, limit / 3); }

}  // namespace

void Recommender::for_you(const profile::Profile* profile) {
  if (profile != nullptr) walk(*profile);
  if (!is_full() && merchandiser_.holding() != 0) {
    offer_featured();
    take_best(half_of(places_));
  }
  // A stranger without consent is told what fits the day, or nothing.
  if (!is_full() && (profile != nullptr || !list_.empty())) trending();
}

// What she looks at on this visit says what she wants now: the session ranker's part. What she cares about in the long run decides among
// what that leads to: the more, the less this visit has said.
void Recommender::walk(const profile::Profile& profile) {
  const profile::Day visit = profile::day_of_minute(profile.session_start());
  float of_visit = 0.0f;
  std::size_t newest = 0;
  for (const profile::SeenItem& seen : profile.seen()) {
    if (newest++ == kWalk) break;
    if (seen.day >= visit) of_visit += 1.0f;
    const auto item = model_.find(seen.key);
    if (!item) continue;
    if (!is_set_aside(profile, seen.key)) walk_.push_back(*item);
    candidates_.leave_out(*item);
  }
  candidates_.offer(ranker_.find_best(walk_, std::max({kSessionPool * places_, limit_, kLeastPool}), Seen::kLeftOut),
                    ReasonKind::kViewedTogether);
  // The newest say most; an older one is named only where none of them led there.
  float weight = 1.0f;
  std::size_t unnamed = candidates_.all().size();
  for (std::size_t i = 0; i < walk_.size() && (i < kNamedFrom || unnamed > 0); ++i) {
    unnamed -= candidates_.name(Relation::kViewed, walk_[i], weight);
    weight *= kWalkDecay;
  }
  interests_.read(profile);
  const float long_run = kLongRun / (1.0f + of_visit / kLongVisit);
  for (Candidate& c : candidates_.all()) c.score *= 1.0f + long_run * interests_.in_item(c.item);
  take_best(half_of(places_));
  if (!is_full()) {
    offer_by_interest(profile);
    take_best(half_of(places_));
  }
}

void Recommender::similar(ItemIndex item) {
  candidates_.follow(Relation::kViewed, item, 1.0f, ReasonKind::kViewedTogether);
  take_best(kNoCap);
  const model::CategoryIndex category = model_.own_category(item);
  if (is_full() || category == kNone) return;
  const float floor = floor_score();
  const auto pool = model_.items_of(category);
  for (std::size_t rank = 0; rank < std::min(pool.size(), kPool); ++rank) {
    const bool same_band = facts_[pool[rank]].price_band == facts_[item].price_band;
    const float band = same_band ? 1.0f : kOtherPriceBand;
    candidates_.offer(pool[rank], floor * band / static_cast<float>(rank + 2), ReasonKind::kSameCategory, item);
  }
  take_best(kNoCap);
}

void Recommender::bought_together(ItemIndex item) {
  candidates_.follow(Relation::kBought, item, 1.0f, ReasonKind::kBoughtTogether);
  take_best(kNoCap);
}

void Recommender::complete_the_cart(const profile::Profile& profile) {
  for (const profile::CartLine& line : profile.cart()) {
    const auto item = model_.find(line.key);
    if (!item || is_set_aside(profile, line.key)) continue;
    candidates_.follow(Relation::kBought, *item, 1.0f, ReasonKind::kBoughtTogether);
  }
  candidates_.reward_agreement();
  take_best(half_of(places_));
}

void Recommender::recently_viewed(const profile::Profile& profile) {
  float place = 1.0f;
  for (const profile::SeenItem& seen : profile.seen()) {
    if (is_full()) break;
    const auto item = model_.find(seen.key);
    if (!item || !candidates_.may_come(*item)) continue;
    list_.push_back({*item, 1.0f / place, ReasonKind::kViewed, kNone});
    place += 1.0f;
  }
}

void Recommender::trending() {
  const auto order = model_.by_trend();
  if (order.empty()) return;
  // Enough of the front that a category's cap can be filled up from others, whatever was left out.
  const std::size_t front = std::min(order.size(), candidates_.touched() + 8 * limit_);
  const float scale = floor_score() / (2.0f + model_.trend(order[0]));
  for (std::size_t i = 0; i < front; ++i) {
    candidates_.offer(order[i], scale * (1.0f + model_.trend(order[i])), ReasonKind::kTrending, kNone);
  }
  take_best(third_of(places_));
}

// The most looked at items of the categories she cares about most.
void Recommender::offer_by_interest(const profile::Profile& profile) {
  const float floor = floor_score();
  struct Pool {
    model::CategoryIndex category;
    float share;
  };
  std::array<Pool, kPoolCategories> best{};
  std::size_t count = 0;
  for (const profile::Interest& interest : profile.categories()) {
    const auto share = static_cast<float>(profile.share_of(interest));
    if (count == kPoolCategories && !(share > best[count - 1].share)) continue;
    model::CategoryIndex c = model_.find_category(interest.key).value_or(kNone);
    for (; c != kNone; c = next_namesake_[c]) {
      if (model_.items_of(c).empty()) continue;
      if (count == kPoolCategories && !(share > best[count - 1].share)) break;
      std::size_t at = count < kPoolCategories ? count++ : count - 1;
      const auto goes_before = [&](const Pool& other) {
        return share != other.share ? share > other.share : c < other.category;
      };
      for (; at > 0 && goes_before(best[at - 1]); --at) best[at] = best[at - 1];
      best[at] = {c, share};
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto pool = model_.items_of(best[i].category);
    for (std::size_t rank = 0; rank < std::min(pool.size(), kInterestPool); ++rank) {
      const ItemIndex item = pool[rank];
      if (!candidates_.is_free(item)) continue;
      const float brand = interests_.in_brand(facts_[item].brand());
      // Interest is below 4.
      const float score = floor * interests_.in_item(item) / (4.0f + static_cast<float>(rank));
      if (brand > best[i].share) {
        candidates_.offer(item, score, ReasonKind::kBrandInterest, facts_[item].brand());
      } else {
        candidates_.offer(item, score, ReasonKind::kCategoryInterest, best[i].category);
      }
    }
  }
}

}  // namespace noren::recommend
