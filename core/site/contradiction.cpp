#include "core/site/contradiction.h"

#include "core/site/knowledge.h"

namespace noren::site {
namespace {

using rules::kNoNode;
using rules::Node;
using rules::NodeIndex;
using rules::Op;

constexpr std::size_t kMaxSteps = 4000;  // of one question: enough for any rule that a person writes
constexpr std::size_t kMaxDepth = 100;   // of alternatives inside alternatives

Op opposite(Op op) {
  switch (op) {
    case Op::kLess: return Op::kGreaterEqual;
    case Op::kLessEqual: return Op::kGreater;
    case Op::kGreater: return Op::kLessEqual;
    default: return Op::kLess;
  }
}

}  // namespace

// One way through the alternatives: what is known so far and what is still to be looked at.
class Contradictions::Search {
 public:
  Search(Contradictions& whole, std::span<const Demand> demands)
      : whole_(whole),
        knowledge_(whole.program_, whole.symbols_, whole.rules_, whole.constants_),
        todo_(demands.begin(), demands.end()) {}

  bool possible(std::size_t& steps) {
    while (!todo_.empty()) {
      if (steps == 0 || depth_ == kMaxDepth) return true;
      --steps;
      const Demand demand = todo_.back();
      todo_.pop_back();
      if (demand.rule == kNoNode) {
        if (!demand.holds) return false;
        continue;
      }
      if (whole_.constants_.has(demand.rule)) {
        if (whole_.constants_.holds(demand.rule) != demand.holds) return false;
        continue;
      }
      if (is_known(demand)) continue;
      if (is_known({demand.rule, !demand.holds})) return false;
      met_.push_back(demand);
      const std::vector<std::vector<Demand>> ways = ways_to_meet(demand);
      if (!knowledge_.possible()) return blame();
      if (ways.empty()) continue;
      if (ways.size() == 1) {
        todo_.insert(todo_.end(), ways[0].begin(), ways[0].end());
        continue;
      }
      for (const std::vector<Demand>& way : ways) {
        Search other = *this;
        ++other.depth_;
        other.todo_.insert(other.todo_.end(), way.begin(), way.end());
        if (other.possible(steps)) return true;
      }
      whole_.culprit_ = kNoNode;  // each way may fail by another
      return false;
    }
    return knowledge_.possible_in_lists() || blame();
  }

 private:
  Search(const Search&) = default;

  bool is_known(const Demand& demand) const {
    for (const Demand& met : met_) {
      if (met.rule == demand.rule && met.holds == demand.holds) return true;
    }
    return false;
  }

  bool blame() {
    whole_.culprit_ = knowledge_.culprit();
    return false;
  }

  // The alternatives, each a list of demands; none where the demand is met by what is now known, or is not understood.
  std::vector<std::vector<Demand>> ways_to_meet(const Demand& demand) {
    const Node& asked = whole_.program_.nodes()[demand.rule];
    const std::span<const NodeIndex> children = whole_.program_.children(demand.rule);
    std::vector<std::vector<Demand>> ways;
    switch (asked.op) {
      case Op::kSegment:
      case Op::kTruthy: return {{{children[0], demand.holds}}};
      case Op::kNot: return {{{children[0], !demand.holds}}};
      case Op::kAnd:
      case Op::kOr:
        if ((asked.op == Op::kAnd) == demand.holds) {
          ways.emplace_back();
          for (const NodeIndex child : children) ways[0].push_back({child, demand.holds});
        } else {
          for (const NodeIndex child : children) ways.push_back({{child, demand.holds}});
        }
        return ways;
      case Op::kIf:
      case Op::kChoose: return ways_of_choice(children, demand.holds);
      case Op::kIn:
        if (asked.payload == rules::kSpread) {
          knowledge_.in_list(demand.rule, demand.holds);
        } else {
          knowledge_.truthy(demand.rule, demand.holds);
        }
        return ways;
      case Op::kEqual:
      case Op::kStrictEqual: knowledge_.equal(children[0], children[1], demand.holds); return ways;
      case Op::kNotEqual:
      case Op::kStrictNotEqual: knowledge_.equal(children[0], children[1], !demand.holds); return ways;
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
        if (children.size() == 2) {
          knowledge_.compare(demand.holds ? asked.op : opposite(asked.op), children[0], children[1]);
        } else if (demand.holds) {
          knowledge_.compare(asked.op, children[0], children[1]);
          knowledge_.compare(asked.op, children[1], children[2]);
        }
        return ways;
      default: knowledge_.truthy(demand.rule, demand.holds); return ways;
    }
  }

  static std::vector<std::vector<Demand>> ways_of_choice(std::span<const NodeIndex> children, bool holds) {
    std::vector<std::vector<Demand>> ways;
    std::vector<Demand> before;
    std::size_t i = 0;
    for (; i + 1 < children.size(); i += 2) {
      ways.push_back(before);
      ways.back().push_back({children[i], true});
      ways.back().push_back({children[i + 1], holds});
      before.push_back({children[i], false});
    }
    if (i < children.size()) before.push_back({children[i], holds});
    if (i < children.size() || !holds) ways.push_back(before);  // without an otherwise: null, which is not true
    return ways;
  }

  Contradictions& whole_;
  Knowledge knowledge_;
  std::vector<Demand> todo_;
  std::vector<Demand> met_;
  std::size_t depth_ = 0;
};

Contradictions::Contradictions(const rules::Program& program, const SymbolTable& symbols, const profile::Rules& rules)
    : program_(program), symbols_(symbols), rules_(rules), constants_(program, symbols) {}

bool Contradictions::possible(std::span<const Demand> demands) {
  culprit_ = kNoNode;
  std::size_t steps = steps_left_ < kMaxSteps ? steps_left_ : kMaxSteps;
  steps_left_ -= steps;
  const bool possible = Search(*this, demands).possible(steps);
  steps_left_ += steps;
  return possible;
}

std::string_view Contradictions::culprit() const {
  return culprit_ == kNoNode ? std::string_view()
                             : std::string_view(program_.attribute(program_.nodes()[culprit_]).name);
}

}  // namespace noren::site
