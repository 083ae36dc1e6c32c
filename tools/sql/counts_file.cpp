#include "tools/sql/counts_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "core/model/shop_model.h"
#include "tools/log/delimited_reader.h"
#include "tools/log/text_values.h"
#include "tools/sql/json_rows.h"

namespace noren::tools {
namespace {

constexpr std::array<std::string_view, 9> kColumns = {"kind",  "source",    "target", "total", "sessions",
                                                      "views", "purchases", "again",  "price"};
enum : std::size_t { kKind, kSource, kTarget, kTotal, kSessions, kViews, kPurchases, kAgain, kPrice };
using Row = std::array<std::string, kColumns.size()>;

constexpr std::string_view kPairKinds[kCountedRelations] = {"viewed", "bought", "bought_after_view", "complements"};

// Items as they come, before they are put in order.
struct Item {
  std::string id;
  ItemCount count;
  float price = -1;
};

class CountsReader {
 public:
  explicit CountsReader(std::FILE* file) : reader_(file) {}

  Result<CountedLog> read() {
    const std::string_view beginning = reader_.peek(64);
    const bool is_json = beginning.substr(0, beginning.find_first_not_of(" \t\r\n") + 1).ends_with('{');
    auto done = is_json ? read_json() : read_table();
    if (reader_.has_failed()) return fail(ErrorCode::kInvalidArgument, reader_.text().failure());
    if (!done) return std::unexpected(std::move(done.error()));
    return in_order();
  }

 private:
  std::unexpected<Error> problem(const std::string& what) const {
    return fail(ErrorCode::kInvalidArgument, "line " + std::to_string(reader_.line_number()) + ": " + what, {},
                "was this made by noren model sql?");
  }

  Result<void> read_table() {
    std::vector<std::string_view> fields;
    const std::string_view beginning = reader_.peek(DelimitedReader::kMaxRecord);
    const char delimiter = find_delimiter(beginning.substr(0, beginning.find('\n')));
    if (!reader_.next_record(delimiter, fields)) return fail(ErrorCode::kInvalidArgument, "there are no counts");
    std::array<std::size_t, kColumns.size()> places{};
    for (std::size_t c = 0; c < kColumns.size(); ++c) {
      const auto at = std::find(fields.begin(), fields.end(), kColumns[c]);
      if (at == fields.end()) return problem("no column " + std::string(kColumns[c]));
      places[c] = static_cast<std::size_t>(at - fields.begin());
    }
    Row row;
    const std::size_t width = fields.size();
    while (reader_.next_record(delimiter, fields)) {
      if (fields.size() != width)
        return problem(std::to_string(fields.size()) + " columns, " + std::to_string(width) + " expected");
      for (std::size_t c = 0; c < kColumns.size(); ++c) row[c] = fields[places[c]] == "\\N" ? "" : fields[places[c]];
      if (auto taken = take(row); !taken) return taken;
    }
    return {};
  }

  Result<void> read_json() {
    std::string_view line;
    Row row;
    JsonRows rows;
    while (reader_.next_line(line)) {
      if (!rows.read(line, kColumns, row)) return problem("not a JSON object of texts and numbers");
      if (auto taken = take(row); !taken) return taken;
    }
    return {};
  }

  // A whole number that is not negative; an empty one is 0.
  template <typename Number>
  static bool number(const std::string& text, Number& to) {
    to = 0;
    if (text.empty()) return true;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
    // Some systems write sums with a fraction of zeros.
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    return error == std::errc{} && (rest.empty() || rest == ".0");
  }

  Result<void> take(const Row& row) {
    if (row[kKind] == "log") return take_log(row);
    if (row[kKind] == "item") return take_item(row);
    for (std::size_t r = 0; r < kCountedRelations; ++r) {
      if (row[kKind] != kPairKinds[r]) continue;
      PairCount pair;
      if (!number(row[kTotal], pair.sum) || !number(row[kSessions], pair.sessions) || pair.sum == 0 ||
          pair.sessions == 0 || pair.sum > kLargestSum) {
        return problem("total or sessions of a pair is no whole number above 0");
      }
      pair.source = item(row[kSource]);
      pair.target = item(row[kTarget]);
      log_.counts.pairs[r].push_back(pair);
      return {};
    }
    return problem("unknown kind \"" + row[kKind].substr(0, 40) + "\"");
  }

  Result<void> take_log(const Row& row) {
    if (row[kSource] == "parameters") {
      auto parameters = parse_parameters(row[kTarget]);
      if (!parameters) return problem("parameters: " + to_string(parameters.error()));
      log_.parameters = *parameters;
      return {};
    }
    std::uint64_t value = 0;
    if (!number(row[kTotal], value)) return problem("total of " + row[kSource] + " is no whole number");
    if (row[kSource] == "sessions") log_.counts.sessions = value;
    if (row[kSource] == "steps") log_.counts.steps = value;
    if (row[kSource] == "events") log_.events = value;
    if (row[kSource] == "newest" && value <= kLatest) log_.newest = static_cast<std::int64_t>(value);
    if (row[kSource] == "min_sessions") log_.min_sessions = static_cast<std::uint32_t>(value);
    return {};
  }

  Result<void> take_item(const Row& row) {
    if (row[kSource].empty()) return problem("an item without an id");
    Item& item = items_[this->item(row[kSource])];
    if (item.count.sessions > 0) return problem("item \"" + row[kSource] + "\" is there twice");
    ItemCount& count = item.count;
    if (!number(row[kTotal], count.trend) || !number(row[kSessions], count.sessions) ||
        !number(row[kViews], count.views) || !number(row[kPurchases], count.purchases) ||
        !number(row[kAgain], count.again) || count.sessions == 0 || count.trend > kLargestSum) {
      return problem("the counts of an item are no whole numbers");
    }
    if (row[kPrice].empty()) return {};
    const auto price = parse_price(row[kPrice]);
    if (!price) return problem("price \"" + row[kPrice] + "\" is no number");
    if (price->amount <= static_cast<double>(model::kMaxPrice)) item.price = static_cast<float>(price->amount);
    return {};
  }

  // Pairs may come before the items they are of.
  std::uint32_t item(const std::string& id) {
    const auto [at, is_new] = numbers_.try_emplace(id, static_cast<std::uint32_t>(items_.size()));
    if (is_new) items_.push_back({id, {}, -1});
    return at->second;
  }

  Result<CountedLog> in_order() {
    std::vector<std::uint32_t> order(items_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [this](std::uint32_t a, std::uint32_t b) { return items_[a].id < items_[b].id; });
    std::vector<std::uint32_t> place(items_.size());
    for (std::uint32_t p = 0; p < order.size(); ++p) {
      Item& item = items_[order[p]];
      if (item.count.sessions == 0)
        return fail(ErrorCode::kInvalidArgument, "a pair names item \"" + item.id + "\", which has no row of its own");
      place[order[p]] = p;
      log_.items.push_back(std::move(item.id));
      log_.prices.push_back(item.price);
      log_.counts.items.push_back(item.count);
    }
    for (std::vector<PairCount>& pairs : log_.counts.pairs) {
      for (PairCount& pair : pairs) pair = {place[pair.source], place[pair.target], pair.sum, pair.sessions};
      const auto before = [](const PairCount& a, const PairCount& b) {
        return a.source != b.source ? a.source < b.source : a.target < b.target;
      };
      std::sort(pairs.begin(), pairs.end(), before);
      const auto twice = std::adjacent_find(pairs.begin(), pairs.end(),
                                            [&](const PairCount& a, const PairCount& b) { return !before(a, b); });
      if (twice != pairs.end()) {
        return fail(ErrorCode::kInvalidArgument, "the pair of \"" + log_.items[twice->source] + "\" and \"" +
                                                     log_.items[twice->target] + "\" is there twice");
      }
    }
    if (log_.items.empty()) return fail(ErrorCode::kInvalidArgument, "there are no counts");
    return std::move(log_);
  }

  static constexpr std::uint64_t kLargestSum = std::uint64_t{1} << 62;
  static constexpr std::uint64_t kLatest = 7'258'118'400'000;  // the year 2200

  DelimitedReader reader_;
  CountedLog log_;
  std::vector<Item> items_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace

Result<CountedLog> read_counts(std::FILE* file, const std::string& path) {
  auto log = CountsReader(file).read();
  if (!log) log.error().path = path;
  return log;
}

}  // namespace noren::tools
