// noren simulate: synthetic shoppers that exercise a site document, the same ones each time.
#include "tools/simulate/simulation.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/support/test_model.h"
#include "tests/support/test_shop.h"

namespace noren::tools {
namespace {

constexpr const char* kSite = R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja", "en"],
    "pages": ["home", "category", "product", "cart", "complete"],
    "profile": {"price_bands": [1000, 5000]},
    "questions": [{"id": "size", "kind": "choice", "options": ["s", "m"]}],
    "segments": [
      {"id": "runner", "when": {">=": [{"var": "interest.category.running"}, 0.4]}},
      {"id": "returning", "when": {">": [{"var": "visit.count"}, 1]}},
      {"id": "answered", "when": {"!!": {"var": "declared.size"}}},
      {"id": "nobody", "when": {"<": [{"var": "visit.count"}, 0]}}],
    "slots": [{"id": "hero"}, {"id": "note"}, {"id": "popup", "kind": "popup"}],
    "groups": [{"id": "messages", "one_at_a_time": true}],
    "campaigns": [
      {"id": "run", "slot": "hero", "priority": 2, "when": {"var": "segment.runner"}, "variants": [{"id": "a", "content": {}}]},
      {"id": "never", "slot": "hero", "priority": 1, "when": {"var": "segment.nobody"}, "variants": [{"id": "a", "content": {}}]},
      {"id": "one", "slot": "hero", "variants": [{"id": "a", "content": {}}]},
      {"id": "equal", "slot": "hero", "variants": [{"id": "a", "content": {}}]},
      {"id": "welcome", "slot": "popup", "group": "messages", "caps": [{"per": "lifetime", "times": 1}],
       "variants": [{"id": "a", "content": {}}]},
      {"id": "hint", "slot": "note", "group": "messages",
       "experiment": {"control": 0.5, "goal": {"event": "purchase", "within_days": 7}}, "variants": [{"id": "a", "content": {}}]}],
    "journeys": [{"id": "cart", "trigger": {"event": "add_to_cart"}, "steps": [{"id": "wait", "wait": {"days": 1}}],
                  "goal": {"event": "purchase"}}]})";

class Simulation : public ::testing::Test {
 protected:
  Simulation() { EXPECT_TRUE(engine_.load_site(kSite).empty()); }
  Tally run(std::uint64_t visitors = 300, std::uint64_t seed = 1) {
    return simulate(engine_, {.seed = seed, .from_ms = testing::kNow}, visitors);
  }
  std::uint64_t count(const Tally& tally, std::size_t campaign, decide::Verdict verdict) {
    return tally.campaigns[campaign].verdicts[static_cast<std::size_t>(verdict)];
  }

  Engine engine_;
};

TEST_F(Simulation, GivesTheSameReportForTheSameSeedAndAnotherForAnother) {
  const std::string first = as_json(run(), engine_.site());
  EXPECT_EQ(as_json(run(), engine_.site()), first);
  EXPECT_NE(as_json(run(300, 2), engine_.site()), first);
}

TEST_F(Simulation, FillsTheSegmentsThatCanBeEntered) {
  const Tally tally = run();
  EXPECT_EQ(tally.visitors, 300u);
  EXPECT_GT(tally.sessions, 400u);
  EXPECT_GT(tally.page_views, 2 * tally.sessions);
  EXPECT_EQ(tally.refused, 0u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_GT(tally.segments[i].visitors, 10u) << engine_.site().segments[i].id;
    EXPECT_LT(tally.segments[i].visitors, 290u) << engine_.site().segments[i].id;
    EXPECT_GE(tally.segments[i].page_views, tally.segments[i].visitors);
  }
  EXPECT_EQ(tally.segments[3].visitors, 0u);
}

TEST_F(Simulation, AccountsForEveryPageViewOfEveryCampaign) {
  const Tally tally = run();
  for (const CampaignTally& campaign : tally.campaigns) {
    std::uint64_t sum = 0;
    for (const std::uint64_t views : campaign.verdicts) sum += views;
    EXPECT_EQ(sum, tally.page_views);
  }
  EXPECT_EQ(tally.slots[0].filled, tally.page_views);
  EXPECT_EQ(count(tally, 1, decide::Verdict::kChosen), 0u);
  EXPECT_GT(count(tally, 0, decide::Verdict::kChosen), 0u);
}

TEST_F(Simulation, ReportsConflictsOfEqualPriorityAndOfGroups) {
  const Tally tally = run();
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (const auto& [pair, views] : tally.conflicts) pairs.insert(pair);
  EXPECT_TRUE(pairs.contains({3, 2})) << "equal lost to one";
  EXPECT_TRUE(pairs.contains({5, 4})) << "hint lost to welcome, of its group";
  EXPECT_FALSE(pairs.contains({2, 0})) << "a higher priority is no conflict";
}

TEST_F(Simulation, KeepsToCapsAndHoldsTheControlGroupBack) {
  const Tally tally = run();
  EXPECT_EQ(tally.campaigns[4].exposures, tally.campaigns[4].visitors);
  EXPECT_GT(tally.campaigns[4].dismissals, 0u);
  EXPECT_GT(count(tally, 5, decide::Verdict::kControl), 0u);
  EXPECT_GT(count(tally, 5, decide::Verdict::kChosen), 0u);
  EXPECT_EQ(tally.slots[1].held_back, count(tally, 5, decide::Verdict::kControl));
}

TEST_F(Simulation, FollowsJourneys) {
  const JourneyTally journey = run().journeys.front();
  EXPECT_GT(journey.visitors, 30u);
  EXPECT_EQ(journey.goal + journey.exit + journey.finished + journey.under_way, journey.visitors);
  EXPECT_GT(journey.goal, 0u);
  EXPECT_GT(journey.finished, 0u);
}

TEST_F(Simulation, LetsSomeStayAwayForMonths) {
  const std::vector<Goods> goods = goods_of(engine_.site(), engine_.model());
  int away_for_months = 0;
  for (std::uint64_t number = 0; number < 3000; ++number) {
    Dice dice(number);
    const Shopper one = shopper({.from_ms = testing::kNow, .days = 400}, number, engine_.site(), goods, dice);
    for (std::size_t page = 1; page < one.pages.size(); ++page) {
      away_for_months += one.pages[page].time_ms - one.pages[page - 1].time_ms > 90 * testing::kDay ? 1 : 0;
    }
  }
  EXPECT_GT(away_for_months, 5);
  EXPECT_LT(away_for_months, 300);
}

TEST_F(Simulation, TakesTheItemsOfAModel) {
  ASSERT_TRUE(engine_.load_model(noren::testing::test_model()).has_value());
  const std::vector<Goods> goods = goods_of(engine_.site(), engine_.model());
  ASSERT_EQ(goods.size(), 5u) << "what is sold out is not looked at";
  EXPECT_EQ(goods[0].id, "trail-shoe");
  EXPECT_EQ(goods[0].categories, (std::vector<std::string>{"outdoor", "running", "running-shoes"}));
  EXPECT_GT(run().segments[0].visitors, 100u) << "three items of five are for runners";
}

TEST_F(Simulation, LeavesNoVisitorBehind) {
  run(3);
  EXPECT_EQ(engine_.export_profile(testing::kNow), "null");
}

}  // namespace
}  // namespace noren::tools
