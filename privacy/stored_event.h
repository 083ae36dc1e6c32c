// The stored form of a CleanEvent, shared by its writer (clean_event.cpp) and its reader (inbound_gate.cpp):
// version u8, kind u8, minute u32, item count u8, then per item key u64, categories 5 x u32, brand u32, price f32, quantity u16.
#pragma once

#include <cstdint>

namespace noren::privacy {

inline constexpr std::uint8_t kStoredEventVersion = 1;

}  // namespace noren::privacy
