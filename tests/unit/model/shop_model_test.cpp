#include "core/model/shop_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <string>

#include "core/base/numeric.h"
#include "core/model/sections.h"

#include "tests/unit/model/small_model.h"

namespace noren::model {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

class ShopModelTest : public ::testing::Test {
 protected:
  std::vector<std::byte> bytes_ = small_model();
  ShopModel model_ = ShopModel::open(bytes_).value();
};

TEST_F(ShopModelTest, FindsEachItemByItsKeyAndNothingElse) {
  for (ItemIndex item = 0; item < model_.item_count(); ++item) {
    EXPECT_EQ(model_.find(item_key(model_.item_id(item))), item);
  }
  EXPECT_EQ(model_.item_id(3), "本-1");
  EXPECT_EQ(model_.find(item_key("shoe-3")), std::nullopt);
}

TEST_F(ShopModelTest, TellsTheFactsOfAnItem) {
  EXPECT_FLOAT_EQ(model_.price(0), 12800.0f);
  EXPECT_TRUE(model_.in_stock(0));
  EXPECT_FALSE(model_.in_stock(2));
  EXPECT_EQ(model_.brand_slug(model_.brand(1)), "kumo");
  EXPECT_EQ(model_.brand(4), kNone);
  EXPECT_LT(model_.price(4), 0.0f);
  EXPECT_EQ(model_.own_category(4), kNone);
  EXPECT_EQ(model_.categories(4).size(), 0u);
}

TEST_F(ShopModelTest, ListsCategoriesFromTheTopDown) { EXPECT_THAT(model_.categories(0), ElementsAre(0u, 1u, 2u)); }

TEST_F(ShopModelTest, FindsCategoriesAndBrandsByTheKeyOfTheirSlug) {
  EXPECT_EQ(model_.find_category(name_key("running-shoes")), 2u);
  EXPECT_EQ(model_.find_category(name_key("garden")), std::nullopt);
  EXPECT_EQ(model_.find_brand(name_key("kumo")), 1u);
  EXPECT_EQ(model_.find_brand(name_key("shoes")), std::nullopt);
}

TEST_F(ShopModelTest, FindsTheFirstOfCategoriesThatShareASlug) {
  ShopModelParts parts = small_parts();
  parts.categories.push_back({"shoes", 3});
  const auto bytes = write_shop_model(parts).value();
  EXPECT_EQ(ShopModel::open(bytes).value().find_category(name_key("shoes")), 1u);
}

TEST_F(ShopModelTest, KeepsCountsWithinFivePercent) {
  const ShopModelParts parts = small_parts();
  for (ItemIndex item = 0; item < model_.item_count(); ++item) {
    EXPECT_NEAR(model_.popularity(item), parts.items[item].popularity, 0.05 * (1 + parts.items[item].popularity));
    EXPECT_NEAR(model_.trend(item), parts.items[item].trend, 0.05 * (1 + parts.items[item].trend));
  }
  EXPECT_EQ(model_.popularity(4), 0.0f);
}

TEST_F(ShopModelTest, OrdersItemsByTrendWithTiesByIndex) {
  EXPECT_THAT(model_.by_trend(), ElementsAre(3u, 0u, 1u, 2u, 4u));
  EXPECT_THAT(model_.items_of(2), ElementsAre(0u, 1u));
  EXPECT_THAT(model_.items_of(1), ElementsAre(2u));
  EXPECT_THAT(model_.items_of(0), ElementsAre());
}

TEST_F(ShopModelTest, TellsWhatIsOnSaleAndWhatIsNew) {
  EXPECT_FLOAT_EQ(model_.regular_price(0), 16000.0f);
  EXPECT_LT(model_.regular_price(1), 0.0f);
  EXPECT_FLOAT_EQ(model_.added_day(1), 20'000.0f);
  EXPECT_LT(model_.added_day(0), 0.0f);
  EXPECT_TRUE(model_.bought_again(2));
  EXPECT_FALSE(model_.bought_again(0));
}

TEST_F(ShopModelTest, KeepsTheLabelsOfTheShop) {
  const LabelIndex season = model_.find_label("season").value();
  const LabelIndex margin = model_.find_label("margin").value();
  EXPECT_EQ(model_.find_label("colour"), std::nullopt);
  ASSERT_EQ(model_.label_count(), 2u);
  EXPECT_FALSE(model_.is_number(season));
  EXPECT_EQ(model_.label(season, 0), "summer");
  EXPECT_EQ(model_.label(season, 2), "winter");
  EXPECT_EQ(model_.label(season, 3), "");
  EXPECT_TRUE(model_.is_number(margin));
  EXPECT_EQ(model_.number(margin, 1, 9.0f), -0.5f);
  EXPECT_EQ(model_.number(margin, 3, 9.0f), 0.0f);
  EXPECT_EQ(model_.number(margin, 2, 9.0f), 9.0f) << "it has none";
}

TEST_F(ShopModelTest, KeepsHowItemsAreScored) {
  EXPECT_EQ(model_.scoring().decay, 0.375f);
  EXPECT_EQ(model_.scoring().repeat, Scoring().repeat);
}

// By item, as the order of a row means nothing.
std::map<ItemIndex, double> weights(const Neighbours& row) {
  std::map<ItemIndex, double> weights;
  for (const Neighbour n : row) EXPECT_TRUE(weights.emplace(n.item, n.weight).second) << n.item << " twice";
  return weights;
}

auto Near(double weight, double share) { return ::testing::DoubleNear(weight, share * weight); }

TEST_F(ShopModelTest, GivesNeighboursWithTheirWeights) {
  EXPECT_THAT(weights(model_.neighbours(Relation::kViewed, 3)),
              ElementsAre(Pair(0u, Near(3.0, 0.05)), Pair(4u, Near(3.0 / 64, 0.05))))
      << "more than 6 octaves below the strongest is raised to that";
  EXPECT_THAT(weights(model_.neighbours(Relation::kViewed, 0)),
              ElementsAre(Pair(1u, Near(0.5, 0.05)), Pair(2u, Near(0.25, 0.15))));
  EXPECT_TRUE(model_.neighbours(Relation::kViewed, 2).empty());
}

// Shops of every shape: few and many neighbours, most of them returned or none, weights over many octaves.
TEST(ShopModelRowsTest, GiveBackEveryEdge) {
  for (const std::uint32_t items : {1u, 2u, 3u, 50u, 300u}) {
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
      std::uint64_t state = items * 1000 + seed;
      const auto random = [&](std::uint64_t below) { return static_cast<std::uint32_t>(mix64(++state) % below); };
      ShopModelParts parts;
      for (std::uint32_t i = 0; i < items; ++i) parts.items.push_back({.id = std::to_string(i * (seed + 1))});
      std::vector<std::map<ItemIndex, double>> rows(items);
      for (std::uint32_t edge = random(items * 12); edge > 0; --edge) {
        const std::uint32_t from = random(items);
        const std::uint32_t to = random(seed % 2 == 0 ? items : std::min(items, from + 9));
        if (from == to || rows[from].size() == kMaxNeighbours || rows[to].size() == kMaxNeighbours) continue;
        rows[from][to] = exp2_exact(-0.01 * random(500));
        if (random(20) < seed) rows[to][from] = exp2_exact(-0.01 * random(500));
      }
      std::size_t edges = 0;
      parts.edges[1].resize(items);
      for (std::uint32_t i = 0; i < items; ++i) {
        for (const auto& [to, weight] : rows[i]) parts.edges[1][i].push_back({to, weight});
        edges += rows[i].size();
      }
      const auto bytes = write_shop_model(parts).value();
      const ShopModel model = ShopModel::open(bytes).value();
      ASSERT_EQ(model.edge_count(Relation::kBought), edges);
      for (std::uint32_t i = 0; i < items; ++i) {
        ASSERT_EQ(model.item_id(i), parts.items[i].id);
        const auto kept = weights(model.neighbours(Relation::kBought, i));
        ASSERT_EQ(kept.size(), rows[i].size());
        for (const auto& [to, weight] : rows[i]) ASSERT_NEAR(kept.at(to), weight, 0.16 * weight);
      }
    }
  }
}

class ItemIdsTest : public ::testing::TestWithParam<std::vector<std::string>> {};

TEST_P(ItemIdsTest, ComeBackAsTheyWere) {
  ShopModelParts parts;
  for (const std::string& id : GetParam()) parts.items.push_back({.id = id});
  const auto bytes = write_shop_model(parts).value();
  const ShopModel model = ShopModel::open(bytes).value();
  for (ItemIndex item = 0; item < parts.items.size(); ++item) {
    EXPECT_EQ(model.item_id(item), GetParam()[item]);
    EXPECT_EQ(model.find(item_key(GetParam()[item])), item);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, ItemIdsTest,
    ::testing::Values(std::vector<std::string>{"10", "9", "099", "98", "99", "100", "0", "00", "132", "133", "165",
                                               "198"},
                      std::vector<std::string>{"sku-0199", "sku-0200", "sku-0201", "sku-0233", "sku-9999", "sku-a000"},
                      std::vector<std::string>{"", "a", std::string(255, 'x'), std::string(254, 'x') + "1",
                                               std::string(254, 'x') + "2", std::string(230, 'x') + "1"},
                      std::vector<std::string>{"本-1", "本-2", "本", "日本", "\xff\xfe", std::string("\0\0", 2)},
                      std::vector<std::string>{"7234567890123", "7234567890124", "7234567990123", "8234567890123"}));

TEST(ItemIdsTest, InARowTakeOneByteEach) {
  ShopModelParts parts;
  for (int i = 0; i < 1000; ++i) parts.items.push_back({.id = "shirt-" + std::to_string(i)});
  const auto sections = sections_of(write_shop_model(parts).value()).value();
  EXPECT_LT(sections[1].bytes.size(), 3u * 1000 + 40) << "two for its place and one for itself";
}

TEST_F(ShopModelTest, GivesTheSameWeightsToRankersThatMultiplyThemselves) {
  for (const Relation relation : kRelations) {
    for (ItemIndex item = 0; item < model_.item_count(); ++item) {
      const Neighbours row = model_.neighbours(relation, item);
      for (std::size_t i = 0; i < row.size(); ++i) {
        EXPECT_EQ(row.edges()[i].item(), row[i].item);
        EXPECT_EQ(row.scale() * model_.strengths()[row.edges()[i].strength()], row[i].weight);
      }
    }
  }
}

TEST_F(ShopModelTest, HoldsOnlyTheRelationsItWasGiven) {
  EXPECT_EQ(model_.edge_count(Relation::kViewed), 5u);
  EXPECT_EQ(model_.edge_count(Relation::kBought), 3u);
  EXPECT_EQ(model_.edge_count(Relation::kBoughtAfterView), 0u);
  EXPECT_TRUE(model_.neighbours(Relation::kBoughtAfterView, 0).empty());
  EXPECT_EQ(model_.neighbours(Relation::kComplements, 1)[0].item, 2u);
}

TEST_F(ShopModelTest, TellsWhatItIsMadeOf) {
  EXPECT_EQ(model_.meta("label"), "simulated");
  EXPECT_EQ(model_.meta("currency"), "");
  EXPECT_EQ(model_.all_meta().size(), 2u);
}

TEST_F(ShopModelTest, SurvivesBeingMoved) {
  const ShopModel moved = std::move(model_);
  EXPECT_EQ(moved.find(item_key("shoe-2")), 1u);
  EXPECT_NEAR(moved.neighbours(Relation::kViewed, 0)[0].weight, 0.5, 0.05 * 0.5);
}

TEST(EmptyShopModelTest, FindsNothing) {
  const ShopModel model;
  EXPECT_EQ(model.find(item_key("x")), std::nullopt);
  EXPECT_EQ(model.find_category(name_key("x")), std::nullopt);
  const auto bytes = write_shop_model({}).value();
  EXPECT_EQ(ShopModel::open(bytes).value().item_count(), 0u);
}

TEST(LargeShopModelTest, NamesMoreThan65536Items) {
  ShopModelParts parts;
  for (int i = 0; i < 70'000; ++i) parts.items.push_back({.id = "i" + std::to_string(i)});
  auto& viewed = parts.edges[0];
  viewed.resize(parts.items.size());
  viewed[5] = {{69'999, 1.0}};
  const auto bytes = write_shop_model(parts).value();
  const ShopModel model = ShopModel::open(bytes).value();
  ASSERT_EQ(model.neighbours(Relation::kViewed, 5).size(), 1u);
  EXPECT_EQ(model.neighbours(Relation::kViewed, 5)[0].item, 69'999u);
  EXPECT_TRUE(model.neighbours(Relation::kViewed, 69'999).empty());
}

TEST(ShopModelWriterTest, WritesTheSameBytesForTheSameParts) { EXPECT_EQ(small_model(), small_model()); }

TEST(ShopModelWriterTest, KeepsMetaOnOneLineEach) {
  ShopModelParts parts = small_parts();
  parts.meta = {{"label", "two\nlines=1"}};
  const auto bytes = write_shop_model(parts).value();
  EXPECT_EQ(ShopModel::open(bytes).value().meta("label"), "two lines=1");
}

struct BadParts {
  const char* name;
  void (*spoil)(ShopModelParts&);
  const char* path;
};

class ShopModelWriterRefusesTest : public ::testing::TestWithParam<BadParts> {};

TEST_P(ShopModelWriterRefusesTest, WithThePlace) {
  ShopModelParts parts = small_parts();
  GetParam().spoil(parts);
  const auto result = write_shop_model(parts);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().path, GetParam().path) << to_string(result.error());
}

INSTANTIATE_TEST_SUITE_P(
    All, ShopModelWriterRefusesTest,
    ::testing::Values(
        BadParts{"SameId", [](ShopModelParts& p) { p.items[4].id = "shoe-1"; }, "items[4]"},
        BadParts{"Category", [](ShopModelParts& p) { p.items[1].category = 4; }, "items[1]"},
        BadParts{"Brand", [](ShopModelParts& p) { p.items[1].brand = 2; }, "items[1]"},
        BadParts{"Price", [](ShopModelParts& p) { p.items[2].price = std::numeric_limits<float>::quiet_NaN(); },
                 "items[2]"},
        BadParts{"Popularity", [](ShopModelParts& p) { p.items[2].popularity = -1; }, "items[2]"},
        BadParts{"Parent", [](ShopModelParts& p) { p.categories[1].parent = 1; }, "categories[1]"},
        BadParts{"Depth",
                 [](ShopModelParts& p) {
                   for (std::uint32_t parent = 2; parent < 5; ++parent)
                     p.categories.push_back({"x", parent == 2 ? 2 : parent + 1});
                 },
                 "categories[6]"},
        BadParts{"RegularPrice", [](ShopModelParts& p) { p.items[2].regular_price = 2e9f; }, "items[2]"},
        BadParts{"LongId", [](ShopModelParts& p) { p.items[2].id = std::string(256, 'x'); }, "items[2]"},
        BadParts{"LabelRows", [](ShopModelParts& p) { p.labels[1].numbers.pop_back(); }, "labels[1]"},
        BadParts{"LabelName", [](ShopModelParts& p) { p.labels[0].name.clear(); }, "labels[0]"},
        BadParts{"LabelNumber", [](ShopModelParts& p) { p.labels[1].numbers[0] = 2e9f; }, "labels[1]"},
        BadParts{"Labels", [](ShopModelParts& p) { p.labels.resize(33, p.labels[0]); }, "labels"},
        BadParts{"Scoring", [](ShopModelParts& p) { p.scoring.repeat = -1; }, "scoring"},
        BadParts{"EdgeTwice", [](ShopModelParts& p) { p.edges[0][1] = {{0, 1.0}, {0, 1.0}}; }, "edges[1]"},
        BadParts{"SelfEdge", [](ShopModelParts& p) { p.edges[0][1] = {{1, 1.0}}; }, "edges[1]"},
        BadParts{"EdgeToNowhere", [](ShopModelParts& p) { p.edges[1][1] = {{5, 1.0}}; }, "edges[1]"},
        BadParts{"EdgeWithoutWeight", [](ShopModelParts& p) { p.edges[0][2] = {{1, 0.0}}; }, "edges[2]"},
        BadParts{"RowsMissing", [](ShopModelParts& p) { p.edges[0].pop_back(); }, "edges"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace noren::model
