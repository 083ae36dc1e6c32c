// What the counting pass over a whole log comes to, wherever it was made: all that a shop model is built from beside the catalogue.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/train/counting.h"
#include "tools/train/parameters.h"

namespace noren::tools {

struct CountedLog {
  std::vector<std::string> items;                     // ids, rising by bytes, all different
  std::vector<float> prices;                          // per item; negative: none
  PairCounts counts;                                  // items by their places above
  std::uint64_t events = 0;                           // looks and purchases
  std::optional<std::int64_t> newest = {};            // milliseconds since 1970-01-01
  std::uint32_t min_sessions = 1;                     // behind each pair
  std::optional<TrainingParameters> parameters = {};  // that the pairs were counted with
};

}  // namespace noren::tools
