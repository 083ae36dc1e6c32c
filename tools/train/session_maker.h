// The log's sessions as the counting pass wants them: steps with the shop's items, and how old each session is.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "tools/log/event_log.h"
#include "tools/train/counting.h"
#include "tools/train/shop_items.h"

namespace noren::tools {

// The ages of a log's sessions: by the newest event of each, or, in a log without times, by their places. And what the counting
// starts from there: a trend whose half-life is 7 days, or an eighth of a short log's span.
struct LogTimes {
  explicit LogTimes(const EventLog& log);
  CountingChoice counting_choice() const;

  std::vector<std::int64_t> of_session;  // milliseconds, or places
  std::int64_t oldest = 0;
  std::int64_t newest = 0;
  bool are_real = false;
};

// What became of the log's events.
struct LogUse {
  std::uint64_t sessions = 0;             // that had an event with an item of the shop
  std::uint64_t events = 0;               // that went in
  std::uint64_t unknown_item_events = 0;  // events with an item that is not in the catalogue
  std::uint64_t unknown_items = 0;
};

// All must outlive the maker.
class SessionMaker {
 public:
  SessionMaker(const EventLog& log, const LogTimes& times, const ShopItems& items);

  Sessions all(LogUse& use) const;
  // As many of the newest as tuning can hold in so many bytes (kTuningBytesAStep), in the order of all(). The use is that of all().
  Sessions newest(std::uint64_t memory, LogUse& use) const;
  // As count_pairs() of all(), in about `memory` bytes. Errors: those of TemporaryFile.
  Result<PairCounts> count_in_pieces(const CountingParameters& parameters, std::uint64_t memory,
                                     std::uint32_t min_sessions, LogUse& use) const;

 private:
  void add(std::size_t s, Sessions& to, LogUse& use) const;
  std::uint64_t unknown_items() const;

  const EventLog& log_;
  const LogTimes& times_;
  std::size_t item_count_;
  std::vector<std::uint32_t> item_of_;  // per item of the log, or model::kNone
};

}  // namespace noren::tools
