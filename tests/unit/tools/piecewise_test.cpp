#include "tools/train/piecewise.h"

#include <gtest/gtest.h>

namespace noren::tools {
namespace {

TEST(PiecewiseCounterTest, CountsWhatCountingAtOnceCounts) {
  constexpr std::size_t kItems = 300;
  Sessions whole(kItems);
  std::uint32_t state = 1;
  const auto below = [&](std::uint32_t n) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
  };
  const CountingParameters parameters = counting_parameters({}, age_steps(0, 100'000));
  PiecewiseCounter counter(kItems, parameters, 1);
  ASSERT_LT(counter.steps_in_a_piece(), 1000u) << "else this tests nothing";
  Sessions piece(kItems);
  for (std::uint32_t visitor = 0; visitor < 4000; ++visitor) {
    for (std::uint32_t visits = 1 + below(3); visits > 0; --visits) {
      const auto time = static_cast<std::int64_t>(below(100'000));
      for (std::uint32_t steps = below(20); steps > 0; --steps) {
        const std::uint32_t item = below(kItems);
        const bool bought = below(10) == 0;
        whole.add(item, bought);
        piece.add(item, bought);
      }
      whole.end_session(time, visitor);
      piece.end_session(time, visitor);
    }
    if (piece.steps.size() < counter.steps_in_a_piece()) continue;
    ASSERT_TRUE(counter.add(piece));
    piece = Sessions(kItems);
  }
  ASSERT_TRUE(counter.add(piece));
  const auto counts = counter.finish(2);
  ASSERT_TRUE(counts);
  EXPECT_EQ(*counts, count_pairs(whole, parameters, 2));
  EXPECT_GT(counts->pairs[kComplementCounts].size(), 0u);
}

}  // namespace
}  // namespace noren::tools
