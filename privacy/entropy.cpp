#include "privacy/entropy.h"

namespace noren::privacy {

bool Entropy::take(std::uint64_t& bits) {
  bits = 0;
  if (bytes_.size() >= sizeof bits) {
    std::memcpy(&bits, bytes_.data(), sizeof bits);
    std::memset(bytes_.data(), 0, sizeof bits);
    bytes_ = bits == 0 ? std::span<std::byte>() : bytes_.subspan(sizeof bits);
  } else {
    bytes_ = {};
  }
  return bits != 0;
}

bool Entropy::below(std::uint64_t n, std::uint64_t& number) {
  const std::uint64_t uneven = (0 - n) % n;  // 2^64 mod n: so many numbers at the bottom have one chance too many
  do {
    if (!take(number)) return false;
  } while (number < uneven);
  number %= n;
  return true;
}

}  // namespace noren::privacy
