// JavaScript's conversions and comparisons for null, booleans, numbers and text (ECMA-262, §7.1 and §7.2), so that a rule means
// here what it means to any JsonLogic implementation. Text is read through the symbol table that interned it.
#pragma once

#include <string_view>

#include "core/base/json.h"
#include "core/base/symbols.h"
#include "core/base/value.h"

namespace noren::rules {

// Everything but null, false, 0, NaN and "" ("0" is true).
bool truthy(const Value& value, const SymbolTable& symbols);

// Number(value): null is 0, "" is 0, " 0x1f " is 31, "3px" is NaN.
double to_number(const Value& value, const SymbolTable& symbols);

// parseFloat(value): "3px" is 3; null, true and "" are NaN.
double parse_float(const Value& value, const SymbolTable& symbols);

// String(value). The view is into symbols or buffer.
std::string_view to_text(const Value& value, const SymbolTable& symbols, NumberBuffer& buffer);

bool strict_equal(const Value& a, const Value& b);                             // a === b
bool loose_equal(const Value& a, const Value& b, const SymbolTable& symbols);  // a == b
bool less(const Value& a, const Value& b, const SymbolTable& symbols);         // a < b
bool less_equal(const Value& a, const Value& b, const SymbolTable& symbols);   // a <= b

// Number(text) and parseFloat(text).
double number_of_text(std::string_view text);
double number_at_start(std::string_view text);

}  // namespace noren::rules
