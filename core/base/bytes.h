// Little-endian reading and writing of stored bytes. A reader never reads past its span: once a read does not fit, every later
// one gives zeros and ok() is false, so a parser checks once at the end of each part.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace noren {

static_assert(std::endian::native == std::endian::little,
              "stored formats are little-endian; so are all targets of Noren");

class ByteReader {
 public:
  // Keeps the span: it must outlive the reader.
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  template <typename T>
  T read() {
    T value{};
    take(std::as_writable_bytes(std::span(&value, 1)));
    return value;
  }

  // Fills `into`, or leaves it alone where that much does not remain.
  void take(std::span<std::byte> into);

  // Passes over bytes; as a read, it may not fit.
  void skip(std::size_t bytes) {
    if (remaining() < bytes) return fail();
    position_ += bytes;
  }
  // Makes this and every later read count as one that did not fit.
  void fail() {
    ok_ = false;
    position_ = bytes_.size();
  }

  bool ok() const { return ok_; }
  std::size_t remaining() const { return bytes_.size() - position_; }

 private:
  std::span<const std::byte> bytes_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

class ByteWriter {
 public:
  // Appends to out, which must outlive the writer.
  explicit ByteWriter(std::vector<std::byte>& out) : out_(out) {}

  template <typename T>
  void write(T value) {
    append(std::as_bytes(std::span(&value, 1)));
  }
  void append(std::span<const std::byte> bytes);

 private:
  std::vector<std::byte>& out_;
};

// CRC-32 (ISO 3309, reflected 0xEDB88320) of the bytes. Finds accidents, not attackers. O(size).
std::uint32_t crc32(std::span<const std::byte> bytes);

}  // namespace noren
