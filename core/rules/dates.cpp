#include "core/rules/dates.h"

#include "core/base/part.h"
#include <cmath>
#include <limits>

namespace noren::rules {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kDay = 86'400'000.0;

// Reads ISO 8601 from the front.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  bool skip(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // That many digits; -1 where they are not there.
  int digits(int count) {
    int value = 0;
    for (; count > 0; --count, ++at_) {
      if (at_end() || text_[at_] < '0' || text_[at_] > '9') return -1;
      value = value * 10 + (text_[at_] - '0');
    }
    return value;
  }
  // ".123": as milliseconds, what is finer is dropped.
  int milliseconds() {
    int value = 0;
    int scale = 100;
    for (; !at_end() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_, scale /= 10) value += (text_[at_] - '0') * scale;
    return value;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

int days_of_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// Days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
int day_number(int year, int month, int day) {
  if (month <= 2) --year;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

Moment moment_of(const Value& value, const Heap& heap) {
  if (value.type == Value::Type::kNumber) return {value.number, false};
  return value.type == Value::Type::kText ? read_moment(heap.text(value)) : Moment{kNaN, false};
}

double day_of(const Moment& moment) { return std::floor(moment.milliseconds / kDay); }

bool same(const Moment& a, const Moment& b) {
  return a.day_only || b.day_only ? day_of(a) == day_of(b) : a.milliseconds == b.milliseconds;
}
bool before(const Moment& a, const Moment& b) { return a.milliseconds < b.milliseconds; }

}  // namespace

Moment read_moment(std::string_view text) {
  constexpr Moment kNoMoment{kNaN, false};
  Reader in(text);
  const int year = in.digits(4);
  if (year < 0 || !in.skip('-')) return kNoMoment;
  const int month = in.digits(2);
  if (month < 1 || month > 12 || !in.skip('-')) return kNoMoment;
  const int day = in.digits(2);
  if (day < 1 || day > days_of_month(year, month)) return kNoMoment;
  const double midnight = day_number(year, month, day) * kDay;
  if (in.at_end()) return {midnight, true};

  if (!in.skip('T') && !in.skip(' ')) return kNoMoment;
  const int hour = in.digits(2);
  const int minute = in.skip(':') ? in.digits(2) : -1;
  const bool has_second = in.skip(':');
  const int second = has_second ? in.digits(2) : 0;
  const int fraction = has_second && in.skip('.') ? in.milliseconds() : 0;
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 59) return kNoMoment;
  int east = 0;
  if (!in.skip('Z')) {
    const bool plus = in.skip('+');
    if (plus || in.skip('-')) {
      const int hours = in.digits(2);
      in.skip(':');
      const int minutes = in.digits(2);
      if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return kNoMoment;
      east = (hours * 60 + minutes) * (plus ? 1 : -1);
    }
  }
  if (!in.at_end()) return kNoMoment;
  return {midnight + ((hour * 60 + minute - east) * 60.0 + second) * 1000.0 + fraction, false};
}

NOREN_PART_ENTRY bool compare_dates(Op op, std::span<const Value> arguments, Heap& heap) {
  const auto argument = [&](std::size_t i) {
    return moment_of(i < arguments.size() ? arguments[i] : Value::undefined(), heap);
  };
  const Moment a = argument(0);
  const Moment b = argument(1);
  switch (op) {
    case Op::kDateAfter: return before(b, a);
    case Op::kDateBefore: return before(a, b);
    case Op::kDateOnOrAfter: return before(b, a) || same(a, b);
    case Op::kDateOnOrBefore: return before(a, b) || same(a, b);
    case Op::kDateOn: return same(a, b);
    case Op::kDateNotOn: return !same(a, b);
    case Op::kSameDate: return day_of(a) == day_of(b);
    case Op::kOtherDate: return day_of(a) != day_of(b);
    case Op::kSameTime: return a.milliseconds == b.milliseconds;
    case Op::kOtherTime: return a.milliseconds != b.milliseconds;
    case Op::kDateBetween:
    case Op::kDateNotBetween: {
      // The bounds in either order; the date stands between them.
      const Moment c = argument(2);
      const bool at_bound = same(b, a) || same(b, c);
      if (op == Op::kDateBetween) {
        return at_bound || (before(a, b) && before(b, c)) || (before(c, b) && before(b, a));
      }
      return !at_bound &&
             ((before(a, c) && (before(b, a) || before(c, b))) || (before(c, a) && (before(b, c) || before(a, b))));
    }
    default: {  // kDateIn, kDateNotIn
      if (arguments.size() < 2 || arguments[1].type != Value::Type::kList) return op == Op::kDateNotIn;
      for (const Value& element : heap.list(arguments[1])) {
        if (same(a, moment_of(element, heap))) return op == Op::kDateIn;
      }
      return op == Op::kDateNotIn;
    }
  }
}

}  // namespace noren::rules
