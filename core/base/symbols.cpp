#include "core/base/symbols.h"

#include <algorithm>

#include "core/base/hash.h"

namespace noren {

std::uint64_t SymbolTable::key_of(std::string_view wanted) const {
  std::uint64_t key = mix64(hash64(wanted));
  for (Symbol found = symbols_.find(key); found != kNoSymbol && text(found) != wanted; found = symbols_.find(key)) {
    key = mix64(key + 1);
  }
  return key;
}

Symbol SymbolTable::intern(std::string_view text) {
  const std::uint64_t key = key_of(text);
  if (const Symbol known = symbols_.find(key); known != kNoSymbol) return known;
  const auto symbol = static_cast<Symbol>(texts_.size());
  auto characters = std::make_unique<char[]>(text.size());
  std::copy(text.begin(), text.end(), characters.get());
  texts_.push_back({std::move(characters), text.size()});
  symbols_.insert(key, symbol);
  return symbol;
}

Symbol SymbolTable::find(std::string_view text) const { return symbols_.find(key_of(text)); }

std::string_view SymbolTable::text(Symbol symbol) const {
  return symbol < texts_.size() ? std::string_view(texts_[symbol].characters.get(), texts_[symbol].size)
                                : std::string_view();
}

}  // namespace noren
