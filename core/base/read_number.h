// Reads decimal numbers exactly, alike on every platform, without the C library (whose strtod and what it brings cost 6 kB in
// WebAssembly).
#pragma once

#include <string_view>

namespace noren {

// The double nearest to a decimal number such as -12.5e-3, ties to even; infinity where it is too large. text is
// [+-] digits [. digits] [e|E [+-] digits] with at least one digit before the exponent, and nothing else; anything after the longest
// such beginning is ignored, and a text without one gives 0. Digits after the 768th matter only by being there: no double
// needs more (Clinger 1990). O(length), longer for numbers of more than 15 digits.
double read_number(std::string_view text);

}  // namespace noren
