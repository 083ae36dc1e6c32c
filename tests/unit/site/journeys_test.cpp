// Journeys of the site document: what is read from good ones. What is said about bad ones: tests/data/site/bad.json.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "core/site/site.h"

namespace noren::site {
namespace {

class Journeys : public ::testing::Test {
 protected:
  Journeys() {
    std::ifstream file(NOREN_SOURCE_DIR "/tests/data/site/good-journeys.json", std::ios::binary);
    auto loaded = load(std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
    EXPECT_TRUE(loaded.has_value());
    if (loaded) site_ = std::move(*loaded);
  }

  const Journey& journey(std::size_t index) const { return site_.journeys[index]; }
  const JourneyStep& step(std::size_t index) const { return journey(0).steps[index]; }

  Site site_;
};

TEST_F(Journeys, HaveTriggersOfEachForm) {
  const JourneyTrigger& event = journey(0).trigger;
  EXPECT_EQ(event.form, JourneyTrigger::Form::kEvent);
  EXPECT_EQ(event.event.kind, event::Kind::kViewItem);
  EXPECT_EQ(event.event.category, name_key("running-shoes"));
  EXPECT_EQ(event.event.brand, name_key("hayate"));
  EXPECT_EQ(journey(1).trigger.form, JourneyTrigger::Form::kHolds);
  EXPECT_EQ(journey(1).trigger.rule, site_.segments[0].rule);
  EXPECT_EQ(journey(2).trigger.form, JourneyTrigger::Form::kCeases);
  EXPECT_EQ(journey(2).trigger.rule, site_.segments[0].rule);
  EXPECT_EQ(journey(3).trigger.form, JourneyTrigger::Form::kHolds);
  EXPECT_NE(journey(3).trigger.rule, rules::kNoNode);
  EXPECT_EQ(journey(4).trigger.form, JourneyTrigger::Form::kHolds);
  EXPECT_NE(journey(4).trigger.rule, rules::kNoNode);
  EXPECT_EQ(journey(5).trigger.form, JourneyTrigger::Form::kDate);
  EXPECT_NE(journey(5).trigger.rule, rules::kNoNode);
  EXPECT_EQ(journey(5).trigger.days_before, 7);
}

TEST_F(Journeys, LetTheGateKnowTheNamesTheyMention) {
  EXPECT_NE(site_.names.find(name_key("running-shoes")), kNoSymbol);
  EXPECT_NE(site_.names.find(name_key("hayate")), kNoSymbol);
}

TEST_F(Journeys, HaveReentryGoalAndExit) {
  EXPECT_EQ(journey(0).again, Journey::Again::kAfterDays);
  EXPECT_EQ(journey(0).again_days, 30);
  EXPECT_EQ(journey(1).again, Journey::Again::kAlways);
  EXPECT_EQ(journey(2).again, Journey::Again::kNever);
  EXPECT_EQ(journey(3).again, Journey::Again::kNever);
  EXPECT_EQ(journey(0).goal.form, Occasion::Form::kEvent);
  EXPECT_EQ(journey(0).goal.event.kind, event::Kind::kPurchase);
  EXPECT_EQ(journey(0).exit.form, Occasion::Form::kRule);
  EXPECT_EQ(journey(1).goal.form, Occasion::Form::kNever);
}

TEST_F(Journeys, HaveStepsThatLeadOn) {
  ASSERT_EQ(journey(0).steps.size(), 6u);
  EXPECT_EQ(step(0).form, JourneyStep::Form::kWait);
  EXPECT_EQ(step(0).span.unit, Span::Unit::kMinutes);
  EXPECT_EQ(step(0).span.amount, 36 * 60);
  EXPECT_EQ(step(0).next, 1);

  EXPECT_EQ(step(1).form, JourneyStep::Form::kWaitUntil);
  EXPECT_EQ(step(1).occasion.event.kind, event::Kind::kPageView);
  EXPECT_EQ(step(1).span.unit, Span::Unit::kDays);
  EXPECT_EQ(step(1).next, 2);
  EXPECT_EQ(step(1).otherwise, kJourneyEnd);

  EXPECT_EQ(step(2).form, JourneyStep::Form::kBranch);
  ASSERT_EQ(step(2).ways.size(), 1u);
  EXPECT_NE(step(2).ways[0].rule, rules::kNoNode);
  EXPECT_EQ(step(2).ways[0].to, 4);
  EXPECT_EQ(step(2).otherwise, 3);

  EXPECT_EQ(step(3).form, JourneyStep::Form::kSplit);
  ASSERT_EQ(step(3).ways.size(), 2u);
  EXPECT_EQ(step(3).ways[0].weight, 2);
  EXPECT_EQ(step(3).ways[1].weight, 1);
  EXPECT_EQ(step(3).ways[1].to, 5);

  EXPECT_EQ(step(4).form, JourneyStep::Form::kShow);
  EXPECT_EQ(step(4).campaign, 0u);
  EXPECT_EQ(step(4).campaign_key, name_key("hello"));
  EXPECT_EQ(step(4).until, JourneyStep::Until::kClicked);
  EXPECT_EQ(step(4).span.unit, Span::Unit::kVisits);
  EXPECT_EQ(step(4).next, kJourneyEnd);
  EXPECT_EQ(step(4).otherwise, 5);

  EXPECT_EQ(step(5).until, JourneyStep::Until::kTime);
  EXPECT_EQ(step(5).span.amount, 3);
  EXPECT_EQ(step(5).next, kJourneyEnd);
  EXPECT_EQ(step(5).otherwise, kJourneyEnd);
}

}  // namespace
}  // namespace noren::site
