// The second door: what it lets out, what it costs, and when it stays shut.
#include "privacy/outbound_gate.h"

#include <gtest/gtest.h>

#include <bit>
#include <set>
#include <string>
#include <type_traits>

#include "privacy/subset_selection.h"
#include "tests/support/noise_checks.h"

namespace noren::privacy {
namespace {

using testing_noise::RandomBytes;

// Nobody but the gate can make a report, nor fill one in.
static_assert(!std::is_default_constructible_v<Report>);
static_assert(!std::is_aggregate_v<Report>);
static_assert(!std::is_constructible_v<Report, std::uint32_t, std::uint64_t>);

constexpr Consent kMeasured = Consent::from_bits(7);
constexpr EpochDay kToday = 20'414;
constexpr Caps kCaps{.epoch_days = 7, .epoch = 4'000'000, .lifetime = 6'000'000};
constexpr Tally kTallies[] = {
    {.micro_epsilon = 2'000'000, .cells = 2, .cell = 1, .question = 3},
    {.micro_epsilon = 1'000'000, .cells = 9, .cell = 8},
    {.micro_epsilon = 1'000'000, .cells = 64, .cell = 63, .question = 12},
};

struct Gate {
  Ledger ledger;
  RandomBytes random{1};

  Result<List<Report>> release(EpochDay today = kToday, Consent consent = kMeasured,
                               std::size_t bytes = OutboundGate::entropy_for(std::size(kTallies))) {
    auto given = random.bytes(bytes);
    Entropy entropy(given);
    return OutboundGate::release(kTallies, today, kCaps, ledger, entropy, consent);
  }
};

TEST(OutboundGate, MakesOneReportOfEachTallyAndDeductsWhatTheyCost) {
  Gate gate;
  const auto reports = gate.release();
  ASSERT_TRUE(reports.has_value());
  ASSERT_EQ(reports->size(), 3u);
  EXPECT_EQ((*reports)[0].question(), 3u);
  EXPECT_EQ(std::popcount((*reports)[0].cells()), 1);
  EXPECT_EQ(gate.ledger.spent_in_epoch(), 4'000'000u);
  EXPECT_TRUE(gate.ledger.closed());
}

TEST(OutboundGate, IsShutWithoutConsentToAllThatReportsNeed) {
  for (std::uint8_t bits = 0; bits < 7; ++bits) {
    Gate gate;
    EXPECT_FALSE(gate.release(kToday, Consent::from_bits(bits)).has_value()) << int{bits};
    EXPECT_EQ(gate.ledger, Ledger());
  }
}

TEST(OutboundGate, FailsClosedWhenItsRandomnessRunsOut) {
  constexpr std::size_t kEnough = 23 * 8;  // a coin for each, and their sets of 1, 2 and 17 cells
  for (std::size_t bytes = 0; bytes < kEnough; bytes += 8) {
    Gate gate;
    EXPECT_FALSE(gate.release(kToday, kMeasured, bytes).has_value()) << bytes;
    EXPECT_EQ(gate.ledger, Ledger()) << "nothing was sent, so nothing was spent";
  }
}

TEST(OutboundGate, OpensOncePerEpoch) {
  Gate gate;
  ASSERT_EQ(gate.release()->size(), 3u);
  EXPECT_TRUE(gate.release()->empty());
  EXPECT_TRUE(gate.release(kToday - 7)->empty()) << "the clock was set back";
  EXPECT_EQ(gate.release(kToday + 7)->size(), 3u);
}

// With the budget gone, what is told must not follow from what is true: as many sets with the true cell as with any other but the default.
TEST(OutboundGate, SaysNothingOnceTheBudgetIsGoneAndLooksTheSame) {
  Gate gate;
  EpochDay day = kToday;
  for (int epoch = 0; epoch < 2; ++epoch, day += 7) ASSERT_EQ(gate.release(day)->size(), 3u);
  ASSERT_EQ(gate.ledger.spent_ever(), 6'000'000u);
  constexpr int kEpochs = 3000;
  int told_true = 0;
  for (int epoch = 0; epoch < kEpochs; ++epoch, day += 7) {
    const auto reports = gate.release(day);
    ASSERT_EQ(reports->size(), 3u);
    told_true += static_cast<int>((*reports)[0].cells() >> 1 & 1);
    EXPECT_EQ(std::popcount((*reports)[2].cells()), 17);
  }
  EXPECT_EQ(gate.ledger.spent_ever(), 6'000'000u);
  const double lie = 1 - SubsetSelection::make(2, 2'000'000)->truth();
  EXPECT_NEAR(told_true, kEpochs * lie, 6 * std::sqrt(kEpochs * lie));
}

TEST(OutboundGate, WritesLinesOfOneLength) {
  std::set<std::size_t> lengths;
  Gate gate;
  for (int epoch = 0; epoch < 50; ++epoch) {
    const auto reports = gate.release(static_cast<EpochDay>(kToday + 7 * epoch));
    for (const Report& report : *reports) {
      std::string line;
      report.write_line("hero-test", 0xabcu, 20'412, line);
      lengths.insert(line.size());
    }
  }
  EXPECT_EQ(lengths.size(), 1u);
  std::string line;
  (*gate.release(kToday + 7 * 51))[0].write_line("hero-test", 0xabcu, 20'412, line);
  EXPECT_TRUE(line.starts_with(
      "{\"noren\":1,\"report\":\"hero-test\",\"form\":\"00000abc\",\"epoch\":20412,\"question\":\"03\","
      "\"cells\":\"000000000000000"))
      << line;
  EXPECT_TRUE(line.ends_with("\"}\n"));
}

}  // namespace
}  // namespace noren::privacy
