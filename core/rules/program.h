// The compiled form of all rules of one site: a graph in which each different sub-expression exists once, however many rules
// contain it. A program is immutable and knows no values; an Evaluation holds those. The Compiler (compiler.h) makes it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/profile/attributes.h"
#include "core/rules/operators.h"

namespace noren::rules {

// A sub-expression. Nodes stand in topological order: the children of a node have smaller indices than itself.
using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xffffffffu;

// {"var": "segment.<id>"} asks for a segment.
inline constexpr std::string_view kSegmentPrefix = "segment.";

struct Node {
  Op op = Op::kConstant;
  std::uint32_t payload =
      0;  // kConstant: index of the constant; kAttribute: of the attribute; kSegment: of the segment; else 0
  std::uint32_t first_child = 0;
  std::uint32_t child_count = 0;
};

// An attribute that some rule asks for.
struct AttributeUse {
  profile::Attribute attribute;
  NodeIndex node;    // its leaf
  std::string name;  // as the first rule that asks for it writes it
};

class Program {
 public:
  std::span<const Node> nodes() const { return nodes_; }
  std::span<const NodeIndex> children(NodeIndex node) const;
  // The nodes that have this one as a child, ascending.
  std::span<const NodeIndex> parents(NodeIndex node) const;

  // Each attribute once, in the order in which the rules ask for them.
  std::span<const AttributeUse> attributes() const { return attributes_; }

  // What a node of that kind stands for.
  const Value& constant(const Node& node) const { return constants_[node.payload]; }
  const AttributeUse& attribute(const Node& node) const { return attributes_[node.payload]; }
  std::string_view segment(const Node& node) const { return segments_[node.payload]; }

 private:
  friend class Compiler;

  std::vector<Node> nodes_;
  std::vector<NodeIndex> children_;
  std::vector<std::uint32_t> first_parent_;  // one more than nodes
  std::vector<NodeIndex> parents_;
  std::vector<Value> constants_;
  std::vector<AttributeUse> attributes_;
  std::vector<std::string> segments_;  // ids
};

}  // namespace noren::rules
