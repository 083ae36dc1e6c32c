#include "tools/storage/temporary_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace noren::tools {
namespace {

std::string folder() {
  const char* named = std::getenv("TMPDIR");
  return named == nullptr || *named == '\0' ? "/tmp" : named;
}

}  // namespace

Result<TemporaryFile> TemporaryFile::make() {
  std::string path = folder() + "/noren-XXXXXX";
  const int descriptor = mkstemp(path.data());
  if (descriptor < 0) {
    return fail(ErrorCode::kInvalidArgument, std::string("no temporary file can be made: ") + std::strerror(errno),
                folder(), "TMPDIR names another folder");
  }
  unlink(path.c_str());
  std::FILE* file = fdopen(descriptor, "w+b");
  if (file == nullptr) {
    close(descriptor);
    return fail(ErrorCode::kInvalidArgument, "no temporary file can be opened", folder());
  }
  return TemporaryFile(file);
}

TemporaryFile::~TemporaryFile() {
  if (file_ != nullptr) std::fclose(file_);
}

bool TemporaryFile::append(std::span<const std::byte> bytes) {
  return std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size();
}

bool TemporaryFile::flush() { return std::fflush(file_) == 0; }

int TemporaryFile::descriptor() const { return fileno(file_); }

std::size_t TemporaryFile::read(std::uint64_t from, std::span<std::byte> to) const {
  std::size_t got = 0;
  while (got < to.size()) {
    const ssize_t part = pread(descriptor(), to.data() + got, to.size() - got, static_cast<off_t>(from + got));
    if (part <= 0) break;
    got += static_cast<std::size_t>(part);
  }
  return got;
}

std::unexpected<Error> disk_is_full() {
  return fail(ErrorCode::kInvalidArgument, "a temporary file cannot be written: is the disk full?", folder(),
              "TMPDIR names another folder; a larger --memory needs less of it");
}

}  // namespace noren::tools
