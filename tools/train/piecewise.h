// The counting pass in bounded memory: sessions come in pieces, the pairs of each piece go to sorted runs on disk, and the runs are
// merged. The sums are those of counting at once, because they are whole numbers.
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "tools/storage/sorted_runs.h"
#include "tools/train/counting.h"

namespace noren::tools {

class PiecewiseCounter {
 public:
  // `memory` bytes, beside 50 for each item and 24 for each pair that is kept in the end; at least a megabyte is used.
  PiecewiseCounter(std::size_t item_count, const CountingParameters& parameters, std::uint64_t memory);

  // Steps after which a piece should be given away. A piece in which each step makes as many pairs as one can fits in the memory.
  std::size_t steps_in_a_piece() const { return steps_; }

  // A visitor's sessions must all be in one piece. Errors, also of finish(): those of TemporaryFile.
  Result<void> add(const Sessions& piece);
  // Leaves out what fewer than min_sessions support.
  Result<PairCounts> finish(std::uint32_t min_sessions);

 private:
  struct Record {
    std::uint64_t sum;
    std::uint32_t relation;
    std::uint32_t source;
    std::uint32_t target;
    std::uint32_t sessions;
  };
  struct Earlier {
    bool operator()(const Record& a, const Record& b) const {
      if (a.relation != b.relation) return a.relation < b.relation;
      return a.source != b.source ? a.source < b.source : a.target < b.target;
    }
  };

  const CountingParameters& parameters_;
  std::size_t steps_;
  PairCounts total_;  // without pairs
  SortedRuns<Record, Earlier> runs_;
};

}  // namespace noren::tools
