// "Did you mean": the nearest known name for a misspelled one, for error messages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace noren {

// Collects candidates and keeps the nearest (Levenshtein distance, with swapped neighbours as one change; ties: the first offered).
class Suggestion {
 public:
  // Keeps the view: it must outlive the suggestion.
  explicit Suggestion(std::string_view misspelled) : misspelled_(misspelled) {}

  // O(length of both multiplied); names longer than 64 bytes are not considered.
  void offer(std::string_view candidate);

  // did you mean "cart.value"?  Empty where nothing is near (more than a third of the letters would have to change).
  std::string hint() const;

 private:
  std::string_view misspelled_;
  std::string best_;
  std::size_t best_distance_ = static_cast<std::size_t>(-1);
};

}  // namespace noren
