// The profile: the bounded, decayed, anonymous state kept about one visitor on her device. It holds numbers only (hashed keys,
// scores, counts, days) and grows to at most kMaxBytes. It accepts nothing but privacy::CleanEvent.
// Not for deciding anything: rules read it through attributes.h, the recommender through the accessors below.
//
// Bounds: 64 categories, 64 brands, 8 price bands, 64 seen items, 128 bought items, 32 cart lines. When a list is full the
// weakest (interests) or oldest (items) entry makes room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/bounded_list.h"
#include "core/base/hash.h"
#include "core/base/result.h"
#include "core/event/event.h"
#include "privacy/clean_event.h"

namespace noren::profile {

using Minute = privacy::Minute;
using Day = std::uint16_t;  // days since 1970-01-01 UTC

inline constexpr std::size_t kMaxBytes = 16 * 1024;
inline constexpr std::size_t kMaxInterests = 64;  // of categories, and of brands
inline constexpr std::size_t kMaxPriceBands = 8;
inline constexpr std::size_t kMaxSeen = 64;
inline constexpr std::size_t kMaxBought = 128;
inline constexpr std::size_t kMaxCartLines = 32;
inline constexpr Minute kSessionGap = 30;  // minutes without an event that end a session, GA4's default

// How events become interest; from the site document.
struct Rules {
  double half_life_days = 14.0;    // 0.1 to 3650
  std::vector<float> price_bands;  // ascending upper bounds; band i is price <= bound i, the last is the rest
  std::array<float, event::kKindCount> weights{};  // interest that one item of such an event adds
  static Rules defaults();
};

// A decayed score of one category, brand or price band.
struct Interest {
  NameKey key = 0;
  float score = 0;  // as of the hour of the profile's last event; > 0
};

struct SeenItem {
  ItemKey key = 0;
  Day day = 0;             // the last time
  std::uint8_t views = 0;  // how often, saturating
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

  // Takes one event in. The profile is a function of the sequence of its events alone, so tabs that apply the same sequence hold
  // the same profile. An event that comes late (another tab) counts as of the one before it. O(bounds), no allocation.
  void apply(const privacy::CleanEvent& event);

  // Sets the time as of which the accessors answer: shares shrink, days pass. Not part of the stored form. O(1).
  void look_from(Minute now);

  // The random seed that assigns this device to variants; all zeros until set. Kept in the stored form.
  using Seed = std::array<std::uint64_t, 2>;
  const Seed& seed() const { return seed_; }
  void set_seed(const Seed& seed) { seed_ = seed; }

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
  double price_band_share(std::size_t band) const;
  // The strongest key, ties by smaller key; 0 where there is none.
  NameKey top_category() const;
  NameKey top_brand() const;
  // Decayed sum of the weights of all items of all events.
  double total_interest() const { return static_cast<double>(total_) * fading_; }

  std::uint32_t count(event::Kind kind) const { return counts_[static_cast<std::size_t>(kind)]; }  // saturating
  std::uint32_t visits() const { return visits_; }  // sessions begun, this one included
  std::uint32_t session_events() const { return session_events_; }
  std::uint32_t session_page_views() const { return session_page_views_; }
  Minute session_start() const { return session_start_; }
  Minute now() const { return now_; }  // never before the last event
  Day first_day() const { return first_day_; }
  Day previous_visit_day() const { return previous_visit_day_; }  // 0: this is the first visit
  Day last_purchase_day() const { return last_purchase_day_; }    // 0: never
  double total_spend() const { return total_spend_; }             // units of the site's currency, known prices only
  std::uint32_t events() const { return events_; }                // all events ever applied
  bool empty() const { return events_ == 0; }

  // --- stored form: magic "NRNP", version, length, CRC-32, then little-endian fields; at most kMaxBytes ---
  std::vector<std::byte> encode() const;
  // Errors: kCorrupt (any flipped bit, any impossible value), kUnsupportedVersion (written by a newer Noren).
  static Result<Profile> decode(std::span<const std::byte> bytes, const Rules& rules);

  // Forgets everything and overwrites the memory that held it.
  void erase();

 private:
  const Rules* rules_;
  Seed seed_{};
  BoundedList<Interest, kMaxInterests> categories_;
  BoundedList<Interest, kMaxInterests> brands_;
  std::array<float, kMaxPriceBands> price_bands_{};
  float total_ = 0;
  std::uint32_t decay_hour_ = 0;  // the hour as of which scores stand
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
  Minute now_ = 0;     // not stored
  double fading_ = 1;  // decay from decay_hour_ to now_; not stored
  Day first_day_ = 0;
  Day previous_visit_day_ = 0;
  Day last_purchase_day_ = 0;
  double total_spend_ = 0;

  void begin_session_if_due(Minute minute);
  void decay_to(Minute minute);
  double decay_factor(std::uint32_t hours) const;
  void take_interest(const privacy::CleanItem& item, float weight);
  void take_item(event::Kind kind, const privacy::CleanItem& item, Day day);
  std::size_t price_band(float price) const;
  double share(float score) const;
};

}  // namespace noren::profile
