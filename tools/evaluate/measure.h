// Measures next-item prediction: a shop model, and the baselines, on the same test cases. Knows nothing of logs, so that it also runs
// in WebAssembly (tests/eval).
#pragma once

#include <span>
#include <string>

#include "core/model/shop_model.h"
#include "tools/evaluate/baselines.h"
#include "tools/evaluate/metrics.h"

namespace noren::tools {

struct Measured {
  std::string name;
  Metrics metrics;
  double us_per_call = 0;  // the ranking of 20 alone, at the median
};

// `popularity` must outlive what is returned.
Measured measure(const model::ShopModel& model, std::span<const Case> cases, std::span<const float> popularity);
Measured measure(Baseline& baseline, std::span<const Case> cases, std::span<const float> popularity);

}  // namespace noren::tools
