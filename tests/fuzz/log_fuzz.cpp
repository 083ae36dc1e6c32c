// Click logs of every format, packed or not, in any encoding: whatever the bytes, reading them counts what makes no sense and gives
// sessions whose parts fit together, in memory and through files alike.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tools/log/event_log.h"

using noren::tools::EventLog;
using noren::tools::LogEvent;
using noren::tools::LogFormat;

namespace {

constexpr unsigned kThroughFiles = 64;  // of the first byte

noren::Result<EventLog> read(const std::uint8_t* data, std::size_t size, const noren::tools::LogOptions& options) {
  std::FILE* file = fmemopen(const_cast<std::uint8_t*>(data), size, "rb");
  if (file == nullptr) std::abort();
  auto log = noren::tools::read_event_log(file, "fuzz", options);
  std::fclose(file);
  return log;
}

void check(const EventLog& log) {
  if (log.prices.size() != log.items.size() || log.session_begin.back() != log.events.size()) std::abort();
  if (log.problems.size() > EventLog::kToldProblems) std::abort();
  if (!log.visitors.empty() && log.visitors.size() != log.session_count()) std::abort();
  for (std::size_t s = 0; s < log.session_count(); ++s) {
    if (s > 0 && log.visitor(s) < log.visitor(s - 1)) std::abort();
    for (const LogEvent& event : log.session(s)) {
      if (event.item >= log.items.size()) std::abort();
    }
    const auto later = [](const LogEvent& a, const LogEvent& b) { return a.time < b.time; };
    if (!std::is_sorted(log.session(s).begin(), log.session(s).end(), later)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;  // fmemopen takes no empty buffer
  noren::tools::LogOptions options;
  options.format = static_cast<LogFormat>(data[0] % noren::tools::kLogFormatCount);
  const auto log = read(data + 1, size - 1, options);
  if (!log) {
    if (log.error().message.empty()) std::abort();
    return 0;
  }
  check(*log);
  if ((data[0] & kThroughFiles) == 0) return 0;
  options.memory = 1;
  const auto other = read(data + 1, size - 1, options);
  if (!other) std::abort();
  check(*other);
  if (other->events.size() != log->events.size() || other->session_count() != log->session_count()) std::abort();
  return 0;
}
