#include "core/rules/code_builder.h"

#include <bit>

#include "core/base/hash.h"

namespace noren::rules {
namespace {

std::uint64_t hash_of(Op op, std::uint32_t payload, std::span<const NodeIndex> children) {
  std::uint64_t hash = mix64((std::uint64_t{payload} << 8) + static_cast<std::uint64_t>(op)) + 2;
  for (const NodeIndex child : children) hash = mix64(hash ^ child) + 2;
  return hash;
}

}  // namespace

template <typename Matches, typename Make>
NodeIndex CodeBuilder::intern(std::uint64_t hash, const Matches& matches, const Make& make) {
  List<Node>& nodes = code_.nodes;
  if (nodes.size() * 2 >= table_.size()) grow_table();
  const std::size_t mask = table_.size() - 1;
  std::size_t at = static_cast<std::size_t>(hash) & mask;
  for (; table_[at] != kNoNode; at = (at + 1) & mask) {
    if (hashes_[table_[at]] == hash && matches(nodes[table_[at]])) return table_[at];
  }
  const auto index = static_cast<NodeIndex>(nodes.size());
  table_[at] = index;
  hashes_.push_back(hash);
  used_by_.push_back(0);
  nodes.push_back(make());
  return index;
}

void CodeBuilder::grow_table() {
  table_.assign(table_.empty() ? 64 : table_.size() * 2, kNoNode);
  const std::size_t mask = table_.size() - 1;
  for (NodeIndex node = 0; node < hashes_.size(); ++node) {
    std::size_t at = static_cast<std::size_t>(hashes_[node]) & mask;
    while (table_[at] != kNoNode) at = (at + 1) & mask;
    table_[at] = node;
  }
}

NodeIndex CodeBuilder::constant(const Value& value) {
  const auto bits = std::bit_cast<std::uint64_t>(value.number);
  const std::uint64_t hash =
      mix64(mix64(bits) + (std::uint64_t{value.text} << 8) + static_cast<std::uint64_t>(value.type));
  const auto same = [&](const Node& node) {
    if (node.op != Op::kConstant) return false;
    const Value& known = constants_[node.payload];
    return known.type == value.type && known.text == value.text && std::bit_cast<std::uint64_t>(known.number) == bits;
  };
  return intern(hash, same, [&] {
    constants_.push_back(value);
    return Node{Op::kConstant, static_cast<std::uint32_t>(constants_.size() - 1), 0, 0};
  });
}

NodeIndex CodeBuilder::operation(std::uint64_t hash, Op op, std::uint32_t payload,
                                 std::span<const NodeIndex> children) {
  List<NodeIndex>& all = code_.children;
  const auto same = [&](const Node& node) {
    if (node.op != op || node.payload != payload || node.child_count != children.size()) return false;
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (all[node.first_child + i] != children[i]) return false;
    }
    return true;
  };
  return intern(hash, same, [&] {
    const auto first = static_cast<std::uint32_t>(all.size());
    all.append(children);
    return Node{op, payload, first, static_cast<std::uint32_t>(children.size())};
  });
}

NodeIndex CodeBuilder::shared(Op op, std::uint32_t payload, std::span<const NodeIndex> children) {
  return operation(hash_of(op, payload, children), op, payload, children);
}

NodeIndex CodeBuilder::fresh(Op op, std::uint32_t payload, std::span<const NodeIndex> children, std::uint32_t rule) {
  // The first of its kind in each rule is one node, the second another, and so on: each has a hash of its own.
  std::uint64_t hash = hash_of(op, payload, children);
  for (;;) {
    const NodeIndex node = operation(hash, op, payload, children);
    if (used_by_[node] != rule) {
      used_by_[node] = rule;
      return node;
    }
    hash = mix64(hash + 1);
  }
}

}  // namespace noren::rules
