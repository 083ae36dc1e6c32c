// What the visitor did: from the gate into the profile and the page view, on to the journeys that follow from it, and out as bytes
// that apply() reads back.

#include <limits>
#include <utility>

#include "core/engine/answer.h"
#include "core/engine/engine.h"
#include "core/engine/shop.h"

namespace noren {
namespace {

// A journey whose steps are all over at once goes through them and ends. Journeys that begin or end by each other could go on for ever.
constexpr std::size_t kMaxRounds = site::kMaxJourneySteps + 2;

}  // namespace

Engine::Record Engine::track(const event::RawEvent& event) {
  const auto clean = shop_->gate.admit(event, consent_);
  if (!clean) return std::unexpected(clean.error());
  recorded_.clear();
  record(*clean);
  advance_journeys(event.time_ms, &*clean);
  return recorded_;
}

Engine::Record Engine::seen(std::size_t slot, double time_ms) {
  std::optional<privacy::CleanAct> act;
  if (slot < shop_->site.slots.size()) act = shop_->decider.seen(slot);
  return record_act(event::Kind::kViewPromotion, act, time_ms);
}

Engine::Record Engine::select(std::size_t slot, double time_ms) {
  std::optional<privacy::CleanAct> act;
  if (slot < shop_->site.slots.size()) act = shop_->decider.selected(slot);
  return record_act(event::Kind::kSelectPromotion, act, time_ms);
}

Engine::Record Engine::dismiss(std::size_t slot, double time_ms) {
  std::optional<privacy::CleanAct> act;
  if (slot < shop_->site.slots.size()) act = shop_->decider.dismissed(slot);
  return record_act(event::Kind::kDismissPromotion, act, time_ms);
}

Engine::Record Engine::answer(std::size_t question, double value, double time_ms) {
  const List<profile::Question>& questions = shop_->site.profile.questions;
  if (question >= questions.size()) return fail(ErrorCode::kInvalidArgument, "there is no such question", "question");
  const auto act = answer_to(questions[question], value);
  if (!act) return std::unexpected(act.error());
  return record_act(event::Kind::kAnswer, *act, time_ms);
}

Engine::Record Engine::disregard(profile::Aside what, std::uint32_t subject, bool taken_back, double time_ms) {
  const List<profile::Question>& questions = shop_->site.profile.questions;
  std::uint64_t key = 0;
  if (what != profile::Aside::kQuestion) {
    key = shop_->gate.key(subject);
  } else if (subject < questions.size()) {
    key = questions[subject].key;
  }
  if (key == 0) return fail(ErrorCode::kInvalidArgument, "there is nothing of that name to set aside", "what");
  return record_act(event::Kind::kDisregard, profile::disregard_act(what, key, taken_back), time_ms);
}

Engine::Record Engine::tick(double time_ms) {
  recorded_.clear();
  advance_journeys(time_ms, nullptr);
  return recorded_;
}

Result<std::size_t> Engine::apply(std::span<const std::byte> events) {
  // What follows from an event is stored with it: they are taken whole or not at all.
  for (std::span<const std::byte> rest = events; !rest.empty();) {
    if (const auto clean = shop_->gate.readmit(rest, consent_); !clean) return std::unexpected(clean.error());
  }
  std::size_t applied = 0;
  while (!events.empty()) {
    profile_->apply(*shop_->gate.readmit(events, consent_));
    ++applied;
  }
  return applied;
}

Engine::Record Engine::record_act(event::Kind kind, const std::optional<privacy::CleanAct>& act, double time_ms) {
  recorded_.clear();
  if (!act) return recorded_;
  const auto clean = shop_->gate.admit_act(kind, time_ms, *act, consent_);
  if (!clean) return std::unexpected(clean.error());
  record(*clean);
  advance_journeys(time_ms, &*clean);
  return recorded_;
}

// Only the events of this page count as its own: what apply() takes happened elsewhere.
void Engine::record(const privacy::CleanEvent& event) {
  profile_->apply(event);
  std::uint16_t& count = context_.page_state.events[static_cast<std::size_t>(event.kind())];
  if (count < std::numeric_limits<std::uint16_t>::max()) ++count;
  event.encode(recorded_);
}

void Engine::advance_journeys(double time_ms, const privacy::CleanEvent* event) {
  Shop& shop = *shop_;
  if (!profile_ || (shop.journeys.empty() && profile_->journeys().empty())) return;
  for (std::size_t round = 0; round < kMaxRounds; ++round) {
    look(time_ms);
    const auto due = shop.journeys.advance(*profile_, shop.decider.evaluation(), std::exchange(event, nullptr));
    if (due.empty()) return;
    for (const journey::Transition& transition : due) {
      const auto step = shop.gate.admit_act(event::Kind::kJourneyStep, time_ms, transition.act(), consent_);
      if (step) record(*step);
    }
  }
}

}  // namespace noren
