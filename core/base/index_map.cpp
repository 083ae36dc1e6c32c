#include "core/base/index_map.h"

#include <algorithm>
#include <span>

#include "core/base/overwrite.h"

namespace noren {

std::size_t IndexMap::place(std::uint64_t key) const {
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = static_cast<std::size_t>(key) & mask;
  while (entries_[at].number != kNone && entries_[at].key != key) at = (at + 1) & mask;
  return at;
}

std::uint32_t IndexMap::find(std::uint64_t key) const { return entries_.empty() ? kNone : entries_[place(key)].number; }

void IndexMap::insert(std::uint64_t key, std::uint32_t number) {
  if (2 * used_ >= entries_.size()) grow();
  Entry& entry = entries_[place(key)];
  if (entry.number == kNone) ++used_;
  entry = {key, number};
}

void IndexMap::grow() {
  List<Entry> old(std::max<std::size_t>(16, 2 * entries_.size()));
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.number != kNone) entries_[place(entry.key)] = entry;
  }
}

void IndexMap::clear() {
  overwrite(std::as_writable_bytes(std::span(entries_)));
  std::fill(entries_.begin(), entries_.end(), Entry{});
  used_ = 0;
}

}  // namespace noren
