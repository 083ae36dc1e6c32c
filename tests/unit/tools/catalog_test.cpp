#include "tools/catalog/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tools/text_file.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<Catalog> read(const std::string& text, const std::string& currency = {}) {
  const TextFile file(text);
  return read_catalog(file.get(), "catalog.json", {.currency = currency});
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
                                {"id": "c", "availability": "maybe"}, {"id": "d", "price": {"amount": 5}}, 7])",
           "JPY");
  ASSERT_TRUE(catalog);
  EXPECT_THAT(
      catalog->problems,
      ElementsAre("[0].price: \"cheap\" is no price such as \"1200 JPY\"", "[1].id: the product has no id",
                  "[2].id: \"a\" is there twice", "[3].price: \"5 USD\" is not in JPY, the currency of this shop",
                  HasSubstr("[4].availability: \"maybe\""), HasSubstr("[5].price: "), "[6]: a product was expected"));
  EXPECT_EQ(catalog->products.size(), 4u);
  EXPECT_EQ(catalog->skipped, 3u);
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

TEST(CatalogTest, RefusesWhatHoldsNoProducts) {
  const std::pair<const char*, const char*> cases[] = {
      {"{}", "the JSON holds no products"},
      {"{\"name\": \"a page\", \"products\": 7}", "the JSON holds no products"},
      {"7", "no column \"id\"; the header line has: 7"},
      {"sku\ttitle\na\tTea\n", "no column \"id\"; the header line has: sku, title"},
      {"", "the catalogue is empty"},
      {" \n", "the catalogue is empty"},
      {"<html><body/></html>", "the XML holds no products"},
      {"<rss>\n<item></rss>", "not valid XML at line 2, column 9: mismatched tag"},
      {"<!DOCTYPE x [<!ENTITY a \"aaaa\">]><rss><item/></rss>", "declares entities of its own"},
  };
  for (const auto& [text, message] : cases) {
    const auto catalog = read(text);
    ASSERT_FALSE(catalog) << text;
    EXPECT_EQ(catalog.error().path, "catalog.json");
    EXPECT_THAT(catalog.error().message, HasSubstr(message)) << text;
  }
}

Catalog read_data(const std::string& name, const CatalogOptions& options = {}) {
  const auto file = open_to_read(NOREN_SOURCE_DIR "/tests/data/catalog/" + name);
  auto catalog = read_catalog(file->get(), name, options);
  EXPECT_TRUE(catalog) << to_string(catalog.error());
  EXPECT_THAT(catalog->problems, IsEmpty());
  return std::move(*catalog);
}

TEST(CatalogTest, ReadsAFeedOfMerchantCenterInEachOfItsForms) {
  for (const auto& [name, format] : {std::pair{"merchant.tsv", "Merchant Center, table"},
                                     {"merchant.tsv.gz", "Merchant Center, table"},
                                     {"merchant.xml", "Merchant Center, XML"},
                                     {"merchant-atom.xml.zst", "Merchant Center, XML"},
                                     {"merchant.json", "Merchant Center, JSON"},
                                     {"content-api.json", "Merchant Center, JSON"}}) {
    SCOPED_TRACE(name);
    const Catalog catalog = read_data(name);
    EXPECT_EQ(catalog.format, format);
    EXPECT_EQ(catalog.currency, "JPY");
    ASSERT_EQ(catalog.products.size(), 2u);
    const Product& bowl = catalog.products[0];
    EXPECT_EQ(bowl.id, "bowl-1");
    EXPECT_THAT(bowl.categories, ElementsAre("kitchen", "matcha-bowls"));
    EXPECT_EQ(bowl.brand, "土と火");
    EXPECT_EQ(bowl.price, 3200.0f);
    EXPECT_EQ(bowl.regular_price, 4000.0f);
    EXPECT_TRUE(bowl.in_stock);
    EXPECT_EQ(bowl.added, 20'750);  // 2026-10-24
    EXPECT_THAT(bowl.labels, ElementsAre("winter", "", "margin-high", "", "12"));
    const Product& shoe = catalog.products[1];
    EXPECT_THAT(shoe.categories, ElementsAre("apparel-&-accessories", "shoes")) << "google_product_category stands in";
    EXPECT_EQ(shoe.price, 12'800.0f);
    EXPECT_LT(shoe.regular_price, 0.0f);
    EXPECT_FALSE(shoe.in_stock);
    EXPECT_FALSE(shoe.added);
  }
}

TEST(CatalogTest, EndsSalesAndOffersWithTheDay) {
  const std::string text =
      "id\tprice\tsale price\tsale price effective date\texpiration date\n"
      "a\t100 JPY\t80 JPY\t2026-11-01T00:00+09:00/2026-11-20\t\n"
      "b\t100 JPY\t120 JPY\t\t2026-11-10\n";
  const auto on = [&](std::optional<std::int64_t> today) {
    const TextFile file(text);
    return read_catalog(file.get(), "feed", {.today = today})->products;
  };
  constexpr std::int64_t kNovember10 = 20'767;
  EXPECT_EQ(on(std::nullopt)[0].price, 80.0f);
  EXPECT_EQ(on(kNovember10)[0].price, 80.0f);
  EXPECT_EQ(on(kNovember10 + 20)[0].price, 100.0f);
  EXPECT_LT(on(kNovember10 + 20)[0].regular_price, 0.0f);
  EXPECT_EQ(on(kNovember10)[1].price, 100.0f) << "a sale that costs more is none";
  EXPECT_TRUE(on(kNovember10)[1].in_stock);
  EXPECT_FALSE(on(kNovember10 + 1)[1].in_stock);
}

TEST(CatalogTest, ReadsProductsOfShopify) {
  const Catalog catalog = read_data("shopify.json");
  EXPECT_EQ(catalog.format, "Shopify, products.json");
  ASSERT_EQ(catalog.products.size(), 2u);
  const Product& tee = catalog.products[0];
  EXPECT_EQ(tee.id, "632910392");
  EXPECT_THAT(tee.categories, ElementsAre("t-shirts"));
  EXPECT_EQ(tee.brand, "nuno-yuki");
  EXPECT_EQ(tee.price, 29.0f) << "of the variants that can be bought the cheapest";
  EXPECT_EQ(tee.regular_price, 35.5f);
  EXPECT_TRUE(tee.in_stock);
  EXPECT_EQ(tee.added, 20'750);
  EXPECT_FALSE(catalog.products[1].in_stock);
  EXPECT_EQ(catalog.products[1].price, 8.0f);

  const Catalog variants = read_data("shopify.json", {.id_field = "sku"});
  ASSERT_EQ(variants.products.size(), 4u);
  EXPECT_EQ(variants.products[0].id, "TEE-S");
  EXPECT_FALSE(variants.products[0].in_stock);
  EXPECT_EQ(read_data("shopify.json", {.id_field = "variant_id"}).products[1].id, "808950812");
  EXPECT_EQ(read_data("shopify.json", {.id_field = "handle"}).products[1].id, "tea-towel");
}

TEST(CatalogTest, ReadsLinkedDataOfSchemaOrg) {
  const Catalog catalog = read_data("schema.jsonld");
  EXPECT_EQ(catalog.format, "schema.org, JSON-LD");
  ASSERT_EQ(catalog.products.size(), 4u);
  EXPECT_EQ(catalog.products[0].id, "kettle");
  EXPECT_THAT(catalog.products[0].categories, ElementsAre("home", "tea"));
  EXPECT_EQ(catalog.products[0].brand, "tetsu");
  EXPECT_EQ(catalog.products[0].price, 54.0f);
  EXPECT_EQ(catalog.currency, "EUR");
  EXPECT_EQ(catalog.products[1].id, "cup-blue");
  EXPECT_EQ(catalog.products[1].brand, "tsuchi") << "the group's";
  EXPECT_FALSE(catalog.products[2].in_stock);
  EXPECT_EQ(catalog.products[3].price, 7.5f);
  const auto file = open_to_read(NOREN_SOURCE_DIR "/tests/data/catalog/schema.jsonld");
  const auto groups = read_catalog(file->get(), "schema.jsonld", {.id_field = "productGroupID"});
  ASSERT_EQ(groups->products.size(), 1u) << "of the others none has a group";
  EXPECT_EQ(groups->products[0].id, "cups");

  const auto one = read(R"({"@context": "https://schema.org", "@type": "Product", "sku": 7, "offers": {"price": 5}})");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->products[0].id, "7");
  const auto list = read(
      R"([{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {"@type": ["Product"], "@id": "x"}}]}])");
  ASSERT_EQ(list->products.size(), 1u);
  EXPECT_EQ(list->products[0].id, "x");
}

TEST(CatalogTest, TakesOneOfTheProductsThatShareTheIdTheLogHas) {
  const TextFile file(
      "id,item_group_id,price,availability\na-s,a,5,out of stock\na-m,a,6,in stock\nb-s,b,7,in stock\n");
  const auto catalog = read_catalog(file.get(), "feed", {.id_field = "item_group_id"});
  ASSERT_EQ(catalog->products.size(), 2u);
  EXPECT_EQ(catalog->products[0].id, "a");
  EXPECT_EQ(catalog->products[0].price, 5.0f);
  EXPECT_TRUE(catalog->products[0].in_stock) << "one of its sizes is";
  EXPECT_THAT(catalog->problems, IsEmpty());
}

TEST(CatalogTest, ReadsFeedsInTheEncodingsOfOldSystems) {
  const auto catalog = read("id\tbrand\n1\t\x83\x65\x83\x42\x81\x5b\n");
  EXPECT_EQ(catalog->products[0].brand, "ティー");
  EXPECT_THAT(catalog->notes, ElementsAre("read as shift_jis"));
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
