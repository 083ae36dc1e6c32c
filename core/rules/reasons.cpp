#include "core/rules/reasons.h"

#include <bit>
#include <span>
#include <utility>

namespace noren::rules {
namespace {

using Demand = Reason::Demand;

constexpr std::uint32_t kImpossible = 1u << 30;

std::uint32_t sum(std::uint32_t a, std::uint32_t b) { return a + b < kImpossible ? a + b : kImpossible; }

Demand opposite(Demand demand) {
  switch (demand) {
    case Demand::kFalse: return Demand::kTrue;
    case Demand::kTrue: return Demand::kFalse;
    default: return demand;
  }
}

bool is_read(Op op) { return op == Op::kAttribute || op == Op::kPath || op == Op::kBarePath; }

// What forcing a truth costs is how many conditions it takes: known for the parts of a rule before the rule itself.
class Deciding {
 public:
  Deciding(const Evaluation& evaluation, NodeIndex rule)
      : evaluation_(evaluation), program_(evaluation.program()), parts_(rule + 1) {
    for (NodeIndex node = 0; node <= rule; ++node) parts_[node].varies = varies(node);
    parts_[rule].mentions = 1;
    for (NodeIndex node = rule + 1; node-- > 0;) {
      Part& part = parts_[node];
      if (part.mentions == 0) continue;
      if (part.varies && part.mentions > 1 && is_condition(node) && weighed_.size() < kMaxWeighed) {
        weighed_.push_back(node);
      }
      if (!looks_into(node)) continue;
      for (const NodeIndex child : program_.children(node)) {
        parts_[child].mentions = parts_[child].mentions + part.mentions > 1 ? 2 : 1;
      }
    }
  }

  List<Reason> reasons() {
    // A set that has some of the conditions written several times is as large as these, and what it takes once they are given.
    std::uint32_t least = kImpossible;
    std::uint32_t best = 0;
    for (std::uint32_t given = 0; given < 1u << weighed_.size(); ++given) {
      const std::uint32_t cost = static_cast<std::uint32_t>(std::popcount(given)) + weigh(given);
      if (cost >= least) continue;
      least = cost;
      best = given;
    }
    weigh(best);
    collect();
    return std::move(found_);
  }

 private:
  struct Part {
    std::uint32_t cost = 0;
    std::uint8_t mentions = 0;  // in the rule: none, one, or 2 for more
    bool varies = false;        // there is something to change it
    bool given = false;         // its truth costs nothing more
  };
  // An "if" from one of its conditions on.
  struct Rest {
    std::uint32_t cost;
    bool holds;
    bool failed;
    bool either_way;  // it costs less to force both branches than to tell which is taken
  };
  struct Goal {
    NodeIndex node;
    Demand demand;
  };

  bool varies(NodeIndex node) const {
    if (is_read(program_.nodes()[node].op)) return true;
    for (const NodeIndex child : program_.children(node)) {
      if (parts_[child].varies) return true;
    }
    return false;
  }

  bool looks_into(NodeIndex node) const {
    if (evaluation_.value(node).is_error()) return false;
    const Node& made = program_.nodes()[node];
    switch (made.op) {
      case Op::kAnd:
      case Op::kOr:
      case Op::kIf:
      case Op::kChoose: return made.child_count > 0;
      case Op::kNot:
      case Op::kTruthy:
      case Op::kSegment: return made.child_count == 1;
      default: return false;
    }
  }

  bool is_condition(NodeIndex node) const { return program_.nodes()[node].op == Op::kSegment || !looks_into(node); }

  bool holds(NodeIndex node) const { return evaluation_.holds(node); }
  bool failed(NodeIndex node) const { return evaluation_.value(node).is_error(); }

  // Whether all arguments of an "and" or "or" have to be as they are; otherwise one of those that are as it is decides.
  bool takes_all(NodeIndex node) const { return holds(node) == (program_.nodes()[node].op == Op::kAnd); }
  bool may_decide(NodeIndex argument, NodeIndex node) const {
    return holds(argument) == holds(node) && !failed(argument);
  }

  std::uint32_t weigh(std::uint32_t given) {
    for (std::size_t i = 0; i < weighed_.size(); ++i) parts_[weighed_[i]].given = (given >> i & 1) != 0;
    for (NodeIndex node = 0; node < parts_.size(); ++node) {
      if (parts_[node].mentions > 0) parts_[node].cost = parts_[node].varies ? cost(node) : 0;
    }
    return parts_.back().cost;
  }

  std::uint32_t cost(NodeIndex node) {
    const std::uint32_t alone = parts_[node].given ? 0 : 1;
    if (!looks_into(node)) return alone;
    const std::span<const NodeIndex> children = program_.children(node);
    switch (program_.nodes()[node].op) {
      case Op::kAnd:
      case Op::kOr: {
        if (!takes_all(node)) return parts_[cheapest(node)].cost;
        std::uint32_t all = 0;
        for (const NodeIndex child : children) all = sum(all, parts_[child].cost);
        return all;
      }
      case Op::kIf:
      case Op::kChoose: look_ahead(children); return rests_[0].cost;
      case Op::kSegment: return parts_[children[0]].cost < alone ? parts_[children[0]].cost : alone;
      default: return parts_[children[0]].cost;
    }
  }

  NodeIndex cheapest(NodeIndex node) const {
    NodeIndex best = kNoNode;
    for (const NodeIndex child : program_.children(node)) {
      if (may_decide(child, node) && (best == kNoNode || parts_[child].cost < parts_[best].cost)) best = child;
    }
    return best;
  }

  void look_ahead(std::span<const NodeIndex> children) {
    const std::size_t pairs = children.size() / 2;
    rests_.resize(pairs + 1);
    rests_[pairs] = {0, false, false, false};
    if (children.size() % 2 == 1) {
      rests_[pairs] = {parts_[children.back()].cost, holds(children.back()), failed(children.back()), false};
    }
    for (std::size_t i = pairs; i-- > 0;) {
      const NodeIndex condition = children[2 * i];
      const NodeIndex branch = children[2 * i + 1];
      const Rest& rest = rests_[i + 1];
      const Rest taken = holds(condition) ? Rest{parts_[branch].cost, holds(branch), failed(branch), false} : rest;
      const std::uint32_t both = sum(parts_[branch].cost, rest.cost);
      const std::uint32_t one = sum(parts_[condition].cost, taken.cost);
      const bool same = holds(branch) == rest.holds && !failed(branch) && !rest.failed;
      const bool either_way = same && both < one;
      rests_[i] = {either_way ? both : one, taken.holds, failed(condition) || taken.failed, either_way};
    }
  }

  void collect() {
    goals_.push_back({static_cast<NodeIndex>(parts_.size() - 1), Demand::kTrue});
    while (!goals_.empty()) {
      const Goal goal = goals_.back();
      goals_.pop_back();
      if (!parts_[goal.node].varies) continue;
      const std::size_t first = goals_.size();
      follow(goal);
      // The last to be pushed is the next to be looked at.
      for (std::size_t i = first, j = goals_.size(); i + 1 < j; ++i) std::swap(goals_[i], goals_[--j]);
    }
  }

  void follow(const Goal& goal) {
    if (!looks_into(goal.node)) return name(goal);
    const std::span<const NodeIndex> children = program_.children(goal.node);
    switch (program_.nodes()[goal.node].op) {
      case Op::kAnd:
      case Op::kOr:
        if (!takes_all(goal.node)) return goals_.push_back({cheapest(goal.node), goal.demand});
        for (const NodeIndex child : children) goals_.push_back({child, goal.demand});
        return;
      case Op::kIf:
      case Op::kChoose: return follow_choice(children, goal.demand);
      case Op::kNot: return goals_.push_back({children[0], opposite(goal.demand)});
      case Op::kSegment:
        if (parts_[children[0]].cost > (parts_[goal.node].given ? 0 : 1)) return name(goal);
        [[fallthrough]];
      default: goals_.push_back({children[0], goal.demand});
    }
  }

  void follow_choice(std::span<const NodeIndex> children, Demand demand) {
    look_ahead(children);
    std::size_t i = 0;
    for (; i + 1 < children.size(); i += 2) {
      const bool either_way = rests_[i / 2].either_way;
      if (!either_way) goals_.push_back({children[i], Demand::kEither});
      if (either_way || holds(children[i])) goals_.push_back({children[i + 1], demand});
      if (!either_way && holds(children[i])) return;
    }
    if (i < children.size()) goals_.push_back({children[i], demand});
  }

  void name(const Goal& goal) {
    for (Reason& known : found_) {
      if (known.condition != goal.node) continue;
      // Asked for both ways it could not decide: one of the two would not be met.
      if (known.demand == Demand::kEither) known.demand = goal.demand;
      return;
    }
    found_.push_back({goal.node, holds(goal.node), goal.demand});
  }

  const Evaluation& evaluation_;
  const Program& program_;
  List<Part> parts_;         // of the nodes up to the rule
  List<NodeIndex> weighed_;  // conditions that the rule has several times
  List<Rest> rests_;
  List<Goal> goals_;
  List<Reason> found_;
};

}  // namespace

List<Reason> reasons(const Evaluation& evaluation, NodeIndex rule) {
  return rule == kNoNode ? List<Reason>() : Deciding(evaluation, rule).reasons();
}

}  // namespace noren::rules
