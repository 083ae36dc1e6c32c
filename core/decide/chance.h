// Chance without randomness: numbers that look drawn, and are functions of what they are for. The same visitor, purpose and
// contender give the same number on every machine, so that choices by chance stay, and can be repeated.
// Not for secrets, and not for noise that protects anybody.
#pragma once

#include <cstdint>
#include <limits>

#include "core/base/hash.h"
#include "core/base/numeric.h"
#include "core/profile/profile.h"

namespace noren::decide {

using Seed = profile::Profile::Seed;

// The visitor's number for a purpose: a campaign's hash64(id), say. Numbers for different purposes are independent.
constexpr std::uint64_t visitor_number(const Seed& seed, std::uint64_t purpose) {
  return mix64(seed[0] ^ mix64(seed[1] ^ purpose));
}

// Between 0 and 1, both excluded, from the 53 upper bits.
constexpr double unit_interval(std::uint64_t bits) { return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53; }

// Whether the visitor belongs to that share (0 to 1) of all. A share that grows takes in others and sends nobody away.
constexpr bool within_share(std::uint64_t visitor, double share) { return unit_interval(mix64(visitor)) < share; }

// When a contender arrives: exponentially distributed with its weight as the rate, so that the first to arrive has its share of
// visitors by weight, and another's weight does not touch its time (weighted rendezvous hashing). Never, for weight 0.
inline double arrival(std::uint64_t visitor, std::uint64_t contender, double weight) {
  if (!(weight > 0)) return std::numeric_limits<double>::infinity();
  return -log2_exact(unit_interval(mix64(visitor ^ mix64(contender)))) / weight;
}

// A stream of numbers that look drawn: SplitMix64 (Steele, Lea, Flood 2014).
class Draws {
 public:
  explicit constexpr Draws(std::uint64_t key) : state_(key) {}
  constexpr double unit() { return unit_interval(mix64(state_ += 0x9e3779b97f4a7c15u)); }

 private:
  std::uint64_t state_;
};

// One number from the beta distribution of the shapes a, b > 0: how likely a success may be, after a - 1 successes and b - 1
// failures. Made of IEEE operations only: the same bits natively and in WebAssembly. O(1) expected, bounded.
double draw_beta(double a, double b, Draws draws);

}  // namespace noren::decide
