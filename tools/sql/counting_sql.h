// The counting pass of a shop model as one SQL query, for shops whose logs outgrow one machine: what tools/log makes of a log's lines
// and what tools/train/counting.h counts in it, with the same whole numbers. Its result is what counts_file.h reads.
//
// The query reads a table or view `events` (or whatever SqlOptions::table names) with the columns
//   visitor  text, who it was; null where nobody knows
//   session  text, unique over all visitors; null: the visitor's events are cut at silence
//   time     whole number, milliseconds since 1970-01-01 UTC
//   line     whole number that puts events of one session at the same time in order; 0 where nobody knows, then the items' ids do
//   event    text, GA4's name: view_item, select_item, add_to_cart, add_to_wishlist, remove_from_cart, purchase; others are left out
//   item     text
//   price    number or null
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tools/log/event_log.h"
#include "tools/train/parameters.h"

namespace noren::tools {

enum class SqlDialect : std::uint8_t { kDuckDb, kSpark, kBigQuery };
std::optional<SqlDialect> find_sql_dialect(std::string_view name);  // "duckdb", "spark", "bigquery"

struct SqlOptions {
  SqlDialect dialect = SqlDialect::kDuckDb;
  std::string table = "events";
  TrainingParameters parameters = {};
  std::uint32_t min_sessions = 2;  // different visitors, or sessions, behind a pair that comes out
  LogCleaning cleaning = {};
};

// Ends with a line feed, without a semicolon, so that it can stand inside of another statement.
std::string counting_sql(const SqlOptions& options);

}  // namespace noren::tools
