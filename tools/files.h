// Files of the native command: opening with an error that says what is wrong, reading and writing whole ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace noren::tools {

struct CloseFile {
  void operator()(std::FILE* file) const;
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// Opens for reading; "-" is the standard input. Errors: kInvalidArgument with the system's reason.
Result<File> open_to_read(const std::string& path);

// The size of an open file in bytes; 0 where that is not known (a pipe).
std::uint64_t size_of(std::FILE* file);

// The whole content. Errors as open_to_read.
Result<std::vector<std::byte>> read_bytes(const std::string& path);
Result<std::string> read_text(const std::string& path);

// Replaces the file in one step: readers see the old content or the new one, never a part. Errors: kInvalidArgument.
Result<void> write_bytes(const std::string& path, std::span<const std::byte> bytes);

// To standard output and standard error.
void print(std::string_view text);
void complain(std::string_view text);  // with a line feed
bool complains_to_terminal();

}  // namespace noren::tools
