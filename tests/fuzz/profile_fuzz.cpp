// Stored profiles: whatever the bytes, decode() refuses them or understands them in full, in both versions.

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/base/bytes.h"
#include "core/profile/profile.h"

using noren::profile::Profile;

namespace {

// Everything that computes with what was read.
void exercise(Profile profile) {
  namespace profiles = noren::profile;
  static const profiles::HistoryQuery sequence{
      .id = "s",
      .form = profiles::HistoryQuery::Form::kSequence,
      .steps = {{.kind = noren::event::Kind::kViewItem}, {.kind = noren::event::Kind::kAddToCart, .same_item = true}},
      .within_days = 9,
      .without = true,
      .excluded = {.kind = noren::event::Kind::kPurchase, .same_item = true},
      .idle_minutes = 30};
  profile.look_from(profile.now() + 1);
  (void)profile.ask(sequence);
  for (const profiles::Arm& arm : profile.arms()) (void)profile.outcomes(arm.campaign, arm.variant);
  for (const profiles::Showing& s : profile.showings()) (void)profile.shown(s.campaign, profiles::Period::kWeek);
  for (std::size_t days = 1; days <= profiles::kCountedDays; ++days) {
    (void)profile.count_within(noren::event::Kind::kPurchase, days);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto rules = noren::profile::Rules::defaults();
  const auto bytes = std::as_bytes(std::span(data, size));
  (void)Profile::decode(bytes, rules);

  // The same body behind a good header, so that the checks after the checksum are reached too.
  if (size > noren::profile::kMaxBytes - 16) return 0;
  for (const std::uint32_t version : {1u, 2u}) {
    std::vector<std::byte> whole;
    noren::ByteWriter header(whole);
    header.write(std::uint32_t{0x504e524e});
    header.write(version);
    header.write(static_cast<std::uint32_t>(size));
    header.write(noren::crc32(bytes));
    whole.insert(whole.end(), bytes.begin(), bytes.end());
    const auto profile = Profile::decode(whole, rules);
    if (!profile) continue;
    const auto stored = profile->encode();
    if (version == 2 && stored != whole) std::abort();
    if (!Profile::decode(stored, rules)) std::abort();
    exercise(*profile);
  }
  return 0;
}
