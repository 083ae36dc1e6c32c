#include "core/model/unpack.h"

#include <algorithm>
#include <bit>

#include "core/model/format.h"

namespace noren::model {
namespace {

// The next text of digits at the end of `pool` from `begin` on: "s-0199" and 2 give "s-0201". False where they overflow.
bool raise(List<char>& pool, std::size_t begin, std::uint32_t by) {
  for (std::size_t end = pool.size(); by > 0; --end, by /= 10) {
    if (end == begin || pool[end - 1] < '0' || pool[end - 1] > '9') return false;
    by += static_cast<std::uint32_t>(pool[end - 1] - '0');
    pool[end - 1] = static_cast<char>('0' + by % 10);
  }
  return true;
}

// Numbers of 4 bits, two in a byte, the first in the lower half.
class Halves {
 public:
  Halves(SectionReader& in, std::size_t count) : bytes_(in.bytes((count + 1) / 2)) {}
  // Not more of them than there are, and only where the section held them.
  std::uint32_t next() {
    const std::uint32_t both = static_cast<std::uint32_t>(bytes_[at_ / 2]);
    return at_++ % 2 == 0 ? both & 15u : both >> 4;
  }

 private:
  const std::byte* bytes_;
  std::size_t at_ = 0;
};

// An edge upwards, seen from its target: where it came from, and the link to the same target before it.
struct Link {
  PackedEdge edge;
  std::uint32_t before;  // 1 + its place, or 0
};

}  // namespace

bool unpack_ids(SectionReader& in, std::size_t size, List<char>& pool, List<std::uint32_t>& offsets) {
  const std::byte* const kept_of = in.bytes(size);
  if (kept_of == nullptr) return false;
  std::size_t texts = 0;
  for (std::size_t i = 0; i < size; ++i) texts += static_cast<std::size_t>(kept_of[i]) < format::kRaised ? 1 : 0;
  const std::byte* length = in.bytes(texts);
  if (length == nullptr) return false;

  offsets.push_back(0);
  std::size_t before = 0;  // where the previous id begins
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t begin = pool.size();
    const auto kept = static_cast<std::uint32_t>(kept_of[i]);
    const bool raised = kept >= format::kRaised;
    const std::size_t copied = raised ? begin - before : kept;
    if (copied > begin - before || begin > format::kMaxIdBytes) return false;
    pool.resize(begin + copied);
    std::copy_n(pool.data() + before, copied, pool.data() + begin);
    if (raised) {
      if (!raise(pool, begin, kept - format::kRaised + 1)) return false;
    } else {
      const auto more = static_cast<std::size_t>(*length++);
      const auto* const text = reinterpret_cast<const char*>(in.bytes(more));
      if (text == nullptr) return false;
      pool.append(std::span(text, more));
    }
    offsets.push_back(static_cast<std::uint32_t>(pool.size()));
    before = begin;
  }
  return true;
}

bool unpack_edges(SectionReader& in, std::size_t items, RelationRows& rows) {
  rows.scales = in.bytes(items);
  const std::byte* const upwards = in.bytes(items);
  const std::byte* const downwards = in.bytes(items);
  if (downwards == nullptr) return false;
  std::size_t up_edges = 0;
  std::size_t down_edges = 0;
  for (std::size_t i = 0; i < items; ++i) {
    up_edges += static_cast<std::size_t>(upwards[i]);
    down_edges += static_cast<std::size_t>(downwards[i]);
  }
  const std::byte* const returned = in.bytes((up_edges + 7) / 8);
  if (returned == nullptr) return false;
  std::size_t return_edges = 0;
  for (std::size_t i = 0; i < (up_edges + 7) / 8; ++i) {
    return_edges += static_cast<std::size_t>(std::popcount(static_cast<std::uint8_t>(returned[i])));
  }
  Halves up_strengths(in, up_edges);
  Halves return_strengths(in, return_edges);
  Halves down_strengths(in, down_edges);
  const std::size_t up_bytes = in.count(kNone);
  const std::byte* const up_begin = in.bytes(up_bytes);
  if (up_begin == nullptr) return false;
  SectionReader up_gaps(std::span(up_begin, up_bytes));

  List<Link> links(up_edges);         // of the edges upwards so far
  List<std::uint32_t> newest(items);  // per target: 1 + the last link to it, or 0
  rows.edges.resize(up_edges + return_edges + down_edges);
  rows.offsets.resize(items + 1);
  PackedEdge* const edges = rows.edges.data();
  std::uint32_t at = 0;
  std::uint32_t linked = 0;
  std::size_t asked = 0;
  for (std::uint32_t item = 0; item < items; ++item) {
    rows.offsets[item] = at;
    for (std::uint32_t link = newest[item]; link != 0; link = links[link - 1].before, ++asked) {
      if ((static_cast<unsigned>(returned[asked / 8]) >> (asked % 8) & 1u) == 0) continue;
      const PackedEdge there = links[link - 1].edge;
      edges[at++] = {there.item(), (static_cast<std::uint32_t>(there.strength()) + return_strengths.next()) & 15u};
    }
    std::uint32_t target = item;
    for (auto left = static_cast<std::uint32_t>(downwards[item]); left > 0; --left) {
      const std::uint32_t gap = in.count(items) + 1;
      if (gap > target) return false;
      target -= gap;
      edges[at++] = {target, down_strengths.next()};
    }
    target = item;
    for (auto left = static_cast<std::uint32_t>(upwards[item]); left > 0; --left) {
      target += up_gaps.count(items) + 1;
      if (target >= items) return false;
      const std::uint32_t strength = up_strengths.next();
      edges[at++] = {target, strength};
      links[linked++] = {{item, strength}, newest[target]};
      newest[target] = linked;
    }
    if (at - rows.offsets[item] > kMaxNeighbours) return false;
  }
  rows.offsets[items] = at;
  return at == rows.edges.size() && up_gaps.at_end() && in.ok();
}

}  // namespace noren::model
