// noren model build: a shop's log, and its catalogue, become the file that pages load.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/shop_model_writer.h"
#include "tools/catalog/catalog.h"
#include "tools/commands/commands.h"
#include "tools/files.h"
#include "tools/log/event_log.h"
#include "tools/log/text_values.h"
#include "tools/progress.h"
#include "tools/train/trainer.h"

namespace noren::tools {
namespace {

struct Options {
  std::string catalog;
  std::string log;
  std::string output;
  std::string format = "auto";
  std::string columns;
  std::string encoding = "auto";
  std::string memory;
  std::string item_id;
  bool keep_bots = false;
  TrainingOptions training;
};

// In the order of LogFormat.
const std::vector<std::string> kFormats = {"auto", "csv", "tsv", "sessions", "ga4", "orders"};
static_assert(kLogFormatCount == 6);

LogOptions log_options(const Options& options, ColumnNames columns) {
  LogOptions out;
  const auto format = std::find(kFormats.begin(), kFormats.end(), options.format);
  out.format = static_cast<LogFormat>(format - kFormats.begin());
  out.columns = std::move(columns);
  out.encoding = find_encoding(options.encoding);
  out.memory = parse_size(options.memory).value_or(0);
  if (options.keep_bots) out.cleaning.max_session_events = out.cleaning.max_views_a_minute = 0;
  return out;
}

void tell_problems(const std::string& path, const std::vector<std::string>& problems, std::uint64_t count,
                   const char* separator) {
  for (const std::string& problem : problems) complain(path + separator + problem);
  if (count > problems.size()) complain(path + ": and " + grouped(count - problems.size()) + " more like these");
}

void tell_unused(const std::string& path, const EventLog& log) {
  tell_problems(path, log.problems, log.skipped_lines, ":");
  if (log.skipped_lines > 0)
    complain(path + ": skipped " + grouped(log.skipped_lines) + " of " + grouped(log.lines) + " lines");
  for (const std::string& note : log.notes) complain(path + ": " + note);
  for (const auto& [name, count] : log.unknown_events) {
    complain(path + ": unknown event \"" + name + "\" on " + grouped(count) + " lines; not used");
  }
}

Result<std::optional<Catalog>> load_catalog(const Options& options) {
  if (options.catalog.empty()) return std::nullopt;
  const CatalogOptions catalog_options{options.training.currency, options.item_id, std::nullopt};
  auto file = open_to_read(options.catalog);
  if (!file) return std::unexpected(std::move(file.error()));
  auto catalog = read_catalog(file->get(), options.catalog, catalog_options);
  if (!catalog) return std::unexpected(std::move(catalog.error()));
  tell_problems(options.catalog, catalog->problems, catalog->problem_count, ": ");
  for (const std::string& note : catalog->notes) complain(options.catalog + ": " + note);
  if (catalog->products.empty()) {
    return fail(ErrorCode::kInvalidArgument, "there is no product in the catalogue", options.catalog,
                "each needs an id; see docs/shop-model.md");
  }
  return std::optional(std::move(*catalog));
}

Result<void> build(const Options& options) {
  auto columns = parse_column_names(options.columns);
  if (!columns) return std::unexpected(std::move(columns.error()));
  auto catalog = load_catalog(options);
  if (!catalog) return std::unexpected(std::move(catalog.error()));

  auto file = open_to_read(options.log);
  if (!file) return std::unexpected(std::move(file.error()));
  Progress progress("reading " + options.log, size_of(file->get()));
  LogOptions reading = log_options(options, std::move(*columns));
  reading.progress = [&](std::uint64_t lines, std::uint64_t bytes) { progress.update(lines, bytes); };
  const auto log = read_event_log(file->get(), options.log, reading);
  progress.clear();
  if (!log) return std::unexpected(log.error());
  tell_unused(options.log, *log);

  progress.say("learning from " + grouped(log->events.size()) + " events");
  const auto training = train(*log, catalog->has_value() ? &**catalog : nullptr, options.training);
  progress.clear();
  if (!training) {
    Error error = training.error();
    error.path = options.log;
    return std::unexpected(std::move(error));
  }
  if (training->unknown_item_events > 0) {
    complain(options.log + ": " + grouped(training->unknown_item_events) + " events with " +
             grouped(training->unknown_items) + " items that are not in the catalogue; not used");
  }
  const auto bytes = model::write_shop_model(training->parts);
  if (!bytes) return std::unexpected(bytes.error());
  if (auto written = write_bytes(options.output, *bytes); !written) return written;

  std::uint64_t edges[model::kRelationCount] = {};
  for (std::size_t r = 0; r < model::kRelationCount; ++r) {
    for (const auto& row : training->parts.edges[r]) edges[r] += row.size();
  }
  print(options.output + ": " + grouped(training->sessions) + " sessions, " + grouped(training->events) + " events, " +
        grouped(training->parts.items.size()) + " items, " + grouped(edges[0]) + " viewed and " + grouped(edges[1]) +
        " bought relations, " + grouped(bytes->size()) + " bytes\n");
  return {};
}

}  // namespace

void add_model_build(CLI::App& model, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = model.add_subcommand("build", "Build a shop model from a click and order log");
  command->footer(
      "The log is CSV or TSV with a header line and one event a line: "
      "session,time,event,item[,quantity,price,visitor]; "
      "or events of GA4\n"
      "as JSON lines, also rows of its BigQuery export; or orders, as order,item,quantity,price; or one session a "
      "line. "
      "Events are GA4's\n"
      "(view_item, add_to_cart, purchase, ...); well-known other names of columns and events are understood. The "
      "catalogue is a product\n"
      "feed of Merchant Center. Files may be packed by gzip or zstd. See docs/shop-model.md.\n"
      "\n"
      "  noren model build --catalog catalog.json --log clicks.csv.gz -o shop.model\n"
      "  noren model build --log clicks.tsv --columns session=visit,item=sku -o shop.model");
  command->add_option("--log", options->log, "Log to learn from; - reads the standard input")->required();
  command->add_option("-o,--output", options->output, "File to write")->required();
  command->add_option("--catalog", options->catalog, "Catalogue; without it the items are those of the log");
  command
      ->add_option("--format", options->format,
                   "auto, csv, tsv, ga4 (JSON lines), orders, or sessions: one session a line, item ids between blanks")
      ->check(CLI::IsMember(kFormats))
      ->capture_default_str();
  command->add_option("--columns", options->columns,
                      "Names of columns, as session=SessionId,time=Time,item=ItemId,event=...,price=...,quantity=...,"
                      "visitor=...; order= for orders");
  command->add_option("--encoding", options->encoding, "auto, utf-8, utf-16le, utf-16be, shift_jis, euc-jp or latin-1")
      ->check([](const std::string& name) {
        return name == "auto" || find_encoding(name) ? std::string() : "\"" + name + "\" is no encoding known here";
      })
      ->capture_default_str();
  command
      ->add_option(
          "--memory", options->memory,
          "Bytes to use for events and pairs, such as 512M or 4G; what is more goes to the folder TMPDIR names")
      ->check([](const std::string& size) {
        return parse_size(size) ? std::string() : "\"" + size + "\" is no size such as 512M";
      });
  command->add_option("--item-id", options->item_id,
                      "Field of the catalogue that holds the log's item ids, such as item_group_id, sku or variant_id");
  command->add_flag("--keep-bots", options->keep_bots, "Keep sessions that no human makes");
  command
      ->add_option("--min-sessions", options->training.min_sessions,
                   "Fewest different sessions behind a relation that is kept")
      ->check(CLI::Range(1u, 1'000'000u))
      ->capture_default_str();
  command->add_option("--label", options->training.label, "Words that say what this model is, such as simulated");
  command
      ->add_option("--currency", options->training.currency,
                   "ISO 4217 code of the shop's prices; default: that of the catalogue")
      ->check([](const std::string& code) {
        const bool good = code.size() == 3 && code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
        return good ? std::string() : "\"" + code + "\" is no ISO 4217 code such as JPY";
      });
  command->callback([options, &exit_code] {
    if (const auto done = build(*options); !done) {
      complain("noren model build: " + to_string(done.error()));
      exit_code = done.error().path == "--columns" ? kBadUsage : kProblem;
    }
  });
}

}  // namespace noren::tools
