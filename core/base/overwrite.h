// Overwrites memory that held a visitor's data before it is given back, in a way the optimizer keeps.
#pragma once

#include <cstddef>
#include <span>

namespace noren {

inline void overwrite(std::span<std::byte> bytes) {
  for (volatile std::byte& byte : bytes) byte = std::byte{0};
}

// Overwrites all the memory of a List or std::vector, the part beyond its size too, and empties it. What it holds must be trivially
// copyable.
template <typename Entries>
void overwrite_and_clear(Entries& entries) {
  entries.resize(entries.capacity());
  overwrite(std::as_writable_bytes(std::span(entries)));
  entries.clear();
}

}  // namespace noren
