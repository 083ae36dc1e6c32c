// What a program is made of: nodes in one linear stream, in topological order, and lists of nodes by node.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/list.h"
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
  List<Node> nodes;
  List<NodeIndex> children;

  std::span<const NodeIndex> children_of(const Node& node) const {
    return std::span(children).subspan(node.first_child, node.child_count);
  }
};

}  // namespace noren::rules
