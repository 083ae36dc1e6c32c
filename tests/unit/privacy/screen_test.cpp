// What the shop does not know by name: the shape of a catalogue id, and what of such a shape is a person's.

#include "privacy/screen.h"

#include <gtest/gtest.h>

namespace noren::privacy {
namespace {

TEST(Screen, TakesTheIdsThatShopsUse) {
  for (const char* id :
       {"trail-shoe", "SKU_1234.56", "214536502", "4901234567894" /* JAN */, "036000291452" /* UPC-A */,
        "gid:shopify:Product:8421", "04901234567894" /* GTIN-14 */, "a", "X1-2030-4455-66", "0306406152" /* ISBN-10 */,
        "01HGZ5K3V7Q8W9E0R1T2Y3U4I5" /* ULID */, "550e8400-e29b-41d4-a716-446655440000"}) {
    EXPECT_TRUE(has_id_shape(id)) << id;
    EXPECT_EQ(personal_data_in_id(id), 0u) << id;
  }
}

TEST(Screen, RefusesTextWithoutTheShapeOfAnId) {
  for (const char* text :
       {"anna@example.com", "anna%40example.com", "Anna Sato", "佐藤", "", "-leading", "+819012345678"}) {
    EXPECT_FALSE(has_id_shape(text)) << text;
  }
  EXPECT_FALSE(has_id_shape(std::string(65, 'a')));
  EXPECT_TRUE(has_id_shape(std::string(64, 'a')));
}

TEST(Screen, FindsAPersonsNumbersInWhatHasThatShape) {
  for (const char* text :
       {"090-1234-5678", "0312345678", "5500000000000004", "4111-1111-1111-1111", "378282246310005", "123456789018",
        "id:550e8400-e29b-41d4-a716-446655440000", "d41d8cd98f00b204e9800998ecf8427e"}) {
    EXPECT_TRUE(has_id_shape(text)) << text;
    EXPECT_NE(personal_data_in_id(text), 0u) << text;
  }
}

TEST(Screen, NamesTheFirstKindFound) {
  EXPECT_EQ(name_of(static_cast<PersonalDataSet>(PersonalData::kEmail | PersonalData::kToken)), "an e-mail address");
  EXPECT_EQ(name_of(static_cast<PersonalDataSet>(PersonalData::kMyNumber)), "a My Number");
  EXPECT_EQ(name_of(static_cast<PersonalDataSet>(PersonalData::kToken)), "a key or token");
}

}  // namespace
}  // namespace noren::privacy
