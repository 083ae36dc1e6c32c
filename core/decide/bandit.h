// Thompson sampling: a bandit's variant is the one whose rate of success, drawn from what is believed of it, is highest. Belief is a
// beta distribution: the document's prior, and what this device has seen since, faded.
#pragma once

#include <cstdint>
#include <span>

#include "core/decide/chance.h"
#include "core/profile/profile.h"
#include "core/site/site.h"

namespace noren::decide {

// The variant, never one of weight 0. priors: one per variant. Without a profile (nullptr) the priors alone speak. The draws follow
// from seed, campaign, variant and how often the campaign was seen: the same until it is seen again, something is learned or a day
// has passed. O(variants).
std::int32_t choose_arm(const site::Campaign& campaign, std::span<const site::Prior> priors,
                        const profile::Profile* profile, const Seed& seed);

}  // namespace noren::decide
