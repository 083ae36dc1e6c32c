#include "core/base/numeric.h"

#include <bit>
#include <cstdint>

namespace noren {
namespace {

constexpr double kLn2 = 0.693147180559945309417;

// 2^n for -1022 <= n <= 1023, built from the exponent bits.
double power_of_two(int n) { return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52); }

}  // namespace

double exp2_exact(double x) {
  if (!(x >= -1000.0)) return 0.0;
  if (x > 1000.0) x = 1000.0;
  // x = n + r with |r| <= 1/2, then the Taylor series of e^(r ln 2); 14 terms leave less than 1e-15.
  const double shifted = x + 0.5;
  int n = static_cast<int>(shifted);
  if (static_cast<double>(n) > shifted) --n;
  const double t = (x - static_cast<double>(n)) * kLn2;
  double sum = 1.0;
  for (int k = 14; k >= 1; --k) sum = 1.0 + sum * t / static_cast<double>(k);
  return sum * power_of_two(n);
}

double log2_exact(double x) {
  if (!(x > 0.0)) return -1000.0;
  int exponent = 0;
  if (x < 0x1p-1022) {  // subnormal: scale into the normal range first
    x *= 0x1p54;
    exponent = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0xfffffffffffffu) | 0x3ff0000000000000u);  // 1 <= m < 2
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++exponent;
  }
  // ln m = 2 artanh((m-1)/(m+1)); |z| < 0.172, so 10 odd terms leave less than 1e-16.
  const double z = (m - 1.0) / (m + 1.0);
  const double z2 = z * z;
  double sum = 0.0;
  for (int k = 19; k >= 1; k -= 2) sum = sum * z2 + 1.0 / static_cast<double>(k);
  return static_cast<double>(exponent) + 2.0 * z * sum / kLn2;
}

}  // namespace noren
