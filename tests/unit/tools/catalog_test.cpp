#include "tools/catalog/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tools/text_file.h"

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<Catalog> read(const std::string& text, const std::string& currency = {}) {
  const TextFile file(text);
  return read_catalog(file.get(), "catalog.json", currency);
}

TEST(CatalogTest, ReadsMerchantCenterFieldsAndPassesOverOthers) {
  const auto catalog = read(R"([{
    "id": "tee-1", "title": {"en": "Tee", "ja": "Tシャツ"}, "product_type": "Apparel > Clothing > T-Shirts ", "brand": "Nuno Yuki",
    "price": "3900 JPY", "sale_price": "3,100 JPY", "availability": "in_stock", "sizes": [["S", {"id": "not an id"}]], "hue": 95
  }])");
  ASSERT_TRUE(catalog) << to_string(catalog.error());
  ASSERT_EQ(catalog->products.size(), 1u);
  const Product& tee = catalog->products[0];
  EXPECT_EQ(tee.id, "tee-1");
  EXPECT_THAT(tee.categories, ElementsAre("apparel", "clothing", "t-shirts"));
  EXPECT_EQ(tee.brand, "nuno-yuki");
  EXPECT_EQ(tee.price, 3100.0f);
  EXPECT_TRUE(tee.in_stock);
  EXPECT_EQ(catalog->currency, "JPY");
  EXPECT_THAT(catalog->problems, IsEmpty());
}

TEST(CatalogTest, UnderstandsTheShapesOfOtherExports) {
  const auto catalog = read(R"([{"id": 4711, "product_type": ["Home > Tea", "Gifts"], "price": 12.5},
                                {"id": "x", "availability": "out of stock"}, {"id": "y", "availability": "Preorder"}])");
  ASSERT_TRUE(catalog);
  EXPECT_EQ(catalog->products[0].id, "4711");
  EXPECT_THAT(catalog->products[0].categories, ElementsAre("home", "tea"));
  EXPECT_EQ(catalog->products[0].price, 12.5f);
  EXPECT_FALSE(catalog->products[1].in_stock);
  EXPECT_TRUE(catalog->products[2].in_stock);
  EXPECT_LT(catalog->products[1].price, 0.0f);
}

TEST(CatalogTest, CutsCategoriesBelowTheFifthLevel) {
  EXPECT_THAT(read(R"([{"id": "a", "product_type": "1 > 2 > 3 > 4 > 5 > 6"}])")->products[0].categories,
              ElementsAre("1", "2", "3", "4", "5"));
}

TEST(CatalogTest, TellsWhatIsWrongWithItsPlace) {
  const auto catalog =
      read(R"([{"id": "a", "price": "cheap"}, {"brand": "none"}, {"id": "a"}, {"id": "b", "price": "5 USD"},
                                {"id": "c", "availability": "maybe"}, {"id": "d", "price": {"value": 5}}])",
           "JPY");
  ASSERT_TRUE(catalog);
  EXPECT_THAT(catalog->problems, ElementsAre("[0].price: \"cheap\" is no price such as \"1200 JPY\"",
                                             "[1].id: the product has no id", "[2].id: \"a\" is there twice",
                                             "[3].price: \"5 USD\" is not in JPY, the currency of this shop",
                                             HasSubstr("[4].availability: \"maybe\""), HasSubstr("[5].price: ")));
  EXPECT_EQ(catalog->products.size(), 4u);
  EXPECT_EQ(catalog->skipped, 2u);
  EXPECT_FALSE(catalog->products[2].in_stock);
}

TEST(CatalogTest, CountsMoreProblemsThanItTells) {
  std::string text = "[";
  for (int i = 0; i < 30; ++i) text += std::string(i == 0 ? "" : ",") + "{}";
  const auto catalog = read(text + "]");
  ASSERT_TRUE(catalog);
  EXPECT_EQ(catalog->problems.size(), Catalog::kToldProblems);
  EXPECT_EQ(catalog->problem_count, 30u);
}

TEST(CatalogTest, RefusesWhatIsNoArrayOfProducts) {
  for (const char* text : {"{}", "7", "\"text\"", "null"}) {
    const auto catalog = read(text);
    ASSERT_FALSE(catalog) << text;
    EXPECT_EQ(catalog.error().path, "catalog.json");
    EXPECT_THAT(catalog.error().message, HasSubstr("no array")) << text;
  }
}

TEST(CatalogTest, NamesLineAndColumnOfASyntaxError) {
  const auto catalog = read("[\n{\"id\": }\n]");
  ASSERT_FALSE(catalog);
  EXPECT_EQ(catalog.error().code, ErrorCode::kInvalidJson);
  EXPECT_THAT(catalog.error().message, HasSubstr("line 2, column 8"));
  EXPECT_FALSE(read("[{\"id\": \"a\"}"));
  EXPECT_FALSE(read(""));
}

}  // namespace
}  // namespace noren::tools
