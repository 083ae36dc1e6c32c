#include "core/site/knowledge.h"

#include "core/profile/attributes.h"

namespace noren::site {
namespace {

using profile::AttributeId;
using rules::kNoNode;
using rules::NodeIndex;
using rules::Op;

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

}  // namespace

bool Knowledge::Known::possible() const {
  if (text != kNoSymbol) {
    for (const Symbol other : other_texts) {
      if (other == text) return false;
    }
  }
  return least < most || (least == most && !above_least && !below_most);
}

void Knowledge::Known::narrow(Op op, double bound) {
  const bool excluded = op == Op::kLess || op == Op::kGreater;
  if (op == Op::kLess || op == Op::kLessEqual) {
    if (bound < most || (bound == most && excluded)) below_most = excluded;
    if (bound < most) most = bound;
  } else {
    if (bound > least || (bound == least && excluded)) above_least = excluded;
    if (bound > least) least = bound;
  }
}

// The attribute that a node reads, where it is one that is known to be null or 0 otherwise.
NodeIndex Knowledge::attribute_of(NodeIndex index) const {
  if (node(index).op == Op::kDefault) {
    const std::span<const NodeIndex> children = program_.children(index);
    if (children.size() != 2 || !constants_.has(children[1])) return kNoNode;
    const Value& otherwise = constants_.value(children[1]);
    if (otherwise.type == Value::Type::kText || otherwise.number != 0) return kNoNode;
    index = children[0];
  }
  return node(index).op == Op::kAttribute ? index : kNoNode;
}

bool Knowledge::may_be(NodeIndex leaf, Symbol text) const {
  return may_say(attribute(leaf), symbols_.text(text), rules_);
}

Knowledge::Known& Knowledge::about(NodeIndex leaf) {
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
      fresh.least = -std::numeric_limits<double>::infinity();
      if (asked.parameter < rules_.questions.size()) {
        const profile::Question& question = rules_.questions[asked.parameter];
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

void Knowledge::check(const Known& known) {
  if (!known.possible()) culprit_ = known.leaf;
}

Knowledge::Sides Knowledge::sides_of(NodeIndex left, NodeIndex right) const {
  const NodeIndex leaf = attribute_of(left);
  if (leaf != kNoNode) return {leaf, constants_.has(right) ? &constants_.value(right) : nullptr, false};
  return {attribute_of(right), constants_.has(left) ? &constants_.value(left) : nullptr, true};
}

void Knowledge::compare(Op op, NodeIndex left, NodeIndex right) {
  const auto [leaf, bound, swapped] = sides_of(left, right);
  if (leaf == kNoNode || bound == nullptr || type(leaf) == Value::Type::kText) return;
  if (bound->type == Value::Type::kText || bound->number != bound->number) return;
  Known& known = about(leaf);
  known.narrow(swapped ? mirrored(op) : op, bound->number);
  check(known);
}

void Knowledge::equal(NodeIndex left, NodeIndex right, bool holds) {
  const auto [leaf, value, swapped] = sides_of(left, right);
  if (leaf == kNoNode || value == nullptr) return;
  const Value::Type its_type = type(leaf);
  Known& known = about(leaf);
  if (value->type == Value::Type::kText && its_type == Value::Type::kText) {
    if (!holds) {
      known.other_texts.push_back(value->text);
    } else if ((known.text != kNoSymbol && known.text != value->text) || !may_be(leaf, value->text)) {
      culprit_ = leaf;
      return;
    } else {
      known.text = value->text;
    }
  } else if (holds && value->type == its_type && its_type != Value::Type::kNull) {
    known.narrow(Op::kGreaterEqual, value->number);
    known.narrow(Op::kLessEqual, value->number);
  }
  check(known);
}

// Not being in a list is being none of its elements.
void Knowledge::in_list(NodeIndex in, bool holds) {
  const NodeIndex leaf = attribute_of(program_.children(in)[0]);
  if (leaf == kNoNode) return;
  for (const NodeIndex element : elements_of(in)) {
    if (!constants_.has(element)) return;
  }
  if (holds) {
    lists_.push_back({leaf, in});
    return;
  }
  Known& known = about(leaf);
  for (const NodeIndex element : elements_of(in)) {
    const Value& value = constants_.value(element);
    if (value.type == Value::Type::kText) known.other_texts.push_back(value.text);
  }
  check(known);
}

void Knowledge::truthy(NodeIndex index, bool holds) {
  const NodeIndex leaf = attribute_of(index);
  if (leaf == kNoNode || type(leaf) == Value::Type::kText) return;
  Known& known = about(leaf);
  if (!holds) {
    known.narrow(Op::kGreaterEqual, 0);
    known.narrow(Op::kLessEqual, 0);
  } else if (known.least >= 0) {
    known.narrow(Op::kGreater, 0);
  }
  check(known);
}

// Whether the attribute may be one of the elements, by what is known of it.
bool Knowledge::may_be_in_list(NodeIndex leaf, NodeIndex in) {
  const Value::Type its_type = type(leaf);
  for (const NodeIndex element : elements_of(in)) {
    const Value& value = constants_.value(element);
    Known assumed = about(leaf);
    if (value.type == Value::Type::kText && its_type == Value::Type::kText) {
      if ((assumed.text != kNoSymbol && assumed.text != value.text) || !may_be(leaf, value.text)) continue;
      assumed.text = value.text;
    } else if (value.type == Value::Type::kNumber && its_type == Value::Type::kNumber) {
      assumed.narrow(Op::kGreaterEqual, value.number);
      assumed.narrow(Op::kLessEqual, value.number);
    }
    if (assumed.possible()) return true;
  }
  return false;
}

bool Knowledge::possible_in_lists() {
  for (const auto& [leaf, in] : lists_) {
    if (!may_be_in_list(leaf, in)) culprit_ = leaf;
  }
  return possible();
}

}  // namespace noren::site
