// A JSON document as bytes that need no lexer: how a browser, whose own parser is the fastest there is, hands one over. Values one after
// the other, each a tag byte and what follows it, little-endian:
//   0 null, 1 false, 2 true
//   3 number: double
//   4 string: length u32, UTF-8
//   5 array: count u32, values
//   6 object: count u32, and for each member its name (length u32, UTF-8) and its value
#pragma once

#include <cstddef>
#include <span>

#include "core/base/json.h"
#include "core/base/result.h"

namespace noren {

// Errors: kInvalidJson for bytes that are cut short, too many, or break a limit. Names that stand twice in an object are not looked for:
// the parser that read the text has settled them. O(bytes).
Result<Json> unpack_json(std::span<const std::byte> bytes, const Json::Limits& limits = Json::Limits{});

}  // namespace noren
