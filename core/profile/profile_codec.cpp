// The stored form of a profile. Every value is checked on the way in: a decoded profile is one that apply() could have made.

#include <algorithm>
#include <cmath>

#include "core/base/bytes.h"
#include "core/profile/profile.h"

namespace noren::profile {
namespace {

constexpr std::uint32_t kMagic = 0x504e524e;  // "NRNP"
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 16;  // magic, version, reserved, length of the rest, CRC-32 of the rest

constexpr bool is_score(float score) { return score >= 0.0f && score <= 1e9f; }

}  // namespace

std::vector<std::byte> Profile::encode() const {
  std::vector<std::byte> body;
  body.reserve(kMaxBytes / 2);
  ByteWriter out(body);
  for (const std::uint64_t word : seed_) out.write(word);
  out.write(events_);
  out.write(visits_);
  out.write(session_events_);
  out.write(session_page_views_);
  out.write(session_start_);
  out.write(last_event_);
  out.write(std::uint32_t{decay_day_} * 24);
  out.write(first_day_);
  out.write(previous_visit_day_);
  out.write(last_purchase_day_);
  out.write(total_spend_);
  out.write(total_);
  for (std::size_t i = 0; i < 17; ++i) out.write(counts_[i]);
  for (const float score : price_bands_) out.write(score);
  for (const auto* interests : {&categories_, &brands_}) {
    out.write(static_cast<std::uint8_t>(interests->size()));
    for (const Interest& interest : *interests) {
      out.write(interest.key);
      out.write(interest.score);
    }
  }
  out.write(static_cast<std::uint8_t>(seen_.size()));
  for (const SeenItem& seen : seen_) {
    out.write(seen.key);
    out.write(seen.day);
    out.write(seen.views);
  }
  out.write(static_cast<std::uint8_t>(bought_.size()));
  for (const BoughtItem& bought : bought_) {
    out.write(bought.key);
    out.write(bought.day);
  }
  out.write(static_cast<std::uint8_t>(cart_.size()));
  for (const CartLine& line : cart_) {
    out.write(line.key);
    out.write(line.price);
    out.write(line.quantity);
  }

  std::vector<std::byte> bytes;
  bytes.reserve(kHeaderBytes + body.size());
  ByteWriter header(bytes);
  header.write(kMagic);
  header.write(kVersion);
  header.write(std::uint16_t{0});
  header.write(static_cast<std::uint32_t>(body.size()));
  header.write(crc32(body));
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

Result<Profile> Profile::decode(std::span<const std::byte> bytes, const Rules& rules) {
  const auto corrupt = [](std::string what) { return fail(ErrorCode::kCorrupt, std::move(what)); };
  ByteReader header(bytes);
  if (header.read<std::uint32_t>() != kMagic) return corrupt("the stored profile does not begin with its mark");
  const auto version = header.read<std::uint16_t>();
  if (header.ok() && version > kVersion) {
    return fail(ErrorCode::kUnsupportedVersion, "the stored profile was written by a newer version of Noren", {},
                "it is left as it is; load the newer version again");
  }
  const auto reserved = header.read<std::uint16_t>();
  const auto length = header.read<std::uint32_t>();
  const auto checksum = header.read<std::uint32_t>();
  if (!header.ok() || version != kVersion || reserved != 0 || bytes.size() > kMaxBytes ||
      header.remaining() != length) {
    return corrupt("the stored profile's header is damaged");
  }
  const auto body = bytes.subspan(kHeaderBytes);
  if (crc32(body) != checksum) return corrupt("the stored profile's checksum is wrong");

  Profile profile(rules);
  ByteReader in(body);
  for (std::uint64_t& word : profile.seed_) word = in.read<std::uint64_t>();
  profile.events_ = in.read<std::uint32_t>();
  profile.visits_ = in.read<std::uint32_t>();
  profile.session_events_ = in.read<std::uint32_t>();
  profile.session_page_views_ = in.read<std::uint32_t>();
  profile.session_start_ = in.read<Minute>();
  profile.last_event_ = in.read<Minute>();
  const auto decay_hour = in.read<std::uint32_t>();
  profile.decay_day_ = static_cast<Day>(decay_hour / 24);
  profile.first_day_ = in.read<Day>();
  profile.previous_visit_day_ = in.read<Day>();
  profile.last_purchase_day_ = in.read<Day>();
  profile.total_spend_ = in.read<double>();
  profile.total_ = in.read<float>();
  for (std::size_t i = 0; i < 17; ++i) profile.counts_[i] = in.read<std::uint32_t>();
  for (float& score : profile.price_bands_) score = in.read<float>();

  bool sound = decay_hour == std::uint32_t{profile.decay_day_} * 24 && std::isfinite(profile.total_spend_) && profile.total_spend_ >= 0 && is_score(profile.total_) &&
               profile.session_start_ <= profile.last_event_ &&
               std::all_of(profile.price_bands_.begin(), profile.price_bands_.end(), is_score);
  for (auto* interests : {&profile.categories_, &profile.brands_}) {
    const std::size_t count = in.read<std::uint8_t>();
    sound = sound && count <= kMaxInterests;
    for (std::size_t i = 0; sound && i < count; ++i) {
      Interest interest;
      interest.key = in.read<NameKey>();
      interest.score = in.read<float>();
      sound = interest.key != 0 && is_score(interest.score);
      interests->push_back(interest);
    }
  }

  std::size_t count = in.read<std::uint8_t>();
  sound = sound && count <= kMaxSeen;
  for (std::size_t i = 0; sound && i < count; ++i) {
    SeenItem seen;
    seen.key = in.read<ItemKey>();
    seen.day = in.read<Day>();
    seen.views = in.read<std::uint8_t>();
    sound = seen.key != 0;
    profile.seen_.push_back(seen);
  }
  count = in.read<std::uint8_t>();
  sound = sound && count <= kMaxBought;
  for (std::size_t i = 0; sound && i < count; ++i) {
    BoughtItem bought;
    bought.key = in.read<ItemKey>();
    bought.day = in.read<Day>();
    sound = bought.key != 0;
    profile.bought_.push_back(bought);
  }
  count = in.read<std::uint8_t>();
  sound = sound && count <= kMaxCartLines;
  for (std::size_t i = 0; sound && i < count; ++i) {
    CartLine line;
    line.key = in.read<ItemKey>();
    line.price = in.read<float>();
    line.quantity = in.read<std::uint16_t>();
    sound = line.key != 0 && line.quantity > 0 && (line.price == -1.0f || is_score(line.price));
    profile.cart_.push_back(line);
  }
  if (!sound || !in.ok() || in.remaining() != 0)
    return corrupt("the stored profile holds values that no profile can have");
  profile.look_from(profile.last_event_);
  return profile;
}

}  // namespace noren::profile
