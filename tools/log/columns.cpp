// Which column of a log is which, and what its events are called.
#include "tools/log/columns.h"

#include <algorithm>

#include "core/base/suggest.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

constexpr std::string_view kColumnNames[kColumnCount] = {"session", "time", "event", "item", "price"};

// Spellings met in public logs and in exports of analytics tools, after normalizing; earlier ones win. A visitor is taken as a
// session only where the log has no session.
constexpr std::size_t kMaxSpellings = 11;
constexpr std::string_view kSpellings[kColumnCount][kMaxSpellings] = {
    {"session", "sessionid", "usersession", "gasessionid", "visit", "visitid", "visitor", "visitorid", "clientid",
     "user", "userid"},
    {"time", "timestamp", "eventtime", "eventtimestamp", "datetime", "createdat", "ts", "date", "eventdate"},
    {"event", "eventname", "eventtype", "type", "action", "behavior"},
    {"item", "itemid", "product", "productid", "sku", "itemnumber"},
    {"price", "itemprice", "unitprice"},
};

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
    const std::string_view ours = trim(part.substr(0, equals));
    const auto at = std::find(std::begin(kColumnNames), std::end(kColumnNames), ours);
    if (equals == std::string_view::npos || at == std::end(kColumnNames)) {
      Suggestion suggestion(ours);
      for (const std::string_view known : kColumnNames) suggestion.offer(known);
      const std::string hint = suggestion.hint();
      return fail(ErrorCode::kInvalidArgument, "\"" + std::string(part) + "\" is not <column>=<name in the log>",
                  "--columns", hint.empty() ? "columns are session, time, event, item and price" : hint);
    }
    names[static_cast<std::size_t>(at - std::begin(kColumnNames))] = trim(part.substr(equals + 1));
  }
  return names;
}

Result<ColumnPlaces> find_columns(const std::vector<std::string_view>& header, const ColumnNames& names) {
  std::vector<std::string> found;
  std::string listed;
  for (const std::string_view column : header) {
    found.push_back(normalized(column));
    listed += (listed.empty() ? "" : ", ") + std::string(trim(column));
  }
  ColumnPlaces places;
  for (std::size_t c = 0; c < kColumnCount; ++c) {
    const auto take = [&](const std::string& spelling) {
      const auto at = std::find(found.begin(), found.end(), spelling);
      if (at == found.end() || spelling.empty()) return false;
      places[c] = at - found.begin();
      return true;
    };
    if (!names[c].empty()) {
      const auto exact = std::find(header.begin(), header.end(), names[c]);
      if (exact != header.end()) {
        places[c] = exact - header.begin();
      } else if (!take(normalized(names[c]))) {
        Suggestion suggestion(names[c]);
        for (const std::string_view column : header) suggestion.offer(column);
        return fail(ErrorCode::kInvalidArgument, "no column \"" + names[c] + "\"; the header line has: " + listed, {},
                    suggestion.hint());
      }
      continue;
    }
    for (const std::string_view spelling : kSpellings[c]) {
      if (take(std::string(spelling))) break;
    }
    const bool needed = c == static_cast<std::size_t>(Column::kSession) || c == static_cast<std::size_t>(Column::kItem);
    if (needed && places[c] < 0) {
      const std::string ours(kColumnNames[c]);
      return fail(ErrorCode::kInvalidArgument, "no " + ours + " column found; the header line has: " + listed, {},
                  "name it with --columns " + ours + "=<name>; for one session a line use --format sessions");
    }
  }
  return places;
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
