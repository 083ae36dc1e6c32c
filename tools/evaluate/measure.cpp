#include "tools/evaluate/measure.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/recommend/session_ranker.h"
#include "tools/evaluate/next_items.h"

namespace noren::tools {
namespace {

constexpr std::size_t kTimed = 5'000;                 // cases, spread evenly
constexpr std::size_t kBaselinePool = kListed + 100;  // asked of a baseline, so that 20 are left without her own items

// The median time of a call in microseconds, over evenly spread cases.
template <typename Rank>
double median_time(std::span<const Case> cases, Rank rank) {
  const std::size_t stride = std::max<std::size_t>(1, cases.size() / kTimed);
  std::vector<double> times;
  for (std::size_t i = 0; i < cases.size(); i += stride) {
    const auto begun = std::chrono::steady_clock::now();
    rank(cases[i]);
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begun;
    times.push_back(took.count());
  }
  if (times.empty()) return 0;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

}  // namespace

Measured measure(const model::ShopModel& model, std::span<const Case> cases, std::span<const float> popularity) {
  recommend::SessionRanker ranker(model);
  NextItems next(model, ranker);
  Measured measured{"shop model", Metrics(popularity)};
  std::vector<std::uint32_t> list;
  for (const Case& test : cases) {
    const auto all = next.list(test.newest_first, recommend::Seen::kMayReturn);
    list.assign(all.begin(), all.end());
    std::span<const std::uint32_t> without_seen;
    if (!test.target_is_seen) without_seen = next.list(test.newest_first, recommend::Seen::kLeftOut);
    measured.metrics.add(test, list, without_seen);
  }
  measured.us_per_call = median_time(cases, [&](const Case& test) { ranker.rank(test.newest_first, kListed); });
  return measured;
}

Measured measure(Baseline& baseline, std::span<const Case> cases, std::span<const float> popularity) {
  Measured measured{std::string(baseline.name()), Metrics(popularity)};
  std::vector<std::uint32_t> without_seen;
  for (const Case& test : cases) {
    const auto list = baseline.rank(test.newest_first, kBaselinePool);
    without_seen.clear();
    for (const std::uint32_t item : list) {
      const bool is_seen =
          std::find(test.newest_first.begin(), test.newest_first.end(), item) != test.newest_first.end();
      if (!is_seen && without_seen.size() < kListed) without_seen.push_back(item);
    }
    measured.metrics.add(test, list, without_seen);
  }
  measured.us_per_call = median_time(cases, [&](const Case& test) { baseline.rank(test.newest_first, kListed); });
  return measured;
}

}  // namespace noren::tools
