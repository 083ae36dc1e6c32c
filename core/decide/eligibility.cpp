#include "core/decide/eligibility.h"

#include <algorithm>

namespace noren::decide {
namespace {

using profile::Minute;
using profile::Profile;

site::LocalMinute local(const Situation& situation, const site::Schedule& schedule) {
  return site::LocalMinute{situation.now} + situation.zone_offsets[schedule.zone];
}

std::uint32_t times(const Seen& seen, site::Period per) {
  static_assert(static_cast<int>(site::Period::kLifetime) - 1 == static_cast<int>(profile::Period::kLifetime));
  return seen.times[static_cast<std::size_t>(per) - 1];  // the profile knows no pages
}

std::uint32_t seen_of_group(const Situation& situation, std::uint32_t group, site::Period per) {
  return per == site::Period::kPage ? situation.page.seen_of(group) : times(situation.exposures.of_group(group), per);
}

// What was seen on this page view stays on it, though its journey has gone on by that.
bool is_withheld(const Situation& situation, std::size_t campaign) {
  return !situation.page.seen(campaign) && campaign / 64 < situation.withheld.size() &&
         (situation.withheld[campaign / 64] >> (campaign % 64) & 1) != 0;
}

Verdict share_obstacle(Share share) {
  switch (share) {
    case Share::kOutside: return Verdict::kTraffic;
    case Share::kOtherOfLayer: return Verdict::kLayer;
    default: return Verdict::kChosen;
  }
}

Obstacle quiet_obstacle(const Situation& situation, std::size_t index) {
  if (situation.page.dismissed(index)) return {.verdict = Verdict::kQuiet};
  const std::uint32_t dismissed = situation.exposures.of(index).dismissed;
  const std::uint32_t until = dismissed + situation.site.campaigns[index].quiet_days;
  if (dismissed == 0 || situation.profile == nullptr || situation.profile->today() >= until) return {};
  return {.verdict = Verdict::kQuiet, .days_left = until - situation.profile->today()};
}

Obstacle cap_obstacle(const Situation& situation, std::size_t index) {
  // What was seen on this page view stays on it, though its cap is reached by that.
  if (situation.page.seen(index)) return {};
  const site::Campaign& campaign = situation.site.campaigns[index];
  for (const site::Cap& cap : campaign.caps) {
    if (cap.per == site::Period::kPage) continue;  // not seen on it yet, and no cap is below once
    const std::uint32_t seen = times(situation.exposures.of(index), cap.per);
    if (seen >= cap.times) return {.verdict = Verdict::kCap, .cap = &cap, .seen = seen};
  }
  if (campaign.group == site::kNoGroup) return {};
  for (const site::Cap& cap : situation.site.groups[campaign.group].caps) {
    const std::uint32_t seen = seen_of_group(situation, campaign.group, cap.per);
    if (seen >= cap.times) return {.verdict = Verdict::kGroup, .cap = &cap, .seen = seen};
  }
  return {};
}

}  // namespace

Obstacle obstacle_of(const Situation& situation, std::size_t index) {
  const site::Campaign& campaign = situation.site.campaigns[index];
  if (situation.profile == nullptr && !campaign.contextual) return {.verdict = Verdict::kNoConsent};
  if (is_withheld(situation, index)) return {.verdict = Verdict::kJourney};
  if (campaign.schedule.limits() && !site::is_open(campaign.schedule, local(situation, campaign.schedule))) {
    return {.verdict = Verdict::kSchedule};
  }
  if (const Verdict share = share_obstacle(situation.assignments.share(index)); share != Verdict::kChosen) {
    return {.verdict = share};
  }
  if (const Obstacle quiet = quiet_obstacle(situation, index); quiet.verdict != Verdict::kChosen) return quiet;
  return cap_obstacle(situation, index);
}

std::uint32_t room_of(const Situation& situation, std::uint32_t group) {
  std::uint32_t room = 0xffffffffu;
  for (const site::Cap& cap : situation.site.groups[group].caps) {
    const std::uint32_t seen = seen_of_group(situation, group, cap.per);
    room = std::min(room, seen < cap.times ? cap.times - seen : 0);
  }
  return room;
}

Minute next_change(const Situation& situation) {
  Minute next = profile::kNever;
  bool counts_days = false;
  for (const site::Campaign& campaign : situation.site.campaigns) {
    counts_days = counts_days || !campaign.caps.empty() || campaign.quiet_days != 0 || campaign.bandit.has_value() ||
                  campaign.group != site::kNoGroup;
    if (!campaign.schedule.limits()) continue;
    const site::LocalMinute here = local(situation, campaign.schedule);
    const site::LocalMinute change = site::next_change(campaign.schedule, here);
    if (change == site::kForEver) continue;
    const site::LocalMinute at = situation.now + (change - here);
    if (at < site::LocalMinute{next}) next = static_cast<Minute>(at);
  }
  if (counts_days && situation.profile != nullptr) next = std::min(next, profile::next_day(situation.now));
  return next;
}

}  // namespace noren::decide
