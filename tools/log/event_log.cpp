#include "tools/log/event_log.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/hash.h"
#include "tools/log/columns.h"
#include "tools/log/delimited_reader.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

constexpr std::uint64_t kProgressEvery = 1 << 16;  // lines
constexpr std::size_t kMaxIdBytes = 256;
constexpr std::size_t kMaxUnknownEvents = 100;

bool needs_item(event::Kind kind) {
  switch (kind) {
    case event::Kind::kSelectItem:
    case event::Kind::kViewItem:
    case event::Kind::kAddToCart:
    case event::Kind::kRemoveFromCart:
    case event::Kind::kAddToWishlist:
    case event::Kind::kPurchase: return true;
    default: return false;
  }
}

class LogReader {
 public:
  LogReader(std::FILE* file, const LogOptions& options) : reader_(file), options_(options) {}

  Result<EventLog> read() {
    if (options_.format == LogFormat::kSessions) {
      read_sessions();
    } else if (auto done = read_table(); !done) {
      return std::unexpected(std::move(done.error()));
    }
    if (reader_.has_failed()) return fail(ErrorCode::kInvalidArgument, "could not be read to its end");
    group();
    return std::move(log_);
  }

 private:
  void read_sessions() {
    std::string_view line;
    while (reader_.next_line(line)) {
      count_line();
      const auto session = static_cast<std::uint32_t>(sessions_.size());
      sessions_.emplace(session, session);
      while (!line.empty()) {
        const std::string_view id = line.substr(0, line.find_first_of(" \t"));
        line.remove_prefix(std::min(line.size(), id.size() + 1));
        if (id.empty()) continue;
        if (id.size() > kMaxIdBytes) {
          skip("an item id of more than 256 bytes");
          break;
        }
        add(session, {0, item(id), event::Kind::kViewItem});
      }
    }
  }

  Result<void> read_table() {
    std::vector<std::string_view> fields;
    std::string_view header;
    if (!reader_.next_line(header))
      return fail(ErrorCode::kInvalidArgument, "the log is empty", {}, "a header line is needed");
    char delimiter = find_delimiter(header);
    if (options_.format == LogFormat::kCsv) delimiter = ',';
    if (options_.format == LogFormat::kTsv) delimiter = '\t';
    const std::vector<std::string> names = split_header(header, delimiter);
    fields.assign(names.begin(), names.end());
    auto places = find_columns(fields, options_.columns);
    if (!places) return std::unexpected(std::move(places.error()));
    log_.has_times = places->of(Column::kTime) >= 0;
    while (reader_.next_record(delimiter, fields)) {
      count_line();
      read_event(fields, *places);
    }
    return {};
  }

  static std::vector<std::string> split_header(std::string_view header, char delimiter) {
    std::vector<std::string> names;
    for (;;) {
      std::string_view column = trim(header.substr(0, header.find(delimiter)));
      const bool is_last = header.find(delimiter) == std::string_view::npos;
      if (!is_last) header.remove_prefix(header.find(delimiter) + 1);
      if (column.size() >= 2 && column.front() == '"' && column.back() == '"')
        column = column.substr(1, column.size() - 2);
      names.emplace_back(column);
      if (is_last) return names;
    }
  }

  void read_event(const std::vector<std::string_view>& fields, const ColumnPlaces& places) {
    for (std::size_t c = 0; c < kColumnCount; ++c) {
      const auto column = static_cast<Column>(c);
      if (places.of(column) < static_cast<std::ptrdiff_t>(fields.size())) continue;
      return skip("no " + std::string(name(column)) + ": the line has " + std::to_string(fields.size()) + " columns, " +
                  std::string(name(column)) + " is column " + std::to_string(places.of(column) + 1));
    }
    const auto field = [&](Column column) { return trim(fields[static_cast<std::size_t>(places.of(column))]); };

    LogEvent event;
    if (places.of(Column::kEvent) >= 0 && !find_known_event(field(Column::kEvent), event.kind)) return;
    const std::string_view id = field(Column::kItem);
    if (id.empty()) {
      if (needs_item(event.kind)) return skip("the item is empty");
      ++log_.lines_without_item;
      return;
    }
    if (id.size() > kMaxIdBytes) return skip("an item id of more than 256 bytes");
    const std::string_view session = field(Column::kSession);
    if (session.empty()) return skip("the session is empty");
    if (log_.has_times) {
      const auto time = parse_time(field(Column::kTime));
      if (!time)
        return skip("time " + quoted(field(Column::kTime)) +
                    " is neither a Unix time nor a date such as 2026-11-22T10:00:00");
      event.time = *time;
    }
    std::optional<Price> price;
    if (places.of(Column::kPrice) >= 0 && !field(Column::kPrice).empty()) {
      price = parse_price(field(Column::kPrice));
      if (!price) return skip("price " + quoted(field(Column::kPrice)) + " is no number");
    }
    event.item = item(id);
    if (price && price->amount <= 1e9) log_.prices[event.item] = static_cast<float>(price->amount);
    // 64 bits: that two of a billion sessions fall together has a chance of 3 %, and would do no harm.
    const auto number = static_cast<std::uint32_t>(sessions_.size());
    add(sessions_.try_emplace(mix64(hash64(session)), number).first->second, event);
  }

  // Remembers the last name: logs repeat few names many times.
  bool find_known_event(std::string_view text, event::Kind& kind) {
    if (text == known_event_name_ && !known_event_name_.empty()) {
      kind = known_event_;
      return true;
    }
    if (!find_event(text, kind)) {
      const bool listed =
          log_.unknown_events.size() < kMaxUnknownEvents || log_.unknown_events.contains(std::string(text));
      if (listed) ++log_.unknown_events[std::string(text.substr(0, kMaxIdBytes))];
      return false;
    }
    known_event_name_ = text;
    known_event_ = kind;
    return true;
  }

  std::uint32_t item(std::string_view id) {
    if (const auto known = items_.find(id); known != items_.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(log_.items.size());
    log_.items.emplace_back(id);
    log_.prices.push_back(-1.0f);
    items_.emplace(std::string(id), number);
    return number;
  }

  void add(std::uint32_t session, const LogEvent& event) {
    unsorted_.push_back(event);
    session_of_.push_back(session);
  }

  // Counting sort by session, then by time within each session.
  void group() {
    std::vector<std::size_t>& begin = log_.session_begin;
    begin.assign(sessions_.size() + 1, 0);
    for (const std::uint32_t session : session_of_) ++begin[session + 1];
    for (std::size_t s = 1; s < begin.size(); ++s) begin[s] += begin[s - 1];
    std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
    log_.events.resize(unsorted_.size());
    for (std::size_t i = 0; i < unsorted_.size(); ++i) log_.events[next[session_of_[i]]++] = unsorted_[i];
    const auto earlier = [](const LogEvent& a, const LogEvent& b) { return a.time < b.time; };
    for (std::size_t s = 0; s + 1 < begin.size(); ++s) {
      const auto first = log_.events.begin() + static_cast<std::ptrdiff_t>(begin[s]);
      const auto last = log_.events.begin() + static_cast<std::ptrdiff_t>(begin[s + 1]);
      if (!std::is_sorted(first, last, earlier)) std::stable_sort(first, last, earlier);
    }
  }

  void count_line() {
    ++log_.lines;
    if (options_.progress && log_.lines % kProgressEvery == 0) options_.progress(log_.lines, reader_.bytes_read());
  }

  void skip(const std::string& why) {
    ++log_.skipped_lines;
    if (log_.problems.size() < EventLog::kToldProblems) {
      log_.problems.push_back(std::to_string(reader_.line_number()) + ": " + why);
    }
  }

  static std::string quoted(std::string_view text) { return "\"" + std::string(text.substr(0, 40)) + "\""; }

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return static_cast<std::size_t>(mix64(hash64(text))); }
  };

  DelimitedReader reader_;
  const LogOptions& options_;
  EventLog log_;
  std::vector<LogEvent> unsorted_;
  std::vector<std::uint32_t> session_of_;
  std::unordered_map<std::uint64_t, std::uint32_t> sessions_;
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> items_;
  std::string known_event_name_;
  event::Kind known_event_ = event::Kind::kViewItem;
};

}  // namespace

Result<EventLog> read_event_log(std::FILE* file, const std::string& path, const LogOptions& options) {
  auto log = LogReader(file, options).read();
  if (!log) log.error().path = path;
  return log;
}

}  // namespace noren::tools
