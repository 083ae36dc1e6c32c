// noren bandit: how fast a bandit would have learned from a log, and what a policy would have got.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/suggest.h"
#include "tools/bandit/decision_log.h"
#include "tools/bandit/off_policy.h"
#include "tools/bandit/replay.h"
#include "tools/commands/commands.h"
#include "tools/files.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

using nlohmann::ordered_json;

struct LogOptions {
  std::string path;
  DecisionColumns columns;
  bool json = false;
};

struct ReplayCommand {
  LogOptions log;
  ReplayOptions replay;
};

struct EstimateCommand {
  LogOptions log;
  std::string priors;  // path; empty: the uniform policy
  std::uint32_t draws = 20'000;
  std::uint64_t seed = 1;
};

std::string fixed(double number, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, number);
  return text;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

void print_json(const ordered_json& report) {
  print(report.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

Result<DecisionLog> read_log(const LogOptions& options) {
  const auto file = open_to_read(options.path);
  if (!file) return std::unexpected(file.error());
  return read_decision_log(file->get(), options.path, options.columns);
}

// --- replay ---

ordered_json as_json(const Spread& spread) { return {spread.mean, spread.low, spread.high}; }

ordered_json as_json(const ReplayReport& report) {
  ordered_json arms = ordered_json::array();
  for (const ArmRate& arm : report.arms) arms.push_back({{"arm", arm.arm}, {"shown", arm.shown}, {"rate", arm.rate}});
  ordered_json policies = ordered_json::array();
  for (const PolicyReplay& policy : report.policies) {
    ordered_json points = ordered_json::array();
    for (const ReplayPoint& point : policy.points) {
      points.push_back(
          {{"visitors", point.visitors}, {"rate", as_json(point.rate)}, {"regret", as_json(point.regret)}});
    }
    policies.push_back({{"policy", policy.policy}, {"points", std::move(points)}});
  }
  return {{"arms", std::move(arms)}, {"policies", std::move(policies)}};
}

std::string as_text(const ReplayReport& report) {
  std::string text = "In the log:";
  for (const ArmRate& arm : report.arms) {
    text += "  " + arm.arm + " " + fixed(100 * arm.rate, 2) + " % of " + grouped(arm.shown);
  }
  text +=
      "\n\nSuccesses in 100 visitors, and successes less than with the best arm; between which 95 % of the passes "
      "lie:\n";
  for (const PolicyReplay& policy : report.policies) {
    text += policy.policy + "\n";
    for (const ReplayPoint& point : policy.points) {
      text += "  " + padded(grouped(point.visitors), 7) + " visitors  " + padded(fixed(100 * point.rate.mean, 2), 6) +
              "  (" + fixed(100 * point.rate.low, 2) + " to " + fixed(100 * point.rate.high, 2) + ")   " +
              padded(fixed(point.regret.mean, 1), 7) + "  (" + fixed(point.regret.low, 1) + " to " +
              fixed(point.regret.high, 1) + ")\n";
    }
  }
  return text;
}

Result<void> replay(const ReplayCommand& command) {
  const auto log = read_log(command.log);
  if (!log) return std::unexpected(log.error());
  const auto report = replay_bandits(*log, command.replay);
  if (!report) {
    Error error = report.error();
    error.path = command.log.path;
    return std::unexpected(std::move(error));
  }
  command.log.json ? print_json(as_json(*report)) : print(as_text(*report));
  return {};
}

// --- estimate ---

// {"arm": [successes, failures]}, as a bandit's prior in the site document; arms that are not named start from 1 and 1.
Result<std::vector<site::Prior>> read_priors(const std::string& path, const std::vector<std::string>& arms) {
  const auto text = read_text(path);
  if (!text) return std::unexpected(text.error());
  const auto document = Json::parse(*text);
  if (!document) {
    Error error = document.error();
    error.path = path;
    return std::unexpected(std::move(error));
  }
  std::vector<site::Prior> priors(arms.size());
  for (const auto& [name, value] : document->members()) {
    const auto arm = std::find(arms.begin(), arms.end(), name);
    if (arm == arms.end()) {
      Suggestion suggestion(name);
      for (const std::string& known : arms) suggestion.offer(known);
      return fail(ErrorCode::kInvalidArgument, "the log has no arm \"" + std::string(name) + "\"", path,
                  suggestion.hint());
    }
    const auto& numbers = value.elements();
    const bool good = numbers.size() == 2 && numbers[0].is_number() && numbers[1].is_number() &&
                      numbers[0].number() > 0 && numbers[1].number() > 0;
    if (!good) {
      return fail(ErrorCode::kInvalidArgument, "expected [successes, failures], two numbers above 0",
                  path + ": " + std::string(name), {});
    }
    priors[static_cast<std::size_t>(arm - arms.begin())] = {numbers[0].number(), numbers[1].number()};
  }
  return priors;
}

constexpr const char* kTrust[] = {"good", "doubtful", "refused"};

ordered_json as_json(const OffPolicyReport& report) {
  ordered_json estimates = ordered_json::object();
  for (const OffPolicyEstimate& estimate : report.estimates) {
    estimates[estimate.estimator] = {{"value", estimate.value}, {"low", estimate.low}, {"high", estimate.high}};
  }
  ordered_json json{{"decisions", report.decisions},
                    {"logged_value", report.logged_value},
                    {"effective_sample_size", report.effective_sample_size},
                    {"largest_weight", report.largest_weight},
                    {"unseen_share", report.unseen_share},
                    {"trust", kTrust[static_cast<std::size_t>(report.trust)]},
                    {"estimates", std::move(estimates)}};
  if (!report.reason.empty()) json["reason"] = report.reason;
  return json;
}

std::string as_text(const OffPolicyReport& report) {
  std::string text = grouped(report.decisions) + " decisions, outcome " + fixed(report.logged_value, 5) +
                     " each; they speak for the policy like " + fixed(report.effective_sample_size, 0) +
                     " (effective sample size), the largest weight is " + fixed(report.largest_weight, 1) + "\n";
  for (const OffPolicyEstimate& estimate : report.estimates) {
    text += padded(estimate.estimator, 7) + "  " + fixed(estimate.value, 5) + "  (" + fixed(estimate.low, 5) + " to " +
            fixed(estimate.high, 5) + ")\n";
  }
  if (report.trust == Trust::kDoubtful) text += "Doubtful: " + report.reason + ".\n";
  return text;
}

Result<void> estimate(const EstimateCommand& command) {
  const auto log = read_log(command.log);
  if (!log) return std::unexpected(log.error());
  ActionShares shares = uniform_shares(*log);
  if (!command.priors.empty()) {
    const auto priors = read_priors(command.priors, log->arms);
    if (!priors) return std::unexpected(priors.error());
    shares = thompson_shares(*log, *priors, command.draws, command.seed);
  }
  const OffPolicyReport report = estimate_policy(*log, shares);
  if (command.log.json) {
    print_json(as_json(report));
  } else if (report.trust != Trust::kRefused) {
    print(as_text(report));
  }
  if (report.trust != Trust::kRefused || command.log.json) return {};
  return fail(ErrorCode::kInvalidArgument, report.reason, command.log.path,
              "let a share of visitors see arms by chance, or test the policy itself");
}

// --- the command line ---

void add_log_options(CLI::App* command, LogOptions& options) {
  command->add_option("log", options.path, "CSV or TSV with a header line, may be packed; - reads the standard input")
      ->required();
  command->add_option("--arm", options.columns.arm, "Column of what was shown")->required();
  command->add_option("--outcome", options.columns.outcome, "Column of what came of it")->required();
  command->add_flag("--json", options.json, "Print JSON");
}

template <typename Run, typename Options>
void run_when_chosen(CLI::App* command, Run run, const std::shared_ptr<Options>& options, int& exit_code) {
  command->callback([run, options, &exit_code] {
    if (const auto done = run(*options); !done) {
      complain("noren bandit: " + to_string(done.error()));
      exit_code = kProblem;
    }
  });
}

}  // namespace

void add_bandit(CLI::App& app, int& exit_code) {
  CLI::App* bandit = app.add_subcommand("bandit", "Try bandits on a log of decisions that chance made");
  bandit->require_subcommand(1);

  const auto replayed = std::make_shared<ReplayCommand>();
  CLI::App* command = bandit->add_subcommand("replay", "How fast a bandit would have found the best arm");
  command->footer(
      "Plays the log's visitors in many orders through Noren's bandit, with one list of priors for all and with one "
      "per context;\n"
      "beside arms drawn uniformly, the best arm, and a linear policy. Needs a log whose arms were equally likely.\n"
      "\n"
      "  noren bandit replay mails.csv --arm segment --outcome visit --context mens,womens");
  add_log_options(command, replayed->log);
  command
      ->add_option("--context", replayed->log.columns.context, "Columns of what is known of the visitor, with commas")
      ->delimiter(',');
  command->add_option("--passes", replayed->replay.passes, "Orders of visitors")
      ->check(CLI::Range(1u, 100'000u))
      ->capture_default_str();
  command->add_option("--refresh", replayed->replay.refresh, "Visitors between two updates of the priors")
      ->check(CLI::Range(1u, 1'000'000u))
      ->capture_default_str();
  command->add_option("--seed", replayed->replay.seed, "Of the orders and the draws")->capture_default_str();
  run_when_chosen(command, replay, replayed, exit_code);

  const auto estimated = std::make_shared<EstimateCommand>();
  command = bandit->add_subcommand("estimate", "What a policy would have got, from a log with known probabilities");
  command->footer(
      "Inverse propensity (ips), self-normalized (snips) and doubly robust (dr) estimates of the outcome per decision, "
      "of Noren's bandit\n"
      "with the given priors or of arms drawn uniformly. Refuses where too few decisions of the log speak for the "
      "policy.\n"
      "\n"
      "  noren bandit estimate random.csv.gz --arm item_id --position position --outcome click \\\n"
      "    --propensity propensity_score --priors priors.json");
  add_log_options(command, estimated->log);
  command
      ->add_option("--propensity", estimated->log.columns.propensity,
                   "Column of the probability with which the arm was shown")
      ->required();
  command->add_option("--position", estimated->log.columns.position,
                      "Column of the place, where several arms are shown at once");
  command->add_option(
      "--priors", estimated->priors,
      "JSON file {\"arm\": [successes, failures]} of the bandit; without it the uniform policy is estimated");
  command->add_option("--draws", estimated->draws, "Visitors drawn to learn what the bandit shows")
      ->check(CLI::Range(100u, 10'000'000u))
      ->capture_default_str();
  command->add_option("--seed", estimated->seed, "Of these draws")->capture_default_str();
  run_when_chosen(command, estimate, estimated, exit_code);
}

}  // namespace noren::tools
