#include "core/decide/chance.h"

#include <cmath>

namespace noren::decide {
namespace {

constexpr double kLn2 = 0.693147180559945309417;
constexpr int kMaxAttempts = 64;  // one in 20 fails, at most; 64 in a row never do

double ln(double x) { return log2_exact(x) * kLn2; }

// Standard normal: the polar method of Marsaglia, its second number unused.
double draw_normal(Draws& draws) {
  for (int i = 0; i < kMaxAttempts; ++i) {
    const double x = 2 * draws.unit() - 1;
    const double y = 2 * draws.unit() - 1;
    const double square = x * x + y * y;
    if (square < 1) return x * std::sqrt(-2 * ln(square) / square);
  }
  return 0;
}

// Marsaglia and Tsang, "A simple method for generating gamma variables" (2000).
double draw_gamma(double shape, Draws& draws) {
  if (shape < 1) {
    const double power = log2_exact(draws.unit()) / shape;
    return draw_gamma(shape + 1, draws) * exp2_exact(power);
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1 / std::sqrt(9 * d);
  for (int i = 0; i < kMaxAttempts; ++i) {
    const double x = draw_normal(draws);
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (ln(draws.unit()) < 0.5 * x * x + d - d * v + d * ln(v)) return d * v;
  }
  return d;
}

}  // namespace

double draw_beta(double a, double b, Draws draws) {
  const double x = draw_gamma(a, draws);
  const double y = draw_gamma(b, draws);
  return x + y > 0 ? x / (x + y) : a / (a + b);  // both can vanish where both shapes are tiny
}

}  // namespace noren::decide
