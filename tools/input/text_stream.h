// The text of a file as UTF-8, in constant memory: unpacked (byte_stream.h) and, whatever its encoding (encoding.h), converted.
// A byte order mark is skipped. Bytes that make no character become U+FFFD and are counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/input/byte_stream.h"
#include "tools/input/encoding.h"

namespace noren::tools {

class TextStream {
 public:
  // The file must stay open as long as the stream is used. Without an encoding it is found out.
  explicit TextStream(std::FILE* file, std::optional<Encoding> encoding = std::nullopt);
  ~TextStream();
  TextStream(const TextStream&) = delete;
  TextStream& operator=(const TextStream&) = delete;

  // Up to to.size() bytes of UTF-8; 0 only at the end, or after a failure. A character may be cut between two calls.
  std::size_t read(std::span<char> to);

  // The first bytes of the text, at most `size`, without using them up. Only before the first read(); for finding out formats.
  std::string_view peek(std::size_t size);

  Encoding encoding() const { return encoding_.value_or(Encoding::kUtf8); }  // as far as the text was read
  std::string_view compression() const { return bytes_.compression(); }
  std::uint64_t replaced() const { return replaced_; }  // bytes that made no character
  std::uint64_t bytes_taken() const { return bytes_.bytes_taken(); }
  bool has_failed() const { return bytes_.has_failed(); }
  const std::string& failure() const { return bytes_.failure(); }

  // What is not plain UTF-8 about the text, in words for the one who exported it; empty where there is nothing to say.
  std::string description() const;

 private:
  struct Converter;

  bool produce();
  bool take();
  std::size_t pass_utf8();
  void convert();
  void replace(std::size_t bytes);

  ByteStream bytes_;
  std::optional<Encoding> encoding_;  // none: all was ASCII so far
  std::unique_ptr<Converter> converter_;
  std::vector<char> raw_;  // as the file has it
  std::size_t raw_begin_ = 0;
  std::size_t raw_end_ = 0;
  bool raw_ended_ = false;
  bool has_taken_ = false;
  std::vector<char> ready_;  // UTF-8
  std::size_t ready_begin_ = 0;
  std::uint64_t replaced_ = 0;
};

}  // namespace noren::tools
