// What a device has spent: never above the caps, never given back, and bytes that can't be tampered with by accident.
#include "privacy/ledger.h"

#include <gtest/gtest.h>

#include "tests/support/ledger_model.h"

namespace noren::privacy {
namespace {

constexpr Caps kCaps{.epoch_days = 7, .epoch = 4'000'000, .lifetime = 10'000'000};
constexpr EpochDay kMonday = 20'412;  // a multiple of 7

TEST(Ledger, SpendsUpToTheCapOfAnEpochAndNoFurther) {
  Ledger ledger;
  EXPECT_FALSE(ledger.spend(1, kCaps)) << "no epoch is open";
  ASSERT_TRUE(ledger.open(kMonday, 7));
  EXPECT_TRUE(ledger.spend(3'000'000, kCaps));
  EXPECT_FALSE(ledger.spend(1'000'001, kCaps));
  EXPECT_TRUE(ledger.spend(1'000'000, kCaps));
  EXPECT_FALSE(ledger.spend(1, kCaps));
  EXPECT_EQ(ledger.spent_in_epoch(), 4'000'000u);
}

TEST(Ledger, BeginsAnEpochOnItsFirstDayAndNotBefore) {
  Ledger ledger;
  ASSERT_TRUE(ledger.open(kMonday + 3, 7));
  ASSERT_TRUE(ledger.spend(4'000'000, kCaps));
  ASSERT_TRUE(ledger.open(kMonday + 6, 7));
  EXPECT_FALSE(ledger.spend(1, kCaps));
  ASSERT_TRUE(ledger.open(kMonday + 7, 7));
  EXPECT_TRUE(ledger.spend(1, kCaps));
  EXPECT_EQ(ledger.spent_ever(), 4'000'001u);
}

TEST(Ledger, StopsForEverAtTheLifetimeCap) {
  Ledger ledger;
  EpochDay day = kMonday;
  for (int epoch = 0; epoch < 100; ++epoch, day = static_cast<EpochDay>(day + 7)) {
    ASSERT_TRUE(ledger.open(day, 7));
    ledger.spend(4'000'000, kCaps);
  }
  EXPECT_EQ(ledger.spent_ever(), 8'000'000u);
}

TEST(Ledger, KeepsACeilingThatNoDocumentRaises) {
  Caps greedy{.epoch_days = 1, .epoch = 0xffffffff, .lifetime = 0xffffffff};
  Ledger ledger;
  for (EpochDay day = 20'000; day < 20'100; ++day) {
    ASSERT_TRUE(ledger.open(day, 1));
    EXPECT_FALSE(ledger.spend(0xffffffff, greedy));
    EXPECT_FALSE(ledger.spend(kEpochCeiling + 1, greedy));
    ledger.spend(kEpochCeiling, greedy);
  }
  EXPECT_EQ(ledger.spent_ever(), kLifetimeCeiling);
}

TEST(Ledger, OpensNothingWhenTheClockIsSetBack) {
  Ledger ledger;
  ASSERT_TRUE(ledger.open(kMonday + 70, 7));
  ASSERT_TRUE(ledger.spend(4'000'000, kCaps));
  for (const int back : {1, 7, 70}) EXPECT_FALSE(ledger.open(static_cast<EpochDay>(kMonday + 70 - back), 7)) << back;
  ASSERT_TRUE(ledger.open(kMonday + 71, 7));
  EXPECT_FALSE(ledger.spend(1, kCaps)) << "it is the epoch that was spent";
}

TEST(Ledger, LivesNoDayInTwoEpochsWhenTheirLengthChanges) {
  Ledger ledger;
  ASSERT_TRUE(ledger.open(kMonday, 7));
  ASSERT_TRUE(ledger.spend(4'000'000, kCaps));
  ASSERT_TRUE(ledger.open(kMonday + 3, 1));
  EXPECT_FALSE(ledger.spend(1, kCaps)) << "the epoch that has begun keeps its length";
  ASSERT_TRUE(ledger.open(kMonday + 9, 90));
  EXPECT_EQ(ledger.begins(), kMonday + 7);
}

TEST(Ledger, GivesNothingBackWhenItIsClosed) {
  Ledger ledger;
  ASSERT_TRUE(ledger.open(kMonday, 7));
  ASSERT_TRUE(ledger.spend(1'000'000, kCaps));
  ledger.close(kMonday + 1, 7);
  EXPECT_FALSE(ledger.open(kMonday + 2, 7));
  EXPECT_FALSE(ledger.spend(1, kCaps));
  EXPECT_EQ(ledger.spent_ever(), 1'000'000u);
  EXPECT_TRUE(ledger.open(kMonday + 7, 7));
}

TEST(Ledger, ClosesTheEpochInWhichItIsClosedThoughNothingWasSpentInIt) {
  Ledger ledger;
  ASSERT_TRUE(ledger.open(kMonday, 7));
  ASSERT_TRUE(ledger.spend(1'000'000, kCaps));
  ledger.close(kMonday + 15, 7);
  EXPECT_FALSE(ledger.open(kMonday + 16, 7));
  EXPECT_TRUE(ledger.open(kMonday + 21, 7));
}

TEST(Ledger, ReadsWhatItWroteAndRefusesEveryFlippedBit) {
  Ledger ledger;
  ASSERT_TRUE(ledger.open(kMonday, 7));
  ASSERT_TRUE(ledger.spend(1'250'000, kCaps));
  auto bytes = ledger.encode();
  const auto read = Ledger::decode(bytes);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, ledger);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    const std::byte mask{static_cast<unsigned char>(1u << bit % 8)};
    bytes[bit / 8] ^= mask;
    EXPECT_FALSE(Ledger::decode(bytes).has_value()) << bit;
    bytes[bit / 8] ^= mask;
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Ledger::decode(std::span(bytes).first(size)).has_value()) << size;
  }
}

TEST(Ledger, AgreesWithAPlainModelThroughRandomOperations) {
  const auto outcome = testing_ledger::compare(200'000, 1);
  EXPECT_EQ(outcome.disagreements, 0u);
  EXPECT_EQ(outcome.above_cap, 0u);
  EXPECT_GT(outcome.spent, 1000u) << "the operations must do something";
}

TEST(Ledger, IsFoundOutByTheModelWhereItGivesBudgetBack) {
  EXPECT_GT(testing_ledger::compare(20'000, 1, testing_ledger::Broken::kRefunds).disagreements, 0u);
  EXPECT_GT(testing_ledger::compare(20'000, 1, testing_ledger::Broken::kForgetsTheClock).disagreements, 0u);
}

}  // namespace
}  // namespace noren::privacy
