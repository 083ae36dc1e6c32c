#include "tools/input/byte_stream.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace noren::tools {
namespace {

constexpr std::size_t kFirstChunk = 4 * 1024;  // grows to kChunk: most files are small, or large
constexpr std::size_t kChunk = 256 * 1024;
constexpr int kGzipOnly = 16 + MAX_WBITS;

}  // namespace

struct ByteStream::Gzip {
  Gzip() { good = inflateInit2(&stream, kGzipOnly) == Z_OK; }
  ~Gzip() { inflateEnd(&stream); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  z_stream stream{};
  bool good = false;
  bool between = false;  // a member has ended; another may follow
};

struct ByteStream::Zstd {
  Zstd() : stream(ZSTD_createDStream()) {}
  ~Zstd() { ZSTD_freeDStream(stream); }
  Zstd(const Zstd&) = delete;
  Zstd& operator=(const Zstd&) = delete;

  ZSTD_DStream* stream;
  bool between = true;  // no frame is open
};

ByteStream::ByteStream(std::FILE* file) : file_(file), buffer_(kFirstChunk) {
  fill();
  const std::string_view head(buffer_.data(), end_);
  if (head.starts_with("\x1f\x8b")) {
    gzip_ = std::make_unique<Gzip>();
  } else if (head.starts_with("\x28\xb5\x2f\xfd")) {
    zstd_ = std::make_unique<Zstd>();
  }
}

ByteStream::~ByteStream() = default;

std::string_view ByteStream::compression() const {
  if (gzip_) return "gzip";
  return zstd_ ? "zstd" : "";
}

void ByteStream::fail(std::string why) {
  failure_ = std::move(why);
  at_end_ = true;
  begin_ = end_;
}

// More of the file, where all that was there is used. False at its end.
bool ByteStream::fill() {
  if (begin_ < end_) return true;
  if (at_end_) return false;
  if (end_ == buffer_.size() && end_ < kChunk) buffer_.resize(end_ * 4);
  begin_ = 0;
  end_ = std::fread(buffer_.data(), 1, buffer_.size(), file_);
  taken_ += end_;
  if (end_ > 0) return true;
  at_end_ = true;
  if (std::ferror(file_) != 0) fail("could not be read to its end");
  return false;
}

std::size_t ByteStream::read(std::span<char> to) {
  if (gzip_) return read_gzip(to);
  return zstd_ ? read_zstd(to) : read_plain(to);
}

std::size_t ByteStream::read_plain(std::span<char> to) {
  std::size_t got = 0;
  while (got < to.size() && fill()) {
    const std::size_t part = std::min(to.size() - got, end_ - begin_);
    std::memcpy(to.data() + got, buffer_.data() + begin_, part);
    begin_ += part;
    got += part;
  }
  return got;
}

std::size_t ByteStream::read_gzip(std::span<char> to) {
  z_stream& stream = gzip_->stream;
  if (!gzip_->good) fail("cannot be unpacked: zlib found no memory");
  std::size_t got = 0;
  while (got < to.size()) {
    if (!fill()) {
      if (!gzip_->between && !has_failed()) fail("ends in the middle of its gzip data; was it copied whole?");
      return got;
    }
    if (gzip_->between) {
      // Zeros behind the last member are padding of tapes and blocks.
      if (buffer_[begin_] == '\0') {
        ++begin_;
        continue;
      }
      inflateReset(&stream);
      gzip_->between = false;
    }
    stream.next_in = reinterpret_cast<Bytef*>(buffer_.data() + begin_);
    stream.avail_in = static_cast<uInt>(end_ - begin_);
    stream.next_out = reinterpret_cast<Bytef*>(to.data() + got);
    stream.avail_out = static_cast<uInt>(std::min<std::size_t>(to.size() - got, kChunk));
    const uInt room = stream.avail_out;
    const int status = inflate(&stream, Z_NO_FLUSH);
    begin_ = end_ - stream.avail_in;
    got += room - stream.avail_out;
    if (status == Z_STREAM_END) {
      gzip_->between = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      fail("has damaged gzip data after " + std::to_string(taken_ - stream.avail_in) + " bytes");
      return got;
    }
  }
  return got;
}

std::size_t ByteStream::read_zstd(std::span<char> to) {
  std::size_t got = 0;
  while (got < to.size()) {
    // What was taken in may still wait to come out: an empty input lets it.
    const bool more = fill();
    ZSTD_inBuffer in{buffer_.data(), end_, begin_};
    ZSTD_outBuffer out{to.data(), to.size(), got};
    const std::size_t status = ZSTD_decompressStream(zstd_->stream, &out, &in);
    if (ZSTD_isError(status) != 0) {
      fail("has damaged zstd data after " + std::to_string(taken_ - (end_ - in.pos)) + " bytes (" +
           ZSTD_getErrorName(status) + ")");
      return got;
    }
    const bool moved = out.pos > got || in.pos > begin_;
    begin_ = in.pos;
    got = out.pos;
    if (moved) zstd_->between = status == 0;
    if (more || moved) continue;
    if (!zstd_->between && !has_failed()) fail("ends in the middle of its zstd data; was it copied whole?");
    return got;
  }
  return got;
}

}  // namespace noren::tools
