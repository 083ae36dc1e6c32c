#include "core/base/suggest.h"

#include <algorithm>
#include <array>

namespace noren {
namespace {

constexpr std::size_t kMaxLength = 64;

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::array<std::size_t, kMaxLength + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
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
  const std::size_t tolerated = std::max<std::size_t>(2, misspelled_.size() / 3);
  if (best_.empty() || best_distance_ > tolerated) return {};
  return "did you mean \"" + best_ + "\"?";
}

}  // namespace noren
