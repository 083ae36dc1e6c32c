#include "tools/log/text_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace noren::tools {
namespace {

constexpr double kMilliseconds = 1000.0;
constexpr std::int64_t kMillisecondsPerDay = 86'400'000;
constexpr double kLatestSeconds = 7'258'118'400.0;  // the year 2200

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Days since 1970-01-01 of a date of the Gregorian calendar (after Hinnant, "chrono-compatible low-level date algorithms").
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = year / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

// Reads texts of fixed shape from the front.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly `digits` digits, of a value from low to high; -1 otherwise.
  int number(std::size_t digits, int low, int high) {
    if (rest_.size() < digits) return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(rest_[i])) return -1;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value >= low && value <= high ? value : -1;
  }
  // A fraction's digits as milliseconds.
  int milliseconds() {
    int value = 0;
    int unit = 100;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), unit /= 10)
      value += unit * (rest_.front() - '0');
    return value;
  }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> parse_iso(std::string_view text) {
  Scanner scan(text);
  const int year = scan.number(4, 1970, 2199);
  if (year < 0 || !scan.skip('-')) return std::nullopt;
  const int month = scan.number(2, 1, 12);
  if (month < 0 || !scan.skip('-')) return std::nullopt;
  const int day = scan.number(2, 1, 31);
  if (day < 0) return std::nullopt;
  std::int64_t time = days_from_civil(year, month, day) * kMillisecondsPerDay;
  if (scan.at_end()) return time;

  if (!scan.skip('T') && !scan.skip(' ')) return std::nullopt;
  const int hour = scan.number(2, 0, 24);
  if (hour < 0 || !scan.skip(':')) return std::nullopt;
  const int minute = scan.number(2, 0, 59);
  if (minute < 0) return std::nullopt;
  time += (hour * 60 + minute) * 60'000;
  if (scan.skip(':')) {
    const int second = scan.number(2, 0, 60);
    if (second < 0) return std::nullopt;
    time += second * 1000;
    if (scan.skip('.') || scan.skip(',')) time += scan.milliseconds();
  }

  scan.skip(' ');
  if (scan.at_end() || scan.skip('Z')) return scan.at_end() ? std::optional(time) : std::nullopt;
  if (scan.skip('U')) return scan.skip('T') && scan.skip('C') && scan.at_end() ? std::optional(time) : std::nullopt;
  const bool east = scan.skip('+');
  if (!east && !scan.skip('-')) return std::nullopt;
  const int zone_hour = scan.number(2, 0, 14);
  scan.skip(':');
  const int zone_minute = scan.at_end() ? 0 : scan.number(2, 0, 59);
  if (zone_hour < 0 || zone_minute < 0 || !scan.at_end()) return std::nullopt;
  const std::int64_t zone = (zone_hour * 60 + zone_minute) * 60'000;
  return east ? time - zone : time + zone;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<double> parse_number(std::string_view text) {
  text = trim(text);
  if (text.size() > 1 && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_time(std::string_view text) {
  text = trim(text);
  if (text.size() >= 10 && text[4] == '-') return parse_iso(text);
  const auto number = parse_number(text);
  if (!number || *number < 0) return std::nullopt;
  double seconds = *number;
  for (int unit = 0; unit < 2 && seconds >= kLatestSeconds; ++unit) seconds /= kMilliseconds;
  if (seconds >= kLatestSeconds) return std::nullopt;
  return static_cast<std::int64_t>(std::floor(seconds * kMilliseconds + 0.5));
}

std::string day_text(std::int64_t day) {
  std::int64_t year = 1970;
  while (days_from_civil(year + 1, 1, 1) <= day) ++year;
  int month = 1;
  while (month < 12 && days_from_civil(year, month + 1, 1) <= day) ++month;
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", static_cast<int>(year), month,
                static_cast<int>(day - days_from_civil(year, month, 1) + 1));
  return text;
}

std::optional<Price> parse_price(std::string_view text) {
  constexpr std::size_t kCode = 3;
  const auto is_code = [](std::string_view word) {
    return word.size() == kCode && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  };
  Price price;
  text = trim(text);
  if (is_code(text.substr(0, kCode))) {
    price.currency = text.substr(0, kCode);
    text = trim(text.substr(kCode));
  } else if (text.size() > kCode && is_code(text.substr(text.size() - kCode))) {
    price.currency = text.substr(text.size() - kCode);
    text = trim(text.substr(0, text.size() - kCode));
  }
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ',') {
      digits += text[i];
      continue;
    }
    // Between thousands only: "12,50" is not guessed to be 1250.
    const std::string_view group = text.substr(i + 1, 4);
    const bool thousands = group.size() >= 3 && std::all_of(group.begin(), group.begin() + 3, is_digit) &&
                           (group.size() == 3 || !is_digit(group[3]));
    if (!thousands) return std::nullopt;
  }
  const auto amount = parse_number(digits);
  if (!amount || *amount < 0) return std::nullopt;
  price.amount = *amount;
  return price;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  constexpr std::string_view kUnits = "KMGT";
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 50;
  std::uint64_t unit = 1;
  if (!text.empty() && (text.back() == 'B' || text.back() == 'b')) text.remove_suffix(1);
  if (!text.empty()) {
    const char last = static_cast<char>(text.back() >= 'a' ? text.back() - ('a' - 'A') : text.back());
    if (const std::size_t at = kUnits.find(last); at != std::string_view::npos) {
      unit <<= 10 * (at + 1);
      text.remove_suffix(1);
    }
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > kLargest / unit) return std::nullopt;
  if (value * unit < std::uint64_t{1} << 20) return std::nullopt;
  return value * unit;
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

}  // namespace noren::tools
