#include "core/rules/utf16.h"

namespace noren::rules {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
}

// Bytes of the character that begins with that byte. What is no UTF-8 counts as characters of one byte.
std::size_t length_of(unsigned lead) {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

// The units of a text, one after the other.
class Units {
 public:
  explicit Units(std::string_view text) : text_(text) {}

  bool at_end() const { return low_ == 0 && text_.empty(); }

  std::uint16_t next() {
    if (low_ != 0) {
      const std::uint16_t low = low_;
      low_ = 0;
      return low;
    }
    const unsigned lead = byte_at(text_, 0);
    const std::size_t length = length_of(lead) < text_.size() ? length_of(lead) : text_.size();
    unsigned code = length == 1 ? lead : lead & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (byte_at(text_, i) & 0x3f);
    text_.remove_prefix(length);
    if (code < 0x10000) return static_cast<std::uint16_t>(code);
    code -= 0x10000;
    low_ = static_cast<std::uint16_t>(0xdc00 | (code & 0x3ff));
    return static_cast<std::uint16_t>(0xd800 | ((code >> 10) & 0x3ff));
  }

  bool start_with(Units part) const {
    Units here = *this;
    while (!part.at_end()) {
      if (here.at_end() || here.next() != part.next()) return false;
    }
    return true;
  }

 private:
  std::string_view text_;
  std::uint16_t low_ = 0;  // the second half of a pair of which the first has been read
};

bool is_high(unsigned unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low(unsigned unit) { return unit >= 0xdc00 && unit < 0xe000; }

// Half a pair at the start or the end of text; 0 where there is none.
unsigned half_at(std::string_view text, std::size_t at) {
  if (byte_at(text, at) != 0xed || byte_at(text, at + 1) < 0xa0) return 0;
  return 0xd000u | ((byte_at(text, at + 1) & 0x3f) << 6) | (byte_at(text, at + 2) & 0x3f);
}
unsigned half_at_start(std::string_view text) { return half_at(text, 0); }
unsigned half_at_end(std::string_view text) { return text.size() < 3 ? 0 : half_at(text, text.size() - 3); }

void append_code(std::string& out, unsigned code) {
  const auto byte = [&](unsigned value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xc0 | (code >> 6));
    byte(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    byte(0xe0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3f));
    byte(0x80 | (code & 0x3f));
  } else {
    byte(0xf0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3f));
    byte(0x80 | ((code >> 6) & 0x3f));
    byte(0x80 | (code & 0x3f));
  }
}

// Bytes mean the same as units where the part does not begin or end within a pair.
bool cuts_no_pair(std::string_view part) { return !is_low(half_at_start(part)) && !is_high(half_at_end(part)); }

}  // namespace

std::size_t unit_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_of(byte_at(text, at));
    count += length == 4 && at + 4 <= text.size() ? 2 : 1;
    at += length;
  }
  return count;
}

void append_text(std::string& out, std::string_view text) {
  const unsigned high = half_at_end(out);
  const unsigned low = half_at_start(text);
  if (is_high(high) && is_low(low)) {
    out.resize(out.size() - 3);
    append_code(out, 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff));
    text.remove_prefix(3);
  }
  out += text;
}

void append_units(std::string& out, std::string_view text, std::size_t first, std::size_t count) {
  std::size_t at = 0;
  const auto width = [&] { return length_of(byte_at(text, at)) == 4 && at + 4 <= text.size() ? 2u : 1u; };
  const auto half = [&](unsigned which) {
    Units units(text.substr(at));
    unsigned unit = units.next();
    if (which == 1) unit = units.next();
    append_code(out, unit);
  };
  while (at < text.size() && first >= width()) {
    first -= width();
    at += length_of(byte_at(text, at));
  }
  if (first == 1 && at < text.size() && count > 0) {
    half(1);
    --count;
    at += 4;
  }
  while (at < text.size() && count >= width()) {
    count -= width();
    const std::size_t length = length_of(byte_at(text, at));
    out += text.substr(at, length);
    at += length;
  }
  if (count == 1 && at < text.size()) half(0);
}

bool units_less(std::string_view a, std::string_view b) {
  Units left(a);
  Units right(b);
  while (!left.at_end() && !right.at_end()) {
    const std::uint16_t x = left.next();
    const std::uint16_t y = right.next();
    if (x != y) return x < y;
  }
  return left.at_end() && !right.at_end();
}

bool units_contain(std::string_view text, std::string_view part) {
  if (cuts_no_pair(part)) return text.find(part) != std::string_view::npos;
  for (Units from(text); !from.at_end(); from.next()) {
    if (from.start_with(Units(part))) return true;
  }
  return false;
}

bool units_start(std::string_view text, std::string_view part) {
  return cuts_no_pair(part) ? text.starts_with(part) : Units(text).start_with(Units(part));
}

bool units_end(std::string_view text, std::string_view part) {
  if (cuts_no_pair(part)) return text.ends_with(part);
  const std::size_t whole = unit_count(text);
  const std::size_t wanted = unit_count(part);
  if (wanted > whole) return false;
  Units from(text);
  for (std::size_t i = wanted; i < whole; ++i) from.next();
  return from.start_with(Units(part));
}

}  // namespace noren::rules
