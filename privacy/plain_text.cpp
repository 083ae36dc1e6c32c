#include "privacy/plain_text.h"

#include <iterator>

namespace noren::privacy {
namespace {

constexpr std::uint32_t kEndOfText = 0xffffffffu;
constexpr std::uint32_t kDamaged = 0xfffdu;

// `count` code points from `first` read as `to` and the characters after it, which begin again after `period`; `to` 0: as nothing.
struct Form {
  std::uint32_t first;
  std::uint16_t count;
  std::uint8_t to;
  std::uint8_t period;
};

// In ascending order.
constexpr Form kForms[] = {
    {0x00A0, 1, ' ', 1},    // no-break space
    {0x00AD, 1, 0, 1},      // soft hyphen
    {0x0660, 10, '0', 10},  // Arabic-Indic digits
    {0x06F0, 10, '0', 10},  // and those of Persian and Urdu
    {0x2000, 11, ' ', 1},   // spaces of many widths
    {0x200B, 5, 0, 1},      // zero-width space and joiners, marks of direction
    {0x2010, 6, '-', 1},    // hyphens and dashes
    {0x202A, 5, 0, 1},      // directional embedding, as copied from address books
    {0x202F, 1, ' ', 1},    // narrow no-break space
    {0x2060, 10, 0, 1},     // word joiner, directional isolates
    {0x2070, 10, '0', 10},  // superscripts
    {0x2080, 10, '0', 10},  // subscripts
    {0x2212, 1, '-', 1},    // minus
    {0x24B6, 52, 'A', 26},  // circled letters
    {0x2500, 2, '-', 1},    // lines of boxes, which stand for dashes in Japanese text
    {0x3000, 1, ' ', 1},    // ideographic space
    {0x3002, 1, PlainText::kIdeographicDot, 1},
    {0x30FC, 1, '-', 1},  // the long vowel of katakana, typed for a hyphen
    {0xFE52, 1, '.', 1},  // small forms
    {0xFE62, 1, '+', 1},
    {0xFE63, 1, '-', 1},
    {0xFE6B, 1, '@', 1},
    {0xFEFF, 1, 0, 1},      // byte order mark
    {0xFF01, 94, '!', 94},  // full-width ASCII
    {0xFF61, 1, PlainText::kIdeographicDot, 1},
    {0xFF70, 1, '-', 1},      // half-width long vowel
    {0x1D400, 676, 'A', 26},  // mathematical letters, small ones read as large
    {0x1D7CE, 50, '0', 10},   // mathematical digits
};

int hex_value(int c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int letter = c | 0x20;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// 0 where the code point is no circled digit.
int circled_digit(std::uint32_t c) {
  if (c >= 0x2460 && c <= 0x2468) return static_cast<int>(c - 0x2460) + '1';
  return c == 0x24EA ? '0' : 0;
}

}  // namespace

PlainText::PlainText(std::string_view text) : text_(text) {
  for (const char c : text) {
    if (c == '%') levels_ = kLevels;
  }
}

void PlainText::put_back(int level, int byte) { held_[level][held_count_[level]++] = static_cast<std::int16_t>(byte); }

// The next byte after `level` rounds of percent-decoding.
int PlainText::byte(int level) {
  if (held_count_[level] > 0) return held_[level][--held_count_[level]];
  if (level == 0) return at_ < text_.size() ? static_cast<unsigned char>(text_[at_++]) : kEnd;
  const int first = byte(level - 1);
  if (first != '%') return first;
  const int high = byte(level - 1);
  if (hex_value(high) < 0) {
    put_back(level - 1, high);
    return first;
  }
  const int low = byte(level - 1);
  if (hex_value(low) < 0) {
    put_back(level - 1, low);
    put_back(level - 1, high);
    return first;
  }
  return hex_value(high) * 16 + hex_value(low);
}

// What follows an ampersand: the code point of a numeric reference, or the ampersand itself.
std::uint32_t PlainText::reference() {
  int c = byte(levels_);
  if (c != '#') {
    put_back(levels_, c);
    return '&';
  }
  c = byte(levels_);
  const bool hexadecimal = (c | 0x20) == 'x';
  if (hexadecimal) c = byte(levels_);
  std::uint32_t value = 0;
  for (int digit = hex_value(c); digit >= 0 && (hexadecimal || digit < 10); digit = hex_value(c)) {
    if (value < 0x110000u) value = value * (hexadecimal ? 16u : 10u) + static_cast<std::uint32_t>(digit);
    c = byte(levels_);
  }
  if (c != ';') put_back(levels_, c);
  return value;
}

std::uint32_t PlainText::code_point() {
  const int lead = byte(levels_);
  if (lead == kEnd) return kEndOfText;
  if (lead == '&') return reference();
  if (lead < 0x80) return static_cast<std::uint32_t>(lead);
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC0 || lead >= 0xF8) return kDamaged;
  std::uint32_t value = static_cast<std::uint32_t>(lead) & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) {
    const int following = byte(levels_);
    if (following == kEnd || (following & 0xC0) != 0x80) {
      put_back(levels_, following);
      return kDamaged;
    }
    value = value << 6 | (static_cast<std::uint32_t>(following) & 0x3Fu);
  }
  return value;
}

// The plain character of a code point; 0 where it reads as nothing.
int PlainText::fold(std::uint32_t c) {
  if (c < 0x80) return static_cast<int>(c);
  for (const Form& form : kForms) {
    if (c < form.first) break;
    const std::uint32_t index = c - form.first;
    if (index < form.count) return form.to == 0 ? 0 : form.to + static_cast<int>(index % form.period);
  }
  return kOther;
}

// A circled digit that stands alone numbers an entry of a list ("①090-…") and reads as a sign; several in a row are a number.
int PlainText::next() {
  while (true) {
    if (after_circled_ != 0) {
      const int c = after_circled_;
      after_circled_ = 0;
      return c;
    }
    const std::uint32_t c = code_point();
    const int digit = circled_digit(c);
    if (circled_ == 0 && digit == 0) {
      if (c == kEndOfText) return kEnd;
      if (const int plain = fold(c); plain != 0) return plain;
      continue;
    }
    const int before = circled_;
    circled_ = digit;
    if (before == 0) continue;
    const bool number = in_circled_ || digit != 0;
    in_circled_ = digit != 0;
    if (digit == 0) after_circled_ = c == kEndOfText ? kEnd : fold(c);
    return number ? before : kOther;
  }
}

}  // namespace noren::privacy
