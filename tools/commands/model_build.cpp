// noren model build: a shop's log, and its catalogue, become the file that pages load.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
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
#include "tools/sql/counts_file.h"
#include "tools/train/noise.h"
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
  std::string counts;
  std::string parameters;
  std::string save_parameters;
  std::string epsilon;
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
  for (const std::string& problem : problems) complain(std::string(path).append(separator).append(problem));
  if (count > problems.size()) complain(path + ": and " + grouped(count - problems.size()) + " more like these");
}

void tell_unused(const std::string& path, const EventLog& log) {
  tell_problems(path, log.problems, log.skipped_lines, ":");
  if (log.skipped_lines > 0)
    complain(path + ": skipped " + grouped(log.skipped_lines) + " of " + grouped(log.lines) + " lines");
  for (const std::string& note : log.notes) complain(std::string(path).append(": ").append(note));
  for (const auto& [name, count] : log.unknown_events) {
    complain(std::string(path)
                 .append(": unknown event \"")
                 .append(name)
                 .append("\" on ")
                 .append(grouped(count))
                 .append(" lines; not used"));
  }
}

// What was chosen, and why.
void tell_tuning(const Tuning& tuning, std::uint64_t log_sessions) {
  std::string taken;
  if (tuning.sessions < log_sessions) {
    taken = "the last " + grouped(tuning.sessions) + " of " + grouped(log_sessions) + " sessions, bounded by --memory";
  }
  if (tuning.cases == 0) {
    return complain("parameters: Noren's own; " +
                    (taken.empty() ? "the log is too short to tune them on" : taken + ", are too few to tune them on"));
  }
  char scores[64];
  std::snprintf(scores, sizeof scores, "%.4f to %.4f", tuning.before, tuning.after);
  print("parameters: tuned in " + grouped(tuning.trials) + " trials on " + grouped(tuning.cases) +
        " views of the log's last sessions; recall@20 + mrr@20 from " + scores + "\n");
  if (!taken.empty()) print("  tuned on " + taken + "\n");
  for (const std::string& reason : tuning.reasons) print("  " + reason + "\n");
}

Result<std::optional<Catalog>> load_catalog(const Options& options, std::optional<std::int64_t> today) {
  if (options.catalog.empty()) return std::nullopt;
  const CatalogOptions catalog_options{options.training.currency, options.item_id, today};
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

// Catalogues end sales and offers with the log's last day.
std::optional<std::int64_t> day_of(std::int64_t time) {
  constexpr std::int64_t kDay = 86'400'000;  // milliseconds
  return time / kDay;
}

struct Learned {
  Training training;
  std::string source;  // path of the log or the counts
};

Result<Learned> learn_from_log(const Options& options, const TrainingOptions& training_options) {
  auto columns = parse_column_names(options.columns);
  if (!columns) return std::unexpected(std::move(columns.error()));
  auto file = open_to_read(options.log);
  if (!file) return std::unexpected(std::move(file.error()));
  Progress progress("reading " + options.log, size_of(file->get()));
  LogOptions reading = log_options(options, std::move(*columns));
  reading.progress = [&](std::uint64_t lines, std::uint64_t bytes) { progress.update(lines, bytes); };
  const auto log = read_event_log(file->get(), options.log, reading);
  progress.clear();
  if (!log) return std::unexpected(log.error());
  tell_unused(options.log, *log);
  std::optional<std::int64_t> today;
  if (log->has_times) {
    for (const LogEvent& event : log->events) today = std::max(today.value_or(0), *day_of(event.time));
  }
  auto catalog = load_catalog(options, today);
  if (!catalog) return std::unexpected(std::move(catalog.error()));

  const std::string learning = "learning from " + grouped(log->events.size()) + " events";
  progress.say(learning);
  TrainingOptions told = training_options;
  told.tuning_progress = [&](std::size_t trials, double score) {
    char text[64];
    std::snprintf(text, sizeof text, ": trial %zu, %.4f", trials, score);
    progress.say(learning + text);
  };
  auto training = train(*log, catalog->has_value() ? &**catalog : nullptr, told);
  progress.clear();
  if (!training) return std::unexpected(std::move(training.error()));
  return Learned{std::move(*training), options.log};
}

Result<Learned> learn_from_counts(const Options& options, const TrainingOptions& training_options) {
  auto file = open_to_read(options.counts);
  if (!file) return std::unexpected(std::move(file.error()));
  const auto log = read_counts(file->get(), options.counts);
  if (!log) return std::unexpected(log.error());
  if (log->min_sessions > 1 && training_options.epsilon > 0) {
    return fail(ErrorCode::kInvalidArgument, "--epsilon needs all pairs", options.counts,
                "count with noren model sql --min-sessions 1");
  }
  if (log->min_sessions > training_options.min_sessions) {
    complain(options.counts + ": holds pairs of at least " + std::to_string(log->min_sessions) +
             " sessions only; --min-sessions " + std::to_string(training_options.min_sessions) + " adds none");
  }
  auto catalog = load_catalog(options, log->newest ? day_of(*log->newest) : std::nullopt);
  if (!catalog) return std::unexpected(std::move(catalog.error()));
  auto training = train(*log, catalog->has_value() ? &**catalog : nullptr, training_options);
  if (!training) return std::unexpected(std::move(training.error()));
  return Learned{std::move(*training), options.counts};
}

Result<void> build(const Options& options) {
  TrainingOptions training_options = options.training;
  training_options.min_item_sessions = options.training.min_sessions;
  training_options.memory = parse_size(options.memory).value_or(0);
  training_options.epsilon = parse_epsilon(options.epsilon).value_or(0);
  if (!options.parameters.empty()) {
    auto parameters = load_parameters(options.parameters);
    if (!parameters) return std::unexpected(std::move(parameters.error()));
    training_options.parameters = *parameters;
  }
  auto learned =
      options.counts.empty() ? learn_from_log(options, training_options) : learn_from_counts(options, training_options);
  if (!learned) {
    Error error = std::move(learned.error());
    if (error.path.empty()) error.path = options.counts.empty() ? options.log : options.counts;
    return std::unexpected(std::move(error));
  }
  const Training& training = learned->training;
  if (training.use.unknown_item_events > 0) {
    complain(learned->source + ": " + grouped(training.use.unknown_item_events) + " events with " +
             grouped(training.use.unknown_items) + " items that are not in the catalogue; not used");
  }
  const auto bytes = model::write_shop_model(training.parts);
  if (!bytes) return std::unexpected(bytes.error());
  if (auto written = write_bytes(options.output, *bytes); !written) return written;
  if (!options.save_parameters.empty()) {
    const std::string text = to_text(training.tuning.parameters) + "\n";
    if (auto written = write_bytes(options.save_parameters, std::as_bytes(std::span(text))); !written) return written;
  }

  std::uint64_t edges[model::kRelationCount] = {};
  for (std::size_t r = 0; r < model::kRelationCount; ++r) {
    for (const auto& row : training.parts.edges[r]) edges[r] += row.size();
  }
  print(options.output + ": " + grouped(training.use.sessions) + " sessions, " + grouped(training.use.events) +
        " events, " + grouped(training.parts.items.size()) + " items, " + grouped(edges[0]) + " viewed and " +
        grouped(edges[1]) + " bought relations that at least " + std::to_string(options.training.min_sessions) +
        " sessions support, " + grouped(bytes->size()) + " bytes\n");
  if (options.counts.empty() && options.parameters.empty()) tell_tuning(training.tuning, training.use.sessions);
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
  CLI::Option_group* sources = command->add_option_group("source");
  sources->add_option("--log", options->log, "Log to learn from; - reads the standard input");
  sources->add_option("--counts", options->counts,
                      "Counts to learn from, as the query of noren model sql gives them: CSV, TSV or JSON lines");
  sources->require_option(1);
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
      ->add_option("--memory", options->memory,
                   "Bytes to hold events and pairs in while they are read and counted, such as 512M or 4G; what is "
                   "more goes to the "
                   "folder TMPDIR names. Parameters are tuned on as many of the last sessions as half of it holds. On "
                   "top come 25 to 55 bytes for each session, 40 for each pair of items that is kept, and up to 10 kB "
                   "for each item")
      ->check([](const std::string& size) {
        return parse_size(size) ? std::string() : "\"" + size + "\" is no size such as 512M";
      });
  command->add_option("--item-id", options->item_id,
                      "Field of the catalogue that holds the log's item ids, such as item_group_id, sku or variant_id");
  command->add_flag("--keep-bots", options->keep_bots, "Keep sessions that no human makes");
  command
      ->add_option("--min-sessions", options->training.min_sessions,
                   "Fewest different visitors, or sessions, behind a relation that is kept")
      ->check(CLI::Range(1u, 1'000'000u))
      ->capture_default_str();
  command->add_option("--parameters", options->parameters,
                      "File of parameters, or default; without it they are tuned on the log, or those of the counts");
  command->add_option("--save-parameters", options->save_parameters, "File to write the parameters to, for later");
  command->add_option("--max-brotli", options->training.max_brotli, "Bytes the file may take after Brotli; 0: no bound")
      ->capture_default_str();
  command
      ->add_option("--epsilon", options->epsilon,
                   "Noise on what the file shows of each pair and item, from 0.001 to 1000; the file records it")
      ->check([](const std::string& text) {
        return parse_epsilon(text) ? std::string() : "\"" + text + "\" is no epsilon such as 2 or 0.5";
      });
  command->add_option("--noise-seed", options->training.noise_seed,
                      "For tests: noise that anybody can take off again, the same each time");
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
