#include "tools/train/session_maker.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

#include "tools/train/piecewise.h"
#include "tools/train/validation.h"

namespace noren::tools {
namespace {

using model::kNone;

constexpr double kDay = 86'400'000.0;             // milliseconds
constexpr double kTrendHalfLife = 7.0;            // days
constexpr std::size_t kSessionsAtOnce = 1 << 16;  // of a log on disk in memory

bool is_interest(event::Kind kind) {
  return kind == event::Kind::kViewItem || kind == event::Kind::kSelectItem || kind == event::Kind::kAddToCart ||
         kind == event::Kind::kAddToWishlist;
}

}  // namespace

LogTimes::LogTimes(const EventLog& log) : of_session(log.session_count()), are_real(log.has_times) {
  for (std::size_t s = 0; s < of_session.size(); ++s) {
    const auto events = log.session(s);
    of_session[s] = static_cast<std::int64_t>(s);
    if (log.has_times) of_session[s] = events.empty() ? log.events.front().time : events.back().time;
  }
  if (of_session.empty()) return;
  oldest = *std::min_element(of_session.begin(), of_session.end());
  newest = *std::max_element(of_session.begin(), of_session.end());
}

CountingChoice LogTimes::counting_choice() const {
  CountingChoice choice;
  const auto span = static_cast<double>(newest - oldest);
  if (are_real && span > 0) choice.trend_half_life = std::min(choice.trend_half_life, kTrendHalfLife * kDay / span);
  // As it is written down in the model.
  choice.trend_half_life = std::max(1.0, std::floor(choice.trend_half_life * 1e4)) / 1e4;
  return choice;
}

SessionMaker::SessionMaker(const EventLog& log, const LogTimes& times, const ShopItems& items)
    : log_(log), times_(times), item_count_(items.list.size()) {
  for (const std::string& id : log.items) item_of_.push_back(items.find(id));
}

std::uint64_t SessionMaker::unknown_items() const {
  return static_cast<std::uint64_t>(std::count(item_of_.begin(), item_of_.end(), kNone));
}

Sessions SessionMaker::all(LogUse& use) const {
  Sessions sessions(item_count_);
  for (std::size_t s = 0; s < log_.session_count(); ++s) add(s, sessions, use);
  log_.events.leave_on_disk();
  use.sessions = sessions.size();
  use.unknown_items = unknown_items();
  return sessions;
}

Sessions SessionMaker::newest(std::uint64_t memory, LogUse& use) const {
  struct Taken {
    std::int64_t time;
    std::size_t session;
    std::size_t steps;
    std::uint64_t bytes() const { return kTuningBytesASession + kTuningBytesAStep * steps; }
    bool operator>(const Taken& other) const {
      return time != other.time ? time > other.time : session > other.session;
    }
  };
  std::vector<Taken> taken;  // a heap: the oldest at the top
  std::uint64_t bytes = 0;
  std::optional<Taken> left_out;  // the newest: what is older is not taken, even where it would fit
  for (std::size_t s = 0; s < log_.session_count(); ++s) {
    if (s % kSessionsAtOnce == 0) log_.events.leave_on_disk();
    Sessions one(item_count_);
    add(s, one, use);
    if (one.size() == 0) continue;
    ++use.sessions;
    const Taken next{times_.of_session[s], s, one.steps.size()};
    if (left_out && *left_out > next) continue;
    bytes += next.bytes();
    taken.push_back(next);
    std::push_heap(taken.begin(), taken.end(), std::greater<>());
    while (bytes > memory) {
      std::pop_heap(taken.begin(), taken.end(), std::greater<>());
      left_out = taken.back();
      bytes -= left_out->bytes();
      taken.pop_back();
    }
  }
  use.unknown_items = unknown_items();

  std::sort(taken.begin(), taken.end(), [](const Taken& a, const Taken& b) { return a.session < b.session; });
  std::size_t steps = 0;
  for (const Taken& each : taken) steps += each.steps;
  Sessions sessions(item_count_);
  sessions.reserve(taken.size(), steps);
  LogUse again;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (i % kSessionsAtOnce == 0) log_.events.leave_on_disk();
    add(taken[i].session, sessions, again);
  }
  log_.events.leave_on_disk();
  return sessions;
}

Result<PairCounts> SessionMaker::count_in_pieces(const CountingParameters& parameters, std::uint64_t memory,
                                                 std::uint32_t min_sessions, LogUse& use) const {
  PiecewiseCounter counter(item_count_, parameters, memory);
  use = {};
  for (std::size_t s = 0; s < log_.session_count();) {
    Sessions piece(item_count_);
    do {
      const std::uint32_t visitor = log_.visitor(s);
      for (; s < log_.session_count() && log_.visitor(s) == visitor; ++s) add(s, piece, use);
    } while (s < log_.session_count() && piece.steps.size() < counter.steps_in_a_piece());
    log_.events.leave_on_disk();
    if (auto added = counter.add(piece); !added) return std::unexpected(std::move(added.error()));
  }
  auto counts = counter.finish(min_sessions);
  if (counts) use.sessions = counts->sessions;
  use.unknown_items = unknown_items();
  return counts;
}

void SessionMaker::add(std::size_t s, Sessions& to, LogUse& use) const {
  for (const LogEvent& event : log_.session(s)) {
    const std::uint32_t item = item_of_[event.item];
    if (item == kNone) {
      ++use.unknown_item_events;
      continue;
    }
    if (!is_interest(event.kind) && event.kind != event::Kind::kPurchase) continue;
    ++use.events;
    to.add(item, event.kind == event::Kind::kPurchase);
  }
  to.end_session(times_.of_session[s], log_.visitors.empty() ? kNoVisitor : log_.visitors[s]);
}

}  // namespace noren::tools
