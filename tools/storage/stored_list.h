// A list that lies in memory, or, where it may grow too large for that, in a temporary file that is mapped: it is read the same
// way, and the system keeps in memory of it what is being used.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "tools/storage/temporary_file.h"

namespace noren::tools {

template <typename T>
class StoredList {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  StoredList() = default;
  StoredList(std::vector<T> items) : memory_(std::move(items)) {}  // NOLINT(google-explicit-constructor): a list is one
  StoredList(std::initializer_list<T> items) : memory_(items) {}
  StoredList(StoredList&& other) noexcept { swap(other); }
  StoredList& operator=(StoredList&& other) noexcept {
    swap(other);
    return *this;
  }
  StoredList(const StoredList& other) : memory_(other.begin(), other.end()) {}
  StoredList& operator=(const StoredList& other) {
    if (this != &other) *this = StoredList(other);
    return *this;
  }
  ~StoredList() {
    if (mapped_ != nullptr) munmap(const_cast<T*>(mapped_), mapped_size_ * sizeof(T));
  }

  // What is added from now on goes to a file; finish() must come before reading. Errors: as of TemporaryFile.
  Result<void> move_to_file() {
    auto made = TemporaryFile::make();
    if (!made) return std::unexpected(std::move(made.error()));
    file_ = std::move(*made);
    return {};
  }

  // False where the disk is full.
  bool push_back(const T& item) {
    memory_.push_back(item);
    return !file_ || memory_.size() < kBuffered || write_out();
  }

  Result<void> finish() {
    if (!file_) return {};
    if (!write_out() || !file_->flush()) return disk_is_full();
    if (written_ > 0) {
      void* at = mmap(nullptr, written_ * sizeof(T), PROT_READ, MAP_SHARED, file_->descriptor(), 0);
      if (at == MAP_FAILED) return fail(ErrorCode::kInvalidArgument, "a temporary file cannot be mapped");
      mapped_ = static_cast<const T*>(at);
      mapped_size_ = written_;
    }
    return {};
  }

  // Takes what was read of a file out of memory, where the system would leave it until it needs the place. It comes back when it is
  // read again. Does nothing to a list in memory.
  void leave_on_disk() const {
    if (mapped_ != nullptr) madvise(const_cast<T*>(mapped_), mapped_size_ * sizeof(T), MADV_DONTNEED);
  }

  const T* data() const { return mapped_ != nullptr ? mapped_ : memory_.data(); }
  std::size_t size() const { return file_ ? written_ + memory_.size() : memory_.size(); }
  bool empty() const { return size() == 0; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size(); }
  const T& operator[](std::size_t i) const { return data()[i]; }
  const T& front() const { return data()[0]; }
  const T& back() const { return data()[size() - 1]; }
  operator std::span<const T>() const { return {data(), size()}; }  // NOLINT(google-explicit-constructor): it is one

 private:
  static constexpr std::size_t kBuffered = (1 << 20) / sizeof(T);

  bool write_out() {
    const bool done = file_->append(std::as_bytes(std::span(memory_)));
    written_ += memory_.size();
    memory_.clear();
    return done;
  }
  void swap(StoredList& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(file_, other.file_);
    std::swap(written_, other.written_);
    std::swap(mapped_, other.mapped_);
    std::swap(mapped_size_, other.mapped_size_);
  }

  std::vector<T> memory_;
  std::optional<TemporaryFile> file_;
  std::size_t written_ = 0;
  const T* mapped_ = nullptr;
  std::size_t mapped_size_ = 0;
};

}  // namespace noren::tools
