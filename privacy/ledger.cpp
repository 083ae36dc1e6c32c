#include "privacy/ledger.h"

#include <algorithm>
#include <cstring>

#include "core/base/bytes.h"

namespace noren::privacy {
namespace {

constexpr char kMagic[4] = {'N', 'R', 'N', 'B'};
constexpr std::uint8_t kVersion = 1;
constexpr std::uint32_t kLastDay = 0xffff;

// Where adding them up stays at or below the cap. The sum can't wrap: both ceilings are far below 2^31.
bool fits(std::uint32_t spent, std::uint32_t more, std::uint32_t cap, std::uint32_t ceiling) {
  cap = std::min(cap, ceiling);
  return more <= cap && spent <= cap - more;
}

}  // namespace

bool Ledger::open(EpochDay today, std::uint16_t epoch_days) {
  if (today < begins_) return false;
  if (today < ends_) return !closed_;
  const std::uint32_t length = std::max<std::uint32_t>(epoch_days, 1);
  const std::uint32_t first = today / length * length;
  // An epoch of another length may have ended within this block; its days are not lived twice.
  begins_ = static_cast<EpochDay>(std::max<std::uint32_t>(first, ends_));
  ends_ = static_cast<EpochDay>(std::min(first + length, kLastDay));
  closed_ = false;
  epoch_spent_ = 0;
  return today < ends_;
}

bool Ledger::spend(std::uint32_t micro_epsilon, const Caps& caps) {
  if (closed_ || ends_ == 0) return false;
  if (!fits(epoch_spent_, micro_epsilon, caps.epoch, kEpochCeiling)) return false;
  if (!fits(lifetime_spent_, micro_epsilon, caps.lifetime, kLifetimeCeiling)) return false;
  epoch_spent_ += micro_epsilon;
  lifetime_spent_ += micro_epsilon;
  return true;
}

void Ledger::close(EpochDay today, std::uint16_t epoch_days) {
  open(today, epoch_days);
  closed_ = true;
}

std::array<std::byte, Ledger::kBytes> Ledger::encode() const {
  std::array<std::byte, kBytes> bytes{};
  std::byte* at = bytes.data();
  const auto put = [&](const auto& value) {
    std::memcpy(at, &value, sizeof value);
    at += sizeof value;
  };
  put(kMagic);
  put(kVersion);
  put(static_cast<std::uint8_t>(closed_ ? 1 : 0));
  put(begins_);
  put(ends_);
  put(std::uint16_t{0});
  put(epoch_spent_);
  put(lifetime_spent_);
  put(crc32(std::span(bytes).first<kBytes - sizeof(std::uint32_t)>()));
  return bytes;
}

Result<Ledger> Ledger::decode(std::span<const std::byte> bytes) {
  const auto corrupt = [] { return fail(ErrorCode::kCorrupt, "the privacy budget is damaged"); };
  ByteReader reader(bytes);
  char magic[4] = {};
  reader.take(std::as_writable_bytes(std::span(magic)));
  const auto version = reader.read<std::uint8_t>();
  if (!reader.ok() || std::memcmp(magic, kMagic, sizeof magic) != 0) return corrupt();
  if (bytes.size() != kBytes) {
    if (version <= kVersion) return corrupt();
    return fail(ErrorCode::kUnsupportedVersion, "the privacy budget was written by a newer version of Noren");
  }
  const auto closed = reader.read<std::uint8_t>();
  Ledger ledger;
  ledger.closed_ = closed == 1;
  ledger.begins_ = reader.read<EpochDay>();
  ledger.ends_ = reader.read<EpochDay>();
  const auto zero = reader.read<std::uint16_t>();
  ledger.epoch_spent_ = reader.read<std::uint32_t>();
  ledger.lifetime_spent_ = reader.read<std::uint32_t>();
  const auto sum = reader.read<std::uint32_t>();
  const bool sound = closed <= 1 && zero == 0 && ledger.begins_ <= ledger.ends_ &&
                     ledger.epoch_spent_ <= ledger.lifetime_spent_ && ledger.epoch_spent_ <= kEpochCeiling &&
                     ledger.lifetime_spent_ <= kLifetimeCeiling;
  if (crc32(bytes.first(kBytes - sizeof sum)) != sum) return corrupt();
  if (version != kVersion) {
    return fail(ErrorCode::kUnsupportedVersion, "the privacy budget was written by a newer version of Noren");
  }
  if (!sound) return corrupt();
  return ledger;
}

}  // namespace noren::privacy
