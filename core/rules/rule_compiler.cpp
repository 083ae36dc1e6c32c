#include "core/rules/rule_compiler.h"

namespace noren::rules {
namespace {

// Where a list has a meaning.
bool takes_list(Op op, std::size_t argument, std::size_t argument_count) {
  switch (op) {
    case Op::kIn:
    case Op::kDateIn:
    case Op::kDateNotIn: return argument == 1;
    case Op::kIf:
    case Op::kChoose: return argument_count > 1;
    case Op::kReduce: return argument != 1;
    case Op::kNot:
    case Op::kTruthy:
    case Op::kMerge:
    case Op::kLog:
    case Op::kMissing: return true;
    case Op::kMissingSome: return argument == 1;
    default: return is_loop(op) && argument == 0;
  }
}

bool makes_list(Op op) {
  switch (op) {
    case Op::kList:
    case Op::kMerge:
    case Op::kMissing:
    case Op::kMissingSome:
    case Op::kMap:
    case Op::kFilter:
    case Op::kReduce: return true;
    default: return false;
  }
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

RuleCompiler::RuleCompiler(Compiler& compiler, List<Error>& errors, const Bounds& bounds)
    : compiler_(compiler), errors_(errors), bounds_(bounds) {
  ++compiler.rules_;
}

NodeIndex RuleCompiler::compile(const Json& json, const Place& place, std::size_t depth, bool list_allowed) {
  if (++nodes_ > bounds_.nodes) return too_many(place);
  switch (json.type()) {
    case Json::Type::kNull: return constant(Value::null());
    case Json::Type::kBoolean: return constant(Value::boolean(json.boolean()));
    case Json::Type::kNumber: return constant(Value::of(json.number()));
    case Json::Type::kString: return text(json.string());
    case Json::Type::kArray:
    case Json::Type::kObject: break;
  }
  if (depth >= bounds_.depth) {
    return report(place, {"nested more than ", bounds_.depth, " levels deep"}, bounds_.hint);
  }
  if (json.is_array()) return list_allowed ? list(json, place, depth) : stray_list(json, place, depth);
  return json.members().size() == 1 ? operation(json, place, depth) : no_operation(json, place);
}

NodeIndex RuleCompiler::report(const Place& place, Parts message, std::string_view hint) {
  errors_.push_back({bounds_.code, place.text(), concat(message), hint});
  return kNoNode;
}

NodeIndex RuleCompiler::too_many(const Place& place) {
  if (nodes_ > bounds_.nodes + 1) return kNoNode;  // said once
  return report(place, {"the rule has more than ", bounds_.nodes, " parts"}, bounds_.hint);
}

NodeIndex RuleCompiler::node(Op op, std::uint32_t payload, std::span<const NodeIndex> children) {
  // The code of a body makes a new list each time it is run, so there one node does for all.
  return makes_list(op) && !in_body_ ? code().fresh(op, payload, children, compiler_.rules_)
                                     : code().shared(op, payload, children);
}

NodeIndex RuleCompiler::list(const Json& json, const Place& place, std::size_t depth) {
  const Arguments elements(json, place);
  List<NodeIndex> children;
  return add_all(Op::kList, children, elements, 0, depth) ? node(Op::kList, 0, children) : kNoNode;
}

bool RuleCompiler::add(List<NodeIndex>& children, const Arguments& arguments, std::size_t i, std::size_t depth,
                       bool list_allowed) {
  children.push_back(compile(arguments[i], arguments.place(i), depth + 1, list_allowed));
  return children.back() != kNoNode;
}

bool RuleCompiler::add_all(Op op, List<NodeIndex>& children, const Arguments& arguments, std::size_t first,
                           std::size_t depth) {
  bool complete = true;
  for (std::size_t i = first; i < arguments.size(); ++i) {
    complete = add(children, arguments, i, depth, takes_list(op, i, arguments.size())) && complete;
  }
  return complete;
}

NodeIndex RuleCompiler::operation(const Json& json, const Place& place, std::size_t depth) {
  const auto& [name, value] = json.members().front();
  const Place inside = place.member(name);
  const Arguments arguments(value, inside);
  if (name == "var") return in_body_ ? element_variable(arguments, depth) : variable(arguments, place, depth);
  const OpInfo* const info = find_operator(name);
  if (info == nullptr) return unknown_operator(name, place);
  if (!takes(*info, arguments)) return kNoNode;
  if (is_loop(info->op)) return loop(info->op, arguments, depth);
  if (info->op == Op::kMissing || info->op == Op::kMissingSome) {
    return in_body_ ? missing_in(node(Op::kScope, 0, {}), info->op, arguments, depth)
                    : missing(info->op, arguments, depth);
  }
  if (info->op == Op::kIn && arguments.size() == 2 && arguments[1].is_array()) return membership(arguments, depth);
  List<NodeIndex> children;
  return add_all(info->op, children, arguments, 0, depth) ? node(info->op, 0, children) : kNoNode;
}

NodeIndex RuleCompiler::membership(const Arguments& arguments, std::size_t depth) {
  List<NodeIndex> children;
  bool complete = add(children, arguments, 0, depth, false);
  if (++nodes_ > bounds_.nodes) return too_many(arguments.place(1));
  const Place place = arguments.place(1);
  const Arguments elements(arguments[1], place);
  for (std::size_t i = 0; i < elements.size(); ++i) complete = add(children, elements, i, depth + 1, false) && complete;
  return complete ? node(Op::kIn, kSpread, children) : kNoNode;
}

NodeIndex RuleCompiler::loop(Op op, const Arguments& arguments, std::size_t depth) {
  List<NodeIndex> children;
  bool complete = true;
  if (arguments.size() == 0) {
    children.push_back(constant(Value::undefined()));
  } else {
    complete = add(children, arguments, 0, depth, true);
  }
  if (op == Op::kReduce && arguments.size() > 2) complete = add(children, arguments, 2, depth, true) && complete;
  NodeIndex body = kNoNode;
  if (arguments.size() > 1) {
    const bool outer = in_body_;
    in_body_ = true;
    body = compile(arguments[1], arguments.place(1), depth + 1, false);
    in_body_ = outer;
    complete = complete && body != kNoNode;
  }
  return complete ? node(op, body, children) : kNoNode;
}

NodeIndex RuleCompiler::element_variable(const Arguments& arguments, std::size_t depth) {
  const Json* const name = arguments.size() > 0 ? &arguments[0] : nullptr;
  List<NodeIndex> children;
  const bool is_text = name != nullptr && name->is_string() && !name->string().empty();
  const bool is_number = name != nullptr && name->is_number();
  if (is_text || is_number) {
    if (!add_all(Op::kScopePath, children, arguments, 1, depth)) return kNoNode;
    return node(Op::kScopePath, path(is_text ? name->string() : number_text(name->number())), children);
  }
  const NodeIndex scope = node(Op::kScope, 0, {});
  if (arguments.size() == 0 || (arguments.size() == 1 && (name->is_null() || name->is_string()))) return scope;
  children.push_back(scope);
  return add_all(Op::kLookup, children, arguments, 0, depth) ? node(Op::kLookup, 0, children) : kNoNode;
}

std::uint32_t RuleCompiler::path(std::string_view name) {
  const Symbol known = compiler_.path_names_.intern(name);
  List<PathUse>& paths = program().paths_;
  if (known < paths.size()) return known;
  PathUse& path = paths.emplace_back();
  path.name = name;
  path.first_step = static_cast<std::uint32_t>(program().steps_.size());
  for (std::size_t begin = 0; !name.empty() && begin != std::string_view::npos;) {
    const std::size_t end = name.find('.', begin);
    program().steps_.push_back(compiler_.symbols_.intern(name.substr(begin, end - begin)));
    begin = end == std::string_view::npos ? end : end + 1;
  }
  path.step_count = static_cast<std::uint32_t>(program().steps_.size()) - path.first_step;
  return known;
}

NodeIndex RuleCompiler::missing_in(NodeIndex data, Op op, const Arguments& arguments, std::size_t depth) {
  List<NodeIndex> children = {data};
  return add_all(op, children, arguments, 0, depth) ? node(op, 0, children) : kNoNode;
}

bool RuleCompiler::constant_keys(Op op, const Arguments& arguments, List<std::pair<const Json*, Place>>& keys) {
  const auto is_key = [](const Json& json) { return json.is_number() || (json.is_string() && !json.string().empty()); };
  const std::size_t first = op == Op::kMissingSome ? 1 : 0;
  if (arguments.size() <= first) return false;
  if (arguments[first].is_array()) {
    // What follows a list of keys is ignored, once it has been evaluated.
    if (arguments.size() != first + 1) return false;
    for (std::size_t i = 0; i < arguments[first].elements().size(); ++i) {
      const Json& key = arguments[first].elements()[i];
      if (!is_key(key)) return false;
      keys.emplace_back(&key, arguments.place(first));
    }
    return true;
  }
  if (op == Op::kMissingSome) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!is_key(arguments[i])) return false;
    keys.emplace_back(&arguments[i], arguments.place(i));
  }
  return true;
}

}  // namespace noren::rules
