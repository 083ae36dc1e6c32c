#include "core/model/unpack.h"

#include "core/model/format.h"

namespace noren::model {
namespace {

// The next text of digits at the end of `pool` from `begin` on: "s-0199" and 2 give "s-0201". False where they overflow.
bool raise(List<char>& pool, std::size_t begin, std::uint32_t by) {
  for (std::size_t at = pool.size(); by > 0; by /= 10) {
    if (at-- == begin || pool[at] < '0' || pool[at] > '9') return false;
    by += static_cast<std::uint32_t>(pool[at] - '0');
    pool[at] = static_cast<char>('0' + by % 10);
  }
  return true;
}

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
    std::memcpy(pool.data() + begin, pool.data() + before, copied);
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

bool unpack_edges(SectionReader& in, std::size_t items, List<PackedEdge>& edges, List<std::uint32_t>& offsets) {
  const std::byte* const counts = in.bytes(items);
  if (counts == nullptr) return false;
  offsets.push_back(0);
  for (std::size_t i = 0; i < items; ++i) {
    const auto count = static_cast<std::uint32_t>(counts[i]);
    if (count > kMaxNeighbours) return false;
    offsets.push_back(offsets.back() + count);
  }
  const std::size_t total = offsets.back();
  const std::byte* const strengths = in.bytes((total + 1) / 2);
  if (strengths == nullptr) return false;
  edges.reserve(total);
  for (std::uint32_t item = 0; item < items; ++item) {
    std::uint32_t target = 0;
    for (std::uint32_t at = offsets[item]; at < offsets[item + 1]; ++at) {
      const std::uint32_t gap = in.count(2 * items);
      if (at == offsets[item]) {
        target = item + ((gap & 1) != 0 ? 0u - (gap + 1) / 2 : gap / 2);  // the first is told from the item itself
      } else {
        target += gap + 1;
      }
      if (target >= items || target == item) return false;
      edges.push_back({target, static_cast<std::uint32_t>(strengths[at / 2]) >> (at % 2 * 4) & 15u});
    }
  }
  return in.ok();
}

}  // namespace noren::model
