// Click logs: whatever the bytes, reading them counts what makes no sense and gives sessions whose parts fit together.

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tools/log/event_log.h"

using noren::tools::EventLog;
using noren::tools::LogFormat;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;  // fmemopen takes no empty buffer
  noren::tools::LogOptions options;
  options.format = static_cast<LogFormat>(data[0] % 4);
  std::FILE* file = fmemopen(const_cast<std::uint8_t*>(data) + 1, size - 1, "rb");
  if (file == nullptr) return 0;
  const auto log = noren::tools::read_event_log(file, "fuzz", options);
  std::fclose(file);
  if (!log) {
    if (log.error().message.empty()) std::abort();
    return 0;
  }
  if (log->prices.size() != log->items.size() || log->session_begin.back() != log->events.size()) std::abort();
  if (log->problems.size() > EventLog::kToldProblems) std::abort();
  for (std::size_t s = 0; s < log->session_count(); ++s) {
    for (const noren::tools::LogEvent& event : log->session(s)) {
      if (event.item >= log->items.size()) std::abort();
    }
  }
  return 0;
}
