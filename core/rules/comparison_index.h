// Comparisons with constants, ordered so that a change of a value finds those whose result it may change, without looking at the others:
// numeric thresholds by their place on the number line, equalities by the constant. Most conditions of real rules are of these two kinds.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/flags.h"
#include "core/base/list.h"
#include "core/base/value.h"
#include "core/rules/node.h"

namespace noren::rules {

// A place on the number line where a comparison changes: at the number, or just beyond it.
struct Threshold {
  double at;
  NodeIndex node;
  bool beyond;          // x > at passes it, x >= at does not
  bool holds_passed;    // the comparison's result for numbers that have passed
  bool one_of_several;  // the comparison has another threshold, too, and holds only where both agree

  // NaN passes nothing.
  bool passed_by(double x) const { return beyond ? x > at : x >= at; }
};

// A comparison that has one result for that constant, and the other for what equals none of its constants.
struct Equality {
  std::uint64_t key;  // equality_key of the constant
  NodeIndex node;
  bool holds_equal;  // false for "not equal"
};

// A number that equal texts and equal numbers share with nothing else; kNoKey for values that nothing is compared with by key.
inline constexpr std::uint64_t kNoKey = 0xffffffffffffffffu;
std::uint64_t equality_key(const Value& value);

// What is compared with the values of one node.
struct ComparedNode {
  NodeIndex node;
  std::uint32_t first_threshold, threshold_count;
  std::uint32_t first_equality, equality_count;
  bool loosely_with_text = false;    // some "==" or "!=" has a text: a number or boolean may equal it, too
  bool loosely_with_number = false;  // the same for a number
};

class ComparisonIndex {
 public:
  ComparisonIndex() = default;
  // Of all comparisons in the graph that can be found this way. constant_of gives the value of a kConstant node. O(n^1.3) of those.
  ComparisonIndex(const Code& graph, std::span<const Value> constants);

  std::span<const ComparedNode> compared() const { return compared_; }
  // Whether the index finds the node when what it compares changes.
  bool covers(NodeIndex node) const { return covers_[node] != 0; }

  // Ascending by `at`, those at a number before those beyond it.
  std::span<const Threshold> thresholds(const ComparedNode& compared) const {
    return std::span(thresholds_).subspan(compared.first_threshold, compared.threshold_count);
  }
  // Ascending by key.
  std::span<const Equality> equalities(const ComparedNode& compared) const {
    return std::span(equalities_).subspan(compared.first_equality, compared.equality_count);
  }
  // Those of that key. O(log comparisons).
  std::span<const Equality> equalities(const ComparedNode& compared, std::uint64_t key) const;

 private:
  List<ComparedNode> compared_;
  Flags covers_;
  List<Threshold> thresholds_;
  List<Equality> equalities_;
};

}  // namespace noren::rules
