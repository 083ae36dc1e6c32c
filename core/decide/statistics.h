// What an experiment's totals say, and how many visitors one needs: for whoever reads results, at a desk. No visitor's browser
// needs it, and the WebAssembly module does not contain it.
//
// Each arm's rate has a beta posterior from a uniform prior. Totals of reports that randomized response noised (docs/experiments.md)
// are read through it: the rate of noised answers is a straight line of the true rate, so its posterior is stretched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace noren::decide {

// Totals of one arm: how many saw it, and how many of them reached the goal (or, with noise, said so).
struct ArmTotals {
  std::string id;
  double weight = 1;     // its share of visitors, in proportion to the others'
  double shown = 0;      // whole, 0 to 1e12
  double succeeded = 0;  // whole, 0 to shown
};

struct Interval {
  double low = 0;
  double high = 0;
};

// An arm's rate, and how it stands against the first arm.
struct ArmResult {
  double rate = 0;    // succeeded / shown, the noise taken out; 0 where nobody saw it. Noise can make it negative
  Interval credible;  // holds the true rate with probability `credibility`
  double probability_best = 0;    // that no other arm's rate is higher
  double difference = 0;          // rate less the first arm's rate
  Interval difference_credible;   // of that difference; all zero for the first arm
  double probability_better = 0;  // that the rate is above the first arm's; 0 for the first arm
};

struct ExperimentResult {
  std::vector<ArmResult> arms;  // in the order given
  // How likely shares as far from the weights as these are, if chance alone dealt the visitors (chi-square). Below
  // kMismatch something else dealt them, and no other number here should be trusted.
  double share_probability = 1;
  bool shares_mismatch = false;
};
inline constexpr double kMismatch = 0.001;

// Errors: kInvalidArgument, with the arm's place as path, for fewer than 2 or more than 100 arms, numbers out of range, and weights
// that sum to nothing. epsilon 0: totals in clear. O(arms^2).
Result<ExperimentResult> read_experiment(const std::vector<ArmTotals>& arms, double epsilon = 0,
                                         double credibility = 0.95);

// What an experiment should be able to find out.
struct ExperimentPlan {
  double baseline = 0;  // rate of the control, between 0 and 1
  double lift = 0;      // relative: 0.1 looks for baseline * 1.1; not 0, above -1
  double power = 0.8;   // probability to find a lift that is there
  double alpha = 0.05;  // probability to find one that is not, in either direction
  double epsilon = 0;   // of each visitor's one report, by binary randomized response; 0: totals in clear
};

// Visitors that each of two arms needs, to the nearest whole one: normal approximation of the difference of two rates. With noise,
// both rates are those of noised answers. Errors: kInvalidArgument with the member's name as path. O(1).
Result<double> visitors_per_arm(const ExperimentPlan& plan);

// P(X >= x) of the chi-square distribution, 1 to 1000 degrees of freedom, to 1e-10.
double chi_square_tail(double x, std::size_t degrees);

// The z below which a standard normal number lies with probability p, 0 < p < 1, to 1e-9.
double normal_quantile(double p);

}  // namespace noren::decide
