// The safety net that tells catalogue ids from telephone and card numbers.

#include "privacy/screen.h"

#include <gtest/gtest.h>

namespace noren::privacy {
namespace {

TEST(Screen, TakesTheIdsThatShopsUse) {
  for (const char* id : {"trail-shoe", "SKU_1234.56", "214536502", "4901234567894" /* JAN */, "014536502123" /* UPC */,
                         "gid:shopify:Product:8421", "04901234567894" /* GTIN-14 */, "a", "X1-2030-4455-66"}) {
    EXPECT_TRUE(is_catalogue_id(id)) << id;
  }
}

TEST(Screen, RefusesWhatNamesAPerson) {
  for (const char* text :
       {"anna@example.com", "anna%40example.com", "Anna Sato", "佐藤", "090-1234-5678", "0312345678", "+819012345678",
        "5500000000000004", "4111-1111-1111-1111", "378282246310005", "", "-leading"}) {
    EXPECT_FALSE(is_catalogue_id(text)) << text;
  }
  EXPECT_FALSE(is_catalogue_id(std::string(65, 'a')));
  EXPECT_TRUE(is_catalogue_id(std::string(64, 'a')));
}

}  // namespace
}  // namespace noren::privacy
