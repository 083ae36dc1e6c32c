#include "core/recommend/scored.h"

#include <algorithm>
#include <utility>

#include "core/base/sort.h"

namespace noren::recommend {

// Quickselect (Hoare 1961) without a branch that depends on scores: which way it goes nothing could predict.
void select_best(std::span<Scored> list, std::size_t count) {
  std::size_t begin = 0;  // those before it belong to the front
  std::size_t end = list.size();
  while (begin < count && count < end) {
    // The best of so many lies about where the front ends.
    const std::size_t sample = std::min<std::size_t>((end - begin) / (count - begin), 8);
    const std::size_t step = (end - begin) / sample;
    for (std::size_t i = begin + step; i < begin + sample * step; i += step) {
      if (comes_before(list[i], list[begin])) std::swap(list[i], list[begin]);
    }
    const Scored pivot = list[begin];
    std::size_t better = begin;
    for (std::size_t i = begin + 1; i < end; ++i) {
      const Scored one = list[i];
      list[i] = list[better + 1];
      list[better + 1] = one;
      better += comes_before(one, pivot) ? 1 : 0;
    }
    std::swap(list[begin], list[better]);
    if (better < count) {
      begin = better + 1;
    } else {
      end = better;
    }
  }
}

void sort_best(std::span<Scored> list) { sort(list, comes_before); }

}  // namespace noren::recommend
