#include "tools/train/tuner.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "core/model/shop_model.h"
#include "core/model/shop_model_writer.h"
#include "core/recommend/session_ranker.h"
#include "tools/evaluate/metrics.h"
#include "tools/evaluate/next_items.h"
#include "tools/train/shaping.h"
#include "tools/train/validation.h"

namespace noren::tools {
namespace {

constexpr std::size_t kMoves = 3;  // in one direction, before the next parameter has its turn
constexpr double kLeastGain = 1e-6;

// How far a parameter is moved first.
struct Coordinate {
  const char* name;
  double step;
};
constexpr Coordinate kRanking[] = {
    {"scoring.decay", 0.08},       {"scoring.repeat", 0.3},     {"scoring.repeat_newest", 0.3},
    {"scoring.repeat_decay", 0.1}, {"scoring.agreement", 0.15}, {"scoring.repeat_again", 0.1},
};
constexpr Coordinate kModel[] = {
    {"shaping.weight_power", 0.1},     {"shaping.source_damping", 0.15},  {"shaping.target_damping", 0.1},
    {"shaping.diffusion", 0.4},        {"shaping.filling", 0.5},          {"shaping.trend_power", 0.15},
    {"counting.distance_decay", 0.12}, {"counting.length_damping", 0.15}, {"counting.backward", 0.15},
    {"counting.age_decay", 0.3},
};
constexpr double kRepeats[] = {0.4, 0.8, 1.2, 1.6, 2.4};
constexpr double kRepeatDecays[] = {0.35, 0.5, 0.65, 0.8};
constexpr int kSweeps = 4;  // of the scoring, with the first model

const Parameter& find_parameter(std::string_view name) {
  const auto all = all_parameters();
  return *std::find_if(all.begin(), all.end(), [&](const Parameter& parameter) { return parameter.name == name; });
}

bool is_of(const Parameter& parameter, std::string_view part) {
  return std::string_view(parameter.name).starts_with(part);
}

double round_to_text(double value) { return std::floor(value * 1e4 + 0.5) / 1e4; }

// Trains models on what was before and tries them out on what came after, and keeps what of the last one can be used again.
class Fold {
 public:
  // Its times are stretched by so much, to those of the whole log.
  Fold(Split split, double stretch, const TuningOptions& options) : split_(std::move(split)), options_(options) {
    for (std::size_t i = 0; i < split_.earlier().item_count(); ++i) {
      model::ShopModelParts::Item item;
      item.id = std::to_string(i);
      parts_.items.push_back(std::move(item));
    }
    const auto& times = split_.earlier().times;
    const auto [oldest, newest] = std::minmax_element(times.begin(), times.end());
    const auto span = static_cast<std::int64_t>(stretch * static_cast<double>(*newest - *oldest));
    ages_ = age_steps(*newest - span, *newest);
  }

  std::size_t cases() const { return split_.cases().size(); }

  void count(const CountingChoice& choice) {
    counts_ = {};
    counts_ = count_views(split_.earlier(), counting_parameters(choice, ages_), options_.min_sessions);
    popularity_.clear();
    for (std::size_t i = 0; i < counts_.items.size(); ++i) {
      const ItemCount& item = counts_.items[i];
      popularity_.push_back(static_cast<float>(item.sessions));
      parts_.items[i].popularity = item.sessions;
      parts_.items[i].trend = static_cast<double>(item.trend) / 1000;
    }
  }

  void make_model(const ShapingChoice& choice) {
    Edges edges = viewed_relation(counts_, choice);
    if (options_.edges > 0) keep_best_edges(edges, counts_.items, options_.edges);
    model_.reset();
    // Written and opened: what is tried out is what a shop would load.
    Edges& viewed = parts_.edges[static_cast<std::size_t>(model::Relation::kViewed)];
    viewed = std::move(edges);
    bytes_ = model::write_shop_model(parts_).value();
    viewed = {};
    model_ = model::ShopModel::open(bytes_).value();
  }

  // recall@20 + mrr@20.
  double score(const model::Scoring& scoring) const {
    recommend::SessionRanker ranker(*model_, scoring);
    Metrics metrics(popularity_);
    NextItems next(*model_, ranker);
    for (const Split::Case& test : split_.cases()) {
      const auto list = next.list(split_.looked_at(test), recommend::Seen::kMayReturn);
      metrics.add({.newest_first = {}, .target = test.target}, list, {});
    }
    return metrics.recall(kListed) + metrics.mrr(kListed);
  }

 private:
  Split split_;
  const TuningOptions& options_;
  AgeSteps ages_;
  PairCounts counts_;
  std::vector<float> popularity_;
  model::ShopModelParts parts_;
  std::vector<std::byte> bytes_;
  std::optional<model::ShopModel> model_;
};

struct Found {
  TrainingParameters parameters;
  double score = 0;  // recall@20 + mrr@20
  friend bool operator<(const Found& a, const Found& b) { return a.score < b.score; }
};

// Whether it could be shifted within its bounds.
bool shift(TrainingParameters& parameters, const Parameter& parameter, double step) {
  const double from = parameter.get(parameters);
  parameter.set(parameters, round_to_text(std::clamp(from + step, parameter.low, parameter.high)));
  return parameter.get(parameters) != from;
}

// Moves one parameter up, or else down, while that helps.
template <typename TryOut>
Found moved(const Found& from, const Parameter& parameter, double step, TryOut try_out) {
  for (const double direction : {1.0, -1.0}) {
    Found best = from;
    for (std::size_t move = 0; move < kMoves; ++move) {
      TrainingParameters other = best.parameters;
      if (!shift(other, parameter, direction * step)) break;
      const Found found = try_out(other);
      if (found.score <= best.score + kLeastGain) break;
      best = found;
    }
    if (from < best) return best;
  }
  return from;
}

// The same on all folds at once, each case of the same weight; counts what was made.
class Trials {
 public:
  Trials(std::vector<Split> splits, double stretch, const TuningOptions& options) : options_(options) {
    for (Split& split : splits) folds_.emplace_back(std::move(split), stretch, options_);
  }

  Found try_out(const TrainingParameters& parameters) { return {parameters, score(parameters)}; }

  // Moves the numbers of the scoring, one after the other and to and fro, while that helps; makes no model.
  Found with_best_scoring(Found best, int sweeps) {
    double steps[std::size(kRanking)];
    for (std::size_t c = 0; c < std::size(kRanking); ++c) steps[c] = kRanking[c].step;
    for (; sweeps > 0; --sweeps) {
      for (std::size_t c = 0; c < std::size(kRanking); ++c) {
        const Found found = moved(best, find_parameter(kRanking[c].name), steps[c],
                                  [&](const TrainingParameters& parameters) { return try_out(parameters); });
        if (!(best < found)) steps[c] /= 2;
        best = found;
      }
    }
    return best;
  }

  std::size_t count() const { return count_; }

 private:
  double score(const TrainingParameters& parameters) {
    const bool is_counted = count_ > 0 && is_same(parameters, "counting.");
    if (!is_counted) {
      for (Fold& fold : folds_) fold.count(parameters.counting);
    }
    if (!is_counted || !is_same(parameters, "shaping.")) {
      for (Fold& fold : folds_) fold.make_model(parameters.shaping);
      ++count_;
    }
    last_ = parameters;
    double sum = 0;
    double cases = 0;
    for (const Fold& fold : folds_) {
      sum += fold.score(parameters.scoring) * static_cast<double>(fold.cases());
      cases += static_cast<double>(fold.cases());
    }
    if (options_.progress) options_.progress(count_, sum / cases);
    return sum / cases;
  }

  bool is_same(const TrainingParameters& parameters, std::string_view part) const {
    return std::all_of(all_parameters().begin(), all_parameters().end(),
                       [&](const auto& p) { return !is_of(p, part) || p.get(parameters) == p.get(last_); });
  }

  const TuningOptions& options_;
  std::vector<Fold> folds_;
  std::size_t count_ = 0;
  TrainingParameters last_;
};

std::string reason(const Parameter& parameter, const TrainingParameters& from, const TrainingParameters& to) {
  char text[100];
  std::snprintf(text, sizeof text, "%s %.4g instead of %.4g", parameter.name, parameter.get(to), parameter.get(from));
  return text;
}

std::string gain(double score) {
  char text[20];
  std::snprintf(text, sizeof text, ": %+.4f", score);
  return text;
}

// Where what is next follows from the last step or two. Coordinate search does not get there from where all of a session counts.
TrainingParameters with_short_memory(TrainingParameters parameters) {
  parameters.counting.distance_decay = 0.45;
  parameters.counting.length_damping = 0.25;
  parameters.shaping.source_damping = 0.8;
  parameters.shaping.diffusion = 1.2;
  parameters.scoring.agreement = 0.0f;
  return parameters;
}

// How strongly her items come back and how fast that fades depend on each other: a grid finds the region, moves the place.
Found on_grid(Trials& trials, const TrainingParameters& from) {
  Found best = trials.try_out(from);
  for (const double strength : kRepeats) {
    for (const double decay : kRepeatDecays) {
      TrainingParameters other = from;
      other.scoring.repeat = static_cast<float>(strength);
      other.scoring.repeat_decay = static_cast<float>(decay);
      best = std::max(best, trials.try_out(other));
    }
  }
  return best;
}

}  // namespace

Tuning tune(const Sessions& sessions, const TrainingParameters& start, const TuningOptions& options) {
  Tuning tuning;
  tuning.parameters = start;
  TuningLog log = split_off_within(options.memory, sessions, options.min_sessions);
  tuning.sessions = log.sessions;
  std::size_t cases = 0;
  for (const Split& split : log.splits) cases += split.cases().size();
  if (cases < kFewestTuningCases) return tuning;
  tuning.cases = cases;

  const bool is_whole = log.sessions >= options.log_sessions || log.span == 0;
  const double stretch = is_whole ? 1 : static_cast<double>(options.log_span) / static_cast<double>(log.span);
  Trials trials(std::move(log.splits), stretch, options);
  tuning.before = trials.try_out(start).score;

  Found best = trials.with_best_scoring(on_grid(trials, start), kSweeps);
  if (trials.count() < options.trials) {
    best = std::max(best, trials.with_best_scoring(on_grid(trials, with_short_memory(start)), kSweeps));
  }
  for (const Parameter& parameter : all_parameters()) {
    if (parameter.get(best.parameters) == parameter.get(start)) continue;
    tuning.reasons.push_back(reason(parameter, start, best.parameters));
  }

  const auto try_model = [&](const TrainingParameters& parameters) {
    if (trials.count() >= options.trials) return best;
    return trials.with_best_scoring(trials.try_out(parameters), 1);
  };
  double steps[std::size(kModel)];
  for (std::size_t c = 0; c < std::size(kModel); ++c) steps[c] = kModel[c].step;
  std::size_t made = 0;
  do {
    made = trials.count();
    for (std::size_t c = 0; c < std::size(kModel); ++c) {
      const Parameter& parameter = find_parameter(kModel[c].name);
      const Found found = moved(best, parameter, steps[c], try_model);
      if (best < found) {
        tuning.reasons.push_back(reason(parameter, best.parameters, found.parameters) + gain(found.score - best.score));
      } else {
        steps[c] /= 2;
      }
      best = found;
    }
  } while (trials.count() > made);
  tuning.parameters = best.parameters;
  tuning.after = best.score;
  tuning.trials = trials.count();
  return tuning;
}

}  // namespace noren::tools
