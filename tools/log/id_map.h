// From hashes of ids to numbers, for millions of ids: 12 bytes an entry and up to seven eighths in use, so that an id takes 14 to 27
// bytes, and 41 for the moment in which the table grows. Where thousands are enough, core/base/index_map.h is quicker.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace noren::tools {

class IdMap {
 public:
  static constexpr std::uint32_t kNone = 0xffffffffu;

  // The number of that key; where it is new, `next`, which it has from then on. O(1) expected, for keys whose bits are well mixed.
  std::uint32_t find_or_insert(std::uint64_t key, std::uint32_t next) {
    if (8 * used_ >= 7 * keys_.size()) grow();
    const std::size_t at = place(key);
    if (numbers_[at] != kNone) return numbers_[at];
    keys_[at] = key;
    numbers_[at] = next;
    ++used_;
    return next;
  }

 private:
  // Of the key, or of the free entry where it would go.
  std::size_t place(std::uint64_t key) const {
    const std::size_t mask = keys_.size() - 1;
    std::size_t at = static_cast<std::size_t>(key) & mask;
    while (numbers_[at] != kNone && keys_[at] != key) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    IdMap larger;
    larger.keys_.resize(keys_.empty() ? 16 : 2 * keys_.size());
    larger.numbers_.assign(larger.keys_.size(), kNone);
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (numbers_[i] == kNone) continue;
      const std::size_t at = larger.place(keys_[i]);
      larger.keys_[at] = keys_[i];
      larger.numbers_[at] = numbers_[i];
    }
    larger.used_ = used_;
    *this = std::move(larger);
  }

  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> numbers_;  // a power of two; kNone: free
  std::size_t used_ = 0;
};

}  // namespace noren::tools
