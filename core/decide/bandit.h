// Thompson sampling: a bandit's variant is the one whose rate of success, drawn from what is believed of it, is highest. Belief is a
// beta distribution: the document's prior, and what this device has seen since, faded.
#pragma once

#include <cstdint>
#include <span>

#include "core/decide/chance.h"
#include "core/profile/profile.h"
#include "core/site/site.h"

namespace noren::decide {

// What a bandit starts from for a visitor: the campaign's priors, or those of the first of its segments that she is in.
struct Belief {
  std::span<const site::Prior> priors;  // one per variant of the campaign
  NameKey segment = 0;                  // name_key() of the segment for which it learns apart; 0: none
};

// The variant, never one of weight 0. Without a profile (nullptr) the priors alone speak. The draws follow
// from seed, campaign, variant and how often the campaign was seen: the same until it is seen again, something is learned or a day
// has passed. O(variants).
std::int32_t choose_arm(const site::Campaign& campaign, const Belief& belief, const profile::Profile* profile,
                        const Seed& seed);

}  // namespace noren::decide
