// What a report of the site document is about, and what this device has to say of it, in clear. Nothing of that leaves: the outbound gate
// (privacy/outbound_gate.h) makes reports of it.
#pragma once

#include <cstdint>

#include "core/base/list.h"
#include "core/decide/decider.h"
#include "core/profile/profile.h"
#include "core/site/site.h"
#include "privacy/entropy.h"
#include "privacy/outbound_gate.h"

namespace noren {

// The answers and questions of one report. Cell 0 always says nothing:
//   experiment   question: the arm that chance has dealt: a variant, behind them control, behind it none. Cell 1: she has reached the goal
//   bandit       cell 1 + 2 v: what she saw last of it is variant v; 2 + 2 v: and it was a success
//   campaign     cell 1: seen in this epoch's length of days; 2: and followed; 3: closed
//   segments     question: which of Collection::segments, picked by chance. Cell 1: she is in it
//   popularity   cell 1 + i: name i is what she looked at, or bought, most
struct ReportDomain {
  std::uint32_t cells = 2;
  std::uint32_t questions = 1;
  std::uint32_t form = 0;  // changes whenever answers would mean something else
};
ReportDomain domain_of(const site::Site& site, const site::Collection& collection);

// What a report is made from. The decider has looked at this profile.
struct Counted {
  const site::Site& site;
  const profile::Profile& profile;
  const decide::Decider& decider;
};

// One tally of each collection, in their order. Entropy picks questions, and decides for a bandit's arm, with the share of successes it had on
// this device, whether it counts as one. Errors: kLimitExceeded where the entropy runs out. O(profile).
Result<List<privacy::Tally>> tally(const Counted& counted, privacy::Entropy& entropy);

}  // namespace noren
