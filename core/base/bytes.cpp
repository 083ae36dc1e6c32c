#include "core/base/bytes.h"

#include <cstring>

namespace noren {
namespace {

constexpr std::size_t kLarge = 16 * 1024;  // bytes, of a checksum

}  // namespace

void ByteReader::take(std::span<std::byte> into) {
  if (remaining() < into.size()) return fail();
  std::memcpy(into.data(), bytes_.data() + position_, into.size());
  position_ += into.size();
}

void ByteWriter::append(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;  // memcpy wants an address even for nothing
  const std::size_t at = out_.size();
  out_.resize(at + bytes.size());
  std::memcpy(out_.data() + at, bytes.data(), bytes.size());
}

std::uint32_t crc32(std::span<const std::byte> bytes) {
  // Four bits at a time: a table of 64 bytes instead of 1 KiB.
  static constexpr std::uint32_t kTable[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                               0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                               0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
  const auto next = [](std::uint32_t crc) {
    crc = (crc >> 4) ^ kTable[crc & 15u];
    return (crc >> 4) ^ kTable[crc & 15u];
  };
  std::uint32_t crc = ~0u;
  if (bytes.size() >= kLarge) {
    // Four bytes at a time, by tables that take a few microseconds to make: a file of a megabyte gains ten milliseconds.
    std::uint32_t tables[4][256];
    for (std::uint32_t i = 0; i < 256; ++i) {
      tables[3][i] = next(i);
      for (std::size_t t = 3; t-- > 0;) tables[t][i] = next(tables[t + 1][i]);
    }
    for (; bytes.size() >= 4; bytes = bytes.subspan(4)) {
      std::uint32_t four = 0;
      std::memcpy(&four, bytes.data(), sizeof four);
      crc ^= four;
      crc = tables[0][crc & 255u] ^ tables[1][crc >> 8 & 255u] ^ tables[2][crc >> 16 & 255u] ^ tables[3][crc >> 24];
    }
  }
  for (const std::byte b : bytes) crc = next(crc ^ static_cast<std::uint32_t>(b));
  return ~crc;
}

}  // namespace noren
