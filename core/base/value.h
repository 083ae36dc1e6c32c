// The value of an attribute or of a rule's sub-expression, in 16 bytes. Texts are interned; lists and objects are numbered in the heap of
// the evaluation that made them (core/rules/heap.h).
#pragma once

#include <cstdint>

#include "core/base/symbols.h"

namespace noren {

struct Value {
  enum class Type : std::uint8_t {
    kNull,
    kBoolean,
    kNumber,
    kText,
    kList,
    kObject,
    kUndefined,  // what JavaScript calls so: an argument that is not there
    kError,      // there is no value: evaluation failed; number says why, text may name what with
  };

  Type type = Type::kNull;
  Symbol text =
      kNoSymbol;  // kText: the text; kList, kObject: the number in the heap; kError: perhaps a name; else kNoSymbol
  double number = 0.0;  // for kBoolean 0 or 1; kError: a rules::Failure; 0 for what is neither that nor kNumber

  static Value null() { return {}; }
  static Value undefined() { return {Type::kUndefined, kNoSymbol, 0.0}; }
  static Value boolean(bool b) { return {Type::kBoolean, kNoSymbol, b ? 1.0 : 0.0}; }
  static Value of(double n) { return {Type::kNumber, kNoSymbol, n}; }
  static Value of(Symbol s) { return {Type::kText, s, 0.0}; }

  bool is_nothing() const { return type == Type::kNull || type == Type::kUndefined; }
  bool is_error() const { return type == Type::kError; }
  bool in_heap() const { return type == Type::kList || type == Type::kObject; }

  // The same type and the same content (for lists and objects: the same one); NaN equals NaN, so that a change can be told from none.
  friend bool operator==(const Value& a, const Value& b) {
    return a.type == b.type && a.text == b.text &&
           (a.number == b.number || (a.number != a.number && b.number != b.number));
  }
};

}  // namespace noren
