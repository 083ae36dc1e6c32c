// Reports as a receiver has stored them, one JSON object on each line, counted per entry of the site document's `collect`. Bad lines are
// expected, since anybody can post one: each is counted and the first are told with their place, and no line costs more than itself.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/site/site.h"
#include "privacy/subset_selection.h"

namespace noren::tools {

// What was said to one question of an entry.
struct QuestionCounts {
  std::uint64_t reports = 0;
  std::vector<std::uint64_t> cells;  // reports whose set holds that cell
};

// All reports of one entry.
struct EntryCounts {
  privacy::SubsetSelection noise;
  std::uint32_t form = 0;
  std::vector<QuestionCounts> questions;
};

struct BadLine {
  std::uint64_t line = 0;  // from 1
  std::string problem;
};

struct ReportCounts {
  std::vector<EntryCounts> entries;  // in the order of `collect`
  std::set<std::uint32_t> epochs;    // first days, since 1970, of those counted
  std::uint64_t lines = 0;           // not empty
  std::uint64_t counted = 0;
  std::uint64_t other_document = 0;  // of an entry that is not there any more, or meant something else then
  std::uint64_t other_epoch = 0;
  std::uint64_t bad = 0;
  std::vector<BadLine> first_bad;  // at most kMaxBadLines
};
inline constexpr std::size_t kMaxBadLines = 10;
inline constexpr std::uint32_t kEveryEpoch = 0xffffffff;

// Counts the reports of that epoch (its first day since 1970), or of all. Errors: kInvalidArgument where the document has no reports.
// O(size).
Result<ReportCounts> count_reports(std::string_view text, const site::Site& site, std::uint32_t epoch = kEveryEpoch);

}  // namespace noren::tools
