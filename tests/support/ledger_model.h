// The privacy ledger against a model so plain that it is plainly right: every day that was ever spent on, in a map. For unit tests and
// tests/prove/noise.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>

#include "privacy/ledger.h"

namespace noren::testing_ledger {

struct Outcome {
  std::uint64_t operations = 0;
  std::uint64_t sequences = 0;
  std::uint64_t disagreements = 0;  // ledger and model say different things
  std::uint64_t above_cap = 0;
  std::uint64_t spent = 0;  // deductions that were made
};

// Ledgers that are wrong in a way that matters, which the comparison must find.
enum class Broken : std::uint8_t { kNot, kRefunds, kForgetsTheClock };

// Random sequences of at most 50 operations (days pass, the clock jumps either way, spend, close, store and read back), until so many
// operations are done.
inline Outcome compare(std::uint64_t operations, std::uint64_t seed, Broken broken = Broken::kNot) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return random() % n; };
  Outcome outcome;
  while (outcome.operations < operations) {
    ++outcome.sequences;
    const privacy::Caps caps{.epoch_days = static_cast<std::uint16_t>(1 + below(14)),
                             .epoch = static_cast<std::uint32_t>(below(12'000'000)),
                             .lifetime = static_cast<std::uint32_t>(below(60'000'000))};
    const std::uint32_t epoch_cap = std::min(caps.epoch, privacy::kEpochCeiling);
    const std::uint32_t lifetime_cap = std::min(caps.lifetime, privacy::kLifetimeCeiling);
    privacy::Ledger ledger;
    // The model: what was spent in which epoch, which are closed, and the last one begun. Lengths don't change here.
    std::map<std::uint64_t, std::uint64_t> spent;
    std::set<std::uint64_t> closed;
    std::uint64_t latest = 0;
    std::uint64_t ever = 0;
    std::uint64_t day = 15'000 + below(10'000);
    for (std::uint64_t step = 0; step < 50; ++step, ++outcome.operations) {
      const std::uint64_t epoch = day / caps.epoch_days;
      const auto today = static_cast<privacy::EpochDay>(day);
      const bool expected_open = epoch >= latest && !closed.contains(epoch);
      switch (below(8)) {
        case 0: day += below(20); break;
        case 1: day -= below(20); break;
        case 2: {
          ledger.close(today, caps.epoch_days);
          closed.insert(std::max(epoch, latest));
          latest = std::max(epoch, latest);
          if (broken == Broken::kRefunds) ledger = privacy::Ledger();
          break;
        }
        case 3: {
          const auto read = privacy::Ledger::decode(ledger.encode());
          if (!read || !(*read == ledger)) ++outcome.disagreements;
          break;
        }
        default: {
          if (broken == Broken::kForgetsTheClock && epoch < latest) {
            ledger = privacy::Ledger();
          }
          const bool open = ledger.open(today, caps.epoch_days);
          if (open != expected_open) ++outcome.disagreements;
          if (!open) break;
          latest = epoch;
          const auto price = static_cast<std::uint32_t>(below(8) == 0 ? random() : below(5'000'000));
          const bool affordable = spent[epoch] + price <= epoch_cap && ever + price <= lifetime_cap;
          const bool paid = ledger.spend(price, caps);
          if (paid != affordable) ++outcome.disagreements;
          if (paid) {
            spent[epoch] += price;
            ever += price;
            ++outcome.spent;
          }
          break;
        }
      }
      if (ledger.spent_ever() != ever) ++outcome.disagreements;
      if (ledger.spent_ever() > lifetime_cap || ledger.spent_in_epoch() > epoch_cap) ++outcome.above_cap;
    }
  }
  return outcome;
}

}  // namespace noren::testing_ledger
