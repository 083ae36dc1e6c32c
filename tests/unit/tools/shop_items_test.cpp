#include "tools/train/shop_items.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace noren::tools {
namespace {

const std::vector<std::string> kIds = {"tent", "mug", "lamp"};

TEST(ShopItemsTest, NumbersItemsByTheBytesOfTheirIds) {
  const ShopItems items(kIds, nullptr);
  EXPECT_EQ(items.find("lamp"), 0u);
  EXPECT_EQ(items.find("mug"), 1u);
  EXPECT_EQ(items.find("tent"), 2u);
  EXPECT_EQ(items.find("stove"), model::kNone);
}

TEST(ShopItemsTest, WithACatalogueKnowsItsItemsOnly) {
  Catalog catalog;
  catalog.products = {{.id = "stove"}, {.id = "mug"}};
  const ShopItems items(kIds, &catalog);
  EXPECT_EQ(items.list.size(), 2u);
  EXPECT_EQ(items.find("tent"), model::kNone);
}

TEST(ShopItemsTest, LeavesOutRareItemsWithTheirPairs) {
  ShopItems items(kIds, nullptr);
  PairCounts counts;
  counts.items = {{.sessions = 2}, {.sessions = 1}, {.sessions = 3}};
  counts.pairs[kViewedCounts] = {{0, 1, 10, 1}, {0, 2, 20, 2}, {1, 2, 30, 1}};
  drop_rare_items(items, counts, 2);
  EXPECT_EQ(items.find("mug"), model::kNone);
  EXPECT_EQ(items.find("tent"), 1u);
  EXPECT_EQ(counts.items.size(), 2u);
  EXPECT_EQ(counts.pairs[kViewedCounts], (std::vector<PairCount>{{0, 1, 20, 2}}));
}

}  // namespace
}  // namespace noren::tools
