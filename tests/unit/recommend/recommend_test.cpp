#include "core/recommend/recommend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <numeric>

#include "core/model/shop_model_writer.h"
#include "tests/support/test_model.h"
#include "tests/support/test_shop.h"
#include "tests/unit/recommend/visited_shop.h"

namespace {

std::size_t allocations = 0;

}  // namespace

// Counts allocations, for the test that there are none on the hot path. Not inlined: GCC would see malloc on one side of a pair
// and delete on the other, and warn.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace noren::recommend {
namespace {

using event::Kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::Contains;
using model::kNone;
using testing::Fields;
using testing::kNow;

enum : ItemIndex { kTrailShoe, kRoadShoe, kSock, kKettle, kMug, kSoldOutShoe };

class RecommendTest : public ::testing::Test {
 protected:
  Shop shop_{testing::test_model()};
};

// --- for-you ---

TEST_F(RecommendTest, OffersWhatBelongsToWhatSheLookedAt) {
  shop_.see(Kind::kViewItem, "kettle");
  const auto list = shop_.ask({.strategy = Strategy::kForYou, .limit = 3});
  ASSERT_FALSE(list.empty());
  EXPECT_EQ(list[0].item, kMug);
  EXPECT_EQ(list[0].reason, ReasonKind::kViewedTogether);
  EXPECT_EQ(list[0].subject, kKettle);
}

TEST_F(RecommendTest, GivesNewerItemsMoreWeight) {
  shop_.see(Kind::kViewItem, "kettle");
  shop_.see(Kind::kViewItem, "trail-shoe");
  EXPECT_EQ(shop_.ask({.limit = 1})[0].item, kRoadShoe);
  shop_.see(Kind::kViewItem, "kettle");
  EXPECT_EQ(shop_.ask({.limit = 1})[0].item, kMug);
}

TEST_F(RecommendTest, NamesTheItemWithTheStrongestEdgeAsTheReason) {
  shop_.see(Kind::kViewItem, "road-shoe");
  shop_.see(Kind::kViewItem, "trail-shoe");
  const auto list = shop_.ask({.limit = 1});
  EXPECT_EQ(list[0].item, kSock);
  EXPECT_EQ(list[0].subject, kTrailShoe) << "0.5 of the newest item outweighs 0.6 * 0.4 of the one before";
}

TEST_F(RecommendTest, PrefersWhatSeveralOfHerItemsLeadTo) {
  model::ShopModelParts parts;
  for (const char* id : {"a", "b", "agreed", "lone"}) parts.items.push_back({.id = id});
  parts.edges[0] = {{{2, 0.5}}, {{2, 0.5}, {3, 0.6}}, {}, {}};  // summed 0.75 for the agreed one
  Shop shop(model::write_shop_model(parts).value());
  shop.see(Kind::kViewItem, "a");
  shop.see(Kind::kViewItem, "b");
  EXPECT_EQ(shop.ask({.limit = 1})[0].item, 2u);
}

TEST_F(RecommendTest, LiftsWhatFitsHerInterests) {
  model::ShopModelParts parts;
  parts.categories = {{"tea"}, {"books"}};
  for (const char* id : {"start", "book", "tea-1", "tea-2"}) parts.items.push_back({.id = id, .category = 0});
  parts.items[1].category = 1;
  parts.edges[0] = {{{1, 1.0}, {2, 0.9}}, {}, {}, {}};
  Shop shop(model::write_shop_model(parts).value());
  shop.see(Kind::kViewItem, "tea-2");
  shop.see(Kind::kViewItem, "start");
  EXPECT_THAT(items_of(shop.ask({.limit = 2})), ElementsAre(2u, 1u));
}

TEST_F(RecommendTest, LeavesOutWhatSheJustLookedAt) {
  shop_.see(Kind::kViewItem, "trail-shoe");
  shop_.see(Kind::kViewItem, "road-shoe");
  EXPECT_THAT(items_of(shop_.ask({.limit = 50})), Not(Contains(::testing::AnyOf(kTrailShoe, kRoadShoe))));
}

TEST_F(RecommendTest, FillsUpFromHerCategoriesAndThenFromTheTrend) {
  shop_.see(Kind::kViewItem, "mug");
  shop_.see(Kind::kAddToCart, "kettle");  // takes the mug's only neighbour away
  shop_.see(Kind::kAddToWishlist, "road-shoe");
  const auto list = shop_.ask({.limit = 4});
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].item, kTrailShoe);
  EXPECT_EQ(list[0].reason, ReasonKind::kCategoryInterest);
  EXPECT_EQ(shop_.model().category_slug(list[0].subject), "running-shoes");
  EXPECT_EQ(list.back().item, kSock);
  EXPECT_EQ(list.back().reason, ReasonKind::kTrending);
}

TEST_F(RecommendTest, NamesTheBrandWhereSheCaresMoreForIt) {
  model::ShopModelParts parts;
  parts.categories = {{"tea"}, {"pots"}};
  parts.brands = {"kumo"};
  parts.items = {{.id = "pot-1", .category = 1, .brand = 0},
                 {.id = "tea-1", .category = 0, .brand = 0},
                 {.id = "tea-2", .category = 0, .brand = 0}};
  Shop shop(model::write_shop_model(parts).value());
  shop.see(Kind::kViewItem, "pot-1");
  shop.see(Kind::kViewItem, "tea-1");
  const auto list = shop.ask({.limit = 1});
  EXPECT_EQ(list[0].item, 2u);
  EXPECT_EQ(list[0].reason, ReasonKind::kBrandInterest);
  EXPECT_EQ(list[0].subject, 0u);
}

TEST_F(RecommendTest, ShowsAStrangerWithConsentTheTrend) {
  const auto list = shop_.ask({.limit = 3});
  EXPECT_EQ(items_of(list), items_of(shop_.ask({.strategy = Strategy::kTrending, .limit = 3})));
  EXPECT_EQ(list[0].reason, ReasonKind::kTrending);
  EXPECT_EQ(list[0].subject, model::kNone);
}

TEST_F(RecommendTest, MixesCategoriesAsLongAsThereAreOthers) {
  Shop shop(one_sided_model(20));
  shop.see(Kind::kViewItem, "shoe-0");
  const auto eight = items_of(shop.ask({.limit = 8}));
  EXPECT_THAT(eight, Contains(20u)) << "the mug, weak as it is";
  EXPECT_EQ(eight.size(), 8u) << "and shoes again where nothing else leads anywhere";
  EXPECT_THAT(items_of(shop.ask({.limit = 5})), ElementsAre(1u, 2u, 3u, 4u, 20u));
}

// --- the other strategies ---

TEST_F(RecommendTest, OffersSimilarItemsThenOthersOfTheCategory) {
  Shop shop(one_sided_model(4));
  const auto list =
      shop.ask({.strategy = Strategy::kSimilar, .limit = 4, .item = 4}, nullptr);  // mug-0 has no neighbours
  EXPECT_THAT(items_of(list), ElementsAre(5u, 6u, 7u));
  EXPECT_EQ(list[0].reason, ReasonKind::kSameCategory);
  EXPECT_EQ(list[0].subject, 4u);
  EXPECT_EQ(shop.ask({.strategy = Strategy::kSimilar, .item = 0}, nullptr)[0].reason, ReasonKind::kViewedTogether);
}

TEST_F(RecommendTest, PrefersTheSamePriceBandAmongOthersOfTheCategory) {
  model::ShopModelParts parts;
  parts.categories = {{"tea"}};
  parts.items = {{.id = "cheap", .category = 0, .price = 500, .popularity = 9, .trend = 9},
                 {.id = "dear", .category = 0, .price = 9000, .popularity = 9, .trend = 9},
                 {.id = "dear-too", .category = 0, .price = 9900, .popularity = 9, .trend = 9}};
  Shop shop(model::write_shop_model(parts).value());
  EXPECT_THAT(items_of(shop.ask({.strategy = Strategy::kSimilar, .item = 2}, nullptr)), ElementsAre(1u, 0u));
}

TEST_F(RecommendTest, OffersWhatWasBoughtTogether) {
  const auto list = shop_.ask({.strategy = Strategy::kBoughtTogether, .item = kTrailShoe}, nullptr);
  EXPECT_THAT(items_of(list), ElementsAre(kSock));
  EXPECT_EQ(list[0].reason, ReasonKind::kBoughtTogether);
  EXPECT_EQ(list[0].subject, kTrailShoe);
}

TEST_F(RecommendTest, CompletesTheCartFromAllItsLines) {
  shop_.see(Kind::kAddToCart, "trail-shoe");
  shop_.see(Kind::kAddToCart, "kettle");
  const auto list = shop_.ask({.strategy = Strategy::kCompleteTheCart});
  EXPECT_THAT(items_of(list), ElementsAre(kSock, kMug));
  EXPECT_EQ(list[1].subject, kKettle);
}

TEST_F(RecommendTest, ListsWhatSheViewedNewestFirst) {
  for (const char* id : {"kettle", "sock", "mug", "kettle"}) shop_.see(Kind::kViewItem, id);
  const auto list = shop_.ask({.strategy = Strategy::kRecentlyViewed});
  EXPECT_THAT(items_of(list), ElementsAre(kKettle, kMug, kSock));
  EXPECT_EQ(list[0].reason, ReasonKind::kViewed);
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kRecentlyViewed, .item = kMug})), ElementsAre(kKettle, kSock));
}

TEST_F(RecommendTest, ListsWhatSheViewedAlsoWhenItIsInHerCart) {
  shop_.see(Kind::kViewItem, "sock");
  shop_.see(Kind::kAddToCart, "sock");
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kRecentlyViewed})), ElementsAre(kSock));
  shop_.see(Kind::kPurchase, "sock");
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kRecentlyViewed})), IsEmpty());
}

TEST_F(RecommendTest, ListsTheTrend) {
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kTrending}, nullptr)),
              ElementsAre(kKettle, kTrailShoe, kRoadShoe, kSock, kMug));
}

TEST_F(RecommendTest, MixesCategoriesInTheTrend) {
  Shop shop(one_sided_model(20));  // all alike, shoes first by number
  EXPECT_THAT(items_of(shop.ask({.strategy = Strategy::kTrending, .limit = 6}, nullptr)),
              ElementsAre(0u, 1u, 2u, 3u, 20u, 21u));
}

// --- what never comes ---

TEST_F(RecommendTest, LeavesOutWhatIsOutOfStockInEveryStrategy) {
  shop_.see(Kind::kViewItem, "sold-out-shoe");
  shop_.see(Kind::kViewItem, "trail-shoe");
  for (std::size_t s = 0; s < kStrategyCount; ++s) {
    EXPECT_THAT(items_of(shop_.ask({.strategy = static_cast<Strategy>(s), .limit = 50, .item = kRoadShoe})),
                Not(Contains(kSoldOutShoe)));
  }
}

TEST_F(RecommendTest, LeavesOutWhatSheBoughtInEveryStrategy) {
  for (const char* id : {"kettle", "trail-shoe"}) shop_.see(Kind::kViewItem, id);
  shop_.see(Kind::kAddToCart, "trail-shoe");
  shop_.see(Kind::kPurchase, "sock");
  for (std::size_t s = 0; s < kStrategyCount; ++s) {
    EXPECT_THAT(items_of(shop_.ask({.strategy = static_cast<Strategy>(s), .limit = 50, .item = kTrailShoe})),
                Not(Contains(kSock)));
  }
}

TEST_F(RecommendTest, LeavesOutCartContextAndExcludedItems) {
  shop_.see(Kind::kAddToCart, "kettle");
  const std::vector<ItemIndex> exclude{kMug, 4'000'000'000u};
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kTrending, .item = kTrailShoe, .exclude = exclude})),
              ElementsAre(kRoadShoe, kSock));
}

TEST_F(RecommendTest, GivesWithoutAProfileOnlyWhatThePageAloneSays) {
  for (const Strategy strategy : {Strategy::kForYou, Strategy::kCompleteTheCart, Strategy::kRecentlyViewed,
                                  Strategy::kComplementsOfLastOrder, Strategy::kViewedNotBought}) {
    EXPECT_THAT(shop_.ask({.strategy = strategy, .item = kTrailShoe}, nullptr), IsEmpty()) << name(strategy);
  }
  for (const Strategy strategy : {Strategy::kSimilar, Strategy::kBoughtTogether, Strategy::kTrending,
                                  Strategy::kViewedNext, Strategy::kPopularInCategory}) {
    EXPECT_THAT(shop_.ask({.strategy = strategy, .item = kTrailShoe}, nullptr), Not(IsEmpty())) << name(strategy);
  }
}

TEST_F(RecommendTest, HasNothingSimilarToNothing) {
  EXPECT_THAT(shop_.ask({.strategy = Strategy::kSimilar}), IsEmpty());
  EXPECT_THAT(shop_.ask({.strategy = Strategy::kBoughtTogether}), IsEmpty());
}

TEST_F(RecommendTest, KnowsNothingOfTheLastCall) {
  shop_.see(Kind::kViewItem, "trail-shoe");
  const Request request{.limit = 5};
  const auto first = items_of(shop_.ask(request));
  shop_.ask({.strategy = Strategy::kSimilar, .item = kKettle});
  shop_.ask({.strategy = Strategy::kTrending, .exclude = std::vector<ItemIndex>{kSock, kMug}});
  EXPECT_EQ(items_of(shop_.ask(request)), first);
}

TEST_F(RecommendTest, KnowsNothingOfTheVisitorBefore) {
  model::ShopModelParts parts;
  parts.categories = {{"shoes"}, {"mugs"}, {"books"}};
  parts.brands = {"hayate", "yugen", "quillmarsh"};
  for (std::uint32_t i = 0; i < 90; ++i) {
    parts.items.push_back({.id = "item-" + std::to_string(i),
                           .category = i % 3,
                           .brand = i / 3 % 3,
                           .price = static_cast<float>(500 * (i % 20)),
                           .popularity = 10,
                           .trend = static_cast<double>(i % 10)});
    parts.edges[0].push_back({{(i + 7) % 90, 1.0}, {(i + 20) % 90, 0.9}, {(i + 41) % 90, 0.8}, {(i + 62) % 90, 0.7}});
  }
  const auto bytes = model::write_shop_model(parts).value();
  Shop runner(bytes);
  for (const char* id : {"item-9", "item-0", "item-18"}) runner.see_at_price(id, 9000);
  Shop drinker(bytes);
  drinker.see_at_price("item-4", 2000);
  std::vector<ItemIndex> given(30);
  std::iota(given.begin(), given.end(), ItemIndex{0});
  for (std::size_t s = 0; s < kStrategyCount; ++s) {
    const Request request{.strategy = static_cast<Strategy>(s), .limit = 20, .item = 4, .given = given};
    for (const profile::Profile* next : {&drinker.profile(), static_cast<const profile::Profile*>(nullptr)}) {
      Shop fresh(bytes);
      const auto expected = fresh.ask(request, next);
      runner.ask(request);
      const auto list = runner.ask(request, next);
      ASSERT_EQ(list.size(), expected.size()) << name(static_cast<Strategy>(s));
      for (std::size_t i = 0; i < list.size(); ++i) {
        EXPECT_EQ(list[i].item, expected[i].item) << name(static_cast<Strategy>(s));
        EXPECT_EQ(list[i].score, expected[i].score) << name(static_cast<Strategy>(s));
        EXPECT_EQ(list[i].reason, expected[i].reason) << name(static_cast<Strategy>(s));
        EXPECT_EQ(list[i].subject, expected[i].subject) << name(static_cast<Strategy>(s));
      }
    }
  }
}

// --- laws ---

TEST_F(RecommendTest, NeverRepeatsAnItemNorLetsAScoreRise) {
  Shop shop(one_sided_model(30));
  for (const char* id : {"shoe-3", "mug-2", "shoe-7", "mug-9", "shoe-1"}) shop.see(Kind::kViewItem, id);
  shop.see(Kind::kAddToCart, "shoe-5");
  for (std::size_t s = 0; s < kStrategyCount; ++s) {
    for (std::size_t limit = 1; limit <= kMaxLimit; ++limit) {
      const auto list = shop.ask({.strategy = static_cast<Strategy>(s), .limit = limit, .item = 4});
      EXPECT_LE(list.size(), limit);
      for (std::size_t i = 0; i < list.size(); ++i) {
        EXPECT_GT(list[i].score, 0.0f);
        EXPECT_LE(list[i].score, list[i > 0 ? i - 1 : 0].score) << name(static_cast<Strategy>(s)) << " " << limit;
        for (std::size_t j = 0; j < i; ++j) EXPECT_NE(list[i].item, list[j].item);
      }
    }
  }
}

TEST_F(RecommendTest, BreaksTiesByTheLowerIndex) {
  model::ShopModelParts parts;
  for (const char* id : {"d", "c", "b", "a", "start"}) parts.items.push_back({.id = id});
  parts.edges[0] = {{}, {}, {}, {}, {{3, 1.0}, {1, 1.0}, {2, 1.0}, {0, 1.0}}};
  Shop shop(model::write_shop_model(parts).value());
  EXPECT_THAT(items_of(shop.ask({.strategy = Strategy::kSimilar, .limit = 3, .item = 4}, nullptr)),
              ElementsAre(0u, 1u, 2u));
}

TEST_F(RecommendTest, AllocatesNothingOnceWarm) {
  Shop shop(one_sided_model(30));
  for (int i = 0; i < 25; ++i) shop.see(Kind::kViewItem, "shoe-" + std::to_string(i));
  shop.see(Kind::kAddToCart, "shoe-28");
  const auto ask_all = [&] {
    std::size_t found = 0;
    for (std::size_t s = 0; s < kStrategyCount; ++s) {
      found += shop.recommender()
                   .recommend({.strategy = static_cast<Strategy>(s), .limit = 50, .item = 4}, &shop.profile())
                   .value()
                   .size();
    }
    return found;
  };
  const std::size_t found = ask_all();
  const std::size_t before = allocations;
  EXPECT_EQ(ask_all(), found);
  EXPECT_EQ(allocations, before);
}

TEST_F(RecommendTest, RefusesArgumentsOutOfBounds) {
  const std::vector<ItemIndex> many(kMaxExclude + 1, 0);
  const auto path_of = [&](const Request& request) {
    const auto list = shop_.recommender().recommend(request, nullptr);
    return list ? std::string() : list.error().path;
  };
  EXPECT_EQ(path_of({.limit = 0}), "limit");
  EXPECT_EQ(path_of({.limit = kMaxLimit + 1}), "limit");
  EXPECT_EQ(path_of({.exclude = many}), "exclude");
  EXPECT_EQ(path_of({.strategy = Strategy::kSimilar, .item = 6}), "item");
}

TEST_F(RecommendTest, HasNothingToOfferInAShopWithoutItems) {
  const model::ShopModel empty;
  const site::Site site;
  Recommender recommender(empty, site);
  EXPECT_THAT(recommender.recommend({.strategy = Strategy::kTrending}, nullptr).value(), IsEmpty());
  EXPECT_THAT(recommender.recommend({}, &shop_.profile()).value(), IsEmpty());
}

TEST_F(RecommendTest, OffersNothingMoreThatIsNotForHer) {
  shop_.see(Kind::kViewItem, "trail-shoe");
  shop_.see(Kind::kViewItem, "sock");
  shop_.set_aside(profile::Aside::kDisliked, "road-shoe");
  for (std::size_t s = 0; s < kStrategyCount; ++s) {
    EXPECT_THAT(items_of(shop_.ask({.strategy = static_cast<Strategy>(s), .limit = 50, .item = kTrailShoe})),
                Not(Contains(kRoadShoe)))
        << name(static_cast<Strategy>(s));
  }
  shop_.set_aside(profile::Aside::kDisliked, "road-shoe", true);
  EXPECT_THAT(items_of(shop_.ask({.strategy = Strategy::kSimilar, .item = kTrailShoe})), Contains(kRoadShoe));
}

TEST_F(RecommendTest, UsesNoItemAsAReasonThatSheSetAside) {
  shop_.see(Kind::kViewItem, "kettle");
  ASSERT_EQ(shop_.ask({.limit = 1})[0].reason, ReasonKind::kViewedTogether);
  shop_.set_aside(profile::Aside::kItem, "kettle");
  const auto list = shop_.ask({.limit = 50});
  for (const Recommendation& r : list) EXPECT_NE(r.subject, kKettle);
  EXPECT_THAT(items_of(list), Not(Contains(kKettle))) << "nor is it offered itself";
  shop_.see(Kind::kAddToCart, "kettle");
  EXPECT_THAT(shop_.ask({.strategy = Strategy::kCompleteTheCart}), IsEmpty());
}

TEST_F(RecommendTest, LetsOldInterestsDecideWhereTheVisitHasSaidLittle) {
  model::ShopModelParts parts;
  parts.categories = {{"tea"}, {"books"}};
  for (const char* id : {"start", "book", "tea-1", "tea-2"}) parts.items.push_back({.id = id, .category = kNone});
  for (int i = 0; i < 18; ++i) parts.items.push_back({.id = "x" + std::to_string(i)});
  parts.items[1].category = 1;
  parts.items[2].category = parts.items[3].category = 0;
  parts.edges[0].resize(parts.items.size());
  parts.edges[0][0] = {{1, 1.0}, {2, 0.75}};
  Shop shop(model::write_shop_model(parts).value());
  shop.see(Kind::kAddToWishlist, "tea-2");
  shop.passes(3 * testing::kDay);
  shop.see(Kind::kViewItem, "start");
  EXPECT_THAT(items_of(shop.ask({.limit = 2})), ElementsAre(2u, 1u)) << "tea, for she has always liked it";
  for (int i = 0; i < 18; ++i) shop.see(Kind::kViewItem, "x" + std::to_string(i));
  shop.see(Kind::kViewItem, "start");
  EXPECT_THAT(items_of(shop.ask({.limit = 2})), ElementsAre(1u, 2u)) << "this visit has said more by now";
}

TEST_F(RecommendTest, OffersAgainWhatIsBoughtAgainOnceItMayBeUsedUp) {
  model::ShopModelParts parts;
  parts.items = {{.id = "beans", .bought_again = true, .trend = 9}, {.id = "grinder", .trend = 8}};
  Shop shop(model::write_shop_model(parts).value());
  shop.see(Kind::kPurchase, "beans");
  shop.see(Kind::kPurchase, "grinder");
  const auto trending = [&] { return items_of(shop.ask({.strategy = Strategy::kTrending})).size(); };
  EXPECT_EQ(trending(), 0u);
  shop.passes(15 * testing::kDay);
  shop.see(Kind::kViewItem, "grinder");
  const auto list = shop.ask({.strategy = Strategy::kTrending});
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(shop.model().item_id(list[0].item), "beans");
}

TEST(StrategyNames, AreThoseOfTheComments) {
  EXPECT_EQ(name(Strategy::kForYou), "for-you");
  EXPECT_EQ(name(Strategy::kCompleteTheCart), "complete-the-cart");
  EXPECT_EQ(name(Strategy::kTrending), "trending");
}

}  // namespace
}  // namespace noren::recommend
