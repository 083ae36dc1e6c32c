// Logs with a header line: CSV, TSV, and the lines of orders.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/shop_model.h"
#include "tools/log/columns.h"
#include "tools/log/log_source.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

std::vector<std::string> split_header(std::string_view header, char delimiter) {
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

class TableReader {
 public:
  explicit TableReader(LogSource& source) : source_(source), names_(source.builder.log()) {}

  Result<void> read() {
    std::string_view header;
    if (!source_.reader.next_line(header))
      return fail(ErrorCode::kInvalidArgument, "the log is empty", {}, "a header line is needed");
    char delimiter = find_delimiter(header);
    if (source_.options.format == LogFormat::kCsv) delimiter = ',';
    if (source_.options.format == LogFormat::kTsv) delimiter = '\t';
    const std::vector<std::string> names = split_header(header, delimiter);
    fields_.assign(names.begin(), names.end());
    auto places = find_columns(fields_, source_.options.columns, source_.options.format == LogFormat::kOrders);
    if (!places) return std::unexpected(std::move(places.error()));
    places_ = *places;
    has_times_ = places_.has(Column::kTime);
    if (has_times_) source_.builder.with_times();
    while (source_.reader.next_record(delimiter, fields_)) {
      source_.count_line();
      if (auto read = read_event(); !read) return read;
    }
    return {};
  }

 private:
  std::string_view field(Column column) const { return trim(fields_[static_cast<std::size_t>(places_.of(column))]); }

  bool has_all_columns() {
    for (std::size_t c = 0; c < kColumnCount; ++c) {
      if (places_[c] < static_cast<std::ptrdiff_t>(fields_.size())) continue;
      const std::string column(name(static_cast<Column>(c)));
      source_.skip(std::string("no ")
                       .append(column)
                       .append(": the line has ")
                       .append(std::to_string(fields_.size()))
                       .append(" columns, ")
                       .append(column)
                       .append(" is column ")
                       .append(std::to_string(places_[c] + 1)));
      return false;
    }
    return true;
  }

  Result<void> read_event() {
    if (!has_all_columns()) return {};
    LogEvent event;
    if (places_.is_orders) event.kind = event::Kind::kPurchase;
    if (places_.has(Column::kEvent) && !names_.find(field(Column::kEvent), event.kind)) return {};
    const std::string_view id = field(Column::kItem);
    if (!needs_item(event.kind)) {
      ++source_.builder.log().lines_without_item;
      return {};
    }
    if (id.empty()) {
      source_.skip("the item is empty");
      return {};
    }
    if (const std::string why = problem_of(id, event); !why.empty()) {
      source_.skip(why);
      return {};
    }
    if (is_returned(event.kind)) {
      ++source_.builder.log().returned;
      return {};
    }
    event.item = source_.builder.item(id);
    if (price_ && price_->amount <= static_cast<double>(model::kMaxPrice))
      source_.builder.price(event.item, event.time, static_cast<float>(price_->amount));
    return source_.builder.add(session(), event);
  }

  // What is wrong with the line; the event's time and the price are read on the way.
  std::string problem_of(std::string_view id, LogEvent& event) {
    if (id.size() > kMaxIdBytes) return "an item id of more than 256 bytes";
    if (!has(Column::kSession) && !has(Column::kVisitor)) {
      const std::string_view whose = places_.has(Column::kSession) ? name(Column::kSession) : name(Column::kVisitor);
      return "the " + std::string(places_.is_orders ? "order" : whose) + " is empty";
    }
    if (has_times_) {
      const auto time = parse_time(field(Column::kTime));
      if (!time) {
        return "time " + in_quotes(field(Column::kTime)) +
               " is neither a Unix time nor a date such as 2026-11-22T10:00:00";
      }
      event.time = *time;
    }
    price_.reset();
    if (places_.has(Column::kPrice) && !field(Column::kPrice).empty()) {
      price_ = parse_price(field(Column::kPrice));
      if (!price_) return "price " + in_quotes(field(Column::kPrice)) + " is no number";
    }
    quantity_.reset();
    if (places_.has(Column::kQuantity) && !field(Column::kQuantity).empty()) {
      quantity_ = parse_number(field(Column::kQuantity));
      if (!quantity_) return "quantity " + in_quotes(field(Column::kQuantity)) + " is no number";
    }
    return {};
  }

  bool is_returned(event::Kind kind) const { return kind == event::Kind::kPurchase && quantity_ && *quantity_ <= 0; }

  bool has(Column column) const { return places_.has(column) && !field(column).empty(); }

  std::uint32_t session() {
    LogBuilder& builder = source_.builder;
    if (!places_.has(Column::kVisitor)) return builder.session(field(Column::kSession));
    if (!has(Column::kSession)) return builder.session_of(builder.visitor(field(Column::kVisitor)));
    // Who did not say who she is, is somebody else each session.
    if (!has(Column::kVisitor))
      return builder.session(field(Column::kSession), builder.visitor("\n" + std::string(field(Column::kSession))));
    return builder.session(field(Column::kSession), builder.visitor(field(Column::kVisitor)));
  }

  LogSource& source_;
  EventNames names_;
  ColumnPlaces places_;
  bool has_times_ = false;
  std::vector<std::string_view> fields_;
  std::optional<Price> price_;
  std::optional<double> quantity_;
};

}  // namespace

Result<void> read_table(LogSource& source) { return TableReader(source).read(); }

}  // namespace noren::tools
