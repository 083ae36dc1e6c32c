// The values of all sub-expressions of a program for one visitor, kept up to date at the cost of what changed: attributes are
// set, then run() re-evaluates what depends on those that differ, each sub-expression at most once. Sub-expressions without
// attributes are evaluated once, at construction.
//
//   for (i = 0; i < program.attributes().size(); ++i) evaluation.set(i, read_attribute(…));
//   evaluation.run();
//   if (evaluation.holds(campaign.rule)) …
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/value.h"
#include "core/rules/program.h"

namespace noren::rules {

class Evaluation {
 public:
  // All attributes are null at first. Keeps references: program and symbols must outlive it. O(nodes), the only allocation.
  Evaluation(const Program& program, const SymbolTable& symbols);

  // Sets the attribute of that index in program.attributes(). Values that depend on it are stale until run(). O(dependents).
  void set(std::size_t attribute, const Value& value);

  // Brings all values up to date and returns how many sub-expressions were evaluated. O(nodes / 64 + what changed).
  std::size_t run();

  // The value of a sub-expression. A list's is whether it has elements.
  const Value& value(NodeIndex node) const { return values_[node]; }

  // Whether a rule holds: JsonLogic's truth of its value. kNoNode is no condition, which holds.
  bool holds(NodeIndex node) const;

  const Program& program() const { return program_; }
  const SymbolTable& symbols() const { return symbols_; }

 private:
  Value evaluate(NodeIndex node) const;
  Value arithmetic(Op op, std::span<const NodeIndex> arguments) const;
  bool contains(const Value& needle, NodeIndex haystack) const;
  bool has_affix(Op op, const Value& text, const Value& affix) const;
  bool ordered(Op op, const Value& a, const Value& b) const;
  void mark_parents(NodeIndex node);

  const Program& program_;
  const SymbolTable& symbols_;
  std::vector<Value> values_;         // one per node
  std::vector<std::uint64_t> stale_;  // one bit per node
};

}  // namespace noren::rules
