// Natural numbers of up to 4,352 bits on the stack, for converting between binary and decimal exactly. No bound is checked: callers
// know how large their numbers get.
#pragma once

#include <bit>
#include <cstdint>

namespace noren {

// Least significant word first.
class Natural {
 public:
  explicit Natural(std::uint64_t value) {
    words_[0] = static_cast<std::uint32_t>(value);
    words_[1] = static_cast<std::uint32_t>(value >> 32);
    size_ = words_[1] != 0 ? 2 : 1;
  }

  void multiply(std::uint32_t factor) {
    std::uint64_t carry = 0;
    for (int i = 0; i < size_; ++i) {
      carry += static_cast<std::uint64_t>(words_[i]) * factor;
      words_[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) words_[size_++] = static_cast<std::uint32_t>(carry);
  }

  void shift_left(int bits) {
    for (; bits >= 31; bits -= 31) multiply(1u << 31);
    multiply(1u << bits);
  }

  void multiply_by_power_of_ten(int exponent) {
    for (; exponent >= 9; exponent -= 9) multiply(1'000'000'000u);
    for (; exponent > 0; --exponent) multiply(10u);
  }

  // Adds a small number.
  void add(std::uint32_t small) {
    std::uint64_t carry = small;
    for (int i = 0; carry != 0 && i < size_; ++i) {
      carry += words_[i];
      words_[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) words_[size_++] = static_cast<std::uint32_t>(carry);
  }

  // Requires other <= *this.
  void subtract(const Natural& other) {
    std::int64_t borrow = 0;
    for (int i = 0; i < size_; ++i) {
      borrow += static_cast<std::int64_t>(words_[i]) - (i < other.size_ ? other.words_[i] : 0u);
      words_[i] = static_cast<std::uint32_t>(borrow);
      borrow >>= 32;
    }
    while (size_ > 1 && words_[size_ - 1] == 0) --size_;
  }

  void add(const Natural& other) {
    std::uint64_t carry = 0;
    const int size = size_ > other.size_ ? size_ : other.size_;
    for (int i = 0; i < size; ++i) {
      carry += static_cast<std::uint64_t>(i < size_ ? words_[i] : 0u) + (i < other.size_ ? other.words_[i] : 0u);
      words_[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    size_ = size;
    if (carry != 0) words_[size_++] = static_cast<std::uint32_t>(carry);
  }

  // Negative, zero or positive as a is less than, equal to or greater than b.
  friend int compare(const Natural& a, const Natural& b) {
    if (a.size_ != b.size_) return a.size_ - b.size_;
    for (int i = a.size_ - 1; i >= 0; --i) {
      if (a.words_[i] != b.words_[i]) return a.words_[i] < b.words_[i] ? -1 : 1;
    }
    return 0;
  }

  // How many bits it takes; 0 for zero.
  int bit_length() const {
    const std::uint32_t top = words_[size_ - 1];
    return 32 * (size_ - 1) + (32 - std::countl_zero(top));
  }

 private:
  static constexpr int kWords = 136;  // 4,352 bits: 10^1100 and its multiples
  std::uint32_t words_[kWords] = {};
  int size_;
};

}  // namespace noren
