#include "core/base/symbols.h"

namespace noren {

Symbol SymbolTable::intern(std::string_view text) {
  if (const Symbol known = find(text); known != kNoSymbol) return known;
  const auto symbol = static_cast<Symbol>(texts_.size());
  symbols_.emplace(texts_.emplace_back(text), symbol);
  return symbol;
}

Symbol SymbolTable::find(std::string_view text) const {
  const auto it = symbols_.find(text);
  return it == symbols_.end() ? kNoSymbol : it->second;
}

std::string_view SymbolTable::text(Symbol symbol) const {
  return symbol < texts_.size() ? std::string_view(texts_[symbol]) : std::string_view();
}

}  // namespace noren
