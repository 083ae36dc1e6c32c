// What the JSON library asks of the C library's number functions, without the C library: its strtod and snprintf bring 128-bit
// floating-point arithmetic along, 6 kB after Brotli. The linker replaces the two by these (--wrap in CMakeLists.txt).

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/base/read_number.h"

extern "C" {

// The library calls it with the whole text of a number that its lexer has checked.
double __wrap_strtod(const char* text, char** end) {
  const std::string_view number(text);
  if (end != nullptr) *end = const_cast<char*>(text) + number.size();
  return noren::read_number(number);
}

// The library prints one thing: a control character in an error message, as "<U+%.4X>". Embind prints a number for a type without a
// name; any will do.
int __wrap_snprintf(char* out, std::size_t size, const char*, unsigned character) {
  char text[] = "<U+0000>";
  for (int i = 6; i >= 3; --i, character >>= 4) text[i] = "0123456789ABCDEF"[character & 15u];
  const std::size_t length = size < sizeof text ? size : sizeof text;
  if (length != 0) {
    std::memcpy(out, text, length);
    out[length - 1] = '\0';
  }
  return static_cast<int>(sizeof text - 1);
}

// What the compiler makes of snprintf where no floating-point number is printed.
int __wrap_sniprintf(char* out, std::size_t size, const char* format, unsigned character) {
  return __wrap_snprintf(out, size, format, character);
}
}
