// noren report: what noised reports say of all who sent them, and how many visitors it takes to see something through the noise.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/date.h"
#include "core/base/json.h"
#include "core/engine/engine.h"
#include "tools/commands/commands.h"
#include "tools/files.h"
#include "tools/load_engine.h"
#include "tools/log/text_values.h"
#include "tools/report/report_reader.h"
#include "tools/report/report_totals.h"

namespace noren::tools {
namespace {

using nlohmann::ordered_json;

struct AnalyzeOptions {
  std::string reports;
  std::string site;
  std::string patch;
  std::string epoch;
  TotalsOptions totals;
  bool json = false;
};

std::string fixed(double number, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, number);
  return text;
}

std::string percent(double share) { return fixed(100 * share, 2) + " %"; }

// -1234.5 as "-1,234"; an estimate can be below zero.
std::string whole(double number) {
  const std::string text = grouped(static_cast<std::uint64_t>(number < 0 ? -number + 0.5 : number + 0.5));
  return number <= -0.5 ? "-" + text : text;
}

std::string day_text(std::uint32_t day) {
  const Date date = date_of(day);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year), static_cast<unsigned>(date.month),
                static_cast<unsigned>(date.day));
  return text;
}

ordered_json as_json(const decide::Interval& interval) { return {interval.low, interval.high}; }

ordered_json as_json(const EntryTotals& entry) {
  ordered_json json{{"id", entry.id},
                    {"kind", site::kReportKinds[static_cast<std::size_t>(entry.kind)]},
                    {"epsilon", entry.epsilon},
                    {"reports", entry.reports}};
  if (!entry.campaign.empty()) json["campaign"] = entry.campaign;
  if (!entry.cells.empty()) {
    ordered_json cells = ordered_json::array();
    for (const CellTotal& cell : entry.cells) {
      if (cell.suppressed) {
        cells.push_back({{"name", cell.name}, {"suppressed", true}});
      } else {
        cells.push_back(
            {{"name", cell.name}, {"of", cell.reports}, {"total", cell.total}, {"interval", as_json(cell.interval)}});
      }
    }
    json["cells"] = std::move(cells);
  }
  if (entry.kind == site::ReportKind::kExperiment) {
    ordered_json arms = ordered_json::array();
    for (std::size_t i = 0; entry.verdict && i < entry.arms.size(); ++i) {
      const decide::ArmResult& arm = entry.verdict->arms[i];
      ordered_json row{{"id", entry.arms[i].id},
                       {"reports", entry.arms[i].shown},
                       {"rate", arm.rate},
                       {"credible", as_json(arm.credible)},
                       {"probability_best", arm.probability_best}};
      if (i > 0) {
        row["difference"] = arm.difference;
        row["difference_credible"] = as_json(arm.difference_credible);
        row["probability_better"] = arm.probability_better;
      }
      arms.push_back(std::move(row));
    }
    json["arms"] = std::move(arms);
    if (entry.verdict) json["shares_mismatch"] = entry.verdict->shares_mismatch;
  }
  if (entry.kind == site::ReportKind::kBandit) {
    ordered_json prior = ordered_json::object();
    for (const LearnedPrior& learned : entry.priors) prior[learned.variant] = {learned.successes, learned.failures};
    json["prior"] = std::move(prior);
  }
  return json;
}

ordered_json as_json(const ReportCounts& counts, const std::vector<EntryTotals>& totals) {
  ordered_json epochs = ordered_json::array();
  for (const std::uint32_t epoch : counts.epochs) epochs.push_back(day_text(epoch));
  ordered_json bad = ordered_json::array();
  for (const BadLine& line : counts.first_bad) bad.push_back({{"line", line.line}, {"problem", line.problem}});
  ordered_json entries = ordered_json::array();
  for (const EntryTotals& entry : totals) entries.push_back(as_json(entry));
  return {{"lines", counts.lines},
          {"counted", counts.counted},
          {"bad", counts.bad},
          {"first_bad", std::move(bad)},
          {"of_another_document", counts.other_document},
          {"of_another_epoch", counts.other_epoch},
          {"epochs", std::move(epochs)},
          {"reports", std::move(entries)}};
}

std::string experiment_text(const EntryTotals& entry) {
  if (!entry.verdict) return "  not enough reports of two arms to say anything\n";
  std::string text;
  for (std::size_t i = 0; i < entry.arms.size(); ++i) {
    const decide::ArmResult& arm = entry.verdict->arms[i];
    text += "  " + entry.arms[i].id + ": " + percent(arm.rate) + " (" + percent(arm.credible.low) + " to " +
            percent(arm.credible.high) + ") of " + whole(entry.arms[i].shown) + "; best with probability " +
            percent(arm.probability_best) + "\n";
    if (i == 0) continue;
    text +=
        "    against " + entry.arms.front().id + ": better with probability " + percent(arm.probability_better) + "\n";
  }
  if (entry.verdict->shares_mismatch) text += "  Do not trust these numbers: arms were not dealt by the weights.\n";
  return text;
}

std::string as_text(const ReportCounts& counts, const std::vector<EntryTotals>& totals, double confidence) {
  std::string text = grouped(counts.counted) + " reports of " + grouped(counts.epochs.size()) +
                     (counts.epochs.size() == 1 ? " epoch" : " epochs");
  if (!counts.epochs.empty()) {
    text += ", begun " + day_text(*counts.epochs.begin());
    if (counts.epochs.size() > 1) text += " to " + day_text(*counts.epochs.rbegin());
  }
  text += "\n";
  for (const EntryTotals& entry : totals) {
    text += "\n" + entry.id + " (" + std::string(site::kReportKinds[static_cast<std::size_t>(entry.kind)]) +
            (entry.campaign.empty() ? "" : " " + entry.campaign) + ", epsilon " + number_text(entry.epsilon) + ", " +
            grouped(entry.reports) + " reports)\n";
    if (entry.kind == site::ReportKind::kExperiment) text += experiment_text(entry);
    for (const CellTotal& cell : entry.cells) {
      text += "  " + cell.name + ": ";
      text += cell.suppressed ? "below the minimum\n"
                              : whole(cell.total) + " (" + whole(cell.interval.low) + " to " +
                                    whole(cell.interval.high) + ") of " + whole(cell.reports) + "\n";
    }
    for (const LearnedPrior& learned : entry.priors) {
      text += "  prior of " + learned.variant + ": [" + number_text(learned.successes) + ", " +
              number_text(learned.failures) + "]\n";
    }
  }
  text += "\nIntervals hold the true value with probability " + fixed(100 * confidence, 0) +
          " %. A visitor is in each epoch's reports once.\n";
  if (counts.other_epoch > 0) text += grouped(counts.other_epoch) + " reports of other epochs were left out.\n";
  if (counts.other_document > 0) {
    text +=
        grouped(counts.other_document) + " reports were made for another state of the site document and left out.\n";
  }
  return text;
}

Result<void> analyze(const AnalyzeOptions& options) {
  Engine engine;
  if (const auto loaded = load_engine(engine, options.site, ""); !loaded) return loaded;
  const auto text = read_text(options.reports);
  if (!text) return std::unexpected(text.error());
  std::uint32_t epoch = kEveryEpoch;
  if (!options.epoch.empty()) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (std::sscanf(options.epoch.c_str(), "%d-%u-%u", &year, &month, &day) != 3 || month < 1 || month > 12 ||
        day > 31) {
      return fail(ErrorCode::kInvalidArgument, "expected the first day of an epoch, such as 2026-11-19", "--epoch");
    }
    epoch = day_of({year, static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)});
  }
  const auto counts = count_reports(*text, engine.site(), epoch);
  if (!counts) return std::unexpected(counts.error());
  const auto totals = total_reports(*counts, engine.site(), options.totals);
  if (!totals) return std::unexpected(totals.error());
  for (const BadLine& line : counts->first_bad) {
    complain(options.reports + ":" + std::to_string(line.line) + ": " + line.problem);
  }
  if (counts->bad > counts->first_bad.size()) {
    complain(options.reports + ": " + grouped(counts->bad) + " bad lines in all; they are not counted");
  }
  print(options.json ? as_json(*counts, *totals).dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n"
                     : as_text(*counts, *totals, options.totals.confidence));
  if (options.patch.empty()) return {};
  const std::string patch = prior_patch(*totals, engine.site());
  return write_bytes(options.patch, std::as_bytes(std::span(patch)));
}

}  // namespace

void add_report(CLI::App& app, int& exit_code) {
  CLI::App* report = app.add_subcommand("report", "Read what devices report with noise, or plan for the noise");
  report->require_subcommand(1);

  add_plan(*report, "noren report", exit_code);

  const auto options = std::make_shared<AnalyzeOptions>();
  CLI::App* command = report->add_subcommand("analyze", "Totals, an experiment's verdict, and what bandits learn");
  command->footer(
      "Takes what the noise adds on average out again; what it scatters is in the intervals. Lines that are no reports "
      "are told\n"
      "with their place, counted, and left out. Totals below the site's segmentMinimum are not told.\n"
      "\n"
      "  noren report analyze reports.ndjson --site site.json --patch priors.json");
  command->add_option("reports", options->reports, "NDJSON, as the endpoint stored it; - reads the standard input")
      ->required();
  command->add_option("--site", options->site, "Site document by which the reports were made")->required();
  command->add_option("--epoch", options->epoch, "Only the epoch that begins on this day, such as 2026-11-19");
  command->add_option("--patch", options->patch,
                      "Write a JSON patch (RFC 6902) that puts the bandits' priors into the site document");
  command->add_option("--minimum", options->totals.minimum,
                      "Totals below it are not told; if not said: the document's segmentMinimum");
  command->add_option("--confidence", options->totals.confidence, "Of the intervals")->capture_default_str();
  command->add_flag(
      "--json", options->json,
      "Print {lines, counted, bad, first_bad, epochs, reports: [{id, kind, epsilon, cells | arms | prior}]}");
  command->callback([options, &exit_code] {
    if (const auto done = analyze(*options); !done) {
      complain("noren report: " + to_string(done.error()));
      exit_code = kProblem;
    }
  });
}

}  // namespace noren::tools
