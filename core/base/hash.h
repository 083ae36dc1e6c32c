// Stable hashes. They name items and categories in stored profiles and assign variants, so their values are part of the
// stored formats and never change. Not for hash tables under attack, and not for secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace noren {

// FNV-1a (Fowler, Noll, Vo), 64 bits. O(length).
constexpr std::uint64_t hash64(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return hash;
}

// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection whose output bits are all well mixed.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9u;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebu;
  x ^= x >> 31;
  return x;
}

// Names an item by its catalogue id, in profiles and across rebuilds of the shop model. 0 names no item.
using ItemKey = std::uint64_t;
constexpr ItemKey item_key(std::string_view id) {
  const std::uint64_t key = mix64(hash64(id));
  return key == 0 ? 1 : key;
}

// Names a category or brand by its slug (see slug.h). 0 names none.
using NameKey = std::uint32_t;
constexpr NameKey name_key(std::string_view slug) {
  const auto key = static_cast<std::uint32_t>(mix64(hash64(slug)) >> 32);
  return key == 0 ? 1 : key;
}

}  // namespace noren
