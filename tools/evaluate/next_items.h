// The list of next items as it is measured: what SessionRanker finds, filled up with what is looked at most lately.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/shop_model.h"
#include "core/recommend/session_ranker.h"
#include "tools/evaluate/metrics.h"

namespace noren::tools {

// Appends a case for each item of a session but the first: what came before it, and it. model::kNone stands for an item that the
// model does not have: nothing is found from it, and as a target it can't be hit.
void append_prefixes(std::span<const std::uint32_t> oldest_first, std::vector<Case>& cases);
// Appends a case for its last item alone. It must have one.
void append_last(std::span<const std::uint32_t> oldest_first, std::vector<Case>& cases);

class NextItems {
 public:
  // Keeps both.
  NextItems(const model::ShopModel& model, recommend::SessionRanker& ranker) : model_(model), ranker_(ranker) {}

  // kListed items, or all there are. Valid until the next call.
  std::span<const std::uint32_t> list(std::span<const std::uint32_t> newest_first, recommend::Seen seen);

 private:
  const model::ShopModel& model_;
  recommend::SessionRanker& ranker_;
  std::vector<std::uint32_t> list_;
};

}  // namespace noren::tools
