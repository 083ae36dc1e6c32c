#include "core/rules/compiler.h"

#include <bit>

#include "core/base/concat.h"
#include "core/base/hash.h"
#include "core/base/slug.h"
#include "core/base/suggest.h"

namespace noren::rules {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

// "2 arguments", "1 argument", "2 or 3 arguments", "at least 1 argument"
std::string expected_arguments(const OpInfo& info) {
  const std::string_view noun = info.min_arguments == 1 ? " argument" : " arguments";
  if (info.max_arguments == kAnyNumber) return concat({"at least ", info.min_arguments, noun});
  if (info.max_arguments == info.min_arguments) return concat({info.min_arguments, noun});
  return concat({info.min_arguments, " or ", info.max_arguments, " arguments"});
}

// Where a list has a meaning: only its elements are looked at, or only whether there are any.
bool takes_list(Op op, std::size_t argument, std::size_t argument_count) {
  switch (op) {
    case Op::kIn: return argument == 1;
    case Op::kNot:
    case Op::kTruthy: return true;
    case Op::kIf:
    case Op::kChoose: return argument % 2 == 0 && argument + 1 < argument_count;
    default: return false;
  }
}

}  // namespace

// Compiles one rule: counts its nodes and reports all its mistakes.
class Compiler::RuleCompiler {
 public:
  RuleCompiler(Compiler& compiler, std::vector<Error>& errors) : compiler_(compiler), errors_(errors) {}

  NodeIndex compile(const Json& json, const Place& place, std::size_t depth, bool list_allowed) {
    if (++nodes_ > kMaxNodes) return too_many(place);
    switch (json.type()) {
      case Json::Type::kNull: return compiler_.constant(Value::null());
      case Json::Type::kBoolean: return compiler_.constant(Value::boolean(json.boolean()));
      case Json::Type::kNumber: return compiler_.constant(Value::of(json.number()));
      case Json::Type::kString: return text(json.string());
      case Json::Type::kArray:
      case Json::Type::kObject: break;
    }
    if (depth >= kMaxDepth) {
      return report(place, {"nested more than ", kMaxDepth, " levels deep"}, "move a part into a segment");
    }
    if (json.is_object()) return operation(json, place, depth);
    if (list_allowed) return list(json, place, depth);
    return report(place, {"found a list where a value or an operation is expected"},
                  R"(a list stands as the second argument of "in", or under "!", "!!" or as a condition of "if")");
  }

 private:
  NodeIndex report(const Place& place, Parts message, std::string_view hint = {}) {
    errors_.push_back({ErrorCode::kInvalidSite, place.text(), concat(message), hint});
    return kNoNode;
  }

  NodeIndex too_many(const Place& place) {
    if (nodes_ > kMaxNodes + 1) return kNoNode;  // said once
    return report(place, {"the rule has more than ", kMaxNodes, " parts"}, "move some into a segment");
  }

  NodeIndex text(std::string_view text) {
    // It may be compared with interest.top_category, which can only say names that it has heard.
    if (!text.empty() && slug(text) == text) compiler_.names_.add(text, compiler_.symbols_);
    return compiler_.constant(Value::of(compiler_.symbols_.intern(text)));
  }

  NodeIndex list(const Json& json, const Place& place, std::size_t depth) {
    std::vector<NodeIndex> elements;
    bool complete = true;
    for (std::size_t i = 0; i < json.elements().size(); ++i) {
      elements.push_back(compile(json.elements()[i], place.element(i), depth + 1, false));
      complete = complete && elements.back() != kNoNode;
    }
    return complete ? compiler_.operation(Op::kList, 0, elements) : kNoNode;
  }

  NodeIndex operation(const Json& json, const Place& place, std::size_t depth) {
    const std::vector<Json::Member>& members = json.members();
    if (members.empty())
      return report(place, {"found an empty object, expected an operation"}, R"(such as {"var": "cart.value"})");
    if (members.size() > 1) {
      return report(place,
                    {"an operation has one member, its operator; found ", members.size(), ": ",
                     quoted(members[0].first), ", ", quoted(members[1].first), members.size() > 2 ? ", …" : ""},
                    R"(join conditions with {"and": […]})");
    }
    const auto& [name, value] = members.front();
    if (name == "var") return variable(value, place, depth);
    const OpInfo* const info = find_operator(name);
    if (info == nullptr) return unknown_operator(name, place);

    const Place inside = place.member(name);
    const std::size_t count = value.is_array() ? value.elements().size() : 1;
    if (count < info->min_arguments || count > info->max_arguments) {
      return report(inside, {quoted(name), " takes ", expected_arguments(*info), ", found ", count});
    }
    std::vector<NodeIndex> arguments;
    bool complete = true;
    for (std::size_t i = 0; i < count; ++i) {
      arguments.push_back(
          value.is_array() ? compile(value.elements()[i], inside.element(i), depth + 1, takes_list(info->op, i, count))
                           : compile(value, inside, depth + 1, false));
      complete = complete && arguments.back() != kNoNode;
    }
    return complete ? compiler_.operation(info->op, 0, arguments) : kNoNode;
  }

  NodeIndex unknown_operator(std::string_view name, const Place& place) {
    Suggestion suggestion(name);
    suggestion.offer("var");
    for (const OpInfo& known : operators()) suggestion.offer(known.name);
    return report(place, {"unknown operator ", quoted(name)}, suggestion.hint());
  }

  NodeIndex variable(const Json& value, const Place& place, std::size_t depth) {
    const bool in_list = value.is_array();
    const std::size_t count = in_list ? value.elements().size() : 1;
    const Place inside = place.member("var");
    if (count < 1 || count > 2) {
      return report(inside, {"\"var\" takes an attribute and perhaps a default, found ", count, " arguments"});
    }
    const Json& name = in_list ? value.elements()[0] : value;
    NodeIndex asked = kNoNode;
    if (!name.is_string()) {
      report(inside, {"expected the name of an attribute as text, found ", Json::name_of(name.type())});
    } else if (name.string().starts_with(kSegmentPrefix)) {
      asked = segment(name.string().substr(kSegmentPrefix.size()), place);
    } else {
      asked = attribute(name.string(), place);
    }
    if (count == 1) return asked;
    const NodeIndex otherwise = compile(value.elements()[1], inside.element(1), depth + 1, false);
    if (asked == kNoNode || otherwise == kNoNode) return kNoNode;
    return compiler_.operation(Op::kDefault, 0, std::vector{asked, otherwise});
  }

  NodeIndex attribute(std::string_view name, const Place& place) {
    const Result<profile::Attribute> parsed =
        profile::parse_attribute(name, compiler_.symbols_, compiler_.names_, compiler_.profile_rules_);
    if (!parsed) return report(place, {parsed.error().message}, parsed.error().hint);
    return compiler_.attribute(*parsed, name);
  }

  NodeIndex segment(std::string_view id, const Place& place) {
    const Symbol number = compiler_.segment_ids_.find(id);
    if (number != kNoSymbol) {
      const NodeIndex rule = compiler_.segment_rules_[number];
      // What is wrong with that segment is said where it stands.
      if (rule == kNoNode) return compiler_.constant(Value::boolean(false));
      return compiler_.operation(Op::kSegment, number, {&rule, 1});
    }
    Suggestion suggestion(id);
    for (const std::string& known : compiler_.program_.segments_) suggestion.offer(known);
    return report(place, {"unknown segment ", quoted(id)}, suggestion.hint());
  }

  Compiler& compiler_;
  std::vector<Error>& errors_;
  std::size_t nodes_ = 0;
};

std::uint32_t Compiler::declare_segment(std::string_view id) {
  const Symbol number = segment_ids_.intern(id);
  if (number == segment_rules_.size()) {
    segment_rules_.push_back(kNoNode);
    program_.segments_.emplace_back(id);
  }
  return number;
}

NodeIndex Compiler::compile(const Json& rule, const Place& place, std::vector<Error>& errors) {
  return RuleCompiler(*this, errors).compile(rule, place, 0, false);
}

template <typename Matches, typename Make>
NodeIndex Compiler::intern(std::uint64_t hash, const Matches& matches, const Make& make) {
  std::vector<Node>& nodes = program_.nodes_;
  if (nodes.size() * 2 >= table_.size()) grow_table();
  const std::size_t mask = table_.size() - 1;
  std::size_t at = static_cast<std::size_t>(hash) & mask;
  for (; table_[at] != kNoNode; at = (at + 1) & mask) {
    if (hashes_[table_[at]] == hash && matches(nodes[table_[at]])) return table_[at];
  }
  const auto index = static_cast<NodeIndex>(nodes.size());
  table_[at] = index;
  hashes_.push_back(hash);
  nodes.push_back(make(index));
  return index;
}

void Compiler::grow_table() {
  table_.assign(table_.empty() ? 64 : table_.size() * 2, kNoNode);
  const std::size_t mask = table_.size() - 1;
  for (NodeIndex node = 0; node < hashes_.size(); ++node) {
    std::size_t at = static_cast<std::size_t>(hashes_[node]) & mask;
    while (table_[at] != kNoNode) at = (at + 1) & mask;
    table_[at] = node;
  }
}

NodeIndex Compiler::constant(const Value& value) {
  const auto bits = std::bit_cast<std::uint64_t>(value.number);
  const std::uint64_t hash =
      mix64(mix64(bits) + (std::uint64_t{value.text} << 8) + static_cast<std::uint64_t>(value.type));
  std::vector<Value>& constants = program_.constants_;
  const auto same = [&](const Node& node) {
    if (node.op != Op::kConstant) return false;
    const Value& known = constants[node.payload];
    return known.type == value.type && known.text == value.text && std::bit_cast<std::uint64_t>(known.number) == bits;
  };
  return intern(hash, same, [&](NodeIndex) {
    constants.push_back(value);
    return Node{Op::kConstant, static_cast<std::uint32_t>(constants.size() - 1), 0, 0};
  });
}

NodeIndex Compiler::attribute(const profile::Attribute& attribute, std::string_view name) {
  const std::uint64_t hash =
      mix64((std::uint64_t{attribute.parameter} << 8) + static_cast<std::uint64_t>(attribute.id)) + 1;
  std::vector<AttributeUse>& attributes = program_.attributes_;
  const auto same = [&](const Node& node) {
    return node.op == Op::kAttribute && attributes[node.payload].attribute == attribute;
  };
  return intern(hash, same, [&](NodeIndex leaf) {
    attributes.push_back({attribute, leaf, std::string(name)});
    return Node{Op::kAttribute, static_cast<std::uint32_t>(attributes.size() - 1), 0, 0};
  });
}

NodeIndex Compiler::operation(Op op, std::uint32_t payload, std::span<const NodeIndex> children) {
  std::uint64_t hash = mix64((std::uint64_t{payload} << 8) + static_cast<std::uint64_t>(op)) + 2;
  for (const NodeIndex child : children) hash = mix64(hash ^ child) + 2;
  std::vector<NodeIndex>& all = program_.children_;
  const auto same = [&](const Node& node) {
    if (node.op != op || node.payload != payload || node.child_count != children.size()) return false;
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (all[node.first_child + i] != children[i]) return false;
    }
    return true;
  };
  return intern(hash, same, [&](NodeIndex) {
    const auto first = static_cast<std::uint32_t>(all.size());
    all.insert(all.end(), children.begin(), children.end());
    return Node{op, payload, first, static_cast<std::uint32_t>(children.size())};
  });
}

Program Compiler::finish() {
  std::vector<std::uint32_t>& first = program_.first_parent_;
  first.assign(program_.nodes_.size() + 1, 0);
  for (const NodeIndex child : program_.children_) ++first[child + 1];
  for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
  program_.parents_.resize(program_.children_.size());
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  for (NodeIndex node = 0; node < program_.nodes_.size(); ++node) {
    for (const NodeIndex child : program_.children(node)) program_.parents_[next[child]++] = node;
  }
  segment_ids_ = SymbolTable();
  segment_rules_.clear();
  hashes_.clear();
  table_.clear();
  return std::exchange(program_, Program());
}

}  // namespace noren::rules
