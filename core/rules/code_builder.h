// Builds code in which equal nodes are one node. Nodes that make lists or objects are the exception: two of them in one rule are two,
// since JavaScript never takes one for the other ([] === [] is false); only those of different rules are shared.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/list.h"
#include "core/base/value.h"
#include "core/rules/node.h"

namespace noren::rules {

class CodeBuilder {
 public:
  // Keeps references; both only grow.
  CodeBuilder(Code& code, List<Value>& constants) : code_(code), constants_(constants) {}

  // The node of a constant. Objects are told apart by their number.
  NodeIndex constant(const Value& value);

  // The node of an operation. O(children) expected.
  NodeIndex shared(Op op, std::uint32_t payload, std::span<const NodeIndex> children);

  // The same for one that makes a list or object, in the rule of that number (from 1).
  NodeIndex fresh(Op op, std::uint32_t payload, std::span<const NodeIndex> children, std::uint32_t rule);

 private:
  // The node of that hash which matches, or the one that make() fills in.
  template <typename Matches, typename Make>
  NodeIndex intern(std::uint64_t hash, const Matches& matches, const Make& make);
  NodeIndex operation(std::uint64_t hash, Op op, std::uint32_t payload, std::span<const NodeIndex> children);
  void grow_table();

  Code& code_;
  List<Value>& constants_;
  List<std::uint64_t> hashes_;   // of the content of each node
  List<std::uint32_t> used_by_;  // the rule that each node was last made for, by fresh()
  List<NodeIndex> table_;        // node by hash, open addressing; a power of two long, at most half full
};

}  // namespace noren::rules
