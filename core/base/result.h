// Results and errors as values. Nothing in core/ or privacy/ throws, prints or aborts: a function that can fail returns Result<T>.
// Not for programming mistakes; those are assertions in the tests.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace noren {

// What went wrong, for programs. Numbers are part of the public API (the SDK maps them to names): append only.
enum class ErrorCode : std::uint8_t {
  kInvalidJson = 1,         // the text is not JSON, or breaks a limit on size or depth
  kInvalidSite = 2,         // the site document has a problem; see path
  kUnsupportedVersion = 3,  // written by a newer version of Noren; nothing was read, nothing is lost
  kCorrupt = 4,             // bytes that fail their checks: truncated, wrong checksum, impossible offset
  kUnknownName = 5,         // a slot, strategy, attribute, event or field that does not exist
  kConsentRequired = 6,     // the call needs a purpose that the visitor has not granted
  kEventRefused = 7,        // the inbound gate refused the event
  kInvalidArgument = 8,     // a value outside its documented range
  kLimitExceeded = 9,       // a documented bound was reached
};

// Its name in the SDK and in JSON for people: "invalid-json".
std::string_view name(ErrorCode code);

// One problem: what, where, and what to do about it.
struct Error {
  Error(ErrorCode code, std::string_view path, std::string_view message, std::string_view hint);
  // Out of line: errors are moved wherever a function can fail, and three strings inline are most of such a function's code.
  Error(const Error&);
  Error(Error&&) noexcept;
  Error& operator=(const Error&);
  Error& operator=(Error&&) noexcept;
  ~Error();

  ErrorCode code;
  std::string
      path;  // place in the input, as a reader would write it: campaigns[3].when.and[1]; empty where there is none
  std::string message;  // what was found and what was expected, one sentence without a final stop
  std::string hint;     // what to do, or a suggested spelling; may be empty
};

template <typename T>
using Result = std::expected<T, Error>;

std::unexpected<Error> fail(ErrorCode code, std::string_view message, std::string_view path = {},
                            std::string_view hint = {});

// "path: message; hint" with the parts that are not empty.
std::string to_string(const Error& error);

}  // namespace noren
