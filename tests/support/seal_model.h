// Makes a changed shop model file look undamaged, so that the checks behind its checksums are reached.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "core/base/bytes.h"

namespace noren::model {

constexpr std::size_t kTable = 24;  // where the section table of a file begins
constexpr std::size_t kEntry = 16;  // bytes of an entry: id, offset, length, checksum

// Puts the right checksums into a file that a test has changed, so that the checks behind them are reached.
inline void seal(std::vector<std::byte>& file) {
  const std::span<std::byte> bytes(file);
  const auto number = [&]<typename T>(std::size_t at, T) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
  };
  const std::size_t sections = number(6, std::uint16_t{});
  if (kTable + sections * kEntry > bytes.size()) return;
  for (std::size_t entry = kTable; entry < kTable + sections * kEntry; entry += kEntry) {
    const std::size_t offset = number(entry + 4, std::uint32_t{});
    const std::size_t length = number(entry + 8, std::uint32_t{});
    if (offset > bytes.size() || length > bytes.size() - offset) continue;
    const std::uint32_t checksum = crc32(bytes.subspan(offset, length));
    std::memcpy(bytes.data() + entry + 12, &checksum, sizeof checksum);
    if (number(entry, std::uint32_t{}) == 2) std::memcpy(bytes.data() + 16, &checksum, sizeof checksum);
  }
  const std::uint32_t checksum = crc32(bytes.subspan(12, kTable + sections * kEntry - 12));
  std::memcpy(bytes.data() + 8, &checksum, sizeof checksum);
}

}  // namespace noren::model
