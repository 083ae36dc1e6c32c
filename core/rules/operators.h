// The operators of JsonLogic that rules may use, with the number of arguments each takes. What they compute is in evaluation.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace noren::rules {

enum class Op : std::uint8_t {
  // Not written as operators: how the other parts of a rule are kept.
  kConstant,
  kList,       // ["a", "b"]; stands only where an operator takes a list
  kAttribute,  // {"var": "cart.value"}
  kSegment,    // {"var": "segment.runner"}: whether the segment's rule holds
  kDefault,    // {"var": ["cart.value", 0]}: the second where the first is null

  kEqual,
  kStrictEqual,
  kNotEqual,
  kStrictNotEqual,
  kNot,
  kTruthy,
  kAnd,
  kOr,
  kIf,
  kChoose,  // "?:", the same as if
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kRemainder,
  kMin,
  kMax,
  kIn,
  kStartsWith,
  kEndsWith,
};

inline constexpr std::uint32_t kAnyNumber = 0xffffffffu;

struct OpInfo {
  std::string_view name;  // as written in a rule
  Op op;
  std::uint32_t min_arguments;
  std::uint32_t max_arguments;  // or kAnyNumber
};

// All operators that a rule may name, in the order of Op.
std::span<const OpInfo> operators();

// The operator of that name, or nullptr.
const OpInfo* find_operator(std::string_view name);

// The name as explanations show it: as written; "var" for attributes and segments; "constant" and "list".
std::string_view name(Op op);

}  // namespace noren::rules
