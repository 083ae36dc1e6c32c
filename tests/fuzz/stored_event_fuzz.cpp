// Stored events: whatever the bytes, readmit() refuses them or gives an event that encodes to the same bytes.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "core/profile/profile.h"
#include "privacy/inbound_gate.h"
#include "tests/support/test_shop.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const noren::testing::TestVocabulary vocabulary;
  static const noren::privacy::InboundGate gate(vocabulary);
  static const auto rules = noren::profile::Rules::defaults();
  noren::profile::Profile profile(rules);
  auto rest = std::as_bytes(std::span(data, size));
  while (!rest.empty()) {
    const auto before = rest;
    const auto event = gate.readmit(rest, noren::testing::kPersonal);
    if (!event) break;
    std::vector<std::byte> again;
    event->encode(again);
    const auto read = before.first(before.size() - rest.size());
    // Version 1 is written as version 2, whose events without acts differ from it in the number alone.
    const bool same = std::equal(read.begin() + 1, read.end(), again.begin() + 1, again.end());
    if (!same || (read[0] != std::byte{1} && read[0] != again[0])) std::abort();
    profile.apply(*event);
  }
  if (!noren::profile::Profile::decode(profile.encode(), rules)) std::abort();
  return 0;
}
