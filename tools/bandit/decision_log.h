// A log of decisions that chance made: who was shown which arm, with which probability, and what came of it. What bandits are replayed
// on, and policies are judged by. CSV or TSV with a header line, packed or not; which columns are read is the caller's to say.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace noren::tools {

// How the log calls its columns. Those that are empty are not read.
struct DecisionColumns {
  std::string arm;
  std::string outcome;               // a number
  std::string propensity;            // the probability with which the arm was chosen; without it each arm was as likely
  std::string position;              // the place on the page, where several arms are shown together
  std::vector<std::string> context;  // what a policy may know of the visitor; each value counts as a word
};

struct Decision {
  std::uint32_t arm = 0;       // into DecisionLog::arms
  std::uint32_t context = 0;   // into DecisionLog::contexts
  std::uint32_t position = 0;  // into DecisionLog::positions
  double outcome = 0;
  double propensity = 0;  // 0 to 1, above 0
};

struct DecisionLog {
  std::vector<Decision> decisions;     // in the order of the lines
  std::vector<std::string> arms;       // by name
  std::vector<std::string> positions;  // by number, then by name; one empty one where no column was named
  std::vector<std::vector<std::uint32_t>>
      contexts;                    // each the words of one combination of values, one per context column
  std::vector<std::string> words;  // "channel=Phone"
};

inline constexpr std::size_t kMaxContexts = 1000;

// Reads from where the file stands; `path` is named in errors only. Errors: kInvalidArgument with the line, where a column is not there,
// an outcome or a probability is not a number, or there are more than kMaxContexts combinations of context. O(decisions log arms).
Result<DecisionLog> read_decision_log(std::FILE* file, const std::string& path, const DecisionColumns& columns);

}  // namespace noren::tools
