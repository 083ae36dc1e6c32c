// JavaScript's conversions and comparisons (ECMA-262, §7.1 and §7.2), so that a rule means here what it means to any JsonLogic
// implementation. Where JavaScript would throw, or a value is too large or too deep to be made text, the heap is told (Heap::fail) and
// the result means nothing.
#pragma once

#include <string_view>

#include "core/base/json.h"
#include "core/base/value.h"
#include "core/rules/heap.h"

namespace noren::rules {

// Everything but null, undefined, false, 0, NaN, "" and the empty list ("0" is true); an error is false.
bool truthy(const Value& value, const Heap& heap);

// A list or object as the text that JavaScript makes of it ("1,2", "[object Object]"); any other value as it is.
Value to_primitive(const Value& value, Heap& heap);

// Number(value): null is 0, undefined NaN, "" is 0, " 0x1f " is 31, "3px" is NaN, [5] is 5.
double to_number(const Value& value, Heap& heap);

// parseFloat(value): "3px" is 3; null, true and "" are NaN.
double parse_float(const Value& value, Heap& heap);

// String(value) of a primitive value. The view is into the heap or the buffer, valid until the next text is interned.
std::string_view to_text(const Value& primitive, const Heap& heap, NumberBuffer& buffer);

// Appends String(value), or nothing for null and undefined where that is how lists are joined.
void append_text_of(const Value& value, Heap& heap, std::string& out);

bool strict_equal(const Value& a, const Value& b);             // a === b
bool loose_equal(const Value& a, const Value& b, Heap& heap);  // a == b
bool less(const Value& a, const Value& b, Heap& heap);         // a < b
bool less_equal(const Value& a, const Value& b, Heap& heap);   // a <= b

// value[name] as far as it is the value's own: members of objects, elements and length of lists, units and length of texts. Undefined
// where there is none; what JavaScript inherits (constructor, toString, …) is not found.
Value property(const Value& value, Symbol name, Heap& heap);
Value property(const Value& value, std::string_view name, Heap& heap);

// Reads the index of an element: "0", "17", but neither "01" nor "-1". False for any other text.
bool read_index(std::string_view text, std::size_t& index);

// Number(text) and parseFloat(text).
double number_of_text(std::string_view text);
double number_at_start(std::string_view text);

}  // namespace noren::rules
