#include "core/base/result.h"

namespace noren {

std::string to_string(const Error& error) {
  std::string text = error.path.empty() ? error.message : error.path + ": " + error.message;
  if (!error.hint.empty()) text += "; " + error.hint;
  return text;
}

}  // namespace noren
