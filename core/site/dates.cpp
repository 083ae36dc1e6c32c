#include "core/site/dates.h"

namespace noren::site {
namespace {

constexpr std::uint32_t kMaxHours = 14;  // Kiritimati's offset, the farthest from UTC that is in use

// Reads numbers of a fixed number of digits and the marks between them.
class Digits {
 public:
  explicit Digits(std::string_view text) : rest_(text) {}

  std::uint32_t number(std::size_t digits) {
    std::uint32_t value = 0;
    for (; digits > 0; --digits) {
      const auto digit = static_cast<std::uint32_t>(rest_.empty() ? 10 : rest_[0] - '0');
      if (digit > 9) {
        good_ = false;
        return 0;
      }
      value = value * 10 + digit;
      rest_.remove_prefix(1);
    }
    return value;
  }
  void mark(char c) {
    good_ = good_ && !rest_.empty() && rest_[0] == c;
    if (good_) rest_.remove_prefix(1);
  }
  void refuse() { good_ = false; }
  bool at_end() const { return rest_.empty(); }
  // Whether all was as expected and nothing is left.
  bool good() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

std::uint32_t month_and_day(Digits& digits, Date& date) {
  date.month = static_cast<std::uint8_t>(digits.number(2));
  digits.mark('-');
  date.day = static_cast<std::uint8_t>(digits.number(2));
  return date.month * 100u + date.day;
}

std::uint32_t minutes(Digits& digits, std::uint32_t most_hours) {
  const std::uint32_t hours = digits.number(2);
  digits.mark(':');
  const std::uint32_t rest = digits.number(2);
  if (hours > most_hours || rest > 59) digits.refuse();
  return hours * 60 + rest;
}

// A day of the calendar counts on to itself.
bool exists(const Date& date) { return date_of(day_of(date)) == date; }

bool read_day(Digits& digits, std::uint32_t& day) {
  Date date;
  date.year = static_cast<std::int32_t>(digits.number(4));
  digits.mark('-');
  month_and_day(digits, date);
  day = day_of(date);
  return date.year >= 1970 && exists(date);
}

}  // namespace

bool find_month_day(std::string_view text, std::uint32_t& found) {
  Digits digits(text);
  Date date{.year = 2000};  // a leap year
  found = month_and_day(digits, date);
  return digits.good() && exists(date);
}

bool find_day(std::string_view text, std::uint32_t& day) {
  Digits digits(text);
  return read_day(digits, day) && digits.good();
}

bool find_minute(std::string_view text, LocalMinute& minute) {
  Digits digits(text);
  std::uint32_t day = 0;
  const bool has_day = read_day(digits, day);
  minute = LocalMinute{day} * 24 * 60;
  if (!digits.at_end()) {
    digits.mark('T');
    minute += minutes(digits, 23);
  }
  return has_day && digits.good();
}

bool find_offset(std::string_view text, std::int32_t& offset) {
  offset = 0;
  if (text == "UTC") return true;
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
  Digits digits(text.substr(1));
  offset = static_cast<std::int32_t>(minutes(digits, kMaxHours)) * (text[0] == '-' ? -1 : 1);
  return digits.good();
}

}  // namespace noren::site
