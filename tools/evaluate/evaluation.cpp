#include "tools/evaluate/evaluation.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string_view>
#include <unordered_set>

#include "core/base/hash.h"
#include "tools/evaluate/next_items.h"

namespace noren::tools {
namespace {

// Per item of a log the model's number; kNone: the model does not have it.
std::vector<std::uint32_t> numbers_of(const EventLog& log, const model::ShopModel& model) {
  std::vector<std::uint32_t> numbers;
  for (const std::string& id : log.items) numbers.push_back(model.find(item_key(id)).value_or(model::kNone));
  return numbers;
}

EventLog part_of(const EventLog& log, std::span<const std::size_t> sessions) {
  EventLog part;
  part.items = log.items;
  part.prices = log.prices;
  part.has_times = log.has_times;
  part.lines = log.lines;
  for (const std::size_t s : sessions) {
    for (const LogEvent& event : log.session(s)) part.events.push_back(event);
    part.session_begin.push_back(part.events.size());
    if (!log.visitors.empty()) part.visitors.push_back(log.visitors[s]);
  }
  return part;
}

std::vector<Case> cases_of(const EventLog& test, std::span<const std::uint32_t> numbers,
                           const std::vector<bool>& is_known, CasesOf which) {
  std::vector<Case> cases;
  std::vector<std::uint32_t> oldest_first;
  for (std::size_t s = 0; s < test.session_count(); ++s) {
    const auto events = test.session(s);
    oldest_first.clear();
    for (std::size_t at = 0; at < events.size(); ++at) {
      const bool is_target = which == CasesOf::kLastItem && at + 1 == events.size();
      if (is_known[events[at].item] || is_target) oldest_first.push_back(numbers[events[at].item]);
    }
    if (which == CasesOf::kEveryPrefix) {
      append_prefixes(oldest_first, cases);
    } else if (events.size() > 1) {
      append_last(oldest_first, cases);
    }
  }
  return cases;
}

}  // namespace

SplitLog split_log(const EventLog& log, std::int64_t time) {
  std::vector<std::size_t> before;
  std::vector<std::size_t> after;
  for (std::size_t s = 0; s < log.session_count(); ++s) {
    const auto events = log.session(s);
    (!events.empty() && events.back().time >= time ? after : before).push_back(s);
  }
  return {part_of(log, before), part_of(log, after)};
}

std::vector<Case> cases_of(const EventLog& test, const EventLog& train, const model::ShopModel& model, CasesOf which) {
  const std::unordered_set<std::string_view> trained(train.items.begin(), train.items.end());
  std::vector<bool> is_known;
  for (const std::string& id : test.items) is_known.push_back(trained.contains(id));
  return cases_of(test, numbers_of(test, model), is_known, which);
}

std::vector<Case> cases_of(const EventLog& test, const model::ShopModel& model, CasesOf which) {
  const std::vector<std::uint32_t> numbers = numbers_of(test, model);
  std::vector<bool> is_known;
  for (const std::uint32_t number : numbers) is_known.push_back(number != model::kNone);
  return cases_of(test, numbers, is_known, which);
}

TrainingSessions training_sessions(const EventLog& log, const model::ShopModel& model) {
  const std::vector<std::uint32_t> numbers = numbers_of(log, model);
  std::vector<std::size_t> by_time(log.session_count());
  std::iota(by_time.begin(), by_time.end(), std::size_t{0});
  std::erase_if(by_time, [&](std::size_t s) { return log.session(s).empty(); });
  std::stable_sort(by_time.begin(), by_time.end(), [&](std::size_t a, std::size_t b) {
    return log.session(a).back().time < log.session(b).back().time;
  });
  TrainingSessions training{model.item_count(), {}};
  for (const std::size_t s : by_time) {
    auto& session = training.sessions.emplace_back();
    for (const LogEvent& event : log.session(s)) {
      if (numbers[event.item] != model::kNone) session.push_back(numbers[event.item]);
    }
  }
  return training;
}

std::vector<float> popularity_of(const TrainingSessions& training) {
  std::vector<float> popularity(training.item_count, 0.0f);
  std::vector<std::size_t> last(training.item_count, 0);
  for (std::size_t s = 0; s < training.sessions.size(); ++s) {
    for (const std::uint32_t item : training.sessions[s]) {
      if (last[item] != s + 1) popularity[item] += 1.0f;
      last[item] = s + 1;
    }
  }
  return popularity;
}

}  // namespace noren::tools
