// What core/decide needs to choose among the arms of a log: a campaign that has them as variants, and a visitor's seed.
#pragma once

#include <string>
#include <vector>

#include "core/base/hash.h"
#include "core/decide/chance.h"
#include "core/site/campaign.h"

namespace noren::tools {

inline site::Campaign campaign_of(const std::vector<std::string>& arms) {
  site::Campaign campaign;
  campaign.id = "bandit";
  campaign.key = name_key(campaign.id);
  for (const std::string& arm : arms) campaign.variants.push_back({.id = arm, .key = name_key(arm)});
  return campaign;
}

// The seed of one more visitor.
inline decide::Seed seed_of(decide::Draws& draws) {
  const auto number = [&] { return mix64(static_cast<std::uint64_t>(draws.unit() * 0x1p53)); };
  return {number(), number()};
}

}  // namespace noren::tools
