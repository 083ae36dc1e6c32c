// Checks of noise that fail for wrong noise, and the wrong noises that they must fail for. For unit tests and tests/prove/noise.cpp.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <random>
#include <vector>

#include "privacy/entropy.h"
#include "privacy/subset_selection.h"

namespace noren::testing_noise {

// Seeded bytes in the place of a cryptographic source.
class RandomBytes {
 public:
  explicit RandomBytes(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t next() { return engine_(); }
  std::vector<std::byte> bytes(std::size_t count) {
    std::vector<std::byte> bytes(count);
    for (std::size_t i = 0; i < count; i += 8) {
      const std::uint64_t word = engine_();
      std::memcpy(bytes.data() + i, &word, std::min<std::size_t>(8, count - i));
    }
    return bytes;
  }

 private:
  std::mt19937_64 engine_;
};

inline double ExactLn(std::uint32_t cells, std::uint32_t size, std::uint64_t threshold) {
  const long double t = static_cast<long double>(threshold);
  return static_cast<double>(logl(t * (cells - size) / ((18446744073709551616.0L - t) * size)));
}

// What a device makes of its cell: one set.
using Noise = std::function<std::uint64_t(std::uint32_t cell, RandomBytes& random)>;

inline std::uint64_t drawn(const privacy::SubsetSelection& noise, std::uint32_t cell, std::vector<std::byte> bytes) {
  privacy::Entropy entropy(bytes);
  const auto set = noise.draw(cell, entropy);
  return set ? *set : 0;
}
inline std::size_t bytes_for(const privacy::SubsetSelection& noise) { return (noise.size() + 9) * 8; }

inline Noise shipped(const privacy::SubsetSelection& noise) {
  return
      [noise](std::uint32_t cell, RandomBytes& random) { return drawn(noise, cell, random.bytes(bytes_for(noise))); };
}

// Takes the number of cells for one less where it makes the threshold: the truth comes out too often.
inline std::uint64_t off_by_one_threshold(const privacy::SubsetSelection& noise) {
  return privacy::threshold_for(noise.cells() - 1, noise.size(), noise.micro_epsilon());
}
inline Noise off_by_one(const privacy::SubsetSelection& noise) {
  const std::uint64_t threshold = off_by_one_threshold(noise);
  return [noise, threshold](std::uint32_t cell, RandomBytes& random) {
    const auto bytes = random.bytes(bytes_for(noise));
    std::uint64_t coin = 0;
    std::memcpy(&coin, bytes.data(), sizeof coin);
    std::uint64_t set = drawn(noise, cell, bytes);
    // With coins between the two thresholds the truth takes the place of another cell.
    if (coin >= noise.threshold() && coin < threshold) {
      set &= set - 1;
      set |= std::uint64_t{1} << cell;
    }
    return set;
  };
}

// Makes two reports of the same bytes.
inline Noise reused_randomness(const privacy::SubsetSelection& noise) {
  return [noise, kept = std::vector<std::byte>()](std::uint32_t cell, RandomBytes& random) mutable {
    if (!kept.empty()) return drawn(noise, cell, std::exchange(kept, {}));
    kept = random.bytes(bytes_for(noise));
    return drawn(noise, cell, kept);
  };
}

inline double choose(std::uint32_t n, std::uint32_t k) {
  double all = 1;
  for (std::uint32_t i = 1; i <= k; ++i) all = all * (n - k + i) / i;
  return all;
}

// Whether what comes out is not what the mechanism's integers say: each cell as often as it should be, and two reports in a row equal as
// often as two independent ones are. More than 5.5 standard deviations in any of them: for right noise once in some ten million times.
inline bool differs(const privacy::SubsetSelection& right, Noise noise, std::uint32_t draws, std::uint64_t seed) {
  RandomBytes random(seed);
  const auto strange = [&](double count, double n, double probability) {
    return std::abs(count - n * probability) > 5.5 * std::sqrt(n * probability * (1 - probability)) + 1;
  };
  const std::uint32_t d = right.cells();
  const double p = right.truth();
  const double same = p * p / choose(d - 1, right.size() - 1) + (1 - p) * (1 - p) / choose(d - 1, right.size());
  for (std::uint32_t cell = 0; cell < d; ++cell) {
    std::vector<double> counts(d);
    double equal = 0;
    std::uint64_t before = 0;
    for (std::uint32_t i = 0; i < draws; ++i) {
      const std::uint64_t set = noise(cell, random);
      for (std::uint32_t c = 0; c < d; ++c) counts[c] += static_cast<double>(set >> c & 1);
      if (i % 2 == 1 && set == before) ++equal;
      before = set;
    }
    for (std::uint32_t c = 0; c < d; ++c) {
      if (strange(counts[c], draws, c == cell ? p : right.other())) return true;
    }
    if (strange(equal, draws / 2, same)) return true;
  }
  return false;
}

// A count with noise for epsilon 1, as textbooks write it: the inverse of the distribution at a uniform floating-point number.
inline double textbook_laplace(double count, std::uint32_t bits) {
  const double u = static_cast<double>(bits) / 4294967296.0 - 0.5;
  return count - (u < 0 ? -1.0 : 1.0) * std::log(1 - 2 * std::abs(u));
}

// Whether outputs tell a count of 0 from one of 1 for certain: an output that no random number makes from the other count. By going back
// from the output to the few random numbers that could have made it.
inline bool tells_neighbours_apart(double (*noise)(double, std::uint32_t), int trials, std::uint64_t seed) {
  RandomBytes random(seed);
  const auto can_come_from = [&](double output, double count) {
    const double distance = output - count;
    const double u = (distance > 0 ? 1 : -1) * (-std::expm1(-std::abs(distance))) / 2;
    for (const double guess : {u, -u}) {
      const double bits = std::floor((guess + 0.5) * 4294967296.0);
      for (int step = -3; step <= 3; ++step) {
        const double candidate = bits + step;
        if (candidate < 0 || candidate > 4294967295.0) continue;
        if (noise(count, static_cast<std::uint32_t>(candidate)) == output) return true;
      }
    }
    return false;
  };
  int certain = 0;
  for (int i = 0; i < trials; ++i) {
    const double output = noise(0, static_cast<std::uint32_t>(random.next() >> 32));
    if (can_come_from(output, 0) && !can_come_from(output, 1)) ++certain;
  }
  return certain > trials / 100;
}

}  // namespace noren::testing_noise
