#include "core/base/suggest.h"

#include <algorithm>

#include "core/base/concat.h"

namespace noren {
namespace {

constexpr std::size_t kMaxLength = 64;

// Letters to insert, drop, replace or swap with their neighbour (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::size_t rows[3][kMaxLength + 1] = {};  // the last three rows of the table, in turn
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t* const row = rows[i % 3];
    const std::size_t* const above = rows[(i + 2) % 3];
    const std::size_t* const two_above = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({substituted, above[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

void Suggestion::offer(std::string_view candidate) {
  if (candidate.size() > kMaxLength || misspelled_.size() > kMaxLength) return;
  const std::size_t distance = edit_distance(misspelled_, candidate);
  if (distance >= best_distance_) return;
  best_distance_ = distance;
  best_ = candidate;
}

std::string Suggestion::hint() const {
  // At least one letter must be right, or "fr" would do for "ja".
  const std::size_t tolerated = std::min(std::max<std::size_t>(2, misspelled_.size() / 3), misspelled_.size() - 1);
  if (best_.empty() || misspelled_.empty() || best_distance_ > tolerated) return {};
  return concat({"did you mean \"", best_, "\"?"});
}

}  // namespace noren
