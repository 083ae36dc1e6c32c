// What another policy would have got from the visitors of a log, whose arms were drawn with known probabilities. Three estimators
// (Dudík, Langford, Li 2011: "Doubly robust policy evaluation and learning"; Swaminathan, Joachims 2015 for the self-normalized one), and
// a judgement whether the log can carry them at all: where few of its decisions speak for the policy, there is no estimate.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/site/experiment.h"
#include "tools/bandit/decision_log.h"

namespace noren::tools {

// With which probability a policy shows each arm at each position: shares[position][arm].
using ActionShares = std::vector<std::vector<double>>;

ActionShares uniform_shares(const DecisionLog& log);

// Of Noren's bandit with these priors, one per arm: position by position the arm that decide::choose_arm chooses among those not yet
// shown. Estimated by drawing so many visitors. O(draws × positions × arms).
ActionShares thompson_shares(const DecisionLog& log, std::span<const site::Prior> priors, std::uint32_t draws,
                             std::uint64_t seed);

struct OffPolicyEstimate {
  std::string estimator;  // "ips", "snips", "dr"
  double value = 0;       // outcome per decision
  double low = 0;         // of the 95 % confidence interval, by the normal approximation
  double high = 0;
};

enum class Trust : std::uint8_t { kGood, kDoubtful, kRefused };

struct OffPolicyReport {
  std::uint64_t decisions = 0;
  double logged_value = 0;           // outcome per decision of the policy that made the log
  double effective_sample_size = 0;  // (sum of weights)² / sum of their squares (Kish 1965)
  double largest_weight = 0;
  double unseen_share = 0;  // of what the policy would show, the share that the log never showed there
  Trust trust = Trust::kGood;
  std::string reason;                        // why not good
  std::vector<OffPolicyEstimate> estimates;  // none where refused
};

// Below these the estimates are refused, or doubtful.
inline constexpr double kLeastEffectiveSample = 100;
inline constexpr double kGoodEffectiveShare = 0.1;  // of the log's decisions
inline constexpr double kMostUnseenShare = 0.01;

// The estimates of a policy; shares are those of the log's positions and arms. O(decisions + positions × arms).
OffPolicyReport estimate_policy(const DecisionLog& log, const ActionShares& shares);

}  // namespace noren::tools
