// What is remembered of campaigns shown, closed and clicked, and what came of it.

#include "core/profile/ledger.h"

#include "tests/unit/profile/visitor.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::kDay;
using testing::kHour;
using testing::kMinute;
using testing::kNow;  // Sunday, 10:00 UTC

class LedgerTest : public Visitor {
 protected:
  std::uint32_t shown(Period period) const { return profile_.shown(name_key("hero"), period); }
  const Showing& hero() const { return *profile_.showing(name_key("hero")); }
  Arm arm(std::string_view variant) const { return profile_.outcomes(name_key("hero"), name_key(variant)); }
  void aims_at(Kind kind, std::uint16_t within_days, float half_life_days = 0) {
    rules_.goals = {{name_key("hero"), kind, within_days, half_life_days}};
  }
};

TEST_F(LedgerTest, CountsExposuresInSessionDayWeekAndLifetime) {
  for (int i = 0; i < 3; ++i) sees("hero", kNow + i * kMinute);
  for (const Period period : {Period::kSession, Period::kDay, Period::kWeek, Period::kLifetime}) {
    EXPECT_EQ(shown(period), 3u);
  }
  EXPECT_EQ(hero().variant, name_key("a"));
  EXPECT_EQ(hero().last_day, day_at(kNow));
  EXPECT_EQ(profile_.shown(name_key("other"), Period::kLifetime), 0u);
}

TEST_F(LedgerTest, BeginsTheSessionsCountAnewWithTheSession) {
  sees("hero", kNow);
  does(Kind::kPageView, kNow + 29 * kMinute);
  EXPECT_EQ(shown(Period::kSession), 1u);
  does(Kind::kPageView, kNow + 2 * kHour);
  EXPECT_EQ(shown(Period::kSession), 0u);
  EXPECT_EQ(shown(Period::kDay), 1u);
}

TEST_F(LedgerTest, BeginsTheDaysCountAnewAtMidnightWhetherOrNotAnythingHappens) {
  const double late = kNow + 13 * kHour + 50 * kMinute;  // 23:50
  sees("hero", late);
  look_from(late + 9 * kMinute);
  EXPECT_EQ(shown(Period::kDay), 1u);
  look_from(late + 10 * kMinute);
  EXPECT_EQ(shown(Period::kDay), 0u);
  EXPECT_EQ(shown(Period::kSession), 1u) << "the session goes on over midnight";
  sees("hero", late + 15 * kMinute);
  EXPECT_EQ(shown(Period::kDay), 1u);
  EXPECT_EQ(shown(Period::kLifetime), 2u);
}

TEST_F(LedgerTest, BeginsTheWeeksCountAnewOnMonday) {
  sees("hero", kNow - 6 * kDay);  // Monday
  sees("hero", kNow);             // Sunday
  EXPECT_EQ(shown(Period::kWeek), 2u);
  look_from(kNow + kDay);
  EXPECT_EQ(shown(Period::kWeek), 0u);
  sees("hero", kNow + kDay);
  EXPECT_EQ(shown(Period::kWeek), 1u);
  look_from(kNow + 7 * kDay);
  EXPECT_EQ(shown(Period::kWeek), 1u) << "the Sunday after";
  EXPECT_EQ(shown(Period::kLifetime), 3u);
}

TEST_F(LedgerTest, RemembersTheDayOfADismissalAndCountsClicks) {
  acts(Kind::kDismissPromotion, kNow, {name_key("hero"), name_key("a"), 0, 0});
  EXPECT_EQ(hero().dismissed_day, day_at(kNow));
  EXPECT_EQ(hero().times, 0) << "closing is not seeing";
  sees("hero", kNow + kDay);
  acts(Kind::kSelectPromotion, kNow + kDay, {name_key("hero"), name_key("a"), 0, 0});
  EXPECT_EQ(hero().dismissed_day, day_at(kNow));
  EXPECT_EQ(hero().clicks, 1);
}

TEST_F(LedgerTest, CountsAnExposureAsASuccessOnceWhereTheGoalFollows) {
  aims_at(Kind::kPurchase, 2);
  sees("hero", kNow, "b");
  does(Kind::kAddToCart, kNow, "sock");
  EXPECT_EQ(hero().converted, 0);
  does(Kind::kPurchase, kNow + 2 * kDay, "sock");
  does(Kind::kPurchase, kNow + 2 * kDay, "kettle");
  EXPECT_EQ(hero().converted, 1);
  EXPECT_EQ(arm("b").shown, 1.0f);
  EXPECT_EQ(arm("b").succeeded, 1.0f);
  sees("hero", kNow + 2 * kDay, "b");
  EXPECT_EQ(hero().converted, 0) << "each exposure anew";
  EXPECT_EQ(arm("b").shown, 2.0f);
  EXPECT_EQ(arm("a").shown, 0.0f);
}

TEST_F(LedgerTest, CountsNoSuccessAfterTheGoalsTimeNorBeforeAnyExposure) {
  aims_at(Kind::kPurchase, 2);
  does(Kind::kPurchase, kNow, "sock");
  sees("hero", kNow);
  does(Kind::kPurchase, kNow + 3 * kDay, "sock");
  EXPECT_EQ(arm("a").succeeded, 0.0f);
  acts(Kind::kDismissPromotion, kNow + 3 * kDay, {name_key("other"), 0, 0, 0});
  EXPECT_EQ(profile_.arms().size(), 1u);
}

TEST_F(LedgerTest, TakesAClickOnTheCampaignItselfAsItsGoalAndNoOther) {
  aims_at(Kind::kSelectPromotion, 0);
  sees("hero", kNow);
  sees("other", kNow);
  acts(Kind::kSelectPromotion, kNow, {name_key("other"), name_key("a"), 0, 0});
  EXPECT_EQ(hero().converted, 0);
  acts(Kind::kSelectPromotion, kNow, {name_key("hero"), name_key("a"), 0, 0});
  EXPECT_EQ(hero().converted, 1);
}

TEST_F(LedgerTest, ForgetsHalfOfAnArmInItsHalfLife) {
  aims_at(Kind::kPurchase, 30, 10);
  sees("hero", kNow);
  does(Kind::kPurchase, kNow, "sock");
  look_from(kNow + 10 * kDay);
  EXPECT_FLOAT_EQ(arm("a").shown, 0.5f);
  EXPECT_FLOAT_EQ(arm("a").succeeded, 0.5f);
  sees("hero", kNow + 20 * kDay);
  EXPECT_FLOAT_EQ(arm("a").shown, 1.25f);
  EXPECT_FLOAT_EQ(arm("a").succeeded, 0.25f);
}

TEST_F(LedgerTest, CountsNoArmsForCampaignsWithoutAGoal) {
  sees("hero", kNow);
  EXPECT_TRUE(profile_.arms().empty());
}

TEST_F(LedgerTest, MakesRoomByTheCampaignNotTouchedForLongest) {
  sees("first", kNow);
  sees("second", kNow);
  for (std::size_t i = 0; i < kMaxShowings - 2; ++i) sees("campaign-" + std::to_string(i), kNow);
  sees("first", kNow);
  sees("one-more", kNow);
  EXPECT_EQ(profile_.showings().size(), kMaxShowings);
  EXPECT_NE(profile_.showing(name_key("first")), nullptr);
  EXPECT_EQ(profile_.showing(name_key("second")), nullptr);
}

TEST_F(LedgerTest, SaturatesItsCounts) {
  for (int i = 0; i < 70'000; ++i) sees("hero", kNow);
  EXPECT_EQ(shown(Period::kSession), 255u);
  EXPECT_EQ(shown(Period::kDay), 255u);
  EXPECT_EQ(shown(Period::kLifetime), 65'535u);
}

TEST_F(LedgerTest, TakesAPromotionThatThePageTracksWhereItNamesACampaignAndVariant) {
  does(Kind::kViewPromotion, kNow, {}, {{"promotion_id", "hero"}, {"creative_name", "b"}});
  EXPECT_EQ(hero().variant, name_key("b"));
  does(Kind::kSelectPromotion, kNow, {{{"item_id", "sock"}, {"promotion_id", "hero"}}});
  EXPECT_EQ(hero().clicks, 1);
  does(Kind::kViewPromotion, kNow, {}, {{"promotion_id", "summer-sale-banner"}, {"creative_name", "b"}});
  EXPECT_EQ(profile_.showings().size(), 1u) << "another tool's promotion";
}

}  // namespace
}  // namespace noren::profile
