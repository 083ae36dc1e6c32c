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

Link::Kind link_to(Role role) {
  switch (role) {
    case Role::kAny: return Link::Kind::kIfTrue;
    case Role::kAll:
    case Role::kNotAll: return Link::Kind::kIfFalse;
    default: return Link::Kind::kValue;
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
  program_.roles_ = List<Role>(count);
  for (NodeIndex node = 0; node < count; ++node) {
    const Node& made = graph.nodes[node];
    const Role role = role_of(graph, made, program_.is_boolean_);
    program_.roles_[node] = role;
    const bool constant = made.op == Op::kConstant && program_.constants_[made.payload].type == Value::Type::kBoolean;
    program_.is_boolean_[node] = role != Role::kEvaluated || constant || gives_boolean(made.op);
  }

  Links links(count);
  const auto each_link = [&](const auto& visit) {
    const std::span<const ComparedNode> compared = program_.comparisons_.compared();
    for (std::uint32_t i = 0; i < compared.size(); ++i) visit(compared[i].node, Link(Link::Kind::kCompared, i));
    for (NodeIndex node = 0; node < count; ++node) {
      if (program_.comparisons_.covers(node)) continue;
      const Link link(link_to(program_.roles_[node]), node);
      for (const NodeIndex child : graph.children_of(graph.nodes[node])) visit(child, link);
    }
    for (std::uint32_t i = 0; i < program_.watched_.size(); ++i) {
      if (program_.watched_[i] != kNoNode) visit(program_.watched_[i], Link(Link::Kind::kWatch, i));
    }
  };
  each_link([&](NodeIndex node, Link) { links.count(node); });
  links.start();
  each_link([&](NodeIndex node, Link link) { links.add(node, link); });
  links.finish();
  program_.links_ = std::move(links);

  return std::exchange(program_, Program());
}

}  // namespace noren::rules
