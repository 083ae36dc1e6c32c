#include "tools/log/delimited_reader.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace noren::tools {
namespace {

constexpr std::size_t kFirstBuffer = 8 * 1024;
constexpr std::size_t kChunk = 256 * 1024;

std::string_view without_carriage_return(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace

DelimitedReader::DelimitedReader(std::FILE* file, std::optional<Encoding> encoding)
    : owned_(std::make_unique<TextStream>(file, encoding)), text_(owned_.get()) {
  buffer_.resize(kFirstBuffer + kPadding);
  fill();
}

DelimitedReader::DelimitedReader(TextStream& text) : text_(&text) {
  buffer_.resize(kFirstBuffer + kPadding);
  fill();
}

// Reads more behind what is left, which moves to the front. False where there is nothing more.
bool DelimitedReader::fill() {
  if (at_end_) return false;
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  constexpr std::size_t kLargest = kMaxRecord + kChunk + kPadding;
  if (buffer_.size() < 2 * (end_ + kPadding) || has_filled_) buffer_.resize(std::min(kLargest, 2 * buffer_.size()));
  has_filled_ = true;
  const std::size_t got = text_->read(std::span(buffer_).subspan(end_, buffer_.size() - kPadding - end_));
  end_ += got;
  at_end_ = got == 0;
  return got > 0;
}

// The end of the line that holds position begin_ + from; both are distances from begin_. False at the end of the file.
bool DelimitedReader::find_line(std::size_t from, std::size_t& end) {
  for (;;) {
    if (from > end_ - begin_) {
      if (!fill()) return false;
      continue;
    }
    const char* start = buffer_.data() + begin_;
    if (const void* found = std::memchr(start + from, '\n', end_ - begin_ - from)) {
      end = static_cast<std::size_t>(static_cast<const char*>(found) - start);
      return true;
    }
    from = end_ - begin_;
    if (from >= kMaxRecord || !fill()) {
      end = std::min(from, kMaxRecord);
      return end > 0;
    }
  }
}

// Steps over a record of `end` bytes and its line feed.
void DelimitedReader::consume(std::size_t end) {
  begin_ = std::min(begin_ + end, end_);
  if (begin_ < end_ && buffer_[begin_] == '\n') {
    ++begin_;
    ++line_;
  }
}

bool DelimitedReader::next_line(std::string_view& line) {
  std::size_t end = 0;
  while (find_line(0, end)) {
    line = without_carriage_return({buffer_.data() + begin_, end});
    record_line_ = line_;
    consume(end);
    if (!line.empty()) return true;
  }
  return false;
}

// The end of the record: of the first line that leaves no quote open. Falls back to the end of the first line where none does.
bool DelimitedReader::find_record(char delimiter, std::size_t& end) {
  if (!find_line(0, end)) return false;
  const std::size_t first_end = end;
  bool open = false;
  bool quoted = false;
  bool at_field_start = true;
  for (std::size_t i = 0;; ++i) {
    if (i == end) {
      if (!open) return true;
      if (end + 1 >= kMaxRecord || !find_line(end + 1, end) || end <= i) break;
    }
    const char c = buffer_[begin_ + i];
    if (open) {
      open = c != '"';
    } else {
      // A quote right behind a closing one is a doubled quote: the field is still open.
      open = c == '"' && (at_field_start || (quoted && buffer_[begin_ + i - 1] == '"'));
      at_field_start = c == delimiter;
      quoted = (quoted || open) && !at_field_start;
    }
  }
  end = first_end;
  return true;
}

bool DelimitedReader::next_record(char delimiter, std::vector<std::string_view>& fields) {
  std::size_t end = 0;
  for (;;) {
    if (!find_line(0, end)) return false;
    const bool has_quote = std::memchr(buffer_.data() + begin_, '"', end) != nullptr;
    if (has_quote) find_record(delimiter, end);
    char* const start = buffer_.data() + begin_;
    const std::string_view record = without_carriage_return({start, end});
    record_line_ = line_;
    if (has_quote) line_ += static_cast<std::uint64_t>(std::count(start, start + end, '\n'));
    consume(end);
    if (record.empty()) continue;
    fields.clear();
    if (has_quote) {
      split_quoted(start, start + record.size(), delimiter, fields);
    } else {
      split_plain(record, delimiter, fields);
    }
    return true;
  }
}

void DelimitedReader::split_plain(std::string_view line, char delimiter, std::vector<std::string_view>& fields) {
  for (;;) {
    const std::size_t end = line.find(delimiter);
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return;
    line.remove_prefix(end + 1);
  }
}

// Unquotes in place: what is kept never grows, so it fits where it stood.
void DelimitedReader::split_quoted(char* begin, char* end, char delimiter, std::vector<std::string_view>& fields) {
  for (char* at = begin;;) {
    char* const field = at;
    char* out = at;
    if (at != end && *at == '"' && std::find(at + 1, end, '"') != end) {
      for (++at; at != end; ++at) {
        if (*at == '"') {
          ++at;
          if (at == end || *at != '"') break;
        }
        *out++ = *at;
      }
    }
    while (at != end && *at != delimiter) *out++ = *at++;
    fields.emplace_back(field, static_cast<std::size_t>(out - field));
    if (at == end) return;
    ++at;
  }
}

char find_delimiter(std::string_view header) {
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : {'\t', ',', ';', '|'}) {
    const std::ptrdiff_t count = std::count(header.begin(), header.end(), candidate);
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

}  // namespace noren::tools
