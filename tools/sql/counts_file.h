// The result of the counting pass as a file: what the query of counting_sql.h gives, as CSV or TSV with a header line or as JSON lines,
// packed or not. The columns are kind, source, target, total, sessions, views, purchases, again and price; the rows' order means
// nothing. By kind:
//   log     source names a number of the whole log: sessions, steps, events, newest (milliseconds), min_sessions; or is
//           "parameters", and target holds them as JSON
//   item    source is an item's id; total its trend in thousandths of a session; and all other columns but target
//   viewed, bought, bought_after_view, complements   a pair: source, target, total, sessions
#pragma once

#include <cstdio>
#include <string>

#include "core/base/result.h"
#include "tools/train/counted_log.h"

namespace noren::tools {

// Reads from where the file stands. Nothing is passed over: what a machine wrote is right, or not what it should be. Errors:
// kInvalidArgument with the line for a missing column, an unknown kind, a number that is none, a pair of an item without a row, and
// what is there twice; or where the file can't be read. `path` is named in errors only. O(rows log rows).
Result<CountedLog> read_counts(std::FILE* file, const std::string& path);

}  // namespace noren::tools
