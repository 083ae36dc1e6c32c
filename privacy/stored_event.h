// The stored form of a CleanEvent, shared by its writer (clean_event.cpp) and its reader (inbound_gate.cpp):
// version u8, kind u8, minute u32, item count u8 with kActFollows, then per item key u64, categories 5 x u32, brand u32, price f32,
// quantity u16, and with that bit the act: subject u32, detail u32, from u32, value f32.
// Version 1 knew the first 17 kinds and no acts, version 2 the first 22 kinds; they are still read.
#pragma once

#include <cstdint>

namespace noren::privacy {

inline constexpr std::uint8_t kStoredEventVersion = 3;
inline constexpr std::uint8_t kActFollows = 0x80;
inline constexpr std::uint8_t kKindsOfVersion1 = 17;
inline constexpr std::uint8_t kKindsOfVersion2 = 22;

}  // namespace noren::privacy
