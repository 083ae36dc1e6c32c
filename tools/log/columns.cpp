// Which column of a log is which, and what its events are called.
#include "tools/log/columns.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/suggest.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

constexpr std::string_view kColumnNames[kColumnCount] = {"session", "time",     "event",  "item",
                                                         "price",   "quantity", "visitor"};

// Spellings met in public logs and in exports of analytics tools and shops, after normalizing; earlier ones win.
constexpr std::size_t kMaxSpellings = 12;
constexpr std::string_view kSpellings[kColumnCount][kMaxSpellings] = {
    {"session", "sessionid", "usersession", "gasessionid", "visit", "visitid"},
    {"time", "timestamp", "eventtime", "eventtimestamp", "datetime", "createdat", "ts", "date", "eventdate",
     "orderdate", "invoicedate"},
    {"event", "eventname", "eventtype", "type", "action", "behavior"},
    {"item", "itemid", "product", "productid", "sku", "itemnumber", "stockcode", "articleid", "lineitemsku"},
    {"price", "itemprice", "unitprice", "lineitemprice"},
    {"quantity", "qty", "lineitemquantity", "pieces"},
    {"visitor", "visitorid", "clientid", "userpseudoid", "user", "userid", "customer", "customerid", "email"},
};
constexpr std::string_view kOrderSpellings[] = {"order",         "orderid", "ordernumber", "orderno", "transaction",
                                                "transactionid", "invoice", "invoiceno",   "basket",  "basketid"};

// Lower case, letters and digits only: "Session_Id" and "sessionId" become "sessionid".
std::string normalized(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

struct EventAlias {
  std::string_view name;  // normalized
  event::Kind kind;
};
constexpr EventAlias kEventAliases[] = {
    {"view", event::Kind::kViewItem},
    {"click", event::Kind::kViewItem},
    {"detail", event::Kind::kViewItem},
    {"pv", event::Kind::kViewItem},
    {"cart", event::Kind::kAddToCart},
    {"basket", event::Kind::kAddToCart},
    {"fav", event::Kind::kAddToWishlist},
    {"wishlist", event::Kind::kAddToWishlist},
    {"removecart", event::Kind::kRemoveFromCart},
    {"buy", event::Kind::kPurchase},
    {"order", event::Kind::kPurchase},
    {"transaction", event::Kind::kPurchase},
    {"sale", event::Kind::kPurchase},
};

}  // namespace

std::string_view name(Column column) { return kColumnNames[static_cast<std::size_t>(column)]; }

Result<ColumnNames> parse_column_names(std::string_view text) {
  ColumnNames names;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const std::size_t equals = part.find('=');
    std::string_view ours = trim(part.substr(0, equals));
    if (ours == "order") ours = name(Column::kSession);
    const auto at = std::find(std::begin(kColumnNames), std::end(kColumnNames), ours);
    if (equals == std::string_view::npos || at == std::end(kColumnNames)) {
      Suggestion suggestion(ours);
      for (const std::string_view known : kColumnNames) suggestion.offer(known);
      const std::string hint = suggestion.hint();
      return fail(
          ErrorCode::kInvalidArgument, "\"" + std::string(part) + "\" is not <column>=<name in the log>", "--columns",
          hint.empty() ? "columns are session (or order), time, event, item, price, quantity and visitor" : hint);
    }
    names[static_cast<std::size_t>(at - std::begin(kColumnNames))] = trim(part.substr(equals + 1));
  }
  return names;
}

namespace {

class ColumnFinder {
 public:
  ColumnFinder(const std::vector<std::string_view>& header, const ColumnNames& names) : header_(header), names_(names) {
    for (const std::string_view column : header) {
      found_.push_back(normalized(column));
      listed_ += (listed_.empty() ? "" : ", ") + std::string(trim(column));
    }
  }

  Result<ColumnPlaces> find(bool is_orders) {
    for (std::size_t c = 0; c < kColumnCount; ++c) {
      if (names_[c].empty()) {
        take_first(c, kSpellings[c]);
      } else if (auto done = take_given(c); !done) {
        return std::unexpected(std::move(done.error()));
      }
    }
    const bool has_session = places_.has(Column::kSession);
    places_.is_orders = is_orders || (!has_session && !places_.has(Column::kEvent));
    if (places_.is_orders && names_[place(Column::kSession)].empty()) {
      places_[place(Column::kSession)] = -1;
      places_.is_orders = take_first(place(Column::kSession), kOrderSpellings);
      if (is_orders && !places_.is_orders) return missing("order");
    }
    call_visitor_by_its_name();
    if (!places_.has(Column::kSession) && !places_.has(Column::kVisitor)) return missing("session");
    if (!places_.has(Column::kItem)) return missing("item");
    return places_;
  }

 private:
  static std::size_t place(Column column) { return static_cast<std::size_t>(column); }

  bool take(std::size_t c, std::string_view spelling) {
    const auto at = std::find(found_.begin(), found_.end(), spelling);
    if (at == found_.end() || spelling.empty()) return false;
    places_[c] = at - found_.begin();
    return true;
  }
  bool take_first(std::size_t c, std::span<const std::string_view> spellings) {
    return std::any_of(spellings.begin(), spellings.end(),
                       [&](std::string_view spelling) { return take(c, spelling); });
  }
  Result<void> take_given(std::size_t c) {
    const auto exact = std::find(header_.begin(), header_.end(), names_[c]);
    if (exact != header_.end()) {
      places_[c] = exact - header_.begin();
      return {};
    }
    if (take(c, normalized(names_[c]))) return {};
    Suggestion suggestion(names_[c]);
    for (const std::string_view column : header_) suggestion.offer(column);
    return fail(ErrorCode::kInvalidArgument, "no column \"" + names_[c] + "\"; the header line has: " + listed_, {},
                suggestion.hint());
  }

  // --columns session=visitorid names a visitor: nobody's session lasts for months.
  void call_visitor_by_its_name() {
    const std::string given = normalized(names_[place(Column::kSession)]);
    const auto& spellings = kSpellings[place(Column::kVisitor)];
    if (given.empty() || std::find(std::begin(spellings), std::end(spellings), given) == std::end(spellings)) return;
    places_[place(Column::kVisitor)] = places_.of(Column::kSession);
    places_[place(Column::kSession)] = -1;
  }

  std::unexpected<Error> missing(const std::string& ours) const {
    return fail(ErrorCode::kInvalidArgument, "no " + ours + " column found; the header line has: " + listed_, {},
                "name it with --columns " + ours + "=<name>; for one session a line use --format sessions");
  }

  const std::vector<std::string_view>& header_;
  const ColumnNames& names_;
  std::vector<std::string> found_;
  std::string listed_;
  ColumnPlaces places_;
};

}  // namespace

Result<ColumnPlaces> find_columns(const std::vector<std::string_view>& header, const ColumnNames& names,
                                  bool is_orders) {
  return ColumnFinder(header, names).find(is_orders);
}

bool find_event(std::string_view text, event::Kind& kind) {
  if (event::find_kind(text, kind)) return true;
  const std::string plain = normalized(text);
  for (std::size_t i = 0; i < event::kKindCount; ++i) {
    if (normalized(event::name(static_cast<event::Kind>(i))) == plain) {
      kind = static_cast<event::Kind>(i);
      return true;
    }
  }
  for (const EventAlias& alias : kEventAliases) {
    if (alias.name == plain) {
      kind = alias.kind;
      return true;
    }
  }
  return false;
}

}  // namespace noren::tools
