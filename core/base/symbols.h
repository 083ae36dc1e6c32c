// Interned text: equal strings get equal small numbers, so that what is compared often is compared as integers.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace noren {

using Symbol = std::uint32_t;
inline constexpr Symbol kNoSymbol = 0xffffffffu;

class SymbolTable {
 public:
  // The symbol of text, made where there is none yet. Symbols count up from 0 in the order of first use. O(length) expected.
  Symbol intern(std::string_view text);

  // The symbol of text, or kNoSymbol. O(length) expected.
  Symbol find(std::string_view text) const;

  // The text of a symbol that this table made; empty for any other. Valid as long as the table lives.
  std::string_view text(Symbol symbol) const;

  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // a deque: growing moves no string, so the keys below stay valid
  std::unordered_map<std::string_view, Symbol> symbols_;
};

}  // namespace noren
