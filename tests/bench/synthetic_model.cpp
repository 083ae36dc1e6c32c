// synthetic_model ITEMS FILE: writes a made-up shop model of that many items, for benchmarks in pages.
#include <charconv>
#include <cstdio>
#include <string_view>

#include "tests/support/synthetic_model.h"

int main(int count, char** arguments) {
  std::uint32_t items = 0;
  const std::string_view number = count == 3 ? arguments[1] : "";
  if (std::from_chars(number.data(), number.data() + number.size(), items).ec != std::errc() || items == 0) {
    std::fputs("usage: synthetic_model ITEMS FILE\n", stderr);
    return 2;
  }
  const auto bytes = noren::testing::synthetic_model(items);
  std::FILE* file = std::fopen(arguments[2], "wb");
  const bool written = file != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const bool closed = file != nullptr && std::fclose(file) == 0;
  if (written && closed) return 0;
  std::fprintf(stderr, "synthetic_model: %s cannot be written\n", arguments[2]);
  return 1;
}
