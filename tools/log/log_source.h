// What the readers of the different formats share: the lines of a log, and where their events go.
// Private to this folder.
#pragma once

#include <string>
#include <string_view>

#include "tools/log/delimited_reader.h"
#include "tools/log/log_builder.h"

namespace noren::tools {

struct LogSource {
  LogSource(std::FILE* file, const LogOptions& given) : reader(file, given.encoding), builder(given), options(given) {}

  void count_line() {
    constexpr std::uint64_t kProgressEvery = 1 << 16;  // lines
    EventLog& log = builder.log();
    if (++log.lines % kProgressEvery == 0 && options.progress) options.progress(log.lines, reader.text().bytes_taken());
  }
  void skip(const std::string& why) {
    EventLog& log = builder.log();
    ++log.skipped_lines;
    if (log.problems.size() < EventLog::kToldProblems)
      log.problems.push_back(std::to_string(reader.line_number()) + ": " + why);
  }

  DelimitedReader reader;
  LogBuilder builder;
  const LogOptions& options;
};

inline constexpr std::size_t kMaxIdBytes = 256;
std::string in_quotes(std::string_view text);  // for messages: in quotes, its first 40 bytes

// Whether an event says nothing without an item.
bool needs_item(event::Kind kind);

// The event of a log's name for it; remembers the last one, as logs repeat few names many times.
class EventNames {
 public:
  explicit EventNames(EventLog& log) : log_(log) {}
  // False, and counted in the log, where nobody knows it.
  bool find(std::string_view text, event::Kind& kind);

 private:
  EventLog& log_;
  std::string known_name_;
  event::Kind known_ = event::Kind::kViewItem;
};

// Each reads to the end of the source. Errors: as read_event_log.
Result<void> read_table(LogSource& source);  // CSV, TSV, orders
Result<void> read_ga4(LogSource& source);    // JSON lines
Result<void> read_sequences(LogSource& source);

}  // namespace noren::tools
