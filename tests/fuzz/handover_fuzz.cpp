// Two profiles from another device, and one as JSON: whatever they are, they are refused, or merged into a profile that can be stored, whose
// JSON tells the same when it is read back, and of which parts can be forgotten; and merging them does not depend on the way round.
// Input: the length of the first profile's body (u16), that body, the second's body; the whole once more as JSON.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/engine/portable_profile.h"
#include "core/profile/forget.h"
#include "core/profile/merge.h"

using noren::profile::Profile;

namespace {

const noren::profile::Rules& rules() {
  static const auto rules = noren::profile::Rules::defaults();
  return rules;
}

std::optional<Profile> behind_a_header(std::span<const std::byte> body) {
  for (const std::uint32_t version : {3u, 2u}) {
    std::vector<std::byte> whole;
    noren::ByteWriter header(whole);
    header.write(std::uint32_t{0x504e524e});
    header.write(version);
    header.write(static_cast<std::uint32_t>(body.size()));
    header.write(noren::crc32(body));
    whole.insert(whole.end(), body.begin(), body.end());
    if (auto profile = Profile::decode(whole, rules())) return std::move(*profile);
  }
  return std::nullopt;
}

// Times that no clock of ours gives may be refused; what is read says the same.
void must_read_back(const Profile& profile) {
  static const noren::site::Site site;
  static const noren::model::ShopModel model;
  if (!Profile::decode(profile.encode(), rules())) std::abort();
  const std::string told = noren::portable_profile(profile, site, model);
  const auto json = noren::Json::parse(told);
  if (!json) std::abort();
  const auto again = noren::read_portable_profile(*json, rules());
  if (again && noren::portable_profile(*again, site, model) != told) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto json = noren::Json::parse(text)) {
    if (const auto read = noren::read_portable_profile(*json, rules())) must_read_back(*read);
  }
  if (size < 2) return 0;
  const auto bytes = std::as_bytes(std::span(data, size)).subspan(2);
  const std::size_t first = std::min<std::size_t>(bytes.size(), data[0] + 256u * data[1]);
  if (bytes.size() > 2 * noren::profile::kMaxBytes) return 0;
  const auto a = behind_a_header(bytes.first(first));
  const auto b = behind_a_header(bytes.subspan(first));
  if (!a) return 0;
  must_read_back(*a);
  const Profile ab = noren::profile::merge(*a, b ? *b : *a);
  if (b && noren::profile::merge(*b, *a).encode() != ab.encode()) std::abort();
  if (noren::profile::merge(ab, *a).encode() != ab.encode()) std::abort();
  must_read_back(ab);
  for (std::size_t part = 0; part < noren::profile::kPartCount; ++part) {
    Profile less = ab;
    const std::uint64_t key = !ab.seen().empty()         ? ab.seen()[0].key
                              : !ab.categories().empty() ? ab.categories()[0].key
                                                         : ab.today();
    noren::profile::forget(less, static_cast<noren::profile::Part>(part), part == 3 ? ab.today() : key);
    must_read_back(less);
  }
  return 0;
}
