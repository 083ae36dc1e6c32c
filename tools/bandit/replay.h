// How fast a bandit learns, replayed on decisions that chance made with equal probability: a policy is asked for each visitor in turn;
// where it chooses what she was shown, she counts and the policy learns what came of it, else she is passed over. What is left is what
// the policy would have met (Li, Chu, Langford, Wang 2011: "Unbiased offline evaluation of contextual-bandit-based news article
// recommendation algorithms"). The order of visitors is drawn anew for each pass.
//
// Noren's own policies choose with decide::choose_arm, each visitor with a seed of her own, from priors that are brought up to date
// with all visitors' totals once in a while: what a shop does with reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "tools/bandit/decision_log.h"

namespace noren::tools {

struct ReplayOptions {
  std::uint32_t passes = 100;   // orders of visitors, at least 1
  std::uint32_t refresh = 100;  // visitors between two updates of the priors, at least 1
  std::uint64_t seed = 1;
};

// The mean over passes, and the bounds between which 95 % of the passes lie.
struct Spread {
  double mean = 0;
  double low = 0;
  double high = 0;
};

struct ReplayPoint {
  std::uint32_t visitors = 0;
  Spread rate;    // of success so far
  Spread regret;  // successes that the best arm would have had more so far
};

struct PolicyReplay {
  std::string policy;  // "uniform", "best-arm", "thompson", "thompson-by-context", "linear"
  std::vector<ReplayPoint> points;
};

struct ArmRate {
  std::string arm;
  std::uint64_t shown = 0;
  double rate = 0;
};

struct ReplayReport {
  std::vector<ArmRate> arms;  // of the whole log
  std::vector<PolicyReplay> policies;
};

// The policies that need a context are left out where the log has none. Errors: kInvalidArgument where an outcome is neither 0 nor 1,
// arms were not equally likely, or there are fewer than two arms or more than site::kMaxVariants. The same log, options and seed give
// the same report. O(passes × decisions × arms).
Result<ReplayReport> replay_bandits(const DecisionLog& log, const ReplayOptions& options);

}  // namespace noren::tools
