#include "tools/log/event_log.h"

#include <algorithm>
#include <utility>

#include "tools/log/columns.h"
#include "tools/log/log_source.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

Result<void> read_format(LogSource& source) {
  LogFormat format = source.options.format;
  if (format == LogFormat::kAuto) {
    constexpr std::size_t kLooked = 4096;
    const std::string_view beginning = source.reader.peek(kLooked);
    const std::size_t first = beginning.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && beginning[first] == '{') format = LogFormat::kGa4;
  }
  if (format == LogFormat::kSessions) return read_sequences(source);
  return format == LogFormat::kGa4 ? read_ga4(source) : read_table(source);
}

Result<EventLog> read(std::FILE* file, const LogOptions& options) {
  LogSource source(file, options);
  auto done = read_format(source);
  // Of a damaged file, too, the header may be what fails first.
  if (source.reader.has_failed()) return fail(ErrorCode::kInvalidArgument, source.reader.text().failure());
  if (!done) return std::unexpected(std::move(done.error()));
  if (const std::string text = source.reader.text().description(); !text.empty())
    source.builder.log().notes.push_back(text);
  return source.builder.finish();
}

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 40;
  return "\"" + std::string(text.substr(0, kShown)) + "\"";
}

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

bool EventNames::find(std::string_view text, event::Kind& kind) {
  constexpr std::size_t kMaxUnknownEvents = 100;
  if (text == known_name_ && !known_name_.empty()) {
    kind = known_;
    return true;
  }
  if (!find_event(text, kind)) {
    const std::string name(text.substr(0, kMaxIdBytes));
    if (log_.unknown_events.size() < kMaxUnknownEvents || log_.unknown_events.contains(name))
      ++log_.unknown_events[name];
    return false;
  }
  known_name_ = text;
  known_ = kind;
  return true;
}

Result<void> read_sequences(LogSource& source) {
  std::string_view line;
  while (source.reader.next_line(line)) {
    source.count_line();
    const std::uint32_t session = source.builder.next_session();
    while (!line.empty()) {
      const std::string_view id = line.substr(0, line.find_first_of(" \t"));
      line.remove_prefix(std::min(line.size(), id.size() + 1));
      if (id.empty()) continue;
      if (id.size() > kMaxIdBytes) {
        source.skip("an item id of more than 256 bytes");
        break;
      }
      if (auto added = source.builder.add(session, {0, source.builder.item(id), event::Kind::kViewItem}); !added)
        return added;
    }
  }
  return {};
}

Result<EventLog> read_event_log(std::FILE* file, const std::string& path, const LogOptions& options) {
  auto log = read(file, options);
  if (!log && log.error().path.empty()) log.error().path = path;
  return log;
}

}  // namespace noren::tools
