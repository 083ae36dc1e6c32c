// Reads UTF-8 text as the plain characters that a reader of it would type: for the scanner, which knows ASCII shapes only.
// Not a normalization of Unicode: it knows the forms in which numbers, addresses and hyphens are written on shops' pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace noren::privacy {

// Undoes, character by character and without memory for the text: percent-encoding (three times over, as in "%252540"), HTML's
// numeric character references ("&#64;", "&#x40;"), UTF-8, and compatibility forms: full-width, mathematical and circled letters and
// digits, small forms, digits of the Arabic script, the many hyphens and spaces, and what is not seen (soft hyphens, joiners,
// marks of direction), which is left out. Damaged UTF-8 reads as kOther. The text must outlive the reader.
class PlainText {
 public:
  static constexpr int kEnd = -1;
  static constexpr int kIdeographicDot =
      0x81;  // the full stop of Chinese and Japanese, which also separates the labels of a host
  static constexpr int kOther = 0x80;  // any letter or sign beyond ASCII

  explicit PlainText(std::string_view text);

  // The next character: ASCII, kIdeographicDot, kOther, or kEnd for ever. O(1), apart from what is left out.
  int next();

 private:
  static constexpr int kLevels = 3;

  int byte(int level);
  void put_back(int level, int byte);
  std::uint32_t code_point();
  std::uint32_t reference();
  int fold(std::uint32_t code_point);

  std::string_view text_;
  std::size_t at_ = 0;
  int levels_ = 0;                          // of percent-encoding that are undone: none where there is no percent sign
  std::int16_t held_[kLevels + 1][2] = {};  // bytes put back, per level
  std::uint8_t held_count_[kLevels + 1] = {};
  int circled_ = 0;          // a circled digit, held until what follows is known
  int after_circled_ = 0;    // what followed it
  bool in_circled_ = false;  // the one before was circled, too
};

}  // namespace noren::privacy
