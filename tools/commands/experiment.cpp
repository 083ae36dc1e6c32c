// noren experiment: what an experiment's totals say, and how many visitors one needs.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/decide/statistics.h"
#include "tools/commands/commands.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

using nlohmann::ordered_json;

std::string fixed(double number, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, number);
  return text;
}

std::string percent(double share, int digits = 2) { return fixed(100 * share, digits) + " %"; }

// 53208 as "53,208".
std::string grouped(double number) {
  std::string text = fixed(number, 0);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

// --- plan ---

struct PlanOptions {
  decide::ExperimentPlan plan;
  bool json = false;
};

constexpr double kUsualNoise[] = {1, 2, 3, 4};

Result<void> plan(const PlanOptions& options) {
  decide::ExperimentPlan plan = options.plan;
  std::vector<double> epsilons{0};
  if (plan.epsilon > 0) {
    epsilons.push_back(plan.epsilon);
  } else {
    epsilons.insert(epsilons.end(), std::begin(kUsualNoise), std::end(kUsualNoise));
  }
  ordered_json rows = ordered_json::array();
  std::string text = "Visitors for each arm, to see " + percent(plan.baseline) + " become " +
                     percent(plan.baseline * (1 + plan.lift)) + " with probability " + percent(plan.power, 0) +
                     " (false alarms: " + percent(plan.alpha, 0) + ")\n";
  for (const double epsilon : epsilons) {
    plan.epsilon = epsilon;
    const auto visitors = decide::visitors_per_arm(plan);
    if (!visitors) return std::unexpected(visitors.error());
    rows.push_back(
        {{"epsilon", epsilon > 0 ? ordered_json(epsilon) : ordered_json()}, {"visitors_per_arm", *visitors}});
    text += (epsilon > 0 ? "  randomized response, epsilon " + number_text(epsilon) : "  counts in clear") + ": " +
            grouped(*visitors) + "\n";
  }
  const ordered_json report{{"baseline", plan.baseline},
                            {"lift", plan.lift},
                            {"power", plan.power},
                            {"alpha", plan.alpha},
                            {"plans", std::move(rows)}};
  print(options.json ? report.dump(2) + "\n" : text);
  return {};
}

// --- results ---

struct ResultOptions {
  std::string path;
  double credibility = 0.95;
  bool json = false;
};

struct Totals {
  std::vector<decide::ArmTotals> arms;
  double epsilon = 0;
};

std::unexpected<Error> bad(const std::string& path, const std::string& message) {
  return fail(ErrorCode::kInvalidArgument, message, path);
}

// A member that is a number, or its default where it has one.
Result<double> number_in(const Json& object, const std::string& place, const char* name, const double* otherwise) {
  const Json* value = object.find(name);
  if (value != nullptr && value->is_number()) return value->number();
  if (value == nullptr && otherwise != nullptr) return *otherwise;
  return bad(place + name, value == nullptr ? "is missing; expected a number" : "expected a number");
}

Result<Totals> read_totals(std::string_view text) {
  const auto document = Json::parse(text);
  if (!document) return std::unexpected(document.error());
  constexpr double kOne = 1;
  constexpr double kNone = 0;
  Totals totals;
  const auto epsilon = number_in(*document, "", "epsilon", &kNone);
  if (!epsilon) return std::unexpected(epsilon.error());
  totals.epsilon = *epsilon;
  const Json* arms = document->find("arms");
  if (arms == nullptr || !arms->is_array()) return bad("arms", "expected a list of {id, shown, succeeded, weight}");
  for (const Json& arm : arms->elements()) {
    const std::string place = "arms[" + std::to_string(totals.arms.size()) + "].";
    const Json* id = arm.find("id");
    if (id == nullptr || !id->is_string()) return bad(place + "id", "expected a text");
    const auto weight = number_in(arm, place, "weight", &kOne);
    const auto shown = number_in(arm, place, "shown", nullptr);
    const auto succeeded = number_in(arm, place, "succeeded", nullptr);
    for (const auto* number : {&weight, &shown, &succeeded}) {
      if (!*number) return std::unexpected(number->error());
    }
    totals.arms.push_back({std::string(id->string()), *weight, *shown, *succeeded});
  }
  return totals;
}

ordered_json as_json(const decide::Interval& interval) { return {interval.low, interval.high}; }

ordered_json as_json(const Totals& totals, const decide::ExperimentResult& result) {
  ordered_json arms = ordered_json::array();
  for (std::size_t i = 0; i < totals.arms.size(); ++i) {
    const decide::ArmResult& arm = result.arms[i];
    ordered_json row{
        {"id", totals.arms[i].id}, {"shown", totals.arms[i].shown},     {"succeeded", totals.arms[i].succeeded},
        {"rate", arm.rate},        {"credible", as_json(arm.credible)}, {"probability_best", arm.probability_best}};
    if (i > 0) {
      row["difference"] = arm.difference;
      row["difference_credible"] = as_json(arm.difference_credible);
      row["probability_better"] = arm.probability_better;
    }
    arms.push_back(std::move(row));
  }
  return {{"arms", std::move(arms)},
          {"share_probability", result.share_probability},
          {"shares_mismatch", result.shares_mismatch}};
}

std::string as_text(const Totals& totals, const decide::ExperimentResult& result, double credibility) {
  const auto points = [](double difference) { return (difference < 0 ? "" : "+") + fixed(100 * difference, 2); };
  std::string text;
  for (std::size_t i = 0; i < totals.arms.size(); ++i) {
    const decide::ArmResult& arm = result.arms[i];
    text += totals.arms[i].id + ": " + percent(arm.rate) + " of " + grouped(totals.arms[i].shown) + " (" +
            percent(arm.credible.low) + " to " + percent(arm.credible.high) + "); best with probability " +
            percent(arm.probability_best, 1) + "\n";
    if (i == 0) continue;
    text += "  against " + totals.arms.front().id + ": " + points(arm.difference) + " points (" +
            points(arm.difference_credible.low) + " to " + points(arm.difference_credible.high) +
            "); better with probability " + percent(arm.probability_better, 1) + "\n";
  }
  text += "Intervals hold the true value with probability " + percent(credibility, 0) + ".\n";
  if (totals.epsilon > 0) text += "The noise of randomized response is taken out.\n";
  if (result.shares_mismatch) {
    text +=
        "Do not trust these numbers: visitors were not dealt by the weights (probability of such shares by chance: " +
        fixed(result.share_probability, 6) + ").\n";
  }
  return text;
}

Result<void> results(const ResultOptions& options) {
  const auto text = read_text(options.path);
  if (!text) return std::unexpected(text.error());
  const auto in_file = [&](Error error) {
    error.path = options.path + (error.path.empty() ? "" : ": " + error.path);
    return std::unexpected(std::move(error));
  };
  const auto totals = read_totals(*text);
  if (!totals) return in_file(totals.error());
  const auto result = decide::read_experiment(totals->arms, totals->epsilon, options.credibility);
  if (!result) return in_file(result.error());
  print(options.json ? as_json(*totals, *result).dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n"
                     : as_text(*totals, *result, options.credibility));
  return {};
}

template <typename Run, typename Options>
void run_when_chosen(CLI::App* command, const std::string& owner, Run run, const std::shared_ptr<Options>& options,
                     int& exit_code) {
  command->callback([run, owner, options, &exit_code] {
    if (const auto done = run(*options); !done) {
      complain(owner + ": " + to_string(done.error()));
      exit_code = kProblem;
    }
  });
}

}  // namespace

void add_plan(CLI::App& parent, const std::string& owner, int& exit_code) {
  const auto planned = std::make_shared<PlanOptions>();
  CLI::App* plans = parent.add_subcommand("plan", "How many visitors an experiment needs, with and without noise");
  plans->add_option("--baseline", planned->plan.baseline, "Rate without the change: 0.03 is 3 %")->required();
  plans->add_option("--lift", planned->plan.lift, "Relative change to find: 0.1 is +10 %")->required();
  plans->add_option("--power", planned->plan.power, "Probability to find it")->capture_default_str();
  plans->add_option("--alpha", planned->plan.alpha, "Probability of a false alarm")->capture_default_str();
  plans->add_option("--epsilon", planned->plan.epsilon,
                    "Privacy budget of a report; without it a few usual ones are shown");
  plans->add_flag("--json", planned->json,
                  "Print {baseline, lift, power, alpha, plans: [{epsilon, visitors_per_arm}]}");
  run_when_chosen(plans, owner, plan, planned, exit_code);
}

void add_experiment(CLI::App& app, int& exit_code) {
  CLI::App* experiment = app.add_subcommand("experiment", "Plan an experiment, or read one's totals");
  experiment->require_subcommand(1);

  add_plan(*experiment, "noren experiment", exit_code);

  const auto read = std::make_shared<ResultOptions>();
  CLI::App* result = experiment->add_subcommand("results", "What the totals of an experiment say");
  result->footer(
      "Totals are a JSON object; the first arm is the one that others are compared with:\n"
      "  {\"arms\": [{\"id\": \"control\", \"shown\": 50000, \"succeeded\": 1500, \"weight\": 1}, …]}\n"
      "With \"epsilon\", they are sums of reports that randomized response noised.");
  result->add_option("totals", read->path, "JSON file; - reads the standard input")->required();
  result->add_option("--credibility", read->credibility, "Of the intervals")->capture_default_str();
  result->add_flag("--json", read->json, "Print {arms: [{id, rate, credible, …}], share_probability, shares_mismatch}");
  run_when_chosen(result, "noren experiment", results, read, exit_code);
}

}  // namespace noren::tools
