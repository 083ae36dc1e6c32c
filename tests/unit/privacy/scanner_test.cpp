// What the scanner takes for a person's, and how text may be written before it no longer sees it. The corpus measures how often
// it is right (corpus_test.cpp); here are the rules one by one.

#include "privacy/scanner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <limits>
#include <string>
#include <vector>

namespace noren::privacy {
namespace {

constexpr unsigned kNone = 0;
constexpr auto kEmail = static_cast<unsigned>(PersonalData::kEmail);
constexpr auto kTelephone = static_cast<unsigned>(PersonalData::kTelephone);
constexpr auto kCard = static_cast<unsigned>(PersonalData::kCard);
constexpr auto kMyNumber = static_cast<unsigned>(PersonalData::kMyNumber);
constexpr auto kBankAccount = static_cast<unsigned>(PersonalData::kBankAccount);
constexpr auto kToken = static_cast<unsigned>(PersonalData::kToken);

void expect_each(unsigned found, std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_EQ(find_personal_data(text), found) << text;
}

TEST(Scanner, FindsAddressesOfMail) {
  expect_each(kEmail,
              {"anna@example.com", "write to anna.b+shop@mail.example.co.jp!", "\"anna sato\"@example.com",
               "anna@xn--r8jz45g.xn--zckzah", "anna@例え.テスト", "杏奈@例え.jp", "メールはanna@example.co.jpまで",
               "user@[192.168.0.1]", "user@[IPv6:2001:db8::1]", "mailto:anna@example.com?subject=x", "a@b.io"});
}

TEST(Scanner, TakesNoOtherAtSignForOne) {
  expect_each(kNone, {"@hayate.official", "medium.com/@name.surname", "3個@1,200円", "user@localhost", "logo@2x.png",
                      "logo@1.5x.png", "セール＠渋谷店。明日から", "5kg@980.50", "a@b.c", "S@M.L", "@", "a @ b.com"});
}

TEST(Scanner, FindsAddressesInBase64) {
  expect_each(kEmail, {"YW5uYUBleGFtcGxlLmNvbQ==", "user=YW5uYUBleGFtcGxlLmNvbQ", "id_YW5uYUBleGFtcGxlLmNvbQ"});
  expect_each(kNone, {"YW5uYSBzYXRvIHNob3A=" /* "anna sato shop" */, "QUJDREVGR0hJSktMTU5PUA"});
}

TEST(Scanner, FindsTelephoneNumbers) {
  expect_each(kTelephone, {"090-1234-5678",       "09012345678",
                           "080 1234 5678",       "03-1234-5678",
                           "(03) 1234-5678",      "03(1234)5678",
                           "0312345678",          "0120-345-678",
                           "0466-12-3456",        "+819012345678",
                           "+81 90-1234-5678",    "+81-(0)3-1234-5678",
                           "0081 90 1234 5678",   "(415) 555-2671",
                           "415-555-2671",        "415.555.2671",
                           "1-415-555-2671",      "+1 (415) 555-2671",
                           "020 7946 0958",       "07911123456",
                           "06 12 34 05 78",      "030 123456",
                           "+49 30 123456",       "TEL:0312345678",
                           "電話09012345678まで", "090-1234-5678/03-1234-5678",
                           "2 090-1234-5678",     "090-1234-5678 2"});
}

TEST(Scanner, TakesNumbersOfThingsForNone) {
  expect_each(kNone, {"2026-11-22",
                      "01.02.2026 10:30",
                      "20261122103000",
                      "1795341600000",
                      "12,800円",
                      "0.123456789",
                      "08 10 12 14 16",
                      "250-1234567-1234567",
                      "SKU-0312345678",
                      "AB0312345678",
                      "0120-345-678-RED",
                      "0306406152",
                      "978-4-06-519981-7",
                      "4901234567894",
                      "300 200 1000",
                      "1.234.567.890",
                      "000123456789",
                      "0x0312345678",
                      "2026/01/02/12345",
                      "192.168.100.200",
                      "+1000"});
}

TEST(Scanner, FindsPaymentCards) {
  expect_each(kCard, {"4111111111111111", "4111-1111-1111-1111", "378282246310005", "3782 822463 10005",
                      "30569309025904", "5500-0000-0000-0004", "3530111333300000", "6011111111111117",
                      "2223003122003222", "6250946000000016", "カード4111111111111111です"});
  expect_each(kNone, {"4111111111111112", "1234567812345670", "4901234567894", "04901234567894", "9999999999999995",
                      "36000000123537" /* GTIN-14, too */, "4111111111111 1 1 1", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
                      "41111111111111111111111", "SKU4111111111111111"});
}

TEST(Scanner, FindsMyNumbersButNoUpc) {
  expect_each(kMyNumber, {"123456789018", "1234 5678 9018", "1234-5678-9018", "個人番号：123456789018"});
  expect_each(kNone, {"123456789019", "123456789050" /* UPC-A */, "12345678901", "12-3456-789018"});
}

TEST(Scanner, FindsBankAccounts) {
  expect_each(kBankAccount, {"DE89370400440532013000", "IBAN GB82WEST12345698765432", "nl91abna0417164300"});
  EXPECT_TRUE(has(find_personal_data("DE89 3704 0044 0532 0130 00 bitte"), PersonalData::kBankAccount));
  expect_each(kNone, {"DE89370400440532013001", "ZZ22370400440532013000", "DE8937040044"});
}

TEST(Scanner, FindsTokens) {
  expect_each(kToken, {"d41d8cd98f00b204e9800998ecf8427e", "550e8400-e29b-41d4-a716-446655440000",
                       "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                       "key 7Yf0n5K3hQMVz0J6Bx1v4wQ2EAAYASAAEgK8gPD!"});
  expect_each(kNone,
              {"mens-waterproof-trail-running-shoes-2026-Black", "ProductListRecommendationsForYouBlock",
               "HYT-TRL-GTX2-27CM-BK01-JP26-FW26-X1Y2-001A", "01HGZ5K3V7Q8W9E0R1T2Y3U4I5", "507f1f77bcf86cd799439011"});
}

TEST(Scanner, ReadsWhatIsEncoded) {
  expect_each(kEmail,
              {"anna%40example.com", "anna%2540example%252Ecom", "anna%252540example.com", "anna&#64;example.com",
               "anna&#x40;example&#46;com", "%61%6e%6e%61%40example.com", "anna%EF%BC%A0example.com"});
  expect_each(kNone, {"anna%25252540example.com" /* four times */, "100%40off", "50%", "&#;", "%", "%%", "%4"});
  expect_each(kTelephone, {"tel%3D%2B819012345678", "090%2D1234%2D5678", "090&#45;1234&#45;5678"});
}

TEST(Scanner, ReadsOtherFormsOfCharacters) {
  expect_each(kEmail, {"ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "anna﹫example﹒com", "𝐚𝐧𝐧𝐚@𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦",
                       "anna@example。com", "an\u200Bna@exam\u00ADple.com"});
  expect_each(kTelephone,
              {"０９０−１２３４−５６７８", "090ー1234ー5678", "090‐1234‐5678", "０９０　１２３４　５６７８",
               "⓪⑨⓪①②③④⑤⑥⑦⑧", "𝟎𝟗𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "٠٩٠١٢٣٤٥٦٧٨", "\u202A+81 90 1234 5678\u202C", "①090-1234-5678"});
  expect_each(kCard, {"４１１１１１１１１１１１１１１１", "4111–1111–1111–1111"});
}

TEST(Scanner, FindsAllKindsAtOnce) {
  EXPECT_EQ(find_personal_data("anna@example.com, 090-1234-5678, 4111111111111111, 123456789018"),
            kEmail | kTelephone | kCard | kMyNumber);
}

TEST(Scanner, SurvivesDamagedText) {
  expect_each(kNone, {"", "\xff", "\xe3\x81", "\xf0\x9d", "%e3%81", "\xc0\x80", "\xed\xa0\x80", "&#x110000;",
                      "&#99999999999;"});
  expect_each(kEmail, {"\xe3\x81 anna@example.com", "\xff\xff anna@example.com \xe3"});
}

// Twice the text, twice the time of the processor, whatever it is made of; a factor of eight in place of two leaves room for a busy
// machine.
TEST(Scanner, TakesTimeInProportionToTheText) {
  for (const std::string piece :
       {"0", "0-", "%25", "@a.", "12 ", "A1", "&#", "\xe3", "①", "1-2-3-4 ", "eyJ", "DE89 "}) {
    const auto time_of = [&](std::size_t size) {
      std::string text;
      while (text.size() < size) text += piece;
      auto best = std::numeric_limits<std::clock_t>::max();
      for (int i = 0; i < 5; ++i) {
        const std::clock_t begin = std::clock();
        (void)find_personal_data(text);
        best = std::min(best, std::clock() - begin);
      }
      return best + 100;  // microseconds, so that a clock that ticks seldom does no harm
    };
    EXPECT_LT(time_of(100'000), 8 * time_of(50'000)) << piece;
  }
}

}  // namespace
}  // namespace noren::privacy
