// What steps of journeys add up to in the profile, and which of them it ignores.

#include "core/profile/journeys.h"

#include <gtest/gtest.h>

#include "core/profile/profile.h"
#include "tests/support/test_shop.h"

namespace noren::profile {
namespace {

using testing::kDay;
using testing::kHour;
using testing::kMinute;
using testing::kNow;

constexpr NameKey kJourney = 7;
constexpr NameKey kFirst = 1;
constexpr NameKey kSecond = 2;

class ProfileJourneys : public ::testing::Test {
 protected:
  void step(NameKey from, NameKey to, float value = 0, NameKey journey = kJourney) {
    const auto event =
        gate_.admit_act(event::Kind::kJourneyStep, time_,
                        {.subject = journey, .detail = to, .from = from, .value = value}, testing::kPersonal);
    ASSERT_TRUE(event.has_value());
    profile_.apply(*event);
  }
  void ends(NameKey from, JourneyEnd end, NameKey journey = kJourney) {
    step(from, 0, static_cast<float>(end), journey);
  }
  void visits() {
    const auto event = gate_.admit(testing::raw_event(gate_, event::Kind::kPageView, time_, {}), testing::kPersonal);
    ASSERT_TRUE(event.has_value());
    profile_.apply(*event);
  }
  const JourneyState& state() const {
    static constexpr JourneyState kNothing;
    const JourneyState* const known = profile_.journey(kJourney);
    return known == nullptr ? kNothing : *known;
  }
  Minute minute() const { return static_cast<Minute>(time_ / kMinute); }

  double time_ = kNow;
  Rules rules_ = Rules::defaults();
  Profile profile_{rules_};
  testing::TestVocabulary vocabulary_;
  privacy::InboundGate gate_{vocabulary_};
};

TEST_F(ProfileJourneys, RememberStepAndTime) {
  visits();
  step(0, kFirst);
  EXPECT_EQ(state().step, kFirst);
  EXPECT_EQ(state().entered, minute());
  EXPECT_EQ(state().entered_visit, 1u);
  EXPECT_EQ(state().times, 1);
  time_ += 5 * kMinute;
  step(kFirst, kSecond);
  EXPECT_EQ(state().step, kSecond);
  EXPECT_EQ(state().entered, minute());
  EXPECT_EQ(state().times, 1);
  EXPECT_EQ(state().started, day_of_minute(minute()));
}

TEST_F(ProfileJourneys, RememberOnlyTheDayOnceAnotherVisitBegins) {
  visits();
  step(0, kFirst);
  time_ += kHour;
  visits();
  EXPECT_EQ(state().entered, minute() / kMinutesPerDay * kMinutesPerDay);
}

TEST_F(ProfileJourneys, IgnoreAStepFromWhereSheDoesNotStand) {
  step(kFirst, kSecond);
  EXPECT_EQ(profile_.journeys().size(), 0u);
  step(0, kFirst);
  step(kFirst, kSecond);
  step(kFirst, kSecond);
  step(0, kFirst);
  ends(kFirst, JourneyEnd::kGoal);
  EXPECT_EQ(state().step, kSecond);
  EXPECT_EQ(state().end, JourneyEnd::kNone);
}

TEST_F(ProfileJourneys, IgnoreABeginningThatDoesNotKnowTheOnesBefore) {
  step(0, kFirst, 0);
  ends(kFirst, JourneyEnd::kFinished);
  step(0, kFirst, 0);
  EXPECT_EQ(state().step, 0u);
  EXPECT_EQ(state().times, 1);
  step(0, kFirst, 1);
  EXPECT_EQ(state().step, kFirst);
  EXPECT_EQ(state().times, 2);
}

TEST_F(ProfileJourneys, RememberHowAndWhenTheyEnded) {
  for (const JourneyEnd end : {JourneyEnd::kFinished, JourneyEnd::kGoal, JourneyEnd::kExit, JourneyEnd::kStepRemoved}) {
    time_ += kDay;
    step(0, kFirst, state().times);
    ends(kFirst, end);
    EXPECT_EQ(state().step, 0u);
    EXPECT_EQ(state().end, end);
    EXPECT_EQ(state().ended, day_of_minute(minute()));
  }
}

TEST_F(ProfileJourneys, AreReadyBeforeTheyBeginAndAfterTheyEnd) {
  ends(0, JourneyEnd::kReady);
  EXPECT_EQ(state().ready, 1);
  EXPECT_EQ(state().times, 0);
  EXPECT_EQ(state().end, JourneyEnd::kNone);
  step(0, kFirst);
  EXPECT_EQ(state().ready, 0);
  ends(kFirst, JourneyEnd::kReady);  // ready is no end
  EXPECT_EQ(state().step, kFirst);
  ends(kFirst, JourneyEnd::kGoal);
  const Day ended = state().ended;
  time_ += kDay;
  ends(0, JourneyEnd::kReady);
  EXPECT_EQ(state().ready, 1);
  EXPECT_EQ(state().end, JourneyEnd::kGoal);
  EXPECT_EQ(state().ended, ended);
}

TEST_F(ProfileJourneys, AreForgottenWhereTheSiteNoLongerHasThem) {
  step(0, kFirst);
  ends(kFirst, JourneyEnd::kRemoved);
  EXPECT_EQ(profile_.journeys().size(), 0u);
}

TEST_F(ProfileJourneys, BeginAndProlongNoVisit) {
  visits();
  const std::uint32_t events = profile_.session_events();
  time_ += 20 * kMinute;
  step(0, kFirst);
  time_ += 20 * kMinute;
  visits();  // 40 minutes after the last thing that she did
  EXPECT_EQ(profile_.visits(), 2u);
  time_ += kDay;
  step(kFirst, kSecond);
  EXPECT_EQ(profile_.visits(), 2u);
  EXPECT_EQ(profile_.session_events(), events);
  EXPECT_EQ(profile_.count(event::Kind::kJourneyStep), 0u);
}

TEST_F(ProfileJourneys, MakeRoomByTheOneThatEndedLongestAgo) {
  for (NameKey journey = 1; journey <= kMaxJourneys; ++journey) {
    step(0, kFirst, 0, journey);
    time_ += kDay;
    if (journey == 3 || journey == 5) ends(kFirst, JourneyEnd::kFinished, journey);
  }
  step(0, kFirst, 0, 100);
  EXPECT_EQ(profile_.journey(3), nullptr);
  EXPECT_NE(profile_.journey(5), nullptr);
  step(0, kFirst, 0, 101);
  EXPECT_EQ(profile_.journey(5), nullptr);
  step(0, kFirst, 0, 102);  // all are under way
  EXPECT_EQ(profile_.journey(102), nullptr);
  EXPECT_EQ(profile_.journeys().size(), kMaxJourneys);
}

}  // namespace
}  // namespace noren::profile
