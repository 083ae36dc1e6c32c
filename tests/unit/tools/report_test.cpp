// noren report: the loop from devices to the site document, closed without raw data.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "core/engine/reporting.h"
#include "core/site/site.h"
#include "privacy/outbound_gate.h"
#include "tests/support/noise_checks.h"
#include "tests/unit/tools/command_fixture.h"
#include "tools/report/report_reader.h"
#include "tools/report/report_totals.h"

namespace noren::tools {
namespace {

using nlohmann::json;

constexpr const char* kSite = R"({
  "noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"],
  "segments": [{"id": "runner", "when": {"==": [{"var": "context.device"}, "phone"]}, "size": 900},
               {"id": "reader", "when": {"==": [{"var": "context.device"}, "tablet"]}, "size": 800}],
  "slots": [{"id": "hero"}, {"id": "note"}],
  "campaigns": [
    {"id": "try", "slot": "hero", "experiment": {"control": 0.5}, "variants": [{"id": "red", "content": {}}]},
    {"id": "banner", "slot": "note", "bandit": {}, "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]}
  ],
  "privacy": {"segmentMinimum": 100, "reports": {"endpoint": "/noren/reports", "epsilonPerEpoch": 8, "collect": [
    {"id": "test", "kind": "experiment", "campaign": "try", "epsilon": 2},
    {"id": "learned", "kind": "bandit", "campaign": "banner", "epsilon": 3},
    {"id": "who", "kind": "segments", "epsilon": 1},
    {"id": "popular", "kind": "popularity", "items": ["shoe", "hat", "sock"], "epsilon": 2}
  ]}}
})";

// Reports of visitors whose truth is known, as devices make them.
class Population {
 public:
  explicit Population(const std::string& document) : site_(std::move(*site::load(document))) {}

  struct Visitor {
    std::uint32_t arm = 0;  // question of the experiment
    bool converted = false;
    std::uint32_t bandit = 0;
    std::uint32_t segment = 0;
    bool member = false;
    std::uint32_t item = 0;
  };
  std::string reports(const Visitor& visitor) {
    const std::uint32_t cells[] = {visitor.converted ? 1u : 0u, visitor.bandit, visitor.member ? 1u : 0u, visitor.item};
    const std::uint32_t questions[] = {visitor.arm, 0, visitor.segment, 0};
    List<privacy::Tally> tallies;
    const List<site::Collection>& collect = site_.privacy.reports.collect;
    for (std::size_t i = 0; i < collect.size(); ++i) {
      tallies.push_back({collect[i].epsilon, domain_of(site_, collect[i]).cells, cells[i], questions[i]});
    }
    privacy::Ledger ledger;
    auto bytes = random_.bytes(privacy::OutboundGate::entropy_for(4));
    privacy::Entropy entropy(bytes);
    const auto made = privacy::OutboundGate::release(tallies, 20'412, {7, 8'000'000, 60'000'000}, ledger, entropy,
                                                     privacy::Consent::from_bits(7));
    std::string lines;
    for (std::size_t i = 0; i < made->size(); ++i) {
      (*made)[i].write_line(collect[i].id, domain_of(site_, collect[i]).form, 20'412, lines);
    }
    return lines;
  }
  const site::Site& site() const { return site_; }

 private:
  site::Site site_;
  testing_noise::RandomBytes random_{3};
};

// 10 % of the control and 14 % of the others convert; of the bandit's variants, b succeeds thrice as often; half are runners.
std::string many_reports(int visitors) {
  Population population(kSite);
  std::mt19937 random(1);
  const auto happens = [&](double probability) { return static_cast<double>(random()) < probability * 4294967296.0; };
  std::string all;
  for (int i = 0; i < visitors; ++i) {
    Population::Visitor visitor;
    visitor.arm = happens(0.5) ? 1 : 0;
    visitor.converted = happens(visitor.arm == 0 ? 0.14 : 0.10);
    const bool b = happens(0.5);
    visitor.bandit = (b ? 3u : 1u) + (happens(b ? 0.3 : 0.1) ? 1u : 0u);
    visitor.segment = happens(0.5) ? 1 : 0;
    visitor.member = visitor.segment == 0 && happens(0.5);
    visitor.item = happens(0.25) ? 1 : 0;
    all += population.reports(visitor);
  }
  return all;
}

class ReportCommand : public CommandTest {
 protected:
  ReportCommand() { write("site.json", kSite); }
};

TEST_F(ReportCommand, FindsThroughTheNoiseWhatIsTrueAndClosesTheLoop) {
  write("reports.ndjson", many_reports(60'000));
  const Outcome outcome = run("report analyze " + path("reports.ndjson") + " --site " + path("site.json") +
                              " --json --patch " + path("patch.json"));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json report = json::parse(outcome.out);
  EXPECT_EQ(report["counted"], 240'000);
  EXPECT_EQ(report["bad"], 0);
  EXPECT_EQ(report["epochs"], json::parse(R"(["2025-11-20"])"));
  const json& arms = report["reports"][0]["arms"];
  EXPECT_EQ(arms[0]["id"], "control");
  EXPECT_NEAR(arms[0]["rate"].get<double>(), 0.10, 0.02);
  EXPECT_NEAR(arms[1]["rate"].get<double>(), 0.14, 0.02);
  EXPECT_GT(arms[1]["probability_better"].get<double>(), 0.99);
  EXPECT_FALSE(report["reports"][0]["shares_mismatch"].get<bool>());
  const json& prior = report["reports"][1]["prior"];
  const auto rate = [&](const char* variant) {
    const double successes = prior[variant][0].get<double>();
    return successes / (successes + prior[variant][1].get<double>());
  };
  EXPECT_NEAR(rate("a"), 0.1, 0.03);
  EXPECT_NEAR(rate("b"), 0.3, 0.03);
  // An estimate through noise is worth less than the visitors it stands on.
  EXPECT_LT(prior["b"][0].get<double>() + prior["b"][1].get<double>(), 25'000);
  const json& who = report["reports"][2]["cells"];
  EXPECT_NEAR(who[0]["total"].get<double>() / who[0]["of"].get<double>(), 0.5, 0.03);
  const json& popular = report["reports"][3]["cells"];
  EXPECT_NEAR(popular[0]["total"].get<double>(), 15'000, 1500);
  EXPECT_GT(popular[0]["interval"][1], popular[0]["total"]);

  const json patched = json::parse(kSite).patch(json::parse(content("patch.json")));
  const auto site = site::load(patched.dump());
  ASSERT_TRUE(site.has_value());
  EXPECT_EQ(site->campaigns[1].bandit->priors[1].successes, prior["b"][0].get<double>());
  EXPECT_THROW(json::parse(R"({"campaigns": [{"id": "x"}, {"id": "other", "bandit": {}}]})")
                   .patch(json::parse(content("patch.json"))),
               json::exception)
      << "another campaign stands there now";
}

TEST_F(ReportCommand, TellsBadLinesWithTheirPlacesAndCountsTheRest) {
  std::string good = many_reports(300);
  const std::size_t first_end = good.find('\n') + 1;
  std::string other = good.substr(0, first_end);
  other.replace(other.find("\"form\":\"") + 8, 8, "00000000");
  std::string wrong_set = good.substr(0, first_end);
  wrong_set.replace(wrong_set.find("\"cells\":\"") + 9, 16, "0000000000000003");
  write("reports.ndjson", good.substr(0, first_end) + "{\"noren\":2}\n\nnonsense\n" + wrong_set + other +
                              std::string(5000, 'x') + "\n" + good.substr(first_end));
  const Outcome outcome = run("report analyze " + path("reports.ndjson") + " --site " + path("site.json") + " --json");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json report = json::parse(outcome.out);
  EXPECT_EQ(report["counted"], 1200);
  EXPECT_EQ(report["bad"], 4);
  EXPECT_EQ(report["of_another_document"], 1);
  EXPECT_NE(outcome.err.find("reports.ndjson:2: noren: expected 1"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("reports.ndjson:5: cells: a set of another size"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("reports.ndjson:7: longer than any report"), std::string::npos) << outcome.err;
}

TEST_F(ReportCommand, TellsNoTotalBelowTheMinimum) {
  write("reports.ndjson", many_reports(90));
  const Outcome outcome = run("report analyze " + path("reports.ndjson") + " --site " + path("site.json") + " --json");
  const json report = json::parse(outcome.out);
  EXPECT_EQ(report["reports"][0]["arms"], json::array());
  EXPECT_EQ(report["reports"][1]["prior"], json::object());
  for (const json& cell : report["reports"][3]["cells"]) {
    EXPECT_TRUE(cell["suppressed"].get<bool>());
    EXPECT_FALSE(cell.contains("total"));
  }
  const Outcome text = run("report analyze " + path("reports.ndjson") + " --site " + path("site.json"));
  EXPECT_NE(text.out.find("below the minimum"), std::string::npos);
}

TEST_F(ReportCommand, TakesOneEpochAlone) {
  write("reports.ndjson", many_reports(10));
  const std::string command =
      "report analyze " + path("reports.ndjson") + " --site " + path("site.json") + " --json --epoch ";
  EXPECT_EQ(json::parse(run(command + "2025-11-20").out)["counted"], 40);
  EXPECT_EQ(json::parse(run(command + "2025-11-27").out)["of_another_epoch"], 40);
  EXPECT_EQ(run(command + "soon").exit_code, 1);
}

TEST_F(ReportCommand, NeedsADocumentWithReports) {
  write("plain.json", R"({"noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"]})");
  write("reports.ndjson", "");
  const Outcome outcome = run("report analyze " + path("reports.ndjson") + " --site " + path("plain.json"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.err.find("privacy.reports: the site document has no reports"), std::string::npos) << outcome.err;
}

TEST_F(ReportCommand, PlansAsTheExperimentCommandDoes) {
  const Outcome outcome = run("report plan --baseline 0.03 --lift 0.1");
  EXPECT_EQ(outcome.out, run("experiment plan --baseline 0.03 --lift 0.1").out);
  for (const char* visitors : {"53,208", "1,659,042", "368,934", "149,384", "86,357"}) {
    EXPECT_NE(outcome.out.find(visitors), std::string::npos) << visitors;
  }
  EXPECT_NE(run("report plan --baseline 2 --lift 0.1").err.find("noren report: "), std::string::npos);
}

}  // namespace
}  // namespace noren::tools
