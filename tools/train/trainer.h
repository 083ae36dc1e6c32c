// From a log and a catalogue to the parts of a shop model.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/model/shop_model_writer.h"
#include "tools/catalog/catalog.h"
#include "tools/log/event_log.h"

namespace noren::tools {

struct TrainingOptions {
  std::uint32_t min_sessions = 2;  // fewest different sessions that support a pair, or a popularity; at least 1
  std::string label = {};
  std::string currency = {};
};

struct Training {
  model::ShopModelParts parts;
  std::uint64_t sessions = 0;             // that had an event with an item of the shop
  std::uint64_t events = 0;               // that went in
  std::uint64_t unknown_item_events = 0;  // events with an item that is not in the catalogue
  std::uint64_t unknown_items = 0;
};

// Items are those of the catalogue, or, without one (nullptr), those of the log; numbered by falling trend, then popularity, then
// id. Errors: kInvalidArgument where nothing is left to learn from, with a hint.
// The same input gives the same parts. O(events * 30 + items log items).
Result<Training> train(const EventLog& log, const Catalog* catalog, const TrainingOptions& options);

}  // namespace noren::tools
