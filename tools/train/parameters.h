// Everything that is chosen when a shop model is trained, and its text: what the tuner finds, what the model's meta records, and
// what `--parameters FILE` reads.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/scoring.h"
#include "tools/train/counting.h"
#include "tools/train/shaping.h"

namespace noren::tools {

struct TrainingParameters {
  CountingChoice counting = {};
  ShapingChoice shaping = {};
  model::Scoring scoring = {};
};

// One number of them, with the bounds that make sense.
struct Parameter {
  const char* name;  // "counting.backward", "shaping.diffusion", "scoring.decay", …
  double low;
  double high;
  double (*get)(const TrainingParameters& parameters);
  void (*set)(TrainingParameters& parameters, double value);
};
std::span<const Parameter> all_parameters();

// JSON, one line: {"counting.backward":0.5,…}. The text of what was parsed is the text that was parsed, if it came from here.
std::string to_text(const TrainingParameters& parameters);

// Names that are left out keep their defaults. Errors: kInvalidJson; kInvalidArgument for an unknown name, with a suggestion, and
// for what is no number in its bounds.
Result<TrainingParameters> parse_parameters(std::string_view text);

}  // namespace noren::tools
