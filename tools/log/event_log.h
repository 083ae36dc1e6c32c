// A shop's click and order log, read into sessions: what the training of a shop model starts from. Lines that make no sense are
// skipped and counted; the first few are told with their line numbers. Files may be packed by gzip or zstd and in any of the
// encodings of tools/input/encoding.h.
//
// What becomes of the lines, whatever their format:
//   - The events of one session are put in the order of time; equal times stay in the order of the lines. The same event with the
//     same item at the same time of one session is there twice by mistake, and counts once (not where all times are whole minutes).
//   - Where the log knows the visitor but no session, the visitor's events are cut where she was silent for 30 minutes.
//   - What no human does is left out: a session of more than 500 events, or of more than 60 views within a minute.
//   - Sessions of one visitor follow one another, oldest first; visitors (where the log has none: sessions) stand in the order of
//     their first lines.
// `noren model sql` (tools/sql) says the same in SQL: what changes here changes there.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/event/event.h"
#include "tools/input/encoding.h"
#include "tools/storage/stored_list.h"

namespace noren::tools {

enum class LogFormat : std::uint8_t {
  kAuto,      // JSON lines, or a header line that names columns, of whatever delimiter; found out
  kCsv,       // a header line, commas
  kTsv,       // a header line, tabs
  kSessions,  // no header; one session a line, item ids separated by blanks, all of them views
  kGa4,       // one event of GA4 a line, as JSON; also rows of its BigQuery export
  kOrders,    // a header line; one line of an order a line: order, item
};
inline constexpr std::size_t kLogFormatCount = 6;

// The columns that are read; all others are not looked at.
enum class Column : std::uint8_t { kSession, kTime, kEvent, kItem, kPrice, kQuantity, kVisitor };
inline constexpr std::size_t kColumnCount = 7;
std::string_view name(Column column);  // "session", "time", "event", "item", "price", "quantity", "visitor"

// How the log calls them; empty: found by well-known names such as session_id, SessionId, visitorid, timestamp, event_type,
// product_id. item and one of session and visitor must be there; in orders the session is the order's number. Without time, the
// order of the lines counts; without event, all are views, or, of orders, purchases. A purchase with a quantity of 0 or less is a
// cancelled or returned one and not counted; how many pieces somebody bought makes no difference, as a model counts sessions.
using ColumnNames = std::array<std::string, kColumnCount>;

// Reads "session=SessionId,item=ItemId"; "order" is another word for session. Errors: kInvalidArgument, with a suggestion for an
// unknown column.
Result<ColumnNames> parse_column_names(std::string_view text);

// What becomes of the events once they are read; see above. A number of 0 turns its rule off.
struct LogCleaning {
  std::int64_t silence = 30 * 60'000;      // milliseconds that end a visitor's session
  std::uint32_t max_session_events = 500;  // more are no human's
  std::uint32_t max_views_a_minute = 60;   // nor are these; not looked at where all times are whole minutes
  bool drop_duplicates = true;
};
inline constexpr LogCleaning kNoCleaning{0, 0, 0, false};

struct LogOptions {
  LogFormat format = LogFormat::kAuto;
  ColumnNames columns = {};
  std::function<void(std::uint64_t lines, std::uint64_t bytes)> progress = {};  // called now and then, may be empty
  LogCleaning cleaning = {};
  std::optional<Encoding> encoding = std::nullopt;  // none: found out
  std::uint64_t memory =
      0;  // bytes for events, beside what ids and sessions need; what is more goes to disk; 0: no limit
};

struct LogEvent {
  std::int64_t time = 0;  // milliseconds since 1970-01-01 UTC; 0 where the log has no times
  std::uint32_t item = 0;
  event::Kind kind = event::Kind::kViewItem;
};

struct EventLog {
  static constexpr std::size_t kToldProblems = 10;

  std::vector<std::string> items;               // ids, in the order of first use
  std::vector<float> prices;                    // per item the newest one; negative: none
  StoredList<LogEvent> events;                  // grouped by session, by time within
  StoredList<std::size_t> session_begin = {0};  // into events; and one entry for the end
  StoredList<std::uint32_t> visitors;  // per session who it was, never falling; empty where the log doesn't know
  bool has_times = false;

  // What was not used.
  std::uint64_t lines = 0;
  std::uint64_t skipped_lines = 0;
  std::vector<std::string> problems;                    // "17: …", at most kToldProblems
  std::map<std::string, std::uint64_t> unknown_events;  // name -> lines; at most 100 names
  std::uint64_t lines_without_item = 0;                 // of events that are about none, such as page_view
  std::uint64_t returned = 0;                           // purchases of 0 or fewer pieces
  std::uint64_t duplicates = 0;                         // events
  std::uint64_t bot_sessions = 0;
  std::uint64_t bot_events = 0;
  std::vector<std::string> notes;  // what else its owner should know: encodings, bots, an item that is everywhere

  std::size_t session_count() const { return session_begin.size() - 1; }
  std::span<const LogEvent> session(std::size_t s) const {
    return std::span<const LogEvent>(events).subspan(session_begin[s], session_begin[s + 1] - session_begin[s]);
  }
  // Whose session it is: what privacy counts. Never falls; of a log that knows no visitors each session is a visitor of its own.
  std::uint32_t visitor(std::size_t s) const { return visitors.empty() ? static_cast<std::uint32_t>(s) : visitors[s]; }
};

// Reads a log from where the file stands; `path` is named in errors only. Errors: kInvalidArgument where a needed column is not
// there or the file can't be read; kLimitExceeded for more than 134 million items. O(events log events). Memory: 40 bytes an event,
// or options.memory; and for each session and visitor 14 to 27 bytes, 41 while their table grows, for each item its id and as much
// and 50.
Result<EventLog> read_event_log(std::FILE* file, const std::string& path, const LogOptions& options);

}  // namespace noren::tools
