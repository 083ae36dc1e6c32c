// What she told the shop to leave aside when it recommends: items that are nothing for her, and things she did or said that are not to
// count as a reason. Each can be taken back. Not for interests: the profile forgets those that she sets aside, and learns them no more.
//
// Bounds: 64; the oldest makes room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/base/bounded_list.h"
#include "core/profile/time.h"
#include "privacy/clean_event.h"

namespace noren::profile {

inline constexpr std::size_t kMaxDisregards = 64;

// What is set aside. Order is part of the stored profile and of the WebAssembly interface: append only.
enum class Aside : std::uint8_t {
  kDisliked,  // an item that is not to be recommended: "not for me"
  kItem,      // an item she saw, bought or put into her cart: no reason to recommend others
  kCategory,  // interest in a category
  kBrand,     // interest in a brand
  kQuestion,  // what she answered to a question
};
inline constexpr std::size_t kAsideCount = 5;
inline constexpr std::string_view kAsides[kAsideCount] = {"disliked", "item", "category", "brand", "question"};

struct Disregard {
  std::uint64_t key = 0;  // an ItemKey, or a NameKey
  Day day = 0;
  Aside kind = Aside::kDisliked;
};

class Disregards {
 public:
  std::span<const Disregard> all() const { return list_; }  // newest first
  bool empty() const { return list_.empty(); }
  bool has(Aside kind, std::uint64_t key) const;  // O(disregards)

  // --- called by Profile::apply ---
  // What the act sets aside, or takes back; nothing where it is none that this version knows.
  std::optional<Disregard> take(const privacy::CleanAct& act, Day day);

 private:
  friend class ProfileCodec;
  friend struct Inside;
  BoundedList<Disregard, kMaxDisregards> list_;
};

// The act of a disregard event.
privacy::CleanAct disregard_act(Aside kind, std::uint64_t key, bool taken_back);

}  // namespace noren::profile
