// The recipes of docs/recipes, as they stand there: each is put into a site, and a visitor lives through it over days.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "tests/unit/journey/shopper.h"

namespace noren {
namespace {

TEST(Recipes, AreEachPlayedHereAndListedInTheirIndex) {
  const std::string tests = read_text("tests/unit/journey/recipes_test.cpp");
  const std::string index = read_text("docs/recipes/README.md");
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(NOREN_SOURCE_DIR "/docs/recipes")) {
    if (entry.path().extension() != ".json") continue;
    const std::string name = entry.path().stem().string();
    ++count;
    EXPECT_NE(tests.find("(\"" + name + "\")"), std::string::npos) << name;
    EXPECT_NE(index.find("(" + name + ".md)"), std::string::npos) << name;
    EXPECT_NE(read_text("docs/recipes/" + name + ".md").find("(" + name + ".json)"), std::string::npos) << name;
  }
  EXPECT_EQ(count, 12u);
}

TEST(Recipes, FitIntoOneDocumentTogether) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(NOREN_SOURCE_DIR "/docs/recipes")) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  Engine engine;
  for (const Error& error : engine.load_site(site_with(names))) ADD_FAILURE() << to_string(error);
  EXPECT_EQ(engine.site().journeys.size(), 12u);
}

TEST(WelcomeRecipe, GreetsShowsAroundAndOffers) {
  Shopper shopper("welcome");
  shopper.opens();
  EXPECT_EQ(shopper.sees("home-message"), "welcome-hello");
  EXPECT_EQ(shopper.looks_at("home-message"), "welcome-hello") << "what she saw stays while she is on the page";
  shopper.opens();
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(2);
  EXPECT_EQ(shopper.sees("home-message"), "welcome-tour");
  shopper.clicks("home-message");
  shopper.returns_after(2);
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "welcome-offer");
  shopper.returns_after(6);
  EXPECT_EQ(shopper.sees("home-message"), "welcome-offer");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "");
  EXPECT_EQ(shopper.journey("welcome"), "finished");
  shopper.returns_after(100);
  EXPECT_EQ(shopper.sees("home-message"), "");
}

TEST(WelcomeRecipe, EndsWithAnOrderAndIsNotForWhoKnowsTheShop) {
  Shopper buys("welcome");
  buys.opens();
  buys.buys("novel");
  EXPECT_EQ(buys.journey("welcome"), "goal");
  buys.returns_after(2);
  EXPECT_EQ(buys.sees("home-message"), "");

  Shopper old(std::vector<std::string>{});
  old.opens();
  old.returns_after(3);
  old.moves_to("welcome");
  old.opens();
  EXPECT_EQ(old.journey("welcome"), "never");
}

TEST(CartAbandonedRecipe, RemindsThenHelps) {
  Shopper shopper("cart-abandoned");
  shopper.opens();
  shopper.adds("shoe");
  EXPECT_EQ(shopper.sees("home-message"), "") << "she is still shopping";
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "cart-reminder");
  shopper.opens();
  EXPECT_EQ(shopper.sees("home-message"), "cart-reminder") << "until it was clicked";
  shopper.clicks("home-message");
  shopper.opens();
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "cart-help");
  EXPECT_EQ(shopper.journey("cart-abandoned"), "finished");
}

TEST(CartAbandonedRecipe, EndsWithTheOrderAndBeginsWithAnotherBasket) {
  Shopper shopper("cart-abandoned");
  shopper.opens();
  shopper.adds("shoe");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "cart-reminder");
  shopper.buys("shoe");
  EXPECT_EQ(shopper.journey("cart-abandoned"), "goal");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.adds("novel");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "cart-reminder");
  shopper.removes("novel");
  EXPECT_EQ(shopper.journey("cart-abandoned"), "exit");
}

TEST(CartAbandonedRecipe, IsNotForWhoBoughtOrStayedAwayForLong) {
  Shopper buys("cart-abandoned");
  buys.opens();
  buys.adds("shoe");
  buys.buys("shoe");
  buys.returns_after(1);
  EXPECT_EQ(buys.journey("cart-abandoned"), "never");
  Shopper forgets("cart-abandoned");
  forgets.opens();
  forgets.adds("shoe");
  forgets.returns_after(8);
  EXPECT_EQ(forgets.journey("cart-abandoned"), "never");
}

TEST(ProductPageAbandonedRecipe, AsksOnTheNextVisitAndNotAgainForTwoWeeks) {
  Shopper shopper("product-page-abandoned");
  shopper.opens();
  shopper.views("shoe");
  shopper.views("kettle");
  shopper.views("shoe");
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "still-thinking");
  shopper.clicks("home-message");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(12);
  shopper.views("kettle");
  shopper.views("kettle");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "still-thinking");
  shopper.adds("kettle");
  EXPECT_EQ(shopper.journey("product-page-abandoned"), "goal");
}

TEST(ProductPageAbandonedRecipe, IsNotForWhoTookItOrLookedAtEachOnce) {
  Shopper takes("product-page-abandoned");
  takes.opens();
  takes.views("shoe");
  takes.views("shoe");
  takes.adds("shoe");
  takes.returns_after(1);
  EXPECT_EQ(takes.journey("product-page-abandoned"), "never");
  Shopper glances("product-page-abandoned");
  glances.opens();
  glances.views("shoe");
  glances.views("kettle");
  glances.returns_after(1);
  EXPECT_EQ(glances.journey("product-page-abandoned"), "never");
}

TEST(ComplementRecipe, OffersSunCareAfterASwimsuit) {
  Shopper shopper("complement-after-purchase");
  shopper.opens();
  shopper.buys("swimsuit");
  EXPECT_EQ(shopper.sees("home-message"), "") << "not on the page that says thank you";
  shopper.returns_after(3);
  EXPECT_EQ(shopper.sees("home-message"), "sun-care-for-swimmers");
  shopper.buys("sunscreen");
  EXPECT_EQ(shopper.journey("swimsuit-sunscreen"), "goal");
  shopper.buys("swimsuit");
  EXPECT_EQ(shopper.journey("swimsuit-sunscreen"), "goal") << "she has some";
  shopper.returns_after(100);
  shopper.buys("swimsuit");
  EXPECT_EQ(shopper.journey("swimsuit-sunscreen"), "until-back");
}

TEST(ComplementRecipe, IsNotForWhoOrdersBothOrSomethingElse) {
  Shopper both("complement-after-purchase");
  both.opens();
  both.buys({"swimsuit", "sunscreen"});
  EXPECT_EQ(both.journey("swimsuit-sunscreen"), "never");
  Shopper other("complement-after-purchase");
  other.opens();
  other.buys("shoe");
  other.views("swimsuit");
  EXPECT_EQ(other.journey("swimsuit-sunscreen"), "never");
}

TEST(FreeShippingRecipe, NudgesUntilNothingIsMissing) {
  Shopper shopper("free-shipping-nudge");
  shopper.opens();
  shopper.adds("novel");  // 1870: too far
  EXPECT_EQ(shopper.sees("cart-nudge"), "");
  shopper.adds("sunscreen");  // 3850
  EXPECT_EQ(shopper.sees("cart-nudge"), "free-shipping-nudge");
  shopper.adds("coffee");  // 5330
  EXPECT_EQ(shopper.journey("free-shipping-nudge"), "goal");
  shopper.opens();
  EXPECT_EQ(shopper.sees("cart-nudge"), "");
  shopper.removes("coffee");
  EXPECT_EQ(shopper.sees("cart-nudge"), "free-shipping-nudge") << "near anew";
  shopper.removes("sunscreen");
  shopper.removes("novel");
  EXPECT_EQ(shopper.journey("free-shipping-nudge"), "exit");
}

TEST(FreeShippingRecipe, IsNotForAnEmptyOrAFullBasket) {
  Shopper shopper("free-shipping-nudge");
  shopper.opens();
  EXPECT_EQ(shopper.journey("free-shipping-nudge"), "never");
  shopper.adds("shoe");
  EXPECT_EQ(shopper.journey("free-shipping-nudge"), "never");
}

TEST(CouponRecipe, GoesToHalfOfThoseWhoHesitate) {
  int coupons = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Shopper shopper("coupon-on-hesitation", {seed, 3});
    shopper.opens();
    shopper.adds("shoe");
    for (int look = 0; look < 3; ++look) shopper.does(event::Kind::kViewCart);
    const std::string step = shopper.journey("coupon-on-hesitation");
    EXPECT_THAT(step, ::testing::AnyOf("coupon", "without"));
    EXPECT_EQ(shopper.sees("cart-nudge"), step == "coupon" ? "coupon" : "");
    coupons += step == "coupon" ? 1 : 0;
  }
  EXPECT_NEAR(coupons, 50, 15);
}

TEST(CouponRecipe, IsGoodForTwoDaysAndNotAgainForHalfAYear) {
  Shopper shopper("coupon-on-hesitation", seed_with_coupon());
  shopper.opens();
  shopper.adds("shoe");
  for (int look = 0; look < 3; ++look) shopper.does(event::Kind::kViewCart);
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("cart-nudge"), "coupon");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("cart-nudge"), "");
  EXPECT_EQ(shopper.journey("coupon-on-hesitation"), "finished");
  shopper.returns_after(100);
  for (int look = 0; look < 3; ++look) shopper.does(event::Kind::kViewCart);
  EXPECT_EQ(shopper.sees("cart-nudge"), "");
  shopper.returns_after(80);
  for (int look = 0; look < 3; ++look) shopper.does(event::Kind::kViewCart);
  EXPECT_EQ(shopper.sees("cart-nudge"), "coupon");
  shopper.buys("shoe");
  EXPECT_EQ(shopper.journey("coupon-on-hesitation"), "goal");
}

TEST(CouponRecipe, IsNotForACustomerNorForASmallBasket) {
  Shopper customer("coupon-on-hesitation", seed_with_coupon());
  customer.opens();
  customer.buys("novel");
  customer.adds("shoe");
  for (int look = 0; look < 3; ++look) customer.does(event::Kind::kViewCart);
  EXPECT_EQ(customer.journey("coupon-on-hesitation"), "never");
  Shopper small("coupon-on-hesitation", seed_with_coupon());
  small.opens();
  small.adds("novel");
  for (int look = 0; look < 9; ++look) small.does(event::Kind::kViewCart);
  EXPECT_EQ(small.journey("coupon-on-hesitation"), "never");
}

TEST(VipRecipe, ThanksOnceWhenTheThresholdIsCrossed) {
  Shopper shopper("vip-reached");
  shopper.opens();
  shopper.buys("tent");  // 32800
  EXPECT_EQ(shopper.sees("home-message"), "");
  EXPECT_EQ(shopper.journey("vip-reached"), "never");
  shopper.returns_after(40);
  shopper.buys({"shoe", "swimsuit"});  // 55500 in all
  EXPECT_EQ(shopper.sees("home-message"), "vip-thanks");
  shopper.clicks("home-message");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.buys("tent");
  EXPECT_EQ(shopper.sees("home-message"), "");
  EXPECT_EQ(shopper.journey("vip-reached"), "finished");
}

TEST(BirthdayRecipe, BringsAGiftEveryYear) {
  Shopper shopper("birthday");  // on 22 November
  shopper.opens();
  shopper.answers_date("birthday", 12, 10);
  EXPECT_EQ(shopper.journey("birthday"), "never");
  shopper.returns_after(10);  // 2 December: eight days before
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "birthday-gift");
  shopper.returns_after(13);
  EXPECT_EQ(shopper.sees("home-message"), "birthday-gift");
  shopper.returns_after(1);  // 17 December
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(355);  // 7 December: she was not here in between
  EXPECT_EQ(shopper.sees("home-message"), "birthday-gift");
}

TEST(BirthdayRecipe, IsNotForWhoDidNotTell) {
  Shopper shopper("birthday");
  for (int visit = 0; visit < 60; ++visit) shopper.returns_after(7);
  EXPECT_EQ(shopper.journey("birthday"), "never");
}

TEST(WinBackRecipe, HasNewsForTheLapsingAndAGiftForTheLost) {
  Shopper lapsing("win-back");
  lapsing.opens();
  lapsing.buys("shoe");
  lapsing.returns_after(30);
  EXPECT_EQ(lapsing.sees("home-message"), "");
  lapsing.returns_after(40);
  EXPECT_EQ(lapsing.sees("home-message"), "win-back-news");
  lapsing.buys("novel");
  EXPECT_EQ(lapsing.journey("win-back"), "goal");
  lapsing.returns_after(200);
  EXPECT_EQ(lapsing.sees("home-message"), "win-back-gift") << "lost this time";

  Shopper lost("win-back");
  lost.opens();
  lost.buys("shoe");
  lost.returns_after(190);
  EXPECT_EQ(lost.sees("home-message"), "win-back-gift");
  lost.returns_after(14);
  EXPECT_EQ(lost.sees("home-message"), "");
  lost.returns_after(30);
  EXPECT_EQ(lost.sees("home-message"), "") << "not again for 90 days";
}

TEST(WinBackRecipe, IsNotForWhoNeverOrdered) {
  Shopper shopper("win-back");
  shopper.opens();
  shopper.views("shoe");
  shopper.returns_after(200);
  EXPECT_EQ(shopper.journey("win-back"), "never");
}

TEST(ReplenishmentRecipe, RemindsAfter25DaysAndAfterEachOrder) {
  Shopper shopper("replenishment");
  shopper.opens();
  shopper.buys("coffee");
  shopper.returns_after(24);
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "coffee-again");
  shopper.buys("coffee");
  EXPECT_EQ(shopper.journey("coffee-again"), "goal");
  shopper.returns_after(20);
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(6);
  EXPECT_EQ(shopper.sees("home-message"), "coffee-again");
}

TEST(ReplenishmentRecipe, IsNotForWhoBoughtSomethingElseOrLongAgo) {
  Shopper other("replenishment");
  other.opens();
  other.buys("shoe");
  other.returns_after(30);
  EXPECT_EQ(other.journey("coffee-again"), "never");
  Shopper gone("replenishment");
  gone.opens();
  gone.buys("coffee");
  gone.returns_after(70);
  EXPECT_EQ(gone.journey("coffee-again"), "never");
}

TEST(GuideRecipe, HelpsWhoIsChoosing) {
  Shopper shopper("guide");
  shopper.opens();
  shopper.views("shoe");
  shopper.views("trail-shoe");
  EXPECT_EQ(shopper.sees("category-banner"), "");
  shopper.views("shoe");
  EXPECT_EQ(shopper.sees("category-banner"), "running-shoe-guide");
  shopper.adds("shoe");
  EXPECT_EQ(shopper.journey("running-shoe-guide"), "goal");
  shopper.opens();
  EXPECT_EQ(shopper.sees("category-banner"), "");
}

TEST(GuideRecipe, IsNotForWhoLooksAtOtherThingsOrSlowly) {
  Shopper other("guide");
  other.opens();
  for (int view = 0; view < 5; ++view) other.views("kettle");
  EXPECT_EQ(other.journey("running-shoe-guide"), "never");
  Shopper slow("guide");
  for (int view = 0; view < 5; ++view) {
    slow.returns_after(5);
    slow.views("shoe");
  }
  EXPECT_EQ(slow.journey("running-shoe-guide"), "never");
}

TEST(SurveyRecipe, AsksAWeekAfterAnOrder) {
  Shopper shopper("survey-after-purchase");
  shopper.opens();
  shopper.buys("shoe");
  shopper.returns_after(6);
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "survey");
  shopper.answers("satisfaction", "great");
  EXPECT_EQ(shopper.journey("survey-after-purchase"), "goal");
  shopper.returns_after(1);
  EXPECT_EQ(shopper.sees("home-message"), "");
  shopper.returns_after(365);
  shopper.buys("shoe");
  EXPECT_EQ(shopper.journey("survey-after-purchase"), "goal") << "she has answered";
}

TEST(SurveyRecipe, GivesUpAfterThreeVisitsAndAsksHalfAYearLater) {
  Shopper shopper("survey-after-purchase");
  shopper.opens();
  shopper.views("shoe");
  EXPECT_EQ(shopper.journey("survey-after-purchase"), "never");
  shopper.buys("shoe");
  shopper.returns_after(8);
  for (int visit = 0; visit < 3; ++visit) {
    EXPECT_EQ(shopper.sees("home-message"), "survey");
    shopper.returns_after(1);
  }
  EXPECT_EQ(shopper.sees("home-message"), "");
  EXPECT_EQ(shopper.journey("survey-after-purchase"), "finished");
  shopper.buys("shoe");
  EXPECT_EQ(shopper.journey("survey-after-purchase"), "finished");
  shopper.returns_after(180);
  shopper.buys("shoe");
  EXPECT_EQ(shopper.journey("survey-after-purchase"), "delivery");
}

}  // namespace
}  // namespace noren
