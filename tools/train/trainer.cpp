#include "tools/train/trainer.h"

#include <algorithm>
#include <utility>

#include "tools/log/text_values.h"
#include "tools/train/noise.h"
#include "tools/train/parts_builder.h"

namespace noren::tools {
namespace {

using model::kNone;

constexpr std::int64_t kDay = 86'400'000;  // milliseconds
// While parameters are tuned, the log may lie in the other half of the memory.
constexpr std::uint64_t kTuningShare = 2;
constexpr std::uint64_t kLeastTuningMemory = 1 << 20;

// What every model tells about itself.
void describe(PartsBuilder& builder, const Training& training, const Catalog* catalog, const TrainingOptions& options) {
  builder.add_meta("builder", NOREN_VERSION);
  if (!options.label.empty()) builder.add_meta("label", options.label);
  const std::string& currency = !options.currency.empty() || catalog == nullptr ? options.currency : catalog->currency;
  if (!currency.empty()) builder.add_meta("currency", currency);
  builder.add_meta("sessions", std::to_string(training.use.sessions));
  builder.add_meta("events", std::to_string(training.use.events));
  builder.add_meta("min_sessions", std::to_string(options.min_sessions));
  if (options.epsilon > 0) builder.add_meta("epsilon", epsilon_text(options.epsilon));
  builder.add_meta("parameters", to_text(training.tuning.parameters));
}

std::unexpected<Error> nothing_left(std::string_view hint) {
  return fail(ErrorCode::kInvalidArgument, "nothing to learn from", {}, hint);
}

std::string why_nothing_is_left(const EventLog& log, const Training& training) {
  if (log.lines == 0) return "the log has no lines";
  if (log.skipped_lines > 0 && log.skipped_lines == log.lines) return "every line was skipped: see the messages above";
  if (training.use.unknown_item_events > 0)
    return "no item of the log is in the catalogue: compare the ids, for instance \"" + log.items[0] + "\"";
  return "is this the right log? it needs view_item, add_to_cart or purchase events";
}

// Noise, where it is asked for; then what is too rare goes.
void make_public(PairCounts& counts, const CountingParameters& parameters, const TrainingOptions& options) {
  if (options.epsilon > 0) {
    NoiseSource source(options.noise_seed);
    add_noise(counts, parameters, options.epsilon, source);
  }
  drop_rare_pairs(counts, options.min_sessions);
}

}  // namespace

Result<Training> train(const EventLog& log, const Catalog* catalog, const TrainingOptions& options) {
  Training training;
  const LogTimes times(log);
  ShopItems items(log.items, catalog);
  for (std::size_t i = 0; catalog == nullptr && i < log.items.size(); ++i) {
    items.list[items.find(log.items[i])].facts.price = log.prices[i];
  }
  const SessionMaker maker(log, times, items);
  const bool in_pieces = options.memory > 0;
  std::optional<Sessions> sessions;
  const std::uint64_t memory = in_pieces ? std::max(options.memory / kTuningShare, kLeastTuningMemory) : 0;
  if (!in_pieces) {
    sessions = maker.all(training.use);
  } else if (!options.parameters) {
    sessions = maker.newest(memory, training.use);
  }
  if (sessions && training.use.events == 0) return nothing_left(why_nothing_is_left(log, training));

  if (options.parameters) {
    training.tuning.parameters = *options.parameters;
  } else {
    training.tuning = tune(*sessions, {.counting = times.counting_choice()},
                           {.trials = options.tuning_trials,
                            .edges = options.max_brotli * 4 / 5,
                            .min_sessions = options.min_sessions,
                            .memory = memory,
                            .log_sessions = static_cast<std::size_t>(training.use.sessions),
                            .log_span = times.newest - times.oldest,
                            .progress = options.tuning_progress});
  }
  const AgeSteps ages = age_steps(times.oldest, times.newest);
  const CountingParameters counting = counting_parameters(training.tuning.parameters.counting, ages);
  const std::uint32_t fewest = options.epsilon > 0 ? 1 : options.min_sessions;
  Result<PairCounts> counts = PairCounts{};
  if (in_pieces) {
    sessions.reset();
    counts = maker.count_in_pieces(counting, options.memory, fewest, training.use);
    if (!counts) return std::unexpected(std::move(counts.error()));
    if (training.use.events == 0) return nothing_left(why_nothing_is_left(log, training));
  } else {
    counts = count_pairs(*sessions, counting, fewest);
  }
  make_public(*counts, counting, options);
  if (catalog == nullptr) drop_rare_items(items, *counts, options.min_item_sessions);

  PartsBuilder builder(std::move(items), training.tuning.parameters, options.min_sessions, options.max_brotli);
  describe(builder, training, catalog, options);
  if (log.has_times) builder.add_meta("log_until", day_text(times.newest / kDay));
  auto parts = builder.build(std::move(*counts));
  if (!parts) return std::unexpected(std::move(parts.error()));
  training.parts = std::move(*parts);
  return training;
}

Result<Training> train(const CountedLog& log, const Catalog* catalog, const TrainingOptions& options) {
  Training training;
  const PairCounts& counts = log.counts;
  ShopItems items(log.items, catalog);
  for (std::size_t i = 0; catalog == nullptr && i < log.items.size(); ++i) items.list[i].facts.price = log.prices[i];
  // The counts by the numbers of the shop's items.
  PairCounts known;
  known.items.resize(items.list.size());
  std::vector<std::uint32_t> item_of;
  for (std::size_t i = 0; i < log.items.size(); ++i) {
    item_of.push_back(items.find(log.items[i]));
    if (item_of.back() == kNone) {
      ++training.use.unknown_items;
      training.use.unknown_item_events += counts.items[i].views + counts.items[i].purchases;
    } else {
      known.items[item_of.back()] = counts.items[i];
    }
  }
  for (std::size_t r = 0; r < kCountedRelations; ++r) {
    for (const PairCount& pair : counts.pairs[r]) {
      const PairCount renamed{item_of[pair.source], item_of[pair.target], pair.sum, pair.sessions};
      if (renamed.source != kNone && renamed.target != kNone) known.pairs[r].push_back(renamed);
    }
  }
  training.use.sessions = counts.sessions;
  training.use.events = log.events;
  if (training.use.events == 0) return nothing_left("the counts are empty");

  training.tuning.parameters = options.parameters.value_or(log.parameters.value_or(TrainingParameters{}));
  make_public(known, counting_parameters(training.tuning.parameters.counting, {}), options);
  if (catalog == nullptr) drop_rare_items(items, known, options.min_item_sessions);
  PartsBuilder builder(std::move(items), training.tuning.parameters, options.min_sessions, options.max_brotli);
  describe(builder, training, catalog, options);
  if (log.newest) builder.add_meta("log_until", day_text(*log.newest / kDay));
  auto parts = builder.build(std::move(known));
  if (!parts) return std::unexpected(std::move(parts.error()));
  training.parts = std::move(*parts);
  return training;
}

}  // namespace noren::tools
