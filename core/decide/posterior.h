// A beta posterior as a table, for integrals that have no closed form.
#pragma once

#include <array>
#include <cstddef>

#include "core/decide/statistics.h"

namespace noren::decide {

// The rate behind `succeeded` of `shown`, after a uniform prior: Beta(1 + succeeded, 1 + shown - succeeded).
class Posterior {
 public:
  Posterior(double shown, double succeeded);

  // P(rate <= x), to about 1e-6.
  double below(double x) const;
  // The x with below(x) = p.
  double quantile(double p) const;

  // Calls visit(x, probability) for small cells that cover the distribution; probabilities sum to 1.
  template <typename Visit>
  void for_each_cell(const Visit& visit) const {
    for (std::size_t i = 0; i < kCells; ++i) {
      visit(low_ + (static_cast<double>(i) + 0.5) * width_, cumulative_[i + 1] - cumulative_[i]);
    }
  }

 private:
  static constexpr std::size_t kCells = 4096;
  double low_ = 0;    // outside of the cells the density is below e^-40 of its peak
  double width_ = 0;  // of a cell
  std::array<double, kCells + 1> cumulative_{};
};

}  // namespace noren::decide
