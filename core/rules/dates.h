// The date comparisons of visual query builders. A date is ISO 8601 text ("2026-11-22", "2026-11-22T07:15:36.000Z", with or without
// seconds and zone; without one it is UTC) or a number of milliseconds since 1970; anything else is no date and compares as false.
// Proleptic Gregorian, no clock, no time zone of the machine.
#pragma once

#include <span>
#include <string_view>

#include "core/base/value.h"
#include "core/rules/heap.h"
#include "core/rules/operators.h"

namespace noren::rules {

struct Moment {
  double milliseconds;  // since 1970-01-01T00:00Z; NaN: no date
  bool day_only;
};

// Reads "2026-11-22T07:15:36.000+09:00". O(1).
Moment read_moment(std::string_view text);

// The operators from kDateAfter to kOtherTime. What is compared with a day alone is compared by its day where equality is asked for.
bool compare_dates(Op op, std::span<const Value> arguments, Heap& heap);

}  // namespace noren::rules
