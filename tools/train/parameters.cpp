#include "tools/train/parameters.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "core/base/suggest.h"

namespace noren::tools {
namespace {

template <auto kPart, auto kField>
constexpr Parameter parameter(const char* name, double low, double high) {
  return {name, low, high, [](const TrainingParameters& p) { return static_cast<double>(p.*kPart.*kField); },
          [](TrainingParameters& p, double value) {
            auto& field = p.*kPart.*kField;
            field = static_cast<std::remove_reference_t<decltype(field)>>(value);
          }};
}

template <auto kField>
constexpr Parameter counting(const char* name, double low, double high) {
  return parameter<&TrainingParameters::counting, kField>(name, low, high);
}
template <auto kField>
constexpr Parameter shaping(const char* name, double low, double high) {
  return parameter<&TrainingParameters::shaping, kField>(name, low, high);
}
template <auto kField>
constexpr Parameter scoring(const char* name, double low, double high) {
  return parameter<&TrainingParameters::scoring, kField>(name, low, high);
}

constexpr Parameter kParameters[] = {
    counting<&CountingChoice::distance_decay>("counting.distance_decay", 0, 1),
    counting<&CountingChoice::backward>("counting.backward", 0, 1),
    counting<&CountingChoice::length_damping>("counting.length_damping", 0, 2),
    counting<&CountingChoice::age_decay>("counting.age_decay", 0, 4),
    counting<&CountingChoice::trend_half_life>("counting.trend_half_life", 0.001, 4),
    shaping<&ShapingChoice::source_damping>("shaping.source_damping", 0, 1.5),
    shaping<&ShapingChoice::target_damping>("shaping.target_damping", -0.5, 1),
    shaping<&ShapingChoice::trend_power>("shaping.trend_power", -0.5, 1.5),
    shaping<&ShapingChoice::diffusion>("shaping.diffusion", 0, 5),
    shaping<&ShapingChoice::filling>("shaping.filling", 0, 5),
    shaping<&ShapingChoice::weight_power>("shaping.weight_power", 0.2, 2),
    scoring<&model::Scoring::decay>("scoring.decay", 0, 1),
    scoring<&model::Scoring::repeat>("scoring.repeat", 0, model::kMaxScoring),
    scoring<&model::Scoring::repeat_decay>("scoring.repeat_decay", 0, 1),
    scoring<&model::Scoring::agreement>("scoring.agreement", 0, 2),
    scoring<&model::Scoring::repeat_newest>("scoring.repeat_newest", 0, model::kMaxScoring),
    scoring<&model::Scoring::repeat_again>("scoring.repeat_again", 0, 4),
};

}  // namespace

std::span<const Parameter> all_parameters() { return kParameters; }

std::string to_text(const TrainingParameters& parameters) {
  nlohmann::ordered_json json;
  for (const Parameter& parameter : kParameters) {
    // Fields of the scoring are floats: four decimals are what is meant.
    json[parameter.name] = std::floor(parameter.get(parameters) * 1e4 + 0.5) / 1e4;
  }
  return json.dump();
}

Result<TrainingParameters> parse_parameters(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return fail(ErrorCode::kInvalidJson, "the parameters are no JSON");
  if (!json.is_object()) return fail(ErrorCode::kInvalidArgument, "the parameters are no JSON object");
  TrainingParameters parameters;
  for (const auto& [name, value] : json.items()) {
    const auto known = std::find_if(std::begin(kParameters), std::end(kParameters),
                                    [&](const Parameter& p) { return p.name == name; });
    if (known == std::end(kParameters)) {
      Suggestion suggestion(name);
      for (const Parameter& parameter : kParameters) suggestion.offer(parameter.name);
      return fail(ErrorCode::kInvalidArgument, "unknown parameter", name, suggestion.hint());
    }
    const bool fits = value.is_number() && value.get<double>() >= known->low && value.get<double>() <= known->high;
    if (!fits) return fail(ErrorCode::kInvalidArgument, "is not a number in its bounds", name);
    known->set(parameters, value.get<double>());
  }
  return parameters;
}

}  // namespace noren::tools
