// What kind of character the scanner has before it: ASCII, and PlainText's stand-ins for the rest, which are neither.
#pragma once

namespace noren::privacy {

constexpr bool is_digit(int c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(int c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
constexpr bool is_hexadecimal(int c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }
constexpr bool is_alphanumeric(int c) { return is_digit(c) || is_letter(c); }

}  // namespace noren::privacy
