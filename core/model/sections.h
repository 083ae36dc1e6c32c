// Shop model files as lists of sections, whatever these hold: for tools that take files apart and put them together. The same base
// model can so be shipped at once and its relations later (ShopModel::add()).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace noren::model {

struct PackedSection {
  std::uint32_t id;  // format::Section, or one of a later minor version
  std::vector<std::byte> bytes;
};

// The sections of a file, in its order, each with a right checksum. What they hold is not looked at. Errors: kCorrupt.
Result<std::vector<PackedSection>> sections_of(std::span<const std::byte> file);

// The file that holds these sections; ids differ. Where section `items` is not among them, items_checksum says to which items they
// belong. Errors: kLimitExceeded beyond 4 GiB.
Result<std::vector<std::byte>> assemble(std::span<const PackedSection> sections, std::uint32_t items_checksum = 0);

// A file with those sections of `file` that `wanted` accepts by their id, for ShopModel::open() or ShopModel::add().
Result<std::vector<std::byte>> select_sections(std::span<const std::byte> file,
                                               const std::function<bool(std::uint32_t)>& wanted);

}  // namespace noren::model
