// Whether a campaign may show at all, whatever its condition says: consent, journeys, schedule, experiments, and how often it was
// seen and dismissed already.
// Not for what depends on other slots of the same pass: that is the decider's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/decide/assignment.h"
#include "core/decide/exposures.h"
#include "core/decide/page_memory.h"
#include "core/decide/verdict.h"
#include "core/profile/profile.h"
#include "core/site/site.h"

namespace noren::decide {

// All that eligibility depends on. References outlive it.
struct Situation {
  const site::Site& site;
  const Assignments& assignments;
  const PageMemory& page;
  const Exposures& exposures;                  // as of now
  std::span<const std::uint64_t> withheld;     // by journeys: one bit per campaign
  std::span<const std::int32_t> zone_offsets;  // minutes from UTC, one per Site::zones
  const profile::Profile* profile = nullptr;   // nullptr: at the contextual level
  profile::Minute now = 0;
};

// Why a campaign may not show. kChosen: nothing stands in its way.
struct Obstacle {
  Verdict verdict = Verdict::kChosen;
  const site::Cap* cap = nullptr;  // kCap, kGroup: the one that is reached
  std::uint32_t seen = 0;          // how often, in its period
  std::uint32_t days_left = 0;     // kQuiet: how many days it stays so; 0: until the next page view
};

// What stands in the way first, in the order of consent, journey, schedule, experiment, quiet time, caps, caps of the group.
// O(caps).
Obstacle obstacle_of(const Situation& situation, std::size_t campaign);

// How many campaigns of a group that were not seen on this page view its caps leave room for; 0xffffffff without caps. O(caps).
std::uint32_t room_of(const Situation& situation, std::uint32_t group);

// The first minute after now at which some obstacle may be another by time alone, or profile::kNever. O(campaigns).
profile::Minute next_change(const Situation& situation);

}  // namespace noren::decide
