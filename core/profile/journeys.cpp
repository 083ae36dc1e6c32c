#include "core/profile/journeys.h"

#include <algorithm>

namespace noren::profile {

const JourneyState* Journeys::find(NameKey journey) const {
  for (const JourneyState& state : states_) {
    if (state.journey == journey) return &state;
  }
  return nullptr;
}

void Journeys::begin_session() {
  for (JourneyState& state : states_) state.entered -= state.entered % kMinutesPerDay;
}

bool Journeys::take(const privacy::CleanAct& act, Minute minute, std::uint32_t visit) {
  JourneyState* const state = std::find_if(states_.begin(), states_.end(),
                                           [&](const JourneyState& known) { return known.journey == act.subject; });
  const NameKey stands_at = state == states_.end() ? 0 : state->step;
  if (act.from != stands_at) return false;
  return act.detail == 0 ? end(state, act, minute) : enter(state, act, minute, visit);
}

bool Journeys::end(JourneyState* state, const privacy::CleanAct& act, Minute minute) {
  const bool known_end = act.value >= 1.0f && act.value < static_cast<float>(kJourneyEndCount);
  const auto end = known_end ? static_cast<JourneyEnd>(static_cast<int>(act.value)) : JourneyEnd::kFinished;
  if (end == JourneyEnd::kReady) {
    if (act.from != 0) return false;
    if (state == states_.end()) state = add(act.subject);
    if (state == states_.end() || state->ready != 0) return false;
    state->ready = 1;
    return true;
  }
  if (state == states_.end()) return false;
  if (end == JourneyEnd::kRemoved) {
    states_.erase(state);
    return true;
  }
  if (state->step == 0) return false;
  state->end = end;
  state->step = 0;
  state->ended = day_of_minute(minute);
  return true;
}

bool Journeys::enter(JourneyState* state, const privacy::CleanAct& act, Minute minute, std::uint32_t visit) {
  if (act.from == 0) {
    const std::uint8_t times = state == states_.end() ? 0 : state->times;
    if (act.value != static_cast<float>(times)) return false;
    if (state == states_.end()) state = add(act.subject);
    if (state == states_.end()) return false;
    state->started = day_of_minute(minute);
    if (state->times < 0xff) ++state->times;
  }
  state->step = act.detail;
  state->entered = minute;
  state->entered_visit = visit;
  state->end = JourneyEnd::kNone;
  state->ready = 0;
  return true;
}

JourneyState* Journeys::add(NameKey journey) {
  if (states_.full()) {
    JourneyState* oldest = states_.end();
    for (JourneyState& known : states_) {
      if (known.step == 0 && (oldest == states_.end() || known.ended < oldest->ended)) oldest = &known;
    }
    if (oldest == states_.end()) return states_.end();
    states_.erase(oldest);
  }
  states_.push_back({.journey = journey});
  return states_.end() - 1;
}

}  // namespace noren::profile
