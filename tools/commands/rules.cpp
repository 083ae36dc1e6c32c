// noren rules: JsonLogic by itself, for tests and for whoever wants to see what a rule means.
#include <cstdio>
#include <string>

#include "core/rules/compiler.h"
#include "core/rules/evaluation.h"
#include "core/rules/explain.h"
#include "core/rules/value_json.h"
#include "tools/commands/commands.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

constexpr Json::Limits kJson{.max_bytes = 64u << 20, .max_depth = 400, .max_values = 2'000'000};
constexpr rules::Limits kRules{.steps = 1'000'000, .cells = 4'000'000};

std::string error_line(std::string_view message) {
  JsonWriter out;
  out.begin_object().key("error").string(message).end_object();
  return out.take();
}

// What [rule, data] gives, as one line of JSON: the value, or all about it.
std::string result_of(std::string_view line, bool explained) {
  const auto pair = Json::parse(line, kJson);
  if (!pair) return error_line(to_string(pair.error()));
  if (!pair->is_array() || pair->elements().empty() || pair->elements().size() > 2) {
    return error_line("expected a list of a rule and its data");
  }
  SymbolTable symbols;
  profile::NameTable names;
  const profile::Rules no_site{};
  rules::Compiler compiler(symbols, names, no_site);
  const Place place;
  List<Error> errors;
  const rules::NodeIndex rule = compiler.compile_for_document(pair->elements()[0], place, errors);
  if (!errors.empty()) return error_line(to_string(errors.front()));
  const rules::Program program = compiler.finish();
  rules::Evaluation evaluation(program, symbols, kRules);
  if (pair->elements().size() == 2) evaluation.set_document(rules::read_value(pair->elements()[1], evaluation.heap()));
  evaluation.run();
  const Value& value = evaluation.value(rule);
  if (explained) {
    JsonWriter out;
    rules::explain(evaluation, rule, out.begin_object().key("holds").boolean(evaluation.holds(rule)).key("rule"));
    rules::explain_reasons(evaluation, rule, out.key("because"));
    out.end_object();
    return out.take();
  }
  if (value.is_error()) return error_line(rules::failure_text(value, evaluation.heap().text(value)));
  JsonWriter out;
  return write_value(value, evaluation.heap(), out) ? out.take() : error_line("the value is too large or too deep");
}

// Returns the exit code.
int run(const std::string& path, bool explained) {
  const auto file = open_to_read(path);
  if (!file) {
    complain("noren rules: " + to_string(file.error()));
    return kProblem;
  }
  std::string line;
  for (int c = std::fgetc(file->get()); c != EOF; c = std::fgetc(file->get())) {
    if (c != '\n') {
      line += static_cast<char>(c);
      continue;
    }
    print(result_of(line, explained) + "\n");
    line.clear();
  }
  if (!line.empty()) print(result_of(line, explained) + "\n");
  return kDone;
}

}  // namespace

void add_rules(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("rules", "Evaluate JsonLogic: one [rule, data] a line in, one value a line out");
  const auto path = std::make_shared<std::string>("-");
  command->add_option("file", *path, "A file of JSON lines; - reads the standard input")->capture_default_str();
  const auto explained = std::make_shared<bool>(false);
  command->add_flag(
      "--explain", *explained,
      R"(Gives {"holds", "rule": the rule with the value of each part, "because": the fewest conditions that )"
      R"(decide it}; noren/words of the npm package says these in sentences)");
  command->footer(R"(A line without a value, because the rule fails, is {"error": "…"}.)");
  command->callback([path, explained, &exit_code] { exit_code = run(*path, *explained); });
}

}  // namespace noren::tools
