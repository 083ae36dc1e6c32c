// What the shop's own rules, diversity and exploration make of a list.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "tests/unit/recommend/visited_shop.h"

namespace noren::recommend {
namespace {

using event::Kind;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Not;

constexpr std::uint32_t kToday = 1000;

// Four shoes and four mugs; the lower the number, the better liked. Shoes are of brand a, mugs of b, but for the last ones.
std::vector<std::byte> shelf() {
  model::ShopModelParts parts;
  parts.categories = {{"goods"}, {"shoes", 0}, {"mugs", 0}};
  parts.brands = {"a", "b"};
  const float none = std::numeric_limits<float>::quiet_NaN();
  parts.labels = {{.name = "margin", .numbers = {0.1f, 0.2f, 0.3f, none, 0.5f, 0.1f, 0.1f, 0.1f}},
                  {.name = "season", .texts = {"", "winter", "", "", "winter", "summer", "", ""}}};
  for (int i = 0; i < 8; ++i) {
    const bool is_shoe = i < 4;
    model::ShopModelParts::Item item;
    item.id = (is_shoe ? "shoe-" : "mug-") + std::to_string(i % 4);
    item.category = is_shoe ? 1 : 2;
    item.brand = is_shoe != (i % 4 == 3) ? 0 : 1;
    item.price = static_cast<float>(1000 * (i + 1));
    item.trend = 80.0 - 10 * i;
    if (i == 2) item.regular_price = 6000;
    if (i == 5) item.added_day = kToday - 3;
    parts.items.push_back(item);
  }
  return model::write_shop_model(parts).value();
}

class MerchandisingTest : public ::testing::Test {
 protected:
  // Ids of the list that a site with these members gives.
  std::vector<std::string> list(const std::string& members, Request request = {.strategy = Strategy::kTrending},
                                const profile::Profile* profile = nullptr) {
    reasons_.clear();
    request.day = kToday;
    auto loaded = site::load(
        std::string_view(R"({"noren": 1, "site": "test", "currency": "JPY", "languages": ["en"], )" + members + "}"));
    EXPECT_TRUE(loaded) << (loaded ? std::string() : to_string(loaded.error()[0]));
    if (!loaded) return {};
    Recommender recommender(model_, *loaded);
    const auto found = recommender.recommend(request, profile);
    EXPECT_TRUE(found);
    std::vector<std::string> ids;
    float before = 1e30f;
    for (const Recommendation& r : *found) {
      ids.emplace_back(model_.item_id(r.item));
      reasons_.push_back(r.reason);
      EXPECT_GT(r.score, 0.0f);
      EXPECT_LE(r.score, before);
      before = r.score;
    }
    return ids;
  }
  std::vector<std::string> with(const std::string& rules, const Request& request = {.strategy = Strategy::kTrending},
                                const profile::Profile* profile = nullptr) {
    return list(R"("merchandising": [)" + rules + "]", request, profile);
  }
  ItemIndex at(const char* id) const { return *model_.find(item_key(id)); }

  std::vector<std::byte> bytes_ = shelf();
  model::ShopModel model_ = model::ShopModel::open(bytes_).value();
  std::vector<ReasonKind> reasons_;
};

TEST_F(MerchandisingTest, LeavesListsAloneThatNoRuleIsAbout) {
  const auto plain = list(R"("merchandising": [])");
  EXPECT_THAT(plain, ElementsAre("shoe-0", "shoe-1", "shoe-2", "shoe-3", "mug-0", "mug-1", "mug-2", "mug-3"));
  EXPECT_EQ(with(R"({"id": "r", "action": "hide", "strategies": ["similar"]})").size(), 8u);
}

TEST_F(MerchandisingTest, FiltersAndHides) {
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {"var": "item.category.mugs"}})"),
              ElementsAre("mug-0", "mug-1", "mug-2", "mug-3"));
  EXPECT_THAT(with(R"({"id": "r", "action": "hide", "items": {"==": [{"var": "item.brand"}, "a"]}})"),
              ::testing::UnorderedElementsAre("shoe-3", "mug-0", "mug-1", "mug-2"));
  EXPECT_THAT(with(R"({"id": "r", "action": "hide", "items": {"in": [{"var": "item.id"}, ["shoe-0", "mug-0"]]}})"),
              Not(Contains("shoe-0")));
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {"var": "item.category.goods"}})").size(), 8u)
      << "the categories above its own count";
}

TEST_F(MerchandisingTest, KnowsPricesSalesAndHowLongAnItemIsThere) {
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {"<": [{"var": "item.price"}, 2500]}})"),
              ElementsAre("shoe-0", "shoe-1"));
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {"var": "item.on_sale"}})"), ElementsAre("shoe-2"));
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {">=": [{"var": "item.discount"}, 0.5]}})"),
              ElementsAre("shoe-2"));
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {"<=": [{"var": "item.days_in_shop"}, 7]}})").size(), 8u)
      << "null, which is not known, is 0 in a comparison";
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {"and": [{"!=": [{"var": "item.days_in_shop"}, null]},
                                                                      {"<=": [{"var": "item.days_in_shop"}, 7]}]}})"),
              ElementsAre("mug-1"));
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {">": [{"var": "item.trend"}, 65]}})"),
              ElementsAre("shoe-0", "shoe-1"));
}

TEST_F(MerchandisingTest, KnowsTheShopsOwnLabels) {
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {">=": [{"var": "item.label.margin"}, 0.3]}})"),
              ::testing::UnorderedElementsAre("mug-0", "shoe-2"));
  EXPECT_THAT(with(R"({"id": "r", "action": "filter", "items": {"==": [{"var": "item.label.season"}, "winter"]}})"),
              ElementsAre("shoe-1", "mug-0"));
  EXPECT_TRUE(
      with(R"({"id": "r", "action": "filter", "items": {"==": [{"var": "item.label.no-such"}, "x"]}})").empty());
}

TEST_F(MerchandisingTest, BoostsAndBuries) {
  EXPECT_EQ(with(R"({"id": "r", "action": "boost", "by": 100, "items": {"==": [{"var": "item.id"}, "mug-3"]}})")[0],
            "mug-3");
  const auto buried = with(R"({"id": "r", "action": "bury", "items": {"==": [{"var": "item.id"}, "shoe-0"]}})");
  EXPECT_EQ(buried.back(), "shoe-0");
  EXPECT_EQ(buried.size(), 8u);
}

TEST_F(MerchandisingTest, PinsTheBestItemToItsPosition) {
  const std::string pin =
      R"({"id": "r", "action": "pin", "position": 2, "items": {"==": [{"var": "item.category"}, "mugs"]}})";
  EXPECT_EQ(with(pin)[1], "mug-0");
  EXPECT_THAT(with(pin, {.strategy = Strategy::kTrending, .exclude = std::vector{at("mug-0")}})[1], "mug-1");
  const auto similar = with(pin, {.strategy = Strategy::kSimilar, .limit = 3, .item = at("shoe-0")});
  EXPECT_THAT(similar, ElementsAre("shoe-1", "mug-0", "shoe-2")) << "also where it was not found otherwise";
  EXPECT_EQ(reasons_[1], ReasonKind::kFeatured);
}

TEST_F(MerchandisingTest, LimitsABrandOrACategory) {
  EXPECT_THAT(with(R"({"id": "r", "action": "limit", "most": 1, "per": "category"})"), ElementsAre("shoe-0", "mug-0"));
  EXPECT_THAT(with(R"({"id": "r", "action": "limit", "most": 2, "per": "brand"})"),
              ElementsAre("shoe-0", "shoe-1", "mug-0", "mug-1"));
  EXPECT_EQ(
      with(
          R"({"id": "r", "action": "limit", "most": 1, "per": "brand", "items": {"==": [{"var": "item.brand"}, "b"]}})")
          .size(),
      5u)
      << "only those that the rule is about";
}

TEST_F(MerchandisingTest, FillsWhatALimitLeavesOpenFromTheTrend) {
  // What she sees leads to forty of one brand; of the six others two are of it, too.
  model::ShopModelParts parts;
  parts.brands = {"many", "b", "c"};
  for (std::uint32_t i = 0; i < 47; ++i) {
    const std::uint32_t brand = i < 43 ? 0u : i < 45 ? 1u : 2u;
    parts.items.push_back({.id = "item-" + std::to_string(i), .brand = brand, .trend = 100.0 - i});
  }
  parts.edges[0].resize(47);
  for (std::uint32_t i = 1; i <= 40; ++i) parts.edges[0][0].push_back({i, 1.0 - 0.01 * i});
  const std::vector<std::byte> file = model::write_shop_model(parts).value();
  model_ = model::ShopModel::open(file).value();
  Shop shop(file);
  shop.see(Kind::kViewItem, "item-0");

  const Request request{.strategy = Strategy::kForYou, .limit = 5};
  const std::string limit = R"({"id": "r", "action": "limit", "most": 2, "per": "brand"})";
  const auto filled = with(limit, request, &shop.profile());
  EXPECT_THAT(filled, ElementsAre("item-1", "item-2", "item-43", "item-44", "item-45"));
  EXPECT_THAT(reasons_, ElementsAre(ReasonKind::kViewedTogether, ReasonKind::kViewedTogether, ReasonKind::kTrending,
                                    ReasonKind::kTrending, ReasonKind::kTrending));
  const std::string bury = R"(, {"id": "s", "action": "bury", "items": {"==": [{"var": "item.brand"}, "b"]}})";
  EXPECT_THAT(with(limit + bury, request, &shop.profile()),
              ElementsAre("item-1", "item-2", "item-45", "item-46", "item-43"))
      << "what is buried comes last";
  const std::string pin =
      R"(, {"id": "s", "action": "pin", "position": 4, "items": {"==": [{"var": "item.id"}, "item-46"]}})";
  EXPECT_THAT(with(limit + pin, request, &shop.profile()),
              ElementsAre("item-1", "item-2", "item-43", "item-46", "item-44"))
      << "what is pinned keeps its place";
  const auto similar = with(limit, {.strategy = Strategy::kSimilar, .limit = 5, .item = at("item-0")});
  EXPECT_EQ(similar.size(), 2u) << "what goes with an item is not filled up with what does not";
}

TEST_F(MerchandisingTest, HoldsRulesForWhomAndWhenTheyAreMeant) {
  const std::string hide = R"({"id": "r", "action": "hide", "items": {"var": "item.category.mugs"}})";
  EXPECT_EQ(with(hide, {.strategy = Strategy::kTrending, .holding = 1}).size(), 4u);
  EXPECT_EQ(with(hide, {.strategy = Strategy::kTrending, .holding = 0}).size(), 8u);
}

TEST_F(MerchandisingTest, ShowsAStrangerWhatFitsTheDay) {
  const std::string winter = R"({"id": "winter", "action": "boost", "by": 2, "items": {"var": "item.category.mugs"},
                                 "when": {"==": [{"var": "context.season"}, "winter"]}})";
  const auto found = with(winter, {.strategy = Strategy::kForYou, .limit = 4});
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0], "mug-0");
  EXPECT_EQ(reasons_[0], ReasonKind::kFeatured);
  EXPECT_TRUE(with(winter, {.strategy = Strategy::kForYou, .holding = 0}).empty());
}

TEST_F(MerchandisingTest, FollowsFromHerAnswerUntilSheSetsItAside) {
  Shop shop(shelf());
  const std::string members = R"("questions": [{"id": "drinks", "kind": "boolean"}], "merchandising": [{"id": "tea",
      "action": "boost", "by": 2, "items": {"var": "item.category.mugs"}, "when": {"var": "declared.drinks"}, "question": "drinks"}])";
  const Request request{.strategy = Strategy::kForYou, .limit = 2};
  EXPECT_EQ(list(members, request, &shop.profile())[0], "mug-0");
  EXPECT_EQ(reasons_[0], ReasonKind::kDeclared);
  shop.set_aside_question("drinks");
  list(members, request, &shop.profile());
  EXPECT_THAT(reasons_, Each(ReasonKind::kTrending));
}

TEST_F(MerchandisingTest, PinsWhatFollowsFromHerAnswerUntilSheSetsItAside) {
  Shop shop(shelf());
  const std::string members = R"("questions": [{"id": "drinks", "kind": "boolean"}], "merchandising": [{"id": "tea",
      "action": "pin", "position": 2, "items": {"var": "item.category.mugs"}, "when": {"var": "declared.drinks"}, "question": "drinks"}])";
  const Request request{.strategy = Strategy::kSimilar, .limit = 3, .item = at("shoe-0")};
  EXPECT_THAT(list(members, request, &shop.profile()), ElementsAre("shoe-1", "mug-0", "shoe-2"));
  EXPECT_EQ(reasons_[1], ReasonKind::kDeclared);
  EXPECT_THAT(list(members, {.strategy = Strategy::kTrending, .limit = 3}, &shop.profile()),
              ElementsAre("shoe-0", "mug-0", "shoe-1"));
  EXPECT_EQ(reasons_[1], ReasonKind::kDeclared) << "though it was found otherwise, too";
  shop.set_aside_question("drinks");
  EXPECT_THAT(list(members, request, &shop.profile()), ElementsAre("shoe-1", "shoe-2", "shoe-3"));
}

TEST_F(MerchandisingTest, MixesAListAsMuchAsItIsTold) {
  const auto mixed = [&](const char* diversity) {
    return list(std::string(R"("recommendations": {"similar": {"diversity": )") + diversity + "}}",
                {.strategy = Strategy::kTrending, .limit = 4});
  };
  const auto of = [&](const char* diversity) {
    return list(std::string(R"("recommendations": {"trending": {"diversity": )") + diversity + "}}",
                {.strategy = Strategy::kTrending, .limit = 4});
  };
  EXPECT_THAT(mixed("1"), ElementsAre("shoe-0", "shoe-1", "mug-0", "mug-1")) << "another strategy's";
  EXPECT_THAT(of("0.05"), ElementsAre("shoe-0", "shoe-1", "shoe-2", "shoe-3"));
  const auto varied = of("0.9");
  EXPECT_EQ(varied[0], "shoe-0");
  EXPECT_THAT(varied[1].substr(0, 3), "mug") << "not of the first one's category";
}

TEST_F(MerchandisingTest, TriesOtherItemsBySeedAndNeverInTheFirstPlace) {
  std::set<std::vector<std::string>> seen;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Request request{.strategy = Strategy::kTrending, .limit = 3, .seed = seed};
    const auto found = list(R"("recommendations": {"trending": {"explore": 0.5}})", request);
    EXPECT_EQ(found, list(R"("recommendations": {"trending": {"explore": 0.5}})", request));
    EXPECT_EQ(found[0], "shoe-0");
    EXPECT_EQ(std::set(found.begin(), found.end()).size(), 3u);
    seen.insert(found);
  }
  EXPECT_GT(seen.size(), 4u);
}

TEST_F(MerchandisingTest, NeverLosesWhatThePageGivesToRank) {
  const std::vector<ItemIndex> given{at("mug-0"), at("shoe-0"), at("mug-1")};
  const Request request{.strategy = Strategy::kSearchRanking, .given = given};
  EXPECT_THAT(with(R"({"id": "r", "action": "hide", "items": {"==": [{"var": "item.id"}, "mug-0"]}})", request),
              ElementsAre("shoe-0", "mug-1", "mug-0"));
  EXPECT_EQ(
      with(R"({"id": "r", "action": "boost", "by": 5, "items": {"==": [{"var": "item.id"}, "mug-1"]}})", request)[0],
      "mug-1");
}

}  // namespace
}  // namespace noren::recommend
