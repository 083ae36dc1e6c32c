// noren model sql: the counting pass as a query, for logs that stay where they are.
#include <memory>
#include <string>

#include "core/base/result.h"
#include "tools/commands/commands.h"
#include "tools/files.h"
#include "tools/sql/counting_sql.h"

namespace noren::tools {
namespace {

struct Options {
  std::string dialect;
  std::string parameters = "default";
  bool keep_bots = false;
  SqlOptions sql;
};

Result<void> write_sql(const Options& options) {
  SqlOptions sql = options.sql;
  sql.dialect = find_sql_dialect(options.dialect).value_or(SqlDialect::kDuckDb);
  if (options.keep_bots) sql.cleaning.max_session_events = sql.cleaning.max_views_a_minute = 0;
  auto parameters = load_parameters(options.parameters);
  if (!parameters) return std::unexpected(std::move(parameters.error()));
  sql.parameters = *parameters;
  print(counting_sql(sql));
  return {};
}

}  // namespace

Result<TrainingParameters> load_parameters(const std::string& path) {
  if (path == "default") return TrainingParameters{};
  auto text = read_text(path);
  if (!text) return std::unexpected(std::move(text.error()));
  auto parameters = parse_parameters(*text);
  if (!parameters)
    parameters.error().path = path + (parameters.error().path.empty() ? "" : ": " + parameters.error().path);
  return parameters;
}

void add_model_sql(CLI::App& model, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = model.add_subcommand("sql", "Write the counting pass of noren model build as SQL");
  command->footer(
      "The query reads a table or view with the columns visitor, session, time, line, event, item and price, as\n"
      "docs/shop-model.md tells, with an example for each dialect. What it gives, exported as CSV or JSON lines, is "
      "read by\n"
      "noren model build --counts.\n"
      "\n"
      "  noren model sql --dialect bigquery --table shop.events > counting.sql");
  command->add_option("--dialect", options->dialect, "duckdb, spark or bigquery")
      ->check(CLI::IsMember({"duckdb", "spark", "bigquery"}))
      ->required();
  command->add_option("--table", options->sql.table, "Table or view to read")->capture_default_str();
  command
      ->add_option("--parameters", options->parameters,
                   "File of parameters, as noren model build --save-parameters writes them; or default")
      ->capture_default_str();
  command
      ->add_option("--min-sessions", options->sql.min_sessions,
                   "Fewest different visitors, or sessions, behind a pair that comes out")
      ->check(CLI::Range(1u, 1'000'000u))
      ->capture_default_str();
  command->add_flag("--keep-bots", options->keep_bots, "Keep sessions that no human makes");
  command->callback([options, &exit_code] {
    if (const auto done = write_sql(*options); !done) {
      complain("noren model sql: " + to_string(done.error()));
      exit_code = kProblem;
    }
  });
}

}  // namespace noren::tools
