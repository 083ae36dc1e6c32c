// The operators that need no more than the values of their arguments: all but those that choose what to evaluate (and, or, if), the
// loops, and reading data.
#pragma once

#include <span>

#include "core/base/value.h"
#include "core/rules/heap.h"
#include "core/rules/operators.h"

namespace noren::rules {

// What the operator gives for these arguments, as json-logic-js defines it. Too few arguments are undefined, too many are ignored. Where
// heap.failure() is set afterwards, the result means nothing.
Value apply(Op op, std::span<const Value> arguments, Heap& heap);

// Whether "in" finds the needle in a list (by ===) or a text.
bool contains(const Value& needle, const Value& haystack, Heap& heap);

// a < b, a <= b, a > b or a >= b.
bool ordered(Op op, const Value& a, const Value& b, Heap& heap);

// What JsonLogic's missing calls so.
inline bool is_missing(const Value& value, const Heap& heap) {
  return value.type == Value::Type::kNull || (value.type == Value::Type::kText && heap.text(value).empty());
}

// How missing_some ends: nothing is missing where `present` are at least as many as needed.
bool enough(double present, const Value& needed, Heap& heap);

}  // namespace noren::rules
