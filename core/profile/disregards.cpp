#include "core/profile/disregards.h"

#include <algorithm>

namespace noren::profile {
namespace {

constexpr auto is(Aside kind, std::uint64_t key) {
  return [=](const Disregard& disregard) { return disregard.key == key && disregard.kind == kind; };
}

}  // namespace

bool Disregards::has(Aside kind, std::uint64_t key) const {
  return std::any_of(list_.begin(), list_.end(), is(kind, key));
}

std::optional<Disregard> Disregards::take(const privacy::CleanAct& act, Day day) {
  const std::uint64_t key = std::uint64_t{act.from} << 32 | act.detail;
  if (act.subject == 0 || act.subject > kAsideCount || key == 0) return std::nullopt;
  const Disregard disregard{key, day, static_cast<Aside>(act.subject - 1)};
  Disregard* const before = std::find_if(list_.begin(), list_.end(), is(disregard.kind, key));
  if (before != list_.end()) list_.erase(before);
  if (act.value != 0.0f) list_.push_front(disregard);
  return disregard;
}

privacy::CleanAct disregard_act(Aside kind, std::uint64_t key, bool taken_back) {
  return {.subject = static_cast<NameKey>(kind) + 1,
          .detail = static_cast<NameKey>(key),
          .from = static_cast<NameKey>(key >> 32),
          .value = taken_back ? 0.0f : 1.0f};
}

}  // namespace noren::profile
