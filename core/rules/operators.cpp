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
    {">", Op::kGreater, 2, 2},
    {">=", Op::kGreaterEqual, 2, 2},
    {"+", Op::kAdd, 1, kAnyNumber},
    {"-", Op::kSubtract, 1, 2},
    {"*", Op::kMultiply, 1, kAnyNumber},
    {"/", Op::kDivide, 2, 2},
    {"%", Op::kRemainder, 2, 2},
    {"min", Op::kMin, 1, kAnyNumber},
    {"max", Op::kMax, 1, kAnyNumber},
    {"in", Op::kIn, 2, 2},
    {"cat", Op::kCat, 1, kAnyNumber},
    {"substr", Op::kSubstr, 2, 3},
    {"merge", Op::kMerge, 1, kAnyNumber},
    {"missing", Op::kMissing, 1, kAnyNumber},
    {"missing_some", Op::kMissingSome, 2, 2},
    {"log", Op::kLog, 1, 1},
    {"map", Op::kMap, 2, 2},
    {"filter", Op::kFilter, 2, 2},
    {"reduce", Op::kReduce, 2, 3},
    {"all", Op::kAll, 2, 2},
    {"none", Op::kNone, 2, 2},
    {"some", Op::kSome, 2, 2},
    {"startsWith", Op::kStartsWith, 2, 2},
    {"endsWith", Op::kEndsWith, 2, 2},
    {"dateAfter", Op::kDateAfter, 2, 2},
    {"dateBefore", Op::kDateBefore, 2, 2},
    {"dateOnOrAfter", Op::kDateOnOrAfter, 2, 2},
    {"dateOnOrBefore", Op::kDateOnOrBefore, 2, 2},
    {"dateOn", Op::kDateOn, 2, 2},
    {"dateNotOn", Op::kDateNotOn, 2, 2},
    {"dateBetween", Op::kDateBetween, 3, 3},
    {"dateNotBetween", Op::kDateNotBetween, 3, 3},
    {"dateIn", Op::kDateIn, 2, 2},
    {"dateNotIn", Op::kDateNotIn, 2, 2},
    {"date==", Op::kSameDate, 2, 2},
    {"date!=", Op::kOtherDate, 2, 2},
    {"datetime==", Op::kSameTime, 2, 2},
    {"datetime!=", Op::kOtherTime, 2, 2},
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
    case Op::kDefault:
    case Op::kPath:
    case Op::kBarePath:
    case Op::kOtherwise:
    case Op::kScope:
    case Op::kScopePath:
    case Op::kLookup: return "var";
    default: return kOperators[static_cast<std::size_t>(op) - static_cast<std::size_t>(Op::kEqual)].name;
  }
}

bool gives_boolean(Op op) {
  switch (op) {
    case Op::kSegment:
    case Op::kEqual:
    case Op::kStrictEqual:
    case Op::kNotEqual:
    case Op::kStrictNotEqual:
    case Op::kNot:
    case Op::kTruthy:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
    case Op::kIn: return true;
    default: return op >= Op::kAll;
  }
}

}  // namespace noren::rules
