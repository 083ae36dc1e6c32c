// Values of rules to and from JSON.
#pragma once

#include "core/base/json.h"
#include "core/base/value.h"
#include "core/rules/heap.h"

namespace noren::rules {

// Writes the value as JSON.stringify would inside a list: undefined, NaN and infinities are null, and undefined members of objects are left
// out; an error is null, too. False where the value is too large (more than a million parts) or nested too deeply: what is too much is null then.
bool write_value(const Value& value, const Heap& heap, JsonWriter& out);

// The document as a value in the heap; an error where there is no room. The depth of what was parsed bounds the recursion.
Value read_value(const Json& json, Heap& heap);

}  // namespace noren::rules
