#include "tools/bandit/replay.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>

#include "core/decide/bandit.h"
#include "tools/bandit/campaign.h"

namespace noren::tools {
namespace {

constexpr std::uint32_t kPoints[] = {30, 100, 300, 1'000, 3'000, 10'000, 20'000, 50'000, 100'000};

// Who chooses an arm and learns what came of it.
class Policy {
 public:
  virtual ~Policy() = default;
  virtual std::uint32_t choose(std::uint32_t context, decide::Draws& draws) = 0;
  virtual void learn(std::uint32_t /*context*/, std::uint32_t /*arm*/, bool /*success*/) {}
};

class Uniform final : public Policy {
 public:
  explicit Uniform(std::size_t arms) : arms_(arms) {}
  std::uint32_t choose(std::uint32_t, decide::Draws& draws) override {
    return static_cast<std::uint32_t>(draws.unit() * static_cast<double>(arms_));
  }

 private:
  std::size_t arms_;
};

class Always final : public Policy {
 public:
  explicit Always(std::uint32_t arm) : arm_(arm) {}
  std::uint32_t choose(std::uint32_t, decide::Draws&) override { return arm_; }

 private:
  std::uint32_t arm_;
};

// Noren's bandit: one list of priors for all, or one for each context, as a bandit's segments have.
class Thompson final : public Policy {
 public:
  Thompson(const DecisionLog& log, bool by_context, std::uint32_t refresh)
      : campaign_(campaign_of(log.arms)),
        by_context_(by_context),
        refresh_(refresh),
        priors_(by_context ? log.contexts.size() : 1),
        totals_(priors_.size()) {
    for (auto* lists : {&priors_, &totals_}) {
      for (List<site::Prior>& list : *lists) list.resize(log.arms.size());
    }
  }

  std::uint32_t choose(std::uint32_t context, decide::Draws& draws) override {
    const auto& priors = priors_[by_context_ ? context : 0];
    return static_cast<std::uint32_t>(decide::choose_arm(campaign_, {priors}, nullptr, seed_of(draws)));
  }

  void learn(std::uint32_t context, std::uint32_t arm, bool success) override {
    site::Prior& total = totals_[by_context_ ? context : 0][arm];
    (success ? total.successes : total.failures) += 1;
    if (++learned_ % refresh_ == 0) priors_ = totals_;
  }

 private:
  site::Campaign campaign_;
  bool by_context_;
  std::uint32_t refresh_;
  std::uint32_t learned_ = 0;
  std::vector<List<site::Prior>> priors_;  // what the document tells
  std::vector<List<site::Prior>> totals_;  // what will be told next
};

// A linear model of each arm's outcome over the words of the context, learned by gradient steps of adaptive size (AdaGrad: Duchi,
// Hazan, Singer 2011); the best arm, but now and then any: the usual policy of Vowpal Wabbit. Its two numbers are that program's.
class Linear final : public Policy {
 public:
  Linear(const DecisionLog& log)
      : log_(log), width_(log.words.size() + 1), weights_(log.arms.size() * width_), squares_(weights_) {}

  std::uint32_t choose(std::uint32_t context, decide::Draws& draws) override {
    const double chance = draws.unit();
    const auto arms = static_cast<double>(log_.arms.size());
    if (chance < kExploration) return static_cast<std::uint32_t>(chance / kExploration * arms);
    std::uint32_t best = 0;
    for (std::uint32_t arm = 1; arm < log_.arms.size(); ++arm) {
      if (predict(context, arm) > predict(context, best)) best = arm;
    }
    return best;
  }

  void learn(std::uint32_t context, std::uint32_t arm, bool success) override {
    const double slope = 2 * (predict(context, arm) - (success ? 1 : 0));
    for_each_weight(context, arm, [&](std::size_t at) {
      squares_[at] += slope * slope;
      if (squares_[at] > 0) weights_[at] -= kStep * slope / std::sqrt(squares_[at]);
    });
  }

 private:
  static constexpr double kExploration = 0.05;
  static constexpr double kStep = 0.5;

  template <typename Visit>
  void for_each_weight(std::uint32_t context, std::uint32_t arm, const Visit& visit) const {
    visit(arm * width_);
    for (const std::uint32_t word : log_.contexts[context]) visit(arm * width_ + 1 + word);
  }
  double predict(std::uint32_t context, std::uint32_t arm) const {
    double sum = 0;
    for_each_weight(context, arm, [&](std::size_t at) { sum += weights_[at]; });
    return sum;
  }

  const DecisionLog& log_;
  std::size_t width_;
  std::vector<double> weights_;  // per arm: one for itself, one a word
  std::vector<double> squares_;
};

Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
  };
  return {std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()), at(0.025),
          at(0.975)};
}

// Successes of a policy after each of kPoints, as far as the log goes.
std::vector<double> play(Policy& policy, const DecisionLog& log, std::span<const std::uint32_t> order,
                         decide::Draws draws) {
  std::vector<double> successes_at;
  std::uint32_t visitors = 0;
  double successes = 0;
  for (const std::uint32_t place : order) {
    const Decision& decision = log.decisions[place];
    if (policy.choose(decision.context, draws) != decision.arm) continue;
    policy.learn(decision.context, decision.arm, decision.outcome != 0);
    successes += decision.outcome;
    if (++visitors != kPoints[successes_at.size()]) continue;
    successes_at.push_back(successes);
    if (successes_at.size() == std::size(kPoints)) break;
  }
  return successes_at;
}

Result<std::vector<ArmRate>> rates_of(const DecisionLog& log) {
  const auto bad = [](const std::string& message, const std::string& hint) {
    return fail(ErrorCode::kInvalidArgument, message, {}, hint);
  };
  if (log.arms.size() < 2 || log.arms.size() > site::kMaxVariants) {
    return bad("the log has " + std::to_string(log.arms.size()) + " arms; a bandit has 2 to " +
                   std::to_string(site::kMaxVariants),
               "");
  }
  std::vector<ArmRate> rates(log.arms.size());
  for (const Decision& decision : log.decisions) {
    if (decision.outcome != 0 && decision.outcome != 1) {
      return bad("an outcome is neither 0 nor 1", "a bandit learns from what happened or did not");
    }
    if (std::abs(decision.propensity * static_cast<double>(log.arms.size()) - 1) > 0.01) {
      return bad("arms were not shown with equal probability", "such a log can be judged by noren bandit estimate");
    }
    ++rates[decision.arm].shown;
    rates[decision.arm].rate += decision.outcome;
  }
  for (std::size_t arm = 0; arm < rates.size(); ++arm) {
    rates[arm].arm = log.arms[arm];
    rates[arm].rate /= static_cast<double>(rates[arm].shown);
  }
  return rates;
}

}  // namespace

Result<ReplayReport> replay_bandits(const DecisionLog& log, const ReplayOptions& options) {
  auto rates = rates_of(log);
  if (!rates) return std::unexpected(rates.error());
  const auto best = std::max_element(rates->begin(), rates->end(),
                                     [](const ArmRate& a, const ArmRate& b) { return a.rate < b.rate; });
  const double best_rate = best->rate;
  const auto best_arm = static_cast<std::uint32_t>(best - rates->begin());

  struct Contender {
    std::string name;
    std::function<std::unique_ptr<Policy>()> make;
  };
  std::vector<Contender> contenders{
      {"uniform", [&] { return std::make_unique<Uniform>(log.arms.size()); }},
      {"best-arm", [&] { return std::make_unique<Always>(best_arm); }},
      {"thompson", [&] { return std::make_unique<Thompson>(log, false, options.refresh); }},
  };
  if (log.contexts.size() > 1) {
    contenders.push_back(
        {"thompson-by-context", [&] { return std::make_unique<Thompson>(log, true, options.refresh); }});
    contenders.push_back({"linear", [&] { return std::make_unique<Linear>(log); }});
  }

  std::vector<std::vector<std::vector<double>>> successes(contenders.size());  // per policy and pass, at each point
  std::vector<std::uint32_t> order(log.decisions.size());
  for (std::uint32_t pass = 0; pass < options.passes; ++pass) {
    decide::Draws draws(mix64(options.seed) ^ pass);
    std::iota(order.begin(), order.end(), 0u);
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[static_cast<std::size_t>(draws.unit() * static_cast<double>(i))]);
    }
    for (std::size_t p = 0; p < contenders.size(); ++p) {
      successes[p].push_back(play(*contenders[p].make(), log, order, draws));
    }
  }

  ReplayReport report{.arms = std::move(*rates), .policies = {}};
  for (std::size_t p = 0; p < contenders.size(); ++p) {
    PolicyReplay replay{contenders[p].name, {}};
    const auto shortest = std::min_element(successes[p].begin(), successes[p].end(),
                                           [](const auto& a, const auto& b) { return a.size() < b.size(); });
    for (std::size_t i = 0; i < shortest->size(); ++i) {
      const double visitors = kPoints[i];
      std::vector<double> rate;
      std::vector<double> regret;
      for (const auto& pass : successes[p]) {
        rate.push_back(pass[i] / visitors);
        regret.push_back(visitors * best_rate - pass[i]);
      }
      replay.points.push_back({kPoints[i], spread_of(std::move(rate)), spread_of(std::move(regret))});
    }
    report.policies.push_back(std::move(replay));
  }
  return report;
}

}  // namespace noren::tools
