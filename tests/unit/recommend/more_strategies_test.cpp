// The strategies of the part that loads on demand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_model.h"
#include "tests/unit/recommend/visited_shop.h"

namespace noren::recommend {
namespace {

using event::Kind;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

enum : ItemIndex { kTrailShoe, kRoadShoe, kSock, kKettle, kMug, kSoldOutShoe };

class MoreStrategiesTest : public ::testing::Test {
 protected:
  Shop shop_{testing::test_model()};
};

// --- viewed-next ---

TEST_F(MoreStrategiesTest, GoesOnFromThePagesItem) {
  const auto list = shop_.ask({.strategy = Strategy::kViewedNext, .item = kTrailShoe}, nullptr);
  EXPECT_THAT(items_of(list), ElementsAre(kRoadShoe, kSock));
  EXPECT_EQ(list[0].reason, ReasonKind::kViewedTogether);
  EXPECT_EQ(list[0].subject, kTrailShoe);
  EXPECT_THAT(shop_.ask({.strategy = Strategy::kViewedNext}, nullptr), IsEmpty());
}

TEST_F(MoreStrategiesTest, GoesOnFromTheLastItemSheLookedAtWhereThePageHasNone) {
  shop_.see(Kind::kViewItem, "trail-shoe");
  shop_.see(Kind::kViewItem, "kettle");
  const auto list = shop_.ask({.strategy = Strategy::kViewedNext});
  EXPECT_EQ(list[0].item, kMug);
  EXPECT_THAT(items_of(list), Contains(kRoadShoe)) << "what she looked at before counts, too";
}

TEST_F(MoreStrategiesTest, LearnsTheWaysSheRepeats) {
  for (int visit = 0; visit < 2; ++visit) {
    for (const char* id : {"trail-shoe", "kettle"}) shop_.see(Kind::kViewItem, id);
    shop_.passes(2 * testing::kDay);
  }
  const auto list = shop_.ask({.strategy = Strategy::kViewedNext, .item = kTrailShoe});
  EXPECT_EQ(list[0].item, kKettle) << "nobody else goes there";
  EXPECT_EQ(list[0].reason, ReasonKind::kHabit);
  EXPECT_EQ(list[0].subject, kTrailShoe);
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kViewedNext, .item = kKettle})), Not(Contains(kTrailShoe)))
      << "from one visit to the next is no way";
}

TEST_F(MoreStrategiesTest, TakesNothingDoneOnceForAHabit) {
  for (const char* id : {"trail-shoe", "kettle"}) shop_.see(Kind::kViewItem, id);
  for (const Recommendation& r : shop_.ask({.strategy = Strategy::kViewedNext, .item = kTrailShoe})) {
    EXPECT_NE(r.reason, ReasonKind::kHabit);
  }
}

TEST_F(MoreStrategiesTest, UsesNoHabitOfAnItemThatSheSetAside) {
  for (int i = 0; i < 3; ++i) {
    for (const char* id : {"trail-shoe", "kettle"}) shop_.see(Kind::kViewItem, id);
  }
  shop_.set_aside(profile::Aside::kItem, "kettle");
  for (const Recommendation& r : shop_.ask({.strategy = Strategy::kViewedNext, .item = kTrailShoe})) {
    EXPECT_NE(r.reason, ReasonKind::kHabit);
  }
}

// --- complements-of-last-order ---

TEST_F(MoreStrategiesTest, OffersWhatGoesWithTheLastOrderAlone) {
  shop_.see(Kind::kPurchase, "kettle");
  shop_.passes(5 * testing::kDay);
  shop_.see(Kind::kPurchase, "trail-shoe");
  const auto list = shop_.ask({.strategy = Strategy::kComplementsOfLastOrder});
  EXPECT_THAT(items_of(list), ElementsAre(kSock));
  EXPECT_EQ(list[0].subject, kTrailShoe);
  shop_.set_aside(profile::Aside::kItem, "trail-shoe");
  EXPECT_THAT(shop_.ask({.strategy = Strategy::kComplementsOfLastOrder}), IsEmpty());
}

// --- viewed-not-bought ---

TEST_F(MoreStrategiesTest, ListsWhatSheLookedAtAndDidNotTake) {
  for (const char* id : {"kettle", "mug", "sock", "road-shoe", "mug"}) shop_.see(Kind::kViewItem, id);
  shop_.see(Kind::kAddToCart, "sock");
  shop_.see(Kind::kPurchase, "kettle");
  const auto list = shop_.ask({.strategy = Strategy::kViewedNotBought});
  EXPECT_THAT(items_of(list), ElementsAre(kMug, kRoadShoe)) << "most often first";
  EXPECT_EQ(list[0].reason, ReasonKind::kViewed);
  shop_.set_aside(profile::Aside::kItem, "mug");
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kViewedNotBought})), ElementsAre(kRoadShoe));
}

// --- popular-in-category ---

TEST_F(MoreStrategiesTest, ListsWhatIsPopularInACategoryAndBelowIt) {
  const auto popular = [&](const char* category) {
    return items_of(shop_.ask({.strategy = Strategy::kPopularInCategory, .category = name_key(category)}, nullptr));
  };
  EXPECT_THAT(popular("running"), ElementsAre(kTrailShoe, kRoadShoe, kSock));
  EXPECT_THAT(popular("outdoor"), ElementsAre(kTrailShoe, kRoadShoe, kSock));
  EXPECT_THAT(popular("coffee"), ElementsAre(kKettle, kMug));
  EXPECT_THAT(popular("tents"), IsEmpty());
  const auto list = shop_.ask({.strategy = Strategy::kPopularInCategory, .category = name_key("running")}, nullptr);
  EXPECT_EQ(list[0].reason, ReasonKind::kPopularInCategory);
  EXPECT_EQ(shop_.model().category_slug(list[0].subject), "running");
}

TEST_F(MoreStrategiesTest, TakesTheItemsCategoryOrHerFavouriteWhereThePageNamesNone) {
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kPopularInCategory, .item = kMug}, nullptr)),
              ElementsAre(kKettle));
  shop_.see(Kind::kViewItem, "sock");
  for (int i = 0; i < 2; ++i) shop_.see(Kind::kViewItem, "mug");
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kPopularInCategory})), ElementsAre(kKettle, kMug));
}

// --- deals-for-you ---

TEST_F(MoreStrategiesTest, TellsWhatCostsLessThanWhenSheLookedAtIt) {
  shop_.see(Kind::kViewItem, "kettle");
  EXPECT_THAT(shop_.ask({.strategy = Strategy::kDealsForYou}), IsEmpty());
  shop_.see_at_price("mug", 2500);  // it is 1,800 in the model
  shop_.see_at_price("sock", 1205);
  const auto list = shop_.ask({.strategy = Strategy::kDealsForYou});
  EXPECT_THAT(items_of(list), ElementsAre(kMug)) << "and not what is a few yen cheaper";
  EXPECT_EQ(list[0].reason, ReasonKind::kPriceDrop);
}

TEST_F(MoreStrategiesTest, AddsWhatIsOnSaleAndToHerTaste) {
  model::ShopModelParts parts;
  parts.categories = {{"tea"}, {"pots"}};
  parts.items = {{.id = "pot", .category = 1, .price = 900, .regular_price = 1000, .trend = 9},
                 {.id = "tea-1", .category = 0, .price = 900, .regular_price = 1000, .trend = 5},
                 {.id = "tea-2", .category = 0, .price = 500, .trend = 20}};
  Shop shop(model::write_shop_model(parts).value());
  const auto ids = [&](const profile::Profile* profile) {
    std::vector<std::string> ids;
    for (const Recommendation& r : shop.ask({.strategy = Strategy::kDealsForYou}, profile)) {
      EXPECT_EQ(r.reason, ReasonKind::kOnSale);
      ids.emplace_back(shop.model().item_id(r.item));
    }
    return ids;
  };
  EXPECT_THAT(ids(nullptr), ::testing::UnorderedElementsAre("pot", "tea-1"));
  shop.see(Kind::kViewItem, "tea-2");
  EXPECT_THAT(ids(&shop.profile()), ElementsAre("tea-1"))
      << "a pot costs what she usually pays, and that is not enough";
}

// --- new-for-you ---

TEST_F(MoreStrategiesTest, OffersWhatCameInLatelyOfHerKinds) {
  model::ShopModelParts parts;
  parts.categories = {{"tea"}, {"pots"}};
  parts.items = {{.id = "old-tea", .category = 0, .added_day = 800},
                 {.id = "new-tea", .category = 0, .added_day = 980},
                 {.id = "newest-tea", .category = 0, .added_day = 999},
                 {.id = "new-pot", .category = 1, .added_day = 990},
                 {.id = "undated", .category = 0}};
  Shop shop(model::write_shop_model(parts).value());
  const auto ids = [&](const profile::Profile* profile) {
    std::vector<std::string> ids;
    for (const Recommendation& r : shop.ask({.strategy = Strategy::kNewForYou, .day = 1000}, profile)) {
      EXPECT_EQ(r.reason, ReasonKind::kNew);
      ids.emplace_back(shop.model().item_id(r.item));
    }
    return ids;
  };
  EXPECT_THAT(ids(nullptr), ElementsAre("newest-tea", "new-pot", "new-tea"));
  shop.see(Kind::kViewItem, "undated");
  EXPECT_THAT(ids(&shop.profile()), ElementsAre("newest-tea", "new-tea"));
}

TEST_F(MoreStrategiesTest, TakesADepartmentInCommonForNoTaste) {
  model::ShopModelParts parts;
  parts.categories = {{"outdoor"}, {"running", 0}, {"shoes", 1}, {"cycling", 0}, {"bells", 3}};
  parts.items = {{.id = "shoe", .category = 2},
                 {.id = "new-shoe", .category = 2, .price = 900, .regular_price = 1000, .added_day = 999},
                 {.id = "new-sock", .category = 1, .price = 900, .regular_price = 1000, .added_day = 990},
                 {.id = "new-bell", .category = 4, .price = 900, .regular_price = 1000, .added_day = 999}};
  Shop shop(model::write_shop_model(parts).value());
  for (int i = 0; i < 3; ++i) shop.see(Kind::kViewItem, "shoe");
  for (const Strategy strategy : {Strategy::kNewForYou, Strategy::kDealsForYou}) {
    std::vector<std::string> ids;
    for (const Recommendation& r : shop.ask({.strategy = strategy, .day = 1000})) {
      ids.emplace_back(shop.model().item_id(r.item));
    }
    EXPECT_THAT(ids, ElementsAre("new-shoe", "new-sock"));
  }
}

// --- relations that a shop's log may not show ---

TEST_F(MoreStrategiesTest, PrefersWhatIsWantedAfterAnOrder) {
  model::ShopModelParts parts;
  parts.items = {{.id = "shoe"}, {.id = "sock"}, {.id = "care"}, {.id = "bag"}};
  parts.edges[static_cast<std::size_t>(model::Relation::kBought)] = {{{1, 1.0}}, {}, {}, {}};
  parts.edges[static_cast<std::size_t>(model::Relation::kComplements)] = {{{2, 1.0}}, {}, {}, {}};
  parts.edges[static_cast<std::size_t>(model::Relation::kViewed)] = {{{1, 1.0}}, {}, {}, {}};
  parts.edges[static_cast<std::size_t>(model::Relation::kBoughtAfterView)] = {{{3, 1.0}}, {}, {}, {}};
  Shop shop(model::write_shop_model(parts).value());
  const auto at = [&](const char* id) { return *shop.model().find(item_key(id)); };
  shop.see(Kind::kPurchase, "shoe");
  const auto list = shop.ask({.strategy = Strategy::kComplementsOfLastOrder});
  EXPECT_THAT(items_of(list), ElementsAre(at("care")));
  EXPECT_EQ(list[0].reason, ReasonKind::kComplements);
  const auto next = shop.ask({.strategy = Strategy::kViewedNext, .item = at("shoe")}, nullptr);
  EXPECT_THAT(items_of(next), ElementsAre(at("sock"), at("bag"))) << "what is bought comes after what is looked at";
  EXPECT_EQ(next[1].reason, ReasonKind::kBoughtAfterView);
}

// --- rankings ---

TEST_F(MoreStrategiesTest, KeepsThePagesOrderForAStranger) {
  const std::vector<ItemIndex> given{kMug, kSock, kTrailShoe, kRoadShoe, kKettle};
  const auto list = shop_.ask({.strategy = Strategy::kSearchRanking, .given = given}, nullptr);
  EXPECT_EQ(items_of(list), given);
  EXPECT_EQ(list[0].reason, ReasonKind::kGiven);
}

TEST_F(MoreStrategiesTest, MovesUpWhatSheCaresAbout) {
  shop_.see(Kind::kViewItem, "trail-shoe");
  const std::vector<ItemIndex> given{kMug, kKettle, kRoadShoe};
  const auto list = shop_.ask({.strategy = Strategy::kSearchRanking, .given = given});
  EXPECT_EQ(list[0].item, kRoadShoe);
  EXPECT_EQ(list[0].reason, ReasonKind::kViewedTogether);
  EXPECT_EQ(list[0].subject, kTrailShoe);
}

TEST_F(MoreStrategiesTest, RanksACategoryByWhatManyLookAt) {
  const std::vector<ItemIndex> given{kMug, kSock, kTrailShoe, kKettle};
  const auto list = shop_.ask({.strategy = Strategy::kCategoryRanking, .given = given}, nullptr);
  EXPECT_THAT(items_of(list), ElementsAre(kKettle, kTrailShoe, kSock, kMug));
  EXPECT_EQ(list[0].reason, ReasonKind::kTrending);
}

TEST_F(MoreStrategiesTest, LosesNoneOfTheGivenItemsAndPutsLastWhatIsNotForHer) {
  shop_.see(Kind::kPurchase, "mug");
  shop_.set_aside(profile::Aside::kDisliked, "kettle");
  const std::vector<ItemIndex> given{kKettle, kSoldOutShoe, kMug, kSock, kSock, 99};
  for (const Strategy strategy : {Strategy::kSearchRanking, Strategy::kCategoryRanking}) {
    const auto items = items_of(shop_.ask({.strategy = strategy, .limit = 1, .given = given}));
    ASSERT_EQ(items.size(), 4u) << "each once, whatever the limit";
    EXPECT_THAT(std::vector(items.begin(), items.begin() + 2), ::testing::UnorderedElementsAre(kMug, kSock));
  }
}

// --- content ---

TEST_F(MoreStrategiesTest, OffersArticlesByInterest) {
  shop_.site().articles = {{"care", {}, {}},
                           {"coffee-guide", {name_key("coffee")}, {}},
                           {"shoe-guide", {name_key("running-shoes")}, {}},
                           {"hayate", {}, {name_key("hayate")}}};
  const Request request{.strategy = Strategy::kContent};
  EXPECT_THAT(items_of(shop_.ask(request, nullptr)), ElementsAre(0u, 1u, 2u, 3u)) << "in the shop's own order";
  EXPECT_EQ(shop_.ask(request, nullptr)[0].reason, ReasonKind::kGiven);
  shop_.see(Kind::kViewItem, "road-shoe");
  const auto list = shop_.ask(request);
  EXPECT_THAT(items_of(list), ElementsAre(2u, 3u, 0u, 1u));
  EXPECT_EQ(list[0].reason, ReasonKind::kCategoryInterest);
  EXPECT_EQ(shop_.model().category_slug(list[0].subject), "running-shoes");
  EXPECT_EQ(list[1].reason, ReasonKind::kBrandInterest);
  const auto on_page = shop_.ask({.strategy = Strategy::kContent, .limit = 1, .item = kKettle});
  EXPECT_THAT(items_of(on_page), ElementsAre(1u)) << "first what the page is about";
  EXPECT_EQ(on_page[0].reason, ReasonKind::kSameCategory);
}

}  // namespace
}  // namespace noren::recommend
