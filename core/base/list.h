// A list that grows: what std::vector is, in a third of its code. Growing, copying and clearing of all lists share a few functions that
// know only how many bytes an element takes; std::vector brings 400 bytes of WebAssembly for each type it holds, and the core has lists
// of seventy types.
//
//   List<Segment> segments(list.size());   // each as Segment() is
//   segments.push_back(std::move(segment));
#pragma once

#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace noren {

// What does not depend on the type of the elements.
class ListStorage {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::size_t capacity() const { return capacity_; }

 protected:
  // Moves elements to raw memory and ends those they were moved from; nullptr: their bytes are all there is to move.
  using Move = void (*)(void* to, void* from, std::size_t count);

  ListStorage() = default;
  ListStorage(const ListStorage&) = delete;
  ListStorage& operator=(const ListStorage&) = delete;
  ~ListStorage();

  // Room for so many elements in all, and no fewer than are there.
  void make_room(std::size_t elements, std::size_t bytes_each, Move move);
  // Raw memory for so many more elements at the end, which the caller fills.
  void* add(std::size_t more, std::size_t bytes_each, Move move);
  // The same, filled: with zeros, or with bytes that do not lie in this list.
  void add_zeros(std::size_t more, std::size_t bytes_each);
  void add_bytes(const void* from, std::size_t more, std::size_t bytes_each);
  void swap_with(ListStorage& other) noexcept;

  void* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// Functions are as std::vector's. What emplace_back and append are given may not lie in the list itself.
template <typename T>
class List : public ListStorage {
 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  List() = default;
  explicit List(std::size_t size) { resize(size); }
  List(std::size_t size, const T& value) { assign(size, value); }
  List(std::initializer_list<T> elements) { append(elements); }
  explicit List(std::span<const T> elements) { append(elements); }
  List(const List& other) { append(other); }
  List(List&& other) noexcept { swap_with(other); }
  List& operator=(const List& other) {
    if (this != &other) {
      clear();
      append(other);
    }
    return *this;
  }
  List& operator=(List&& other) noexcept {
    List taken(std::move(other));
    swap_with(taken);
    return *this;
  }
  ~List() { end_from(0); }

  T* data() { return static_cast<T*>(data_); }
  const T* data() const { return static_cast<const T*>(data_); }
  T* begin() { return data(); }
  T* end() { return data() + size_; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size_; }
  T& operator[](std::size_t i) { return data()[i]; }
  const T& operator[](std::size_t i) const { return data()[i]; }
  T& front() { return *begin(); }
  const T& front() const { return *begin(); }
  T& back() { return *(end() - 1); }
  const T& back() const { return *(end() - 1); }

  template <typename... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    // NOLINTNEXTLINE(bugprone-sizeof-expression): a list of pointers is meant to hold pointers.
    return *new (add(1, sizeof(T), move_of())) T(std::forward<Arguments>(arguments)...);
  }
  void push_back(T value) { emplace_back(std::move(value)); }
  void append(std::span<const T> elements) {
    if constexpr (std::is_trivially_copyable_v<T>) {
      add_bytes(elements.data(), elements.size(), sizeof(T));
    } else {
      std::uninitialized_copy(elements.begin(), elements.end(),
                              static_cast<T*>(add(elements.size(), sizeof(T), move_of())));
    }
  }
  void pop_back() { end_from(size_ - 1); }
  void clear() { end_from(0); }
  // At most so many stay.
  void shorten(std::size_t most) {
    if (most < size_) end_from(most);
  }
  void reserve(std::size_t size) { make_room(size, sizeof(T), move_of()); }
  void resize(std::size_t size) {
    if (size <= size_) {
      end_from(size);
    } else if constexpr (std::is_trivially_default_constructible_v<T> && std::is_trivially_copyable_v<T>) {
      add_zeros(size - size_, sizeof(T));
    } else {
      const std::size_t more = size - size_;
      std::uninitialized_value_construct_n(static_cast<T*>(add(more, sizeof(T), move_of())), more);
    }
  }
  void assign(std::size_t size, const T& value) {
    clear();
    std::uninitialized_fill_n(static_cast<T*>(add(size, sizeof(T), move_of())), size, value);
  }
  void swap(List& other) noexcept { swap_with(other); }

  friend bool operator==(const List& a, const List& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!(a[i] == b[i])) return false;
    }
    return true;
  }

 private:
  static constexpr Move move_of() {
    if constexpr (std::is_trivially_copyable_v<T>) {
      return nullptr;
    } else {
      return [](void* to, void* from, std::size_t count) {
        T* const elements = static_cast<T*>(from);
        for (std::size_t i = 0; i < count; ++i) {
          new (static_cast<T*>(to) + i) T(std::move(elements[i]));
          elements[i].~T();
        }
      };
    }
  }

  // Ends the elements from the one of that place on.
  void end_from(std::size_t first) {
    if constexpr (!std::is_trivially_destructible_v<T>) std::destroy(begin() + first, end());
    size_ = first;
  }
};

}  // namespace noren
