// Reading a log of a million events and counting its pairs, on one core. Rates are events a second.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <string>

#include "tools/log/event_log.h"
#include "tools/train/counting.h"

namespace noren::tools {
namespace {

constexpr std::uint32_t kEvents = 1'000'000;
constexpr std::uint32_t kItems = 43'000;

// Sessions of about seven events that many shoppers make at the same time, over items that lie near each other.
std::string generated_log() {
  std::uint32_t state = 1;
  const auto below = [&](std::uint32_t n) {
    state = state * 1664525u + 1013904223u;
    return static_cast<std::uint32_t>(std::uint64_t{state >> 4} * n >> 28);
  };
  struct Shopper {
    std::uint32_t session;
    std::uint32_t item;
  };
  Shopper shoppers[400];
  std::uint32_t sessions = 0;
  for (Shopper& shopper : shoppers) shopper = {sessions++, below(kItems)};
  std::string text = "session,time,event,item,quantity,price\n";
  for (std::uint32_t i = 0; i < kEvents; ++i) {
    Shopper& shopper = shoppers[below(400)];
    if (below(7) == 0) shopper = {sessions++, below(1 + below(kItems))};
    const std::uint32_t item = (shopper.item + below(20)) % kItems;
    text += std::to_string(shopper.session) + "," + std::to_string(1'790'000'000 + i / 20) +
            (below(20) == 0 ? ",purchase," : ",view_item,") + std::to_string(item) + ",1," +
            std::to_string(item % 97 * 100) + "\n";
  }
  return text;
}

EventLog read(const std::string& text) {
  std::FILE* file = fmemopen(const_cast<char*>(text.data()), text.size(), "rb");
  auto log = read_event_log(file, "generated", {}).value();
  std::fclose(file);
  return log;
}

Sessions sessions_of(const EventLog& log) {
  Sessions sessions(log.items.size());
  for (std::size_t s = 0; s < log.session_count(); ++s) {
    for (const LogEvent& event : log.session(s)) sessions.add(event.item, event.kind == event::Kind::kPurchase);
    sessions.end_session(log.session(s).back().time);
  }
  return sessions;
}

void ReadCsv(benchmark::State& state) {
  const std::string text = generated_log();
  for (auto _ : state) benchmark::DoNotOptimize(read(text));
  state.SetItemsProcessed(state.iterations() * kEvents);
}

void CountPairs(benchmark::State& state) {
  const EventLog log = read(generated_log());
  const CountingParameters parameters =
      counting_parameters({}, age_steps(log.events.front().time, log.events.back().time));
  for (auto _ : state) benchmark::DoNotOptimize(count_pairs(sessions_of(log), parameters, 2));
  state.SetItemsProcessed(state.iterations() * kEvents);
}

void ReadCsvAndCountPairs(benchmark::State& state) {
  const std::string text = generated_log();
  for (auto _ : state) {
    const EventLog log = read(text);
    const CountingParameters parameters =
        counting_parameters({}, age_steps(log.events.front().time, log.events.back().time));
    benchmark::DoNotOptimize(count_pairs(sessions_of(log), parameters, 2));
  }
  state.SetItemsProcessed(state.iterations() * kEvents);
}

BENCHMARK(ReadCsv)->Unit(benchmark::kMillisecond);
BENCHMARK(CountPairs)->Unit(benchmark::kMillisecond);
BENCHMARK(ReadCsvAndCountPairs)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace noren::tools
