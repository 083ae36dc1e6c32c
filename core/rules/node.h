// What a program is made of: nodes in one linear stream, in topological order, and lists of nodes by node.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/rules/operators.h"

namespace noren::rules {

// A sub-expression. Nodes stand in topological order: the children of a node have smaller indices than itself.
using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xffffffffu;

struct Node {
  Op op = Op::kConstant;
  // kConstant: index of the constant; kAttribute: of the attribute; kSegment: of the segment; kPath, kBarePath and kScopePath: of the
  // path; loops: root of the body; kIn, kMissing, kMissingSome: kSpread or 0; else 0.
  std::uint32_t payload = 0;
  std::uint32_t first_child = 0;
  std::uint32_t child_count = 0;
};

// The payload of an "in" whose list stands in the rule: its children are the needle and the elements; and of a "missing" or
// "missing_some" whose keys do: its children are (the number needed and) each key with what is there.
inline constexpr std::uint32_t kSpread = 1;

struct Code {
  std::vector<Node> nodes;
  std::vector<NodeIndex> children;

  std::span<const NodeIndex> children_of(const Node& node) const {
    return std::span(children).subspan(node.first_child, node.child_count);
  }
};

// For each node some numbers, in the order in which they were counted and added.
class NodeLists {
 public:
  // Two passes over the same pairs: count() each, then start(), then add() each.
  explicit NodeLists(std::size_t nodes = 0) : first_(nodes + 1) {}
  void count(NodeIndex node) { ++first_[node + 1]; }
  void start() {
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    items_.resize(first_.back());
    next_.assign(first_.begin(), first_.end() - 1);
  }
  void add(NodeIndex node, std::uint32_t item) { items_[next_[node]++] = item; }
  void finish() { next_ = {}; }

  std::span<const std::uint32_t> of(NodeIndex node) const {
    return std::span(items_).subspan(first_[node], first_[node + 1] - first_[node]);
  }

 private:
  std::vector<std::uint32_t> first_;  // one more than nodes
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> items_;
};

}  // namespace noren::rules
