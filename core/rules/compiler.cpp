#include "core/rules/compiler.h"

#include <utility>

namespace noren::rules {
namespace {

Role role_of(const Code& graph, const Node& node, const Flags& is_boolean) {
  const auto children = graph.children_of(node);
  if (children.empty()) return Role::kEvaluated;
  for (const NodeIndex child : children) {
    if (is_boolean[child] == 0) return Role::kEvaluated;
  }
  switch (node.op) {
    case Op::kAnd: return Role::kAll;
    case Op::kOr: return Role::kAny;
    case Op::kNot: return children.size() == 1 ? Role::kNotAll : Role::kEvaluated;
    case Op::kTruthy:
    case Op::kSegment: return children.size() == 1 ? Role::kAll : Role::kEvaluated;
    default: return Role::kEvaluated;
  }
}

}  // namespace

std::uint32_t Compiler::declare_segment(std::string_view id) {
  const Symbol number = segment_ids_.intern(id);
  if (number == segment_rules_.size()) {
    segment_rules_.push_back(kNoNode);
    program_.segments_.emplace_back(id);
  }
  return number;
}

std::uint32_t Compiler::watch(NodeIndex rule) {
  program_.watched_.push_back(rule);
  return static_cast<std::uint32_t>(program_.watched_.size() - 1);
}

Program Compiler::finish() {
  const Code& graph = program_.graph_;
  const std::size_t count = graph.nodes.size();
  program_.comparisons_ = ComparisonIndex(graph, program_.constants_);
  program_.is_boolean_ = Flags(count);
  program_.roles_ = std::vector<Role>(count);
  for (NodeIndex node = 0; node < count; ++node) {
    const Node& made = graph.nodes[node];
    const Role role = role_of(graph, made, program_.is_boolean_);
    program_.roles_[node] = role;
    const bool constant = made.op == Op::kConstant && program_.constants_[made.payload].type == Value::Type::kBoolean;
    program_.is_boolean_[node] = role != Role::kEvaluated || constant || gives_boolean(made.op);
  }

  NodeLists dependents(count);
  const auto each_edge = [&](const auto& visit) {
    for (NodeIndex node = 0; node < count; ++node) {
      if (program_.comparisons_.covers(node)) continue;
      for (const NodeIndex child : graph.children_of(graph.nodes[node])) visit(child, node);
    }
  };
  each_edge([&](NodeIndex child, NodeIndex) { dependents.count(child); });
  dependents.start();
  each_edge([&](NodeIndex child, NodeIndex node) { dependents.add(child, node); });
  dependents.finish();
  program_.dependents_ = std::move(dependents);

  NodeLists watches(count);
  const auto each_watched = [&](const auto& visit) {
    for (std::uint32_t i = 0; i < program_.watched_.size(); ++i) {
      if (program_.watched_[i] != kNoNode) visit(program_.watched_[i], i);
    }
  };
  each_watched([&](NodeIndex node, std::uint32_t) { watches.count(node); });
  watches.start();
  each_watched([&](NodeIndex node, std::uint32_t bit) { watches.add(node, bit); });
  watches.finish();
  program_.watches_ = std::move(watches);

  return std::exchange(program_, Program());
}

}  // namespace noren::rules
