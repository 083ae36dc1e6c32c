#include "privacy/subset_selection.h"

#include <utility>

namespace noren::privacy {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr double kTwo64 = 18446744073709551616.0;
constexpr std::uint32_t kMostExact = 6'000'000;  // up to here all products below fit 128 bits
constexpr unsigned kFraction = 48;

// e^(micro / 10^6) in units of 2^-48, rounded down; micro at most kMostExact. Every term of the series is positive and cut off, so the
// sum is never too large; made with eight bits more than it keeps, it is too small by less than one part in 2^47.
Wide exp_below(std::uint32_t micro) {
  constexpr unsigned kSpare = 8;
  Wide term = Wide{1} << (kFraction + kSpare);
  Wide sum = 0;
  for (std::uint32_t k = 1; term != 0; ++k) {
    sum += term;
    term = term * micro / (Wide{1'000'000} * k);
  }
  return sum >> kSpare;
}

}  // namespace

std::uint32_t micro_epsilon_of(std::uint32_t cells, std::uint32_t size, std::uint64_t threshold) {
  // more / less is the largest factor between two true cells, for a set that one of them is in.
  Wide more = Wide{threshold} * (cells - size);
  Wide less = (Wide{1} << 64) - threshold;
  less *= size;
  if (more < less) std::swap(more, less);
  if (less == 0) return kUnbounded;
  const auto covers = [&](std::uint32_t micro) { return (more << kFraction) <= exp_below(micro) * less; };
  if (!covers(kMostExact)) return kUnbounded;
  std::uint32_t low = 0;
  std::uint32_t high = kMostExact;
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (covers(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

std::uint64_t threshold_for(std::uint32_t cells, std::uint32_t size, std::uint32_t micro_epsilon) {
  // T / 2^64 = w E / (w E + d - w)
  const Wide inside = exp_below(micro_epsilon) * size;
  const Wide outside = Wide{cells - size} << kFraction;
  return static_cast<std::uint64_t>((inside << 64) / (inside + outside));
}

double SubsetSelection::truth() const { return static_cast<double>(threshold_) / kTwo64; }

double SubsetSelection::other() const {
  const double p = truth();
  return (p * (size_ - 1.0) + (1.0 - p) * size_) / (cells_ - 1.0);
}

double SubsetSelection::variance() const {
  const double q = other();
  const double signal = truth() - q;
  return q * (1.0 - q) / (signal * signal);
}

Result<SubsetSelection> SubsetSelection::with(std::uint32_t cells, std::uint32_t size, std::uint64_t threshold,
                                              std::uint32_t micro_epsilon) {
  if (cells < kLeastCells || cells > kMostCells || size < 1 || size >= cells || threshold == 0) {
    return fail(ErrorCode::kInvalidArgument, "there is no such noise", "cells");
  }
  if (micro_epsilon > kMostMicroEpsilon || micro_epsilon_of(cells, size, threshold) > micro_epsilon) {
    return fail(ErrorCode::kInvalidArgument, "the noise is weaker than declared", "epsilon");
  }
  SubsetSelection made;
  made.cells_ = cells;
  made.size_ = size;
  made.threshold_ = threshold;
  made.micro_epsilon_ = micro_epsilon;
  return made;
}

Result<SubsetSelection> SubsetSelection::make(std::uint32_t cells, std::uint32_t micro_epsilon) {
  if (cells < kLeastCells || cells > kMostCells || micro_epsilon == 0 || micro_epsilon > kMostMicroEpsilon) {
    return fail(ErrorCode::kInvalidArgument, "there is no such noise", "epsilon");
  }
  SubsetSelection best;
  for (std::uint32_t size = 1; size <= cells / 2; ++size) {
    SubsetSelection made;
    made.cells_ = cells;
    made.size_ = size;
    made.threshold_ = threshold_for(cells, size, micro_epsilon);
    made.micro_epsilon_ = micro_epsilon;
    if (size == 1 || made.variance() < best.variance()) best = made;
  }
  return with(cells, best.size_, best.threshold_, micro_epsilon);
}

Result<std::uint64_t> SubsetSelection::draw(std::uint32_t cell, Entropy& entropy) const {
  if (cell >= cells_) return fail(ErrorCode::kInvalidArgument, "there is no such cell", "cell");
  const auto run_out = [] { return fail(ErrorCode::kLimitExceeded, "the randomness has run out", "entropy"); };
  std::uint64_t coin = 0;
  if (!entropy.take(coin)) return run_out();
  // size() of the other cells in an order drawn by chance (Fisher and Yates); where the true one is in the set, the last gives way.
  std::uint8_t others[kMostCells];
  for (std::uint32_t i = 0; i + 1 < cells_; ++i) others[i] = static_cast<std::uint8_t>(i < cell ? i : i + 1);
  std::uint64_t before_last = 0;
  std::uint64_t last = 0;
  for (std::uint32_t i = 0; i < size_; ++i) {
    std::uint64_t further = 0;
    if (!entropy.below(cells_ - 1 - i, further)) return run_out();
    std::swap(others[i], others[i + further]);
    before_last |= last;
    last = std::uint64_t{1} << others[i];
  }
  return before_last | (coin < threshold_ ? std::uint64_t{1} << cell : last);
}

}  // namespace noren::privacy
