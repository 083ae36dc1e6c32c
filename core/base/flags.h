// A list of truths, a byte each. std::vector<bool> takes an eighth of the memory, which hardly matters in lists as short as ours, and
// 3 kB more of WebAssembly, which does.
#pragma once

#include <cstdint>

#include "core/base/list.h"

namespace noren {

using Flags = List<std::uint8_t>;  // 0 or 1

}  // namespace noren
