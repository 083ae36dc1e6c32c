#include "core/model/pack.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "core/base/numeric.h"
#include "core/model/format.h"

namespace noren::model {
namespace {

std::uint32_t nearest(double value, double most) {
  return static_cast<std::uint32_t>(std::clamp(std::floor(value + 0.5), 0.0, most));
}

// By how much the number at the end of `before` must be raised to give `id`; 0 where it does not.
std::uint32_t raised_by(std::string_view before, std::string_view id) {
  constexpr std::uint32_t kMost = 256 - format::kRaised;
  if (before.size() != id.size() || before >= id) return 0;
  const std::size_t from =
      static_cast<std::size_t>(std::mismatch(before.begin(), before.end(), id.begin()).first - before.begin());
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  for (std::size_t at = from; at < id.size(); ++at) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!is_digit(before[at]) || !is_digit(id[at]) || high - low > kMost) return 0;
    low = low * 10 + static_cast<std::uint32_t>(before[at] - '0');
    high = high * 10 + static_cast<std::uint32_t>(id[at] - '0');
  }
  return high - low <= kMost ? high - low : 0;
}

}  // namespace

void SectionWriter::text(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::byte*>(text.data());
  bytes_.insert(bytes_.end(), bytes, bytes + text.size());
}

void SectionWriter::short_text(std::string_view text) {
  byte(static_cast<std::uint32_t>(text.size()));
  this->text(text);
}

void SectionWriter::count(std::uint32_t value) {
  for (; value >= 0x80; value >>= 7) byte((value & 0x7f) | 0x80);
  byte(value);
}

void SectionWriter::codes(std::span<const std::uint32_t> codes) {
  const std::uint32_t most = codes.empty() ? 0 : *std::max_element(codes.begin(), codes.end());
  const auto width = static_cast<std::uint32_t>((std::bit_width(most) + 7) / 8);
  byte(width);
  for (std::uint32_t plane = 0; plane < width; ++plane) {
    for (const std::uint32_t code : codes) byte(code >> (8 * plane) & 0xff);
  }
}

void SectionWriter::numbers(std::span<const float> values) {
  std::vector<std::uint32_t> different;  // as bits, which rise with the numbers where these are not negative
  for (const float value : values) {
    if (!std::isnan(value)) different.push_back(std::bit_cast<std::uint32_t>(value + 0.0f));
  }
  std::sort(different.begin(), different.end());
  different.erase(std::unique(different.begin(), different.end()), different.end());
  std::vector<std::uint32_t> coded;
  for (const float value : values) {
    const auto at = std::lower_bound(different.begin(), different.end(), std::bit_cast<std::uint32_t>(value + 0.0f));
    coded.push_back(std::isnan(value) ? 0 : static_cast<std::uint32_t>(at - different.begin()) + 1);
  }
  count(static_cast<std::uint32_t>(different.size()));
  codes(different);
  codes(coded);
}

void SectionWriter::texts(const std::vector<std::string>& texts) {
  std::uint32_t offset = 0;
  const auto put = [&] {
    for (int shift = 0; shift < 32; shift += 8) byte(offset >> shift & 0xff);
  };
  put();
  for (const std::string& text : texts) {
    offset += static_cast<std::uint32_t>(text.size());
    put();
  }
  for (const std::string& text : texts) this->text(text);
}

void SectionWriter::ids(const std::vector<std::string>& ids) {
  std::vector<std::uint32_t> order(ids.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return ids[a].size() != ids[b].size() ? ids[a].size() < ids[b].size() : ids[a] < ids[b];  // 9 before 10
  });
  std::vector<std::uint32_t> place(ids.size());
  for (std::uint32_t p = 0; p < order.size(); ++p) place[order[p]] = p;
  codes(place);

  std::vector<std::uint32_t> lengths;
  std::string pool;
  std::string_view before;
  for (const std::uint32_t i : order) {
    const std::string& id = ids[i];
    if (const std::uint32_t by = raised_by(before, id); by > 0) {
      byte(format::kRaised + by - 1);
    } else {
      const auto common = std::mismatch(before.begin(), before.end(), id.begin(), id.end()).first - before.begin();
      const std::size_t kept = std::min<std::size_t>(static_cast<std::size_t>(common), format::kRaised - 1);
      byte(static_cast<std::uint32_t>(kept));
      lengths.push_back(static_cast<std::uint32_t>(id.size() - kept));
      pool += id.substr(kept);
    }
    before = id;
  }
  for (const std::uint32_t length : lengths) byte(length);
  text(pool);
}

void SectionWriter::halves(std::span<const std::uint32_t> numbers) {
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    byte(numbers[i] | (i + 1 < numbers.size() ? numbers[i + 1] << 4 : 0));
  }
}

void SectionWriter::edges(const std::vector<std::vector<ShopModelParts::Edge>>& rows) {
  std::vector<std::vector<PackedEdge>> packed;
  for (const auto& row : rows) {
    double strongest = 0;
    for (const auto& edge : row) strongest = std::max(strongest, edge.weight);
    const std::uint32_t scale =
        row.empty()
            ? 0
            : nearest(std::ceil(format::kScaleStepsPerOctave * log2_exact(strongest)) + format::kScaleZero, 255);
    byte(scale);
    std::vector<PackedEdge>& edges = packed.emplace_back();
    for (const auto& edge : row) {
      const double octaves = log2_exact(edge.weight / format::scale_of(scale));
      edges.emplace_back(edge.item,
                         nearest(octaves / format::kStrengthOctaves + format::kTopStrength, format::kTopStrength));
    }
    std::sort(edges.begin(), edges.end(), [](PackedEdge a, PackedEdge b) { return a.item() < b.item(); });
  }
  split_rows(packed);
}

// What leads upwards, to a higher number, is told by gaps; of what leads downwards, what has a way back is told by a bit each, as
// the higher item knows from where it is reached, and only the rest by gaps.
void SectionWriter::split_rows(const std::vector<std::vector<PackedEdge>>& rows) {
  const auto strength = [](PackedEdge edge) { return static_cast<std::uint32_t>(edge.strength()); };
  std::vector<std::vector<PackedEdge>> reached_from(rows.size());  // by what leads upwards
  std::vector<std::uint32_t> returned;
  std::vector<std::uint32_t> up_strengths;
  std::vector<std::uint32_t> return_strengths;
  std::vector<std::uint32_t> down_strengths;
  std::vector<std::uint32_t> up_counts(rows.size(), 0);
  std::vector<std::uint32_t> down_counts(rows.size(), 0);
  SectionWriter up_gaps;
  SectionWriter down_gaps;
  for (ItemIndex item = 0; item < rows.size(); ++item) {
    std::vector<PackedEdge> down;  // the nearest first
    for (const PackedEdge edge : rows[item]) {
      if (edge.item() < item) down.insert(down.begin(), edge);
    }
    for (auto there = reached_from[item].rbegin(); there != reached_from[item].rend(); ++there) {
      const auto back =
          std::find_if(down.begin(), down.end(), [&](PackedEdge edge) { return edge.item() == there->item(); });
      returned.push_back(back == down.end() ? 0 : 1);
      if (back == down.end()) continue;
      return_strengths.push_back((strength(*back) - strength(*there)) & 15u);
      down.erase(back);
    }
    std::uint32_t before = item;
    for (const PackedEdge edge : down) {
      down_gaps.count(before - edge.item() - 1);
      down_strengths.push_back(strength(edge));
      before = edge.item();
    }
    down_counts[item] = static_cast<std::uint32_t>(down.size());
    before = item;
    for (const PackedEdge edge : rows[item]) {
      if (edge.item() < item) continue;
      up_gaps.count(edge.item() - before - 1);
      up_strengths.push_back(strength(edge));
      reached_from[edge.item()].emplace_back(item, strength(edge));
      before = edge.item();
      ++up_counts[item];
    }
  }
  for (const std::uint32_t count : up_counts) byte(count);
  for (const std::uint32_t count : down_counts) byte(count);
  returned.resize((returned.size() + 7) / 8 * 8);
  for (std::size_t i = 0; i < returned.size(); i += 8) {
    std::uint32_t bits = 0;
    for (std::size_t bit = 0; bit < 8; ++bit) bits |= returned[i + bit] << bit;
    byte(bits);
  }
  halves(up_strengths);
  halves(return_strengths);
  halves(down_strengths);
  count(static_cast<std::uint32_t>(up_gaps.bytes_.size()));
  bytes_.insert(bytes_.end(), up_gaps.bytes_.begin(), up_gaps.bytes_.end());
  bytes_.insert(bytes_.end(), down_gaps.bytes_.begin(), down_gaps.bytes_.end());
}

}  // namespace noren::model
