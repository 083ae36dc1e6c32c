// Which column of a log is which, and what its events are called. For event_log.cpp and its tests.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/event/event.h"
#include "tools/log/event_log.h"

namespace noren::tools {

// Per column its place in a record, or -1.
struct ColumnPlaces : std::array<std::ptrdiff_t, kColumnCount> {
  ColumnPlaces() { fill(-1); }
  std::ptrdiff_t of(Column column) const { return (*this)[static_cast<std::size_t>(column)]; }
  bool has(Column column) const { return of(column) >= 0; }
  bool is_orders = false;  // the session is an order
};

// Finds the columns in a header line by the given names, else by well-known ones. A session's column that has a visitor's name is
// the visitor's. A header that names neither sessions nor events, but orders, is one of orders. Errors: kInvalidArgument where a given name or
// a needed column is not there, with the columns that are.
Result<ColumnPlaces> find_columns(const std::vector<std::string_view>& header, const ColumnNames& names,
                                  bool is_orders = false);

// The event of a name: GA4's, in any spelling, or a well-known other one ("click", "addtocart", "transaction"). False where there
// is none.
bool find_event(std::string_view text, event::Kind& kind);

}  // namespace noren::tools
