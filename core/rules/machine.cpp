#include "core/rules/machine.h"

#include "core/base/part.h"
#include "core/rules/coercion.h"
#include "core/rules/functions.h"

namespace noren::rules {
namespace {

using Type = Value::Type;

// Whether the first is one of the others.
Value is_one_of(std::span<const Value> values) {
  for (const Value& element : values.subspan(1)) {
    if (strict_equal(values[0], element)) return Value::boolean(true);
  }
  return Value::boolean(false);
}

Value at(std::span<const Value> values, std::size_t i) { return i < values.size() ? values[i] : Value::undefined(); }

}  // namespace

Value Machine::call(const Node& node, std::span<const Value> arguments) {
  for (const Value& argument : arguments) {
    if (argument.is_error()) return argument;
  }
  Value value;
  switch (node.op) {
    case Op::kIn: value = node.payload == kSpread ? is_one_of(arguments) : apply(node.op, arguments, heap_); break;
    case Op::kLookup: value = look_up(at(arguments, 0), at(arguments, 1), at(arguments, 2)); break;
    case Op::kMissing:
      value = node.payload == kSpread ? missing_spread(node, arguments) : missing(arguments[0], arguments.subspan(1));
      break;
    case Op::kMissingSome:
      value = node.payload == kSpread ? missing_spread(node, arguments)
                                      : missing_some(arguments[0], at(arguments, 1), at(arguments, 2));
      break;
    default: value = apply(node.op, arguments, heap_);
  }
  return heap_.failure() == Failure::kNone ? value : error(heap_.failure());
}

NOREN_PART_ENTRY Value Machine::loop(const Node& node, const Value& list, const Value& initial) {
  if (list.is_error()) return list;
  if (initial.is_error()) return initial;
  const std::size_t count = list.type == Type::kList ? heap_.list(list).size() : 0;
  const std::size_t base = heap_.stack.size();
  Scope scope;
  scope.is_reduce = node.op == Op::kReduce;
  scope.accumulator = initial;
  for (std::size_t i = 0; i < count; ++i) {
    const Value element = heap_.list(list)[i];
    if (scope.is_reduce) {
      scope.current = element;
      scope.data = Value::undefined();
    } else {
      scope.data = element;
    }
    const Value value = body(node.payload, scope);
    if (value.is_error()) {
      heap_.stack.resize(base);
      return value;
    }
    switch (node.op) {
      case Op::kMap: heap_.stack.push_back(value); break;
      case Op::kReduce: scope.accumulator = value; break;
      case Op::kFilter:
        if (truthy(value, heap_)) heap_.stack.push_back(element);
        break;
      default:
        if (truthy(value, heap_) != (node.op == Op::kAll)) return Value::boolean(node.op == Op::kSome);
    }
  }
  switch (node.op) {
    case Op::kReduce: return scope.accumulator;
    case Op::kAll: return Value::boolean(count > 0);
    case Op::kNone: return Value::boolean(true);
    case Op::kSome: return Value::boolean(false);
    default: break;
  }
  const Value made = heap_.make_list(std::span(heap_.stack).subspan(base));
  heap_.stack.resize(base);
  return made;
}

Value Machine::body(NodeIndex index, Scope& scope) {
  if (!heap_.spend(1)) return error(heap_.failure());
  if (index == kNoNode) return Value::undefined();
  const Node& node = program_.bodies().nodes[index];
  const std::span<const NodeIndex> children = program_.bodies().children_of(node);
  switch (node.op) {
    case Op::kConstant: return program_.constant(node);
    case Op::kScope: return whole(scope);
    case Op::kAnd:
    case Op::kOr:
    case Op::kIf:
    case Op::kChoose: return body_choice(node, scope);
    default: break;
  }
  const std::size_t base = heap_.stack.size();
  for (const NodeIndex child : children) {
    const Value value = body(child, scope);
    if (value.is_error()) {
      heap_.stack.resize(base);
      return value;
    }
    heap_.stack.push_back(value);
  }
  Value value;
  if (is_loop(node.op)) {
    const Value list = at(std::span(heap_.stack).subspan(base), 0);
    const Value initial = children.size() > 1 ? heap_.stack[base + 1] : Value::null();
    value = loop(node, list, initial);
  } else if (node.op == Op::kScopePath) {
    value = scope_path(node, scope);
    if (value.type == Type::kUndefined) {
      value = children.empty() || heap_.stack[base].type == Type::kUndefined ? Value::null() : heap_.stack[base];
    }
    if (heap_.failure() != Failure::kNone) value = error(heap_.failure());
  } else {
    value = call(node, std::span(heap_.stack).subspan(base));
  }
  heap_.stack.resize(base);
  return value;
}

Value Machine::body_choice(const Node& node, Scope& scope) {
  const std::span<const NodeIndex> children = program_.bodies().children_of(node);
  Value value = Value::undefined();
  if (node.op == Op::kAnd || node.op == Op::kOr) {
    for (const NodeIndex child : children) {
      value = body(child, scope);
      if (value.is_error() || truthy(value, heap_) != (node.op == Op::kAnd)) return value;
    }
    return value;
  }
  std::size_t i = 0;
  for (; i + 1 < children.size(); i += 2) {
    value = body(children[i], scope);
    if (value.is_error()) return value;
    if (truthy(value, heap_)) return body(children[i + 1], scope);
  }
  return i < children.size() ? body(children[i], scope) : Value::null();
}

Value Machine::whole(Scope& scope) {
  if (scope.is_reduce && scope.data.type == Type::kUndefined) {
    const Heap::Member members[] = {{heap_.intern("current"), scope.current},
                                    {heap_.intern("accumulator"), scope.accumulator}};
    scope.data = heap_.make_object(members);
  }
  return scope.data;
}

Value Machine::scope_path(const Node& node, Scope& scope) {
  std::span<const Symbol> steps = program_.steps(program_.path(node));
  if (!scope.is_reduce) return at_path(scope.data, steps, Value::undefined());
  const std::string_view first = heap_.text(steps[0]);
  if (first != "current" && first != "accumulator") return Value::undefined();
  return at_path(first == "current" ? scope.current : scope.accumulator, steps.subspan(1), Value::undefined());
}

Value Machine::at_path(Value data, std::span<const Symbol> steps, const Value& otherwise) {
  for (const Symbol step : steps) {
    data = property(data, step, heap_);
    if (data.type == Type::kUndefined) return otherwise;
  }
  return data;
}

NOREN_PART_ENTRY Value Machine::look_up(const Value& data, const Value& path, const Value& otherwise) {
  const Value nothing = otherwise.type == Type::kUndefined ? Value::null() : otherwise;
  Value name = to_primitive(path, heap_);
  if (path.is_nothing() || (path.type == Type::kText && heap_.text(path).empty())) return data;
  if (name.type != Type::kText) {
    NumberBuffer buffer;
    name = Value::of(heap_.intern(to_text(name, heap_, buffer)));
  }
  Value found = data;
  // Looking a step up may make a text, which moves the others: the name is fetched anew for each.
  for (std::size_t begin = 0;;) {
    const std::string_view whole_name = heap_.text(name);
    const std::size_t end = whole_name.find('.', begin);
    const bool last = end == std::string_view::npos;
    heap_.spend(1);
    found = property(found, whole_name.substr(begin, last ? end : end - begin), heap_);
    if (found.type == Type::kUndefined) return nothing;
    if (last) return found;
    begin = end + 1;
  }
}

// JsonLogic evaluates {"var": key}, so that a key may be a list of path and default; and would even run an operation that stands in the
// data. That is refused here: data is not code.
Value Machine::look_up_key(const Value& data, const Value& key) {
  if (holds_logic(key, 0)) {
    heap_.fail(Failure::kLogicInData);
    return Value::null();
  }
  if (key.type != Type::kList) return look_up(data, key, Value::undefined());
  const std::span<const Value> parts = heap_.list(key);
  return look_up(data, at(parts, 0), at(parts, 1));
}

bool Machine::holds_logic(const Value& value, std::size_t depth) const {
  if (value.type == Type::kObject) return heap_.object(value).size() == 1;
  if (value.type != Type::kList || depth >= kMaxValueDepth) return false;
  for (const Value& element : heap_.list(value)) {
    if (!heap_.spend(1) || holds_logic(element, depth + 1)) return true;
  }
  return false;
}

void Machine::gather_missing(const Value& data, std::span<const Value> keys) {
  heap_.gathered.clear();
  for (const Value& key : keys) {
    if (!heap_.spend(1)) return;
    if (is_missing(look_up_key(data, key), heap_)) heap_.gathered.push_back(key);
  }
}

NOREN_PART_ENTRY Value Machine::missing(const Value& data, std::span<const Value> arguments) {
  const Value first = at(arguments, 0);
  gather_missing(data, first.type == Type::kList ? heap_.list(first) : arguments);
  return heap_.make_list(heap_.gathered);
}

NOREN_PART_ENTRY Value Machine::missing_some(const Value& data, const Value& needed, const Value& options) {
  if (holds_logic(options, 0)) heap_.fail(Failure::kLogicInData);
  if (options.is_nothing()) heap_.fail(Failure::kNoLength);
  std::span<const Value> keys(&options, 1);
  if (options.type == Type::kList) {
    keys = heap_.list(options);
    if (!keys.empty() && keys[0].type == Type::kList) keys = heap_.list(keys[0]);
  }
  gather_missing(data, keys);
  const double length = to_number(property(options, "length", heap_), heap_);
  if (enough(length - static_cast<double>(heap_.gathered.size()), needed, heap_)) heap_.gathered.clear();
  return heap_.make_list(heap_.gathered);
}

NOREN_PART_ENTRY Value Machine::missing_spread(const Node& node, std::span<const Value> arguments) {
  const std::size_t first = node.op == Op::kMissingSome ? 1 : 0;
  heap_.gathered.clear();
  double present = 0;
  for (std::size_t i = first; i + 1 < arguments.size(); i += 2) {
    if (is_missing(arguments[i + 1], heap_)) {
      heap_.gathered.push_back(arguments[i]);
    } else {
      ++present;
    }
  }
  if (node.op == Op::kMissingSome && enough(present, arguments[0], heap_)) heap_.gathered.clear();
  return heap_.make_list(heap_.gathered);
}

}  // namespace noren::rules
