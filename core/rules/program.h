// The compiled form of all rules of one site or rule set: a graph in which each different sub-expression exists once, however many rules
// contain it, and beside it the bodies of loops, which are evaluated element by element. A program is immutable and knows no values; an
// Evaluation holds those. The Compiler (compiler.h) makes it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/flags.h"
#include "core/base/list.h"
#include "core/base/value.h"
#include "core/profile/attributes.h"
#include "core/rules/comparison_index.h"
#include "core/rules/heap.h"
#include "core/rules/links.h"
#include "core/rules/node.h"

namespace noren::rules {

// {"var": "segment.<id>"} asks for a segment.
inline constexpr std::string_view kSegmentPrefix = "segment.";

// An attribute that some rule asks for.
struct AttributeUse {
  profile::Attribute attribute;
  NodeIndex node;    // its leaf
  std::string name;  // as the first rule that asks for it writes it
};

// A path into a document that some rule asks for.
struct PathUse {
  std::string name;               // "a.b"; empty for the whole document
  std::uint32_t first_step = 0;   // see Program::steps
  std::uint32_t step_count = 0;   // 0 for the whole document
  NodeIndex leaf = kNoNode;       // its kPath; kNoNode where only bodies of loops ask for it
  NodeIndex bare_leaf = kNoNode;  // its kBarePath
};

// How a node is brought up to date: those whose children all are booleans by counting which of them are false.
enum class Role : std::uint8_t {
  kEvaluated,  // from the values of its children
  kAll,        // false children decide it: true where there is none
  kAny,        // true children decide it: true where there is one
  kNotAll,     // false children decide it: true where there is one
};

class Program {
 public:
  std::span<const Node> nodes() const { return graph_.nodes; }
  std::span<const NodeIndex> children(NodeIndex node) const { return graph_.children_of(graph_.nodes[node]); }
  // What a change of the node's value reaches: what is compared with it, the nodes that have it as a child, ascending and as often as they
  // have it, but those that comparisons() finds; and what is watched.
  [[gnu::always_inline]] std::span<const Link> links(NodeIndex node) const { return links_.of(node); }
  Role role(NodeIndex node) const { return roles_[node]; }
  // Whether the node gives true or false, whatever its children give (or an error).
  bool is_boolean(NodeIndex node) const { return is_boolean_[node] != 0; }
  const Code& graph() const { return graph_; }
  // The bodies of loops. A loop's payload is its body's root there, or kNoNode.
  const Code& bodies() const { return bodies_; }

  // Each attribute once, in the order in which the rules ask for them.
  std::span<const AttributeUse> attributes() const { return attributes_; }
  // Each path once. Only rules for documents have any.
  std::span<const PathUse> paths() const { return paths_; }
  std::span<const Symbol> steps(const PathUse& path) const {
    return std::span(steps_).subspan(path.first_step, path.step_count);
  }
  // The rules whose truth is kept as bits, by Compiler::watch.
  std::span<const NodeIndex> watched() const { return watched_; }

  // What a node of that kind stands for.
  const Value& constant(const Node& node) const { return constants_[node.payload]; }
  const AttributeUse& attribute(const Node& node) const { return attributes_[node.payload]; }
  const PathUse& path(const Node& node) const { return paths_[node.payload]; }
  std::string_view segment(const Node& node) const { return segments_[node.payload]; }

  // The objects that stand in rules, in the order of their numbers in the heap of each evaluation.
  std::span<const List<Heap::Member>> objects() const { return objects_; }
  std::span<const List<Value>> lists() const { return lists_; }

  const ComparisonIndex& comparisons() const { return comparisons_; }

 private:
  friend class Compiler;
  friend class RuleCompiler;
  friend class SiteRuleCompiler;
  friend class DocumentRuleCompiler;

  Code graph_;
  Code bodies_;
  Links links_;
  ComparisonIndex comparisons_;
  List<Role> roles_;
  Flags is_boolean_;
  List<NodeIndex> watched_;
  List<Value> constants_;
  List<List<Heap::Member>> objects_;
  List<List<Value>> lists_;
  List<AttributeUse> attributes_;
  List<PathUse> paths_;
  List<Symbol> steps_;
  List<std::string> segments_;  // ids
};

}  // namespace noren::rules
