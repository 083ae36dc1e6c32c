// What noised reports say of all who sent them: totals with confidence intervals, the verdict of an experiment, and what a bandit may start
// from. The noise is known, so what it adds on average is taken out; what it scatters is in the intervals.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/decide/statistics.h"
#include "core/site/site.h"
#include "tools/report/report_reader.h"

namespace noren::tools {

// So many of the reports to its question.
struct CellTotal {
  std::string name;
  double reports = 0;  // to its question
  double total = 0;    // estimated; noise can make it negative
  decide::Interval interval;
  bool suppressed = false;  // below the minimum: no number is told, and those above are zero
};

// A variant's successes and failures for the site document, worth no more than the noise leaves of them.
struct LearnedPrior {
  std::string variant;
  double successes = 1;
  double failures = 1;
};

struct EntryTotals {
  std::string id;
  site::ReportKind kind = site::ReportKind::kExperiment;
  std::string campaign;  // its id, where there is one
  double epsilon = 0;
  std::uint64_t reports = 0;
  std::vector<CellTotal> cells;
  std::vector<decide::ArmTotals> arms;  // experiment: of those with enough reports, the first to compare with
  std::optional<decide::ExperimentResult> verdict;  // experiment: where there are two such arms
  std::vector<LearnedPrior> priors;                 // bandit: of variants with enough reports
};

struct TotalsOptions {
  double confidence = 0.95;
  double minimum = 0;  // totals below it are suppressed; 0: the document's segmentMinimum
};

// One for each entry of `collect`. Errors: kInvalidArgument for a confidence that is none.
Result<std::vector<EntryTotals>> total_reports(const ReportCounts& counts, const site::Site& site,
                                               const TotalsOptions& options);

// The share of a cell, freed of the noise, and its standard error.
struct Share {
  double share = 0;
  double error = 0;
};
Share share_of(const privacy::SubsetSelection& noise, std::uint64_t with_cell, std::uint64_t reports);

// A JSON patch (RFC 6902) that writes the priors of all bandits into the site document; "[]\n" where there is nothing to write.
std::string prior_patch(const std::vector<EntryTotals>& totals, const site::Site& site);

}  // namespace noren::tools
