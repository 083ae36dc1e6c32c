// Packed documents: whatever the bytes, unpacking refuses them or gives a tree that a site can be read from, or not, without harm.

#include <cstdint>

#include "core/base/packed_json.h"
#include "core/site/site.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = noren::unpack_json(std::as_bytes(std::span(data, size)));
  if (document) (void)noren::site::load(*document);
  return 0;
}
