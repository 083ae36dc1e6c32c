// Moves a visitor through the site's journeys. Where she stands is in her profile and comes from its events alone; here is what
// follows from that: which steps are due now, and which campaigns wait for a journey. Nothing is kept here between calls.
//
//   while (!(due = journeys.advance(profile, evaluation, event)).empty()) {
//     for (const Transition& transition : due) profile.apply(gate.admit_act(event::Kind::kJourneyStep, time, transition.act()));
//     event = nullptr;  // it has been taken; update the evaluation
//   }
//
// Two tabs that both find the same step due say so both. A transition names the step that it leaves, and a beginning how often
// the journey had begun before; the profile ignores one that comes from where it no longer stands, so the second is without effect.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/bounded_list.h"
#include "core/base/list.h"
#include "core/profile/profile.h"
#include "core/rules/evaluation.h"
#include "core/site/site.h"
#include "privacy/clean_event.h"

namespace noren::journey {

// Of one advance: each journey of the site goes on at most once, and each that the site no longer has ends.
inline constexpr std::size_t kMaxTransitions = site::kMaxJourneys + profile::kMaxJourneys;

// One journey goes on.
struct Transition {
  NameKey journey = 0;
  NameKey from = 0;                                      // the step left; 0: it begins
  NameKey to = 0;                                        // the step entered; 0: it ends
  profile::JourneyEnd end = profile::JourneyEnd::kNone;  // why, where it ends
  std::uint8_t times = 0;                                // where it begins: how often it had begun before
  // As a journey_step event says it.
  privacy::CleanAct act() const;
  friend bool operator==(const Transition&, const Transition&) = default;
};

class Journeys {
 public:
  // Keeps a reference: the site must outlive it. The only allocation is here.
  explicit Journeys(const site::Site& site);

  bool empty() const { return site_.journeys.empty(); }

  // What is due now, each journey at most once; none: all stand where they should. `event` is what was just applied to the profile, or
  // nullptr where it is time or a rule that may have changed; the evaluation is of this profile, now. After every transition has
  // been applied, advance() without the event goes on: a step that was entered may be over at once. Steps lead only forwards, so that
  // this comes to an end, but for journeys that ask for each other: callers bound it. Valid until the next call.
  // O(journeys + their steps), no allocation.
  std::span<const Transition> advance(const profile::Profile& profile, const rules::Evaluation& evaluation,
                                      const privacy::CleanEvent* event);

  // One bit per campaign (number i: bit i % 64 of word i / 64), set where the campaign may not act: some journey shows it, and no
  // journey stands at a step that does. Without a profile (nullptr) none stands anywhere. Valid until the next call. O(journeys).
  std::span<const std::uint64_t> withheld(const profile::Profile* profile);

  // The first minute after the profile's now at which advance() may find a span over, or profile::kNever. Rules change at times of
  // their own. O(journeys).
  profile::Minute next_change(const profile::Profile& profile) const;

 private:
  const site::Site& site_;
  List<std::uint64_t> shown_by_journeys_;  // bits of campaigns
  List<std::uint64_t> withheld_;
  BoundedList<Transition, kMaxTransitions> due_;
};

}  // namespace noren::journey
