// Forgetting a part of a profile because she says so: one interest, one product, one day, one answer. Whatever is kept of it goes, as if
// the events that named it had never been: rows of the history, what was seen, bought and put into the cart, what was set aside, and what
// those rows had added to interests.
//
// What stays because it can't be told apart:
//   - what events that the history no longer holds (it keeps 192) added to other interests, to price bands and to the total;
//   - the money spent in all, how often each kind of event happened in all, and how many visits there were: they name nothing;
//   - of a day, that she was here at all may still be seen: the day of the last event is kept, which orders what follows;
//   - what a bandit has learned on that day.
#pragma once

#include <cstdint>

#include "core/profile/profile.h"

namespace noren::profile {

// What may be forgotten. Part of the WebAssembly interface: append only.
enum class Part : std::uint8_t {
  kCategory,  // key: its NameKey
  kBrand,     // its NameKey
  kItem,      // its ItemKey
  kDay,       // the Day
  kQuestion,  // the NameKey of its id: what she answered
};
inline constexpr std::size_t kPartCount = 5;

// With a category or brand go the products that the history says are of it; the engine adds those that the shop model knows.
// O(history x interests).
void forget(Profile& profile, Part part, std::uint64_t key);

}  // namespace noren::profile
