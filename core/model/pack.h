// Packs what a shop model holds, as small as it gets with Brotli behind it: lists of numbers and texts, item ids, rows of relations.
// Private to this folder and for tools only; section_reader.h and unpack.h are the counterparts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/shop_model_writer.h"

namespace noren::model {

class SectionWriter {
 public:
  void byte(std::uint32_t value) { bytes_.push_back(static_cast<std::byte>(value)); }
  void text(std::string_view text);
  void short_text(std::string_view text);  // at most 255 bytes
  void count(std::uint32_t value);
  void codes(std::span<const std::uint32_t> codes);
  // What is not a number is none.
  void numbers(std::span<const float> values);
  void texts(const std::vector<std::string>& texts);
  void ids(const std::vector<std::string>& ids);
  void edges(const std::vector<std::vector<ShopModelParts::Edge>>& rows);

  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  void halves(std::span<const std::uint32_t> numbers);
  void split_rows(const std::vector<std::vector<PackedEdge>>& rows);

  std::vector<std::byte> bytes_;
};

}  // namespace noren::model
