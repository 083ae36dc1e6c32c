// The values of all sub-expressions of a program for one visitor or document, kept up to date at the cost of what changed: attributes
// are set, then run() re-evaluates what depends on those that differ, each sub-expression at most once. Comparisons with constants are
// found through an index, so those whose result stays the same are not looked at; conjunctions and disjunctions of conditions only count.
//
//   for (i = 0; i < program.attributes().size(); ++i) evaluation.set(i, read_attribute(…));
//   evaluation.run();
//   if (evaluation.holds(campaign.rule)) …
#pragma once

#include <cstdint>
#include <span>

#include "core/base/list.h"
#include "core/base/value.h"
#include "core/rules/heap.h"
#include "core/rules/machine.h"
#include "core/rules/node_set.h"
#include "core/rules/program.h"

namespace noren::rules {

class Evaluation {
 public:
  // All attributes are null at first, all paths lead to nothing. Keeps references: program and symbols must outlive it. O(nodes).
  // Allocates nothing later, but for lists and texts that rules make, until the heap has found its size.
  Evaluation(const Program& program, const SymbolTable& symbols, const Limits& limits = {});
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  // Sets the attribute of that index in program.attributes(). Values that depend on it are stale until run().
  // O(comparisons whose result changes + other dependents).
  void set(std::size_t attribute, const Value& value) { assign(program_.attributes()[attribute].node, value); }

  // The same for what stands at a path of program.paths(); undefined where the path leads to nothing. Lists and objects are those of
  // heap(), and stay there as long as the path has them.
  void set_path(std::size_t path, const Value& value);
  const Value& at_path(std::size_t path) const;

  // The same for what the path leads to in a value that its first `skip` steps lead to.
  void set_path_in(std::size_t path, const Value& value, std::size_t skip);

  // Sets all paths to what they lead to in a document, a value of heap() or a scalar. O(paths × members on their way + as set).
  void set_document(const Value& document);

  // Brings all values up to date and returns how many have changed since it did so last, attributes included.
  // O(nodes / 4096 + what changed).
  std::size_t run();

  // To be called after new texts became symbols, before lists and objects of heap() are looked into; run() begins with it. Where the
  // rules had made the same text before, everything is evaluated anew, and lists and objects have other numbers.
  void refresh();

  // To be called before much is added to heap(): gives up what nothing needs any more, where that is worth it.
  void make_room();

  // Makes all attributes null and all paths lead to nothing, and overwrites what the rules have made of them.
  void forget();

  // The value of a sub-expression: an error where it has none.
  const Value& value(NodeIndex node) const { return values_[node]; }

  // Whether a rule holds: JsonLogic's truth of its value. kNoNode is no condition, which holds.
  bool holds(NodeIndex node) const;

  // The truth of the rules of program.watched(), one bit each, 32 a word, the lowest first. Valid as long as this; run() and set()
  // change it in place.
  std::span<const std::uint32_t> truths() const { return truths_; }

  const Program& program() const { return program_; }
  const Heap& heap() const { return heap_; }
  Heap& heap() { return heap_; }

 private:
  static constexpr std::uint32_t kNoRank = 0xffffffffu;  // not on the number line

  void assign(NodeIndex node, const Value& value);
  void settle(NodeIndex node, bool truth);
  void spread(NodeIndex node, const Value& old);
  void compare_again(std::uint32_t place, const Value& old, const Value& now);
  void move_rank(std::uint32_t place, const Value& old, const Value& now);
  void pass(const Threshold& threshold, bool passed, double number);
  // Counts a child that has become true or false. Whether that may change the node.
  [[gnu::always_inline]] bool count(Link link, bool truth) {
    const bool more = truth == (link.kind() == Link::Kind::kIfTrue);
    std::uint32_t& deciding = deciding_[link.to()];
    deciding += more ? 1u : ~0u;
    return deciding == (more ? 1u : 0u);
  }
  void flip(std::uint32_t watched) { truths_[watched / 32] ^= 1u << (watched % 32); }
  [[gnu::noinline]] void follow(Link link, const Value& old, NodeIndex node);

  void update(NodeIndex node);
  Value evaluate(NodeIndex node);
  Value choose(const Node& node, std::span<const NodeIndex> arguments) const;
  std::uint32_t rank_of(const ComparedNode& compared, const Value& value);

  void evaluate_all();
  void tidy();

  const Program& program_;
  Heap heap_;
  Machine machine_;
  Heap::Mark constants_;          // the lists and objects that stand in the rules
  List<Value> values_;            // one per node
  List<NodeIndex> leaves_;        // attributes and paths
  List<std::uint32_t> deciding_;  // per node: how many of its children decide it, as its role says
  List<std::uint32_t> ranks_;     // per compared node: how many thresholds its value has passed, or kNoRank
  NodeSet stale_;
  std::size_t changes_ = 0;        // since the last run
  std::size_t collect_above_ = 0;  // cells of the heap
  std::uint32_t errors_ = 0;       // nodes that should be booleans, and are errors: while there are any, nobody counts
  List<std::uint32_t> truths_;
};

}  // namespace noren::rules
