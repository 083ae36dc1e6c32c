#include "tools/train/tuner.h"

#include <gtest/gtest.h>

namespace noren::tools {
namespace {

// A shop of 60 items in rings of 6: people go on to the next item of the ring, and now and then back to one they looked at. The
// sessions of its second half go around the other way.
Sessions ring_shop(std::size_t sessions) {
  Sessions log(60);
  std::uint32_t state = 3;
  const auto random = [&](std::uint32_t below) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
  };
  for (std::size_t s = 0; s < sessions; ++s) {
    const std::uint32_t ring = random(10) * 6;
    std::uint32_t at = random(6);
    for (std::uint32_t step = 0; step < 3 + random(4); ++step) {
      log.add(ring + at, false);
      at = (at + (s * 2 < sessions ? 1 : 5)) % 6;
    }
    log.end_session(static_cast<std::int64_t>(s));
  }
  return log;
}

TEST(TunerTest, FindsBetterParametersOnTheLogsOwnLastSessions) {
  const auto tuning = tune(ring_shop(4000), {}, {.trials = 40});
  EXPECT_GE(tuning.cases, kFewestTuningCases);
  EXPECT_LE(tuning.trials, 40u);
  EXPECT_GT(tuning.after, tuning.before + 0.01);
  EXPECT_FALSE(tuning.reasons.empty());
  EXPECT_NE(to_text(tuning.parameters), to_text({}));
}

TEST(TunerTest, FindsTheSameTwice) {
  const auto log = ring_shop(4000);
  const auto one = tune(log, {}, {.trials = 25});
  const auto two = tune(log, {}, {.trials = 25});
  EXPECT_EQ(to_text(one.parameters), to_text(two.parameters));
  EXPECT_EQ(one.after, two.after);
  EXPECT_EQ(one.reasons, two.reasons);
}

TEST(TunerTest, TriesASmallLogOnSeveralStretches) {
  const auto small = tune(ring_shop(2000), {}, {.trials = 2});
  const auto large = tune(ring_shop(40'000), {}, {.trials = 2});
  EXPECT_GT(small.cases, 2000 * 3 / 10u);  // a tenth of the sessions has 700
  EXPECT_LT(large.cases, 40'000u);         // two of them are enough
}

TEST(TunerTest, TakesTheNewestSessionsThatFitIntoItsMemory) {
  const auto log = ring_shop(4000);
  const auto whole = tune(log, {}, {.trials = 5, .memory = 100'000'000});
  EXPECT_EQ(whole.sessions, 4000u);
  const auto unbounded = tune(log, {}, {.trials = 5});
  EXPECT_EQ(to_text(whole.parameters), to_text(unbounded.parameters)) << "a bound that holds all changes nothing";
  EXPECT_EQ(whole.after, unbounded.after);

  const auto bounded = tune(log, {}, {.trials = 5, .memory = 600'000, .log_sessions = 4000, .log_span = 3999});
  EXPECT_GT(bounded.sessions, 500u);
  EXPECT_LT(bounded.sessions, 3000u);
  EXPECT_GE(bounded.cases, kFewestTuningCases);
  EXPECT_EQ(tune(log, {}, {.memory = 1000}).cases, 0u) << "that is too little for anything";
}

TEST(TunerTest, EndsWhereNothingCanBeMovedAnyMore) {
  const auto tuning = tune(ring_shop(600), {}, {.trials = 1'000'000});
  EXPECT_GT(tuning.trials, 0u);
  EXPECT_LT(tuning.trials, 1'000'000u);
}

TEST(TunerTest, MakesNoMoreModelsThanItMay) {
  for (const std::size_t most : {1u, 2u, 7u}) EXPECT_EQ(tune(ring_shop(2000), {}, {.trials = most}).trials, most);
}

TEST(TunerTest, LeavesASmallLogAlone) {
  const TrainingParameters start{.scoring = {.decay = 0.25f}};
  const auto tuning = tune(ring_shop(200), start, {});
  EXPECT_EQ(tuning.trials, 0u);
  EXPECT_EQ(to_text(tuning.parameters), to_text(start));
}

TEST(ParametersTest, SurviveTheirText) {
  TrainingParameters parameters;
  parameters.counting.backward = 0.35;
  parameters.scoring.repeat = 2.1f;
  const auto again = parse_parameters(to_text(parameters));
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(to_text(*again), to_text(parameters));
  EXPECT_EQ(again->counting.backward, 0.35);
  EXPECT_EQ(again->scoring.repeat, 2.1f);
}

TEST(ParametersTest, RefuseWhatTheyDoNotKnow) {
  EXPECT_EQ(to_string(parse_parameters(R"({"scoring.decoy":1})").error()),
            "scoring.decoy: unknown parameter; did you mean \"scoring.decay\"?");
  EXPECT_FALSE(parse_parameters(R"({"scoring.decay":1.5})"));
  EXPECT_FALSE(parse_parameters(R"({"scoring.decay":"1"})"));
  EXPECT_FALSE(parse_parameters("[]"));
  EXPECT_FALSE(parse_parameters("{"));
}

}  // namespace
}  // namespace noren::tools
