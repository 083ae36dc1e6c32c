// What may have changed since somebody last looked, coarse enough to be one word and fine enough that most attributes need not be
// read again after most events.
#pragma once

#include <cstdint>

#include "core/event/event.h"

namespace noren::profile {

// A set of the bits below. An attribute depends on some (depends_on(), attributes.h); where none of them is set, its value is as before.
using Changes = std::uint64_t;

inline constexpr Changes kInterestChanged = 1u << 0;  // any interest, and so all shares
inline constexpr Changes kSessionChanged = 1u << 1;   // events or page views of the session
inline constexpr Changes kVisitChanged = 1u << 2;     // a new session began
inline constexpr Changes kCartChanged = 1u << 3;
inline constexpr Changes kPurchaseChanged = 1u << 4;  // orders, spend
inline constexpr Changes kItemsChanged = 1u << 5;     // seen and bought items
inline constexpr Changes kHistoryChanged = 1u << 6;   // entries
inline constexpr Changes kShownChanged = 1u << 7;     // showings and arms
inline constexpr Changes kAnswersChanged = 1u << 8;
inline constexpr Changes kJourneysChanged = 1u << 9;
inline constexpr Changes kMinutePassed = 1u << 10;  // the profile is looked at from another minute
inline constexpr Changes kDayPassed = 1u << 11;     // from another day (UTC)
inline constexpr Changes kSeedChanged = 1u << 12;
inline constexpr Changes kContextChanged = 1u << 13;    // what the page view is: language, device, page, channel …
inline constexpr Changes kPageStateChanged = 1u << 14;  // what happened on it: seconds, scroll, events
inline constexpr Changes kLocalHourPassed = 1u << 15;
inline constexpr Changes kLocalDayPassed = 1u << 16;
// An event of that kind was counted.
constexpr Changes counted(event::Kind kind) { return Changes{1} << (32 + static_cast<unsigned>(kind)); }
static_assert(32 + event::kKindCount <= 64);

inline constexpr Changes kEverything = ~Changes{0};

}  // namespace noren::profile
