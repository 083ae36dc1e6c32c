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
  JourneyState* state = std::find_if(states_.begin(), states_.end(),
                                     [&](const JourneyState& known) { return known.journey == act.subject; });
  const NameKey stands_at = state == states_.end() ? 0 : state->step;
  if (act.from != stands_at) return false;
  const Day today = day_of_minute(minute);
  if (act.detail == 0) {
    if (state == states_.end()) return false;
    const bool known_end = act.value >= 1.0f && act.value < static_cast<float>(kJourneyEndCount);
    const auto end = known_end ? static_cast<JourneyEnd>(static_cast<int>(act.value)) : JourneyEnd::kFinished;
    if (end == JourneyEnd::kRemoved) {
      states_.erase(state);
      return true;
    }
    if (stands_at == 0) return false;
    state->end = end;
    state->step = 0;
    state->ended = today;
    return true;
  }
  if (state == states_.end()) {
    if (states_.full()) {
      JourneyState* oldest = states_.end();
      for (JourneyState& known : states_) {
        if (known.step == 0 && (oldest == states_.end() || known.ended < oldest->ended)) oldest = &known;
      }
      if (oldest == states_.end()) return false;
      states_.erase(oldest);
    }
    states_.push_back({.journey = act.subject});
    state = states_.end() - 1;
  }
  if (act.from == 0) {
    state->started = today;
    if (state->times < 0xff) ++state->times;
  }
  state->step = act.detail;
  state->entered = minute;
  state->entered_visit = visit;
  state->end = JourneyEnd::kNone;
  return true;
}

}  // namespace noren::profile
