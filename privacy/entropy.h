// Randomness for noise: bytes that the host drew from its cryptographic source, each used once and overwritten.
// There is no generator here to be seeded badly: when the bytes run out, or were used before, what asks for more fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace noren::privacy {

class Entropy {
 public:
  // Keeps the span, and overwrites what it takes: it must outlive this.
  explicit Entropy(std::span<std::byte> bytes) : bytes_(bytes) {}

  // 64 uniform bits. False where there are none left, and then for ever. 64 zeros count as none: so do bytes that were used before,
  // or that a host forgot to fill.
  bool take(std::uint64_t& bits);

  // A uniform number below n (at least 1), by rejection: exact for every n. False as take().
  bool below(std::uint64_t n, std::uint64_t& number);

 private:
  std::span<std::byte> bytes_;
};

}  // namespace noren::privacy
