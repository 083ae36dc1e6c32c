// A small map from hashes to numbers: open addressing, no template, so that all of Noren shares one piece of code.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/list.h"

namespace noren {

class IndexMap {
 public:
  static constexpr std::uint32_t kNone = 0xffffffffu;

  // The number of that key, or kNone. O(1) expected, for keys whose low bits are well mixed.
  std::uint32_t find(std::uint64_t key) const;

  // Sets the number of a key; number must not be kNone. O(1) expected, amortized.
  void insert(std::uint64_t key, std::uint32_t number);

  // Overwrites and forgets everything; the memory is kept.
  void clear();

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t number = kNone;
  };
  std::size_t place(std::uint64_t key) const;  // of the key, or of the free entry where it would go
  void grow();

  List<Entry> entries_;  // a power of two, at most half of them in use
  std::size_t used_ = 0;
};

}  // namespace noren
