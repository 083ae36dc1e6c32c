#include "core/profile/history.h"

#include <algorithm>

namespace noren::profile {
namespace {

using event::Kind;

constexpr Kind kRemembered[] = {
    Kind::kSelectItem,    Kind::kViewItem,      Kind::kAddToCart,        Kind::kRemoveFromCart, Kind::kViewCart,
    Kind::kAddToWishlist, Kind::kBeginCheckout, Kind::kAddShippingInfo,  Kind::kAddPaymentInfo, Kind::kPurchase,
    Kind::kRefund,        Kind::kViewPromotion, Kind::kSelectPromotion,  Kind::kSearch,         Kind::kSignUp,
    Kind::kLogin,         Kind::kAnswer,        Kind::kDismissPromotion,
};

// An item has its categories from the top down; the deepest ones say most.
void take_categories(HistoryEntry& entry, const privacy::CleanItem& item) {
  std::size_t levels = 0;
  while (levels < privacy::kMaxCategories && item.categories[levels] != 0) ++levels;
  const std::size_t first = levels > kHistoryCategories ? levels - kHistoryCategories : 0;
  std::copy(item.categories + first, item.categories + levels, entry.categories);
}

bool matches(const HistoryEntry& entry, const HistoryStep& step) {
  if (entry.kind != step.kind || (step.brand != 0 && entry.brand != step.brand)) return false;
  return step.category == 0 || std::find(std::begin(entry.categories), std::end(entry.categories), step.category) !=
                                   std::end(entry.categories);
}

bool within(const HistoryEntry& entry, const HistoryQuery& query, Minute now) {
  return query.within_days == 0 || day_of_minute(entry.minute) + query.within_days > day_of_minute(now);
}

// The newest entry that ends the sequence and was not followed by what is excluded; nullptr: there is none.
const HistoryEntry* find_sequence(const History& history, const HistoryQuery& query, Minute now) {
  std::uint8_t ends[kMaxHistory] =
      {};  // per entry a bit per step: the steps up to that one happened, this entry being its last
  static_assert(kMaxHistorySteps <= 8);
  std::uint8_t ended = 0;  // any entry so far
  const std::size_t steps = query.steps.size();
  if (steps == 0) return nullptr;
  for (std::size_t i = 0; i < history.size(); ++i) {
    const HistoryEntry& entry = history[i];
    if (!within(entry, query, now)) continue;
    for (std::size_t s = 0; s < steps; ++s) {
      const HistoryStep& step = query.steps[s];
      if (!matches(entry, step)) continue;
      bool follows = s == 0 || (ended >> (s - 1) & 1) != 0;
      if (follows && s > 0 && step.same_item) {
        std::size_t before = i;
        follows = false;
        while (!follows && before-- > 0) {
          follows = entry.item != 0 && (ends[before] >> (s - 1) & 1) != 0 && history[before].item == entry.item;
        }
      }
      if (follows) ends[i] = static_cast<std::uint8_t>(ends[i] | 1u << s);
    }
    // After all steps, so that no entry is two steps of one sequence.
    ended = static_cast<std::uint8_t>(ended | ends[i]);
  }
  for (std::size_t i = history.size(); i-- > 0;) {
    const HistoryEntry& last = history[i];
    if ((ends[i] >> (steps - 1) & 1) != 0) {
      bool followed = false;
      for (std::size_t after = i + 1; query.without && !followed && after < history.size(); ++after) {
        followed =
            matches(history[after], query.excluded) && (!query.excluded.same_item || history[after].item == last.item);
      }
      if (!followed) return &last;
    }
  }
  return nullptr;
}

}  // namespace

bool is_remembered(Kind kind) {
  return std::find(std::begin(kRemembered), std::end(kRemembered), kind) != std::end(kRemembered);
}

HistoryAnswer History::ask(const HistoryQuery& query, Minute now, Minute session_start) const {
  HistoryAnswer answer;
  if (size_ == 0 || query.steps.empty()) return answer;
  if (query.within_days != 0) answer.next = next_day(now);
  if (query.form == HistoryQuery::Form::kCount) {
    for (std::size_t i = 0; i < size_; ++i) {
      const HistoryEntry& entry = (*this)[i];
      if (matches(entry, query.steps[0]) && within(entry, query, now)) answer.value += 1;
    }
    return answer;
  }
  const HistoryEntry* const last = find_sequence(*this, query, now);
  if (last == nullptr || (query.earlier_visit && last->minute >= session_start)) return answer;
  Minute due = 0;
  if (query.idle_minutes != 0) due = latest_of(last->minute, session_start) + query.idle_minutes;
  if (query.idle_days != 0) {
    due = std::max(due, (Minute{day_of_minute(last->minute)} + query.idle_days) * kMinutesPerDay);
  }
  if (now >= due) {
    answer.value = 1;
  } else {
    answer.next = std::min(answer.next, due);
  }
  return answer;
}

std::uint32_t History::count_within(Kind kind, std::size_t days, Day today) const {
  const std::size_t gone = today > counted_day_ ? static_cast<std::size_t>(today - counted_day_) : 0;
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kCountedDays && i + gone < days; ++i) sum += counts_[static_cast<std::size_t>(kind)][i];
  return sum;
}

void History::begin_session() {
  for (HistoryEntry& entry : entries_) entry.minute -= entry.minute % kMinutesPerDay;
}

void History::push(const HistoryEntry& entry) {
  entries_[(begin_ + size_) % kMaxHistory] = entry;
  if (size_ < kMaxHistory) {
    ++size_;
  } else {
    begin_ = (begin_ + 1) % kMaxHistory;
  }
}

void History::count(Kind kind, Day today) {
  if (today > counted_day_) {
    const std::size_t gone = std::min<std::size_t>(static_cast<std::size_t>(today - counted_day_), kCountedDays);
    for (auto& days : counts_) {
      std::move_backward(days.begin(), days.end() - gone, days.end());
      std::fill(days.begin(), days.begin() + gone, std::uint8_t{0});
    }
    counted_day_ = today;
  }
  std::uint8_t& today_count = counts_[static_cast<std::size_t>(kind)][0];
  if (today_count < 0xff) ++today_count;
  last_days_[static_cast<std::size_t>(kind)] = today;
}

void History::take(const privacy::CleanEvent& event, Minute minute, const Rules& rules) {
  count(event.kind(), day_of_minute(minute));
  if (!is_remembered(event.kind())) return;
  HistoryEntry entry;
  entry.minute = minute;
  entry.kind = event.kind();
  entry.item = event.act().subject;
  // A campaign is what the event is about; items beside it are what the campaign shows.
  if (event.act().subject != 0 || event.items().empty()) return push(entry);
  for (const privacy::CleanItem& item : event.items()) {
    HistoryEntry of_item = entry;
    of_item.item = static_cast<std::uint32_t>(item.key >> 32);
    take_categories(of_item, item);
    of_item.brand = item.brand;
    if (item.price >= 0.0f && !rules.price_bands.empty()) {
      of_item.price_band = static_cast<std::uint8_t>(band_of(rules.price_bands, static_cast<double>(item.price)));
    }
    push(of_item);
  }
}

}  // namespace noren::profile
