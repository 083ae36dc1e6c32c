// Events in the order of a log's lines become sessions: grouped, in order, without duplicates, cut at silence, without bots; see
// event_log.h for what exactly. In memory, or, beyond a limit, through sorted runs on disk, with the same result.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "tools/log/event_log.h"
#include "tools/log/id_map.h"
#include "tools/storage/sorted_runs.h"

namespace noren::tools {

class LogBuilder {
 public:
  static constexpr std::uint32_t kNobody = 0xffffffffu;
  static constexpr std::size_t kMaxItems = std::size_t{1} << 27;
  // Of one visitor so much is in memory at once; who has more is no human, and left out.
  static constexpr std::size_t kMaxVisit = std::size_t{1} << 20;

  // The options must outlive the builder.
  explicit LogBuilder(const LogOptions& options);

  // Numbers of ids, which are made at the first use. 64 bits of hash stand for an id, as in the shop model itself: that two of a
  // million items fall together has a chance of 1 in 37 million.
  std::uint32_t item(std::string_view id);
  // A session's visitor is that of its first line.
  std::uint32_t session(std::string_view id, std::uint32_t visitor = kNobody);
  std::uint32_t session_of(std::uint32_t visitor);  // of a visitor whose events name no session: cut at silence
  std::uint32_t visitor(std::string_view id);
  std::uint32_t next_session();  // one without an id

  // Times are milliseconds, 0 where the log has none. Errors: as of SortedRuns; kLimitExceeded.
  Result<void> add(std::uint32_t session, const LogEvent& event);
  void price(std::uint32_t item, std::int64_t time, float amount);  // the newest counts, of equal times the later line
  void with_times() { log_.has_times = true; }

  EventLog& log() { return log_; }  // for counting what is not used
  Result<EventLog> finish();

 private:
  struct Record {
    std::int64_t time;
    std::uint32_t session;
    std::uint32_t item_and_kind;  // item * 32 + kind
  };
  struct Earlier {
    const std::vector<std::uint32_t>* visitors;  // per session; empty: each its own
    bool operator()(const Record& a, const Record& b) const {
      if (a.session != b.session) {
        if (!visitors->empty() && (*visitors)[a.session] != (*visitors)[b.session])
          return (*visitors)[a.session] < (*visitors)[b.session];
        return a.session < b.session;
      }
      return a.time < b.time;
    }
  };

  bool is_cut(std::uint32_t session) const { return std::binary_search(cut_.begin(), cut_.end(), session); }
  std::uint32_t visitor_of(std::uint32_t session) const { return visitor_of_.empty() ? session : visitor_of_[session]; }
  Result<void> end_visitor();
  std::size_t end_of_session(std::size_t from) const;
  void drop_duplicates(std::size_t from, std::size_t to, std::vector<LogEvent>& events);
  bool is_bot(const std::vector<LogEvent>& events) const;
  Result<void> emit(const std::vector<LogEvent>& events, std::uint32_t visitor);
  void note();

  const LogOptions& options_;
  EventLog log_;
  IdMap items_;
  IdMap sessions_;
  IdMap visitors_;
  std::uint32_t session_count_ = 0;
  std::uint32_t visitor_count_ = 0;
  std::vector<std::uint32_t> visitor_of_;
  std::vector<std::int64_t> price_times_;
  std::vector<std::uint32_t> cut_;  // rising: sessions that are cut at silence
  bool fine_times_ = false;         // some time is no whole minute
  SortedRuns<Record, Earlier> runs_;

  // While sessions are made.
  std::vector<Record> visit_;  // all of one visitor, up to kMaxVisit
  std::uint64_t visit_size_ = 0;
  std::uint32_t emitted_visitors_ = 0;
  std::uint64_t largest_session_ = 0;
  std::vector<std::uint32_t> sessions_of_item_;
};

}  // namespace noren::tools
