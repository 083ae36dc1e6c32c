// Sorts more than fits into memory: what is added is kept up to a limit, then sorted and written to a file as a run; at the end
// the runs are merged. What compares equal comes out in the order it went in, so the limit changes nothing but the time it takes.
//
//   SortedRuns<Record, Earlier> runs(limit, Earlier{});
//   for (…) if (auto added = runs.add(record); !added) return added.error();
//   if (auto ready = runs.finish(); !ready) return ready.error();
//   while (runs.next(record)) use(record);
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <queue>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "tools/storage/temporary_file.h"

namespace noren::tools {

template <typename Record, typename Less>
class SortedRuns {
  static_assert(std::is_trivially_copyable_v<Record>);

 public:
  // `limit` records are in memory at once; sorting takes half as much again.
  SortedRuns(std::size_t limit, Less less) : limit_(std::max<std::size_t>(limit, 1)), less_(std::move(less)) {}

  // Errors: as of TemporaryFile, here and in finish().
  Result<void> add(const Record& record) {
    if (held_.size() == limit_) {
      if (auto written = write_run(); !written) return written;
    }
    // Grown as usual it would take more than the limit.
    if (held_.size() == held_.capacity() && held_.size() >= limit_ / 2) held_.reserve(limit_);
    held_.push_back(record);
    return {};
  }

  // Before the first next().
  Result<void> finish() {
    if (!file_) {
      sort();
      return {};
    }
    if (auto written = write_run(); !written) return written;
    if (!file_->flush()) return disk_is_full();
    held_ = {};
    const std::size_t share = std::max<std::size_t>(limit_ / std::max<std::size_t>(runs_.size(), 1), 1);
    for (std::size_t r = 0; r < runs_.size(); ++r) {
      runs_[r].room = std::min<std::size_t>(share, kLargestRead / sizeof(Record));
      if (refill(runs_[r])) order_.push_back(r);
    }
    std::make_heap(order_.begin(), order_.end(), Later{this});
    return {};
  }

  bool next(Record& record) {
    if (!file_) {
      if (at_ == held_.size()) return false;
      record = held_[at_++];
      return true;
    }
    if (order_.empty()) return false;
    std::pop_heap(order_.begin(), order_.end(), Later{this});
    Run& run = runs_[order_.back()];
    record = run.held[run.at++];
    if (run.at == run.held.size() && !refill(run)) {
      order_.pop_back();
    } else {
      std::push_heap(order_.begin(), order_.end(), Later{this});
    }
    return true;
  }

  std::size_t runs_on_disk() const { return runs_.size(); }

 private:
  static constexpr std::size_t kLargestRead = 1 << 20;  // bytes

  struct Run {
    std::uint64_t from;  // bytes in the file
    std::uint64_t to;
    std::size_t room = 0;
    std::vector<Record> held = {};
    std::size_t at = 0;
  };
  struct Later {
    const SortedRuns* runs;
    bool operator()(std::size_t a, std::size_t b) const {
      const Record& x = runs->runs_[a].held[runs->runs_[a].at];
      const Record& y = runs->runs_[b].held[runs->runs_[b].at];
      if (runs->less_(y, x)) return true;
      return !runs->less_(x, y) && a > b;
    }
  };

  void sort() {
    if (!std::is_sorted(held_.begin(), held_.end(), less_)) std::stable_sort(held_.begin(), held_.end(), less_);
  }

  Result<void> write_run() {
    if (!file_) {
      auto made = TemporaryFile::make();
      if (!made) return std::unexpected(std::move(made.error()));
      file_ = std::move(*made);
    }
    sort();
    const auto bytes = std::as_bytes(std::span(held_));
    const std::uint64_t from = runs_.empty() ? 0 : runs_.back().to;
    if (!file_->append(bytes)) return disk_is_full();
    runs_.push_back({from, from + bytes.size()});
    held_.clear();
    return {};
  }

  bool refill(Run& run) {
    const std::uint64_t left = (run.to - run.from) / sizeof(Record);
    run.held.resize(static_cast<std::size_t>(std::min<std::uint64_t>(run.room, left)));
    run.at = 0;
    const std::size_t got = file_->read(run.from, std::as_writable_bytes(std::span(run.held)));
    run.held.resize(got / sizeof(Record));
    run.from += run.held.size() * sizeof(Record);
    return !run.held.empty();
  }

  std::size_t limit_;
  Less less_;
  std::vector<Record> held_;
  std::size_t at_ = 0;
  std::optional<TemporaryFile> file_;
  std::vector<Run> runs_;
  std::vector<std::size_t> order_;  // a heap: the run whose next record is first, at the top
};

}  // namespace noren::tools
