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
  std::string digits;
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

  Decimal decimal{{}, point};
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
      decimal.digits.push_back(static_cast<char>('0' + digit + (round_up ? 1 : 0)));
      return decimal;
    }
    decimal.digits.push_back(static_cast<char>('0' + digit));
    rest.multiply(10);
    above.multiply(10);
    below.multiply(10);
  }
}

std::string whole_text(std::uint64_t value) {
  char buffer[20];
  char* const end = buffer + sizeof buffer;
  char* begin = end;
  do {
    *--begin = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  return std::string(begin, end);
}

// ECMAScript's Number::toString, steps 6 to 12.
std::string layout(Decimal decimal) {
  std::string& digits = decimal.digits;
  const int count = static_cast<int>(digits.size());
  const int point = decimal.point;
  if (point > 21 || point <= -6) {
    const int exponent = point - 1;
    if (count > 1) digits.insert(1, 1, '.');
    digits += exponent < 0 ? "e-" : "e+";
    return digits + whole_text(static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent));
  }
  if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (point >= count) return digits + std::string(static_cast<std::size_t>(point - count), '0');
  digits.insert(static_cast<std::size_t>(point), 1, '.');
  return digits;
}

}  // namespace

std::string number_text(double value) {
  if (value != value) return "NaN";
  if (value < 0) return "-" + number_text(-value);
  if (value == 0) return "0";
  constexpr double kLargest = 0x1.fffffffffffffp1023;
  if (value > kLargest) return "Infinity";
  constexpr double kAllWholeNumbersBelow = 0x1p53;
  if (value < kAllWholeNumbersBelow) {
    const auto whole = static_cast<std::uint64_t>(value);
    if (static_cast<double>(whole) == value) return whole_text(whole);
  }
  return layout(shortest(value));
}

}  // namespace noren
