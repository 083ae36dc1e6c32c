// Where the visitor stands in each journey. What makes a journey go on is core/journey's; here is only what its events add up to.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/bounded_list.h"
#include "core/profile/rules.h"
#include "core/profile/time.h"

namespace noren::profile {

// Why a journey ended. Part of the stored profile: append only.
enum class JourneyEnd : std::uint8_t {
  kNone,         // it has not
  kFinished,     // its last step was done
  kGoal,         // its goal was reached
  kExit,         // its exit condition held
  kRemoved,      // the site no longer has it: nothing of it is kept
  kStepRemoved,  // the site no longer has the step
  kReady,        // of a step alone, and no end: where she is not in it, its trigger was seen not to fire
};
inline constexpr std::size_t kJourneyEndCount = 7;

struct JourneyState {
  NameKey journey = 0;
  NameKey step = 0;  // 0: not in it
  Minute entered =
      0;  // when the step was entered; its day's beginning once a new session has begun: Profile::latest_of()
  std::uint32_t entered_visit = 0;  // Profile::visits() then; between two visits, of the one that follows
  Day started = 0;
  Day ended = 0;                       // the last time; 0: never
  std::uint8_t times = 0;              // begun, saturating
  JourneyEnd end = JourneyEnd::kNone;  // how it ended the last time; never kReady
  std::uint8_t ready = 0;              // 1: its trigger was seen not to fire since she was in it, or before
};

class Journeys {
 public:
  std::span<const JourneyState> states() const { return states_; }
  const JourneyState* find(NameKey journey) const;

  // --- called by Profile::apply ---
  void begin_session();
  // What another tab said too late is ignored: a step from where the journey does not stand, a beginning that counts other
  // beginnings before it (act.value) than there were. At the bound the one that ended longest ago makes room; where all are under
  // way, the new one does not begin. True where anything changed.
  bool take(const privacy::CleanAct& act, Minute minute, std::uint32_t visit);

 private:
  // The state of the act's journey, or end() where there is none yet.
  bool end(JourneyState* state, const privacy::CleanAct& act, Minute minute);
  bool enter(JourneyState* state, const privacy::CleanAct& act, Minute minute, std::uint32_t visit);
  // The new state, or end() where there is no room.
  JourneyState* add(NameKey journey);

  friend class ProfileCodec;
  friend struct Inside;
  BoundedList<JourneyState, kMaxJourneys> states_;
};

}  // namespace noren::profile
