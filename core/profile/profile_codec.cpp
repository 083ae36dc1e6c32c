// The stored form of a profile. What it consists of is listed once, for writing and reading alike. Every value is checked on the way
// in, so that whatever is read back is safe to go on with.
//
// Version 3. Version 2 knew 22 kinds of events, no prices of seen items, and ended after the history; version 1 knew 17 kinds, told scores
// by the hour, and ended after the cart. Both are still read.

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/bytes.h"
#include "core/profile/profile.h"

namespace noren::profile {
namespace {

constexpr std::uint32_t kMagic = 0x504e524e;  // "NRNP"
constexpr std::uint16_t kVersion = 3;
constexpr std::size_t kHeaderBytes = 16;  // magic, version, reserved, length of the rest, CRC-32 of the rest
constexpr std::size_t kLengthAt = 8;
constexpr std::size_t kKindsOfVersion1 = 17;
constexpr std::size_t kKindsOfVersion2 = 22;
constexpr Minute kMinutesOfAllDays = 0x10000u * kMinutesPerDay;

constexpr bool is_score(float score) { return score >= 0.0f && score <= 1e9f; }

// A member of a list's elements: elements are stored member by member, so without padding.
struct Part {
  std::uint8_t offset;
  std::uint8_t size;
};
#define NOREN_PART(Element, member) \
  Part { offsetof(Element, member), sizeof(Element::member) }
constexpr Part kInterestParts[] = {NOREN_PART(Interest, key), NOREN_PART(Interest, score)};
constexpr Part kSeenParts[] = {NOREN_PART(SeenItem, key), NOREN_PART(SeenItem, day), NOREN_PART(SeenItem, views),
                               NOREN_PART(SeenItem, price)};
constexpr Part kBoughtParts[] = {NOREN_PART(BoughtItem, key), NOREN_PART(BoughtItem, day)};
constexpr Part kCartParts[] = {NOREN_PART(CartLine, key), NOREN_PART(CartLine, price), NOREN_PART(CartLine, quantity)};
constexpr Part kShowingParts[] = {
    NOREN_PART(Showing, campaign),   NOREN_PART(Showing, variant),       NOREN_PART(Showing, last),
    NOREN_PART(Showing, last_day),   NOREN_PART(Showing, dismissed_day), NOREN_PART(Showing, times),
    NOREN_PART(Showing, in_session), NOREN_PART(Showing, today),         NOREN_PART(Showing, this_week),
    NOREN_PART(Showing, clicks),     NOREN_PART(Showing, converted)};
constexpr Part kArmParts[] = {NOREN_PART(Arm, campaign), NOREN_PART(Arm, variant), NOREN_PART(Arm, shown),
                              NOREN_PART(Arm, succeeded), NOREN_PART(Arm, as_of)};
constexpr Part kJourneyParts[] = {
    NOREN_PART(JourneyState, journey),       NOREN_PART(JourneyState, step),    NOREN_PART(JourneyState, entered),
    NOREN_PART(JourneyState, entered_visit), NOREN_PART(JourneyState, started), NOREN_PART(JourneyState, ended),
    NOREN_PART(JourneyState, times),         NOREN_PART(JourneyState, end),     NOREN_PART(JourneyState, ready)};
constexpr Part kAnswerParts[] = {NOREN_PART(Answer, question), NOREN_PART(Answer, option), NOREN_PART(Answer, value),
                                 NOREN_PART(Answer, day)};
constexpr Part kEntryParts[] = {NOREN_PART(HistoryEntry, minute),     NOREN_PART(HistoryEntry, item),
                                NOREN_PART(HistoryEntry, categories), NOREN_PART(HistoryEntry, brand),
                                NOREN_PART(HistoryEntry, kind),       NOREN_PART(HistoryEntry, price_band)};
constexpr Part kDisregardParts[] = {NOREN_PART(Disregard, key), NOREN_PART(Disregard, day),
                                    NOREN_PART(Disregard, kind)};
#undef NOREN_PART

constexpr std::size_t size_of(std::span<const Part> parts) {
  std::size_t size = 0;
  for (const Part part : parts) size += part.size;
  return size;
}

// Every list full, with a byte for its length.
constexpr std::size_t kMostListBytes =
    2 * (1 + kMaxInterests * size_of(kInterestParts)) + 1 + kMaxSeen * size_of(kSeenParts) + 1 +
    kMaxBought * size_of(kBoughtParts) + 1 + kMaxCartLines * size_of(kCartParts) + 1 +
    kMaxShowings * size_of(kShowingParts) + 1 + kMaxArms * size_of(kArmParts) + 1 +
    kMaxJourneys * size_of(kJourneyParts) + 1 + kMaxQuestions * size_of(kAnswerParts) + 1 +
    kMaxHistory * size_of(kEntryParts) + 1 + kMaxDisregards * size_of(kDisregardParts);
// Per kind its count, last day, and counts of days behind a mask; and what is left, generously.
constexpr std::size_t kMostKindBytes = event::kKindCount * (4 + 2 + 4 + kCountedDays);
static_assert(kHeaderBytes + kMostListBytes + kMostKindBytes + 128 <= kMaxBytes);

}  // namespace

// Walks over everything that is stored, and either appends it to bytes or fills it in from them.
class ProfileCodec {
 public:
  ProfileCodec(std::vector<std::byte>& out, Profile& profile) : writer_(out), writing_(true), profile_(profile) {}
  ProfileCodec(std::span<const std::byte> in, std::uint16_t version, Profile& profile)
      : writer_(unused_), reader_(in), version_(version), profile_(profile) {}

  void walk() {
    Profile& p = profile_;
    for (std::uint64_t& word : p.seed_) value(word);
    for (std::uint32_t* count : {&p.events_, &p.visits_, &p.session_events_, &p.session_page_views_}) value(*count);
    value(p.session_start_);
    value(p.last_event_);
    decay_day();
    for (Day* day : {&p.first_day_, &p.previous_visit_day_, &p.last_purchase_day_}) value(*day);
    value(p.total_spend_);
    value(p.total_);
    for (std::size_t i = 0; i < kinds(); ++i) value(p.counts_[i]);
    for (float& score : p.price_bands_) value(score);
    list(p.categories_, kInterestParts);
    list(p.brands_, kInterestParts);
    list(p.seen_, version_ < 3 ? std::span(kSeenParts).first(3) : kSeenParts);
    list(p.bought_, kBoughtParts);
    list(p.cart_, kCartParts);
    if (version_ == 1) return;
    value(p.cart_changed_);
    list(p.ledger_.showings_, kShowingParts);
    list(p.ledger_.arms_, kArmParts);
    list(p.journeys_.states_, kJourneyParts);
    list(p.answers_.answers_, kAnswerParts);
    history();
    if (version_ >= 3) list(p.disregards_.list_, kDisregardParts);
  }

  // After reading: whether everything was there, and nothing that no profile can have.
  bool is_sound() const {
    const Profile& p = profile_;
    const Minute latest = p.last_event_;
    return sound_ && reader_.ok() && reader_.remaining() == 0 && latest < kMinutesOfAllDays &&
           p.session_start_ <= latest && p.cart_changed_ <= latest && std::isfinite(p.total_spend_) &&
           p.total_spend_ >= 0 && is_score(p.total_) &&
           std::all_of(p.price_bands_.begin(), p.price_bands_.end(), is_score) && are_sound(p.categories_) &&
           are_sound(p.brands_) && are_sound(p.seen_) && are_sound(p.bought_) && are_sound(p.cart_) &&
           are_sound(p.ledger_.showings_) && are_sound(p.ledger_.arms_) && are_sound(p.journeys_.states_) &&
           are_sound(p.answers_.answers_) && are_sound(p.disregards_.list_) && is_history_sound();
  }

  // What version 1 did not tell.
  void complete_version_1() {
    Profile& p = profile_;
    p.history_.last_days_[static_cast<std::size_t>(event::Kind::kPurchase)] = p.last_purchase_day_;
    if (!p.cart_.empty()) p.cart_changed_ = p.last_event_ - p.last_event_ % kMinutesPerDay;
  }

 private:
  void copy(void* memory, std::size_t size) {
    const std::span bytes(static_cast<std::byte*>(memory), size);
    writing_ ? writer_.append(bytes) : reader_.take(bytes);
  }
  template <typename T>
  void value(T& value) {
    copy(&value, sizeof value);
  }

  std::size_t kinds() const {
    return version_ == 1 ? kKindsOfVersion1 : version_ == 2 ? kKindsOfVersion2 : event::kKindCount;
  }

  void decay_day() {
    if (version_ != 1) return value(profile_.decay_day_);
    std::uint32_t hour = 0;
    value(hour);
    profile_.decay_day_ = static_cast<Day>(hour / 24);
  }

  // The length of a list; 0 where there is more than fits.
  std::size_t length(std::size_t size, std::size_t most) {
    auto count = static_cast<std::uint8_t>(size);
    value(count);
    if (count <= most) return count;
    sound_ = false;
    return 0;
  }
  void element(void* memory, std::span<const Part> parts) {
    for (const Part part : parts) copy(static_cast<std::byte*>(memory) + part.offset, part.size);
  }
  template <typename T, std::size_t kBound>
  void list(BoundedList<T, kBound>& list, std::span<const Part> parts) {
    static_assert(kBound <= 0xff);
    const std::size_t count = length(list.size(), kBound);
    for (std::size_t i = 0; i < count; ++i) {
      if (!writing_) list.push_back({});
      element(&list[i], parts);
    }
  }

  void history() {
    History& history = profile_.history_;
    const std::size_t count = length(history.size_, kMaxHistory);
    for (std::size_t i = 0; i < count; ++i) {
      if (!writing_) history.push({});
      element(&history.entries_[(history.begin_ + i) % kMaxHistory], kEntryParts);
    }
    for (std::size_t kind = 0; kind < kinds(); ++kind) value(history.last_days_[kind]);
    value(history.counted_day_);
    for (std::size_t kind = 0; kind < kinds(); ++kind) {
      auto& days = history.counts_[kind];
      std::uint32_t mask = 0;  // the days on which it happened
      for (std::size_t i = 0; i < kCountedDays; ++i) mask |= (days[i] != 0 ? 1u : 0u) << i;
      value(mask);
      if (mask >> kCountedDays != 0) sound_ = false;
      for (std::size_t i = 0; i < kCountedDays; ++i) {
        if ((mask >> i & 1) == 0) continue;
        value(days[i]);
        if (days[i] == 0) sound_ = false;
      }
    }
  }

  static bool is_sound(const Interest& interest) { return interest.key != 0 && is_score(interest.score); }
  static bool is_price(float price) { return price == -1.0f || is_score(price); }
  static bool is_sound(const SeenItem& seen) { return seen.key != 0 && is_price(seen.price); }
  static bool is_sound(const Disregard& disregard) {
    return disregard.key != 0 && static_cast<std::size_t>(disregard.kind) < kAsideCount;
  }
  static bool is_sound(const BoughtItem& bought) { return bought.key != 0; }
  static bool is_sound(const CartLine& line) { return line.key != 0 && line.quantity > 0 && is_price(line.price); }
  static bool is_sound(const Showing& showing) { return showing.campaign != 0 && showing.converted <= 1; }
  static bool is_sound(const Arm& arm) { return arm.campaign != 0 && is_score(arm.shown) && is_score(arm.succeeded); }
  static bool is_sound(const JourneyState& state) {
    return state.journey != 0 && state.end < JourneyEnd::kReady && state.ready <= 1;
  }
  static bool is_sound(const Answer& answer) {
    return answer.question != 0 && std::abs(answer.value) <= privacy::kMaxMoney;
  }
  template <typename List>
  static bool are_sound(const List& list) {
    for (const auto& element : list) {
      if (!is_sound(element)) return false;
    }
    return true;
  }
  bool is_history_sound() const {
    const History& history = profile_.history_;
    for (std::size_t i = 0; i < history.size(); ++i) {
      const HistoryEntry& entry = history[i];
      const bool banded = entry.price_band < kMaxPriceBands || entry.price_band == HistoryEntry::kNoBand;
      if (!is_remembered(entry.kind) || !banded || entry.minute > profile_.last_event_) return false;
    }
    return true;
  }

  std::vector<std::byte> unused_;
  ByteWriter writer_;
  ByteReader reader_{{}};
  bool writing_ = false;
  bool sound_ = true;
  std::uint16_t version_ = kVersion;
  Profile& profile_;
};

std::vector<std::byte> Profile::encode() const {
  std::vector<std::byte> bytes;
  bytes.reserve(kMaxBytes);
  ByteWriter header(bytes);
  header.write(kMagic);
  header.write(kVersion);
  header.write(std::uint16_t{0});
  header.write(std::uint64_t{0});  // filled in below
  // A codec that writes changes nothing.
  ProfileCodec(bytes, const_cast<Profile&>(*this)).walk();
  const auto body = std::span(bytes).subspan(kHeaderBytes);
  const std::uint32_t length_and_checksum[] = {static_cast<std::uint32_t>(body.size()), crc32(body)};
  std::memcpy(bytes.data() + kLengthAt, length_and_checksum, sizeof length_and_checksum);
  return bytes;
}

Result<Profile> Profile::decode(std::span<const std::byte> bytes, const Rules& rules) {
  const auto corrupt = [](std::string_view what) { return fail(ErrorCode::kCorrupt, what); };
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
  if (!header.ok() || version == 0 || reserved != 0 || bytes.size() > kMaxBytes || header.remaining() != length) {
    return corrupt("the stored profile's header is damaged");
  }
  const auto body = bytes.subspan(kHeaderBytes);
  if (crc32(body) != checksum) return corrupt("the stored profile's checksum is wrong");

  Profile profile(rules);
  ProfileCodec codec(body, version, profile);
  codec.walk();
  if (!codec.is_sound()) return corrupt("the stored profile holds values that no profile can have");
  if (version == 1) codec.complete_version_1();
  profile.look_from(profile.last_event_);
  return profile;
}

}  // namespace noren::profile
