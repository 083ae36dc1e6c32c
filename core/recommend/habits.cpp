#include "core/recommend/habits.h"

#include <algorithm>

namespace noren::recommend {
namespace {

// The history keeps half of a key.
constexpr std::uint32_t half_of(ItemKey key) { return static_cast<std::uint32_t>(key >> 32); }

ItemKey whole_key(const profile::Profile& profile, std::uint32_t half) {
  for (const profile::SeenItem& seen : profile.seen()) {
    if (half_of(seen.key) == half) return seen.key;
  }
  return 0;
}

}  // namespace

Habits habits(const profile::Profile& profile, event::Kind kind, ItemKey from) {
  Habits steps;  // `to` is half a key at first
  const profile::History& history = profile.history();
  const profile::HistoryEntry* before = nullptr;
  for (std::size_t i = 0; i < history.size(); ++i) {
    const profile::HistoryEntry& entry = history[i];
    if (entry.kind != kind || entry.item == 0) continue;
    const bool is_step = before != nullptr && before->item == half_of(from) && entry.item != before->item &&
                         profile::day_of_minute(before->minute) == profile::day_of_minute(entry.minute);
    before = &entry;
    if (!is_step) continue;
    Habit* const known = std::find_if(steps.begin(), steps.end(), [&](const Habit& h) { return h.to == entry.item; });
    if (known != steps.end()) {
      ++known->times;
    } else if (!steps.full()) {
      steps.push_back({entry.item, 1});
    }
  }
  Habits found;
  for (const Habit& step : steps) {
    const ItemKey key = step.times > 1 ? whole_key(profile, static_cast<std::uint32_t>(step.to)) : 0;
    if (key != 0) found.push_back({key, step.times});
  }
  return found;
}

}  // namespace noren::recommend
