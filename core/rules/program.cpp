#include "core/rules/program.h"

namespace noren::rules {

std::span<const NodeIndex> Program::children(NodeIndex node) const {
  const Node& parent = nodes_[node];
  return std::span(children_).subspan(parent.first_child, parent.child_count);
}

std::span<const NodeIndex> Program::parents(NodeIndex node) const {
  const std::uint32_t first = first_parent_[node];
  return std::span(parents_).subspan(first, first_parent_[node + 1] - first);
}

}  // namespace noren::rules
