// The parts of rules that have a value without knowing anything of a visitor. For lints.
#pragma once

#include <vector>

#include "core/base/symbols.h"
#include "core/base/value.h"
#include "core/rules/evaluation.h"
#include "core/rules/program.h"

namespace noren::site {

class Constants {
 public:
  // Keeps references: both must outlive it. O(nodes).
  Constants(const rules::Program& program, const SymbolTable& symbols);

  bool has(rules::NodeIndex node) const { return constant_[node]; }

  // Of a node that has a value: that value, and whether it is true in JsonLogic's sense.
  const Value& value(rules::NodeIndex node) const { return evaluation_.value(node); }
  bool holds(rules::NodeIndex node) const { return evaluation_.holds(node); }

 private:
  rules::Evaluation evaluation_;
  std::vector<bool> constant_;  // per node
};

}  // namespace noren::site
