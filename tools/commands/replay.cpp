// noren replay: what the engine answers to a written trace of events, line by line.
#include <cstdint>
#include <memory>
#include <string>

#include "tools/commands/commands.h"
#include "tools/files.h"
#include "tools/load_engine.h"
#include "tools/log/delimited_reader.h"
#include "tools/replay/trace.h"

namespace noren::tools {
namespace {

struct Options {
  std::string site;
  std::string model;
  std::string events;
  std::uint64_t seed = 1;
};

Result<void> replay(const Options& options) {
  Engine engine;
  if (auto loaded = load_engine(engine, options.site, options.model); !loaded) return loaded;
  const auto file = open_to_read(options.events);
  if (!file) return std::unexpected(file.error());
  DelimitedReader reader(file->get());
  Replay trace(engine, options.seed);
  std::string_view line;
  while (reader.next_line(line)) {
    auto answer = trace.step(line);
    if (!answer) {
      Error& error = answer.error();
      error.path =
          options.events + ":" + std::to_string(reader.line_number()) + (error.path.empty() ? "" : ": " + error.path);
      return std::unexpected(std::move(error));
    }
    print(*answer + "\n");
  }
  return {};
}

}  // namespace

void add_replay(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("replay", "Tell what the engine answers to a trace of events");
  command->footer(
      "A trace is one JSON object a line, with the time in milliseconds:\n"
      "  {\"time\": 1795341600000, \"consent\": 3}\n"
      "  {\"time\": 1795341600000, \"context\": {\"page\": \"home\", \"language\": \"ja\"}}\n"
      "  {\"time\": 1795341660000, \"event\": \"view_item\", \"parameters\": {\"items\": [{\"item_id\": "
      "\"shoe-1\"}]}}\n"
      "For each, one line with all decisions and all lists is printed.");
  command->add_option("--site", options->site, "Site document")->required();
  command->add_option("--model", options->model, "Shop model; without one there are no lists");
  command->add_option("--events", options->events, "Trace; - reads the standard input")->required();
  command->add_option("--seed", options->seed, "Which visitor, for the split into variants")->capture_default_str();
  command->callback([options, &exit_code] {
    if (const auto done = replay(*options); !done) {
      complain("noren replay: " + to_string(done.error()));
      exit_code = kProblem;
    }
  });
}

}  // namespace noren::tools
