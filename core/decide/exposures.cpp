#include "core/decide/exposures.h"

#include <algorithm>

namespace noren::decide {

using profile::Period;

Exposures::Exposures(const site::Site& site)
    : site_(site), campaigns_(site.campaigns.size()), groups_(site.groups.size()) {
  for (std::size_t i = 0; i < site.campaigns.size(); ++i) {
    by_key_.insert(site.campaigns[i].key, static_cast<std::uint32_t>(i));
  }
  read_.reserve(profile::kMaxShowings);
}

void Exposures::read(const profile::Profile* profile) {
  for (const std::uint32_t campaign : read_) campaigns_[campaign] = {};
  if (!read_.empty()) std::fill(groups_.begin(), groups_.end(), Seen());
  std::fill(read_.begin(), read_.end(), 0u);  // what is erased is not left in memory
  read_.clear();
  if (profile == nullptr) return;
  for (const profile::Showing& showing : profile->showings()) {
    const std::uint32_t campaign = by_key_.find(showing.campaign);
    if (campaign == IndexMap::kNone) continue;  // of an earlier site document
    read_.push_back(campaign);
    Seen& seen = campaigns_[campaign];
    seen.dismissed = showing.dismissed_day;
    const std::uint32_t group = site_.campaigns[campaign].group;
    for (const Period period : {Period::kSession, Period::kDay, Period::kWeek, Period::kLifetime}) {
      const auto at = static_cast<std::size_t>(period);
      seen.times[at] = profile::Ledger::shown(showing, period, profile->today());
      if (group != site::kNoGroup) groups_[group].times[at] += seen.times[at];
    }
  }
}

}  // namespace noren::decide
