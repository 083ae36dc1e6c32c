#include "core/profile/profile.h"

#include <algorithm>

#include "core/base/numeric.h"
#include "core/base/overwrite.h"

namespace noren::profile {
namespace {

constexpr Minute kMinutesPerHour = 60;
constexpr Minute kMinutesPerDay = 24 * 60;
constexpr float kForgottenScore = 0.01f;  // below this an interest takes a place that a new one could use
constexpr std::uint32_t kMaxCount = 1'000'000'000;
constexpr double kMaxSpend = 1e12;

Day day_of(Minute minute) { return static_cast<Day>(minute / kMinutesPerDay); }

void increment(std::uint32_t& count) {
  if (count < kMaxCount) ++count;
}

// Adds to the score of key, which takes the weakest entry's place where the list is full.
void add(std::vector<Interest>& interests, std::size_t limit, NameKey key, float weight) {
  if (key == 0) return;
  const auto same = std::find_if(interests.begin(), interests.end(), [&](const Interest& i) { return i.key == key; });
  if (same != interests.end()) {
    same->score += weight;
    return;
  }
  if (interests.size() < limit) {
    interests.push_back({key, weight});
    return;
  }
  *std::min_element(interests.begin(), interests.end(), [](const Interest& a, const Interest& b) { return a.score < b.score; }) =
      {key, weight};
}

float score_of(std::span<const Interest> interests, NameKey key) {
  for (const Interest& interest : interests) {
    if (interest.key == key) return interest.score;
  }
  return 0.0f;
}

NameKey strongest(std::span<const Interest> interests) {
  const Interest* best = nullptr;
  for (const Interest& interest : interests) {
    if (best == nullptr || interest.score > best->score || (interest.score == best->score && interest.key < best->key)) {
      best = &interest;
    }
  }
  return best == nullptr ? 0 : best->key;
}

void decay(std::vector<Interest>& interests, float factor) {
  for (Interest& interest : interests) interest.score *= factor;
  std::erase_if(interests, [](const Interest& interest) { return interest.score < kForgottenScore; });
}

// Puts entry in front; the oldest makes room.
template <typename Entry>
void push_front(std::vector<Entry>& entries, std::size_t limit, const Entry& entry) {
  if (entries.size() == limit) entries.pop_back();
  entries.insert(entries.begin(), entry);
}

}  // namespace

Rules Rules::defaults() {
  Rules rules;
  const auto set = [&](event::Kind kind, float weight) { rules.weights[static_cast<std::size_t>(kind)] = weight; };
  set(event::Kind::kSelectItem, 0.5f);
  set(event::Kind::kViewItem, 1.0f);
  set(event::Kind::kAddToWishlist, 2.0f);
  set(event::Kind::kAddToCart, 3.0f);
  set(event::Kind::kPurchase, 5.0f);
  return rules;
}

Profile::Profile(const Rules& rules) : rules_(&rules) {
  categories_.reserve(kMaxCategoryInterests);
  brands_.reserve(kMaxBrandInterests);
  seen_.reserve(kMaxSeen);
  bought_.reserve(kMaxBought);
  cart_.reserve(kMaxCartLines);
}

double Profile::decay_factor(std::uint32_t hours) const {
  return exp2_exact(-static_cast<double>(hours) / (rules_->half_life_days * 24.0));
}

void Profile::look_from(Minute now) {
  now_ = std::max(now, last_event_);
  const std::uint32_t hour = now_ / kMinutesPerHour;
  fading_ = hour > decay_hour_ ? decay_factor(hour - decay_hour_) : 1.0;
}

void Profile::decay_to(Minute minute) {
  const std::uint32_t hour = minute / kMinutesPerHour;
  if (hour <= decay_hour_) return;
  if (decay_hour_ != 0) {
    const auto factor = static_cast<float>(decay_factor(hour - decay_hour_));
    decay(categories_, factor);
    decay(brands_, factor);
    for (float& score : price_bands_) score *= factor;
    total_ *= factor;
  }
  decay_hour_ = hour;
}

void Profile::begin_session_if_due(Minute minute) {
  if (visits_ != 0 && minute < last_event_ + kSessionGap) return;
  if (visits_ != 0) previous_visit_day_ = day_of(last_event_);
  if (visits_ == 0) first_day_ = day_of(minute);
  increment(visits_);
  session_start_ = minute;
  session_events_ = 0;
  session_page_views_ = 0;
}

void Profile::apply(const privacy::CleanEvent& event) {
  const Minute minute = std::max(event.minute(), last_event_);
  decay_to(minute);
  begin_session_if_due(minute);
  last_event_ = minute;
  increment(events_);
  increment(session_events_);
  increment(counts_[static_cast<std::size_t>(event.kind())]);
  if (event.kind() == event::Kind::kPageView) increment(session_page_views_);
  if (event.kind() == event::Kind::kPurchase) last_purchase_day_ = day_of(minute);

  const float weight = rules_->weights[static_cast<std::size_t>(event.kind())];
  for (const privacy::CleanItem& item : event.items()) {
    if (weight > 0.0f) take_interest(item, weight);
    if (item.key != 0) take_item(event.kind(), item, day_of(minute));
    if (event.kind() == event::Kind::kPurchase && item.price > 0.0f) {
      total_spend_ = std::min(kMaxSpend, total_spend_ + static_cast<double>(item.price) * item.quantity);
    }
  }
  look_from(std::max(minute, now_));
}

std::size_t Profile::price_band(float price) const {
  std::size_t band = 0;
  while (band < rules_->price_bands.size() && price > rules_->price_bands[band]) ++band;
  return band;
}

void Profile::take_interest(const privacy::CleanItem& item, float weight) {
  for (const NameKey category : item.categories) add(categories_, kMaxCategoryInterests, category, weight);
  add(brands_, kMaxBrandInterests, item.brand, weight);
  if (item.price >= 0.0f && !rules_->price_bands.empty()) price_bands_[price_band(item.price)] += weight;
  total_ += weight;
}

void Profile::take_item(event::Kind kind, const privacy::CleanItem& item, Day day) {
  const auto has_key = [&](const auto& entry) { return entry.key == item.key; };
  const auto line = std::find_if(cart_.begin(), cart_.end(), has_key);
  switch (kind) {
    case event::Kind::kViewItem: {
      SeenItem seen{item.key, day, 1};
      if (const auto old = std::find_if(seen_.begin(), seen_.end(), has_key); old != seen_.end()) {
        seen.views = static_cast<std::uint8_t>(std::min(255, old->views + 1));
        seen_.erase(old);
      }
      push_front(seen_, kMaxSeen, seen);
      break;
    }
    case event::Kind::kAddToCart:
      if (line != cart_.end()) {
        line->quantity = static_cast<std::uint16_t>(std::min<int>(privacy::kMaxQuantity, line->quantity + item.quantity));
        if (item.price >= 0.0f) line->price = item.price;
      } else if (cart_.size() < kMaxCartLines && item.quantity > 0) {
        cart_.push_back({item.key, item.price, item.quantity});
      }
      break;
    case event::Kind::kRemoveFromCart:
      if (line == cart_.end()) break;
      if (line->quantity > item.quantity) {
        line->quantity = static_cast<std::uint16_t>(line->quantity - item.quantity);
      } else {
        cart_.erase(line);
      }
      break;
    case event::Kind::kPurchase:
      if (line != cart_.end()) cart_.erase(line);
      std::erase_if(bought_, has_key);
      push_front(bought_, kMaxBought, BoughtItem{item.key, day});
      break;
    case event::Kind::kRefund:
      std::erase_if(bought_, has_key);
      break;
    default:
      break;
  }
}

double Profile::share(float score) const { return static_cast<double>(score) * fading_ / (total_interest() + 1.0); }

double Profile::category_share(NameKey key) const {
  return share(score_of(categories_, key));
}

double Profile::brand_share(NameKey key) const {
  return share(score_of(brands_, key));
}

double Profile::price_band_share(std::size_t band) const {
  return band < kMaxPriceBands ? share(price_bands_[band]) : 0.0;
}

NameKey Profile::top_category() const { return strongest(categories_); }
NameKey Profile::top_brand() const { return strongest(brands_); }

void Profile::erase() {
  overwrite_and_clear(categories_);
  overwrite_and_clear(brands_);
  overwrite_and_clear(seen_);
  overwrite_and_clear(bought_);
  overwrite_and_clear(cart_);
  overwrite(std::as_writable_bytes(std::span(seed_)));
  overwrite(std::as_writable_bytes(std::span(price_bands_)));
  overwrite(std::as_writable_bytes(std::span(counts_)));
  *this = Profile(*rules_);
}

}  // namespace noren::profile
