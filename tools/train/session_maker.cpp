#include "tools/train/session_maker.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tools/train/piecewise.h"

namespace noren::tools {
namespace {

using model::kNone;

constexpr double kDay = 86'400'000.0;   // milliseconds
constexpr double kTrendHalfLife = 7.0;  // days

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

Result<PairCounts> SessionMaker::count_in_pieces(const CountingParameters& parameters, std::uint64_t memory,
                                                 std::uint32_t min_sessions, LogUse& use) const {
  PiecewiseCounter counter(item_count_, parameters, memory);
  use.events = use.unknown_item_events = 0;
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
