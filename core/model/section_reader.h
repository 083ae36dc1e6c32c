// Reads a section of a shop model from its beginning to its end. Every list is checked as it is taken: once something does not fit,
// all that follows is empty and at_end() is false, so a parser asks once, before it uses anything as an index.
// Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/model/columns.h"

namespace noren::model {

class SectionReader {
 public:
  // Keeps the span: it must outlive the reader and all it gives.
  explicit SectionReader(std::span<const std::byte> section) : rest_(section) {}

  // The next bytes, or nullptr.
  const std::byte* bytes(std::size_t count);
  std::uint32_t byte();
  // A number up to `most`, of 1 to 5 bytes with seven bits each, the lowest first; bit 7: more follow.
  std::uint32_t count(std::size_t most);
  // A number for each of `size` things, all below `limit`.
  Codes codes(std::size_t size, std::size_t limit);
  Texts texts(std::size_t size);
  // Its length in one byte, then itself.
  std::string_view short_text();

  void fail();
  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && rest_.empty(); }

 private:
  std::span<const std::byte> rest_;
  bool ok_ = true;
};

}  // namespace noren::model
