// A shop's click and order log, read into sessions: what the training of a shop model starts from.
// Formats: CSV or TSV with a header line (one event a line), or one session a line. Lines that make no sense are skipped and
// counted; the first few are told with their line numbers.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/event/event.h"

namespace noren::tools {

enum class LogFormat : std::uint8_t {
  kAuto,      // a header line that names columns; the delimiter is found out
  kCsv,       // the same, commas
  kTsv,       // the same, tabs
  kSessions,  // no header; one session a line, item ids separated by blanks, all of them views
};

// The columns that are read; all others are not looked at.
enum class Column : std::uint8_t { kSession, kTime, kEvent, kItem, kPrice };
inline constexpr std::size_t kColumnCount = 5;
std::string_view name(Column column);  // "session", "time", "event", "item", "price"

// How the log calls them; empty: found by well-known names such as session_id, SessionId, visitorid, timestamp, event_type,
// product_id. session and item must be there. Without time, the order of the lines counts; without event, all are views.
using ColumnNames = std::array<std::string, kColumnCount>;

// Reads "session=SessionId,item=ItemId". Errors: kInvalidArgument, with a suggestion for an unknown column.
Result<ColumnNames> parse_column_names(std::string_view text);

struct LogOptions {
  LogFormat format = LogFormat::kAuto;
  ColumnNames columns = {};
  std::function<void(std::uint64_t lines, std::uint64_t bytes)> progress = {};  // called now and then, may be empty
};

struct LogEvent {
  std::int64_t time = 0;  // milliseconds since 1970-01-01 UTC; 0 where the log has no times
  std::uint32_t item = 0;
  event::Kind kind = event::Kind::kViewItem;
};

struct EventLog {
  static constexpr std::size_t kToldProblems = 10;

  std::vector<std::string> items;  // ids, in the order of first use
  std::vector<float> prices;       // per item the last one seen; negative: none
  std::vector<LogEvent> events;    // grouped by session, by time within; equal times in the order of the lines
  std::vector<std::size_t> session_begin{
      0};  // into events; sessions in the order of first use, and one entry for the end
  bool has_times = false;

  // What was not used.
  std::uint64_t lines = 0;
  std::uint64_t skipped_lines = 0;
  std::vector<std::string> problems;                    // "17: …", at most kToldProblems
  std::map<std::string, std::uint64_t> unknown_events;  // name -> lines; at most 100 names
  std::uint64_t lines_without_item = 0;                 // of events that need none, such as page_view

  std::size_t session_count() const { return session_begin.size() - 1; }
  std::span<const LogEvent> session(std::size_t s) const {
    return std::span(events).subspan(session_begin[s], session_begin[s + 1] - session_begin[s]);
  }
};

// Reads a log from where the file stands; `path` is named in errors only. Errors: kInvalidArgument where a needed column is not
// there or the file can't be read. O(events), and O(session log session) where times are out of order. Memory: about 40 bytes an event.
Result<EventLog> read_event_log(std::FILE* file, const std::string& path, const LogOptions& options);

}  // namespace noren::tools
