#include "core/base/read_number.h"

#include <cstdint>
#include <limits>

#include "core/base/natural.h"

namespace noren {
namespace {

constexpr int kMaxDigits = 768;  // after these, one more digit only says "a little more"
constexpr int kHugeExponent = 20'000;
constexpr int kMantissaBits = 53;
constexpr int kLowestExponent = -1074;  // of the last bit of a double
constexpr int kHighestExponent = 971;

// digits × 10^exponent, digits without leading zeros
struct Decimal {
  char digits[kMaxDigits + 1] = {};
  int count = 0;
  int exponent = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  char next() { return text_[at_++]; }
  bool skip(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

void take_digit(Decimal& decimal, char digit, bool fraction) {
  if (decimal.count == 0 && digit == '0') {
    if (fraction) --decimal.exponent;
  } else if (decimal.count < kMaxDigits) {
    decimal.digits[decimal.count++] = digit;
    if (fraction) --decimal.exponent;
  } else {
    if (digit != '0' && decimal.digits[kMaxDigits - 1] == '0') decimal.digits[kMaxDigits - 1] = '1';
    if (!fraction) ++decimal.exponent;
  }
}

int read_exponent(Scanner& scanner) {
  const bool negative = scanner.peek() == '-';
  if (negative || scanner.peek() == '+') scanner.next();
  int exponent = 0;
  while (is_digit(scanner.peek())) {
    const int digit = scanner.next() - '0';
    if (exponent < kHugeExponent) exponent = 10 * exponent + digit;
  }
  return negative ? -exponent : exponent;
}

// 2^exponent × mantissa, both exact.
double scale(std::uint64_t mantissa, int exponent) {
  double value = static_cast<double>(mantissa);
  for (; exponent > 0; --exponent) value *= 2.0;
  for (; exponent < 0; ++exponent) value *= 0.5;
  return value;
}

// Numbers of at most 15 digits and small exponents need one operation on exact doubles.
bool small_value(const Decimal& decimal, double& value) {
  if (decimal.count > 15 || decimal.exponent < -22 || decimal.exponent > 22) return false;
  std::uint64_t whole = 0;
  for (int i = 0; i < decimal.count; ++i) whole = 10 * whole + static_cast<std::uint64_t>(decimal.digits[i] - '0');
  double power = 1.0;  // exact up to 10^22
  const int exponent = decimal.exponent < 0 ? -decimal.exponent : decimal.exponent;
  for (int i = 0; i < exponent; ++i) power *= 10.0;
  value = decimal.exponent < 0 ? static_cast<double>(whole) / power : static_cast<double>(whole) * power;
  return true;
}

double exact_value(const Decimal& decimal) {
  if (decimal.count + decimal.exponent > 310) return std::numeric_limits<double>::infinity();
  if (decimal.count + decimal.exponent < -325) return 0.0;
  Natural rest(0);
  for (int i = 0; i < decimal.count; ++i) {
    rest.multiply(10);
    rest.add(static_cast<std::uint32_t>(decimal.digits[i] - '0'));
  }
  Natural divisor(1);
  if (decimal.exponent >= 0) {
    rest.multiply_by_power_of_ten(decimal.exponent);
  } else {
    divisor.multiply_by_power_of_ten(-decimal.exponent);
  }

  // rest / divisor = mantissa × 2^exponent with a mantissa of 53 bits, fewer for subnormals. The first guess at the exponent
  // may be one too low, which gives a mantissa of 54 bits.
  int exponent = rest.bit_length() - divisor.bit_length() - kMantissaBits;
  if (exponent < kLowestExponent) exponent = kLowestExponent;
  if (exponent > 0) {
    divisor.shift_left(exponent);
  } else {
    rest.shift_left(-exponent);
  }
  Natural highest = divisor;
  highest.shift_left(kMantissaBits);
  if (compare(rest, highest) >= 0) {
    divisor.shift_left(1);
    ++exponent;
  }
  std::uint64_t mantissa = 0;
  Natural part = divisor;
  part.shift_left(kMantissaBits);
  rest.shift_left(1);
  // Long division from the top bit: rest is doubled instead of halving the divisor.
  for (int bit = 0; bit < kMantissaBits; ++bit) {
    mantissa <<= 1;
    if (compare(rest, part) >= 0) {
      rest.subtract(part);
      mantissa |= 1;
    }
    rest.shift_left(1);
  }
  const int half = compare(rest, part);
  if (half > 0 || (half == 0 && mantissa % 2 == 1)) ++mantissa;
  if (exponent > kHighestExponent || (exponent == kHighestExponent && mantissa >> kMantissaBits != 0)) {
    return std::numeric_limits<double>::infinity();
  }
  return scale(mantissa, exponent);
}

}  // namespace

double read_number(std::string_view text) {
  Scanner scanner(text);
  const bool negative = scanner.peek() == '-';
  if (negative || scanner.peek() == '+') scanner.next();
  Decimal decimal;
  while (is_digit(scanner.peek())) take_digit(decimal, scanner.next(), false);
  if (scanner.skip('.')) {
    while (is_digit(scanner.peek())) take_digit(decimal, scanner.next(), true);
  }
  if (scanner.skip('e') || scanner.skip('E')) decimal.exponent += read_exponent(scanner);
  double value = 0.0;
  if (decimal.count > 0 && !small_value(decimal, value)) value = exact_value(decimal);
  return negative ? -value : value;
}

}  // namespace noren
