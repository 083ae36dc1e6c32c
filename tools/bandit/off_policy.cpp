#include "tools/bandit/off_policy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/decide/bandit.h"
#include "tools/bandit/campaign.h"

namespace noren::tools {
namespace {

constexpr double kWidth = 1.959963984540054;  // of a 95 % interval, in standard errors
constexpr std::size_t kFolds = 2;
constexpr double kShrinkage = 20;  // decisions for which the overall rate speaks in the model of outcomes

std::string fixed(double number, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, number);
  return text;
}

// What to expect of an arm, learned from the decisions outside of a fold, so that no decision is judged by itself.
class OutcomeModel {
 public:
  explicit OutcomeModel(const DecisionLog& log) {
    for (Fold& fold : folds_) fold = Fold(log.arms.size());
    for (std::size_t i = 0; i < log.decisions.size(); ++i) {
      for (std::size_t f = 0; f < kFolds; ++f) {
        if (i % kFolds != f) folds_[f].add(log.decisions[i]);
      }
    }
  }
  double expected(std::size_t decision, std::uint32_t arm) const { return folds_[decision % kFolds].expected(arm); }

 private:
  struct Fold {
    explicit Fold(std::size_t arms = 0) : shown(arms), outcome(arms) {}
    void add(const Decision& decision) {
      shown[decision.arm] += 1;
      outcome[decision.arm] += decision.outcome;
      all_shown += 1;
      all_outcome += decision.outcome;
    }
    double expected(std::uint32_t arm) const {
      const double overall = all_shown > 0 ? all_outcome / all_shown : 0;
      return (outcome[arm] + kShrinkage * overall) / (shown[arm] + kShrinkage);
    }
    std::vector<double> shown;
    std::vector<double> outcome;
    double all_shown = 0;
    double all_outcome = 0;
  };
  std::array<Fold, kFolds> folds_;
};

// The mean of terms and how far it may be off.
OffPolicyEstimate mean_of(const char* estimator, std::span<const double> terms) {
  const auto count = static_cast<double>(terms.size());
  double sum = 0;
  for (const double term : terms) sum += term;
  const double mean = sum / count;
  double squares = 0;
  for (const double term : terms) squares += (term - mean) * (term - mean);
  const double error = count > 1 ? std::sqrt(squares / (count - 1) / count) : 0;
  return {estimator, mean, mean - kWidth * error, mean + kWidth * error};
}

double unseen_share(const DecisionLog& log, const ActionShares& shares) {
  std::vector<std::vector<bool>> seen(log.positions.size(), std::vector<bool>(log.arms.size()));
  for (const Decision& decision : log.decisions) seen[decision.position][decision.arm] = true;
  double unseen = 0;
  for (std::size_t position = 0; position < shares.size(); ++position) {
    for (std::size_t arm = 0; arm < log.arms.size(); ++arm) unseen += seen[position][arm] ? 0 : shares[position][arm];
  }
  return unseen / static_cast<double>(log.positions.size());
}

void judge(OffPolicyReport& report) {
  const std::string size =
      fixed(report.effective_sample_size, 0) + " of " + fixed(static_cast<double>(report.decisions), 0);
  if (report.effective_sample_size < kLeastEffectiveSample) {
    report.trust = Trust::kRefused;
    report.reason = "the log speaks for this policy like " + size + " decisions; below " +
                    fixed(kLeastEffectiveSample, 0) + " an estimate says nothing";
  } else if (report.unseen_share > kMostUnseenShare) {
    report.trust = Trust::kRefused;
    report.reason = fixed(100 * report.unseen_share, 1) + " % of what this policy shows was never shown in the log";
  } else if (report.effective_sample_size < kGoodEffectiveShare * static_cast<double>(report.decisions)) {
    report.trust = Trust::kDoubtful;
    report.reason = "the log speaks for this policy like " + size + " decisions: a few of them decide the estimate";
  }
}

}  // namespace

ActionShares uniform_shares(const DecisionLog& log) {
  const double share = 1 / static_cast<double>(log.arms.size());
  return ActionShares(log.positions.size(), std::vector<double>(log.arms.size(), share));
}

ActionShares thompson_shares(const DecisionLog& log, std::span<const site::Prior> priors, std::uint32_t draws,
                             std::uint64_t seed) {
  ActionShares shares(log.positions.size(), std::vector<double>(log.arms.size(), 0.0));
  site::Campaign campaign = campaign_of(log.arms);
  decide::Draws visitors(mix64(seed));
  for (std::uint32_t draw = 0; draw < draws; ++draw) {
    // The same visitor draws the same rates again: without the arms above, the next best one wins.
    const decide::Seed visitor = seed_of(visitors);
    for (std::vector<double>& at_position : shares) {
      const std::int32_t arm = decide::choose_arm(campaign, {priors}, nullptr, visitor);
      if (arm < 0) break;
      at_position[static_cast<std::size_t>(arm)] += 1 / static_cast<double>(draws);
      campaign.variants[static_cast<std::size_t>(arm)].weight = 0;
    }
    for (site::Variant& variant : campaign.variants) variant.weight = 1;
  }
  return shares;
}

OffPolicyReport estimate_policy(const DecisionLog& log, const ActionShares& shares) {
  const OutcomeModel model(log);
  OffPolicyReport report;
  report.decisions = log.decisions.size();
  double sum = 0;
  double squares = 0;
  double weighted_outcome = 0;
  std::vector<double> weights;
  std::vector<double> weighted;
  std::vector<double> robust;
  for (std::size_t i = 0; i < log.decisions.size(); ++i) {
    const Decision& decision = log.decisions[i];
    const std::vector<double>& here = shares[decision.position];
    const double weight = here[decision.arm] / decision.propensity;
    sum += weight;
    squares += weight * weight;
    weighted_outcome += weight * decision.outcome;
    report.largest_weight = std::max(report.largest_weight, weight);
    report.logged_value += decision.outcome / static_cast<double>(log.decisions.size());
    weights.push_back(weight);
    weighted.push_back(weight * decision.outcome);
    double expected = 0;
    for (std::uint32_t arm = 0; arm < here.size(); ++arm) expected += here[arm] * model.expected(i, arm);
    robust.push_back(expected + weight * (decision.outcome - model.expected(i, decision.arm)));
  }
  report.effective_sample_size = squares > 0 ? sum * sum / squares : 0;
  report.unseen_share = unseen_share(log, shares);
  judge(report);
  if (report.trust == Trust::kRefused) return report;

  const double normalized = weighted_outcome / sum;
  double deviation = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double off = weights[i] * (log.decisions[i].outcome - normalized);
    deviation += off * off;
  }
  const double error = std::sqrt(deviation) / sum;
  report.estimates = {mean_of("ips", weighted),
                      {"snips", normalized, normalized - kWidth * error, normalized + kWidth * error},
                      mean_of("dr", robust)};
  return report;
}

}  // namespace noren::tools
