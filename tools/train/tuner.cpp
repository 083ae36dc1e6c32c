#include "tools/train/tuner.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "core/model/shop_model.h"
#include "core/model/shop_model_writer.h"
#include "core/recommend/session_ranker.h"
#include "tools/evaluate/metrics.h"
#include "tools/evaluate/next_items.h"
#include "tools/train/shaping.h"

namespace noren::tools {
namespace {

constexpr double kValidationShare = 0.1;       // of the sessions
constexpr std::size_t kMostCases = 20'000;     // spread evenly over all
constexpr std::size_t kMostSteps = 2'000'000;  // of a larger log, the newest
constexpr std::size_t kMoves = 3;              // in one direction, before the next parameter has its turn
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
    {"shaping.weight_power", 0.1},     {"shaping.source_damping", 0.15}, {"shaping.target_damping", 0.1},
    {"shaping.diffusion", 0.4},        {"shaping.trend_power", 0.15},    {"counting.distance_decay", 0.12},
    {"counting.length_damping", 0.15}, {"counting.backward", 0.15},      {"counting.age_decay", 0.3},
};
constexpr double kRepeats[] = {0.4, 0.8, 1.2, 1.6, 2.4};
constexpr double kRepeatDecays[] = {0.35, 0.5, 0.65, 0.8};
constexpr int kSweeps = 4;  // of what changes the ranking alone, at most, between two rounds

const Parameter& find_parameter(std::string_view name) {
  const auto all = all_parameters();
  return *std::find_if(all.begin(), all.end(), [&](const Parameter& parameter) { return parameter.name == name; });
}

bool is_of(const Parameter& parameter, std::string_view part) {
  return std::string_view(parameter.name).starts_with(part);
}

double round_to_text(double value) { return std::floor(value * 1e4 + 0.5) / 1e4; }

// The log before its last sessions, and what happened in those.
struct Split {
  Sessions earlier{0};
  std::vector<Case> cases;
};

void append_session(Sessions& to, const Sessions& from, std::size_t s) {
  for (std::size_t at = from.begin[s]; at < from.begin[s + 1]; ++at) to.add(from.steps[at].item, from.steps[at].bought);
  to.end_session(from.times[s], from.visitors[s]);
}

void append_cases(std::vector<Case>& cases, const Sessions& from, std::size_t s, const std::vector<bool>& known) {
  std::vector<std::uint32_t> oldest_first;
  for (std::size_t at = from.begin[s]; at < from.begin[s + 1]; ++at) {
    const Step& step = from.steps[at];
    if (!step.bought && known[step.item]) oldest_first.insert(oldest_first.end(), 1u + step.reloads, step.item);
  }
  append_prefixes(oldest_first, cases);
}

Split split(const Sessions& sessions) {
  std::vector<std::size_t> by_time(sessions.size());
  std::iota(by_time.begin(), by_time.end(), std::size_t{0});
  std::stable_sort(by_time.begin(), by_time.end(),
                   [&](std::size_t a, std::size_t b) { return sessions.times[a] < sessions.times[b]; });
  const auto held_back = static_cast<std::size_t>(kValidationShare * static_cast<double>(sessions.size()));
  const std::size_t cut = sessions.size() - held_back;

  enum class Part : std::uint8_t { kTooOld, kEarlier, kLast };
  std::vector<Part> part(sessions.size(), Part::kTooOld);
  std::size_t steps = 0;
  for (std::size_t i = cut; i-- > 0 && steps < kMostSteps;) {
    part[by_time[i]] = Part::kEarlier;
    steps += sessions.begin[by_time[i] + 1] - sessions.begin[by_time[i]];
  }
  for (std::size_t i = cut; i < by_time.size(); ++i) part[by_time[i]] = Part::kLast;

  Split split;
  split.earlier = Sessions(sessions.item_count());
  std::vector<bool> known(sessions.item_count(), false);
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    if (part[s] != Part::kEarlier) continue;
    append_session(split.earlier, sessions, s);
    for (std::size_t at = sessions.begin[s]; at < sessions.begin[s + 1]; ++at) known[sessions.steps[at].item] = true;
  }
  std::vector<Case> cases;
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    if (part[s] == Part::kLast) append_cases(cases, sessions, s, known);
  }
  const std::size_t stride = std::max<std::size_t>(1, (cases.size() + kMostCases - 1) / kMostCases);
  for (std::size_t i = 0; i < cases.size(); i += stride) split.cases.push_back(std::move(cases[i]));
  return split;
}

// Trains and tries out models, and keeps what of the last one can be used again.
class Trials {
 public:
  Trials(Split split, const TuningOptions& options) : split_(std::move(split)), options_(options) {
    for (std::size_t i = 0; i < split_.earlier.item_count(); ++i) {
      model::ShopModelParts::Item item;
      item.id = std::to_string(i);
      parts_.items.push_back(std::move(item));
    }
    const auto& times = split_.earlier.times;
    const auto [oldest, newest] = std::minmax_element(times.begin(), times.end());
    ages_ = age_steps(*oldest, *newest);
  }

  // recall@20 + mrr@20.
  double score(const TrainingParameters& parameters) {
    if (!model_ || !is_same_model(parameters)) make_model(parameters);
    last_ = parameters;
    recommend::SessionRanker ranker(*model_, parameters.scoring);
    Metrics metrics(popularity_);
    NextItems next(*model_, ranker);
    for (const Case& test : split_.cases)
      metrics.add(test, next.list(test.newest_first, recommend::Seen::kMayReturn), {});
    const double score = metrics.recall(kListed) + metrics.mrr(kListed);
    if (options_.progress) options_.progress(count_, score);
    return score;
  }

  std::size_t count() const { return count_; }

 private:
  // All but the scoring, which needs no other model.
  bool is_same_model(const TrainingParameters& parameters) const {
    return is_same_count(parameters) &&
           std::all_of(all_parameters().begin(), all_parameters().end(),
                       [&](const auto& p) { return is_of(p, "scoring.") || p.get(parameters) == p.get(last_); });
  }
  bool is_same_count(const TrainingParameters& parameters) const {
    return std::all_of(all_parameters().begin(), all_parameters().end(),
                       [&](const auto& p) { return !is_of(p, "counting.") || p.get(parameters) == p.get(last_); });
  }

  void make_model(const TrainingParameters& parameters) {
    ++count_;
    if (!model_ || !is_same_count(parameters)) {
      counts_ = count_pairs(split_.earlier, counting_parameters(parameters.counting, ages_), options_.min_sessions);
      popularity_.clear();
      for (std::size_t i = 0; i < counts_.items.size(); ++i) {
        const ItemCount& item = counts_.items[i];
        popularity_.push_back(static_cast<float>(item.sessions));
        parts_.items[i].popularity = item.sessions;
        parts_.items[i].trend = static_cast<double>(item.trend) / 1000;
      }
    }
    Edges edges = viewed_relation(counts_, parameters.shaping);
    if (options_.edges > 0) keep_best_edges(edges, counts_.items, options_.edges);
    parts_.edges[static_cast<std::size_t>(model::Relation::kViewed)] = std::move(edges);
    // Written and opened: what is tried out is what a shop would load.
    model_.reset();
    bytes_ = model::write_shop_model(parts_).value();
    model_ = model::ShopModel::open(bytes_).value();
  }

  const Split split_;
  const TuningOptions& options_;
  AgeSteps ages_;
  std::size_t count_ = 0;
  TrainingParameters last_;
  PairCounts counts_;
  std::vector<float> popularity_;
  model::ShopModelParts parts_;
  std::vector<std::byte> bytes_;
  std::optional<model::ShopModel> model_;
};

std::string reason(const Parameter& parameter, double from, double to, double gain) {
  char text[120];
  std::snprintf(text, sizeof text, "%s %.4g instead of %.4g: %+.4f", parameter.name, to, from, gain);
  return text;
}

}  // namespace

Tuning tune(const Sessions& sessions, const TrainingParameters& start, const TuningOptions& options) {
  Tuning tuning;
  tuning.parameters = start;
  Split parts = split(sessions);
  if (parts.cases.size() < kFewestTuningCases || parts.earlier.size() == 0) return tuning;
  tuning.cases = parts.cases.size();

  Trials trials(std::move(parts), options);
  tuning.before = tuning.after = trials.score(start);

  // Moves one parameter while it helps; whether it did. One model is kept for going back to the best.
  const auto move = [&](const Parameter& parameter, double step) {
    const bool makes_models = !is_of(parameter, "scoring.");
    const double from = parameter.get(tuning.parameters);
    const double before = tuning.after;
    for (std::size_t moved = 0; moved < kMoves && !(makes_models && trials.count() + 1 >= options.trials); ++moved) {
      TrainingParameters other = tuning.parameters;
      const double value = parameter.get(other) + step;
      parameter.set(other, round_to_text(std::clamp(value, parameter.low, parameter.high)));
      if (parameter.get(other) == parameter.get(tuning.parameters)) break;
      const double score = trials.score(other);
      if (score <= tuning.after + kLeastGain) break;
      tuning.after = score;
      tuning.parameters = other;
    }
    if (tuning.after == before) return false;
    tuning.reasons.push_back(reason(parameter, from, parameter.get(tuning.parameters), tuning.after - before));
    return true;
  };
  // Each once; those that do not help take smaller steps next time. Whether any helped.
  const auto sweep = [&](std::span<const Coordinate> coordinates, std::span<double> steps) {
    bool helped = false;
    for (std::size_t c = 0; c < coordinates.size(); ++c) {
      const Parameter& parameter = find_parameter(coordinates[c].name);
      if (move(parameter, steps[c]) || move(parameter, -steps[c])) {
        helped = true;
      } else {
        steps[c] /= 2;
      }
    }
    return helped;
  };

  // How strongly her items come back and how fast that fades depend on each other: a grid finds the region, moves the place.
  const Parameter& repeat = find_parameter("scoring.repeat");
  const Parameter& repeat_decay = find_parameter("scoring.repeat_decay");
  for (const double strength : kRepeats) {
    for (const double decay : kRepeatDecays) {
      TrainingParameters other = tuning.parameters;
      repeat.set(other, strength);
      repeat_decay.set(other, decay);
      const double score = trials.score(other);
      if (score <= tuning.after + kLeastGain) continue;
      char text[120];
      std::snprintf(text, sizeof text, "%s %.4g, %s %.4g: %+.4f", repeat.name, strength, repeat_decay.name, decay,
                    score - tuning.after);
      tuning.reasons.emplace_back(text);
      tuning.after = score;
      tuning.parameters = other;
    }
  }

  double model_steps[std::size(kModel)];
  for (std::size_t c = 0; c < std::size(kModel); ++c) model_steps[c] = kModel[c].step;
  for (;;) {
    double steps[std::size(kRanking)];
    for (std::size_t c = 0; c < std::size(kRanking); ++c) steps[c] = kRanking[c].step;
    for (int swept = 0; swept < kSweeps; ++swept) sweep(kRanking, steps);
    const std::size_t made = trials.count();
    sweep(kModel, model_steps);
    if (trials.count() == made) break;  // none may be made any more
  }
  tuning.trials = trials.count();
  return tuning;
}

}  // namespace noren::tools
