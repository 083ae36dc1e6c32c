#include "core/base/list.h"

namespace noren {

ListStorage::~ListStorage() { ::operator delete(data_); }

void ListStorage::make_room(std::size_t elements, std::size_t bytes_each, Move move) {
  if (elements <= capacity_) return;
  void* const room = ::operator new(elements * bytes_each);
  if (move != nullptr) {
    move(room, data_, size_);
  } else if (size_ != 0) {
    std::memcpy(room, data_, size_ * bytes_each);
  }
  ::operator delete(data_);
  data_ = room;
  capacity_ = elements;
}

void* ListStorage::add(std::size_t more, std::size_t bytes_each, Move move) {
  const std::size_t size = size_ + more;
  if (size > capacity_) make_room(size > 2 * capacity_ ? size : 2 * capacity_, bytes_each, move);
  void* const added = static_cast<char*>(data_) + size_ * bytes_each;
  size_ = size;
  return added;
}

void ListStorage::add_zeros(std::size_t more, std::size_t bytes_each) {
  if (more != 0) std::memset(add(more, bytes_each, nullptr), 0, more * bytes_each);
}

void ListStorage::add_bytes(const void* from, std::size_t more, std::size_t bytes_each) {
  if (more != 0) std::memcpy(add(more, bytes_each, nullptr), from, more * bytes_each);
}

void ListStorage::swap_with(ListStorage& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
}

}  // namespace noren
