// Shortest round-trip printing after Steele and White (1990) and Burger and Dybvig (1996): exact integers
// instead of the 10 kB of tables that faster algorithms (and std::to_chars) bring along.
#include <bit>
#include <cstdint>

#include "core/base/json.h"
#include "core/base/natural.h"

namespace noren {
namespace {

int compare_sum(const Natural& a, const Natural& b, const Natural& c) {
  Natural sum = a;
  sum.add(b);
  return compare(sum, c);
}

// value = 0.d1d2d3… × 10^point
struct Decimal {
  char digits[17];  // always enough
  int count;
  int point;
};

// The shortest digits that read back as value, the nearest to it among those. value is finite and above zero.
Decimal shortest(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const int biased = static_cast<int>(bits >> 52);
  const std::uint64_t fraction = bits & 0xfffffffffffffu;
  const std::uint64_t mantissa = biased == 0 ? fraction : fraction | (1ull << 52);
  const int exponent = (biased == 0 ? 1 : biased) - 1075;
  // Below a power of two the neighbour is only half as far away.
  const bool near_below = fraction == 0 && biased > 1;

  // value = rest / scale; half the gaps to the neighbours are above / scale and below / scale.
  Natural rest(mantissa);
  Natural scale(1);
  Natural above(1);
  Natural below(1);
  rest.shift_left(1 + (near_below ? 1 : 0));
  scale.shift_left(1 + (near_below ? 1 : 0));
  if (near_below) above.shift_left(1);
  if (exponent >= 0) {
    rest.shift_left(exponent);
    above.shift_left(exponent);
    below.shift_left(exponent);
  } else {
    scale.shift_left(-exponent);
  }

  // 10^(point-1) <= value < 10^point: the estimate is right or one too small.
  const double log10 = (exponent + 63 - std::countl_zero(mantissa)) * 0.30102999566398120;
  int point = static_cast<int>(log10);
  if (static_cast<double>(point) < log10) ++point;
  if (point >= 0) {
    scale.multiply_by_power_of_ten(point);
  } else {
    rest.multiply_by_power_of_ten(-point);
    above.multiply_by_power_of_ten(-point);
    below.multiply_by_power_of_ten(-point);
  }
  // A reader rounds ties to the even mantissa, so the boundaries themselves read back as an even one.
  const bool even = (mantissa & 1) == 0;
  const auto reaches_up = [&] { return compare_sum(rest, above, scale) > (even ? -1 : 0); };
  const auto reaches_down = [&] { return compare(rest, below) < (even ? 1 : 0); };
  if (reaches_up()) {
    ++point;
  } else {
    rest.multiply(10);
    above.multiply(10);
    below.multiply(10);
  }

  Decimal decimal{{}, 0, point};
  for (;;) {
    int digit = 0;
    while (compare(rest, scale) >= 0) {
      rest.subtract(scale);
      ++digit;
    }
    const bool down = reaches_down();
    const bool up = reaches_up();
    if (down || up) {
      const int half = compare_sum(rest, rest, scale);
      const bool round_up = down && up ? half > 0 || (half == 0 && digit % 2 == 1) : up;
      decimal.digits[decimal.count++] = static_cast<char>('0' + digit + (round_up ? 1 : 0));
      return decimal;
    }
    decimal.digits[decimal.count++] = static_cast<char>('0' + digit);
    rest.multiply(10);
    above.multiply(10);
    below.multiply(10);
  }
}

// Writes to the buffer from its front; what a number needs always fits.
class Text {
 public:
  explicit Text(NumberBuffer& buffer) : begin_(buffer.data()), end_(buffer.data()) {}

  void add(char c) { *end_++ = c; }
  void add(const char* text, int length) {
    for (int i = 0; i < length; ++i) add(text[i]);
  }
  void add_zeros(int count) {
    for (int i = 0; i < count; ++i) add('0');
  }
  void add_whole(std::uint64_t value) {
    char reversed[20];
    int length = 0;
    do {
      reversed[length++] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value != 0);
    while (length > 0) add(reversed[--length]);
  }
  std::string_view view() const { return {begin_, static_cast<std::size_t>(end_ - begin_)}; }

 private:
  char* begin_;
  char* end_;
};

// ECMAScript's Number::toString, steps 6 to 12.
void lay_out(const Decimal& decimal, Text& text) {
  const int count = decimal.count;
  const int point = decimal.point;
  const char* const digits = decimal.digits;
  if (point > 21 || point <= -6) {
    const int exponent = point - 1;
    text.add(digits[0]);
    if (count > 1) text.add('.');
    text.add(digits + 1, count - 1);
    text.add('e');
    text.add(exponent < 0 ? '-' : '+');
    text.add_whole(static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent));
  } else if (point <= 0) {
    text.add("0.", 2);
    text.add_zeros(-point);
    text.add(digits, count);
  } else if (point >= count) {
    text.add(digits, count);
    text.add_zeros(point - count);
  } else {
    text.add(digits, point);
    text.add('.');
    text.add(digits + point, count - point);
  }
}

}  // namespace

std::string_view number_text(double value, NumberBuffer& buffer) {
  if (value != value) return "NaN";
  constexpr double kLargest = 0x1.fffffffffffffp1023;
  if (value > kLargest) return "Infinity";
  if (value < -kLargest) return "-Infinity";
  Text text(buffer);
  if (value < 0) {
    text.add('-');
    value = -value;
  }
  constexpr double kAllWholeNumbersBelow = 0x1p53;
  const bool small = value < kAllWholeNumbersBelow;
  if (small && static_cast<double>(static_cast<std::uint64_t>(value)) == value) {
    text.add_whole(static_cast<std::uint64_t>(value));
  } else {
    lay_out(shortest(value), text);
  }
  return text.view();
}

std::string number_text(double value) {
  NumberBuffer buffer;
  return std::string(number_text(value, buffer));
}

}  // namespace noren
