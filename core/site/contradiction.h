// Whether rules can hold together: finds conditions that contradict each other, such as cart.value < 3 and cart.value > 5, whatever
// the visitor. It reasons about thresholds, equality, membership in lists, and, or, not and segments; of what it does not understand
// it says that it is possible. For lints; deciding needs none of it.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include "core/profile/rules.h"
#include "core/rules/program.h"
#include "core/site/constants.h"

namespace noren::site {

class Contradictions {
 public:
  // That a rule holds, or that it does not. kNoNode always holds.
  struct Demand {
    rules::NodeIndex rule;
    bool holds = true;
  };

  // Keeps references: all must outlive it. O(nodes).
  Contradictions(const rules::Program& program, const SymbolTable& symbols, const profile::Rules& rules);

  // Whether all demands may be met at once. "No" is certain; "yes" is not. Of bounded cost, each question and all of them together.
  bool possible(std::span<const Demand> demands);
  bool possible(std::initializer_list<Demand> demands) { return possible(std::span(demands.begin(), demands.size())); }

  // After possible() said no: the attribute of which no value meets what is asked of it, where one is to blame; else empty.
  std::string_view culprit() const;

 private:
  class Search;

  const rules::Program& program_;
  const SymbolTable& symbols_;
  const profile::Rules& rules_;
  Constants constants_;
  rules::NodeIndex culprit_ = rules::kNoNode;
  std::size_t steps_left_ = 1'000'000;
};

}  // namespace noren::site
