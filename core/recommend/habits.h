// What she does again and again: from one item on to another, within one visit. Read from the bounded history of her own events, so
// nothing more is kept for it, and what the history forgets is forgotten. Private to this folder.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/bounded_list.h"
#include "core/profile/profile.h"

namespace noren::recommend {

struct Habit {
  ItemKey to = 0;
  std::uint32_t times = 0;  // 2 or more
};

inline constexpr std::size_t kMaxHabits = 16;
using Habits = BoundedList<Habit, kMaxHabits>;

// Where she went on to from that item more than once, by events of that kind: the next other item of the same day. Only items that
// she is still known to have seen. O(history + found x seen).
Habits habits(const profile::Profile& profile, event::Kind kind, ItemKey from);

}  // namespace noren::recommend
