// Collects digits into the numbers that a text may hold, with whatever separates them, and names those that are a person's.
#pragma once

#include <cstddef>
#include <cstdint>

#include "privacy/number_shapes.h"
#include "privacy/scanner.h"

namespace noren::privacy {

class NumberFinder {
 public:
  // Takes the next character, as PlainText gives it; '\n' ends every number. What it finds ends right before c. O(1).
  PersonalDataSet take(int c);

 private:
  static constexpr std::size_t kMaxGroups = 8;    // "+33 (0)1 23 45 67 89" has seven
  static constexpr std::uint8_t kMaxLength = 20;  // of a group: one more than any number has

  struct Gap {
    unsigned length = 0;
    bool loose = false;  // holds a space or a plus sign: a number may end before it and another begin after it
    bool tight = false;  // holds a hyphen, dot or parenthesis, as numbers do inside
  };

  void begin_group();
  void drop_first_group();
  PersonalDataSet look() const;

  std::uint8_t digits_[kMaxGroups * kMaxLength] = {};
  DigitGroup groups_[kMaxGroups] = {};
  std::size_t digit_count_ = 0;
  std::size_t group_count_ = 0;
  Gap gap_;  // since the last group
  bool in_group_ = false;
  bool looked_ = true;  // at the numbers that end with the last group
  bool after_name_ =
      false;  // a letter was last, or a letter and a hyphen: digits that follow belong to a name of something
  bool after_plus_ = false;
  int before_ = '\n';
};

}  // namespace noren::privacy
