// Catalogues: whatever the bytes, reading them reports problems or gives products with ids of their own.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

#include "tools/catalog/catalog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;  // fmemopen takes no empty buffer
  std::FILE* file = fmemopen(const_cast<std::uint8_t*>(data), size, "rb");
  if (file == nullptr) return 0;
  const auto catalog = noren::tools::read_catalog(file, "fuzz");
  std::fclose(file);
  if (!catalog) return 0;
  std::set<std::string> ids;
  for (const noren::tools::Product& product : catalog->products) {
    if (product.id.empty() || !ids.insert(product.id).second) std::abort();
  }
  return 0;
}
