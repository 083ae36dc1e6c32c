// The proof of the noise, for ./dev prove: every configuration that a site document can ask for, its epsilon from the integers; wrong noises
// that must be caught; estimates of simulated populations; the ledger against a plain model. Prints JSON.
//
//   noise_proof [--short]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "core/site/privacy.h"
#include "privacy/subset_selection.h"
#include "tests/support/ledger_model.h"
#include "tests/support/noise_checks.h"
#include "tools/report/report_totals.h"

namespace noren {
namespace {

using nlohmann::ordered_json;
using privacy::SubsetSelection;
namespace noise = testing_noise;

static_assert(site::kMaxEpsilon == privacy::kMostMicroEpsilon && site::kMaxReportCells == privacy::kMostCells);

ordered_json enumerate() {
  std::uint64_t configurations = 0;
  std::uint64_t above = 0;
  std::uint64_t refused = 0;
  double worst = -1e9;
  for (std::uint32_t cells = privacy::kLeastCells; cells <= privacy::kMostCells; ++cells) {
    for (std::uint32_t micro = site::kEpsilonStep; micro <= site::kMaxEpsilon; micro += site::kEpsilonStep) {
      ++configurations;
      const auto made = SubsetSelection::make(cells, micro);
      if (!made) {
        ++refused;
        continue;
      }
      // Twice: by integers, as it is shipped, and by the C library's long logarithm.
      const std::uint32_t exact = privacy::micro_epsilon_of(cells, made->size(), made->threshold());
      const double other = noise::ExactLn(cells, made->size(), made->threshold()) * 1e6;
      worst = std::max(worst, std::max(static_cast<double>(exact), other) - micro);
      if (exact > micro || other > micro || other > exact) ++above;
    }
  }
  return {{"configurations", configurations},
          {"refused", refused},
          {"above_declared", above},
          {"worst_micro_above", worst}};
}

ordered_json catch_controls(bool is_short) {
  const std::uint64_t runs = is_short ? 5 : 50;
  std::uint64_t off = 0, reused = 0, laplace = 0, false_alarms = 0, weak = 0;
  const auto made = SubsetSelection::make(5, 1'000'000);
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    off += noise::differs(*made, noise::off_by_one(*made), 100'000, seed);
    reused += noise::differs(*made, noise::reused_randomness(*made), 100'000, seed);
    laplace += noise::tells_neighbours_apart(noise::textbook_laplace, 20'000, seed);
    false_alarms += noise::differs(*made, noise::shipped(*made), 100'000, seed);
    weak += !SubsetSelection::with(5, 1, noise::off_by_one_threshold(*made), 1'000'000);
  }
  return {{"runs", runs},
          {"off_by_one_caught", off},
          {"off_by_one_refused", weak},
          {"reused_randomness_caught", reused},
          {"textbook_laplace_caught", laplace},
          {"false_alarms", false_alarms}};
}

// A population of which a share of 1 / (i + 2) of what is left is in cell i; and how many standard errors its estimates are off.
ordered_json estimate(bool is_short) {
  const std::uint32_t population = is_short ? 100'000 : 1'000'000;
  double worst = 0;
  std::uint64_t estimates = 0;
  double bias = 0;
  for (const auto& [cells, micro] :
       {std::pair{2u, 1'000'000u}, {4u, 1'000'000u}, {9u, 500'000u}, {33u, 2'000'000u}, {64u, 1'000'000u}}) {
    const auto made = SubsetSelection::make(cells, micro);
    noise::RandomBytes random(cells);
    std::vector<std::uint64_t> truth(cells), counted(cells);
    for (std::uint32_t i = 0; i < population; ++i) {
      std::uint32_t cell = 0;
      while (cell + 1 < cells && random.next() % (cell + 2) != 0) ++cell;
      ++truth[cell];
      const std::uint64_t set = noise::drawn(*made, cell, random.bytes(noise::bytes_for(*made)));
      for (std::uint64_t rest = set; rest != 0; rest &= rest - 1)
        ++counted[static_cast<std::size_t>(std::countr_zero(rest))];
    }
    for (std::uint32_t cell = 0; cell < cells; ++cell, ++estimates) {
      const tools::Share share = tools::share_of(*made, counted[cell], population);
      const double off = (share.share - static_cast<double>(truth[cell]) / population) / share.error;
      worst = std::max(worst, std::abs(off));
      bias += off;
    }
  }
  return {{"population", population},
          {"estimates", estimates},
          {"worst_standard_errors", worst},
          {"mean_standard_errors", bias / static_cast<double>(estimates)}};
}

ordered_json audit_ledger(bool is_short) {
  using testing_ledger::Broken;
  const std::uint64_t sequences = is_short ? 20'000 : 1'000'000;
  const auto outcome = testing_ledger::compare(sequences * 50, 1);
  std::uint64_t found = 0;
  for (const Broken broken : {Broken::kRefunds, Broken::kForgetsTheClock}) {
    found += testing_ledger::compare(50'000, 2, broken).disagreements > 0;
  }
  return {{"sequences", outcome.sequences}, {"operations", outcome.operations},       {"deductions", outcome.spent},
          {"above_cap", outcome.above_cap}, {"disagreements", outcome.disagreements}, {"broken_ledgers_found", found}};
}

}  // namespace
}  // namespace noren

int main(int argc, char** argv) {
  const bool is_short = argc > 1 && std::string_view(argv[1]) == "--short";
  const nlohmann::ordered_json all{{"enumeration", noren::enumerate()},
                                   {"controls", noren::catch_controls(is_short)},
                                   {"estimators", noren::estimate(is_short)},
                                   {"ledger", noren::audit_ledger(is_short)}};
  std::printf("%s\n", all.dump(2).c_str());
  return 0;
}
