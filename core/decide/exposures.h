// How often each campaign and each group was seen, by the site's indices: what the profile remembers by key, ready for caps.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/index_map.h"
#include "core/base/list.h"
#include "core/profile/profile.h"
#include "core/site/site.h"

namespace noren::decide {

// Of one campaign, or all of a group.
struct Seen {
  std::array<std::uint32_t, 4> times{};  // per profile::Period, as of the profile's now
  profile::Day dismissed = 0;            // 0: never
};

class Exposures {
 public:
  // Keeps a reference. The only allocation.
  explicit Exposures(const site::Site& site);

  // Reads the profile; nothing was ever seen without one (nullptr). O(what was and what is remembered).
  void read(const profile::Profile* profile);

  const Seen& of(std::size_t campaign) const { return campaigns_[campaign]; }
  const Seen& of_group(std::size_t group) const { return groups_[group]; }

 private:
  const site::Site& site_;
  IndexMap by_key_;  // campaigns
  List<Seen> campaigns_;
  List<Seen> groups_;
  List<std::uint32_t> read_;  // campaigns that are not all zeros; never more than profile::kMaxShowings
};

}  // namespace noren::decide
