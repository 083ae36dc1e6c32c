// Stored profiles: whatever the bytes, decode() refuses them or understands them in full.

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/base/bytes.h"
#include "core/profile/profile.h"

using noren::profile::Profile;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto rules = noren::profile::Rules::defaults();
  const auto bytes = std::as_bytes(std::span(data, size));
  (void)Profile::decode(bytes, rules);

  // The same body behind a good header, so that the checks after the checksum are reached too.
  if (size > noren::profile::kMaxBytes - 16) return 0;
  std::vector<std::byte> whole;
  noren::ByteWriter header(whole);
  header.write(std::uint32_t{0x504e524e});
  header.write(std::uint32_t{1});
  header.write(static_cast<std::uint32_t>(size));
  header.write(noren::crc32(bytes));
  whole.insert(whole.end(), bytes.begin(), bytes.end());
  if (const auto profile = Profile::decode(whole, rules)) {
    if (profile->encode() != whole) std::abort();
  }
  return 0;
}
