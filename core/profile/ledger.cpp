#include "core/profile/ledger.h"

#include <algorithm>

#include "core/base/date.h"
#include "core/base/numeric.h"

namespace noren::profile {
namespace {

using event::Kind;

template <typename Count>
void increment(Count& count) {
  if (count < static_cast<Count>(-1)) ++count;
}

const Goal* goal_of(const Rules& rules, NameKey campaign) {
  for (const Goal& goal : rules.goals) {
    if (goal.campaign == campaign) return &goal;
  }
  return nullptr;
}

}  // namespace

const Showing* Ledger::showing(NameKey campaign) const {
  for (const Showing& showing : showings_) {
    if (showing.campaign == campaign) return &showing;
  }
  return nullptr;
}

const Arm* Ledger::arm(NameKey campaign, NameKey variant) const {
  for (const Arm& arm : arms_) {
    if (arm.campaign == campaign && arm.variant == variant) return &arm;
  }
  return nullptr;
}

std::uint32_t Ledger::shown(const Showing& showing, Period period, Day today) {
  switch (period) {
    case Period::kSession: return showing.in_session;
    case Period::kDay: return showing.last_day == today ? showing.today : 0;
    case Period::kWeek: return week_of(showing.last_day) == week_of(today) ? showing.this_week : 0;
    case Period::kLifetime: break;
  }
  return showing.times;
}

Arm Ledger::faded(const Arm& arm, Day today, float half_life_days) {
  if (today <= arm.as_of) return arm;
  Arm now = arm;
  now.as_of = today;
  if (half_life_days > 0.0f) {
    const auto factor =
        static_cast<float>(exp2_exact(-static_cast<double>(today - arm.as_of) / static_cast<double>(half_life_days)));
    now.shown *= factor;
    now.succeeded *= factor;
  }
  return now;
}

void Ledger::begin_session() {
  for (Showing& showing : showings_) {
    showing.in_session = 0;
    showing.last = Minute{showing.last_day} * kMinutesPerDay;
  }
}

Showing& Ledger::touch(NameKey campaign) {
  Showing* const known = std::find_if(showings_.begin(), showings_.end(),
                                      [&](const Showing& showing) { return showing.campaign == campaign; });
  Showing showing;
  showing.campaign = campaign;
  if (known != showings_.end()) {
    showing = *known;
    showings_.erase(known);
  }
  showings_.push_front(showing);
  return showings_[0];
}

void Ledger::take_exposure(const privacy::CleanAct& act, Minute minute, const Rules& rules) {
  const Day today = day_of_minute(minute);
  Showing& showing = touch(act.subject);
  for (const Period period : {Period::kDay, Period::kWeek}) {
    std::uint8_t& count = period == Period::kDay ? showing.today : showing.this_week;
    count = static_cast<std::uint8_t>(shown(showing, period, today));
    increment(count);
  }
  increment(showing.in_session);
  increment(showing.times);
  showing.variant = act.detail;
  showing.last = minute;
  showing.last_day = today;
  showing.converted = 0;
  if (const Goal* const goal = goal_of(rules, act.subject)) {
    count(act.subject, arm_key(act.detail, act.from), today, goal->arm_half_life_days, &Arm::shown);
  }
}

bool Ledger::take_outcome(const privacy::CleanEvent& event, Day today, const Rules& rules) {
  bool changed = false;
  for (const Goal& goal : rules.goals) {
    if (goal.kind != event.kind()) continue;
    if (event.act().subject != 0 && event.act().subject != goal.campaign) continue;
    Showing* const showing =
        std::find_if(showings_.begin(), showings_.end(), [&](const Showing& s) { return s.campaign == goal.campaign; });
    if (showing == showings_.end() || showing->converted != 0 || showing->last_day == 0) continue;
    if (today - showing->last_day > goal.within_days) continue;
    showing->converted = 1;
    // Arms stand last shown first: the campaign's first one is what the last exposure showed.
    const Arm* const last =
        std::find_if(arms_.begin(), arms_.end(), [&](const Arm& arm) { return arm.campaign == goal.campaign; });
    count(goal.campaign, last == arms_.end() ? showing->variant : last->variant, today, goal.arm_half_life_days,
          &Arm::succeeded);
    changed = true;
  }
  return changed;
}

void Ledger::count(NameKey campaign, NameKey variant, Day today, float half_life_days, float Arm::* outcome) {
  Arm* const known = std::find_if(arms_.begin(), arms_.end(),
                                  [&](const Arm& arm) { return arm.campaign == campaign && arm.variant == variant; });
  Arm arm{campaign, variant, 0, 0, today};
  if (known != arms_.end()) {
    arm = faded(*known, today, half_life_days);
    arms_.erase(known);
  }
  arm.*outcome += 1.0f;
  arms_.push_front(arm);
}

bool Ledger::take(const privacy::CleanEvent& event, Minute minute, const Rules& rules) {
  const privacy::CleanAct& act = event.act();
  const Day today = day_of_minute(minute);
  bool changed = take_outcome(event, today, rules);
  if (act.subject == 0) return changed;
  switch (event.kind()) {
    case Kind::kViewPromotion: take_exposure(act, minute, rules); break;
    case Kind::kSelectPromotion: increment(touch(act.subject).clicks); break;
    case Kind::kDismissPromotion: touch(act.subject).dismissed_day = today; break;
    default: return changed;
  }
  return true;
}

}  // namespace noren::profile
