// What the tuner tries models out on: stretches of the shop's own log, each with what was before it. And how much of a large log
// is taken for that, where memory is bounded. Not for the search itself; that is tuner.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tools/train/counting.h"

namespace noren::tools {

// Sessions one after the other in time, cut in two: what a model is trained on, and what came next in the stretch after that.
class Split {
 public:
  struct Case {
    std::size_t from = 0;  // into the split's views; use looked_at()
    std::size_t to = 0;
    std::uint32_t target = 0;  // what came next
  };

  // Of the sessions, in `order` of their times, those from `cut` to `end` are to be predicted, each view but a session's first, and as many of the
  // newest before the cut as have 2,000,000 steps are to be learned from. Items that are not among these are left out. Of many
  // cases 20,000 are kept, spread evenly. O(steps).
  Split(const Sessions& sessions, std::span<const std::size_t> order, std::size_t cut, std::size_t end);

  const Sessions& earlier() const { return earlier_; }
  std::span<const Case> cases() const { return cases_; }
  std::uint64_t bytes_of_cases() const;
  // What she had looked at before the case, newest first, as often as she did. Valid as long as the split.
  std::span<const std::uint32_t> looked_at(const Case& test) const {
    return std::span(views_).subspan(test.from, test.to - test.from);
  }

 private:
  Sessions earlier_;
  std::vector<std::uint32_t> views_;  // of each session with a case, newest first
  std::vector<Case> cases_;
};

// The log's last tenth of sessions and what was before it; of a small log also the tenth before that, and so on up to five (rolling
// origin), until 20,000 cases are together: what helps on one short stretch of days alone may be chance.
std::vector<Split> split_off(const Sessions& sessions);

// What tuning holds of a log beside pairs, at most: a session is in the list it is given, in a shorter one and in five splits.
inline constexpr std::uint64_t kTuningBytesAStep = 112;
inline constexpr std::uint64_t kTuningBytesASession = 200;

struct TuningLog {
  std::vector<Split> splits;
  std::size_t sessions = 0;  // the newest so many are in them
  std::int64_t span = 0;     // from the oldest of these to the newest
};

// As split_off(), of as many of the newest sessions as let the tuner get by with so many bytes, the sessions given among them, beside
// what it holds for each item; 0: of all. Pairs count that min_sessions visitors support; these are counted, not guessed. The same
// input gives the same sessions. O(steps * 30), once more each time that it is too much.
TuningLog split_off_within(std::uint64_t memory, const Sessions& sessions, std::uint32_t min_sessions);

}  // namespace noren::tools
