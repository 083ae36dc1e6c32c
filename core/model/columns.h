// Lists of numbers and texts as they lie in a shop model: views of its bytes, at any address, which the reader of the section has
// checked. For this folder; ShopModel gives out what is in them.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace noren::model {

// A number for each of `size` things, in the fewest bytes that hold the largest: all lowest bytes, then all second ones, ….
struct Codes {
  const std::byte* planes = nullptr;
  std::size_t size = 0;
  std::size_t width = 0;  // bytes, up to 4; 0: all are 0

  std::uint32_t operator[](std::size_t i) const {
    std::uint32_t code = 0;
    for (std::size_t plane = width; plane-- > 0;)
      code = code << 8 | static_cast<std::uint32_t>(planes[plane * size + i]);
    return code;
  }
};

// Numbers of which few are different: code 0 is none, code c the float with the bits values[c - 1].
struct Numbers {
  Codes codes;
  Codes values;

  float of(std::size_t i, float otherwise) const {
    const std::uint32_t code = codes[i];
    return code == 0 ? otherwise : std::bit_cast<float>(values[code - 1]);
  }
};

// Texts one after the other; text i is pool[offset i, offset i + 1), with offsets of 4 bytes.
struct Texts {
  const std::byte* offsets = nullptr;
  const char* pool = nullptr;

  std::uint32_t begin_of(std::size_t i) const {
    std::uint32_t offset = 0;
    std::memcpy(&offset, offsets + i * sizeof offset, sizeof offset);
    return offset;
  }
  std::string_view of(std::size_t i) const { return {pool + begin_of(i), begin_of(i + 1) - begin_of(i)}; }
};

}  // namespace noren::model
