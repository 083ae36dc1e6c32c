// A list with a fixed bound that lies inside its owner: no allocation, and overwriting the owner overwrites it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace noren {

// T is a plain value type. Mistakes (pushing onto a full list) are the caller's to avoid; full() tells.
template <typename T, std::size_t kBound>
class BoundedList {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool full() const { return size_ == kBound; }
  T* begin() { return elements_.data(); }
  T* end() { return elements_.data() + size_; }
  const T* begin() const { return elements_.data(); }
  const T* end() const { return elements_.data() + size_; }
  T& operator[](std::size_t i) { return elements_[i]; }
  const T& operator[](std::size_t i) const { return elements_[i]; }
  operator std::span<const T>() const { return {elements_.data(), size_}; }

  void push_back(const T& value) { elements_[size_++] = value; }

  // Puts value first; the last element makes room where the list is full. O(size).
  void push_front(const T& value) {
    if (!full()) ++size_;
    std::move_backward(begin(), end() - 1, end());
    elements_[0] = value;
  }

  // Takes one element out, keeping the order of the others. O(size).
  void erase(T* element) {
    std::move(element + 1, end(), element);
    elements_[--size_] = T{};
  }

 private:
  std::array<T, kBound> elements_{};
  std::size_t size_ = 0;
};

}  // namespace noren
