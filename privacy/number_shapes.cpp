#include "privacy/number_shapes.h"

#include <cstddef>

namespace noren::privacy {
namespace {

using Digits = std::span<const std::uint8_t>;

unsigned value_of(Digits digits) {
  unsigned value = 0;
  for (const std::uint8_t digit : digits) value = value * 10 + digit;
  return value;
}

// ISO/IEC 7812-1, annex B.
bool passes_luhn(Digits digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const unsigned d = digits[digits.size() - 1 - i];
    sum += i % 2 == 0 ? d : d > 4 ? 2 * d - 9 : 2 * d;
  }
  return sum % 10 == 0;
}

// GS1 General Specifications, check digit: weights 1 and 3 alternating from the right. GTIN-8, -12 (UPC-A), -13 (JAN, EAN) and -14.
bool is_gtin(Digits digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) sum += digits[digits.size() - 1 - i] * (i % 2 == 0 ? 1u : 3u);
  return sum % 10 == 0;
}

// ISBN-10 of ten digits: ISO 2108:1992, weights 10 to 1, modulo 11.
bool is_isbn10(Digits digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) sum += digits[i] * static_cast<unsigned>(10 - i);
  return sum % 11 == 0;
}

bool grouped(const WrittenNumber& number, std::span<const std::uint8_t> shape) {
  if (number.groups.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (number.groups[i].length != shape[i]) return false;
  }
  return true;
}

// "05.12.2026 10", "01 02 2026": a day and a month in either order, then a year, whatever follows.
bool begins_with_date(const WrittenNumber& number) {
  const auto groups = number.groups;
  return groups.size() >= 3 && groups[0].length == 2 && groups[1].length == 2 && groups[2].length == 4 &&
         value_of(number.digits.first(2)) <= 31 && value_of(number.digits.subspan(2, 2)) <= 31;
}

// "08 10 12 14 16": sizes, not a French number.
bool is_rising_pairs(const WrittenNumber& number) {
  for (std::size_t i = 0; i < number.groups.size(); ++i) {
    if (number.groups[i].length != 2) return false;
    if (i > 0 && value_of(number.digits.subspan(2 * i, 2)) <= value_of(number.digits.subspan(2 * i - 2, 2)))
      return false;
  }
  return true;
}

// Written in one: land lines of Japan and others, and mobile numbers of Japan and the United Kingdom. A book's number is none.
bool is_national_in_one(Digits digits) {
  if (digits.size() == 10) return !is_isbn10(digits);
  const unsigned area = digits[1];
  const unsigned third = digits[2];
  return digits.size() == 11 && ((third == 0 && (area == 2 || area >= 5)) || (area == 7 && third >= 1));
}

bool is_north_american(const WrittenNumber& number) {
  static constexpr std::uint8_t kShape[] = {3, 3, 4};
  static constexpr std::uint8_t kLongShape[] = {1, 3, 3, 4};
  const bool with_country = grouped(number, kLongShape) && number.digits[0] == 1;
  if (!number.tight || !(with_country || grouped(number, kShape))) return false;
  const Digits national = number.digits.last(10);
  return national[0] >= 2 && national[3] >= 2;
}

}  // namespace

bool is_telephone(const WrittenNumber& number) {
  const Digits digits = number.digits;
  const std::size_t count = digits.size();
  if (count < 8 || count > 15) return false;
  const DigitGroup& first = number.groups[0];
  if (first.plus && digits[0] != 0) return true;
  if (digits[0] != 0) return is_north_american(number);
  const bool in_one = number.groups.size() == 1;
  if (digits[1] == 0) {
    if (count < 11 || digits[2] == 0) return false;
    return in_one ? value_of(digits.first(4)) == 81 && !is_gtin(digits) : first.length > 1;
  }
  if (in_one) return is_national_in_one(digits);
  return first.length > 1 && first.length < 6 && count >= 9 && count <= 12 && !begins_with_date(number) &&
         !is_rising_pairs(number);
}

bool is_payment_card(const WrittenNumber& number) {
  const Digits digits = number.digits;
  const std::size_t count = digits.size();
  if (count < 14 || count > 19) return false;
  for (const DigitGroup& group : number.groups) {
    if (group.length == 1) return false;
  }
  const unsigned four = value_of(digits.first(4));
  const unsigned two = four / 100;
  bool issued = false;
  switch (two) {
    case 34:
    case 37: issued = count == 15; break;                                    // American Express
    case 30: issued = count == 14 && (four <= 3059 || four == 3095); break;  // Diners Club
    case 36:
    case 38:
    case 39: issued = count == 14 || count == 16; break;                   // Diners Club, Discover
    case 35: issued = count >= 16 && four >= 3528 && four <= 3589; break;  // JCB
    case 62: issued = count >= 16; break;                                  // UnionPay
    default:
      // Visa, Mastercard, Discover, Maestro, Mir: sixteen digits, and nineteen of those that have them
      issued = (count == 16 && four >= 2200 && four <= 2720 && (four <= 2204 || four >= 2221)) ||
               ((count == 16 || count == 19) && (two / 10 == 4 || two == 50 || (two >= 56 && two <= 69))) ||
               (count == 16 && two >= 51 && two <= 55);
  }
  if (!issued || !passes_luhn(digits)) return false;
  return !(count == 14 && number.groups.size() == 1 && is_gtin(digits));
}

bool is_my_number(const WrittenNumber& number) {
  static constexpr std::uint8_t kFours[] = {4, 4, 4};
  const Digits digits = number.digits;
  const bool in_one = number.groups.size() == 1;
  if (digits.size() != 12 || !(in_one || grouped(number, kFours))) return false;
  // Order of the Ministry of Internal Affairs and Communications 85 of 2014, article 5: weights 2 to 7, then 2 to 6, from the right.
  unsigned sum = 0;
  for (std::size_t n = 1; n <= 11; ++n) sum += digits[11 - n] * static_cast<unsigned>(n <= 6 ? n + 1 : n - 5);
  const unsigned rest = sum % 11;
  if (digits[11] != (rest <= 1 ? 0 : 11 - rest)) return false;
  return !(in_one && is_gtin(digits));
}

}  // namespace noren::privacy
