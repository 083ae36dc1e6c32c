#include "core/base/result.h"

namespace noren {

std::unexpected<Error> fail(ErrorCode code, std::string_view message, std::string_view path, std::string_view hint) {
  return std::unexpected<Error>(Error{code, std::string(path), std::string(message), std::string(hint)});
}

std::string to_string(const Error& error) {
  std::string text = error.path.empty() ? error.message : error.path + ": " + error.message;
  if (!error.hint.empty()) text += "; " + error.hint;
  return text;
}

}  // namespace noren
