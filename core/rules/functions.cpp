#include "core/rules/functions.h"

#include <cmath>
#include <limits>

#include "core/base/part.h"
#include "core/rules/coercion.h"
#include "core/rules/dates.h"
#include "core/rules/utf16.h"

namespace noren::rules {
namespace {

using Type = Value::Type;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Math.min of two numbers: NaN wins, and -0 is below 0.
double smaller(double a, double b) {
  if (a != a || b != b) return a + b;
  if (a == b) return std::signbit(a) ? a : b;
  return a < b ? a : b;
}

// ToIntegerOrInfinity
double whole(double number) { return number != number ? 0 : std::trunc(number); }

std::size_t units(double count, std::size_t most) {
  if (!(count > 0)) return 0;
  return count < static_cast<double>(most) ? static_cast<std::size_t>(count) : most;
}

// The arguments of one operation.
class Call {
 public:
  Call(Op op, std::span<const Value> arguments, Heap& heap) : op_(op), arguments_(arguments), heap_(heap) {}

  Value value() {
    switch (op_) {
      case Op::kEqual: return Value::boolean(loose_equal(at(0), at(1), heap_));
      case Op::kNotEqual: return Value::boolean(!loose_equal(at(0), at(1), heap_));
      case Op::kStrictEqual: return Value::boolean(strict_equal(at(0), at(1)));
      case Op::kStrictNotEqual: return Value::boolean(!strict_equal(at(0), at(1)));
      case Op::kNot: return Value::boolean(!truthy(at(0), heap_));
      case Op::kSegment:
      case Op::kTruthy: return Value::boolean(truthy(at(0), heap_));
      case Op::kLess:
      case Op::kLessEqual:
        return Value::boolean(ordered(op_, at(0), at(1), heap_) &&
                              (at(2).type == Type::kUndefined || ordered(op_, at(1), at(2), heap_)));
      case Op::kGreater:
      case Op::kGreaterEqual: return Value::boolean(ordered(op_, at(0), at(1), heap_));
      case Op::kDefault: return at(0).is_nothing() ? at(1) : at(0);
      case Op::kOtherwise: {
        if (at(0).type != Type::kUndefined) return at(0);
        return at(1).type == Type::kUndefined ? Value::null() : at(1);
      }
      case Op::kList: return heap_.make_list(arguments_);
      case Op::kIn: return Value::boolean(contains(at(0), at(1), heap_));
      case Op::kStartsWith:
      case Op::kEndsWith: return Value::boolean(has_affix());
      case Op::kCat: return cat();
      case Op::kSubstr: return substr();
      case Op::kMerge: return merge();
      case Op::kLog: return at(0);
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
      case Op::kDivide:
      case Op::kRemainder:
      case Op::kMin:
      case Op::kMax: return arithmetic();
      default: return Value::boolean(compare_dates(op_, arguments_, heap_));
    }
  }

 private:
  Value at(std::size_t i) const { return i < arguments_.size() ? arguments_[i] : Value::undefined(); }
  double number(std::size_t i) const { return to_number(at(i), heap_); }

  Value arithmetic() {
    // JsonLogic adds and multiplies what parseFloat reads, and leaves the rest to JavaScript's operators.
    switch (op_) {
      case Op::kAdd: {
        double sum = 0;
        for (const Value& argument : arguments_) sum += parse_float(argument, heap_);
        return Value::of(sum);
      }
      case Op::kMultiply: {
        if (arguments_.empty()) heap_.fail(Failure::kEmptyProduct);
        if (arguments_.size() < 2) return at(0);
        double product = parse_float(at(0), heap_);
        for (std::size_t i = 1; i < arguments_.size(); ++i) {
          product = (product == 0 ? 0 : product) * parse_float(at(i), heap_);
        }
        return Value::of(product);
      }
      case Op::kSubtract: return Value::of(at(1).type == Type::kUndefined ? -number(0) : number(0) - number(1));
      case Op::kDivide: return Value::of(number(0) / number(1));
      case Op::kRemainder: return Value::of(std::fmod(number(0), number(1)));
      default: {  // kMin, kMax: the least of the numbers, or of their negatives
        const double sign = op_ == Op::kMin ? 1 : -1;
        double least = kInfinity;
        for (std::size_t i = 0; i < arguments_.size(); ++i) least = smaller(least, sign * number(i));
        return Value::of(sign * least);
      }
    }
  }

  NOREN_PART_ENTRY bool has_affix() {
    if (at(0).type != Type::kText) return false;
    const Value affix = to_primitive(at(1), heap_);
    NumberBuffer buffer;
    const std::string_view part = to_text(affix, heap_, buffer);
    const std::string_view text = heap_.text(at(0));
    heap_.spend(text.size() / 16);
    return op_ == Op::kStartsWith ? units_start(text, part) : units_end(text, part);
  }

  NOREN_PART_ENTRY Value cat() {
    std::string& out = heap_.scratch;
    out.clear();
    for (const Value& argument : arguments_) {
      const std::size_t before = out.size();
      if (!argument.is_nothing()) append_text_of(argument, heap_, out);
      if (!heap_.spend((out.size() - before) / 16)) break;
    }
    return Value::of(heap_.intern(out));
  }

  NOREN_PART_ENTRY Value substr() {
    Value source = to_primitive(at(0), heap_);
    if (source.type != Type::kText) {
      NumberBuffer buffer;
      source = Value::of(heap_.intern(to_text(source, heap_, buffer)));
    }
    const double start = number(1);
    const bool counted = at(2).type != Type::kUndefined;
    double count = counted ? number(2) : kInfinity;

    const std::size_t size = unit_count(heap_.text(source));
    if (!heap_.spend(heap_.text(source).size() / 16)) return Value::null();
    double first = whole(start);
    if (first < 0) first += static_cast<double>(size);
    const std::size_t from = units(first, size);
    if (count < 0) {
      // As many units are left out at the end; JavaScript joins anything but a number to the length as text, which is no number.
      count = at(2).type == Type::kNumber ? static_cast<double>(size - from) + count : 0;
    }
    heap_.scratch.clear();
    append_units(heap_.scratch, heap_.text(source), from, units(whole(count), size));
    return Value::of(heap_.intern(heap_.scratch));
  }

  NOREN_PART_ENTRY Value merge() {
    List<Value>& merged = heap_.gathered;
    merged.clear();
    for (const Value& argument : arguments_) {
      if (argument.type != Type::kList) {
        merged.push_back(argument);
        continue;
      }
      const std::span<const Value> elements = heap_.list(argument);
      if (!heap_.spend(elements.size())) break;
      merged.append(elements);
    }
    return heap_.make_list(merged);
  }

  Op op_;
  std::span<const Value> arguments_;
  Heap& heap_;
};

}  // namespace

Value apply(Op op, std::span<const Value> arguments, Heap& heap) { return Call(op, arguments, heap).value(); }

bool contains(const Value& needle, const Value& haystack, Heap& heap) {
  if (haystack.type == Type::kList) {
    const std::span<const Value> elements = heap.list(haystack);
    heap.spend(elements.size() / 4);
    for (const Value& element : elements) {
      if (strict_equal(needle, element)) return true;
    }
    return false;
  }
  if (haystack.type == Type::kObject) {
    const Symbol index_of = heap.find("indexOf");
    if (index_of != kNoSymbol && heap.member(haystack, index_of) != nullptr) heap.fail(Failure::kNotCallable);
    return false;
  }
  if (haystack.type != Type::kText || heap.text(haystack).empty()) return false;
  const Value part = to_primitive(needle, heap);
  NumberBuffer buffer;
  heap.spend(heap.text(haystack).size() / 16);
  return units_contain(heap.text(haystack), to_text(part, heap, buffer));
}

bool ordered(Op op, const Value& a, const Value& b, Heap& heap) {
  switch (op) {
    case Op::kLess: return less(a, b, heap);
    case Op::kLessEqual: return less_equal(a, b, heap);
    case Op::kGreater: return less(b, a, heap);
    default: return less_equal(b, a, heap);
  }
}

bool enough(double present, const Value& needed, Heap& heap) { return less_equal(needed, Value::of(present), heap); }

}  // namespace noren::rules
