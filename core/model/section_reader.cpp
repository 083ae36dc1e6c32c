#include "core/model/section_reader.h"

namespace noren::model {

void SectionReader::fail() {
  rest_ = {};
  ok_ = false;
}

const std::byte* SectionReader::bytes(std::size_t count) {
  if (rest_.size() < count) fail();
  if (!ok_) return nullptr;
  const std::byte* const taken = rest_.data();
  rest_ = rest_.subspan(count);
  return taken;
}

std::uint32_t SectionReader::byte() {
  const std::byte* const taken = bytes(1);
  return taken == nullptr ? 0 : static_cast<std::uint32_t>(*taken);
}

std::uint32_t SectionReader::count(std::size_t most) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < rest_.size() && i < 5; ++i) {
    const auto next = static_cast<std::uint64_t>(rest_[i]);
    value |= (next & 0x7f) << (7 * i);
    if ((next & 0x80) != 0) continue;
    if (value > most) break;
    rest_ = rest_.subspan(i + 1);
    return static_cast<std::uint32_t>(value);
  }
  fail();
  return 0;
}

Codes SectionReader::codes(std::size_t size, std::size_t limit) {
  Codes codes;
  codes.size = size;
  const std::size_t width = byte();
  if (width > 4 || (width > 0 && size > rest_.size() / width)) fail();
  codes.planes = bytes(width * size);
  if (codes.planes == nullptr) return {};
  codes.width = width;
  for (std::size_t i = 0; width > 0 && i < size; ++i) {
    if (codes[i] >= limit) fail();
  }
  return codes;
}

Texts SectionReader::texts(std::size_t size) {
  Texts texts;
  if (size >= rest_.size() / 4) fail();
  texts.offsets = bytes((size + 1) * 4);
  if (texts.offsets == nullptr) return {};
  bool ascending = texts.begin_of(0) == 0;
  for (std::size_t i = 0; i < size; ++i) ascending = ascending && texts.begin_of(i) <= texts.begin_of(i + 1);
  if (!ascending) fail();
  texts.pool = reinterpret_cast<const char*>(bytes(texts.begin_of(size)));
  return texts;
}

std::string_view SectionReader::short_text() {
  const std::size_t size = byte();
  const auto* const text = reinterpret_cast<const char*>(bytes(size));
  return text == nullptr ? std::string_view() : std::string_view(text, size);
}

}  // namespace noren::model
