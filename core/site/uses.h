// Who uses what in a site: which segments, slots, layers, groups, journeys and conditions over the history something names. For lints.
#pragma once

#include <cstdint>
#include <vector>

#include "core/site/site.h"

namespace noren::site {

// Flags are by the index of what is used; lists are of campaigns, ascending.
struct Uses {
  explicit Uses(const Site& site);  // O(size of the site)

  std::vector<bool> slots;                                    // for which there is a campaign
  std::vector<bool> segments;                                 // that a rule, bandit or journey asks for
  std::vector<bool> journeys;                                 // that a rule asks for
  std::vector<bool> histories;                                // that a rule or journey asks for
  std::vector<bool> shown_by_journey;                         // campaigns that act only while a journey shows them
  std::vector<bool> fallback;                                 // campaigns in the fallback chain of their slot
  std::vector<std::vector<std::uint32_t>> group_members;      // per group
  std::vector<std::vector<std::uint32_t>> layer_experiments;  // per layer

 private:
  void find_in_campaigns(const Site& site);
  void find_in_journeys(const Site& site);
  void find_in_rules(const Site& site);
  void find_in_reports(const Site& site);
};

}  // namespace noren::site
