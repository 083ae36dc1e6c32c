#include "core/base/slug.h"

namespace noren {
namespace {

// The ideographic space U+3000 in UTF-8.
constexpr std::string_view kWideSpace = "\xe3\x80\x80";

bool separates(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '.' || c == '/' || c == '>' || c == '|' || c == '-';
}

}  // namespace

std::string slug(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  bool pending_hyphen = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name.substr(i, kWideSpace.size()) == kWideSpace) {
      pending_hyphen = true;
      i += kWideSpace.size() - 1;
      continue;
    }
    const char c = name[i];
    if (separates(c)) {
      pending_hyphen = true;
      continue;
    }
    if (pending_hyphen && !out.empty()) out.push_back('-');
    pending_hyphen = false;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return out;
}

}  // namespace noren
