// The noise of a report: subset selection (Ye and Barg 2018). Instead of the true one of d cells a device names a set of w cells, which
// holds the true one with probability T / 2^64 and is otherwise uniform. With w = 1 that is randomized response over d answers.
//
// Local differential privacy: whatever the true cell, every set is about as likely, within a factor of e^epsilon. A set that holds the
// true cell has probability T/2^64 / C(d-1, w-1), one that does not (1 - T/2^64) / C(d-1, w), so the factor is exactly
// T (d-w) / ((2^64 - T) w), and no number between the draw and the set is a floating-point one. Epsilon is taken from that fraction,
// rounded up to a whole millionth; what exceeds the epsilon declared is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "privacy/entropy.h"

namespace noren::privacy {

inline constexpr std::uint32_t kLeastCells = 2;
inline constexpr std::uint32_t kMostCells = 64;
inline constexpr std::uint32_t kMostMicroEpsilon = 5'000'000;  // of one report
inline constexpr std::uint32_t kUnbounded = 0xffffffffu;       // an epsilon above 6

class SubsetSelection {
 public:
  // The set size with the least variance for a rare cell, and the largest T that the epsilon allows.
  // Errors: kInvalidArgument for numbers of cells or an epsilon out of range. O(cells).
  static Result<SubsetSelection> make(std::uint32_t cells, std::uint32_t micro_epsilon);

  // Any size and threshold. Errors: kInvalidArgument where they make no mechanism, or one whose epsilon exceeds micro_epsilon.
  static Result<SubsetSelection> with(std::uint32_t cells, std::uint32_t size, std::uint64_t threshold,
                                      std::uint32_t micro_epsilon);

  // Draws a set, as bits: bit c for cell c; always size() of them. Takes size() + 1 draws of entropy whatever the cell is (more where
  // one is rejected, with a probability below 2^-57). Errors: kInvalidArgument for a cell that is none, kLimitExceeded where the
  // entropy runs out.
  Result<std::uint64_t> draw(std::uint32_t cell, Entropy& entropy) const;

  std::uint32_t cells() const { return cells_; }
  std::uint32_t size() const { return size_; }
  std::uint64_t threshold() const { return threshold_; }
  std::uint32_t micro_epsilon() const { return micro_epsilon_; }  // as declared
  // Probability that the set holds the true cell, and that it holds any one other.
  double truth() const;
  double other() const;
  // Of the estimated share of a cell that hardly anybody is in, times the number of reports.
  double variance() const;

 private:
  SubsetSelection() = default;
  std::uint32_t cells_ = 0;
  std::uint32_t size_ = 0;
  std::uint64_t threshold_ = 0;
  std::uint32_t micro_epsilon_ = 0;
};

// The epsilon of a size and a threshold, in millionths, rounded up; kUnbounded above 6. From integers alone. O(1).
std::uint32_t micro_epsilon_of(std::uint32_t cells, std::uint32_t size, std::uint64_t threshold);

// The largest threshold of that size whose epsilon does not exceed micro_epsilon (at most 6,000,000). O(1).
std::uint64_t threshold_for(std::uint32_t cells, std::uint32_t size, std::uint32_t micro_epsilon);

}  // namespace noren::privacy
