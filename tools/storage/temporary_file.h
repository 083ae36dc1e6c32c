// A file without a name, for what does not fit into memory: it lies in the folder TMPDIR names, or in /tmp, and is gone when it is
// closed, however the program ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <utility>

#include "core/base/result.h"

namespace noren::tools {

class TemporaryFile {
 public:
  // Errors: kInvalidArgument where no file can be made there.
  static Result<TemporaryFile> make();
  TemporaryFile(TemporaryFile&& other) noexcept : file_(std::exchange(other.file_, nullptr)) {}
  TemporaryFile& operator=(TemporaryFile&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~TemporaryFile();

  // False where the disk is full.
  bool append(std::span<const std::byte> bytes);
  // Reads from a place; returns how many bytes there were.
  std::size_t read(std::uint64_t from, std::span<std::byte> to) const;
  bool flush();
  int descriptor() const;

 private:
  explicit TemporaryFile(std::FILE* file) : file_(file) {}
  std::FILE* file_;
};

// What a caller says when append() or flush() came back with false.
std::unexpected<Error> disk_is_full();

}  // namespace noren::tools
