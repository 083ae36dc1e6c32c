// noren validate: every mistake in a site document, and what is legal there but probably not meant, each with its place.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "core/site/lint.h"
#include "core/site/site.h"
#include "tools/commands/commands.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

struct Options {
  std::string path;
  bool json = false;
  bool strict = false;
};

std::string counted(std::size_t count, const char* thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

nlohmann::ordered_json as_json(const site::Problems& problems) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Error& error : problems) {
    list.push_back(
        {{"code", name(error.code)}, {"path", error.path}, {"message", error.message}, {"hint", error.hint}});
  }
  return list;
}

// Returns the exit code.
int validate(const Options& options) {
  const auto text = read_text(options.path);
  if (!text) {
    complain("noren validate: " + to_string(text.error()));
    return kProblem;
  }
  const auto site = site::load(*text);
  const site::Problems problems = site ? site::Problems{} : site.error();
  const site::Problems warnings = site ? site::lint(*site) : site::Problems{};
  if (options.json) {
    const nlohmann::ordered_json report{
        {"file", options.path}, {"problems", as_json(problems)}, {"warnings", as_json(warnings)}};
    print(report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  } else {
    for (const Error& error : problems) print(options.path + ": " + to_string(error) + "\n");
    for (const Error& warning : warnings) print(options.path + ": warning: " + to_string(warning) + "\n");
    if (site) {
      print(options.path + ": no problems, " +
            (warnings.empty() ? "no warnings" : counted(warnings.size(), "warning")) + "; " +
            counted(site->segments.size(), "segment") + ", " + counted(site->slots.size(), "slot") + ", " +
            counted(site->campaigns.size(), "campaign") + ", " + counted(site->journeys.size(), "journey") + "\n");
    } else {
      complain(counted(problems.size(), "problem"));
    }
  }
  return problems.empty() && (warnings.empty() || !options.strict) ? kDone : kProblem;
}

}  // namespace

void add_validate(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "validate", "Find every mistake in a site document, and what is legal there but probably not meant");
  command->add_option("site", options->path, "Site document, a JSON file; - reads the standard input")->required();
  command->add_flag("--json", options->json,
                    "Print {file, problems: [{code, path, message, hint}], warnings: [the same]}");
  command->add_flag("--strict", options->strict, "Fail for warnings, too");
  command->callback([options, &exit_code] { exit_code = validate(*options); });
}

}  // namespace noren::tools
