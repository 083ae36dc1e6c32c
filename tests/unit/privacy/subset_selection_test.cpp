// The noise of reports: what its integers promise, that the code does what they say, and that these tests catch noise that is wrong.
#include "privacy/subset_selection.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <random>
#include <vector>

#include "privacy/entropy.h"
#include "tests/support/noise_checks.h"

namespace noren::privacy {
namespace {

using testing_noise::ExactLn;
using testing_noise::RandomBytes;

TEST(SubsetSelection, NeverCostsMoreThanDeclaredAndNoOtherSizeIsBetter) {
  for (std::uint32_t cells = kLeastCells; cells <= kMostCells; ++cells) {
    for (std::uint32_t micro = 250'000; micro <= kMostMicroEpsilon; micro += 250'000) {
      const auto noise = SubsetSelection::make(cells, micro);
      ASSERT_TRUE(noise.has_value());
      const std::uint32_t exact = micro_epsilon_of(cells, noise->size(), noise->threshold());
      EXPECT_LE(exact, micro);
      EXPECT_GE(exact + 1, micro) << "epsilon is given away";
      // A second way to the same number, by the C library.
      EXPECT_NEAR(exact / 1e6, ExactLn(cells, noise->size(), noise->threshold()), 2e-6);
      for (std::uint32_t size = 1; size < cells; ++size) {
        const auto other = SubsetSelection::with(cells, size, threshold_for(cells, size, micro), micro);
        ASSERT_TRUE(other.has_value()) << cells << " " << size << " " << micro;
        EXPECT_GE(other->variance(), noise->variance() * (1 - 1e-12)) << cells << " " << size << " " << micro;
      }
    }
  }
}

TEST(SubsetSelection, IsRandomizedResponseForFewCells) {
  const auto noise = SubsetSelection::make(2, 1'000'000);
  ASSERT_TRUE(noise.has_value());
  EXPECT_EQ(noise->size(), 1u);
  const double e = std::exp(1.0);
  EXPECT_NEAR(noise->truth(), e / (1 + e), 1e-12);
  EXPECT_NEAR(noise->variance(), e / ((e - 1) * (e - 1)), 1e-9);
}

// n Var of the published comparison of mechanisms, to the digits given there.
TEST(SubsetSelection, HasThePublishedVariances) {
  struct Row {
    std::uint32_t cells, micro, size;
    double variance;
  };
  for (const Row& row :
       {Row{4, 1'000'000, 1, 1.60}, Row{8, 500'000, 3, 11.8}, Row{8, 1'000'000, 2, 2.57}, Row{12, 1'000'000, 3, 2.93},
        Row{16, 2'000'000, 2, 0.52}, Row{32, 1'000'000, 8, 3.40}, Row{32, 3'000'000, 1, 0.14}}) {
    const auto noise = SubsetSelection::make(row.cells, row.micro);
    ASSERT_TRUE(noise.has_value());
    EXPECT_EQ(noise->size(), row.size);
    EXPECT_NEAR(noise->variance(), row.variance, row.variance * 0.02);
  }
}

TEST(SubsetSelection, RefusesNoiseThatIsWeakerThanDeclared) {
  const auto noise = SubsetSelection::make(5, 2'000'000);
  ASSERT_TRUE(noise.has_value());
  const std::uint64_t threshold = noise->threshold();
  EXPECT_TRUE(SubsetSelection::with(5, 1, threshold, 2'000'000).has_value());
  EXPECT_FALSE(SubsetSelection::with(5, 1, threshold + (threshold >> 18), 2'000'000).has_value());
  EXPECT_FALSE(SubsetSelection::with(5, 1, ~std::uint64_t{0}, 2'000'000).has_value());
  EXPECT_FALSE(SubsetSelection::with(5, 1, 1, 2'000'000).has_value()) << "hiding the truth too well tells it, too";
  EXPECT_FALSE(SubsetSelection::with(5, 1, 0, 2'000'000).has_value());
  EXPECT_FALSE(SubsetSelection::with(5, 5, threshold, 2'000'000).has_value());
  EXPECT_FALSE(SubsetSelection::make(1, 1'000'000).has_value());
  EXPECT_FALSE(SubsetSelection::make(65, 1'000'000).has_value());
  EXPECT_FALSE(SubsetSelection::make(2, 0).has_value());
  EXPECT_FALSE(SubsetSelection::make(2, 5'000'001).has_value());
}

TEST(SubsetSelection, NamesSoManyCellsWhateverIsTrue) {
  RandomBytes random(7);
  for (const std::uint32_t cells : {2u, 3u, 9u, 64u}) {
    const auto noise = SubsetSelection::make(cells, 250'000);
    ASSERT_TRUE(noise.has_value());
    for (std::uint32_t cell = 0; cell < cells; ++cell) {
      auto bytes = random.bytes(2000);
      Entropy entropy(bytes);
      const auto set = noise->draw(cell, entropy);
      ASSERT_TRUE(set.has_value());
      EXPECT_EQ(std::popcount(*set), static_cast<int>(noise->size()));
      if (cells < 64) {
        EXPECT_EQ(*set >> cells, 0u);
      }
    }
    auto bytes = random.bytes(2000);
    Entropy entropy(bytes);
    EXPECT_FALSE(noise->draw(cells, entropy).has_value());
  }
}

TEST(SubsetSelection, TakesTheSameRandomnessForEveryCell) {
  RandomBytes random(8);
  const auto noise = SubsetSelection::make(9, 500'000);
  ASSERT_TRUE(noise.has_value());
  const std::size_t needed = (noise->size() + 1) * sizeof(std::uint64_t);
  for (std::uint32_t cell = 0; cell < 9; ++cell) {
    auto enough = random.bytes(needed);
    Entropy all(enough);
    EXPECT_TRUE(noise->draw(cell, all).has_value());
    auto few = random.bytes(needed - 1);
    Entropy short_of(few);
    EXPECT_FALSE(noise->draw(cell, short_of).has_value());
  }
}

TEST(Entropy, IsUsedOnceAndFailsForEverWhenItHasRunOut) {
  RandomBytes random(9);
  auto bytes = random.bytes(24);
  Entropy first(bytes);
  std::uint64_t bits = 0;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(first.take(bits));
  EXPECT_FALSE(first.take(bits));
  Entropy again(bytes);
  EXPECT_FALSE(again.take(bits)) << "the bytes were used before";
  auto half = random.bytes(16);
  for (std::size_t i = 0; i < 8; ++i) half[i] = std::byte{0};
  Entropy unfilled(half);
  EXPECT_FALSE(unfilled.take(bits));
  EXPECT_FALSE(unfilled.take(bits));
}

TEST(Entropy, PicksUniformlyBelowAnyNumber) {
  RandomBytes random(10);
  for (const std::uint64_t n : {1ull, 2ull, 3ull, 7ull, 63ull}) {
    std::vector<std::uint64_t> counts(static_cast<std::size_t>(n));
    constexpr std::uint64_t kDraws = 70'000;
    auto bytes = random.bytes(kDraws * 8);
    Entropy entropy(bytes);
    for (std::uint64_t i = 0; i < kDraws; ++i) {
      std::uint64_t number = 0;
      ASSERT_TRUE(entropy.below(n, number));
      ++counts.at(static_cast<std::size_t>(number));
    }
    for (const std::uint64_t count : counts) {
      const double expected = static_cast<double>(kDraws) / static_cast<double>(n);
      EXPECT_NEAR(static_cast<double>(count), expected, 6 * std::sqrt(expected) + 1);
    }
  }
}

// Three quarters of all numbers are below the largest multiple of this n, so one draw in four must be thrown away.
TEST(Entropy, ThrowsAwayWhatWouldFavourSmallNumbers) {
  RandomBytes random(11);
  constexpr std::uint64_t n = (std::uint64_t{1} << 63) + (std::uint64_t{1} << 62);
  auto bytes = random.bytes(80'000);
  Entropy entropy(bytes);
  int low = 0;
  int all = 0;
  for (std::uint64_t number = 0; entropy.below(n, number); ++all) low += number < n / 2 ? 1 : 0;
  EXPECT_NEAR(all, 7500, 300);
  EXPECT_NEAR(low, all / 2, 300);
}

TEST(NoiseChecks, FindNothingWrongWithTheNoiseThatIsShipped) {
  for (const std::uint32_t cells : {2u, 5u, 9u}) {
    const auto noise = SubsetSelection::make(cells, 1'000'000);
    ASSERT_TRUE(noise.has_value());
    EXPECT_FALSE(testing_noise::differs(*noise, testing_noise::shipped(*noise), 200'000, 3));
  }
}

TEST(NoiseChecks, CatchEveryWrongNoiseEveryTime) {
  const auto noise = SubsetSelection::make(5, 1'000'000);
  ASSERT_TRUE(noise.has_value());
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    EXPECT_TRUE(testing_noise::differs(*noise, testing_noise::off_by_one(*noise), 200'000, seed)) << seed;
    EXPECT_TRUE(testing_noise::differs(*noise, testing_noise::reused_randomness(*noise), 200'000, seed)) << seed;
    EXPECT_TRUE(testing_noise::tells_neighbours_apart(testing_noise::textbook_laplace, 20'000, seed)) << seed;
  }
}

}  // namespace
}  // namespace noren::privacy
