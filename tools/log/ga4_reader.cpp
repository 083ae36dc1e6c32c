// Logs of GA4's events, one a line as JSON: as a page or the Measurement Protocol sends them, and as rows of the BigQuery export,
// where parameters are a list of keys with typed values and whole numbers are texts.
#include <simdjson.h>

#include <charconv>
#include <optional>
#include <string>

#include "core/model/shop_model.h"
#include "tools/log/log_source.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

static_assert(DelimitedReader::kPadding >= simdjson::SIMDJSON_PADDING);

// The first of some names that the object has, and that is not null.
std::optional<element> find(const object& in, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    element value;
    if (in.at_key(name).get(value) == simdjson::SUCCESS && !value.is_null()) return value;
  }
  return std::nullopt;
}

// A text, or a number as a text.
std::string text_of(const std::optional<element>& value) {
  std::string_view text;
  std::int64_t whole = 0;
  std::uint64_t large = 0;
  double number = 0;
  if (!value) return {};
  if (value->get(text) == simdjson::SUCCESS) return std::string(trim(text));
  if (value->get(whole) == simdjson::SUCCESS) return std::to_string(whole);
  if (value->get(large) == simdjson::SUCCESS) return std::to_string(large);
  if (value->get(number) != simdjson::SUCCESS) return {};
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

// A parameter of an event: a member of the event or of its event_params, which is an object or the export's list of
// {key, value: {string_value, int_value, double_value}}.
std::string parameter(const object& event, const std::optional<element>& parameters, std::string_view name) {
  if (const std::string own = text_of(find(event, {name})); !own.empty()) return own;
  if (!parameters) return {};
  object members;
  if (parameters->get(members) == simdjson::SUCCESS) return text_of(find(members, {name}));
  simdjson::dom::array list;
  if (parameters->get(list) != simdjson::SUCCESS) return {};
  for (const element entry : list) {
    object pair;
    object value;
    if (entry.get(pair) != simdjson::SUCCESS || text_of(find(pair, {"key"})) != name) continue;
    const auto given = find(pair, {"value"});
    if (!given || given->get(value) != simdjson::SUCCESS) return text_of(given);
    return text_of(find(value, {"string_value", "int_value", "double_value", "float_value"}));
  }
  return {};
}

class Ga4Reader {
 public:
  explicit Ga4Reader(LogSource& source) : source_(source), names_(source.builder.log()) {}

  Result<void> read() {
    source_.builder.with_times();
    std::string_view line;
    while (source_.reader.next_line(line)) {
      source_.count_line();
      element row;
      object event;
      // The line's end is followed by the reader's padding.
      const auto problem = parser_.parse(line.data(), line.size(), false).get(row);
      if (problem != simdjson::SUCCESS) {
        source_.skip("not JSON: " + std::string(simdjson::error_message(problem)));
      } else if (row.get(event) != simdjson::SUCCESS) {
        source_.skip("a JSON object was expected, an event of GA4 a line");
      } else if (auto read = read_event(event); !read) {
        return read;
      }
    }
    return {};
  }

 private:
  Result<void> read_event(const object& event) {
    const auto parameters = find(event, {"event_params", "params"});
    const std::string name = text_of(find(event, {"event_name", "name"}));
    if (name.empty()) {
      source_.skip("no event_name");
      return {};
    }
    LogEvent read;
    if (!names_.find(name, read.kind)) return {};
    if (!needs_item(read.kind)) {
      ++source_.builder.log().lines_without_item;
      return {};
    }
    const std::string stamp = text_of(find(event, {"event_timestamp", "timestamp_micros", "timestamp"}));
    const auto time = parse_time(stamp);
    if (!time) {
      source_.skip("event_timestamp " + in_quotes(stamp) + " is no time, in microseconds as GA4 has it");
      return {};
    }
    read.time = *time;
    const std::string visitor = text_of(find(event, {"user_pseudo_id", "client_id"}));
    std::string session = parameter(event, parameters, "ga_session_id");
    if (session.empty()) session = parameter(event, parameters, "session_id");
    if (visitor.empty() && session.empty()) {
      source_.skip("neither user_pseudo_id nor ga_session_id");
      return {};
    }
    // GA4's session ids are times: only with the visitor they name one session.
    std::optional<element> items = find(event, {"items"});
    object members;
    if (!items && parameters && parameters->get(members) == simdjson::SUCCESS) items = find(members, {"items"});
    simdjson::dom::array list;
    if (!items || items->get(list) != simdjson::SUCCESS || list.size() == 0) {
      source_.skip("event " + in_quotes(name) + " has no items");
      return {};
    }
    LogBuilder& builder = source_.builder;
    const std::uint32_t whose = builder.visitor(visitor.empty() ? "\n" + session : visitor);
    const std::uint32_t number =
        session.empty() ? builder.session_of(whose) : builder.session(visitor + "\n" + session, whose);
    for (const element entry : list) {
      object item;
      if (entry.get(item) != simdjson::SUCCESS) continue;
      if (auto added = read_item(item, number, read); !added) return added;
    }
    return {};
  }

  Result<void> read_item(const object& item, std::uint32_t session, LogEvent event) {
    const std::string id = text_of(find(item, {"item_id", "id"}));
    if (id.empty() || id == "(not set)" || id.size() > kMaxIdBytes) {
      source_.skip(id.size() > kMaxIdBytes ? "an item id of more than 256 bytes" : "an item without item_id");
      return {};
    }
    const auto quantity = parse_number(text_of(find(item, {"quantity"})));
    if (event.kind == event::Kind::kPurchase && quantity && *quantity <= 0) {
      ++source_.builder.log().returned;
      return {};
    }
    event.item = source_.builder.item(id);
    const auto price = parse_price(text_of(find(item, {"price"})));
    if (price && price->amount <= static_cast<double>(model::kMaxPrice))
      source_.builder.price(event.item, event.time, static_cast<float>(price->amount));
    return source_.builder.add(session, event);
  }

  LogSource& source_;
  EventNames names_;
  simdjson::dom::parser parser_;
};

}  // namespace

Result<void> read_ga4(LogSource& source) { return Ga4Reader(source).read(); }

}  // namespace noren::tools
