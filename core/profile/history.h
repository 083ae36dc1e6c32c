// What happened, as far as a shop asks about it: the last 192 events with one item each, and how often each kind of event happened on
// each of the last 30 days. Entries older than the running session know their day only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/profile/rules.h"
#include "core/profile/time.h"

namespace noren::profile {

inline constexpr std::size_t kMaxHistory = 192;
inline constexpr std::size_t kHistoryCategories = 3;  // the deepest of an item's
inline constexpr std::size_t kCountedDays = 30;

// Kinds that make entries; queries may ask for no others.
bool is_remembered(event::Kind kind);

struct HistoryEntry {
  Minute minute = 0;       // of an earlier session: the beginning of its day
  std::uint32_t item = 0;  // 32 bits of the ItemKey, or the campaign of a promotion's event; 0: none
  NameKey categories[kHistoryCategories] = {};
  NameKey brand = 0;
  event::Kind kind = event::Kind::kViewItem;
  std::uint8_t price_band = kNoBand;
  static constexpr std::uint8_t kNoBand = 0xff;
};

// What a query gives now.
struct HistoryAnswer {
  double value = 0;      // kCount: how often; kSequence: 0 or 1
  Minute next = kNever;  // the first minute after now at which time alone may change that
};

class History {
 public:
  std::size_t size() const { return size_; }
  // i = 0 is the oldest.
  const HistoryEntry& operator[](std::size_t i) const { return entries_[(begin_ + i) % kMaxHistory]; }

  // O(entries x steps); with same_item at worst O(entries^2 x steps).
  HistoryAnswer ask(const HistoryQuery& query, Minute now, Minute session_start) const;

  // How often events of that kind happened in the last `days` days (1 to kCountedDays), today being the first.
  std::uint32_t count_within(event::Kind kind, std::size_t days, Day today) const;
  Day last_day(event::Kind kind) const { return last_days_[static_cast<std::size_t>(kind)]; }  // 0: never

  // --- called by Profile::apply ---
  void begin_session();  // coarsens what is older
  void take(const privacy::CleanEvent& event, Minute minute, const Rules& rules);

 private:
  friend class ProfileCodec;
  friend struct Inside;
  void push(const HistoryEntry& entry);
  void count(event::Kind kind, Day today);

  std::array<HistoryEntry, kMaxHistory> entries_{};  // a ring
  std::size_t begin_ = 0;
  std::size_t size_ = 0;
  std::array<std::array<std::uint8_t, kCountedDays>, event::kKindCount>
      counts_{};  // [0] is counted_day_, [1] the day before it
  Day counted_day_ = 0;
  std::array<Day, event::kKindCount> last_days_{};
};

}  // namespace noren::profile
