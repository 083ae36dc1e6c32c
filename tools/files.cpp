#include "tools/files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace noren::tools {
namespace {

std::unexpected<Error> system_error(const std::string& path, const std::string& what) {
  return fail(ErrorCode::kInvalidArgument, what + ": " + std::strerror(errno), path);
}

template <typename Container>
Result<Container> read_whole(const std::string& path) {
  auto file = open_to_read(path);
  if (!file) return std::unexpected(std::move(file.error()));
  Container content;
  content.reserve(static_cast<std::size_t>(size_of(file->get())) + 1);
  constexpr std::size_t kChunk = 1 << 16;
  for (std::size_t got = kChunk; got == kChunk;) {
    const std::size_t before = content.size();
    content.resize(before + kChunk);
    got = std::fread(content.data() + before, 1, kChunk, file->get());
    content.resize(before + got);
  }
  if (std::ferror(file->get()) != 0) return system_error(path, "cannot be read");
  return content;
}

}  // namespace

void CloseFile::operator()(std::FILE* file) const {
  if (file != stdin) std::fclose(file);
}

Result<File> open_to_read(const std::string& path) {
  if (path == "-") return File(stdin);
  File file(std::fopen(path.c_str(), "rb"));
  if (!file) return system_error(path, "cannot be opened");
  struct stat status{};
  if (fstat(fileno(file.get()), &status) == 0 && S_ISDIR(status.st_mode)) {
    return fail(ErrorCode::kInvalidArgument, "is a directory; a file was expected", path);
  }
  return file;
}

std::uint64_t size_of(std::FILE* file) {
  struct stat status{};
  if (fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

Result<std::vector<std::byte>> read_bytes(const std::string& path) { return read_whole<std::vector<std::byte>>(path); }
Result<std::string> read_text(const std::string& path) { return read_whole<std::string>(path); }

Result<void> write_bytes(const std::string& path, std::span<const std::byte> bytes) {
  const std::string partial = path + ".partial";
  File file(std::fopen(partial.c_str(), "wb"));
  if (!file) return system_error(path, "cannot be written");
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size();
  const bool flushed = std::fflush(file.get()) == 0;
  file.reset();
  if (!written || !flushed || std::rename(partial.c_str(), path.c_str()) != 0) {
    auto error = system_error(path, "cannot be written");
    std::remove(partial.c_str());
    return error;
  }
  return {};
}

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void complain(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fputc('\n', stderr);
}

bool complains_to_terminal() { return isatty(STDERR_FILENO) != 0; }

}  // namespace noren::tools
