#include "core/rules/evaluation.h"

#include <bit>
#include <cmath>

#include "core/rules/coercion.h"

namespace noren::rules {
namespace {

using Type = Value::Type;

// Math.min of two numbers: NaN wins, and -0 is below 0.
double smaller(double a, double b) {
  if (a != a || b != b) return a + b;
  if (a == b) return std::signbit(a) ? a : b;
  return a < b ? a : b;
}

}  // namespace

Evaluation::Evaluation(const Program& program, const SymbolTable& symbols)
    : program_(program),
      symbols_(symbols),
      values_(program.nodes().size()),
      stale_((program.nodes().size() + 63) / 64) {
  for (NodeIndex node = 0; node < values_.size(); ++node) values_[node] = evaluate(node);
}

void Evaluation::set(std::size_t attribute, const Value& value) {
  const NodeIndex leaf = program_.attributes()[attribute].node;
  if (values_[leaf] == value) return;
  values_[leaf] = value;
  mark_parents(leaf);
}

std::size_t Evaluation::run() {
  std::size_t evaluated = 0;
  for (std::size_t word = 0; word < stale_.size(); ++word) {
    // Evaluating a node may mark later nodes of the same word, never earlier ones.
    while (stale_[word] != 0) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(stale_[word]));
      stale_[word] &= stale_[word] - 1;
      const auto node = static_cast<NodeIndex>(word * 64 + bit);
      const Value value = evaluate(node);
      ++evaluated;
      if (value == values_[node]) continue;
      values_[node] = value;
      mark_parents(node);
    }
  }
  return evaluated;
}

bool Evaluation::holds(NodeIndex node) const { return node == kNoNode || truthy(values_[node], symbols_); }

void Evaluation::mark_parents(NodeIndex node) {
  for (const NodeIndex parent : program_.parents(node)) stale_[parent / 64] |= std::uint64_t{1} << (parent % 64);
}

Value Evaluation::evaluate(NodeIndex index) const {
  const Node& node = program_.nodes()[index];
  const std::span<const NodeIndex> arguments = program_.children(index);
  const auto argument = [&](std::size_t i) -> const Value& { return values_[arguments[i]]; };
  const auto is_true = [&](std::size_t i) { return truthy(argument(i), symbols_); };
  switch (node.op) {
    case Op::kConstant: return program_.constant(node);
    case Op::kList: return Value::boolean(!arguments.empty());
    case Op::kAttribute: return values_[index];
    case Op::kSegment: return Value::boolean(is_true(0));
    case Op::kDefault: return argument(argument(0).type == Type::kNull ? 1 : 0);

    case Op::kEqual: return Value::boolean(loose_equal(argument(0), argument(1), symbols_));
    case Op::kNotEqual: return Value::boolean(!loose_equal(argument(0), argument(1), symbols_));
    case Op::kStrictEqual: return Value::boolean(strict_equal(argument(0), argument(1)));
    case Op::kStrictNotEqual: return Value::boolean(!strict_equal(argument(0), argument(1)));

    case Op::kNot: return Value::boolean(!is_true(0));
    case Op::kTruthy: return Value::boolean(is_true(0));
    case Op::kAnd:
    case Op::kOr: {
      // The first argument that decides, else the last.
      std::size_t i = 0;
      while (i + 1 < arguments.size() && is_true(i) == (node.op == Op::kAnd)) ++i;
      return argument(i);
    }
    case Op::kIf:
    case Op::kChoose: {
      std::size_t i = 0;
      for (; i + 1 < arguments.size(); i += 2) {
        if (is_true(i)) return argument(i + 1);
      }
      return i < arguments.size() ? argument(i) : Value::null();
    }

    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
      return Value::boolean(ordered(node.op, argument(0), argument(1)) &&
                            (arguments.size() < 3 || ordered(node.op, argument(1), argument(2))));

    case Op::kIn: return Value::boolean(contains(argument(0), arguments[1]));
    case Op::kStartsWith:
    case Op::kEndsWith: return Value::boolean(has_affix(node.op, argument(0), argument(1)));

    default: return arithmetic(node.op, arguments);
  }
}

Value Evaluation::arithmetic(Op op, std::span<const NodeIndex> arguments) const {
  const auto number = [&](std::size_t i) { return to_number(values_[arguments[i]], symbols_); };
  // JsonLogic adds and multiplies what parseFloat reads, and leaves the rest to JavaScript's operators.
  const auto parsed = [&](std::size_t i) { return parse_float(values_[arguments[i]], symbols_); };
  switch (op) {
    case Op::kAdd: {
      double sum = 0;
      for (std::size_t i = 0; i < arguments.size(); ++i) sum += parsed(i);
      return Value::of(sum);
    }
    case Op::kMultiply: {
      if (arguments.size() == 1) return values_[arguments[0]];
      double product = parsed(0);
      for (std::size_t i = 1; i < arguments.size(); ++i) product *= parsed(i);
      return Value::of(product);
    }
    case Op::kSubtract: return Value::of(arguments.size() == 1 ? -number(0) : number(0) - number(1));
    case Op::kDivide: return Value::of(number(0) / number(1));
    case Op::kRemainder: return Value::of(std::fmod(number(0), number(1)));
    case Op::kMin: {
      double least = number(0);
      for (std::size_t i = 1; i < arguments.size(); ++i) least = smaller(least, number(i));
      return Value::of(least);
    }
    default: {  // kMax
      double least = -number(0);
      for (std::size_t i = 1; i < arguments.size(); ++i) least = smaller(least, -number(i));
      return Value::of(-least);
    }
  }
}

bool Evaluation::ordered(Op op, const Value& a, const Value& b) const {
  switch (op) {
    case Op::kLess: return less(a, b, symbols_);
    case Op::kLessEqual: return less_equal(a, b, symbols_);
    case Op::kGreater: return less(b, a, symbols_);
    default: return less_equal(b, a, symbols_);
  }
}

bool Evaluation::contains(const Value& needle, NodeIndex haystack) const {
  if (program_.nodes()[haystack].op == Op::kList) {
    for (const NodeIndex element : program_.children(haystack)) {
      if (strict_equal(needle, values_[element])) return true;
    }
    return false;
  }
  const Value& text = values_[haystack];
  if (text.type != Type::kText || !truthy(text, symbols_)) return false;
  NumberBuffer buffer;
  return symbols_.text(text.text).find(to_text(needle, symbols_, buffer)) != std::string_view::npos;
}

bool Evaluation::has_affix(Op op, const Value& text, const Value& affix) const {
  if (text.type != Type::kText) return false;
  const std::string_view whole = symbols_.text(text.text);
  NumberBuffer buffer;
  const std::string_view part = to_text(affix, symbols_, buffer);
  return op == Op::kStartsWith ? whole.starts_with(part) : whole.ends_with(part);
}

}  // namespace noren::rules
