#include "core/rules/coercion.h"

#include "core/base/read_number.h"
#include <limits>
#include <string>

namespace noren::rules {
namespace {

using Type = Value::Type;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Number of bytes of the white space or line terminator (ECMA-262 §12.2, §12.3) at the front of text; 0 where there is none.
std::size_t white_space_at_front(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  if (text.starts_with("\xc2\xa0")) return 2;
  constexpr std::string_view kWide[] = {"\xe1\x9a\x80", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf",
                                        "\xe2\x81\x9f", "\xe3\x80\x80", "\xef\xbb\xbf"};
  for (const std::string_view space : kWide) {
    if (text.starts_with(space)) return space.size();
  }
  // U+2000 to U+200A
  if (text.size() < 3 || !text.starts_with("\xe2\x80")) return 0;
  const auto last = static_cast<unsigned char>(text[2]);
  return last >= 0x80 && last <= 0x8a ? 3 : 0;
}

std::string_view without_leading_space(std::string_view text) {
  while (const std::size_t length = white_space_at_front(text)) text.remove_prefix(length);
  return text;
}

bool is_white_space(std::string_view text) { return without_leading_space(text).empty(); }

// Length of the longest decimal number (with sign, fraction, exponent; or Infinity) at the front of text; 0 where there is none.
std::size_t decimal_length(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  constexpr std::string_view kInfinityText = "Infinity";
  if (text.substr(at).starts_with(kInfinityText)) return at + kInfinityText.size();
  const auto skip_digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - begin;
  };
  std::size_t digits = skip_digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    digits += skip_digits();
  }
  if (digits == 0) return 0;
  if (at == text.size() || (text[at] != 'e' && text[at] != 'E')) return at;
  const std::size_t before_exponent = at++;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  return skip_digits() > 0 ? at : before_exponent;
}

// decimal is what decimal_length() measured.
double decimal_value(std::string_view decimal) {
  if (decimal.ends_with('y')) return decimal[0] == '-' ? -kInfinity : kInfinity;
  return read_number(decimal);
}

unsigned digit_value(char c) {
  const char lower = static_cast<char>(c | 0x20);
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a') + 10 : 16;
}

// "0x1f", "0b101", "0o17" without the first two characters; white space may follow.
double radix_value(std::string_view text, unsigned radix) {
  double value = 0;
  std::size_t length = 0;
  for (; length < text.size() && digit_value(text[length]) < radix; ++length) {
    value = value * radix + digit_value(text[length]);
  }
  return length > 0 && is_white_space(text.substr(length)) ? value : kNaN;
}

// UTF-8 sorts by code point, JavaScript by UTF-16 unit: characters above U+FFFF come before U+E000 to U+FFFF there.
int utf16_rank(char c) {
  const int byte = static_cast<unsigned char>(c);
  return byte == 0xee || byte == 0xef ? byte + 0x10 : byte;
}

bool text_less(std::string_view a, std::string_view b) {
  const std::size_t common = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < common; ++i) {
    if (a[i] != b[i]) return utf16_rank(a[i]) < utf16_rank(b[i]);
  }
  return a.size() < b.size();
}

bool both_text(const Value& a, const Value& b) { return a.type == Type::kText && b.type == Type::kText; }

}  // namespace

double number_of_text(std::string_view text) {
  text = without_leading_space(text);
  if (text.empty()) return 0;
  if (text.size() > 2 && text[0] == '0') {
    const char kind = static_cast<char>(text[1] | 0x20);
    const std::string_view digits = text.substr(2);
    if (kind == 'x') return radix_value(digits, 16);
    if (kind == 'o') return radix_value(digits, 8);
    if (kind == 'b') return radix_value(digits, 2);
  }
  const std::size_t length = decimal_length(text);
  if (length == 0 || !is_white_space(text.substr(length))) return kNaN;
  return decimal_value(text.substr(0, length));
}

double number_at_start(std::string_view text) {
  text = without_leading_space(text);
  const std::size_t length = decimal_length(text);
  return length == 0 ? kNaN : decimal_value(text.substr(0, length));
}

bool truthy(const Value& value, const SymbolTable& symbols) {
  if (value.type == Type::kText) return !symbols.text(value.text).empty();
  return value.number != 0 && value.number == value.number;  // 0 for null
}

double to_number(const Value& value, const SymbolTable& symbols) {
  return value.type == Type::kText ? number_of_text(symbols.text(value.text)) : value.number;
}

double parse_float(const Value& value, const SymbolTable& symbols) {
  if (value.type == Type::kNumber) return value.number;
  return value.type == Type::kText ? number_at_start(symbols.text(value.text)) : kNaN;
}

std::string_view to_text(const Value& value, const SymbolTable& symbols, NumberBuffer& buffer) {
  switch (value.type) {
    case Type::kNull: return "null";
    case Type::kBoolean: return value.number != 0 ? "true" : "false";
    case Type::kText: return symbols.text(value.text);
    case Type::kNumber: break;
  }
  return number_text(value.number, buffer);
}

bool strict_equal(const Value& a, const Value& b) {
  return a.type == b.type && a.text == b.text && a.number == b.number;
}

bool loose_equal(const Value& a, const Value& b, const SymbolTable& symbols) {
  if (a.type == b.type) return strict_equal(a, b);
  if (a.type == Type::kNull || b.type == Type::kNull) return false;
  return to_number(a, symbols) == to_number(b, symbols);
}

bool less(const Value& a, const Value& b, const SymbolTable& symbols) {
  if (both_text(a, b)) return text_less(symbols.text(a.text), symbols.text(b.text));
  return to_number(a, symbols) < to_number(b, symbols);
}

bool less_equal(const Value& a, const Value& b, const SymbolTable& symbols) {
  if (both_text(a, b)) return !text_less(symbols.text(b.text), symbols.text(a.text));
  return to_number(a, symbols) <= to_number(b, symbols);
}

}  // namespace noren::rules
