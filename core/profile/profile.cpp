#include "core/profile/profile.h"

#include <algorithm>

#include "core/base/numeric.h"
#include "core/base/overwrite.h"

namespace noren::profile {
namespace {

constexpr float kForgottenScore = 0.01f;  // below this an interest takes a place that a new one could use
constexpr std::uint32_t kMaxCount = 1'000'000'000;
constexpr double kMaxSpend = 1e12;

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
auto find_key(List& list, std::uint64_t key) {
  return std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.key == key; });
}

template <typename List>
void erase_key(List& list, std::uint64_t key) {
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

std::size_t band_of(std::span<const float> bounds, double value) {
  std::size_t band = 0;
  while (band < bounds.size() && value > static_cast<double>(bounds[band])) ++band;
  return band;
}

void Profile::set_seed(const Seed& seed) {
  seed_ = seed;
  changes_ |= kSeedChanged;
}

std::uint32_t Profile::shown(NameKey campaign, Period period) const {
  const Showing* const showing = ledger_.showing(campaign);
  return showing == nullptr ? 0 : Ledger::shown(*showing, period, today());
}

Arm Profile::outcomes(NameKey campaign, NameKey variant) const {
  const Arm* const arm = ledger_.arm(campaign, variant);
  if (arm == nullptr) return {campaign, variant, 0, 0, 0};
  for (const Goal& goal : rules_->goals) {
    if (goal.campaign == campaign) return Ledger::faded(*arm, today(), goal.arm_half_life_days);
  }
  return *arm;
}

double Profile::decay_factor(std::uint32_t days) const {
  return exp2_exact(-static_cast<double>(days) / rules_->half_life_days);
}

void Profile::look_from(Minute now) {
  now = std::max(now, last_event_);
  if (now != now_) changes_ |= kMinutePassed;
  if (day_of_minute(now) != day_of_minute(now_)) changes_ |= kDayPassed;
  now_ = now;
  fading_ = today() > decay_day_ ? decay_factor(static_cast<std::uint32_t>(today() - decay_day_)) : 1.0;
}

void Profile::decay_to(Day day) {
  if (day <= decay_day_) return;
  if (decay_day_ != 0) {
    const auto factor = static_cast<float>(decay_factor(static_cast<std::uint32_t>(day - decay_day_)));
    decay(categories_, factor);
    decay(brands_, factor);
    for (float& score : price_bands_) score *= factor;
    total_ *= factor;
    changes_ |= kInterestChanged;  // what is nearly forgotten goes
  }
  decay_day_ = day;
}

void Profile::begin_session_if_due(Minute minute) {
  if (visits_ != 0 && minute < last_event_ + kSessionGap) return;
  if (visits_ != 0) previous_visit_day_ = day_of_minute(last_event_);
  if (visits_ == 0) first_day_ = day_of_minute(minute);
  increment(visits_);
  session_start_ = minute;
  session_events_ = 0;
  session_page_views_ = 0;
  // From here on the day of what came before is known, and no finer.
  history_.begin_session();
  ledger_.begin_session();
  journeys_.begin_session();
  cart_changed_ -= cart_changed_ % kMinutesPerDay;
  changes_ |= kVisitChanged | kSessionChanged | kHistoryChanged | kShownChanged | kJourneysChanged | kCartChanged;
}

void Profile::apply(const privacy::CleanEvent& event) {
  const Minute minute = std::max(event.minute(), last_event_);
  if (event.kind() == event::Kind::kJourneyStep) {
    // What follows from time and rules is nothing that she did: it begins and prolongs no visit.
    // What is taken between two visits, by a page that looks before it tells of anything, belongs to the one that begins.
    const bool is_between = visits_ != 0 && minute >= last_event_ + kSessionGap;
    increment(events_);
    if (journeys_.take(event.act(), minute, visits_ + (is_between ? 1 : 0))) changes_ |= kJourneysChanged;
    look_from(std::max(minute, now_));
    return;
  }
  decay_to(day_of_minute(minute));
  begin_session_if_due(minute);
  last_event_ = minute;
  increment(events_);
  increment(session_events_);
  increment(counts_[static_cast<std::size_t>(event.kind())]);
  if (event.kind() == event::Kind::kPageView) increment(session_page_views_);
  history_.take(event, minute, *rules_);
  changes_ |= kSessionChanged | counted(event.kind());
  if (is_remembered(event.kind())) changes_ |= kHistoryChanged;
  if (event.kind() == event::Kind::kPurchase) {
    last_purchase_day_ = day_of_minute(minute);
    changes_ |= kPurchaseChanged;
  }
  take_items(event, minute);
  take_act(event, minute);
  look_from(std::max(minute, now_));
}

void Profile::take_items(const privacy::CleanEvent& event, Minute minute) {
  const event::Kind kind = event.kind();
  const float weight = rules_->weights[static_cast<std::size_t>(kind)];
  for (const privacy::CleanItem& item : event.items()) {
    if (weight > 0.0f) take_interest(item, weight);
    if (item.key != 0) take_item(kind, item, day_of_minute(minute));
    if (kind == event::Kind::kPurchase && item.price > 0.0f) {
      total_spend_ = std::min(kMaxSpend, total_spend_ + static_cast<double>(item.price) * item.quantity);
    }
  }
  const bool moves_cart =
      kind == event::Kind::kAddToCart || kind == event::Kind::kRemoveFromCart || kind == event::Kind::kPurchase;
  if (moves_cart) {
    cart_changed_ = minute;
    changes_ |= kCartChanged;
  }
}

void Profile::take_act(const privacy::CleanEvent& event, Minute minute) {
  if (ledger_.take(event, minute, *rules_)) changes_ |= kShownChanged;
  if (event.kind() == event::Kind::kAnswer) {
    answers_.take(event.act(), day_of_minute(minute));
    changes_ |= kAnswersChanged;
  }
  if (event.kind() == event::Kind::kDisregard) take_disregard(event.act(), day_of_minute(minute));
}

// An interest that she sets aside is forgotten, so that nothing that asks for interests has to know of it.
void Profile::take_disregard(const privacy::CleanAct& act, Day day) {
  const auto taken = disregards_.take(act, day);
  if (!taken) return;
  const auto forget = [&](Interests& interests) {
    erase_key(interests, static_cast<NameKey>(taken->key));
    changes_ |= kInterestChanged;
  };
  if (taken->kind == Aside::kCategory) forget(categories_);
  if (taken->kind == Aside::kBrand) forget(brands_);
}

void Profile::take_interest(const privacy::CleanItem& item, float weight) {
  for (const NameKey category : item.categories) {
    if (!disregards_.has(Aside::kCategory, category)) add(categories_, category, weight);
  }
  if (!disregards_.has(Aside::kBrand, item.brand)) add(brands_, item.brand, weight);
  if (item.price >= 0.0f && !rules_->price_bands.empty())
    price_bands_[band_of(rules_->price_bands, static_cast<double>(item.price))] += weight;
  total_ += weight;
  changes_ |= kInterestChanged;
}

void Profile::take_item(event::Kind kind, const privacy::CleanItem& item, Day day) {
  const auto line = find_key(cart_, item.key);
  switch (kind) {
    case event::Kind::kViewItem: {
      SeenItem seen{item.key, day, 1, item.price};
      if (const auto old = find_key(seen_, item.key); old != seen_.end()) {
        seen.views = static_cast<std::uint8_t>(std::min(255, old->views + 1));
        seen_.erase(old);
      }
      seen_.push_front(seen);
      changes_ |= kItemsChanged;
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
      changes_ |= kItemsChanged;
      break;
    case event::Kind::kRefund:
      erase_key(bought_, item.key);
      changes_ |= kItemsChanged;
      break;
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
