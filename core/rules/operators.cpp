#include "core/rules/operators.h"

namespace noren::rules {
namespace {

constexpr OpInfo kOperators[] = {
    {"==", Op::kEqual, 2, 2},
    {"===", Op::kStrictEqual, 2, 2},
    {"!=", Op::kNotEqual, 2, 2},
    {"!==", Op::kStrictNotEqual, 2, 2},
    {"!", Op::kNot, 1, 1},
    {"!!", Op::kTruthy, 1, 1},
    {"and", Op::kAnd, 1, kAnyNumber},
    {"or", Op::kOr, 1, kAnyNumber},
    {"if", Op::kIf, 0, kAnyNumber},
    {"?:", Op::kChoose, 0, kAnyNumber},
    {"<", Op::kLess, 2, 3},
    {"<=", Op::kLessEqual, 2, 3},
    {">", Op::kGreater, 2, 3},
    {">=", Op::kGreaterEqual, 2, 3},
    {"+", Op::kAdd, 1, kAnyNumber},
    {"-", Op::kSubtract, 1, 2},
    {"*", Op::kMultiply, 1, kAnyNumber},
    {"/", Op::kDivide, 2, 2},
    {"%", Op::kRemainder, 2, 2},
    {"min", Op::kMin, 1, kAnyNumber},
    {"max", Op::kMax, 1, kAnyNumber},
    {"in", Op::kIn, 2, 2},
    {"startsWith", Op::kStartsWith, 2, 2},
    {"endsWith", Op::kEndsWith, 2, 2},
};

}  // namespace

std::span<const OpInfo> operators() { return kOperators; }

const OpInfo* find_operator(std::string_view name) {
  for (const OpInfo& info : kOperators) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

std::string_view name(Op op) {
  switch (op) {
    case Op::kConstant: return "constant";
    case Op::kList: return "list";
    case Op::kAttribute:
    case Op::kSegment:
    case Op::kDefault: return "var";
    default: return kOperators[static_cast<std::size_t>(op) - static_cast<std::size_t>(Op::kEqual)].name;
  }
}

}  // namespace noren::rules
