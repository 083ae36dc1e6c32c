#include "core/profile/merge.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <tuple>

#include "core/base/date.h"
#include "core/base/numeric.h"
#include "core/base/sort.h"
#include "core/profile/inside.h"

namespace noren::profile {
namespace {

constexpr double kSteps = 1024;           // of one doubling
constexpr float kForgottenScore = 0.01f;  // as in profile.cpp: fading forgets it
constexpr float kLargestScore = 1e9f;
constexpr double kSmallest = 0x1p-30;

// Floats in an order of their bits, so that what is equal is the same: -1 (not known) before 0 before all others.
std::int32_t order_of(float value) { return std::bit_cast<std::int32_t>(value); }

// The first kBound of all elements by `before`, a total order; of those that are `same` the first. Where an element is dropped, as many
// stand before it as there is room for, and they stay: so it does not matter in which order lists are joined.
template <typename T, std::size_t kBound, typename Before, typename Same>
void join(BoundedList<T, kBound>& to, std::span<const T> a, std::span<const T> b, Before before, Same same,
          std::size_t room = kBound) {
  List<T> all(a);
  all.append(b);
  sort(std::span(all), before);
  for (const T& element : all) {
    const auto is_same = [&](const T& other) { return same(other, element); };
    if (to.size() < room && !std::any_of(to.begin(), to.end(), is_same)) to.push_back(element);
  }
}

// How strong a score of a day is, whenever it is looked at: its logarithm with the fading taken off, in whole steps. A score made of a
// strength has that strength again.
using Strength = std::int64_t;
constexpr Strength kNone = std::numeric_limits<Strength>::min();

Strength strength_of(float score, Day day, double half_life_days) {
  if (!(static_cast<double>(score) >= kSmallest)) return kNone;
  const double fading = half_life_days > 0 ? static_cast<double>(day) / half_life_days : 0;
  const double steps = kSteps * (log2_exact(static_cast<double>(score)) + fading) + 0.5;
  const auto whole = static_cast<Strength>(steps);
  return static_cast<double>(whole) > steps ? whole - 1 : whole;
}

float score_of(Strength strength, Day day, double half_life_days) {
  if (strength == kNone) return 0;
  const double score = exp2_exact(static_cast<double>(strength) / kSteps - static_cast<double>(day) / half_life_days);
  return score < kSmallest ? 0 : std::min(kLargestScore, static_cast<float>(score));
}

class Merger {
 public:
  Merger(const Profile& a, const Profile& b) : a_(a), b_(b), to_(a.rules()) {}

  Profile merge() {
    Inside::seed(to_) = std::max(a_.seed(), b_.seed());
    counts();
    times();
    disregards();
    interests();
    items();
    history();
    showings();
    arms();
    journeys();
    answers();
    to_.look_from(Inside::last_event(to_));
    return to_;
  }

 private:
  template <typename Member>
  void larger(Member member) {
    member(to_) = std::max(member(a_), member(b_));
  }

  void counts() {
    for (std::size_t i = 0; i < event::kKindCount; ++i) {
      larger([i](auto& p) -> auto& { return Inside::counts(p)[i]; });
    }
    larger([](auto& p) -> auto& { return Inside::events(p); });
    larger([](auto& p) -> auto& { return Inside::visits(p); });
    larger([](auto& p) -> auto& { return Inside::session_events(p); });
    larger([](auto& p) -> auto& { return Inside::session_page_views(p); });
    larger([](auto& p) -> auto& { return Inside::total_spend(p); });
  }

  void times() {
    larger([](auto& p) -> auto& { return Inside::session_start(p); });
    larger([](auto& p) -> auto& { return Inside::last_event(p); });
    larger([](auto& p) -> auto& { return Inside::decay_day(p); });
    larger([](auto& p) -> auto& { return Inside::previous_visit_day(p); });
    larger([](auto& p) -> auto& { return Inside::last_purchase_day(p); });
    larger([](auto& p) -> auto& { return Inside::cart_changed(p); });
    Inside::cart_changed(to_) = coarse(Inside::cart_changed(to_));
    const Day first = std::min(a_.first_day(), b_.first_day());
    Inside::first_day(to_) = first != 0 ? first : std::max(a_.first_day(), b_.first_day());
  }

  // Of what happened before the running visit the day is known, no finer. The visit that runs is the one that began last, so what is
  // coarse once stays so.
  Minute coarse(Minute minute) const {
    return minute < Inside::session_start(to_) ? minute - minute % kMinutesPerDay : minute;
  }

  // Those of interests first, by their keys: only where there are more of them than the list holds is one dropped (see interests()).
  static bool is_of_interest(const Disregard& d) { return d.kind == Aside::kCategory || d.kind == Aside::kBrand; }
  void disregards() {
    const auto before = [](const Disregard& x, const Disregard& y) {
      const auto rank = [](const Disregard& d) {
        const bool keyed = is_of_interest(d);
        return std::tuple(!keyed, keyed ? 0 : -d.day, d.kind, d.key, -d.day);
      };
      return rank(x) < rank(y);
    };
    join(Inside::disregards(to_), a_.disregards().all(), b_.disregards().all(), before,
         [](const Disregard& x, const Disregard& y) { return x.kind == y.kind && x.key == y.key; });
  }

  struct Strong {
    NameKey key = 0;
    Strength strength = kNone;
  };

  // An interest that is set aside is forgotten, and goes on taking its place: else one that it drove out could come back, or not, by the
  // order of merging.
  void interests(BoundedList<Interest, kMaxInterests>& to, std::span<const Interest> a, std::span<const Interest> b,
                 Aside kind) {
    const std::span<const Disregard> asides = to_.disregards().all();
    const auto of_kind = std::count_if(asides.begin(), asides.end(), [&](auto& d) { return d.kind == kind; });
    std::size_t room = kMaxInterests - static_cast<std::size_t>(of_kind);
    // What was dropped there can't be known to be set aside.
    if (asides.size() == kMaxDisregards && is_of_interest(asides.back()) && kind >= asides.back().kind) room = 0;
    const auto strong = [&](std::span<const Interest> interests, Day day) {
      List<Strong> list;
      for (const Interest& i : interests) {
        if (!to_.disregards().has(kind, i.key)) list.push_back({i.key, strength(i.score, day)});
      }
      return list;
    };
    const List<Strong> in_a = strong(a, Inside::decay_day(a_));
    const List<Strong> in_b = strong(b, Inside::decay_day(b_));
    BoundedList<Strong, kMaxInterests> joined;
    join(
        joined, std::span<const Strong>(in_a), std::span<const Strong>(in_b),
        [](const Strong& x, const Strong& y) { return std::tuple(y.strength, x.key) < std::tuple(x.strength, y.key); },
        [](const Strong& x, const Strong& y) { return x.key == y.key; }, room);
    for (const Strong& i : joined) {
      const float score = score_of(i.strength, Inside::decay_day(to_), half_life());
      if (score >= kForgottenScore) to.push_back({i.key, score});
    }
  }

  double half_life() const { return to_.rules().half_life_days; }
  Strength strength(float score, Day day) const { return strength_of(score, day, half_life()); }

  void interests() {
    interests(Inside::categories(to_), a_.categories(), b_.categories(), Aside::kCategory);
    interests(Inside::brands(to_), a_.brands(), b_.brands(), Aside::kBrand);
    const auto stronger = [&](float in_a, float in_b) {
      const Strength joined = std::max(strength(in_a, Inside::decay_day(a_)), strength(in_b, Inside::decay_day(b_)));
      return score_of(joined, Inside::decay_day(to_), half_life());
    };
    for (std::size_t i = 0; i < kMaxPriceBands; ++i) {
      Inside::price_bands(to_)[i] = stronger(a_.price_bands()[i], b_.price_bands()[i]);
    }
    Inside::total(to_) = stronger(Inside::total(a_), Inside::total(b_));
  }

  void items() {
    const auto same_key = [](const auto& x, const auto& y) { return x.key == y.key; };
    const auto descending = [](auto rank) { return [=](const auto& x, const auto& y) { return rank(y) < rank(x); }; };
    join(Inside::seen(to_), a_.seen(), b_.seen(),
         descending([](const SeenItem& i) { return std::tuple(i.day, i.views, order_of(i.price), i.key); }), same_key);
    join(Inside::bought(to_), a_.bought(), b_.bought(),
         descending([](const BoughtItem& i) { return std::tuple(i.day, i.key); }), same_key);
    join(Inside::cart(to_), a_.cart(), b_.cart(),
         descending([](const CartLine& l) { return std::tuple(l.quantity, order_of(l.price), l.key); }), same_key);
  }

  // An entry, and how many stand before it that differ in their minute at most: so that what she did three times in a day stays three
  // entries, and the same entry of both devices one.
  struct Entry {
    HistoryEntry entry;
    std::uint8_t number = 0;
  };
  static auto what(const HistoryEntry& e) {
    return std::tuple(day_of_minute(e.minute), e.kind, e.item, e.categories[0], e.categories[1], e.categories[2],
                      e.brand, e.price_band);
  }
  List<Entry> numbered(const History& history) const {
    List<Entry> list;
    for (std::size_t i = 0; i < history.size(); ++i) {
      Entry entry{history[i]};
      entry.entry.minute = coarse(entry.entry.minute);
      list.push_back(entry);
    }
    sort(std::span(list), [](const Entry& x, const Entry& y) {
      return std::tuple(what(y.entry), y.entry.minute) < std::tuple(what(x.entry), x.entry.minute);
    });
    for (std::size_t i = 1; i < list.size(); ++i) {
      if (what(list[i].entry) == what(list[i - 1].entry)) {
        list[i].number = static_cast<std::uint8_t>(list[i - 1].number + 1);
      }
    }
    return list;
  }
  void history() {
    const List<Entry> in_a = numbered(a_.history());
    const List<Entry> in_b = numbered(b_.history());
    BoundedList<Entry, kMaxHistory> joined;
    join(
        joined, std::span<const Entry>(in_a), std::span<const Entry>(in_b),
        [](const Entry& x, const Entry& y) {
          return std::tuple(what(y.entry), x.number, y.entry.minute) <
                 std::tuple(what(x.entry), y.number, x.entry.minute);
        },
        [](const Entry& x, const Entry& y) { return x.number == y.number && what(x.entry) == what(y.entry); });
    // Within a minute in the order of kinds, which is that of a purchase: look, cart, checkout.
    sort(std::span(joined.begin(), joined.end()), [](const Entry& x, const Entry& y) {
      return std::tuple(x.entry.minute, what(x.entry)) < std::tuple(y.entry.minute, what(y.entry));
    });
    for (const Entry& entry : joined) Inside::push_history(to_, entry.entry);

    larger([](auto& p) -> auto& { return Inside::counted_day(p); });
    for (std::size_t kind = 0; kind < event::kKindCount; ++kind) {
      larger([kind](auto& p) -> auto& { return Inside::last_days(p)[kind]; });
      for (std::size_t ago = 0; ago < kCountedDays; ++ago) {
        Inside::day_counts(to_)[kind][ago] = std::max(counted(a_, kind, ago), counted(b_, kind, ago));
      }
    }
  }
  // What a profile counted so many days before the merged one's day.
  std::uint8_t counted(const Profile& p, std::size_t kind, std::size_t ago) const {
    const auto later = static_cast<std::size_t>(Inside::counted_day(to_) - Inside::counted_day(p));
    return ago < later ? 0 : Inside::day_counts(p)[kind][ago - later];
  }

  // False, and so first, for what the site still has.
  bool is_campaign_gone(NameKey key) const {
    const auto& ids = to_.rules().campaigns;
    return std::none_of(ids.begin(), ids.end(), [&](const std::string& id) { return name_key(id) == key; });
  }
  bool is_journey_gone(NameKey key) const {
    const auto& known = to_.rules().journeys;
    return std::none_of(known.begin(), known.end(), [&](const JourneyName& j) { return name_key(j.id) == key; });
  }

  Showing joined(const Showing& x, const Showing& y) const {
    Showing to;
    to.campaign = x.campaign;
    std::tie(to.last_day, to.variant) = std::max(std::tuple(x.last_day, x.variant), std::tuple(y.last_day, y.variant));
    to.today = std::tuple(x.last_day, x.today) < std::tuple(y.last_day, y.today) ? y.today : x.today;
    const auto week = [](const Showing& s) { return std::tuple(week_of(s.last_day), s.this_week); };
    to.this_week = week(x) < week(y) ? y.this_week : x.this_week;
    to.last = std::max(x.last, y.last);
    to.dismissed_day = std::max(x.dismissed_day, y.dismissed_day);
    to.times = std::max(x.times, y.times);
    to.in_session = std::max(x.in_session, y.in_session);
    to.clicks = std::max(x.clicks, y.clicks);
    to.converted = std::max(x.converted, y.converted);
    return to;
  }
  void showings() {
    auto& list = Inside::showings(to_);
    join(
        list, a_.showings(), b_.showings(),
        [&](const Showing& x, const Showing& y) {
          return std::tuple(is_campaign_gone(x.campaign), x.campaign) <
                 std::tuple(is_campaign_gone(y.campaign), y.campaign);
        },
        [](const Showing& x, const Showing& y) { return x.campaign == y.campaign; });
    for (Showing& showing : list) {
      const Showing* const in_a = a_.showing(showing.campaign);
      const Showing* const in_b = b_.showing(showing.campaign);
      showing = joined(in_a == nullptr ? *in_b : *in_a, in_b == nullptr ? *in_a : *in_b);
      showing.last = coarse(showing.last);
    }
    // Last touched first, as the ledger keeps them.
    sort(std::span(list.begin(), list.end()), [](const Showing& x, const Showing& y) {
      const auto touched = [](const Showing& s) { return std::max(s.last_day, s.dismissed_day); };
      return std::tuple(touched(y), x.campaign) < std::tuple(touched(x), y.campaign);
    });
  }

  void arms() {
    const auto evidence = [&](const Arm& arm) {
      double half_life = 0;
      for (const Goal& goal : to_.rules().goals) {
        if (goal.campaign == arm.campaign) half_life = static_cast<double>(goal.arm_half_life_days);
      }
      return std::tuple(strength_of(arm.shown, arm.as_of, half_life), arm.as_of, order_of(arm.shown),
                        order_of(arm.succeeded), arm.campaign, arm.variant);
    };
    auto& list = Inside::arms(to_);
    join(
        list, a_.arms(), b_.arms(), [&](const Arm& x, const Arm& y) { return evidence(y) < evidence(x); },
        [](const Arm& x, const Arm& y) { return x.campaign == y.campaign && x.variant == y.variant; });
    // Last shown first, as the ledger keeps them; of one day the one that was shown last, as far as is known.
    const auto is_last = [&](const Arm& arm) {
      const Showing* const showing = to_.showing(arm.campaign);
      return showing != nullptr && showing->variant == arm.variant;
    };
    sort(std::span(list.begin(), list.end()), [&](const Arm& x, const Arm& y) {
      return std::tuple(y.as_of, is_last(y), evidence(y)) < std::tuple(x.as_of, is_last(x), evidence(x));
    });
  }

  void journeys() {
    auto& list = Inside::journeys(to_);
    const auto progress = [](const JourneyState& s) {
      return std::tuple(s.times, s.started, day_of_minute(s.entered), s.ended, s.ready, s.end, s.step, s.entered_visit,
                        s.entered);
    };
    join(
        list, a_.journeys(), b_.journeys(),
        [&](const JourneyState& x, const JourneyState& y) {
          const bool gone_x = is_journey_gone(x.journey);
          const bool gone_y = is_journey_gone(y.journey);
          if (gone_x != gone_y || x.journey != y.journey) {
            return std::tuple(gone_x, x.journey) < std::tuple(gone_y, y.journey);
          }
          return progress(y) < progress(x);
        },
        [](const JourneyState& x, const JourneyState& y) { return x.journey == y.journey; });
    for (JourneyState& state : list) state.entered = coarse(state.entered);
  }

  void answers() {
    const auto rank = [](const Answer& x) { return std::tuple(x.day, x.question, x.option, order_of(x.value)); };
    join(
        Inside::answers(to_), a_.answers(), b_.answers(),
        [&](const Answer& x, const Answer& y) { return rank(y) < rank(x); },
        [](const Answer& x, const Answer& y) { return x.question == y.question; });
  }

  const Profile& a_;
  const Profile& b_;
  Profile to_;
};

}  // namespace

Profile merge(const Profile& a, const Profile& b) {
  // Two without events are joined like any others: their seeds differ.
  if (a.empty() != b.empty()) return a.empty() ? b : a;
  if (std::ranges::equal(a.encode(), b.encode())) return a;
  return Merger(a, b).merge();
}

}  // namespace noren::profile
