#include "core/site/contradiction.h"

#include <limits>
#include <utility>

namespace noren::site {
namespace {

using profile::AttributeId;
using rules::kNoNode;
using rules::Node;
using rules::NodeIndex;
using rules::Op;

constexpr std::size_t kMaxSteps = 4000;  // of one question: enough for any rule that a person writes
constexpr std::size_t kMaxDepth = 100;   // of alternatives inside alternatives
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// What is known of an attribute's value. Null counts as 0, as in JavaScript's comparisons.
struct Known {
  NodeIndex leaf = kNoNode;
  double least = 0;
  double most = kInfinity;
  bool above_least = false;  // least itself is excluded
  bool below_most = false;
  Symbol text = kNoSymbol;          // of a text: it is this
  std::vector<Symbol> other_texts;  // it is none of these

  bool possible() const {
    if (text != kNoSymbol) {
      for (const Symbol other : other_texts) {
        if (other == text) return false;
      }
    }
    return least < most || (least == most && !above_least && !below_most);
  }
};

bool is_plain(Op op) {
  switch (op) {
    case Op::kConstant:
    case Op::kList:
    case Op::kEqual:
    case Op::kStrictEqual:
    case Op::kNotEqual:
    case Op::kStrictNotEqual:
    case Op::kNot:
    case Op::kTruthy:
    case Op::kAnd:
    case Op::kOr:
    case Op::kIf:
    case Op::kChoose:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kRemainder:
    case Op::kMin:
    case Op::kMax:
    case Op::kIn:
    case Op::kSegment: return true;
    default: return false;
  }
}

// Whether the attribute, a text, may say this: false where its words are a closed list without it.
bool may_say(const profile::Attribute& attribute, std::string_view text, const profile::Rules& rules) {
  const auto listed = [&](const auto& words) {
    for (const std::string_view word : words) {
      if (word == text) return true;
    }
    return false;
  };
  switch (attribute.id) {
    case AttributeId::kLanding: return listed(profile::kLandings);
    case AttributeId::kChannel: return listed(profile::kChannels);
    case AttributeId::kSeason: return listed(profile::kSeasons);
    case AttributeId::kLifecycleStage: return listed(profile::kStages);
    case AttributeId::kCampaignTag: return listed(rules.campaign_tags);
    case AttributeId::kHoliday:
      for (const profile::Holiday& holiday : rules.holidays) {
        if (holiday.id == text) return true;
      }
      return false;
    case AttributeId::kDeclared:
      return attribute.parameter >= rules.questions.size() || listed(rules.questions[attribute.parameter].options);
    default: return true;
  }
}

// a < b where b > a, and so on.
Op mirrored(Op op) {
  switch (op) {
    case Op::kLess: return Op::kGreater;
    case Op::kLessEqual: return Op::kGreaterEqual;
    case Op::kGreater: return Op::kLess;
    case Op::kGreaterEqual: return Op::kLessEqual;
    default: return op;
  }
}

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
      : whole_(whole), todo_(demands.begin(), demands.end()) {}

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
      if (whole_.constant_[demand.rule]) {
        if (whole_.evaluation_.holds(demand.rule) != demand.holds) return false;
        continue;
      }
      if (is_known(demand)) continue;
      if (is_known({demand.rule, !demand.holds})) return false;
      met_.push_back(demand);
      const std::vector<std::vector<Demand>> ways = ways_to_meet(demand);
      if (!good_) return false;
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
    for (const auto& [leaf, list] : lists_) {
      if (!may_be_in_list(leaf, list)) blame(leaf);
    }
    return good_;
  }

 private:
  Search(const Search&) = default;

  const Node& node(NodeIndex index) const { return whole_.program_.nodes()[index]; }

  bool is_known(const Demand& demand) const {
    for (const Demand& met : met_) {
      if (met.rule == demand.rule && met.holds == demand.holds) return true;
    }
    return false;
  }

  // The alternatives, each a list of demands; none where the demand is met by what is now known, or is not understood.
  std::vector<std::vector<Demand>> ways_to_meet(const Demand& demand) {
    const Node& asked = node(demand.rule);
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
        if (asked.payload == rules::kSpread) return ways_into_list(demand.rule, demand.holds);
        truthy(demand.rule, demand.holds);
        return ways;
      case Op::kEqual:
      case Op::kStrictEqual: equal(children, demand.holds); return ways;
      case Op::kNotEqual:
      case Op::kStrictNotEqual: equal(children, !demand.holds); return ways;
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
        if (children.size() == 2) {
          compare(demand.holds ? asked.op : opposite(asked.op), children[0], children[1]);
        } else if (demand.holds) {
          compare(asked.op, children[0], children[1]);
          compare(asked.op, children[1], children[2]);
        }
        return ways;
      default: truthy(demand.rule, demand.holds); return ways;
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

  // Not being in a list is being none of its elements. Being in it is looked at when all else is known of the attribute.
  // The elements of the list that stands under an "in".
  std::span<const NodeIndex> elements_of(NodeIndex in) const { return whole_.program_.children(in).subspan(1); }

  std::vector<std::vector<Demand>> ways_into_list(NodeIndex in, bool holds) {
    const NodeIndex leaf = attribute_of(whole_.program_.children(in)[0]);
    if (leaf == kNoNode) return {};
    for (const NodeIndex element : elements_of(in)) {
      if (!whole_.constant_[element]) return {};
    }
    if (holds) {
      lists_.push_back({leaf, in});
      return {};
    }
    for (const NodeIndex element : elements_of(in)) {
      const Value& value = whole_.evaluation_.value(element);
      if (value.type == Value::Type::kText) about(leaf).other_texts.push_back(value.text);
    }
    check(about(leaf));
    return {};
  }

  // Whether the attribute may be one of the elements, by what is known of it.
  bool may_be_in_list(NodeIndex leaf, NodeIndex list) {
    const Value::Type its_type = type(leaf);
    for (const NodeIndex element : elements_of(list)) {
      const Value& value = whole_.evaluation_.value(element);
      Known assumed = about(leaf);
      if (value.type == Value::Type::kText && its_type == Value::Type::kText) {
        if ((assumed.text != kNoSymbol && assumed.text != value.text) || !may_be(leaf, value.text)) continue;
        assumed.text = value.text;
      } else if (value.type == Value::Type::kNumber && its_type == Value::Type::kNumber) {
        narrow(assumed, Op::kGreaterEqual, value.number);
        narrow(assumed, Op::kLessEqual, value.number);
      }
      if (assumed.possible()) return true;
    }
    return false;
  }

  // The attribute that a node reads, where it is one that is known to be null or 0 otherwise.
  NodeIndex attribute_of(NodeIndex index) const {
    if (node(index).op == Op::kDefault) {
      const std::span<const NodeIndex> children = whole_.program_.children(index);
      if (children.size() != 2 || !whole_.constant_[children[1]]) return kNoNode;
      const Value& otherwise = whole_.evaluation_.value(children[1]);
      if (otherwise.type == Value::Type::kText || otherwise.number != 0) return kNoNode;
      index = children[0];
    }
    return node(index).op == Op::kAttribute ? index : kNoNode;
  }

  const profile::Attribute& attribute(NodeIndex leaf) const { return whole_.program_.attribute(node(leaf)).attribute; }
  Value::Type type(NodeIndex leaf) const { return type_of(attribute(leaf), whole_.rules_); }

  bool may_be(NodeIndex leaf, Symbol text) const {
    return may_say(attribute(leaf), whole_.symbols_.text(text), whole_.rules_);
  }

  Known& about(NodeIndex leaf) {
    for (Known& known : known_) {
      if (known.leaf == leaf) return known;
    }
    Known& fresh = known_.emplace_back();
    fresh.leaf = leaf;
    const profile::Attribute& asked = attribute(leaf);
    if (type(leaf) == Value::Type::kBoolean) fresh.most = 1;
    switch (asked.id) {
      case AttributeId::kInterestCategory:
      case AttributeId::kInterestBrand:
      case AttributeId::kInterestPriceBand: fresh.most = 1; break;
      case AttributeId::kLocalHour: fresh.most = 23; break;
      case AttributeId::kWeekday: fresh.most = 7; break;
      case AttributeId::kMonth: fresh.most = 12; break;
      case AttributeId::kPageScroll: fresh.most = 100; break;
      case AttributeId::kDeclared:
        fresh.least = -kInfinity;
        if (asked.parameter < whole_.rules_.questions.size()) {
          const profile::Question& question = whole_.rules_.questions[asked.parameter];
          if (question.kind == profile::Question::Kind::kNumber) {
            fresh.least = question.least < 0 ? question.least : 0;
            fresh.most = question.most > 0 ? question.most : 0;
          }
        }
        break;
      default: break;
    }
    return fresh;
  }

  static void narrow(Known& known, Op op, double bound) {
    const bool excluded = op == Op::kLess || op == Op::kGreater;
    if (op == Op::kLess || op == Op::kLessEqual) {
      if (bound < known.most || (bound == known.most && excluded)) known.below_most = excluded;
      if (bound < known.most) known.most = bound;
    } else {
      if (bound > known.least || (bound == known.least && excluded)) known.above_least = excluded;
      if (bound > known.least) known.least = bound;
    }
  }

  void compare(Op op, NodeIndex left, NodeIndex right) {
    NodeIndex leaf = attribute_of(left);
    NodeIndex other = right;
    if (leaf == kNoNode) {
      leaf = attribute_of(right);
      other = left;
      op = mirrored(op);
    }
    if (leaf == kNoNode || !whole_.constant_[other] || type(leaf) == Value::Type::kText) return;
    const Value& bound = whole_.evaluation_.value(other);
    if (bound.type == Value::Type::kText || bound.number != bound.number) return;
    narrow(about(leaf), op, bound.number);
    check(about(leaf));
  }

  void equal(std::span<const NodeIndex> children, bool holds) {
    NodeIndex leaf = attribute_of(children[0]);
    NodeIndex other = children[1];
    if (leaf == kNoNode) {
      leaf = attribute_of(children[1]);
      other = children[0];
    }
    if (leaf == kNoNode || !whole_.constant_[other]) return;
    const Value& value = whole_.evaluation_.value(other);
    Known& known = about(leaf);
    const Value::Type its_type = type(leaf);
    if (value.type == Value::Type::kText && its_type == Value::Type::kText) {
      if (!holds) {
        known.other_texts.push_back(value.text);
      } else if ((known.text != kNoSymbol && known.text != value.text) || !may_be(leaf, value.text)) {
        return blame(leaf);
      } else {
        known.text = value.text;
      }
      check(known);
    } else if (holds && value.type == its_type && its_type != Value::Type::kNull) {
      narrow(known, Op::kGreaterEqual, value.number);
      narrow(known, Op::kLessEqual, value.number);
      check(known);
    }
  }

  void truthy(NodeIndex index, bool holds) {
    const NodeIndex leaf = attribute_of(index);
    if (leaf == kNoNode || type(leaf) == Value::Type::kText) return;
    Known& known = about(leaf);
    if (!holds) {
      narrow(known, Op::kGreaterEqual, 0);
      narrow(known, Op::kLessEqual, 0);
    } else if (known.least >= 0) {
      narrow(known, Op::kGreater, 0);
    }
    check(known);
  }

  void check(const Known& known) {
    if (!known.possible()) blame(known.leaf);
  }

  void blame(NodeIndex leaf) {
    good_ = false;
    whole_.culprit_ = leaf;
  }

  Contradictions& whole_;
  std::vector<Demand> todo_;
  std::vector<Demand> met_;
  std::vector<Known> known_;
  std::vector<std::pair<NodeIndex, NodeIndex>> lists_;  // attributes, and the "in" that asks for them
  bool good_ = true;
  std::size_t depth_ = 0;
};

Contradictions::Contradictions(const rules::Program& program, const SymbolTable& symbols, const profile::Rules& rules)
    : program_(program),
      symbols_(symbols),
      rules_(rules),
      evaluation_(program, symbols),
      constant_(program.nodes().size()) {
  evaluation_.run();
  for (NodeIndex i = 0; i < constant_.size(); ++i) {
    bool constant = is_plain(program.nodes()[i].op);
    for (const NodeIndex child : program.children(i)) constant = constant && constant_[child];
    constant_[i] = constant;
  }
}

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
