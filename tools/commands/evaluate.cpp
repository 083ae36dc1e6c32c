// noren evaluate: how well a shop model predicts what visitors look at next, beside the recommenders of the literature.
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/shop_model.h"
#include "core/model/shop_model_writer.h"
#include "tools/commands/commands.h"
#include "tools/evaluate/baselines.h"
#include "tools/evaluate/evaluation.h"
#include "tools/evaluate/measure.h"
#include "tools/files.h"
#include "tools/log/event_log.h"
#include "tools/log/text_values.h"
#include "tools/progress.h"
#include "tools/train/file_size.h"
#include "tools/train/trainer.h"

namespace noren::tools {
namespace {

struct Options {
  std::string train;
  std::string test;
  std::string format = "tsv";
  std::string columns;
  std::string split_time;
  std::string model;
  std::string parameters;
  std::string model_output;
  std::string cases_output;
  bool without_baselines = false;
  bool json = false;
  TrainingOptions training;
};

Result<EventLog> read_log(const Options& options, const std::string& path) {
  auto columns = parse_column_names(options.columns);
  if (!columns) return std::unexpected(std::move(columns.error()));
  auto file = open_to_read(path);
  if (!file) return std::unexpected(std::move(file.error()));
  Progress progress("reading " + path, size_of(file->get()));
  // As it stands, like the published protocols: what is left out would make another test.
  LogOptions log_options{options.format == "tsv" ? LogFormat::kAuto : LogFormat::kSessions, std::move(*columns),
                         [&](std::uint64_t lines, std::uint64_t bytes) { progress.update(lines, bytes); }, kNoCleaning};
  return read_event_log(file->get(), path, log_options);
}

// What is trained on and what is tested.
Result<SplitLog> read_logs(const Options& options) {
  auto train = read_log(options, options.train);
  if (!train) return std::unexpected(std::move(train.error()));
  if (options.split_time.empty()) {
    auto test = read_log(options, options.test);
    if (!test) return std::unexpected(std::move(test.error()));
    return SplitLog{std::move(*train), std::move(*test)};
  }
  const auto time = parse_time(options.split_time);
  if (!time) return fail(ErrorCode::kInvalidArgument, "is no time such as 2026-11-22", "--split-time");
  if (!train->has_times) return fail(ErrorCode::kInvalidArgument, "the log has no times to split at", options.train);
  return split_log(*train, *time);
}

struct Model {
  std::vector<std::byte> bytes;
  Tuning tuning;  // of a model that was built here
};

Result<Model> build(const Options& options, const EventLog& log) {
  // All items of the log stay, as with a catalogue that names them.
  TrainingOptions training_options = options.training;
  if (!options.parameters.empty() && options.parameters != "default") {
    const auto text = read_text(options.parameters);
    if (!text) return std::unexpected(text.error());
    auto parameters = parse_parameters(*text);
    if (!parameters) return std::unexpected(std::move(parameters.error()));
    training_options.parameters = std::move(*parameters);
  } else if (options.parameters == "default") {
    training_options.parameters = TrainingParameters{.counting = LogTimes(log).counting_choice()};
  }
  Progress progress("tuning", 0);
  training_options.tuning_progress = [&](std::size_t trials, double score) {
    progress.say("tuning: " + std::to_string(trials) + " of at most " + std::to_string(options.training.tuning_trials) +
                 " trials, " + std::to_string(score));
  };
  auto training = train(log, nullptr, training_options);
  if (!training) return std::unexpected(std::move(training.error()));
  progress.clear();
  auto bytes = model::write_shop_model(training->parts);
  if (!bytes) return std::unexpected(std::move(bytes.error()));
  return Model{std::move(*bytes), std::move(training->tuning)};
}

nlohmann::ordered_json json_of(const Measured& measured) {
  const Metrics& metrics = measured.metrics;
  nlohmann::ordered_json json;
  for (const std::size_t listed : {5, 10, 20}) json["recall@" + std::to_string(listed)] = metrics.recall(listed);
  for (const std::size_t listed : {5, 10, 20}) json["mrr@" + std::to_string(listed)] = metrics.mrr(listed);
  for (const std::size_t listed : {5, 10, 20}) {
    json["unseen_recall@" + std::to_string(listed)] = metrics.unseen_recall(listed);
  }
  json["coverage"] = metrics.coverage();
  json["popularity_bias"] = metrics.popularity_bias();
  json["us_per_call"] = measured.us_per_call;
  json["hits"] = metrics.hits();
  json["unseen_hits"] = metrics.unseen_hits();
  return json;
}

std::string table_line(const Measured& measured) {
  const Metrics& m = measured.metrics;
  char text[200];
  std::snprintf(text, sizeof text, "%-18s %9.4f %9.4f %9.4f %9.4f %9.4f %9.4f %10.3f %8.2f\n", measured.name.c_str(),
                m.recall(20), m.mrr(20), m.unseen_recall(20), m.recall(5), m.recall(10), m.coverage(),
                m.popularity_bias(), measured.us_per_call);
  return text;
}

// Ids, oldest first, the target last.
std::string text_of(const std::vector<Case>& cases, const model::ShopModel& model) {
  std::string text;
  for (const Case& test : cases) {
    for (std::size_t age = test.newest_first.size(); age-- > 0;) {
      text += std::string(model.item_id(test.newest_first[age])) + " ";
    }
    text += test.target == model::kNone ? std::string("?") : std::string(model.item_id(test.target));
    text += '\n';
  }
  return text;
}

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

Result<void> evaluate(const Options& options) {
  const auto logs = read_logs(options);
  if (!logs) return std::unexpected(logs.error());
  Model built;
  if (options.model.empty()) {
    auto model = build(options, logs->before);
    if (!model) return std::unexpected(std::move(model.error()));
    built = std::move(*model);
  } else {
    auto bytes = read_bytes(options.model);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    built.bytes = std::move(*bytes);
  }
  const auto model = model::ShopModel::open(built.bytes);
  if (!model) return std::unexpected(model.error());

  const auto which = options.format == "cases" ? CasesOf::kLastItem : CasesOf::kEveryPrefix;
  const auto cases = cases_of(logs->after, logs->before, *model, which);
  if (cases.empty()) {
    return fail(ErrorCode::kInvalidArgument, "there is no session of two known items in the test log",
                options.split_time.empty() ? options.test : options.train);
  }
  if (!options.model_output.empty()) {
    if (auto written = write_bytes(options.model_output, built.bytes); !written) return written;
  }
  if (!options.cases_output.empty()) {
    if (auto written = write_bytes(options.cases_output, bytes_of(text_of(cases, *model))); !written) return written;
  }

  const TrainingSessions training = training_sessions(logs->before, *model);
  const std::vector<float> popularity = popularity_of(training);
  std::vector<Measured> measured{measure(*model, cases, popularity)};
  if (!options.without_baselines) {
    const Baselines baselines(training);
    for (const auto& baseline : baselines.all()) measured.push_back(measure(*baseline, cases, popularity));
  }

  const std::size_t packed = brotli_size(built.bytes);
  const std::size_t edges = model->edge_count(model::Relation::kViewed);
  if (options.json) {
    nlohmann::ordered_json json = json_of(measured.front());
    json["cases"] = cases.size();
    json["unseen_cases"] = measured.front().metrics.unseen_cases();
    json["items"] = model->item_count();
    json["edges"] = edges;
    json["model_bytes"] = built.bytes.size();
    json["model_brotli_bytes"] = packed;
    json["parameters"] = nlohmann::ordered_json::parse(model->meta("parameters"), nullptr, false);
    if (json["parameters"].is_discarded()) json["parameters"] = nullptr;
    json["tuning"] = {{"trials", built.tuning.trials},
                      {"cases", built.tuning.cases},
                      {"before", built.tuning.before},
                      {"after", built.tuning.after},
                      {"reasons", built.tuning.reasons}};
    auto& others = json["baselines"] = nlohmann::ordered_json::object();
    for (std::size_t i = 1; i < measured.size(); ++i) others[measured[i].name] = json_of(measured[i]);
    print(json.dump(2) + "\n");
    return {};
  }
  print(grouped(cases.size()) + " cases, " + grouped(measured.front().metrics.unseen_cases()) +
        " of them with a next item that is not in the session yet\n" + grouped(model->item_count()) + " items, " +
        grouped(edges) + " relations, " + grouped(built.bytes.size()) + " bytes, " + grouped(packed) +
        " after Brotli\n");
  if (built.tuning.trials > 0) {
    print("tuned in " + grouped(built.tuning.trials) + " trials on " + grouped(built.tuning.cases) +
          " cases of the log's own last sessions: recall@20 + mrr@20 " + std::to_string(built.tuning.before) + " -> " +
          std::to_string(built.tuning.after) + "\n");
    for (const std::string& reason : built.tuning.reasons) print("  " + reason + "\n");
  }
  print("\n                   recall@20    mrr@20 unseen@20  recall@5 recall@10  coverage popularity  us/call\n");
  for (const Measured& one : measured) print(table_line(one));
  return {};
}

}  // namespace

void add_evaluate(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("evaluate", "Measure how well a shop model predicts what is looked at next");
  command->footer(
      "Builds a shop model from the training log, as noren model build does, and lets it predict each next item of "
      "each\n"
      "test session from what came before. recall@20: the share of cases whose item is among the first 20. mrr@20: "
      "the\n"
      "mean of 1/place. unseen: only items that are not in the session yet, in lists without what is. coverage: the\n"
      "share of items that are ever listed. popularity: of what is listed, by that of what was looked at; 1 is even.\n"
      "\n"
      "  noren evaluate --train train.tsv --test test.tsv\n"
      "  noren evaluate --train train.txt --test cases.txt --format cases --max-brotli 500000 --json\n"
      "  noren evaluate --train clicks.csv --split-time 2026-11-01");
  command->add_option("--train", options->train, "Log to learn from")->required();
  command->add_option("--test", options->test, "Log to predict");
  command
      ->add_option("--format", options->format,
                   "tsv (a header line, any delimiter), sessions (one a line, item ids between blanks), or cases (the "
                   "same, and only the "
                   "last item of each test line is to be predicted)")
      ->check(CLI::IsMember({"tsv", "sessions", "cases"}))
      ->capture_default_str();
  command->add_option("--columns", options->columns, "Names of columns, as in noren model build");
  command->add_option("--split-time", options->split_time,
                      "Instead of --test: sessions of the log that end at or after this time");
  command->add_option("--max-brotli", options->training.max_brotli, "Bytes the model may take after Brotli; 0: any")
      ->capture_default_str();
  command
      ->add_option("--min-sessions", options->training.min_sessions,
                   "Fewest different sessions behind a relation that is kept")
      ->check(CLI::Range(1u, 1'000'000u))
      ->capture_default_str();
  command->add_option("--model", options->model, "A shop model to measure, instead of building one");
  command->add_option("--parameters", options->parameters, "File of parameters, or default, instead of tuning");
  command->add_option("--trials", options->training.tuning_trials, "Models that tuning tries out at most")
      ->capture_default_str();
  command->add_option("--model-output", options->model_output, "Write the model that was built");
  command->add_option("--cases-output", options->cases_output, "Write the cases, as --format cases reads them");
  command->add_flag("--no-baselines", options->without_baselines, "Measure the shop model alone");
  command->add_flag("--json", options->json, "JSON instead of a table");
  command->callback([options, &exit_code] {
    if (options->test.empty() == options->split_time.empty()) {
      complain("noren evaluate: give either --test or --split-time");
      exit_code = kBadUsage;
      return;
    }
    if (const auto done = evaluate(*options); !done) {
      complain("noren evaluate: " + to_string(done.error()));
      exit_code = done.error().path.starts_with("--") ? kBadUsage : kProblem;
    }
  });
}

}  // namespace noren::tools
