// Finds the parameters of a shop model on the shop's own log: the last sessions are kept apart, a model is trained on all before
// them, and what she looked at next must stand in its list. Of a small log the sessions before those are tried in the same way, and
// so on (rolling origin), for what helps on one short stretch may be chance. Nothing else is looked at: no test data, no table of
// other shops.
//
// One parameter of the model after another is moved up and down while that helps, with steps that become smaller (coordinate
// search), from the better one of two starts; each model is tried with the scoring that suits it, which makes no other model and is
// quick to find. Models are counted, not the time, so the same log gives the same parameters. They are tried out as shops load
// them: written, opened and ranked with SessionRanker.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tools/train/counting.h"
#include "tools/train/parameters.h"

namespace noren::tools {

struct TuningOptions {
  std::size_t trials = 80;         // models made at most
  std::size_t edges = 0;           // so many of `viewed` may be kept (keep_best_edges); 0: all
  std::uint32_t min_sessions = 2;  // as the model will be built
  // Bytes for sessions, cases and pairs of items, those given among them; of what does not fit the newest sessions are taken. 0: no
  // bound. On top come up to 1 kB for each item and stretch, and 5 while a model is made.
  std::uint64_t memory = 0;
  // The log that the sessions are the newest of, if there is more: its times are counted in shares of the whole log's span.
  std::size_t log_sessions = 0;
  std::int64_t log_span = 0;
  std::function<void(std::size_t trials, double score)> progress = {};  // after each trial; may be empty
};

struct Tuning {
  TrainingParameters parameters;
  std::size_t trials = 0;    // models that were made
  std::size_t sessions = 0;  // the newest so many were looked at
  std::size_t cases = 0;     // on which each was tried; 0: these were too few, and the parameters are those given
  double before = 0;         // recall@20 + mrr@20 with the parameters given
  double after = 0;          // with those found
  std::vector<std::string>
      reasons;  // for people: what was changed, and what it gave, in the order in which it was found
};

inline constexpr std::size_t kFewestTuningCases = 500;

// Starts from `start`. Sessions are ordered by their times, ties by place. O(trials * training).
Tuning tune(const Sessions& sessions, const TrainingParameters& start, const TuningOptions& options);

}  // namespace noren::tools
