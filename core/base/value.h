// The value of an attribute or of a rule's sub-expression: JSON's scalar types, in 16 bytes, text interned.
#pragma once

#include <cstdint>

#include "core/base/symbols.h"

namespace noren {

struct Value {
  enum class Type : std::uint8_t { kNull, kBoolean, kNumber, kText };

  Type type = Type::kNull;
  Symbol text = kNoSymbol;  // meaningful for kText only; kNoSymbol otherwise
  double number = 0.0;      // for kBoolean 0 or 1; 0 for kNull and kText

  static Value null() { return {}; }
  static Value boolean(bool b) { return {Type::kBoolean, kNoSymbol, b ? 1.0 : 0.0}; }
  static Value of(double n) { return {Type::kNumber, kNoSymbol, n}; }
  static Value of(Symbol s) { return {Type::kText, s, 0.0}; }

  // The same type and the same content; NaN equals NaN, so that a change can be told from none.
  friend bool operator==(const Value& a, const Value& b) {
    return a.type == b.type && a.text == b.text &&
           (a.number == b.number || (a.number != a.number && b.number != b.number));
  }
};

}  // namespace noren
