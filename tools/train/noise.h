// Noise for counts that become public: discrete Laplace, sampled exactly with whole numbers (Canonne, Kamath and Steinke, "The
// Discrete Gaussian for Differential Privacy", 2020), because sampling it with floating-point numbers gives the true count away.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tools/train/counting.h"

namespace noren::tools {

// Random bits from the system's cryptographic source, or, for tests, from a seed that everybody may know.
class NoiseSource {
 public:
  explicit NoiseSource(std::optional<std::uint64_t> seed = std::nullopt) : seed_(seed) {}
  std::uint64_t bits();
  std::uint64_t below(std::uint64_t bound);  // uniform; bound >= 1

 private:
  std::optional<std::uint64_t> seed_;
  std::uint64_t drawn_ = 0;
  std::array<std::uint64_t, 512> buffer_{};
  std::size_t left_ = 0;
};

// An epsilon is a whole number of thousandths, so that its probabilities can be drawn exactly. Of "0.5" or "2": nothing for what is
// not from 0.001 to 1000.
std::optional<std::uint32_t> parse_epsilon(std::string_view text);

std::string epsilon_text(std::uint32_t thousandths);  // "0.5"

// A whole number x with a probability that falls with exp(-|x| * thousandths / 1000).
std::int64_t discrete_laplace(std::uint32_t thousandths, NoiseSource& source);

// Adds noise to what a shop model shows of each pair (how many visitors support it, and its sum) and of each item (its visitors, and
// its trend): half of epsilon to each of the two numbers, in units of the most that one session adds to it. What falls to 0
// or below is left out, and below 0 is 0. Pairs that nobody made stay out; so the promise is about the numbers, not about a pair's
// being there, which min_sessions guards. Apply it to counts with all pairs, before rare ones are dropped.
void add_noise(PairCounts& counts, const CountingParameters& parameters, std::uint32_t thousandths,
               NoiseSource& source);

}  // namespace noren::tools
