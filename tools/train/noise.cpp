#include "tools/train/noise.h"

#include <sys/random.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <span>

#include "core/base/hash.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

constexpr std::uint32_t kThousand = 1000;
constexpr std::uint64_t kLargest = std::uint64_t{1} << 62;

// True with probability numerator / denominator.
bool chance(std::uint64_t numerator, std::uint64_t denominator, NoiseSource& source) {
  return source.below(denominator) < numerator;
}

// True with probability exp(-numerator / denominator), of a fraction up to 1.
bool chance_of_exp(std::uint64_t numerator, std::uint64_t denominator, NoiseSource& source) {
  std::uint64_t k = 1;
  while (chance(numerator, denominator * k, source)) ++k;
  return k % 2 == 1;
}

// Count plus unit * noise, held within 0 and what a sum may be.
std::uint64_t noised(std::uint64_t count, std::uint64_t unit, std::uint32_t thousandths, NoiseSource& source) {
  const std::int64_t noise = discrete_laplace(thousandths, source);
  const std::uint64_t size = noise < 0 ? static_cast<std::uint64_t>(-noise) : static_cast<std::uint64_t>(noise);
  const std::uint64_t amount = size > kLargest / unit ? kLargest : size * unit;
  if (noise < 0) return count > amount ? count - amount : 0;
  return std::min(count + amount, kLargest);
}

std::uint32_t noised(std::uint32_t count, std::uint32_t thousandths, NoiseSource& source) {
  const std::uint64_t value = noised(std::uint64_t{count}, 1, thousandths, source);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

std::uint64_t largest(std::span<const std::uint32_t> weights) {
  return *std::max_element(weights.begin(), weights.end());
}

}  // namespace

std::uint64_t NoiseSource::bits() {
  if (seed_) return mix64(*seed_ + 0x9e3779b97f4a7c15u * ++drawn_);
  if (left_ == 0) {
    // Up to 256 bytes a call are never cut short; without random bits there is no privacy, so there is no going on.
    constexpr std::size_t kAtOnce = 256;
    const auto bytes = std::as_writable_bytes(std::span(buffer_));
    for (std::size_t at = 0; at < bytes.size(); at += kAtOnce) {
      if (getrandom(bytes.data() + at, kAtOnce, 0) != static_cast<ssize_t>(kAtOnce)) std::abort();
    }
    left_ = buffer_.size();
  }
  return buffer_[--left_];
}

std::uint64_t NoiseSource::below(std::uint64_t bound) {
  // What is left of 2^64 after whole multiples of the bound would favour small numbers: drawn again.
  const std::uint64_t refused = (0 - bound) % bound;
  for (;;) {
    const std::uint64_t drawn = bits();
    if (drawn >= refused) return drawn % bound;
  }
}

std::optional<std::uint32_t> parse_epsilon(std::string_view text) {
  const auto number = parse_number(text);
  if (!number) return std::nullopt;
  const double thousandths = *number * kThousand;
  const auto whole = static_cast<std::int64_t>(std::floor(thousandths + 0.5));
  constexpr double kTolerance = 1e-6;
  const double off = thousandths - static_cast<double>(whole);
  if (*number > kThousand || whole < 1 || off > kTolerance || off < -kTolerance) return std::nullopt;
  return static_cast<std::uint32_t>(whole);
}

std::string epsilon_text(std::uint32_t thousandths) {
  std::string text = std::to_string(thousandths / kThousand);
  std::string rest = std::to_string(kThousand + thousandths % kThousand).substr(1);
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  return rest.empty() ? text : text + "." + rest;
}

std::int64_t discrete_laplace(std::uint32_t thousandths, NoiseSource& source) {
  for (;;) {
    const std::uint64_t rest = source.below(kThousand);
    if (!chance_of_exp(rest, kThousand, source)) continue;
    std::uint64_t whole = 0;
    while (chance_of_exp(1, 1, source)) ++whole;
    const auto size = static_cast<std::int64_t>((rest + kThousand * whole) / thousandths);
    const bool negative = chance(1, 2, source);
    if (negative && size == 0) continue;  // 0 has one sign
    return negative ? -size : size;
  }
}

void add_noise(PairCounts& counts, const CountingParameters& parameters, std::uint32_t thousandths,
               NoiseSource& source) {
  const std::uint32_t half = std::max<std::uint32_t>(thousandths / 2, 1);
  const std::uint64_t age = largest(parameters.age);
  const std::uint64_t viewed = largest(parameters.distance) *
                               std::max({parameters.forward, parameters.backward, parameters.self}) *
                               std::max(largest(std::span(parameters.length).subspan(2)), std::uint64_t{1}) * age;
  for (std::size_t r = 0; r < kCountedRelations; ++r) {
    for (PairCount& pair : counts.pairs[r]) {
      pair.sum = noised(pair.sum, r == kViewedCounts ? viewed : age, half, source);
      pair.sessions = noised(pair.sessions, half, source);
    }
    std::erase_if(counts.pairs[r], [](const PairCount& pair) { return pair.sum == 0 || pair.sessions == 0; });
  }
  const std::uint64_t trend = largest(parameters.trend);
  for (ItemCount& item : counts.items) {
    item.sessions = noised(item.sessions, half, source);
    item.trend = noised(item.trend, trend, half, source);
  }
}

}  // namespace noren::tools
