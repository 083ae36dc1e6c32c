// Which numbers are telephone numbers, payment cards and Japan's individual numbers, by their digits and how they are grouped.
#pragma once

#include <cstdint>
#include <span>

namespace noren::privacy {

// Digits without a break.
struct DigitGroup {
  std::uint8_t length = 0;  // at least 1
  bool begins = false;      // a number may begin with it
  bool plus = false;        // a plus sign stands right before it
  bool tight = false;       // a hyphen, dot or parenthesis stands between it and the group before
};

// A number as written: "(03) 1234-5678" has groups of 2, 4 and 4 digits.
struct WrittenNumber {
  std::span<const std::uint8_t> digits;  // each 0 to 9, at least one
  std::span<const DigitGroup> groups;
  bool tight = false;  // one of its groups, the first left aside, is
};

// E.164 with a plus or 00; a leading 0 and 10 digits, or 9 to 12 in groups; 3-3-4 as in North America. Dates are none. O(digits).
bool is_telephone(const WrittenNumber& number);

// 14 to 19 digits that begin as an issuer's do (ISO/IEC 7812) and pass the Luhn check; no GTIN-14, no group of one digit. O(digits).
bool is_payment_card(const WrittenNumber& number);

// 12 digits, together or in fours, with the check digit of the Japanese individual number; together they must be no UPC-A. O(digits).
bool is_my_number(const WrittenNumber& number);

}  // namespace noren::privacy
