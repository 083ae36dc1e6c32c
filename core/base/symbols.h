// Interned text: equal strings get equal small numbers, so that what is compared often is compared as integers.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "core/base/index_map.h"
#include "core/base/list.h"

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
  struct Text {
    std::unique_ptr<char[]> characters;  // of its own: growing the list moves no text
    std::size_t size;
  };

  // The key under which text is kept or would be: its hash, or the next one where another text has that.
  std::uint64_t key_of(std::string_view text) const;

  List<Text> texts_;
  IndexMap symbols_;
};

}  // namespace noren
