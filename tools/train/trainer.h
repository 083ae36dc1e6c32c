// From a log, or from what was counted in one elsewhere, and a catalogue, to the parts of a shop model.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/model/shop_model_writer.h"
#include "tools/catalog/catalog.h"
#include "tools/log/event_log.h"
#include "tools/train/counted_log.h"
#include "tools/train/counting.h"
#include "tools/train/parameters.h"
#include "tools/train/session_maker.h"
#include "tools/train/tuner.h"

namespace noren::tools {

inline constexpr std::size_t kDefaultMaxBrotli = 1'000'000;

struct TrainingOptions {
  std::uint32_t min_sessions =
      2;  // fewest different visitors, or sessions, that support a pair, or a popularity; at least 1
  std::size_t max_brotli = kDefaultMaxBrotli;         // bytes the file may take after Brotli; 0: no bound
  std::optional<TrainingParameters> parameters = {};  // none: tuned on the log
  std::size_t tuning_trials = 80;
  std::function<void(std::size_t trials, double score)> tuning_progress = {};
  // Without a catalogue, an item that fewer visitors have is left out: its id may be of their making.
  std::uint32_t min_item_sessions = 1;
  std::uint32_t epsilon = 0;                     // of the noise (noise.h), in thousandths; 0: none
  std::optional<std::uint64_t> noise_seed = {};  // for tests; none: the system's random bits
  // Bytes for counting, which goes in pieces through files then, and half as many for tuning, which takes as many of the newest
  // sessions as fit (Tuning::sessions says how many); 0: counted at once in memory, tuned on the whole log.
  std::uint64_t memory = 0;
  std::string label = {};
  std::string currency = {};
};

struct Training {
  model::ShopModelParts parts;  // numbered for size: write them as they are
  Tuning tuning;                // its parameters are those of the model, tuned or given
  LogUse use;
};

// Items are those of the catalogue, or, without one (nullptr), those of the log. Errors: kInvalidArgument where nothing is left to
// learn from, with a hint; kLimitExceeded where the file can't be made so small.
// The same input gives the same parts. O(events * 30 * trials).
Result<Training> train(const EventLog& log, const Catalog* catalog, const TrainingOptions& options);

// The same from counts. Nothing can be tuned: without options.parameters those hold that the pairs were counted with. The model is
// the log's, byte for byte, where all items are in the catalogue; others are left out, but kept items apart while they were counted.
Result<Training> train(const CountedLog& log, const Catalog* catalog, const TrainingOptions& options);

}  // namespace noren::tools
