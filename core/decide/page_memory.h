// What happened with campaigns on this page view: what stays where it was seen, and what must not come back before the next.
// The profile remembers the rest.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/list.h"
#include "core/site/site.h"

namespace noren::decide {

class PageMemory {
 public:
  // Keeps a reference. The only allocation.
  explicit PageMemory(const site::Site& site)
      : site_(site), campaigns_(site.campaigns.size()), groups_(site.groups.size()) {}

  // Another page view begins. O(campaigns).
  void clear() {
    campaigns_.assign(campaigns_.size(), {});
    groups_.assign(groups_.size(), {});
  }

  // Marks what a slot shows as seen. False where that campaign was seen on this page view before.
  bool see(std::size_t campaign, std::int32_t variant) {
    Campaign& memory = campaigns_[campaign];
    if (memory.seen) return false;
    memory = {true, memory.dismissed, variant};
    if (site_.campaigns[campaign].group != site::kNoGroup) {
      Group& group = groups_[site_.campaigns[campaign].group];
      group.last = static_cast<std::int32_t>(campaign);
      ++group.seen;
    }
    return true;
  }
  void dismiss(std::size_t campaign) { campaigns_[campaign].dismissed = true; }

  bool seen(std::size_t campaign) const { return campaigns_[campaign].seen; }
  bool dismissed(std::size_t campaign) const { return campaigns_[campaign].dismissed; }
  std::int32_t variant(std::size_t campaign) const { return campaigns_[campaign].variant; }  // that was seen
  std::int32_t last_of(std::uint32_t group) const { return groups_[group].last; }  // campaign seen last; -1: none
  std::uint32_t seen_of(std::uint32_t group) const { return groups_[group].seen; }

 private:
  struct Campaign {
    bool seen = false;
    bool dismissed = false;
    std::int32_t variant = -1;
  };
  struct Group {
    std::int32_t last = -1;
    std::uint32_t seen = 0;
  };

  const site::Site& site_;
  List<Campaign> campaigns_;
  List<Group> groups_;
};

}  // namespace noren::decide
