#include "privacy/screen.h"

#include <cstddef>

namespace noren::privacy {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Digits {
  char digits[64] = {};
  std::size_t count = 0;
  bool separated = false;  // by '-', '.' or ':'
  bool letters = false;
};

Digits digits_of(std::string_view text) {
  Digits found;
  for (const char c : text) {
    if (is_digit(c)) {
      found.digits[found.count++] = c;
    } else if (is_letter(c) || c == '_') {
      found.letters = true;
    } else {
      found.separated = true;
    }
  }
  return found;
}

// ISO/IEC 7812-1, annex B.
bool passes_luhn(const Digits& number) {
  int sum = 0;
  bool doubled = false;
  for (std::size_t i = number.count; i-- > 0;) {
    int d = number.digits[i] - '0';
    if (doubled) d = d > 4 ? 2 * d - 9 : 2 * d;
    sum += d;
    doubled = !doubled;
  }
  return sum % 10 == 0;
}

// GS1 General Specifications, check digit: weights 3 and 1 alternating from the right.
bool is_gtin14(const Digits& number) {
  if (number.count != 14) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 14; ++i) sum += (number.digits[i] - '0') * (i % 2 == 0 ? 3 : 1);
  return sum % 10 == 0;
}

bool looks_like_telephone(const Digits& number) {
  if (number.letters || number.count < 9 || number.count > 11) return false;
  return number.separated || number.digits[0] == '0';
}

bool looks_like_card(const Digits& number) {
  if (number.letters || number.count < 14 || number.count > 19) return false;
  return passes_luhn(number) && !is_gtin14(number);
}

}  // namespace

bool is_catalogue_id(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  if (!is_letter(text[0]) && !is_digit(text[0])) return false;
  for (const char c : text) {
    if (!is_letter(c) && !is_digit(c) && c != '.' && c != '_' && c != ':' && c != '-') return false;
  }
  const Digits number = digits_of(text);
  return !looks_like_telephone(number) && !looks_like_card(number);
}

}  // namespace noren::privacy
