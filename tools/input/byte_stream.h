// The bytes of a file, one after the other, in constant memory: as they are, or, where the file is compressed by gzip or zstd,
// unpacked. Which of them it is, the file's first bytes say, not its name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace noren::tools {

class ByteStream {
 public:
  // Reads from where the file stands, which must stay open as long as the stream is used.
  explicit ByteStream(std::FILE* file);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  // Fills `to` as far as there are bytes; fewer than asked for only at the end, or after a failure.
  std::size_t read(std::span<char> to);

  std::string_view compression() const;                    // "gzip", "zstd" or nothing
  std::uint64_t bytes_taken() const { return taken_; }     // of the file, as it lies on the disk
  bool has_failed() const { return !failure_.empty(); }    // as opposed to the end
  const std::string& failure() const { return failure_; }  // what failed, for people

 private:
  struct Gzip;
  struct Zstd;

  bool fill();
  std::size_t read_plain(std::span<char> to);
  std::size_t read_gzip(std::span<char> to);
  std::size_t read_zstd(std::span<char> to);
  void fail(std::string why);

  std::FILE* file_;
  std::vector<char> buffer_;  // of the file
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t taken_ = 0;
  bool at_end_ = false;
  std::string failure_;
  std::unique_ptr<Gzip> gzip_;
  std::unique_ptr<Zstd> zstd_;
};

}  // namespace noren::tools
