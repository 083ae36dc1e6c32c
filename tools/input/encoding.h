// Which character encoding a text has, by its bytes. Shops' exports come from spreadsheets and old systems: UTF-8 with or without
// a byte order mark, UTF-16, Shift_JIS, EUC-JP, Latin-1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace noren::tools {

enum class Encoding : std::uint8_t { kUtf8, kUtf16Little, kUtf16Big, kShiftJis, kEucJp, kLatin1 };
inline constexpr std::size_t kEncodingCount = 6;

// For people, and the value of --encoding: "utf-8", "utf-16le", "utf-16be", "shift_jis", "euc-jp", "latin-1".
std::string_view name(Encoding encoding);
std::optional<Encoding> find_encoding(std::string_view name);

// What iconv calls the superset of it that is met in practice: Microsoft's for Japanese, Windows-1252 for Latin-1.
const char* iconv_name(Encoding encoding);

// UTF-16 is known by the beginning of the text: a byte order mark, or zeros at every other
// place only, as ASCII in it has them.
std::optional<Encoding> find_utf16(std::string_view beginning);

// The encoding of a sample that is not UTF-16 and begins with a whole character; pure ASCII is UTF-8. Japanese is told from Latin-1
// by whether all bytes make characters, and common ones.
Encoding find_encoding_of(std::string_view sample);

// Bytes of `text` from its start that are whole, right UTF-8; all of it where it is right.
std::size_t valid_utf8(std::string_view text);

// Bytes from `text` that are ASCII.
std::size_t ascii_prefix(std::string_view text);

}  // namespace noren::tools
