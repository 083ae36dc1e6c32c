#include "tools/log/log_builder.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/hash.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

constexpr std::uint32_t kKinds = 32;
static_assert(event::kKindCount <= kKinds && LogBuilder::kMaxItems * kKinds <= std::size_t{1} << 32);

constexpr std::int64_t kMinute = 60'000;  // milliseconds
// An item that so many of so many sessions hold is no interest of theirs.
constexpr std::uint64_t kManySessions = 50;
constexpr std::uint64_t kNearlyAll = 9;  // tenths
constexpr std::uint64_t kManyBots = 5;   // one of so many events

std::size_t run_limit(std::uint64_t memory, std::size_t record) {
  if (memory == 0) return std::numeric_limits<std::size_t>::max();
  // Sorting takes half as much again as the run, and growing the run's buffer as much.
  return std::max<std::size_t>(static_cast<std::size_t>(memory / 2 / record), 1024);
}

bool is_view(event::Kind kind) { return kind == event::Kind::kViewItem || kind == event::Kind::kSelectItem; }

}  // namespace

LogBuilder::LogBuilder(const LogOptions& options)
    : options_(options), runs_(run_limit(options.memory, sizeof(Record)), Earlier{&visitor_of_}) {}

std::uint32_t LogBuilder::item(std::string_view id) {
  const auto next = static_cast<std::uint32_t>(log_.items.size());
  const std::uint32_t number = items_.find_or_insert(mix64(hash64(id)), next);
  if (number != next) return number;
  log_.items.emplace_back(id);
  log_.prices.push_back(-1.0f);
  price_times_.push_back(std::numeric_limits<std::int64_t>::min());
  return number;
}

std::uint32_t LogBuilder::session(std::string_view id, std::uint32_t visitor) {
  const std::uint32_t number = sessions_.find_or_insert(mix64(hash64(id)), session_count_);
  if (number != session_count_) return number;
  if (visitor != kNobody) {
    visitor_of_.resize(session_count_ + 1);
    visitor_of_[session_count_] = visitor;
  }
  return session_count_++;
}

std::uint32_t LogBuilder::visitor(std::string_view id) {
  const std::uint32_t number = visitors_.find_or_insert(mix64(hash64(id)), visitor_count_);
  if (number == visitor_count_) ++visitor_count_;
  return number;
}

std::uint32_t LogBuilder::session_of(std::uint32_t visitor) {
  const std::uint32_t before = session_count_;
  // A session's id is never one line feed and a number: ids are trimmed.
  const std::uint32_t number = session("\n" + std::to_string(visitor), visitor);
  if (number == before) cut_.push_back(number);
  return number;
}

std::uint32_t LogBuilder::next_session() { return session_count_++; }

Result<void> LogBuilder::add(std::uint32_t session, const LogEvent& event) {
  if (event.item >= kMaxItems) {
    return fail(ErrorCode::kLimitExceeded, "more than 134 million different items", {},
                "is the item's column the right one?");
  }
  fine_times_ = fine_times_ || event.time % kMinute != 0;
  return runs_.add({event.time, session, event.item * kKinds + static_cast<std::uint32_t>(event.kind)});
}

void LogBuilder::price(std::uint32_t item, std::int64_t time, float amount) {
  if (time < price_times_[item]) return;
  price_times_[item] = time;
  log_.prices[item] = amount;
}

Result<EventLog> LogBuilder::finish() {
  items_ = sessions_ = visitors_ = {};  // no id comes any more
  if (auto ready = runs_.finish(); !ready) return std::unexpected(std::move(ready.error()));
  if (runs_.runs_on_disk() > 0) {
    if (auto moved = log_.events.move_to_file(); !moved) return std::unexpected(std::move(moved.error()));
    if (auto moved = log_.session_begin.move_to_file(); !moved) return std::unexpected(std::move(moved.error()));
    if (auto moved = log_.visitors.move_to_file(); !moved) return std::unexpected(std::move(moved.error()));
  }
  sessions_of_item_.assign(log_.items.size(), 0);
  Record record{};
  std::uint32_t visitor = kNobody;
  while (runs_.next(record)) {
    if (visitor_of(record.session) != visitor) {
      if (auto ended = end_visitor(); !ended) return std::unexpected(std::move(ended.error()));
      visitor = visitor_of(record.session);
    }
    ++visit_size_;
    if (visit_.size() < kMaxVisit || options_.cleaning.max_session_events == 0) visit_.push_back(record);
  }
  if (auto ended = end_visitor(); !ended) return std::unexpected(std::move(ended.error()));
  for (auto finished : {log_.events.finish(), log_.session_begin.finish(), log_.visitors.finish()}) {
    if (!finished) return std::unexpected(std::move(finished.error()));
  }
  note();
  return std::move(log_);
}

// The end of the session that begins at `from`: another session, or silence.
std::size_t LogBuilder::end_of_session(std::size_t from) const {
  std::size_t end = from + 1;
  const std::int64_t silence = is_cut(visit_[from].session) ? options_.cleaning.silence : 0;
  while (end < visit_.size() && visit_[end].session == visit_[from].session &&
         (silence == 0 || visit_[end].time - visit_[end - 1].time <= silence)) {
    ++end;
  }
  return end;
}

Result<void> LogBuilder::end_visitor() {
  if (visit_.empty()) return {};
  if (visit_size_ > visit_.size()) {
    ++log_.bot_sessions;
    log_.bot_events += visit_size_;
    visit_.clear();
    visit_size_ = 0;
    return {};
  }
  visit_size_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> sessions;
  for (std::size_t from = 0; from < visit_.size(); from = sessions.back().second) {
    sessions.emplace_back(from, end_of_session(from));
  }
  std::stable_sort(sessions.begin(), sessions.end(), [this](const auto& a, const auto& b) {
    return visit_[a.second - 1].time < visit_[b.second - 1].time;
  });
  bool any = false;
  std::vector<LogEvent> events;
  for (const auto& [from, to] : sessions) {
    drop_duplicates(from, to, events);
    if (is_bot(events)) {
      ++log_.bot_sessions;
      log_.bot_events += events.size();
      continue;
    }
    if (auto done = emit(events, emitted_visitors_); !done) return done;
    any = true;
  }
  emitted_visitors_ += any ? 1 : 0;
  visit_.clear();
  return {};
}

void LogBuilder::drop_duplicates(std::size_t from, std::size_t to, std::vector<LogEvent>& events) {
  events.clear();
  const bool looks = options_.cleaning.drop_duplicates && log_.has_times && fine_times_;
  std::size_t moment = 0;  // of events: the first with the same time
  for (std::size_t at = from; at < to; ++at) {
    const Record& record = visit_[at];
    const LogEvent event{record.time, record.item_and_kind / kKinds,
                         static_cast<event::Kind>(record.item_and_kind % kKinds)};
    if (!events.empty() && events.back().time != event.time) moment = events.size();
    const auto same = [&](const LogEvent& other) { return other.item == event.item && other.kind == event.kind; };
    // A moment of many events is no human's; who sends a million at once need not be compared a billion times.
    constexpr std::size_t kCompared = 1000;
    const std::size_t first = std::max(moment, events.size() - std::min(events.size(), kCompared));
    if (looks && std::any_of(events.begin() + static_cast<std::ptrdiff_t>(first), events.end(), same)) {
      ++log_.duplicates;
    } else {
      events.push_back(event);
    }
  }
}

bool LogBuilder::is_bot(const std::vector<LogEvent>& events) const {
  const LogCleaning& rules = options_.cleaning;
  if (rules.max_session_events > 0 && events.size() > rules.max_session_events) return true;
  if (rules.max_views_a_minute == 0 || !log_.has_times || !fine_times_) return false;
  std::vector<std::int64_t> views;
  for (const LogEvent& event : events) {
    if (!is_view(event.kind)) continue;
    views.push_back(event.time);
    if (views.size() <= rules.max_views_a_minute) continue;
    if (event.time - views[views.size() - 1 - rules.max_views_a_minute] < kMinute) return true;
  }
  return false;
}

Result<void> LogBuilder::emit(const std::vector<LogEvent>& events, std::uint32_t visitor) {
  bool written = true;
  for (const LogEvent& event : events) written = log_.events.push_back(event) && written;
  written = log_.session_begin.push_back(log_.events.size()) && written;
  if (!visitor_of_.empty()) written = log_.visitors.push_back(visitor) && written;
  if (!written) return disk_is_full();
  largest_session_ = std::max<std::uint64_t>(largest_session_, events.size());
  std::vector<std::uint32_t> items;
  items.reserve(events.size());
  for (const LogEvent& event : events) items.push_back(event.item);
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  for (const std::uint32_t item : items) ++sessions_of_item_[item];
  return {};
}

void LogBuilder::note() {
  const auto say = [this](std::string text) { log_.notes.push_back(std::move(text)); };
  const auto many = [](std::uint64_t count, const char* one, const char* more) {
    return grouped(count) + (count == 1 ? one : more);
  };
  if (log_.duplicates > 0) say(many(log_.duplicates, " event is", " events are") + " there twice; counted once");
  if (log_.returned > 0)
    say(many(log_.returned, " purchase", " purchases") + " of 0 or fewer pieces, cancelled or returned; not counted");
  if (log_.bot_sessions > 0) {
    std::string text = "left out " + many(log_.bot_sessions, " session", " sessions") + " with " +
                       grouped(log_.bot_events) + " events that no human makes: more than " +
                       std::to_string(options_.cleaning.max_session_events) + " in a session, or than " +
                       std::to_string(options_.cleaning.max_views_a_minute) + " views in a minute";
    if (log_.bot_events > (log_.events.size() + log_.bot_events) / kManyBots) {
      text += "; that is much: is the session's column the right one? --keep-bots keeps them";
    }
    say(std::move(text));
  }
  const std::size_t sessions = log_.session_count();
  if (sessions < kManySessions) return;
  for (std::size_t i = 0; i < log_.items.size(); ++i) {
    if (std::uint64_t{sessions_of_item_[i]} * 10 < sessions * kNearlyAll || log_.items.size() < 10) continue;
    say("item \"" + log_.items[i] + "\" is in " + std::to_string(std::uint64_t{sessions_of_item_[i]} * 100 / sessions) +
        " % of the sessions; is it a gift, a fee or a banner rather than something shoppers look for?");
  }
}

}  // namespace noren::tools
