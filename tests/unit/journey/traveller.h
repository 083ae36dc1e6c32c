// A visitor of a site with journeys, as one tab sees her: what she does is applied, and then every step that is due.
#pragma once

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/journey/journeys.h"
#include "tests/support/test_shop.h"

namespace noren::journey {

inline site::Site site_of(const std::string& members) {
  auto loaded = site::load(R"({"noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"],
    "segments": [{"id": "rich", "when": {">=": [{"var": "cart.value"}, 5000]}}],
    "slots": [{"id": "hero"}],
    "campaigns": [{"id": "hello", "slot": "hero", "variants": [{"id": "a", "content": {}}]},
                  {"id": "bye", "slot": "hero", "variants": [{"id": "a", "content": {}}]},
                  {"id": "always", "slot": "hero", "variants": [{"id": "a", "content": {}}]}],
    "journeys": [)" + members +
                           "]}");
  EXPECT_TRUE(loaded.has_value());
  if (!loaded) {
    for (const Error& error : loaded.error()) ADD_FAILURE() << to_string(error);
    return {};
  }
  return std::move(*loaded);
}

class Traveller {
 public:
  explicit Traveller(const site::Site& site, profile::Profile::Seed seed = {1, 2})
      : site_(site), evaluation_(site.program, site.symbols), journeys_(site), profile_(site.profile) {
    profile_.set_seed(seed);
  }
  Traveller(const Traveller&) = delete;
  Traveller& operator=(const Traveller&) = delete;

  // Events happen at `time`; minutes and days move it. Each returns what was applied, as another tab would read it.
  double time = testing::kNow;
  using Stored = std::vector<privacy::CleanEvent>;

  Stored does(event::Kind kind, const char* item = nullptr) {
    std::vector<testing::Fields> items;
    if (item != nullptr) items.push_back({{"item_id", item}});
    auto clean = gate_.admit(testing::raw_event(gate_, kind, time, items), testing::kPersonal);
    EXPECT_TRUE(clean.has_value());
    return happens(*clean);
  }
  Stored promotion(event::Kind kind, std::string_view campaign) {
    auto clean =
        gate_.admit_act(kind, time, {.subject = name_key(campaign), .detail = name_key("a")}, testing::kPersonal);
    EXPECT_TRUE(clean.has_value());
    return happens(*clean);
  }
  // Time passes, nothing happens.
  Stored looks() {
    Stored stored;
    go_on(nullptr, stored);
    return stored;
  }
  // What another tab has stored: applied, and nothing made of it.
  void reads(const Stored& events) {
    for (const privacy::CleanEvent& event : events) profile_.apply(event);
  }

  // The transitions due, not applied.
  std::vector<Transition> due(const privacy::CleanEvent* event = nullptr) {
    look();
    const auto due = journeys_.advance(profile_, evaluation_, event);
    return {due.begin(), due.end()};
  }

  // "wait"; "" where she is not in it.
  std::string step(std::string_view journey = "j") const {
    const profile::JourneyState* const state = profile_.journey(name_key(journey));
    if (state == nullptr || state->step == 0) return "";
    for (const site::Journey& known : site_.journeys) {
      for (const site::JourneyStep& candidate : known.steps) {
        if (known.id == journey && candidate.key == state->step) return candidate.id;
      }
    }
    return "?";
  }
  profile::JourneyEnd end(std::string_view journey = "j") const {
    const profile::JourneyState* const state = profile_.journey(name_key(journey));
    return state == nullptr ? profile::JourneyEnd::kNone : state->end;
  }
  int times(std::string_view journey = "j") const {
    const profile::JourneyState* const state = profile_.journey(name_key(journey));
    return state == nullptr ? 0 : state->times;
  }
  bool shows(std::size_t campaign) { return (journeys_.withheld(&profile_)[0] >> campaign & 1) == 0; }
  profile::Minute next_change() {
    look();
    return journeys_.next_change(profile_);
  }
  profile::Profile& profile() { return profile_; }
  const Journeys& journeys() const { return journeys_; }

 private:
  void look() {
    profile_.look_from(static_cast<profile::Minute>(time / testing::kMinute));
    profile::Context context;
    context.now = profile_.now();
    const profile::AttributeSource source{&profile_, context, site_.profile, site_.symbols, site_.names};
    const std::span<const rules::AttributeUse> attributes = site_.program.attributes();
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      evaluation_.set(i, profile::read_attribute(attributes[i].attribute, source));
    }
    evaluation_.run();
  }
  Stored happens(const privacy::CleanEvent& event) {
    Stored stored{event};
    profile_.apply(event);
    go_on(&event, stored);
    return stored;
  }
  void go_on(const privacy::CleanEvent* event, Stored& stored) {
    for (int round = 0; round < 64; ++round) {
      const std::vector<Transition> transitions = due(event);
      event = nullptr;
      if (transitions.empty()) return;
      for (const Transition& transition : transitions) {
        auto step = gate_.admit_act(event::Kind::kJourneyStep, time, transition.act(), testing::kPersonal);
        ASSERT_TRUE(step.has_value());
        profile_.apply(*step);
        stored.push_back(*step);
      }
    }
    FAIL() << "journeys do not come to rest";
  }

  const site::Site& site_;
  testing::TestVocabulary vocabulary_;
  privacy::InboundGate gate_{vocabulary_};
  rules::Evaluation evaluation_;
  Journeys journeys_;
  profile::Profile profile_;
};

}  // namespace noren::journey
