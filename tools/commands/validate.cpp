// noren validate: every mistake in a site document, with its place.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "core/site/site.h"
#include "tools/commands/commands.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

struct Options {
  std::string path;
  bool json = false;
};

std::string counted(std::size_t count, const char* thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

// Returns the exit code.
int validate(const Options& options) {
  const auto text = read_text(options.path);
  if (!text) {
    complain("noren validate: " + to_string(text.error()));
    return kProblem;
  }
  const auto site = site::load(*text);
  if (options.json) {
    nlohmann::ordered_json problems = nlohmann::ordered_json::array();
    for (const Error& error : site ? site::Problems{} : site.error()) {
      problems.push_back({{"path", error.path}, {"message", error.message}, {"hint", error.hint}});
    }
    const nlohmann::ordered_json report{{"file", options.path}, {"problems", std::move(problems)}};
    print(report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  } else if (site) {
    print(options.path + ": no problems; " + counted(site->segments.size(), "segment") + ", " +
          counted(site->slots.size(), "slot") + ", " + counted(site->campaigns.size(), "campaign") + "\n");
  } else {
    for (const Error& error : site.error()) print(options.path + ": " + to_string(error) + "\n");
    complain(counted(site.error().size(), "problem"));
  }
  return site ? kDone : kProblem;
}

}  // namespace

void add_validate(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("validate", "Find every mistake in a site document");
  command->add_option("site", options->path, "Site document, a JSON file; - reads the standard input")->required();
  command->add_flag("--json", options->json, "Print {file, problems: [{path, message, hint}]}");
  command->callback([options, &exit_code] { exit_code = validate(*options); });
}

}  // namespace noren::tools
