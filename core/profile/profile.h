// The profile: the bounded, decayed, anonymous state kept about one visitor on her device. It holds numbers only (hashed keys,
// scores, counts, days) and grows to at most kMaxBytes. It accepts nothing but privacy::CleanEvent, and is a function of the
// sequence of its events and of the site's rules: tabs that apply the same sequence hold the same profile.
// Not for deciding anything: rules read it through attributes.h, the recommender through the accessors below.
//
// Coarse by construction: of anything older than the running session it knows the day, no finer.
//
// Bounds: 64 categories, 64 brands, 8 price bands, 64 seen items, 128 bought items, 32 cart lines, and those of ledger.h, history.h,
// journeys.h, declared.h and disregards.h. When a list is full the weakest (interests) or oldest (all others) entry makes room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/bounded_list.h"
#include "core/base/hash.h"
#include "core/base/result.h"
#include "core/event/event.h"
#include "core/profile/changes.h"
#include "core/profile/declared.h"
#include "core/profile/disregards.h"
#include "core/profile/history.h"
#include "core/profile/journeys.h"
#include "core/profile/ledger.h"
#include "core/profile/rules.h"
#include "core/profile/time.h"
#include "privacy/clean_event.h"

namespace noren::profile {

inline constexpr std::size_t kMaxBytes = 16 * 1024;
inline constexpr std::size_t kMaxInterests = 64;  // of categories, and of brands
inline constexpr std::size_t kMaxSeen = 64;
inline constexpr std::size_t kMaxBought = 128;
inline constexpr std::size_t kMaxCartLines = 32;

// A decayed score of one category, brand or price band.
struct Interest {
  NameKey key = 0;
  float score = 0;  // as of the day of the profile's last event; > 0
};

struct SeenItem {
  ItemKey key = 0;
  Day day = 0;             // the last time
  std::uint8_t views = 0;  // how often, saturating
  float price = -1;        // what it cost then; negative: not known
};

struct BoughtItem {
  ItemKey key = 0;
  Day day = 0;
};

struct CartLine {
  ItemKey key = 0;
  float price = -1;  // per piece; negative: not known
  std::uint16_t quantity = 0;
};

class Profile {
 public:
  // Keeps a reference: rules must outlive the profile.
  explicit Profile(const Rules& rules) : rules_(&rules) {}

  // Takes one event in. An event that comes late (another tab) counts as of the one before it. O(bounds), no allocation.
  void apply(const privacy::CleanEvent& event);

  // Sets the time as of which the accessors answer: shares shrink, days pass. Not part of the stored form. O(1).
  void look_from(Minute now);

  // What apply() and look_from() changed since the last call; everything at first. Not part of the stored form.
  Changes changes() const { return changes_; }
  Changes take_changes() { return std::exchange(changes_, 0); }

  // The random seed that assigns this device to variants; all zeros until set. Kept in the stored form.
  using Seed = std::array<std::uint64_t, 2>;
  const Seed& seed() const { return seed_; }
  void set_seed(const Seed& seed);

  const Rules& rules() const { return *rules_; }

  // --- what it knows; spans are valid until the next call that is not const ---
  std::span<const Interest> categories() const { return categories_; }  // unordered
  std::span<const Interest> brands() const { return brands_; }          // unordered
  std::span<const float> price_bands() const { return price_bands_; }   // score per band, kMaxPriceBands
  std::span<const SeenItem> seen() const { return seen_; }              // newest first
  std::span<const BoughtItem> bought() const { return bought_; }        // newest first
  std::span<const CartLine> cart() const { return cart_; }              // in the order added

  // Share of one category, brand or band in all interest, 0 to below 1: score / (total + 1), both faded to now. The 1 stands for
  // doubt: one view long ago is no interest. O(interests).
  double category_share(NameKey key) const;
  double brand_share(NameKey key) const;
  double share_of(const Interest& interest) const { return share(interest.score); }
  double price_band_share(std::size_t band) const;
  // The strongest key, ties by smaller key; 0 where there is none.
  NameKey top_category() const;
  NameKey top_brand() const;
  // Decayed sum of the weights of all items of all events.
  double total_interest() const { return static_cast<double>(total_) * fading_; }

  std::uint32_t count(event::Kind kind) const { return counts_[static_cast<std::size_t>(kind)]; }  // saturating
  // In the last `days` days (1 to kCountedDays), today being the first.
  std::uint32_t count_within(event::Kind kind, std::size_t days) const {
    return history_.count_within(kind, days, today());
  }
  Day last_day(event::Kind kind) const { return history_.last_day(kind); }  // 0: never, as far as is known
  std::uint32_t visits() const { return visits_; }                          // sessions begun, this one included
  std::uint32_t session_events() const { return session_events_; }
  std::uint32_t session_page_views() const { return session_page_views_; }
  Minute session_start() const { return session_start_; }
  Minute now() const { return now_; }  // never before the last event
  Day today() const { return day_of_minute(now_); }
  Day first_day() const { return first_day_; }
  Day previous_visit_day() const { return previous_visit_day_; }  // 0: this is the first visit
  Day last_purchase_day() const { return last_purchase_day_; }    // 0: never
  double total_spend() const { return total_spend_; }             // units of the site's currency, known prices only
  Minute cart_changed() const { return cart_changed_; }           // 0: the cart was never touched
  std::uint32_t events() const { return events_; }                // all events ever applied
  bool empty() const { return events_ == 0; }

  // --- what was shown, asked and begun ---
  std::span<const Showing> showings() const { return ledger_.showings(); }
  const Showing* showing(NameKey campaign) const { return ledger_.showing(campaign); }  // nullptr: never
  std::uint32_t shown(NameKey campaign, Period period) const;                           // how often, as of now
  std::span<const Arm> arms() const { return ledger_.arms(); }
  Arm outcomes(NameKey campaign, NameKey variant) const;  // faded to now; all zeros where it was never shown
  const History& history() const { return history_; }
  HistoryAnswer ask(const HistoryQuery& query) const { return history_.ask(query, now_, session_start_); }
  std::span<const JourneyState> journeys() const { return journeys_.states(); }
  const JourneyState* journey(NameKey journey) const { return journeys_.find(journey); }  // nullptr: never begun
  std::span<const Answer> answers() const { return answers_.all(); }
  const Answer* answer(NameKey question) const { return answers_.find(question); }  // nullptr: none
  const Disregards& disregards() const { return disregards_; }

  // See latest_of() in time.h.
  Minute latest_of(Minute remembered) const { return profile::latest_of(remembered, session_start_); }

  // --- stored form: magic "NRNP", version, length, CRC-32, then little-endian fields; at most kMaxBytes ---
  std::vector<std::byte> encode() const;
  // Errors: kCorrupt (any flipped bit, any impossible value), kUnsupportedVersion (written by a newer Noren).
  static Result<Profile> decode(std::span<const std::byte> bytes, const Rules& rules);

  // Forgets everything and overwrites the memory that held it.
  void erase();

 private:
  friend class ProfileCodec;  // profile_codec.cpp
  friend struct Inside;       // inside.h
  const Rules* rules_;
  Seed seed_{};
  BoundedList<Interest, kMaxInterests> categories_;
  BoundedList<Interest, kMaxInterests> brands_;
  std::array<float, kMaxPriceBands> price_bands_{};
  float total_ = 0;
  Day decay_day_ = 0;  // the day as of which scores stand
  BoundedList<SeenItem, kMaxSeen> seen_;
  BoundedList<BoughtItem, kMaxBought> bought_;
  BoundedList<CartLine, kMaxCartLines> cart_;
  std::array<std::uint32_t, event::kKindCount> counts_{};
  std::uint32_t events_ = 0;
  std::uint32_t visits_ = 0;
  std::uint32_t session_events_ = 0;
  std::uint32_t session_page_views_ = 0;
  Minute session_start_ = 0;
  Minute last_event_ = 0;
  Day first_day_ = 0;
  Day previous_visit_day_ = 0;
  Day last_purchase_day_ = 0;
  double total_spend_ = 0;
  Minute cart_changed_ = 0;
  History history_;
  Ledger ledger_;
  Journeys journeys_;
  Answers answers_;
  Disregards disregards_;

  // Not stored.
  Minute now_ = 0;
  double fading_ = 1;  // decay from decay_day_ to now_
  Changes changes_ = kEverything;

  void begin_session_if_due(Minute minute);
  void decay_to(Day day);
  double decay_factor(std::uint32_t days) const;
  void take_items(const privacy::CleanEvent& event, Minute minute);
  void take_act(const privacy::CleanEvent& event, Minute minute);
  void take_disregard(const privacy::CleanAct& act, Day day);
  void take_interest(const privacy::CleanItem& item, float weight);
  void take_item(event::Kind kind, const privacy::CleanItem& item, Day day);
  double share(float score) const;
};

}  // namespace noren::profile
