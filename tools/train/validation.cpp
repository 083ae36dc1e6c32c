#include "tools/train/validation.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace noren::tools {
namespace {

constexpr double kValidationShare = 0.1;       // of the sessions
constexpr std::size_t kMostSplits = 5;         // one before the other
constexpr std::size_t kEnoughCases = 20'000;   // with which a further split is not needed
constexpr std::size_t kMostCases = 20'000;     // of a split, spread evenly over all
constexpr std::size_t kMostSteps = 2'000'000;  // of a larger log, the newest

constexpr double kNextTry = 0.95;  // of what should fit, for that is a little uneven

std::vector<std::size_t> by_time(const Sessions& sessions) {
  std::vector<std::size_t> order(sessions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sessions.times[a] < sessions.times[b]; });
  return order;
}

void append_session(Sessions& to, const Sessions& from, std::size_t s) {
  for (std::size_t at = from.begin[s]; at < from.begin[s + 1]; ++at) {
    const Step& step = from.steps[at];
    to.add(step.item, step.bought);
    to.steps.back().reloads = step.reloads;
  }
  to.end_session(from.times[s], from.visitors[s]);
}

// The newest `count` sessions, in the order in which they stand.
Sessions newest(const Sessions& sessions, std::size_t count) {
  const std::vector<std::size_t> order = by_time(sessions);
  std::vector<bool> is_taken(sessions.size(), false);
  std::size_t steps = 0;
  for (std::size_t i = sessions.size() - count; i < sessions.size(); ++i) {
    is_taken[order[i]] = true;
    steps += sessions.begin[order[i] + 1] - sessions.begin[order[i]];
  }
  Sessions taken(sessions.item_count());
  taken.reserve(count, steps);
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    if (is_taken[s]) append_session(taken, sessions, s);
  }
  return taken;
}

std::int64_t span_of(const Sessions& sessions) {
  if (sessions.size() == 0) return 0;
  const auto [oldest, newest] = std::minmax_element(sessions.times.begin(), sessions.times.end());
  return *newest - *oldest;
}

std::uint64_t bytes_of(const Sessions& sessions) {
  constexpr std::uint64_t kASession = sizeof(std::size_t) + sizeof(std::int64_t) + sizeof(std::uint32_t);
  return sessions.steps.size() * sizeof(Step) + sessions.size() * kASession;
}

// All that the splits take while models are made of them: a list of pairs has room for twice what is in it, and one at a time is
// counted, which takes 20 bytes a step and 30 a session, and shaped, which takes 24 bytes a pair.
std::uint64_t bytes_of(std::span<const Split> splits, std::uint32_t min_sessions) {
  std::uint64_t all = 0;
  std::uint64_t largest = 0;
  for (const Split& split : splits) {
    const Sessions& earlier = split.earlier();
    const std::uint64_t pairs = viewed_pairs(earlier, min_sessions) * sizeof(PairCount);
    all += bytes_of(earlier) + split.bytes_of_cases() + 2 * pairs;
    largest = std::max<std::uint64_t>(largest, pairs + 20 * earlier.steps.size() + 30 * earlier.size());
  }
  return all + largest;
}

}  // namespace

Split::Split(const Sessions& sessions, std::span<const std::size_t> order, std::size_t cut, std::size_t end)
    : earlier_(sessions.item_count()) {
  enum class Part : std::uint8_t { kNone, kEarlier, kLast };
  std::vector<Part> part(sessions.size(), Part::kNone);
  std::size_t steps = 0;
  std::size_t first = cut;
  while (first > 0 && steps < kMostSteps) {
    part[order[--first]] = Part::kEarlier;
    steps += sessions.begin[order[first] + 1] - sessions.begin[order[first]];
  }
  for (std::size_t i = cut; i < end; ++i) part[order[i]] = Part::kLast;

  earlier_.reserve(cut - first, steps);
  std::vector<bool> known(sessions.item_count(), false);
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    if (part[s] != Part::kEarlier) continue;
    append_session(earlier_, sessions, s);
    for (std::size_t at = sessions.begin[s]; at < sessions.begin[s + 1]; ++at) known[sessions.steps[at].item] = true;
  }

  const auto views_of = [&](const Step& step) { return step.bought || !known[step.item] ? 0u : 1u + step.reloads; };
  const auto views_in = [&](std::size_t s) {
    std::size_t views = 0;
    for (std::size_t at = sessions.begin[s]; at < sessions.begin[s + 1]; ++at) views += views_of(sessions.steps[at]);
    return views;
  };
  std::size_t all_cases = 0;
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    if (part[s] == Part::kLast) all_cases += std::max<std::size_t>(views_in(s), 1) - 1;
  }
  const std::size_t stride = std::max<std::size_t>(1, (all_cases + kMostCases - 1) / kMostCases);
  std::size_t next = 0;  // how many cases come before the next one to keep
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    if (part[s] != Part::kLast) continue;
    const std::size_t views = views_in(s);
    if (next + 1 >= views) {
      next -= std::max<std::size_t>(views, 1) - 1;
      continue;
    }
    for (std::size_t at = sessions.begin[s + 1]; at-- > sessions.begin[s];) {
      const Step& step = sessions.steps[at];
      views_.insert(views_.end(), views_of(step), step.item);
    }
    // Newest first, so of the view that so many were before, the place is counted from the end.
    for (; next + 1 < views; next += stride) {
      const std::size_t at = views_.size() - 2 - next;
      cases_.push_back({at + 1, views_.size(), views_[at]});
    }
    next -= views - 1;
  }
}

std::uint64_t Split::bytes_of_cases() const {
  return views_.capacity() * sizeof(std::uint32_t) + cases_.capacity() * sizeof(Case);
}

std::vector<Split> split_off(const Sessions& sessions) {
  const std::vector<std::size_t> order = by_time(sessions);
  const auto held_back = static_cast<std::size_t>(kValidationShare * static_cast<double>(sessions.size()));
  std::vector<Split> splits;
  std::size_t cases = 0;
  for (std::size_t end = sessions.size(); splits.size() < kMostSplits && cases < kEnoughCases; end -= held_back) {
    Split split(sessions, order, end - held_back, end);
    if (split.cases().empty()) break;
    cases += split.cases().size();
    splits.push_back(std::move(split));
  }
  return splits;
}

TuningLog split_off_within(std::uint64_t memory, const Sessions& sessions, std::uint32_t min_sessions) {
  TuningLog log{split_off(sessions), sessions.size(), span_of(sessions)};
  if (memory == 0) return log;
  const std::uint64_t given = bytes_of(sessions);
  std::uint64_t needed = given + bytes_of(log.splits, min_sessions);
  while (needed > memory && log.sessions > 0) {
    const double share = std::min(1.0, static_cast<double>(memory) / static_cast<double>(needed));
    const auto fewer = static_cast<std::size_t>(kNextTry * share * static_cast<double>(log.sessions));
    log.splits.clear();
    const Sessions taken = newest(sessions, fewer);
    log = {split_off(taken), taken.size(), span_of(taken)};
    needed = given + bytes_of(log.splits, min_sessions);
  }
  return log;
}

}  // namespace noren::tools
