#include "privacy/number_finder.h"

#include <cstring>
#include <span>

#include "privacy/character.h"

namespace noren::privacy {
namespace {

constexpr std::size_t kMaxDigits = 19;
constexpr unsigned kMaxGap = 3;  // ") - "

}  // namespace

PersonalDataSet NumberFinder::take(int c) {
  PersonalDataSet found = 0;
  if (is_digit(c)) {
    if (!in_group_) begin_group();
    std::uint8_t& length = groups_[group_count_ - 1].length;
    if (length < kMaxLength) {
      ++length;
      digits_[digit_count_++] = static_cast<std::uint8_t>(c - '0');
    }
  } else {
    if (in_group_) gap_ = {};
    in_group_ = false;
    const bool loose = c == ' ' || c == '\t' || c == '+';
    const bool tight = c == '-' || c == '.' || c == '(' || c == ')';
    // A letter right after it, or after a hyphen, makes it a part of some name: "0312345678-red".
    const bool named = is_letter(c) && (gap_.length == 0 || (gap_.length == 1 && before_ == '-'));
    if (!looked_ && !tight) {
      if (!named) found = look();
      looked_ = true;
    }
    gap_.loose = gap_.loose || loose;
    gap_.tight = gap_.tight || tight;
    if ((!loose && !tight) || ++gap_.length > kMaxGap) group_count_ = digit_count_ = 0;
  }
  after_plus_ = c == '+' && !is_alphanumeric(before_);
  after_name_ = is_letter(c) || (c == '-' && is_letter(before_));
  before_ = c;
  return found;
}

void NumberFinder::begin_group() {
  if (group_count_ == kMaxGroups) drop_first_group();
  const bool first = group_count_ == 0;
  groups_[group_count_++] = {
      .length = 0, .begins = first ? !after_name_ : gap_.loose, .plus = after_plus_, .tight = !first && gap_.tight};
  in_group_ = true;
  looked_ = false;
}

void NumberFinder::drop_first_group() {
  const std::size_t length = groups_[0].length;
  digit_count_ -= length;
  --group_count_;
  std::memmove(digits_, digits_ + length, digit_count_);
  std::memmove(groups_, groups_ + 1, group_count_ * sizeof groups_[0]);
}

// All numbers that end with the last group.
PersonalDataSet NumberFinder::look() const {
  unsigned found = 0;
  std::size_t count = 0;
  bool tight = false;
  for (std::size_t first = group_count_; first-- > 0; tight = tight || groups_[first].tight) {
    count += groups_[first].length;
    if (count > kMaxDigits) break;
    if (!groups_[first].begins) continue;
    const WrittenNumber number = {.digits = std::span(digits_ + digit_count_ - count, count),
                                  .groups = std::span(groups_ + first, group_count_ - first),
                                  .tight = tight};
    if (is_telephone(number)) found |= static_cast<unsigned>(PersonalData::kTelephone);
    if (is_payment_card(number)) found |= static_cast<unsigned>(PersonalData::kCard);
    if (is_my_number(number)) found |= static_cast<unsigned>(PersonalData::kMyNumber);
  }
  return static_cast<PersonalDataSet>(found);
}

}  // namespace noren::privacy
