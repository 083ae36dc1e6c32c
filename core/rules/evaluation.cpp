#include "core/rules/evaluation.h"

#include <algorithm>
#include <utility>

#include "core/rules/coercion.h"

namespace noren::rules {
namespace {

using Type = Value::Type;

constexpr std::size_t kLeastToCollect = 8192;  // cells

bool is_leaf(Op op) { return op == Op::kAttribute || op == Op::kPath || op == Op::kBarePath; }

// Whether a value of another type than the constant may equal it by "==".
bool equals_loosely(const ComparedNode& compared, const Value& value) {
  switch (value.type) {
    case Type::kNull:
    case Type::kUndefined: return false;
    case Type::kNumber: return compared.loosely_with_text;
    case Type::kText: return compared.loosely_with_number;
    case Type::kBoolean: return compared.loosely_with_text || compared.loosely_with_number;
    default: return true;  // lists, objects, and errors, which make an error of the comparison
  }
}

}  // namespace

Evaluation::Evaluation(const Program& program, const SymbolTable& symbols, const Limits& limits)
    : program_(program),
      heap_(symbols, limits),
      machine_(program, heap_),
      values_(program.nodes().size()),
      deciding_(program.nodes().size()),
      ranks_(program.comparisons().compared().size()),
      stale_(program.nodes().size()),
      truths_((program.watched().size() + 31) / 32) {
  for (const List<Value>& list : program.lists()) heap_.make_list(list);
  for (const List<Heap::Member>& object : program.objects()) heap_.make_object(object);
  constants_ = heap_.mark();
  for (NodeIndex node = 0; node < values_.size(); ++node) {
    if (is_leaf(program.nodes()[node].op)) leaves_.push_back(node);
  }
  std::size_t most_children = 0;
  for (const Node& node : program.nodes()) most_children = std::max<std::size_t>(most_children, node.child_count);
  heap_.reserve(most_children);
  for (const PathUse& path : program.paths()) {
    if (path.bare_leaf != kNoNode) values_[path.bare_leaf] = Value::undefined();
  }
  evaluate_all();
}

void Evaluation::set_path(std::size_t path, const Value& value) {
  const PathUse& use = program_.paths()[path];
  if (use.bare_leaf != kNoNode) assign(use.bare_leaf, value);
  if (use.leaf != kNoNode) assign(use.leaf, value.type == Type::kUndefined ? Value::null() : value);
}

void Evaluation::set_path_in(std::size_t path, const Value& value, std::size_t skip) {
  const PathUse& use = program_.paths()[path];
  if (skip == use.step_count) return set_path(path, value);
  if (use.leaf == kNoNode && use.bare_leaf == kNoNode) return;
  heap_.begin();
  const Value found = machine_.at_path(value, program_.steps(use).subspan(skip), Value::undefined());
  set_path(path, heap_.failure() == Failure::kTooMuchMemory ? error(Failure::kTooMuchMemory) : found);
}

void Evaluation::set_document(const Value& document) {
  for (std::size_t path = 0; path < program_.paths().size(); ++path) set_path_in(path, document, 0);
}

const Value& Evaluation::at_path(std::size_t path) const {
  const PathUse& use = program_.paths()[path];
  return values_[use.bare_leaf != kNoNode ? use.bare_leaf : use.leaf];
}

void Evaluation::refresh() {
  if (heap_.outdated()) tidy();
}

void Evaluation::make_room() {
  if (heap_.used() > collect_above_) tidy();
}

std::size_t Evaluation::run() {
  refresh();
  stale_.empty([&](NodeIndex node) { update(node); });
  if (changes_ > 0 && (heap_.full() || heap_.used() > collect_above_)) tidy();
  return std::exchange(changes_, 0);
}

void Evaluation::forget() {
  for (NodeIndex node = 0; node < values_.size(); ++node) {
    values_[node] = program_.nodes()[node].op == Op::kBarePath ? Value::undefined() : Value::null();
  }
  tidy();
}

bool Evaluation::holds(NodeIndex node) const { return node == kNoNode || truthy(values_[node], heap_); }

void Evaluation::assign(NodeIndex node, const Value& value) {
  const Value old = values_[node];
  if (old == value) return;
  values_[node] = value;
  if (program_.is_boolean(node))
    errors_ += static_cast<std::uint32_t>(value.is_error()) - static_cast<std::uint32_t>(old.is_error());
  spread(node, old);
}

// The same for what is true or false: where most of the time goes. While nothing has failed, who counts is looked at only where that
// may change it; else the truth of its parts does not tell its own.
void Evaluation::settle(NodeIndex node, bool truth) {
  Value& value = values_[node];
  if (value.type != Type::kBoolean) return assign(node, Value::boolean(truth));
  if ((value.number != 0) == truth) return;
  value.number = truth ? 1 : 0;
  ++changes_;
  for (const Link link : program_.links(node)) {
    if (link.counts()) {
      stale_.add_if((static_cast<std::uint32_t>(count(link, truth)) | errors_) != 0, link.to());
    } else if (link.kind() == Link::Kind::kWatch) {
      flip(link.to());
    } else {
      follow(link, Value::boolean(!truth), node);
    }
  }
}

void Evaluation::spread(NodeIndex node, const Value& old) {
  ++changes_;
  const bool is_true = truthy(values_[node], heap_);
  const bool other_truth = truthy(old, heap_) != is_true;
  for (const Link link : program_.links(node)) {
    if (link.counts()) {
      if (other_truth) count(link, is_true);
      stale_.add(link.to());
    } else {
      follow(link, old, node);
    }
  }
}

// What a change of the node means for whoever does not count.
void Evaluation::follow(Link link, const Value& old, NodeIndex node) {
  switch (link.kind()) {
    case Link::Kind::kCompared: compare_again(link.to(), old, values_[node]); break;
    case Link::Kind::kWatch:
      if (truthy(old, heap_) != truthy(values_[node], heap_)) flip(link.to());
      break;
    default: stale_.add(link.to());
  }
}

void Evaluation::compare_again(std::uint32_t place, const Value& old, const Value& now) {
  const ComparisonIndex& index = program_.comparisons();
  const ComparedNode& compared = index.compared()[place];
  if (compared.equality_count > 0) {
    if (equals_loosely(compared, old) || equals_loosely(compared, now)) {
      for (const Equality& equality : index.equalities(compared)) stale_.add(equality.node);
    } else {
      // Both ascend by node. A membership may have both.
      const std::span<const Equality> equal = index.equalities(compared, equality_key(now));
      std::size_t next = 0;
      for (const Equality& before : index.equalities(compared, equality_key(old))) {
        while (next < equal.size() && equal[next].node < before.node) ++next;
        if (next == equal.size() || equal[next].node != before.node) settle(before.node, !before.holds_equal);
      }
      for (const Equality& equality : equal) settle(equality.node, equality.holds_equal);
    }
  }
  if (compared.threshold_count > 0) move_rank(place, old, now);
}

void Evaluation::move_rank(std::uint32_t place, const Value& old, const Value& now) {
  const ComparedNode& compared = program_.comparisons().compared()[place];
  const std::span<const Threshold> thresholds = program_.comparisons().thresholds(compared);
  std::uint32_t& rank = ranks_[place];
  const bool scalars = !old.in_heap() && !old.is_error() && !now.in_heap() && !now.is_error();
  const double number = scalars ? to_number(now, heap_) : 0;
  if (!scalars || number != number || rank == kNoRank) {
    if (scalars && number != number && rank == kNoRank) return;  // nothing holds for either
    for (const Threshold& threshold : thresholds) stale_.add(threshold.node);
    rank = rank_of(compared, now);
    return;
  }
  while (rank < thresholds.size() && thresholds[rank].passed_by(number)) pass(thresholds[rank++], true, number);
  while (rank > 0 && !thresholds[rank - 1].passed_by(number)) pass(thresholds[--rank], false, number);
}

void Evaluation::pass(const Threshold& threshold, bool passed, double number) {
  bool holds = passed == threshold.holds_passed;
  if (holds && threshold.one_of_several) {
    const std::span<const NodeIndex> children = program_.children(threshold.node);
    const double low = values_[children[0]].number;
    const double high = values_[children[2]].number;
    holds = program_.nodes()[threshold.node].op == Op::kLess ? low < number && number < high
                                                             : low <= number && number <= high;
  }
  settle(threshold.node, holds);
}

std::uint32_t Evaluation::rank_of(const ComparedNode& compared, const Value& value) {
  if (value.in_heap() || value.is_error()) return kNoRank;
  const double number = to_number(value, heap_);
  if (number != number) return kNoRank;
  std::uint32_t rank = 0;
  for (const Threshold& threshold : program_.comparisons().thresholds(compared))
    rank += threshold.passed_by(number) ? 1 : 0;
  return rank;
}

void Evaluation::update(NodeIndex node) {
  if (errors_ == 0) {
    const std::uint32_t deciding = deciding_[node];
    switch (program_.role(node)) {
      case Role::kAll: return settle(node, deciding == 0);
      case Role::kAny:
      case Role::kNotAll: return settle(node, deciding > 0);
      case Role::kEvaluated: break;
    }
  }
  assign(node, evaluate(node));
}

Value Evaluation::evaluate(NodeIndex index) {
  const Node& node = program_.nodes()[index];
  const std::span<const NodeIndex> arguments = program_.children(index);
  switch (node.op) {
    case Op::kConstant: return program_.constant(node);
    case Op::kAttribute:
    case Op::kPath:
    case Op::kBarePath: return values_[index];
    case Op::kAnd:
    case Op::kOr:
    case Op::kIf:
    case Op::kChoose: return choose(node, arguments);
    default: break;
  }
  heap_.begin();
  const Heap::Mark before = heap_.mark();
  Value value;
  if (is_loop(node.op)) {
    value = machine_.loop(node, values_[arguments[0]], arguments.size() > 1 ? values_[arguments[1]] : Value::null());
    if (!value.is_error() && heap_.failure() != Failure::kNone) value = error(heap_.failure());
  } else {
    const std::size_t base = heap_.stack.size();
    for (const NodeIndex argument : arguments) heap_.stack.push_back(values_[argument]);
    value = machine_.call(node, std::span(heap_.stack).subspan(base));
    heap_.stack.resize(base);
  }
  if (!value.in_heap()) heap_.back(before);
  return value;
}

Value Evaluation::choose(const Node& node, std::span<const NodeIndex> arguments) const {
  const auto argument = [&](std::size_t i) -> const Value& { return values_[arguments[i]]; };
  if (node.op == Op::kAnd || node.op == Op::kOr) {
    // The first argument that decides, else the last.
    if (arguments.empty()) return Value::undefined();
    std::size_t i = 0;
    while (i + 1 < arguments.size() && !argument(i).is_error() && truthy(argument(i), heap_) == (node.op == Op::kAnd))
      ++i;
    return argument(i);
  }
  std::size_t i = 0;
  for (; i + 1 < arguments.size(); i += 2) {
    if (argument(i).is_error()) return argument(i);
    if (truthy(argument(i), heap_)) return argument(i + 1);
  }
  return i < arguments.size() ? argument(i) : Value::null();
}

// Everything anew. What the heap has grown to then is what it needs; it may double before it is tidied.
void Evaluation::evaluate_all() {
  stale_.clear();
  errors_ = 0;
  for (NodeIndex node = 0; node < values_.size(); ++node) {
    values_[node] = evaluate(node);
    if (program_.is_boolean(node) && values_[node].is_error()) ++errors_;
    deciding_[node] = 0;
    const bool by_true = program_.role(node) == Role::kAny;
    for (const NodeIndex child : program_.children(node))
      deciding_[node] += truthy(values_[child], heap_) == by_true ? 1 : 0;
  }
  for (std::uint32_t place = 0; place < ranks_.size(); ++place) {
    const ComparedNode& compared = program_.comparisons().compared()[place];
    ranks_[place] = rank_of(compared, values_[compared.node]);
  }
  for (std::size_t i = 0; i < program_.watched().size(); ++i) {
    const std::uint32_t bit = 1u << (i % 32);
    truths_[i / 32] = holds(program_.watched()[i]) ? truths_[i / 32] | bit : truths_[i / 32] & ~bit;
  }
  collect_above_ = kLeastToCollect + 2 * heap_.used();
}

// Gives up what no attribute and no path needs, and makes it again as far as it is still wanted.
void Evaluation::tidy() {
  heap_.collect(constants_, values_, leaves_);
  evaluate_all();
  ++changes_;
}

}  // namespace noren::rules
