// The native command `noren`: what a shop's engineer does before the page is served. Each subcommand lives in commands/.
#include <algorithm>
#include <string>
#include <string_view>

#include "core/base/suggest.h"
#include "tools/commands/commands.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 done; 1 the input has problems, or a file can't be read or written; 2 the command line is wrong.";

// CLI11 takes a misspelled subcommand for a stray argument; this says what was meant.
bool names_a_subcommand(CLI::App& app, int argc, char** argv) {
  CLI::App* at = &app;
  for (int i = 1; i < argc && !at->get_subcommands({}).empty(); ++i) {
    const std::string word = argv[i];
    if (word.starts_with("-")) return true;  // an option of this level: CLI11 judges it
    const auto subcommands = at->get_subcommands({});
    const auto named = [&](const CLI::App* subcommand) { return subcommand->get_name() == word; };
    const auto next = std::find_if(subcommands.begin(), subcommands.end(), named);
    if (next == subcommands.end()) {
      Suggestion suggestion(word);
      std::string known;
      for (const CLI::App* subcommand : subcommands) {
        suggestion.offer(subcommand->get_name());
        known += (known.empty() ? "" : ", ") + subcommand->get_name();
      }
      const std::string hint = suggestion.hint();
      complain("noren: unknown subcommand \"" + word + "\"; " + (hint.empty() ? "there are " + known : hint));
      return false;
    }
    at = *next;
  }
  return true;
}

int run(int argc, char** argv) {
  CLI::App app{"Noren: personalization in the shopper's browser. This command prepares what a page loads.", "noren"};
  app.footer(kExitCodes);
  app.set_version_flag("--version", "noren " NOREN_VERSION);
  app.require_subcommand(1);
  int exit_code = kDone;

  CLI::App* model =
      app.add_subcommand("model", "Build the shop model from the shop's own log, look into one, or split it");
  model->require_subcommand(1);
  add_model_build(*model, exit_code);
  add_model_inspect(*model, exit_code);
  add_model_split(*model, exit_code);
  add_model_sql(*model, exit_code);
  add_validate(app, exit_code);
  add_attributes(app, exit_code);
  add_evaluate(app, exit_code);
  add_experiment(app, exit_code);
  add_bandit(app, exit_code);
  add_replay(app, exit_code);
  add_report(app, exit_code);
  add_rules(app, exit_code);
  add_simulate(app, exit_code);

  if (!names_a_subcommand(app, argc, argv)) return kBadUsage;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kBadUsage;
  }
  return exit_code;
}

}  // namespace
}  // namespace noren::tools

int main(int argc, char** argv) { return noren::tools::run(argc, argv); }
