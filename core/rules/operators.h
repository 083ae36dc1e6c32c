// The operators of JsonLogic, those that visual builders add to it, and the number of arguments that rules of a site give them. What
// they compute is in functions.cpp, dates.cpp and machine.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace noren::rules {

enum class Op : std::uint8_t {
  // Not written as operators: how the other parts of a rule are kept.
  kConstant,   // a scalar, or an object that is no operation
  kList,       // ["a", "b"]
  kAttribute,  // {"var": "cart.value"}
  kSegment,    // {"var": "segment.runner"}: whether the segment's rule holds
  kDefault,    // {"var": ["cart.value", 0]}: the second where the first is null
  kPath,       // {"var": "a.b"} of a document: null where the path leads to nothing
  kBarePath,   // the same, undefined where the path leads to nothing
  kOtherwise,  // {"var": ["a.b", 0]}: the second where the first, a bare path, is undefined
  kScope,      // {"var": ""} in the body of a loop
  kScopePath,  // {"var": "a.b"} in the body of a loop, with the default as child
  kLookup,     // {"var": …} with a path that is computed: the data, the path, the default

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
  kCat,
  kSubstr,
  kMerge,
  kMissing,
  kMissingSome,
  kLog,  // its argument; nobody is told, since a core does no I/O
  kMap,
  kFilter,
  kReduce,
  kAll,
  kNone,
  kSome,
  // react-querybuilder's
  kStartsWith,
  kEndsWith,
  kDateAfter,
  kDateBefore,
  kDateOnOrAfter,
  kDateOnOrBefore,
  kDateOn,
  kDateNotOn,
  kDateBetween,
  kDateNotBetween,
  kDateIn,
  kDateNotIn,
  // react-awesome-query-builder's
  kSameDate,
  kOtherDate,
  kSameTime,
  kOtherTime,
};

inline constexpr std::uint32_t kAnyNumber = 0xffffffffu;

struct OpInfo {
  std::string_view name;  // as written in a rule
  Op op;
  std::uint32_t min_arguments;  // in rules of a site; JsonLogic itself takes any number
  std::uint32_t max_arguments;  // or kAnyNumber
};

// All operators that a rule may name, in the order of Op.
std::span<const OpInfo> operators();

// The operator of that name, or nullptr.
const OpInfo* find_operator(std::string_view name);

// The name as explanations show it: as written; "var" for attributes, segments and paths; "constant" and "list".
std::string_view name(Op op);

// map, filter, reduce, all, none, some: their second argument is evaluated for each element of the first.
inline bool is_loop(Op op) { return op >= Op::kMap && op <= Op::kSome; }

// Whether the operator gives true or false, whatever it is given (or an error).
bool gives_boolean(Op op);

}  // namespace noren::rules
