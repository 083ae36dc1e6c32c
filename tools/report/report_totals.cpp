#include "tools/report/report_totals.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace noren::tools {
namespace {

using nlohmann::ordered_json;
using site::ReportKind;

constexpr double kMicro = 1e6;
constexpr double kLeastPrior = 0.001;
constexpr double kMostPrior = 1e6;

class Totals {
 public:
  Totals(const site::Site& site, const TotalsOptions& options)
      : site_(site),
        z_(decide::normal_quantile(0.5 + options.confidence / 2)),
        confidence_(options.confidence),
        minimum_(options.minimum > 0 ? options.minimum : site.privacy.segment_minimum) {}

  EntryTotals of(const site::Collection& collection, const EntryCounts& counts) {
    EntryTotals totals;
    totals.id = collection.id;
    totals.kind = collection.kind;
    totals.epsilon = collection.epsilon / kMicro;
    for (const QuestionCounts& question : counts.questions) totals.reports += question.reports;
    switch (collection.kind) {
      case ReportKind::kExperiment: read_experiment(collection, counts, totals); break;
      case ReportKind::kBandit: read_bandit(collection, counts, totals); break;
      case ReportKind::kCampaign:
        totals.campaign = site_.campaigns[collection.campaign].id;
        add_cells(counts, {"seen", "followed", "closed"}, totals);
        break;
      case ReportKind::kSegments:
        for (std::size_t i = 0; i < counts.questions.size(); ++i) {
          add(site_.segments[collection.segments[i]].id, counts, counts.questions[i], 1, totals);
        }
        break;
      case ReportKind::kPopularity:
        add_cells(counts, {collection.names.begin(), collection.names.end()}, totals);
        break;
    }
    return totals;
  }

 private:
  void add(const std::string& name, const EntryCounts& counts, const QuestionCounts& question, std::size_t cell,
           EntryTotals& totals) {
    const Share share = share_of(counts.noise, question.cells[cell], question.reports);
    const auto reports = static_cast<double>(question.reports);
    CellTotal total{name, reports, share.share * reports, {}, false};
    total.interval = {(share.share - z_ * share.error) * reports, (share.share + z_ * share.error) * reports};
    if (total.total < minimum_) total = {name, 0, 0, {}, true};
    totals.cells.push_back(std::move(total));
  }

  // Cells from the second on; the first says nothing.
  void add_cells(const EntryCounts& counts, const std::vector<std::string>& names, EntryTotals& totals) {
    for (std::size_t i = 0; i < names.size(); ++i) add(names[i], counts, counts.questions[0], 1 + i, totals);
  }

  void read_experiment(const site::Collection& collection, const EntryCounts& counts, EntryTotals& totals) {
    const site::Campaign& campaign = site_.campaigns[collection.campaign];
    totals.campaign = campaign.id;
    double weights = 0;
    for (const site::Variant& variant : campaign.variants) weights += variant.weight;
    const double treated = (1 - campaign.experiment->control) * (1 - site_.holdout);
    const auto add_arm = [&](std::size_t question, const std::string& id, double weight) {
      const QuestionCounts& arm = counts.questions[question];
      if (weight <= 0 || static_cast<double>(arm.reports) < minimum_) return;
      totals.arms.push_back({id, weight, static_cast<double>(arm.reports), static_cast<double>(arm.cells[1])});
    };
    // The control, where there is one, is what others are compared with.
    add_arm(campaign.variants.size(), "control", 1 - treated);
    for (std::size_t i = 0; i < campaign.variants.size(); ++i) {
      add_arm(i, campaign.variants[i].id, treated * campaign.variants[i].weight / weights);
    }
    if (totals.arms.size() < 2) return;
    auto verdict = decide::read_experiment(totals.arms, totals.epsilon, confidence_);
    if (verdict) totals.verdict = std::move(*verdict);
  }

  void read_bandit(const site::Collection& collection, const EntryCounts& counts, EntryTotals& totals) {
    const site::Campaign& campaign = site_.campaigns[collection.campaign];
    totals.campaign = campaign.id;
    const QuestionCounts& question = counts.questions[0];
    const auto reports = static_cast<double>(question.reports);
    for (std::size_t i = 0; i < campaign.variants.size(); ++i) {
      const std::string& variant = campaign.variants[i].id;
      add(variant + " without success", counts, question, 1 + 2 * i, totals);
      add(variant + " with success", counts, question, 2 + 2 * i, totals);
      const Share failed = share_of(counts.noise, question.cells[1 + 2 * i], question.reports);
      const Share succeeded = share_of(counts.noise, question.cells[2 + 2 * i], question.reports);
      const double shown = (failed.share + succeeded.share) * reports;
      if (shown < minimum_) continue;
      const double rate = std::clamp(succeeded.share * reports / shown, 0.5 / shown, 1 - 0.5 / shown);
      // What an estimate with this error is worth in visitors counted in clear.
      const double error_s = (1 - rate) * succeeded.error * reports;
      const double error_f = rate * failed.error * reports;
      const double variance = (error_s * error_s + error_f * error_f) / (shown * shown);
      const double worth = std::min(shown, rate * (1 - rate) / variance);
      const auto rounded = [](double number) {
        return std::clamp(std::round(number * 1000) / 1000, kLeastPrior, kMostPrior);
      };
      totals.priors.push_back({variant, rounded(1 + rate * worth), rounded(1 + (1 - rate) * worth)});
    }
  }

  const site::Site& site_;
  double z_;
  double confidence_;
  double minimum_;
};

}  // namespace

Share share_of(const privacy::SubsetSelection& noise, std::uint64_t with_cell, std::uint64_t reports) {
  if (reports == 0) return {};
  const auto n = static_cast<double>(reports);
  const double seen = static_cast<double>(with_cell) / n;
  const double signal = noise.truth() - noise.other();
  return {(seen - noise.other()) / signal, std::sqrt(seen * (1 - seen) / n) / signal};
}

Result<std::vector<EntryTotals>> total_reports(const ReportCounts& counts, const site::Site& site,
                                               const TotalsOptions& options) {
  if (!(options.confidence > 0 && options.confidence < 1)) {
    return fail(ErrorCode::kInvalidArgument, "expected a number between 0 and 1", "confidence");
  }
  Totals totals(site, options);
  std::vector<EntryTotals> all;
  all.reserve(counts.entries.size());
  for (std::size_t i = 0; i < counts.entries.size(); ++i) {
    all.push_back(totals.of(site.privacy.reports.collect[i], counts.entries[i]));
  }
  return all;
}

std::string prior_patch(const std::vector<EntryTotals>& totals, const site::Site& site) {
  ordered_json patch = ordered_json::array();
  for (std::size_t i = 0; i < totals.size(); ++i) {
    if (totals[i].priors.empty()) continue;
    ordered_json prior = ordered_json::object();
    for (const LearnedPrior& learned : totals[i].priors) prior[learned.variant] = {learned.successes, learned.failures};
    const std::uint32_t campaign = site.privacy.reports.collect[i].campaign;
    const std::string at = "/campaigns/" + std::to_string(campaign);
    // A document whose campaigns have moved since is left alone.
    patch.push_back({{"op", "test"}, {"path", at + "/id"}, {"value", site.campaigns[campaign].id}});
    patch.push_back({{"op", "add"}, {"path", at + "/bandit/prior"}, {"value", std::move(prior)}});
  }
  return patch.dump(2) + "\n";
}

}  // namespace noren::tools
