#include "tools/replay/trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_model.h"

namespace noren::tools {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ReplayTest : public ::testing::Test {
 protected:
  ReplayTest() {
    EXPECT_TRUE(
        engine_
            .load_site(R"({"noren": 1, "site": "test", "currency": "JPY", "languages": ["ja", "en"], "pages": ["home"],
                        "slots": [{"id": "hero"}],
                        "campaigns": [{"id": "run", "slot": "hero", "when": {">": [{"var": "interest.category.running"}, 0.3]},
                                       "variants": [{"id": "a", "content": {}}]}]})")
            .empty());
    EXPECT_TRUE(engine_.load_model(testing::test_model()));
  }

  std::string step(std::string_view line) {
    const auto answer = replay_.step(line);
    EXPECT_TRUE(answer) << to_string(answer.error());
    return answer.value_or(std::string());
  }
  std::string refusal(std::string_view line) {
    const auto answer = replay_.step(line);
    return answer ? std::string() : to_string(answer.error());
  }

  Engine engine_;
  Replay replay_{engine_, 7};
};

TEST_F(ReplayTest, WritesDownDecisionsAndListsOfEachStep) {
  EXPECT_THAT(
      step(R"({"time": 1795341600000, "consent": 3})"),
      ::testing::StartsWith(R"({"event":1,"accepted":true,"decisions":[["hero",null,null]],"for-you":[["kettle",)"));
  const std::string viewed =
      step(R"({"time": 1795341660000, "event": "view_item", "parameters": {"items": [{"item_id": "trail-shoe"}]}})");
  EXPECT_THAT(viewed, ::testing::StartsWith(
                          R"({"event":2,"accepted":true,"decisions":[["hero","run","a"]],"for-you":[["road-shoe",)"));
  EXPECT_THAT(viewed, HasSubstr(R"("viewed-together","trail-shoe"]],"bought-together":[["sock",)"));
}

TEST_F(ReplayTest, SaysWhatTheGateTurnedAway) {
  EXPECT_THAT(step(R"({"time": 1795341600000, "event": "page_view"})"), HasSubstr(R"("accepted":false)"))
      << "no consent";
  step(R"({"time": 1795341600000, "consent": 3})");
  EXPECT_THAT(step(R"({"time": 1795341600000, "event": "page_view", "parameters": {"email": "a@example.org"}})"),
              HasSubstr(R"("accepted":false)"));
  EXPECT_THAT(step(R"({"time": 1795341600000, "event": "page_view", "parameters": {"page_title": "Home"}})"),
              HasSubstr(R"("accepted":true)"));
}

TEST_F(ReplayTest, GivesTheSameAnswersAgain) {
  Engine second;
  ASSERT_TRUE(second.load_site(R"({"noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"]})").empty());
  Engine third;
  ASSERT_TRUE(third.load_site(R"({"noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"]})").empty());
  Replay a(second, 1);
  Replay b(third, 1);
  for (const char* line :
       {R"({"time": 1795341600000, "consent": 7})", R"({"time": 1795341600000, "event": "page_view"})"}) {
    EXPECT_EQ(a.step(line).value(), b.step(line).value());
  }
}

TEST_F(ReplayTest, RefusesWhatIsNoStep) {
  EXPECT_THAT(refusal("{"), HasSubstr("line 1"));
  EXPECT_EQ(refusal(R"({"consent": 3})"), "time: a step needs a time in milliseconds since 1970");
  EXPECT_EQ(refusal(R"({"time": 1})"), "a step has one of consent, context and event");
  EXPECT_EQ(refusal(R"({"time": 1, "consent": 9})"), "consent: expected 0 to 7");
  EXPECT_THAT(refusal(R"({"time": 1, "event": "veiw_item"})"), HasSubstr("did you mean \"view_item\"?"));
  EXPECT_THAT(refusal(R"({"time": 1, "context": {"page": "hom"}})"), HasSubstr("did you mean \"home\"?"));
  EXPECT_THAT(refusal(R"({"time": 1, "event": "purchase", "parameters": {"value": "7,000"}})"),
              HasSubstr("parameters.value"));
}

TEST_F(ReplayTest, TakesTheContext) {
  EXPECT_THAT(
      step(
          R"({"time": 1795341600000, "context": {"page": "home", "language": "en", "device": "phone", "utc_offset_minutes": -60}})"),
      HasSubstr(R"("accepted":true)"));
}

}  // namespace
}  // namespace noren::tools
