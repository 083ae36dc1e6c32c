#include "core/journey/journeys.h"

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/numeric.h"
#include "core/base/part.h"

namespace noren::journey {
namespace {

using profile::JourneyEnd;
using profile::JourneyState;
using profile::Minute;
using site::Journey;
using site::JourneyStep;
using site::JourneyTrigger;
using site::Occasion;
using site::Span;
using site::StepIndex;

// What there is to see at one advance.
struct Look {
  const profile::Profile& profile;
  const rules::Evaluation& evaluation;
  const privacy::CleanEvent* event;  // nullptr: nothing happened
};

bool fits(const site::EventPattern& pattern, const privacy::CleanEvent* event) {
  if (event == nullptr || event->kind() != pattern.kind) return false;
  if (pattern.category == 0 && pattern.brand == 0) return true;
  return std::any_of(event->items().begin(), event->items().end(), [&](const privacy::CleanItem& item) {
    const auto* const end = std::end(item.categories);
    if (pattern.category != 0 && std::find(item.categories, end, pattern.category) == end) return false;
    return pattern.brand == 0 || item.brand == pattern.brand;
  });
}

bool comes(const Occasion& occasion, const Look& look) {
  switch (occasion.form) {
    case Occasion::Form::kNever: return false;
    case Occasion::Form::kEvent: return fits(occasion.event, look.event);
    case Occasion::Form::kRule: return look.evaluation.holds(occasion.rule);
  }
  return false;
}

// Whether the event is of that kind and about that campaign.
bool is_about(NameKey campaign, event::Kind kind, const Look& look) {
  return look.event != nullptr && look.event->kind() == kind && look.event->act().subject == campaign;
}

// When a span that begins with the step is over by time alone; kNever for visits, and where it has no end.
Minute end_of(const Span& span, const JourneyState& state, const profile::Profile& profile) {
  switch (span.unit) {
    case Span::Unit::kForever:
    case Span::Unit::kVisits: return profile::kNever;
    case Span::Unit::kMinutes: return profile.latest_of(state.entered) + span.amount;
    case Span::Unit::kDays: return (state.entered / profile::kMinutesPerDay + span.amount) * profile::kMinutesPerDay;
  }
  return profile::kNever;
}

bool is_over(const Span& span, const JourneyState& state, const profile::Profile& profile) {
  if (span.unit == Span::Unit::kVisits) return profile.visits() >= state.entered_visit + span.amount;
  return profile.now() >= end_of(span, state, profile);
}

// The way of a split for this visitor. Each draws -log(u) / weight, which is exponentially distributed; the smallest wins with a
// probability in proportion to its weight, and a changed weight moves only the visitors that the new shares demand.
StepIndex draw(const Journey& journey, const JourneyStep& step, const profile::Profile::Seed& seed) {
  const std::uint64_t visitor = mix64(seed[0] ^ mix64(seed[1] ^ mix64(hash64(journey.id) ^ mix64(hash64(step.id)))));
  StepIndex to = site::kJourneyEnd;
  double least = 0;
  bool drawn = false;
  for (std::size_t i = 0; i < step.ways.size(); ++i) {
    const site::Way& way = step.ways[i];
    if (way.weight <= 0) continue;
    // A way is known by where it leads; two to the same place, by their order.
    std::uint64_t name = way.to == site::kJourneyEnd ? 0 : journey.steps[way.to].key;
    for (std::size_t k = 0; k < i; ++k) name += step.ways[k].to == way.to ? std::uint64_t{1} << 32 : 0;
    const double unit = (static_cast<double>(mix64(visitor ^ mix64(name + 1)) >> 11) + 0.5) * 0x1p-53;
    const double drawing = -log2_exact(unit) / way.weight;
    if (drawn && drawing >= least) continue;
    drawn = true;
    least = drawing;
    to = way.to;
  }
  return to;
}

// Follows branches and splits, which take no time, to the first step that does, or to the end. They lead only forwards.
StepIndex settle(const Journey& journey, StepIndex index, const Look& look) {
  while (index != site::kJourneyEnd) {
    const JourneyStep& step = journey.steps[index];
    if (step.form == JourneyStep::Form::kSplit) {
      index = draw(journey, step, look.profile.seed());
    } else if (step.form == JourneyStep::Form::kBranch) {
      const auto way = std::find_if(step.ways.begin(), step.ways.end(),
                                    [&](const site::Way& candidate) { return look.evaluation.holds(candidate.rule); });
      index = way == step.ways.end() ? step.otherwise : way->to;
    } else {
      break;
    }
  }
  return index;
}

// Whether the trigger fires now; for one that is a rule: whether it is in the state in which it fires.
bool fires(const JourneyTrigger& trigger, const Look& look) {
  switch (trigger.form) {
    case JourneyTrigger::Form::kEvent: return fits(trigger.event, look.event);
    case JourneyTrigger::Form::kHolds: return look.evaluation.holds(trigger.rule);
    case JourneyTrigger::Form::kCeases: return !look.evaluation.holds(trigger.rule);
    case JourneyTrigger::Form::kDate: {
      const Value days = look.evaluation.value(trigger.rule);
      return days.type == Value::Type::kNumber && days.number >= 0 && days.number <= trigger.days_before;
    }
  }
  return false;
}

// Whether the trigger must have been seen not to fire before it may: what is left was entered first, and what comes anew was gone.
bool must_be_ready(const Journey& journey, const JourneyState& state) {
  if (journey.trigger.form == JourneyTrigger::Form::kEvent) return false;
  if (journey.trigger.form == JourneyTrigger::Form::kCeases) return true;
  return journey.again == Journey::Again::kAlways && state.times > 0;
}

bool may_begin(const Journey& journey, const JourneyState& state, const profile::Profile& profile) {
  if (state.times == 0 || journey.again == Journey::Again::kAlways) return true;
  return journey.again == Journey::Again::kAfterDays &&
         profile::day_of_minute(profile.now()) >= state.ended + journey.again_days;
}

// What a journey that she is not in does: begins, becomes ready to begin, or (from == to) nothing.
Transition begin(const Journey& journey, const JourneyState& state, const Look& look) {
  Transition transition{.journey = journey.key, .times = state.times};
  const bool needs_ready = must_be_ready(journey, state);
  const bool is_ready = state.ready != 0;
  if (!fires(journey.trigger, look)) {
    const bool ever_again = state.times == 0 || journey.again != Journey::Again::kNever;
    if (needs_ready && !is_ready && ever_again) transition.end = JourneyEnd::kReady;
    return transition;
  }
  if ((needs_ready && !is_ready) || !may_begin(journey, state, look.profile)) return transition;
  if (comes(journey.goal, look) || comes(journey.exit, look)) return transition;
  const StepIndex first = settle(journey, 0, look);
  if (first != site::kJourneyEnd) transition.to = journey.steps[first].key;
  return transition;
}

// Where a step leads now; its own index where it is not over.
StepIndex leave(const Journey& journey, StepIndex index, const JourneyState& state, const Look& look) {
  const JourneyStep& step = journey.steps[index];
  const bool over = is_over(step.span, state, look.profile);
  switch (step.form) {
    case JourneyStep::Form::kWait: return over ? step.next : index;
    case JourneyStep::Form::kWaitUntil:
      if (comes(step.occasion, look)) return step.next;
      return over ? step.otherwise : index;
    case JourneyStep::Form::kShow: {
      const bool clicked = is_about(step.campaign_key, event::Kind::kSelectPromotion, look);
      const bool seen = clicked || is_about(step.campaign_key, event::Kind::kViewPromotion, look);
      if (is_about(step.campaign_key, event::Kind::kDismissPromotion, look)) return step.otherwise;
      if (step.until == JourneyStep::Until::kTime) return over ? step.next : index;
      if (step.until == JourneyStep::Until::kClicked ? clicked : seen) return step.next;
      return over ? step.otherwise : index;
    }
    case JourneyStep::Form::kBranch:
    case JourneyStep::Form::kSplit:
      break;  // she stands there only where another revision had another step of that name
  }
  return settle(journey, index, look);
}

// The step of that key, or kJourneyEnd where the journey has none.
StepIndex find_step(const Journey& journey, NameKey key) {
  for (std::size_t i = 0; i < journey.steps.size(); ++i) {
    if (journey.steps[i].key == key) return static_cast<StepIndex>(i);
  }
  return site::kJourneyEnd;
}

// What a journey that she is in does: goes on, ends, or (from == to) nothing.
Transition go_on(const Journey& journey, const JourneyState& state, const Look& look) {
  Transition transition{.journey = journey.key, .from = state.step};
  const StepIndex index = find_step(journey, state.step);
  if (index == site::kJourneyEnd) {
    transition.end = JourneyEnd::kStepRemoved;
  } else if (comes(journey.goal, look)) {
    transition.end = JourneyEnd::kGoal;
  } else if (comes(journey.exit, look)) {
    transition.end = JourneyEnd::kExit;
  } else if (const StepIndex to = settle(journey, leave(journey, index, state, look), look); to != site::kJourneyEnd) {
    transition.to = journey.steps[to].key;
  } else {
    transition.end = JourneyEnd::kFinished;
  }
  return transition;
}

bool is_something(const Transition& transition) {
  return transition.from != transition.to || transition.end != JourneyEnd::kNone;
}

// Each journey goes on that has to.
NOREN_PART_ENTRY void go_through(const List<Journey>& journeys, const Look& look,
                                 BoundedList<Transition, kMaxTransitions>& due) {
  for (const Journey& journey : journeys) {
    const JourneyState* const known = look.profile.journey(journey.key);
    const JourneyState state = known != nullptr ? *known : JourneyState{.journey = journey.key};
    const Transition transition = state.step == 0 ? begin(journey, state, look) : go_on(journey, state, look);
    if (is_something(transition)) due.push_back(transition);
  }
}

const Journey* find_journey(const site::Site& site, NameKey key) {
  const auto journey = std::find_if(site.journeys.begin(), site.journeys.end(),
                                    [&](const Journey& candidate) { return candidate.key == key; });
  return journey == site.journeys.end() ? nullptr : &*journey;
}

std::uint64_t bit(std::uint32_t campaign) { return std::uint64_t{1} << (campaign % 64); }

}  // namespace

privacy::CleanAct Transition::act() const {
  const float value = from == 0 && end == JourneyEnd::kNone ? static_cast<float>(times) : static_cast<float>(end);
  return {.subject = journey, .detail = to, .from = from, .value = value};
}

Journeys::Journeys(const site::Site& site)
    : site_(site), shown_by_journeys_((site.campaigns.size() + 63) / 64), withheld_(shown_by_journeys_.size()) {
  for (const Journey& journey : site.journeys) {
    for (const JourneyStep& step : journey.steps) {
      if (step.form == JourneyStep::Form::kShow) shown_by_journeys_[step.campaign / 64] |= bit(step.campaign);
    }
  }
}

std::span<const Transition> Journeys::advance(const profile::Profile& profile, const rules::Evaluation& evaluation,
                                              const privacy::CleanEvent* event) {
  due_ = {};
  // What the site no longer has goes first: it makes room.
  for (const JourneyState& state : profile.journeys()) {
    if (find_journey(site_, state.journey) == nullptr) {
      due_.push_back({.journey = state.journey, .from = state.step, .end = JourneyEnd::kRemoved});
    }
  }
  if (!site_.journeys.empty()) go_through(site_.journeys, {profile, evaluation, event}, due_);
  return {due_.begin(), due_.size()};
}

std::span<const std::uint64_t> Journeys::withheld(const profile::Profile* profile) {
  withheld_ = shown_by_journeys_;
  if (profile == nullptr) return withheld_;
  for (const JourneyState& state : profile->journeys()) {
    const Journey* const journey = find_journey(site_, state.journey);
    const StepIndex index = journey == nullptr || state.step == 0 ? site::kJourneyEnd : find_step(*journey, state.step);
    if (index == site::kJourneyEnd || journey->steps[index].form != JourneyStep::Form::kShow) continue;
    const std::uint32_t campaign = journey->steps[index].campaign;
    withheld_[campaign / 64] &= ~bit(campaign);
  }
  return withheld_;
}

NOREN_PART_ENTRY Minute Journeys::next_change(const profile::Profile& profile) const {
  Minute first = profile::kNever;
  const auto take = [&](Minute minute) {
    if (minute > profile.now()) first = std::min(first, minute);
  };
  for (const Journey& journey : site_.journeys) {
    const JourneyState* const state = profile.journey(journey.key);
    if (state == nullptr) continue;
    if (state->step == 0) {
      const bool pauses = journey.again == Journey::Again::kAfterDays && state->times > 0;
      if (pauses) take((Minute{state->ended} + journey.again_days) * profile::kMinutesPerDay);
    } else if (const StepIndex index = find_step(journey, state->step); index != site::kJourneyEnd) {
      take(end_of(journey.steps[index].span, *state, profile));
    }
  }
  return first;
}

}  // namespace noren::journey
