#include "core/base/result.h"

#include "core/base/concat.h"

namespace noren {

std::unexpected<Error> fail(ErrorCode code, std::string_view message, std::string_view path, std::string_view hint) {
  return std::unexpected<Error>(Error{code, std::string(path), std::string(message), std::string(hint)});
}

std::string to_string(const Error& error) {
  return concat({error.path, error.path.empty() ? "" : ": ", error.message, error.hint.empty() ? "" : "; ", error.hint});
}

}  // namespace noren
