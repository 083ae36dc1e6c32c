// Why a rule holds or does not: the fewest of its conditions that already force it, whatever the others are.
//
// A condition is whatever gives a truth and passes none on: a comparison, "in", an attribute that stands for itself, a sum. Looked into are
// and, or, !, !!, if and ?:. A segment is a condition, but where a single one of its own rule decides it, that one is named instead.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/list.h"
#include "core/rules/evaluation.h"

namespace noren::rules {

struct Reason {
  // What the rule asks of the condition, for itself to hold.
  enum class Demand : std::uint8_t {
    kFalse,
    kTrue,
    kEither,  // nothing: it only chooses between the branches of an "if"
  };

  NodeIndex condition;
  bool held;
  Demand demand;
};

// Conditions that a rule writes several times count once; so many of them are weighed against each other.
inline constexpr std::size_t kMaxWeighed = 6;

// The conditions that decide the rule with the values it has now, in the order in which reading it comes upon them; of equally small
// sets the one that takes the first argument where one of several will do. Those that nothing can change (a constant, a comparison of
// constants) are not told: the reasons of a rule that is constant are none, and so are those of kNoNode. None can be left out, and no
// smaller set forces the rule, as long as it writes no more than kMaxWeighed conditions several times; beyond that there may be a
// smaller one. (That conditions may depend on each other, as x > 3 and x > 5 do, is not considered.) An operation that has failed is a
// condition as a whole.
// O(nodes up to the rule + size of the rule × 2^conditions weighed).
List<Reason> reasons(const Evaluation& evaluation, NodeIndex rule);

}  // namespace noren::rules
