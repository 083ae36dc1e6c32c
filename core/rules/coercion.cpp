#include "core/rules/coercion.h"

#include <limits>
#include <string>

#include "core/base/read_number.h"
#include "core/rules/utf16.h"

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

bool both_text(const Value& a, const Value& b) { return a.type == Type::kText && b.type == Type::kText; }

// Array.prototype.join with ",".
void append_joined(const Value& list, std::size_t depth, Heap& heap, std::string& out);

void append_text_of(const Value& value, std::size_t depth, Heap& heap, std::string& out) {
  if (value.type == Type::kList) {
    append_joined(value, depth, heap, out);
  } else if (value.type == Type::kObject) {
    // Of JSON's objects, only one with such a member is not made text by the method that all inherit.
    const Symbol to_string = heap.find("toString");
    if (to_string != kNoSymbol && heap.member(value, to_string) != nullptr) heap.fail(Failure::kNoText);
    out += "[object Object]";
  } else {
    NumberBuffer buffer;
    append_text(out, to_text(value, heap, buffer));
  }
}

void append_joined(const Value& list, std::size_t depth, Heap& heap, std::string& out) {
  if (depth >= kMaxValueDepth) return heap.fail(Failure::kTooDeep);
  bool first = true;
  for (const Value& element : heap.list(list)) {
    const std::size_t before = out.size();
    if (!first) out += ',';
    first = false;
    if (!element.is_nothing()) append_text_of(element, depth + 1, heap, out);
    if (!heap.spend(1 + (out.size() - before) / 16)) return;
  }
}

}  // namespace

bool read_index(std::string_view text, std::size_t& index) {
  if (text.empty() || text.size() > 9 || (text[0] == '0' && text.size() > 1)) return false;
  index = 0;
  for (const char c : text) {
    if (!is_digit(c)) return false;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  return true;
}

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

bool truthy(const Value& value, const Heap& heap) {
  switch (value.type) {
    case Type::kText: return !heap.text(value).empty();
    case Type::kList: return !heap.list(value).empty();
    case Type::kObject: return true;
    case Type::kError: return false;
    default: return value.number != 0 && value.number == value.number;  // 0 for null and undefined
  }
}

void append_text_of(const Value& value, Heap& heap, std::string& out) { append_text_of(value, 0, heap, out); }

Value to_primitive(const Value& value, Heap& heap) {
  if (!value.in_heap()) return value;
  heap.scratch.clear();
  append_text_of(value, heap, heap.scratch);
  return Value::of(heap.intern(heap.scratch));
}

double to_number(const Value& value, Heap& heap) {
  switch (value.type) {
    case Type::kText: return number_of_text(heap.text(value));
    case Type::kUndefined: return kNaN;
    case Type::kList:
    case Type::kObject: return number_of_text(heap.text(to_primitive(value, heap)));
    default: return value.number;
  }
}

double parse_float(const Value& value, Heap& heap) {
  if (value.type == Type::kNumber) return value.number == 0 ? 0 : value.number;  // "-0" is written "0"
  const Value primitive = to_primitive(value, heap);
  return primitive.type == Type::kText ? number_at_start(heap.text(primitive)) : kNaN;
}

std::string_view to_text(const Value& primitive, const Heap& heap, NumberBuffer& buffer) {
  switch (primitive.type) {
    case Type::kNull: return "null";
    case Type::kBoolean: return primitive.number != 0 ? "true" : "false";
    case Type::kText: return heap.text(primitive);
    case Type::kNumber: return number_text(primitive.number, buffer);
    default: return "undefined";
  }
}

bool strict_equal(const Value& a, const Value& b) {
  return a.type == b.type && a.text == b.text && a.number == b.number;
}

bool loose_equal(const Value& a, const Value& b, Heap& heap) {
  if (a.type == b.type || (a.in_heap() && b.in_heap())) return strict_equal(a, b);
  if (a.is_nothing() || b.is_nothing()) return a.is_nothing() && b.is_nothing();
  const Value x = to_primitive(a, heap);
  const Value y = to_primitive(b, heap);
  if (both_text(x, y)) return x.text == y.text;
  return to_number(x, heap) == to_number(y, heap);
}

bool less(const Value& a, const Value& b, Heap& heap) {
  const Value x = to_primitive(a, heap);
  const Value y = to_primitive(b, heap);
  if (both_text(x, y)) return units_less(heap.text(x), heap.text(y));
  return to_number(x, heap) < to_number(y, heap);
}

bool less_equal(const Value& a, const Value& b, Heap& heap) {
  const Value x = to_primitive(a, heap);
  const Value y = to_primitive(b, heap);
  if (both_text(x, y)) return !units_less(heap.text(y), heap.text(x));
  return to_number(x, heap) <= to_number(y, heap);
}

namespace {

// An element, a unit, or the length.
Value part(const Value& value, std::string_view name, Heap& heap) {
  const bool is_text = value.type == Type::kText;
  if (!is_text && value.type != Type::kList) return Value::undefined();
  if (name == "length") {
    return Value::of(static_cast<double>(is_text ? unit_count(heap.text(value)) : heap.list(value).size()));
  }
  std::size_t index = 0;
  if (!read_index(name, index)) return Value::undefined();
  if (!is_text) {
    const std::span<const Value> elements = heap.list(value);
    return index < elements.size() ? elements[index] : Value::undefined();
  }
  heap.spend(heap.text(value).size() / 16);
  heap.scratch.clear();
  append_units(heap.scratch, heap.text(value), index, 1);
  return heap.scratch.empty() ? Value::undefined() : Value::of(heap.intern(heap.scratch));
}

Value member(const Value& object, Symbol name, const Heap& heap) {
  const Value* const member = name == kNoSymbol ? nullptr : heap.member(object, name);
  return member != nullptr ? *member : Value::undefined();
}

}  // namespace

Value property(const Value& value, Symbol name, Heap& heap) {
  return value.type == Type::kObject ? member(value, name, heap) : part(value, heap.text(name), heap);
}

Value property(const Value& value, std::string_view name, Heap& heap) {
  return value.type == Type::kObject ? member(value, heap.find(name), heap) : part(value, name, heap);
}

}  // namespace noren::rules
