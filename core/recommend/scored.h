// Items with scores, and the order of every list of them. Private to this folder.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/model/shop_model.h"

namespace noren::recommend {

struct Scored {
  model::ItemIndex item;
  float score;  // > 0; comparable within one list only
};

// Higher scores first, ties by lower index. One comparison: floats above zero are in the order of their bits.
inline bool comes_before(const Scored& a, const Scored& b) {
  const auto place = [](const Scored& s) {
    return std::uint64_t{std::bit_cast<std::uint32_t>(s.score)} << 32 | ~s.item;
  };
  return place(a) > place(b);
}

// Moves the best `count` of the list to its front, in no order. O(size), however many are wanted.
void select_best(std::span<Scored> list, std::size_t count);
// Puts the list in order. For short ones.
void sort_best(std::span<Scored> list);

}  // namespace noren::recommend
