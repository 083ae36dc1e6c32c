#include "core/decide/posterior.h"

#include <algorithm>

#include "core/base/numeric.h"

namespace noren::decide {
namespace {

constexpr double kLn2 = 0.693147180559945309417;
constexpr double kDepth = 40 / kLn2;  // e^-40, as a power of 2
constexpr int kHalvings = 60;

}  // namespace

Posterior::Posterior(double shown, double succeeded) {
  const double failed = shown - succeeded;
  const double mode = shown > 0 ? succeeded / shown : 0.5;
  // The density's logarithm to base 2, without its constant. 0 * log 0 is 0 here.
  const auto height = [&](double x) {
    return (succeeded > 0 ? succeeded * log2_exact(x) : 0) + (failed > 0 ? failed * log2_exact(1 - x) : 0);
  };
  const double peak = height(mode);
  // Where the density has fallen by e^40 between the mode and an end; the end itself where it never does.
  const auto edge = [&](double end) {
    if (peak - height(end) < kDepth) return end;
    double inside = mode;
    double outside = end;
    for (int i = 0; i < kHalvings; ++i) {
      const double middle = 0.5 * (inside + outside);
      (peak - height(middle) < kDepth ? inside : outside) = middle;
    }
    return outside;
  };
  low_ = edge(0);
  width_ = (edge(1) - low_) / static_cast<double>(kCells);
  double sum = 0;
  for (std::size_t i = 0; i < kCells; ++i) {
    sum += exp2_exact(height(low_ + (static_cast<double>(i) + 0.5) * width_) - peak);
    cumulative_[i + 1] = sum;
  }
  for (double& value : cumulative_) value /= sum;
}

double Posterior::below(double x) const {
  const double cells = (x - low_) / width_;
  if (cells <= 0) return 0;
  if (cells >= static_cast<double>(kCells)) return 1;
  const auto i = static_cast<std::size_t>(cells);
  return cumulative_[i] + (cells - static_cast<double>(i)) * (cumulative_[i + 1] - cumulative_[i]);
}

double Posterior::quantile(double p) const {
  const auto after = std::lower_bound(cumulative_.begin() + 1, cumulative_.end() - 1, p);
  const auto i = static_cast<std::size_t>(after - cumulative_.begin()) - 1;
  const double cell = cumulative_[i + 1] - cumulative_[i];
  const double part = cell > 0 ? (p - cumulative_[i]) / cell : 0;
  return low_ + (static_cast<double>(i) + part) * width_;
}

}  // namespace noren::decide
