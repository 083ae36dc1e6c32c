// From logs to what is measured: test cases, and the training sessions that the baselines keep.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/shop_model.h"
#include "tools/evaluate/baselines.h"
#include "tools/evaluate/metrics.h"
#include "tools/log/event_log.h"

namespace noren::tools {

// A log cut in two at a time, in milliseconds: sessions whose newest event is at or after it are the second part.
struct SplitLog {
  EventLog before;
  EventLog after;
};
SplitLog split_log(const EventLog& log, std::int64_t time);

// What of a session is a case.
enum class CasesOf : std::uint8_t {
  kEveryPrefix,  // each item but the first is to be predicted from all before it
  kLastItem,     // the last item alone; the file holds the prefixes already
};

// The cases of a test log, with the model's numbers. Items that the training log does not have are dropped from the sessions, as
// the published protocols do. What the training log has and the model does not (too few visitors had it) can't be hit, and its case
// counts, as does one whose last item is unknown where only that counts.
std::vector<Case> cases_of(const EventLog& test, const EventLog& train, const model::ShopModel& model, CasesOf which);
// Without the training log: what the model does not have is dropped.
std::vector<Case> cases_of(const EventLog& test, const model::ShopModel& model, CasesOf which);

// The training log with the model's numbers, oldest session first.
TrainingSessions training_sessions(const EventLog& log, const model::ShopModel& model);

// Per item: sessions that hold it.
std::vector<float> popularity_of(const TrainingSessions& training);

}  // namespace noren::tools
