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

using Interests = BoundedList<Interest, kMaxInterests>;

// Adds to the score of key, which takes the weakest entry's place where the list is full.
void add(Interests& interests, NameKey key, float weight) {
  if (key == 0) return;
  const auto same = std::find_if(interests.begin(), interests.end(), [&](const Interest& i) { return i.key == key; });
  if (same != interests.end()) {
    same->score += weight;
  } else if (!interests.full()) {
    interests.push_back({key, weight});
  } else {
    *std::min_element(interests.begin(), interests.end(),
                      [](const Interest& a, const Interest& b) { return a.score < b.score; }) = {key, weight};
  }
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
    if (best == nullptr || interest.score > best->score ||
        (interest.score == best->score && interest.key < best->key)) {
      best = &interest;
    }
  }
  return best == nullptr ? 0 : best->key;
}

void decay(Interests& interests, float factor) {
  for (std::size_t i = interests.size(); i-- > 0;) {
    interests[i].score *= factor;
    if (interests[i].score < kForgottenScore) interests.erase(&interests[i]);
  }
}

template <typename List>
auto find_key(List& list, ItemKey key) {
  return std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.key == key; });
}

template <typename List>
void erase_key(List& list, ItemKey key) {
  if (const auto entry = find_key(list, key); entry != list.end()) list.erase(entry);
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
  for (const NameKey category : item.categories) add(categories_, category, weight);
  add(brands_, item.brand, weight);
  if (item.price >= 0.0f && !rules_->price_bands.empty()) price_bands_[price_band(item.price)] += weight;
  total_ += weight;
}

void Profile::take_item(event::Kind kind, const privacy::CleanItem& item, Day day) {
  const auto line = find_key(cart_, item.key);
  switch (kind) {
    case event::Kind::kViewItem: {
      SeenItem seen{item.key, day, 1};
      if (const auto old = find_key(seen_, item.key); old != seen_.end()) {
        seen.views = static_cast<std::uint8_t>(std::min(255, old->views + 1));
        seen_.erase(old);
      }
      seen_.push_front(seen);
      break;
    }
    case event::Kind::kAddToCart:
      if (line != cart_.end()) {
        line->quantity =
            static_cast<std::uint16_t>(std::min<int>(privacy::kMaxQuantity, line->quantity + item.quantity));
        if (item.price >= 0.0f) line->price = item.price;
      } else if (!cart_.full() && item.quantity > 0) {
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
      erase_key(bought_, item.key);
      bought_.push_front({item.key, day});
      break;
    case event::Kind::kRefund: erase_key(bought_, item.key); break;
    default: break;
  }
}

double Profile::share(float score) const { return static_cast<double>(score) * fading_ / (total_interest() + 1.0); }

double Profile::category_share(NameKey key) const { return share(score_of(categories_, key)); }

double Profile::brand_share(NameKey key) const { return share(score_of(brands_, key)); }

double Profile::price_band_share(std::size_t band) const {
  return band < kMaxPriceBands ? share(price_bands_[band]) : 0.0;
}

NameKey Profile::top_category() const { return strongest(categories_); }
NameKey Profile::top_brand() const { return strongest(brands_); }

void Profile::erase() {
  const Rules& rules = *rules_;
  overwrite(std::as_writable_bytes(std::span(this, 1)));
  *this = Profile(rules);
}

}  // namespace noren::profile
