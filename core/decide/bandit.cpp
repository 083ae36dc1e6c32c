#include "core/decide/bandit.h"

#include "core/base/part.h"
#include <algorithm>

namespace noren::decide {

NOREN_PART_ENTRY std::int32_t choose_arm(const site::Campaign& campaign, const Belief& belief,
                                         const profile::Profile* profile, const Seed& seed) {
  const profile::Showing* const showing = profile == nullptr ? nullptr : profile->showing(campaign.key);
  const std::uint64_t times = showing == nullptr ? 0 : showing->times;
  const std::uint64_t visitor = mix64(visitor_number(seed, hash64(campaign.id)) + times);
  std::int32_t best = -1;
  double highest = -1;
  for (std::size_t i = 0; i < campaign.variants.size(); ++i) {
    const site::Variant& variant = campaign.variants[i];
    if (!(variant.weight > 0)) continue;
    double successes = belief.priors[i].successes;
    double failures = belief.priors[i].failures;
    if (profile != nullptr) {
      const profile::Arm arm = profile->outcomes(campaign.key, profile::arm_key(variant.key, belief.segment));
      successes += static_cast<double>(arm.succeeded);
      failures += static_cast<double>(std::max(0.0f, arm.shown - arm.succeeded));
    }
    const double rate = draw_beta(successes, failures, Draws(visitor ^ mix64(hash64(variant.id))));
    if (rate <= highest) continue;
    best = static_cast<std::int32_t>(i);
    highest = rate;
  }
  return best;
}

}  // namespace noren::decide
