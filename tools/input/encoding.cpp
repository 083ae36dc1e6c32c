#include "tools/input/encoding.h"

#include <algorithm>
#include <cstring>

namespace noren::tools {
namespace {

struct Names {
  std::string_view name;
  const char* iconv;
};
constexpr Names kNames[kEncodingCount] = {
    {"utf-8", "UTF-8"},     {"utf-16le", "UTF-16LE"}, {"utf-16be", "UTF-16BE"},
    {"shift_jis", "CP932"}, {"euc-jp", "EUC-JP-MS"},  {"latin-1", "WINDOWS-1252"},
};

constexpr unsigned kFirstHigh = 0x80;

unsigned byte(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }
bool within(unsigned value, unsigned low, unsigned high) { return value >= low && value <= high; }

// Characters of a sample read as one of the Japanese encodings.
struct Japanese {
  std::size_t wide = 0;    // of two or three bytes
  std::size_t common = 0;  // kana, punctuation and everyday kanji among them
  std::size_t single = 0;  // half-width kana
  std::size_t wrong = 0;   // bytes that make none
  bool plausible() const { return wrong == 0 && wide > 0 && common * 2 >= wide && wide >= single; }
};

Japanese as_shift_jis(std::string_view text) {
  Japanese out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned lead = byte(text, i);
    if (lead < kFirstHigh) continue;
    if (within(lead, 0xa1, 0xdf)) {
      ++out.single;
    } else if (within(lead, 0x81, 0x9f) || within(lead, 0xe0, 0xfc)) {
      if (i + 1 == text.size()) break;  // cut by the sample's end
      const unsigned trail = byte(text, ++i);
      const bool good = within(trail, 0x40, 0xfc) && trail != 0x7f;
      ++(good ? out.wide : out.wrong);
      if (good && within(lead, 0x81, 0x97)) ++out.common;
    } else {
      ++out.wrong;
    }
  }
  return out;
}

Japanese as_euc_jp(std::string_view text) {
  Japanese out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned lead = byte(text, i);
    if (lead < kFirstHigh) continue;
    const std::size_t more = lead == 0x8f ? 2 : 1;
    if (i + more >= text.size()) break;
    bool good = within(lead, 0xa1, 0xfe) || lead == 0x8e || lead == 0x8f;
    for (std::size_t k = 1; good && k <= more; ++k) good = within(byte(text, i + k), 0xa1, 0xfe);
    if (!good) {
      ++out.wrong;
      continue;
    }
    ++(lead == 0x8e ? out.single : out.wide);
    if (within(lead, 0xa1, 0xcf)) ++out.common;
    i += more;
  }
  return out;
}

}  // namespace

std::string_view name(Encoding encoding) { return kNames[static_cast<std::size_t>(encoding)].name; }
const char* iconv_name(Encoding encoding) { return kNames[static_cast<std::size_t>(encoding)].iconv; }

std::optional<Encoding> find_encoding(std::string_view name) {
  for (std::size_t i = 0; i < kEncodingCount; ++i) {
    if (kNames[i].name == name) return static_cast<Encoding>(i);
  }
  return std::nullopt;
}

std::optional<Encoding> find_utf16(std::string_view beginning) {
  if (beginning.starts_with("\xff\xfe")) return Encoding::kUtf16Little;
  if (beginning.starts_with("\xfe\xff")) return Encoding::kUtf16Big;
  // Header lines and numbers are ASCII, whatever follows.
  constexpr std::size_t kLooked = 64;
  const std::size_t pairs = std::min(beginning.size(), kLooked) / 2;
  if (pairs < 2) return std::nullopt;
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < pairs * 2; ++i) zeros[i % 2] += beginning[i] == '\0' ? 1 : 0;
  if (zeros[1] * 2 >= pairs && zeros[0] == 0) return Encoding::kUtf16Little;
  if (zeros[0] * 2 >= pairs && zeros[1] == 0) return Encoding::kUtf16Big;
  return std::nullopt;
}

std::size_t ascii_prefix(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080u;
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & kHighBits) != 0) break;
  }
  while (at < text.size() && byte(text, at) < kFirstHigh) ++at;
  return at;
}

std::size_t valid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned lead = byte(text, at);
    if (lead < kFirstHigh) {
      at += ascii_prefix(text.substr(at));
      continue;
    }
    std::size_t more = 0;
    unsigned low = 0x80;  // of the second byte: keeps out overlong forms, surrogates and what lies past U+10FFFF
    unsigned high = 0xbf;
    if (within(lead, 0xc2, 0xdf)) {
      more = 1;
    } else if (within(lead, 0xe0, 0xef)) {
      more = 2;
      if (lead == 0xe0) low = 0xa0;
      if (lead == 0xed) high = 0x9f;
    } else if (within(lead, 0xf0, 0xf4)) {
      more = 3;
      if (lead == 0xf0) low = 0x90;
      if (lead == 0xf4) high = 0x8f;
    } else {
      return at;
    }
    if (at + more >= text.size() || !within(byte(text, at + 1), low, high)) return at;
    for (std::size_t k = 2; k <= more; ++k) {
      if (!within(byte(text, at + k), 0x80, 0xbf)) return at;
    }
    at += more + 1;
  }
  return at;
}

Encoding find_encoding_of(std::string_view sample) {
  // A log that systems with different settings have written to may hold a few wrong bytes: what is mostly UTF-8 is UTF-8.
  std::size_t right = 0;
  std::size_t wrong = 0;
  for (std::string_view rest = sample; !rest.empty();) {
    const std::size_t ascii = ascii_prefix(rest);
    rest.remove_prefix(ascii);
    const std::size_t good = valid_utf8(rest);
    right += good;
    rest.remove_prefix(good);
    constexpr std::size_t kLongest = 4;
    if (rest.size() < kLongest && right > 0) break;  // a character that the sample's end cuts
    if (rest.empty()) break;
    ++wrong;
    rest.remove_prefix(1);
  }
  if (right > wrong || wrong == 0) return Encoding::kUtf8;
  if (as_euc_jp(sample).plausible()) return Encoding::kEucJp;
  if (as_shift_jis(sample).plausible()) return Encoding::kShiftJis;
  return Encoding::kLatin1;
}

}  // namespace noren::tools
