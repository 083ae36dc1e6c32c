#include "core/base/result.h"

#include "core/base/concat.h"

namespace noren {

std::string_view name(ErrorCode code) {
  constexpr std::string_view kNames[] = {"invalid-json",  "invalid-site",     "unsupported-version",
                                         "corrupt",       "unknown-name",     "consent-required",
                                         "event-refused", "invalid-argument", "limit-exceeded"};
  return kNames[static_cast<std::size_t>(code) - 1];
}

Error::Error(ErrorCode code, std::string_view path, std::string_view message, std::string_view hint)
    : code(code), path(path), message(message), hint(hint) {}
Error::Error(const Error&) = default;
Error::Error(Error&&) noexcept = default;
Error& Error::operator=(const Error&) = default;
Error& Error::operator=(Error&&) noexcept = default;
Error::~Error() = default;

std::unexpected<Error> fail(ErrorCode code, std::string_view message, std::string_view path, std::string_view hint) {
  return std::unexpected<Error>(std::in_place, code, path, message, hint);
}

std::string to_string(const Error& error) {
  return concat(
      {error.path, error.path.empty() ? "" : ": ", error.message, error.hint.empty() ? "" : "; ", error.hint});
}

}  // namespace noren
