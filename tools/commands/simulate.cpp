// noren simulate: what a site document does to many synthetic visitors, before real ones meet it.
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/date.h"
#include "tools/commands/commands.h"
#include "tools/files.h"
#include "tools/load_engine.h"
#include "tools/simulate/simulation.h"

namespace noren::tools {
namespace {

struct Options {
  std::string site;
  std::string model;
  std::uint64_t visitors = 1000;
  std::uint64_t seed = 1;
  std::string from;
  std::uint32_t days = 56;
  bool json = false;
};

// Milliseconds since 1970 of "2026-11-22", or a negative number.
double time_of(const std::string& date) {
  const auto digits = [&](std::size_t from, std::size_t count) {
    int number = 0;
    for (std::size_t i = from; i < from + count; ++i) {
      if (date[i] < '0' || date[i] > '9') return -1;
      number = 10 * number + (date[i] - '0');
    }
    return number;
  };
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return -1;
  const int year = digits(0, 4);
  const int month = digits(5, 2);
  const int day = digits(8, 2);
  if (year < 1971 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return -1;
  return 86'400'000.0 * day_of({year, static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)});
}

Result<void> simulate(const Options& options) {
  Engine engine;
  if (auto loaded = load_engine(engine, options.site, options.model); !loaded) return loaded;
  Shoppers shoppers{.seed = options.seed, .days = options.days};
  shoppers.from_ms = time_of(options.from.empty() ? engine.site().revision : options.from);
  if (shoppers.from_ms < 0) {
    if (!options.from.empty()) return fail(ErrorCode::kInvalidArgument, "expected a date such as 2026-11-22", "--from");
    shoppers.from_ms = time_of("2026-01-01");
  }
  const Tally tally = simulate(engine, shoppers, options.visitors);
  print(options.json ? as_json(tally, engine.site()) : as_text(tally, engine.site()));
  return {};
}

}  // namespace

void add_simulate(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("simulate", "Run synthetic visitors through a site document");
  command->footer(
      "The same site, seed and options give the same report. Every page has every slot; visitors look at what the "
      "model has, or at\n"
      "invented items of the categories and brands that the rules mention. Shares tell what can happen, not what will "
      "sell.");
  command->add_option("--site", options->site, "Site document")->required();
  command->add_option("--model", options->model, "Shop model; visitors then look at its items");
  command->add_option("--visitors", options->visitors, "How many")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Which visitors")->capture_default_str();
  command->add_option("--from", options->from,
                      "First day; default: the document's revision where it is a date, else 2026-01-01");
  command->add_option("--days", options->days, "Over which they come")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print the report as JSON");
  command->callback([options, &exit_code] {
    if (const auto done = simulate(*options); !done) {
      complain("noren simulate: " + to_string(done.error()));
      exit_code = kProblem;
    }
  });
}

}  // namespace noren::tools
