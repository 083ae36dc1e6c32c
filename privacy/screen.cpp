#include "privacy/screen.h"

#include <cstddef>

#include "privacy/character.h"

namespace noren::privacy {
namespace {

constexpr std::string_view kNames[kPersonalDataKinds] = {"an e-mail address", "a telephone number", "a payment card",
                                                         "a My Number",       "a bank account",     "a key or token"};

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !is_hexadecimal(text[i])) return false;
  }
  return true;
}

}  // namespace

bool has_id_shape(std::string_view text) {
  if (text.empty() || text.size() > 64 || !is_alphanumeric(text[0])) return false;
  for (const char c : text) {
    if (!is_alphanumeric(c) && c != '.' && c != '_' && c != ':' && c != '-') return false;
  }
  return true;
}

PersonalDataSet personal_data_in_id(std::string_view text) { return is_uuid(text) ? 0 : find_personal_data(text); }

std::string_view name_of(PersonalDataSet found) {
  std::size_t kind = 0;
  while (kind + 1 < kPersonalDataKinds && (found >> kind & 1) == 0) ++kind;
  return kNames[kind];
}

}  // namespace noren::privacy
