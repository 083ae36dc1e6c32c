// Reads text records from a file, one after the other, in constant memory: lines, or lines split at a delimiter with quotes as in
// RFC 4180. Line ends may be LF or CRLF. Files may be packed and in any encoding (tools/input); what comes out is UTF-8.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/input/text_stream.h"

namespace noren::tools {

class DelimitedReader {
 public:
  static constexpr std::size_t kMaxRecord = 1 << 20;  // bytes; a longer line is cut into several records
  static constexpr std::size_t kPadding = 64;         // bytes behind each record that may be read, whatever they hold

  // Reads from where the file stands. The file must stay open as long as the reader is used.
  explicit DelimitedReader(std::FILE* file, std::optional<Encoding> encoding = std::nullopt);
  explicit DelimitedReader(TextStream& text);  // which must outlive the reader

  // The next line without its end; empty lines are passed over. False at the end. Valid until the next call.
  bool next_line(std::string_view& line);

  // The next record's fields. A field in double quotes may hold the delimiter, line feeds and doubled quotes; a quote that is
  // never closed is an ordinary character. Valid until the next call. O(record).
  bool next_record(char delimiter, std::vector<std::string_view>& fields);

  std::uint64_t line_number() const { return record_line_; }  // of the first line of what was read last; the first is 1
  const TextStream& text() const { return *text_; }           // where it comes from: progress, failures, encoding
  bool has_failed() const { return text_->has_failed(); }     // a read error, as opposed to the end

  // What comes next, at most `size` bytes, without using it up.
  std::string_view peek(std::size_t size) const { return {buffer_.data() + begin_, std::min(size, end_ - begin_)}; }

 private:
  bool fill();
  bool find_line(std::size_t from, std::size_t& end);
  bool find_record(char delimiter, std::size_t& end);
  void split_plain(std::string_view line, char delimiter, std::vector<std::string_view>& fields);
  void split_quoted(char* begin, char* end, char delimiter, std::vector<std::string_view>& fields);
  void consume(std::size_t end);

  std::unique_ptr<TextStream> owned_;
  TextStream* text_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what is not read yet
  std::size_t end_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t record_line_ = 0;
  bool at_end_ = false;
  bool has_filled_ = false;
};

// The delimiter of a header line: whichever of tab, comma, semicolon and bar is there most often; a comma where none is.
char find_delimiter(std::string_view header);

}  // namespace noren::tools
