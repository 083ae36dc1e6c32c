// Any bytes as text: the scanner comes to an end, reads within them, and finds the same whatever harmless text stands around them and
// however often they are percent-encoded.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "privacy/screen.h"

namespace {

std::string percent_encoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return encoded;
}

void expect_same(unsigned found, const std::string& written) {
  if (noren::privacy::find_personal_data(written) != found) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const unsigned found = noren::privacy::find_personal_data(text);
  if (found > noren::privacy::kAllPersonalData) std::abort();
  expect_same(found, "blue shoes, " + text + ", thank you");
  if (text.size() <= 64 && text.find('%') == std::string::npos) {
    std::string encoded = text;
    for (int level = 0; level < 3; ++level) expect_same(found, encoded = percent_encoded(encoded));
  }
  // An id is refused for no more than its text would be.
  if ((noren::privacy::personal_data_in_id(text) & ~found) != 0) std::abort();
  return 0;
}
