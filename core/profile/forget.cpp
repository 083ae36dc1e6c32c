#include "core/profile/forget.h"

#include <algorithm>

#include "core/base/list.h"
#include "core/profile/inside.h"

namespace noren::profile {
namespace {

constexpr float kForgottenScore = 0.01f;  // as in profile.cpp

template <typename List, typename Is>
void erase_if(List& list, Is is) {
  for (std::size_t i = list.size(); i-- > 0;) {
    if (is(list[i])) list.erase(&list[i]);
  }
}

// Not a campaign's or a question's.
bool is_of_item(const HistoryEntry& entry) { return entry.item != 0 && !privacy::may_act(entry.kind); }
std::uint32_t half_of(ItemKey key) { return static_cast<std::uint32_t>(key >> 32); }

class Forgetter {
 public:
  explicit Forgetter(Profile& profile) : p_(profile) {}

  void category(NameKey key) {
    const auto names = [=](const HistoryEntry& entry) {
      return std::find(std::begin(entry.categories), std::end(entry.categories), key) != std::end(entry.categories);
    };
    interest(Inside::categories(p_), Aside::kCategory, key, names);
  }
  void brand(NameKey key) {
    interest(Inside::brands(p_), Aside::kBrand, key, [=](const HistoryEntry& entry) { return entry.brand == key; });
  }

  void item(ItemKey key) {
    const auto is = [=](const auto& entry) { return entry.key == key; };
    erase_if(Inside::seen(p_), is);
    erase_if(Inside::bought(p_), is);
    erase_if(Inside::cart(p_), is);
    erase_if(Inside::disregards(p_), [=](const Disregard& aside) {
      return aside.key == key && (aside.kind == Aside::kDisliked || aside.kind == Aside::kItem);
    });
    rows([=](const HistoryEntry& entry) { return is_of_item(entry) && entry.item == half_of(key); });
  }

  void answer(NameKey question) {
    erase_if(Inside::answers(p_), [=](const Answer& answer) { return answer.question == question; });
    erase_if(Inside::disregards(p_),
             [=](const Disregard& aside) { return aside.kind == Aside::kQuestion && aside.key == question; });
    rows([=](const HistoryEntry& entry) { return entry.kind == event::Kind::kAnswer && entry.item == question; });
  }

  void day(Day day) {
    const auto is_of_day = [=](const auto& entry) { return entry.day == day; };
    forget_cart_of(day);
    rows([=](const HistoryEntry& entry) { return day_of_minute(entry.minute) == day; });
    erase_if(Inside::seen(p_), is_of_day);
    erase_if(Inside::bought(p_), is_of_day);
    erase_if(Inside::answers(p_), is_of_day);
    erase_if(Inside::disregards(p_), is_of_day);
    erase_if(Inside::journeys(p_), [=](const JourneyState& state) {
      return state.started == day || state.ended == day || (state.step != 0 && day_of_minute(state.entered) == day);
    });
    for (Showing& showing : Inside::showings(p_)) forget_showing_of(day, showing);
    erase_if(Inside::showings(p_),
             [](const Showing& s) { return s.times == 0 && s.clicks == 0 && s.dismissed_day == 0; });
    for (Arm& arm : Inside::arms(p_)) arm.as_of = static_cast<Day>(arm.as_of - (arm.as_of == day ? 1 : 0));
    forget_counts_of(day);
    forget_visit_of(day);
  }

 private:
  template <typename Interests, typename Names>
  void interest(Interests& interests, Aside kind, NameKey key, Names names) {
    List<std::uint32_t> named;
    const History& history = p_.history();
    for (std::size_t i = 0; i < history.size(); ++i) {
      if (names(history[i]) && is_of_item(history[i])) named.push_back(history[i].item);
    }
    for (const auto& keys : {keys_of(p_.seen()), keys_of(p_.bought()), keys_of(p_.cart())}) {
      for (const ItemKey key_of_item : keys) {
        if (std::find(named.begin(), named.end(), half_of(key_of_item)) != named.end()) item(key_of_item);
      }
    }
    rows(names);
    erase_if(interests, [=](const Interest& interest) { return interest.key == key; });
    erase_if(Inside::disregards(p_), [=](const Disregard& aside) { return aside.kind == kind && aside.key == key; });
  }

  static List<ItemKey> keys_of(const auto& entries) {
    List<ItemKey> keys;
    for (const auto& entry : entries) keys.push_back(entry.key);
    return keys;
  }

  // Takes rows out of the history, and out of the interests what they had added.
  template <typename Is>
  void rows(Is is) {
    List<HistoryEntry> kept;
    const History& history = p_.history();
    for (std::size_t i = 0; i < history.size(); ++i) {
      if (is(history[i])) {
        take_back(history[i]);
      } else {
        kept.push_back(history[i]);
      }
    }
    if (kept.size() == history.size()) return;
    Inside::clear_history(p_);
    for (const HistoryEntry& entry : kept) Inside::push_history(p_, entry);
  }

  void take_back(const HistoryEntry& entry) {
    float weight = p_.rules().weights[static_cast<std::size_t>(entry.kind)];
    if (!is_of_item(entry) || !(weight > 0.0f)) return;
    const Day today = Inside::decay_day(p_);
    const Day then = day_of_minute(entry.minute);
    if (today > then) weight *= static_cast<float>(Inside::decay_factor(p_, static_cast<std::uint32_t>(today - then)));
    const auto take = [&](auto& interests, NameKey key) {
      for (Interest& interest : interests) {
        if (interest.key == key) interest.score -= weight;
      }
      erase_if(interests, [](const Interest& interest) { return interest.score < kForgottenScore; });
    };
    for (const NameKey category : entry.categories) take(Inside::categories(p_), category);
    take(Inside::brands(p_), entry.brand);
    if (entry.price_band < kMaxPriceBands) lower(Inside::price_bands(p_)[entry.price_band], weight);
    lower(Inside::total(p_), weight);
  }
  static void lower(float& score, float weight) { score = score - weight < kForgottenScore ? 0.0f : score - weight; }

  // Lines have no day: those that were added on it, as far as the history knows.
  void forget_cart_of(Day day) {
    const History& history = p_.history();
    Minute changed = 0;
    for (std::size_t i = 0; i < history.size(); ++i) {
      const HistoryEntry& entry = history[i];
      const bool moves_cart = entry.kind == event::Kind::kAddToCart || entry.kind == event::Kind::kRemoveFromCart ||
                              entry.kind == event::Kind::kPurchase;
      if (day_of_minute(entry.minute) != day) {
        if (moves_cart) changed = std::max(changed, entry.minute);
      } else if (entry.kind == event::Kind::kAddToCart) {
        erase_if(Inside::cart(p_), [&](const CartLine& line) { return half_of(line.key) == entry.item; });
      }
    }
    Minute& cart_changed = Inside::cart_changed(p_);
    if (day_of_minute(cart_changed) == day) cart_changed = changed;
  }

  static void forget_showing_of(Day day, Showing& showing) {
    if (showing.dismissed_day == day) showing.dismissed_day = 0;
    if (showing.last_day != day) return;
    showing.times = static_cast<std::uint16_t>(showing.times > showing.today ? showing.times - showing.today : 0);
    showing.variant = 0;
    showing.last = 0;
    showing.last_day = 0;
    showing.in_session = showing.today = showing.this_week = showing.converted = 0;
  }

  void forget_counts_of(Day day) {
    const Day counted = Inside::counted_day(p_);
    const auto ago = static_cast<std::size_t>(counted - day);
    for (std::size_t kind = 0; kind < event::kKindCount; ++kind) {
      auto& days = Inside::day_counts(p_)[kind];
      if (day <= counted && ago < kCountedDays) {
        std::uint32_t& all = Inside::counts(p_)[kind];
        all -= std::min<std::uint32_t>(all, days[ago]);
        days[ago] = 0;
      }
      Day& last = Inside::last_days(p_)[kind];
      if (last == day) last = counted_before(day, kind);
    }
    Day& purchase = Inside::last_purchase_day(p_);
    if (purchase == day) purchase = Inside::last_days(p_)[static_cast<std::size_t>(event::Kind::kPurchase)];
  }
  // The latest day before that one on which events of the kind were counted; 0: none that is known.
  Day counted_before(Day day, std::size_t kind) const {
    for (std::size_t ago = 0; ago < kCountedDays; ++ago) {
      const auto counted = static_cast<Day>(Inside::counted_day(p_) - ago);
      if (counted < day && Inside::day_counts(p_)[kind][ago] != 0) return counted;
    }
    return 0;
  }

  void forget_visit_of(Day day) {
    Day before = 0;
    Day after = day_of_minute(Inside::last_event(p_));
    for (std::size_t kind = 0; kind < event::kKindCount; ++kind) {
      before = std::max(before, counted_before(day, kind));
      for (std::size_t ago = 0; ago < kCountedDays; ++ago) {
        const auto counted = static_cast<Day>(Inside::counted_day(p_) - ago);
        if (counted > day && Inside::day_counts(p_)[kind][ago] != 0) after = std::min(after, counted);
      }
    }
    if (Inside::previous_visit_day(p_) == day) Inside::previous_visit_day(p_) = before;
    if (Inside::first_day(p_) == day) Inside::first_day(p_) = after;
    if (day_of_minute(Inside::last_event(p_)) != day) return;
    // The visit that runs: of it no more than its day.
    Inside::last_event(p_) = Minute{day} * kMinutesPerDay;
    Inside::session_start(p_) = std::min(Inside::session_start(p_), Inside::last_event(p_));
    Inside::session_events(p_) = 0;
    Inside::session_page_views(p_) = 0;
  }

  Profile& p_;
};

}  // namespace

void forget(Profile& profile, Part part, std::uint64_t key) {
  Forgetter forgetter(profile);
  if (key == 0) return;
  switch (part) {
    case Part::kCategory: forgetter.category(static_cast<NameKey>(key)); break;
    case Part::kBrand: forgetter.brand(static_cast<NameKey>(key)); break;
    case Part::kItem: forgetter.item(key); break;
    case Part::kDay: forgetter.day(static_cast<Day>(key)); break;
    case Part::kQuestion: forgetter.answer(static_cast<NameKey>(key)); break;
  }
  Inside::changes(profile) = kEverything;
  profile.look_from(Inside::last_event(profile));
}

}  // namespace noren::profile
