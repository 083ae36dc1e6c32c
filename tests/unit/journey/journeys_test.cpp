// Journeys: what begins them, how their steps lead on, what ends them, and when they begin again.

#include "core/journey/journeys.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/unit/journey/traveller.h"

namespace noren::journey {
namespace {

using event::Kind;
using profile::JourneyEnd;
using testing::kDay;
using testing::kHour;
using testing::kMinute;

constexpr std::size_t kHello = 0;
constexpr std::size_t kBye = 1;
constexpr std::size_t kAlways = 2;

// One journey "j" with that trigger, these steps and further members.
site::Site journey(const std::string& trigger, const std::string& steps, const std::string& more = "") {
  return site_of(R"({"id": "j", "trigger": )" + trigger + R"(, "steps": [)" + steps + "]" + more + "}");
}

constexpr const char* kSeesShoe = R"({"event": "view_item", "category": "running-shoes"})";
constexpr const char* kShow = R"({"id": "show", "show": "hello"})";
constexpr const char* kStand = R"({"id": "stand", "wait": {"days": 300}})";

// --- triggers ---

TEST(JourneyTrigger, IsAnEventWithAnItemOfTheCategoryAndBrand) {
  const auto site = journey(R"({"event": "view_item", "category": "Running", "brand": "Hayate"})", kStand);
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "kettle");
  EXPECT_EQ(traveller.step(), "");
  traveller.does(Kind::kViewItem, "sock");  // of the category, but another brand
  EXPECT_EQ(traveller.step(), "");
  traveller.does(Kind::kAddToCart, "trail-shoe");
  EXPECT_EQ(traveller.step(), "");
  traveller.does(Kind::kViewItem, "trail-shoe");  // two levels below
  EXPECT_EQ(traveller.step(), "stand");
}

TEST(JourneyTrigger, IsAThresholdThatIsCrossed) {
  const auto site = journey(R"({"when": {">=": [{"var": "purchase.total_spend"}, 20000]}})", kStand);
  Traveller traveller(site);
  traveller.does(Kind::kPurchase, "trail-shoe");
  EXPECT_EQ(traveller.step(), "");
  traveller.does(Kind::kPurchase, "road-shoe");
  EXPECT_EQ(traveller.step(), "stand");
}

TEST(JourneyTrigger, IsASegmentThatIsEntered) {
  const auto site = journey(R"({"enters": "rich"})", kStand);
  Traveller traveller(site);
  traveller.does(Kind::kAddToCart, "sock");
  EXPECT_EQ(traveller.step(), "");
  traveller.does(Kind::kAddToCart, "kettle");
  EXPECT_EQ(traveller.step(), "stand");
}

TEST(JourneyTrigger, IsASegmentThatIsLeftNotOneThatSheNeverWasIn) {
  const auto site = journey(R"({"leaves": "rich"})", kStand);
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "kettle");
  EXPECT_EQ(traveller.step(), "");
  EXPECT_EQ(traveller.times(), 0);
  traveller.does(Kind::kAddToCart, "kettle");
  EXPECT_EQ(traveller.step(), "");
  EXPECT_EQ(traveller.times(), 0);
  traveller.does(Kind::kRemoveFromCart, "kettle");
  EXPECT_EQ(traveller.step(), "stand");
}

TEST(JourneyTrigger, DoesNotFireWhereTheGoalIsReachedOrTheExitHolds) {
  for (const char* member : {"goal", "exit"}) {
    const auto site =
        journey(kSeesShoe, kStand, ", \"" + std::string(member) + R"(": {">": [{"var": "cart.items"}, 0]})");
    Traveller traveller(site);
    traveller.does(Kind::kAddToCart, "sock");
    traveller.does(Kind::kViewItem, "trail-shoe");
    EXPECT_EQ(traveller.step(), "") << member;
    traveller.does(Kind::kRemoveFromCart, "sock");
    traveller.does(Kind::kViewItem, "trail-shoe");
    EXPECT_EQ(traveller.step(), "stand") << member;
  }
}

// --- steps ---

TEST(JourneyWait, IsOverToTheMinuteWithinAVisit) {
  const auto site = journey(kSeesShoe, R"({"id": "wait", "wait": {"minutes": 20}}, )" + std::string(kStand));
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(traveller.next_change(), static_cast<profile::Minute>(traveller.time / kMinute) + 20);
  traveller.time += 19 * kMinute;
  traveller.looks();
  EXPECT_EQ(traveller.step(), "wait");
  traveller.time += kMinute;
  traveller.looks();
  EXPECT_EQ(traveller.step(), "stand");
}

TEST(JourneyWait, OfHoursIsNeverOverEarlyInALaterVisit) {
  const auto site = journey(kSeesShoe, R"({"id": "wait", "wait": {"hours": 3}}, )" + std::string(kStand));
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "trail-shoe");  // 10:00
  traveller.time += 2 * kHour;
  traveller.does(Kind::kPageView);  // a new visit: the profile has forgotten the hour
  EXPECT_EQ(traveller.step(), "wait");
  traveller.time +=
      2 * kHour + 30 * kMinute - kMinute;  // three hours after half an hour before the visit, but for a minute
  traveller.looks();
  EXPECT_EQ(traveller.step(), "wait");
  traveller.time += kMinute;
  traveller.looks();
  EXPECT_EQ(traveller.step(), "stand");
}

TEST(JourneyWait, OfDaysCountsDays) {
  const auto site = journey(kSeesShoe, R"({"id": "wait", "wait": {"days": 2}}, )" + std::string(kStand));
  Traveller traveller(site);
  traveller.time += 13 * kHour;  // 23:00
  traveller.does(Kind::kViewItem, "trail-shoe");
  traveller.time += kDay + kHour - kMinute;  // 23:59 of the next day
  traveller.does(Kind::kPageView);
  EXPECT_EQ(traveller.step(), "wait");
  EXPECT_EQ(traveller.next_change(), static_cast<profile::Minute>(traveller.time / kMinute) + 1);
  traveller.time += kMinute;
  traveller.looks();
  EXPECT_EQ(traveller.step(), "stand");
}

TEST(JourneyWait, OfVisitsCountsVisitsThatBeginAfterIt) {
  const auto site = journey(kSeesShoe, R"({"id": "wait", "wait": {"visits": 2}}, )" + std::string(kStand));
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "trail-shoe");
  for (int visit = 1; visit <= 2; ++visit) {
    EXPECT_EQ(traveller.step(), "wait");
    traveller.time += kDay;
    traveller.looks();
    EXPECT_EQ(traveller.step(), "wait");
    traveller.does(Kind::kPageView);
  }
  EXPECT_EQ(traveller.step(), "stand");
}

// A page looks before it tells of its first event, so that a step may be due before the visit has begun.
TEST(JourneyWait, OfVisitsBegunBetweenTwoVisitsCountsFromTheSecond) {
  const auto site = journey(kSeesShoe, R"({"id": "days", "wait": {"days": 7}},
    {"id": "wait", "wait": {"visits": 1}}, )" +
                                           std::string(kStand));
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "trail-shoe");
  traveller.time += 7 * kDay;
  traveller.looks();
  EXPECT_EQ(traveller.step(), "wait");
  traveller.looks();
  EXPECT_EQ(traveller.step(), "wait");
  traveller.does(Kind::kPageView);
  EXPECT_EQ(traveller.step(), "wait");
  traveller.time += kDay;
  traveller.does(Kind::kPageView);
  EXPECT_EQ(traveller.step(), "stand");
}

TEST(JourneyWaitUntil, WaitsForAnEventOrGivesUp) {
  const auto site = journey(kSeesShoe, R"({"id": "wait", "wait_until": {"event": "add_to_cart", "category": "socks"},
    "at_most": {"days": 3}, "else": "late"}, {"id": "early", "wait": {"days": 9}}, {"id": "late", "wait": {"days": 9}})");
  Traveller adds(site);
  adds.does(Kind::kViewItem, "trail-shoe");
  adds.does(Kind::kAddToCart, "kettle");
  EXPECT_EQ(adds.step(), "wait");
  adds.does(Kind::kAddToCart, "sock");
  EXPECT_EQ(adds.step(), "early");

  Traveller forgets(site);
  forgets.does(Kind::kViewItem, "trail-shoe");
  forgets.time += 3 * kDay;
  forgets.looks();
  EXPECT_EQ(forgets.step(), "late");
}

TEST(JourneyWaitUntil, WaitsForARuleAndGoesOnAtOnceWhereItHolds) {
  const auto site =
      journey(kSeesShoe, R"({"id": "wait", "wait_until": {"var": "segment.rich"}}, )" + std::string(kStand));
  Traveller poor(site);
  poor.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(poor.step(), "wait");
  poor.does(Kind::kAddToCart, "kettle");
  EXPECT_EQ(poor.step(), "stand");

  Traveller rich(site);
  rich.does(Kind::kAddToCart, "kettle");
  rich.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(rich.step(), "stand");
}

TEST(JourneyWaitUntil, TakesOneEventForOneStep) {
  const auto site = journey(kSeesShoe, R"({"id": "one", "wait_until": {"event": "view_item"}},
    {"id": "two", "wait_until": {"event": "view_item"}}, )" +
                                           std::string(kStand));
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(traveller.step(), "one");
  traveller.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(traveller.step(), "two");
  traveller.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(traveller.step(), "stand");
}

TEST(JourneyShow, LetsACampaignActOnlyWhileTheJourneyStandsThere) {
  const auto site =
      journey(kSeesShoe, R"({"id": "hello", "show": "hello"}, {"id": "bye", "show": "bye", "for": {"days": 1}})");
  Traveller traveller(site);
  EXPECT_FALSE(traveller.shows(kHello));
  EXPECT_TRUE(traveller.shows(kAlways));  // no journey shows it
  traveller.does(Kind::kViewItem, "trail-shoe");
  EXPECT_TRUE(traveller.shows(kHello));
  EXPECT_FALSE(traveller.shows(kBye));
  traveller.promotion(Kind::kViewPromotion, "always");
  EXPECT_EQ(traveller.step(), "hello");
  traveller.promotion(Kind::kViewPromotion, "hello");
  EXPECT_EQ(traveller.step(), "bye");
  EXPECT_FALSE(traveller.shows(kHello));
  EXPECT_TRUE(traveller.shows(kBye));
  traveller.promotion(Kind::kSelectPromotion, "bye");
  EXPECT_EQ(traveller.step(), "bye");  // it stays for its day
  traveller.time += kDay;
  traveller.looks();
  EXPECT_EQ(traveller.end(), JourneyEnd::kFinished);
  EXPECT_FALSE(traveller.shows(kBye));
}

TEST(JourneyShow, WithholdsItsCampaignsFromWhoeverHasNoProfile) {
  const auto site = journey(kSeesShoe, kShow);
  Journeys journeys(site);
  EXPECT_EQ(journeys.withheld(nullptr)[0], 1u << kHello);
}

TEST(JourneyShow, UntilClickedGoesOnAfterAClickAfterItsTimeOrWhenDismissed) {
  const auto site =
      journey(kSeesShoe, R"({"id": "show", "show": "hello", "for": "clicked", "at_most": {"days": 2}, "else": "missed"},
    {"id": "clicked", "wait": {"days": 9}}, {"id": "missed", "wait": {"days": 9}})");
  Traveller clicks(site);
  Traveller waits(site);
  Traveller dismisses(site);
  for (Traveller* traveller : {&clicks, &waits, &dismisses}) {
    traveller->does(Kind::kViewItem, "trail-shoe");
    traveller->promotion(Kind::kViewPromotion, "hello");
    EXPECT_EQ(traveller->step(), "show");
  }
  clicks.promotion(Kind::kSelectPromotion, "hello");
  EXPECT_EQ(clicks.step(), "clicked");
  waits.time += 2 * kDay;
  waits.looks();
  EXPECT_EQ(waits.step(), "missed");
  dismisses.promotion(Kind::kDismissPromotion, "hello");
  EXPECT_EQ(dismisses.step(), "missed");
}

TEST(JourneyBranch, TakesTheFirstWayWhoseRuleHolds) {
  const auto site = journey(kSeesShoe, R"({"id": "branch", "branch": [{"when": {"var": "segment.rich"}, "to": "rich"},
    {"when": {">": [{"var": "cart.items"}, 0]}, "to": "some"}], "else": "none"},
    {"id": "rich", "wait": {"days": 9}}, {"id": "some", "wait": {"days": 9}}, {"id": "none", "wait": {"days": 9}})");
  const auto step_with = [&](const char* in_cart) {
    Traveller traveller(site);
    if (in_cart != nullptr) traveller.does(Kind::kAddToCart, in_cart);
    traveller.does(Kind::kViewItem, "trail-shoe");
    return traveller.step();
  };
  EXPECT_EQ(step_with("kettle"), "rich");
  EXPECT_EQ(step_with("sock"), "some");
  EXPECT_EQ(step_with(nullptr), "none");
}

TEST(JourneyBranch, ThatLeadsToTheEndAtOnceBeginsNothing) {
  const auto site =
      journey(kSeesShoe, R"({"id": "branch", "branch": [{"when": {"var": "segment.rich"}, "to": "go"}], "else": "end"},
    {"id": "go", "wait": {"days": 9}})");
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(traveller.times(), 0);
  traveller.does(Kind::kAddToCart, "kettle");
  traveller.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(traveller.step(), "go");
}

TEST(JourneySplit, DealsVisitorsByWeightAndEachTheSameWayEveryTime) {
  const auto site =
      journey(kSeesShoe, R"({"id": "split", "split": [{"weight": 3, "to": "a"}, {"to": "b"}, {"weight": 0, "to": "c"}]},
    {"id": "a", "wait": {"days": 9}}, {"id": "b", "wait": {"days": 9}}, {"id": "c", "wait": {"days": 9}})");
  std::map<std::string, int> counts;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    Traveller traveller(site, {seed, 7});
    traveller.does(Kind::kViewItem, "trail-shoe");
    ++counts[traveller.step()];
    Traveller twin(site, {seed, 7});
    twin.does(Kind::kViewItem, "trail-shoe");
    EXPECT_EQ(twin.step(), traveller.step());
  }
  EXPECT_NEAR(counts["a"], 750, 45);
  EXPECT_NEAR(counts["b"], 250, 45);
  EXPECT_EQ(counts["c"], 0);
}

TEST(JourneySplit, MovesOnlyThoseWhomAChangedWeightDemands) {
  const auto with_weight = [](const char* weight) {
    return journey(
        kSeesShoe,
        R"({"id": "split", "split": [{"weight": )" + std::string(weight) +
            R"(, "to": "a"}, {"to": "b"}]}, {"id": "a", "wait": {"days": 9}}, {"id": "b", "wait": {"days": 9}})");
  };
  const auto even = with_weight("1");
  const auto more = with_weight("3");
  int moved = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Traveller before(even, {seed, 7});
    Traveller after(more, {seed, 7});
    before.does(Kind::kViewItem, "trail-shoe");
    after.does(Kind::kViewItem, "trail-shoe");
    if (before.step() == "a") {
      EXPECT_EQ(after.step(), "a");
    }
    moved += before.step() != after.step() ? 1 : 0;
  }
  EXPECT_NEAR(moved, 125, 35);
}

TEST(JourneySteps, GoOnThroughAllThatAreDueAtOnce) {
  const auto site =
      journey(kSeesShoe, R"({"id": "one", "wait": {"minutes": 5}}, {"id": "two", "wait_until": {"var": "segment.rich"},
    "at_most": {"days": 9}}, {"id": "three", "branch": [{"when": {"var": "segment.rich"}, "to": "four"}]}, {"id": "four", "show": "hello"})");
  Traveller traveller(site);
  traveller.does(Kind::kAddToCart, "kettle");
  traveller.does(Kind::kViewItem, "trail-shoe");
  traveller.time += 5 * kMinute;
  EXPECT_EQ(traveller.looks().size(), 2u);  // one → two → four
  EXPECT_EQ(traveller.step(), "four");
}

// --- ends ---

TEST(JourneyGoal, EndsItAsAnEventOrARule) {
  for (const char* goal : {R"({"event": "purchase"})", R"({">": [{"var": "purchase.count"}, 0]})"}) {
    const auto site = journey(kSeesShoe, kStand, ", \"goal\": " + std::string(goal));
    Traveller traveller(site);
    traveller.does(Kind::kViewItem, "trail-shoe");
    EXPECT_EQ(traveller.step(), "stand");
    traveller.does(Kind::kPurchase, "trail-shoe");
    EXPECT_EQ(traveller.step(), "") << goal;
    EXPECT_EQ(traveller.end(), JourneyEnd::kGoal) << goal;
  }
}

TEST(JourneyExit, EndsIt) {
  const auto site = journey(kSeesShoe, kStand, R"(, "exit": {"event": "remove_from_cart"})");
  Traveller traveller(site);
  traveller.does(Kind::kAddToCart, "trail-shoe");
  traveller.does(Kind::kViewItem, "trail-shoe");
  traveller.does(Kind::kRemoveFromCart, "trail-shoe");
  EXPECT_EQ(traveller.end(), JourneyEnd::kExit);
}

// --- again ---

TEST(JourneyAgain, IsNeverWhereNothingIsSaid) {
  const auto site = journey(kSeesShoe, kShow);
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "trail-shoe");
  traveller.promotion(Kind::kViewPromotion, "hello");
  EXPECT_EQ(traveller.end(), JourneyEnd::kFinished);
  traveller.time += 1000 * kDay;
  traveller.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(traveller.step(), "");
  EXPECT_EQ(traveller.times(), 1);
}

TEST(JourneyAgain, AlwaysIsWheneverTheEventHappensButNotWhileSheIsInIt) {
  const auto site = journey(kSeesShoe, kShow, R"(, "again": "always")");
  Traveller traveller(site);
  for (int time = 1; time <= 3; ++time) {
    traveller.does(Kind::kViewItem, "trail-shoe");
    EXPECT_EQ(traveller.step(), "show");
    traveller.does(Kind::kViewItem, "trail-shoe");
    EXPECT_EQ(traveller.times(), time);
    traveller.promotion(Kind::kViewPromotion, "hello");
    EXPECT_EQ(traveller.step(), "");
  }
}

TEST(JourneyAgain, AlwaysIsWheneverARuleComesToHoldAnew) {
  const auto site = journey(R"({"enters": "rich"})", kShow, R"(, "again": "always")");
  Traveller traveller(site);
  traveller.does(Kind::kAddToCart, "kettle");
  traveller.promotion(Kind::kViewPromotion, "hello");
  EXPECT_EQ(traveller.end(), JourneyEnd::kFinished);
  traveller.does(Kind::kAddToCart, "sock");  // still rich
  EXPECT_EQ(traveller.step(), "");
  traveller.does(Kind::kRemoveFromCart, "kettle");
  traveller.does(Kind::kAddToCart, "kettle");
  EXPECT_EQ(traveller.step(), "show");
  EXPECT_EQ(traveller.times(), 2);
}

TEST(JourneyAgain, IsReadyOnceHoweverOftenSheLooks) {
  const auto site = journey(R"({"leaves": "rich"})", kShow, R"(, "again": "always")");
  Traveller traveller(site);
  EXPECT_EQ(traveller.does(Kind::kAddToCart, "kettle").size(), 2u);  // the event, and that she is ready to leave
  EXPECT_EQ(traveller.does(Kind::kAddToCart, "kettle").size(), 1u);
  EXPECT_EQ(traveller.looks().size(), 0u);
}

TEST(JourneyAgain, AfterDaysIsWhenTheyHavePassedThoughTheRuleHeldAllTheTime) {
  const auto site = journey(R"({"enters": "rich"})", kShow, R"(, "again": {"after_days": 30})");
  Traveller traveller(site);
  traveller.does(Kind::kAddToCart, "kettle");
  traveller.promotion(Kind::kViewPromotion, "hello");
  traveller.time += 29 * kDay;
  traveller.does(Kind::kPageView);
  EXPECT_EQ(traveller.step(), "");
  const double midnight = (std::floor(traveller.time / kDay) + 1) * kDay;
  EXPECT_EQ(traveller.next_change(), static_cast<profile::Minute>(midnight / kMinute));
  traveller.time += kDay;
  traveller.looks();
  EXPECT_EQ(traveller.step(), "show");
  EXPECT_EQ(traveller.times(), 2);
}

// --- what is stored, and other revisions ---

// As a page with that site reads what a page before it has stored.
profile::Profile reloaded(Traveller& before, const site::Site& site) {
  const auto decoded = profile::Profile::decode(before.profile().encode(), site.profile);
  EXPECT_TRUE(decoded.has_value());
  return decoded ? *decoded : profile::Profile(site.profile);
}

TEST(JourneyState, SurvivesItsStoredForm) {
  const auto site = journey(kSeesShoe, R"({"id": "wait", "wait": {"days": 2}}, )" + std::string(kShow));
  Traveller traveller(site);
  traveller.does(Kind::kViewItem, "trail-shoe");
  Traveller later(site);
  later.profile() = reloaded(traveller, site);
  EXPECT_EQ(later.step(), "wait");
  later.time += 2 * kDay;
  later.looks();
  EXPECT_TRUE(later.shows(kHello));
}

TEST(JourneyState, GoesOnInANewRevisionThatKeepsTheStep) {
  const auto old_site = journey(kSeesShoe, R"({"id": "wait", "wait": {"days": 20}}, {"id": "bye", "show": "bye"})");
  const auto new_site =
      journey(R"({"event": "purchase"})",
              R"({"id": "first", "show": "bye"}, {"id": "wait", "wait": {"days": 2}}, )" + std::string(kShow));
  Traveller before(old_site);
  before.does(Kind::kViewItem, "trail-shoe");
  Traveller after(new_site);
  after.profile() = reloaded(before, new_site);
  after.looks();
  EXPECT_EQ(after.step(), "wait");
  after.time += 2 * kDay;
  after.looks();
  EXPECT_EQ(after.step(), "show");
}

TEST(JourneyState, LeadsOnFromAStepThatBecameABranch) {
  const auto old_site = journey(kSeesShoe, R"({"id": "fork", "wait": {"days": 20}})");
  const auto new_site =
      journey(kSeesShoe, R"({"id": "fork", "branch": [{"when": true, "to": "show"}]}, )" + std::string(kShow));
  Traveller before(old_site);
  before.does(Kind::kViewItem, "trail-shoe");
  Traveller after(new_site);
  after.profile() = reloaded(before, new_site);
  after.looks();
  EXPECT_EQ(after.step(), "show");
}

TEST(JourneyState, EndsWhereTheStepWasTakenOut) {
  const auto old_site = journey(kSeesShoe, R"({"id": "old", "wait": {"days": 20}})");
  const auto new_site = journey(kSeesShoe, kShow);
  Traveller before(old_site);
  before.does(Kind::kViewItem, "trail-shoe");
  Traveller after(new_site);
  after.profile() = reloaded(before, new_site);
  after.looks();
  EXPECT_EQ(after.step(), "");
  EXPECT_EQ(after.end(), JourneyEnd::kStepRemoved);
  EXPECT_EQ(after.looks().size(), 0u);
  after.does(Kind::kViewItem, "trail-shoe");  // she has been in it: never again
  EXPECT_EQ(after.step(), "");
}

TEST(JourneyState, IsGoneWithItsJourney) {
  const auto old_site = journey(kSeesShoe, kStand);
  const auto new_site = site_of("");
  Traveller before(old_site);
  before.does(Kind::kViewItem, "trail-shoe");
  Traveller after(new_site);
  after.profile() = reloaded(before, new_site);
  EXPECT_EQ(after.profile().journeys().size(), 1u);
  after.looks();
  EXPECT_EQ(after.profile().journeys().size(), 0u);
  EXPECT_EQ(after.looks().size(), 0u);
}

TEST(JourneyState, MakesRoomForAsManyJourneysOfANewSite) {
  const auto many = [](const char* prefix) {
    std::string members;
    for (int i = 0; i < 32; ++i) {
      members += std::string(i > 0 ? ", " : "") + R"({"id": ")" + prefix + std::to_string(i) + R"(", "trigger": )" +
                 kSeesShoe + R"(, "steps": [)" + kStand + "]}";
    }
    return site_of(members);
  };
  const auto old_site = many("a");
  const auto new_site = many("b");
  Traveller before(old_site);
  before.does(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(before.step("a31"), "stand");
  Traveller after(new_site);
  after.profile() = reloaded(before, new_site);
  after.does(Kind::kViewItem, "trail-shoe");
  for (int i = 0; i < 32; ++i) EXPECT_EQ(after.step("b" + std::to_string(i)), "stand") << i;
}

}  // namespace
}  // namespace noren::journey
