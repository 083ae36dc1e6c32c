#include "core/rules/comparison_index.h"

#include <bit>

#include "core/base/sort.h"

namespace noren::rules {
namespace {

using Type = Value::Type;

struct FoundThreshold {
  NodeIndex compared;
  Threshold threshold;
};
struct FoundEquality {
  NodeIndex compared;
  Equality equality;
  Type loosely;  // of the constant, where what is of another type may equal it
};

bool is_equality(Op op) { return op >= Op::kEqual && op <= Op::kStrictNotEqual; }
bool is_order(Op op) { return op >= Op::kLess && op <= Op::kGreaterEqual; }

// Looks at each node and collects what the index will be made of.
class Finder {
 public:
  Finder(const Code& graph, std::span<const Value> constants) : graph_(graph), constants_(constants) {}

  bool find(NodeIndex index) {
    const Node& node = graph_.nodes[index];
    const auto children = graph_.children_of(node);
    if (is_equality(node.op) && children.size() == 2) return equality(index, node.op, children);
    if (is_order(node.op) && children.size() == 2) return order(index, node.op, children);
    if ((node.op == Op::kLess || node.op == Op::kLessEqual) && children.size() == 3)
      return between(index, node.op, children);
    if (node.op == Op::kIn && node.payload == kSpread) return membership(index, children);
    return false;
  }

  List<FoundThreshold> thresholds;
  List<FoundEquality> equalities;

 private:
  const Value* constant(NodeIndex index) const {
    const Node& node = graph_.nodes[index];
    return node.op == Op::kConstant ? &constants_[node.payload] : nullptr;
  }
  const Value* number(NodeIndex index) const {
    const Value* const value = constant(index);
    return value != nullptr && value->type == Type::kNumber ? value : nullptr;
  }

  bool equality(NodeIndex index, Op op, std::span<const NodeIndex> children) {
    const bool first_is_constant = constant(children[0]) != nullptr;
    const NodeIndex compared = children[first_is_constant ? 1 : 0];
    const Value* const with = constant(children[first_is_constant ? 0 : 1]);
    if (with == nullptr || constant(compared) != nullptr || equality_key(*with) == kNoKey) return false;
    const bool loosely = op == Op::kEqual || op == Op::kNotEqual;
    const bool holds_equal = op == Op::kEqual || op == Op::kStrictEqual;
    equalities.push_back({compared, {equality_key(*with), index, holds_equal}, loosely ? with->type : Type::kNull});
    return true;
  }

  bool membership(NodeIndex index, std::span<const NodeIndex> children) {
    if (constant(children[0]) != nullptr) return false;
    for (const NodeIndex element : children.subspan(1)) {
      const Value* const value = constant(element);
      if (value == nullptr || equality_key(*value) == kNoKey) return false;
    }
    for (const NodeIndex element : children.subspan(1)) {
      equalities.push_back({children[0], {equality_key(*constant(element)), index, true}, Type::kNull});
    }
    return true;
  }

  bool order(NodeIndex index, Op op, std::span<const NodeIndex> children) {
    const bool swapped = constant(children[0]) != nullptr;
    const NodeIndex compared = children[swapped ? 1 : 0];
    const Value* const with = number(children[swapped ? 0 : 1]);
    if (with == nullptr || constant(compared) != nullptr) return false;
    // As "x op number": 5 < x is x > 5.
    const bool less = (op == Op::kLess || op == Op::kLessEqual) != swapped;
    const bool or_equal = op == Op::kLessEqual || op == Op::kGreaterEqual;
    thresholds.push_back({compared, {with->number, index, less == or_equal, !less, false}});
    return true;
  }

  // low < x < high, low <= x <= high
  bool between(NodeIndex index, Op op, std::span<const NodeIndex> children) {
    const Value* const low = number(children[0]);
    const Value* const high = number(children[2]);
    if (low == nullptr || high == nullptr || constant(children[1]) != nullptr) return false;
    thresholds.push_back({children[1], {low->number, index, op == Op::kLess, true, true}});
    thresholds.push_back({children[1], {high->number, index, op == Op::kLessEqual, false, true}});
    return true;
  }

  const Code& graph_;
  std::span<const Value> constants_;
};

}  // namespace

std::uint64_t equality_key(const Value& value) {
  // Texts as NaNs that no number is.
  if (value.type == Type::kText) return 0xfffc000000000000u | value.text;
  if (value.type != Type::kNumber || value.number != value.number) return kNoKey;
  return std::bit_cast<std::uint64_t>(value.number == 0 ? 0.0 : value.number);
}

ComparisonIndex::ComparisonIndex(const Code& graph, std::span<const Value> constants) : covers_(graph.nodes.size()) {
  Finder found(graph, constants);
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) covers_[node] = found.find(node);
  sort(std::span(found.thresholds), [](const FoundThreshold& a, const FoundThreshold& b) {
    if (a.compared != b.compared) return a.compared < b.compared;
    if (a.threshold.at != b.threshold.at) return a.threshold.at < b.threshold.at;
    if (a.threshold.beyond != b.threshold.beyond) return b.threshold.beyond;
    return a.threshold.node < b.threshold.node;
  });
  sort(std::span(found.equalities), [](const FoundEquality& a, const FoundEquality& b) {
    if (a.compared != b.compared) return a.compared < b.compared;
    return a.equality.key != b.equality.key ? a.equality.key < b.equality.key : a.equality.node < b.equality.node;
  });
  std::size_t threshold = 0;
  std::size_t equality = 0;
  while (threshold < found.thresholds.size() || equality < found.equalities.size()) {
    NodeIndex node = kNoNode;
    if (threshold < found.thresholds.size()) node = found.thresholds[threshold].compared;
    if (equality < found.equalities.size() && found.equalities[equality].compared < node) {
      node = found.equalities[equality].compared;
    }
    ComparedNode compared{node, static_cast<std::uint32_t>(threshold), 0, static_cast<std::uint32_t>(equality), 0};
    for (; threshold < found.thresholds.size() && found.thresholds[threshold].compared == node; ++threshold) {
      thresholds_.push_back(found.thresholds[threshold].threshold);
    }
    for (; equality < found.equalities.size() && found.equalities[equality].compared == node; ++equality) {
      const Type loosely = found.equalities[equality].loosely;
      compared.loosely_with_text = compared.loosely_with_text || loosely == Type::kText;
      compared.loosely_with_number = compared.loosely_with_number || loosely == Type::kNumber;
      equalities_.push_back(found.equalities[equality].equality);
    }
    compared.threshold_count = static_cast<std::uint32_t>(threshold) - compared.first_threshold;
    compared.equality_count = static_cast<std::uint32_t>(equality) - compared.first_equality;
    compared_.push_back(compared);
  }
}

std::span<const Equality> ComparisonIndex::equalities(const ComparedNode& compared, std::uint64_t key) const {
  const std::span<const Equality> all = equalities(compared);
  std::size_t low = 0;
  for (std::size_t high = all.size(); low < high;) {
    const std::size_t middle = low + (high - low) / 2;
    if (all[middle].key < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  std::size_t end = low;
  while (end < all.size() && all[end].key == key) ++end;
  return all.subspan(low, end - low);
}

}  // namespace noren::rules
