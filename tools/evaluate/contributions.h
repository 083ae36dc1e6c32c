// What the sections of a shop model are worth: how much worse it predicts the next item without one of them, and what it takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "tools/evaluate/evaluation.h"
#include "tools/evaluate/metrics.h"
#include "tools/log/event_log.h"

namespace noren::tools {

struct Contribution {
  std::string section;
  double recall = 0;         // recall@20 of the whole model, less that without the section
  double mrr = 0;            // the same of mrr@20
  double unseen_recall = 0;  // the same of unseen_recall@20
};

struct Contributions {
  std::size_t cases = 0;
  double recall = 0;  // @20, of the whole model
  double mrr = 0;
  double unseen_recall = 0;
  std::vector<Contribution>
      sections;  // those that ranking reads: popularity, scoring and the relations that the file has
};

// Errors: those of ShopModel::open(); kInvalidArgument where the log has no case with items of the model.
Result<Contributions> contributions(std::span<const std::byte> file, const EventLog& test, CasesOf which);

}  // namespace noren::tools
