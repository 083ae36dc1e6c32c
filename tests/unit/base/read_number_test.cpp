// Decimal text to double, exactly.

#include "core/base/read_number.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <string>

#include "core/base/hash.h"
#include "core/base/json.h"

namespace noren {
namespace {

void expect_as_strtod(const std::string& text) {
  const double expected = std::strtod(text.c_str(), nullptr);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(read_number(text)), std::bit_cast<std::uint64_t>(expected)) << text;
}

TEST(ReadNumber, AgreesWithTheCLibraryOnHardCases) {
  for (const char* text : {"0",
                           "-0",
                           "1",
                           "-1.5",
                           "0.1",
                           "1e22",
                           "1e23",
                           "8.5e22",
                           "123456789012345678",
                           "9007199254740993",
                           "9007199254740992.9999",
                           "5e-324",
                           "2.4703282292062327208e-324",
                           "2.4703282292062328e-324",
                           "2.2250738585072011e-308",
                           "2.2250738585072014e-308",
                           "1.7976931348623157e308",
                           "1.7976931348623159e308",
                           "1e309",
                           "-1e400",
                           "1e-400",
                           "0.000001",
                           "1e-7",
                           "00012.50",
                           "6.929001713869936e+236",
                           "1.00000000000000011102230246251565",
                           "1.00000000000000011102230246251566",
                           "3.5844466002796428e+298",
                           "4.9e-324",
                           "1e99999999999",
                           "1e-99999999999"}) {
    expect_as_strtod(text);
  }
  expect_as_strtod("1." + std::string(900, '0') + "1");
  expect_as_strtod("1.00000000000000011102230246251565404236316680908203125" + std::string(800, '0') + "1");
  expect_as_strtod(std::string(400, '9'));
  expect_as_strtod("0." + std::string(320, '0') + "12345678901234567890");
  expect_as_strtod(std::string(310, '1') + "e-300");
}

TEST(ReadNumber, ReadsBackWhateverNumberTextWrites) {
  std::uint64_t random = 1;
  for (int i = 0; i < 100'000; ++i) {
    random = mix64(random + 0x9e3779b97f4a7c15u);
    const double value = std::bit_cast<double>(random);
    if (!std::isfinite(value)) continue;
    EXPECT_EQ(read_number(number_text(value)), value);
  }
}

TEST(ReadNumber, AgreesWithTheCLibraryOnRandomDecimals) {
  std::uint64_t random = 7;
  const auto draw = [&](std::uint64_t below) { return (random = mix64(random + 0x9e3779b97f4a7c15u)) % below; };
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    const std::uint64_t digits = 1 + draw(30);
    const std::uint64_t point = draw(digits + 1);
    for (std::uint64_t d = 0; d < digits; ++d) {
      if (d == point && d > 0) text += '.';
      text += static_cast<char>('0' + draw(10));
    }
    text += "e" + std::to_string(static_cast<int>(draw(700)) - 350);
    expect_as_strtod(text);
  }
}

TEST(ReadNumber, IgnoresWhatFollowsAndGivesZeroForNothing) {
  EXPECT_EQ(read_number("12abc"), 12.0);
  EXPECT_EQ(read_number(""), 0.0);
  EXPECT_EQ(read_number("abc"), 0.0);
  EXPECT_EQ(read_number("."), 0.0);
}

}  // namespace
}  // namespace noren
