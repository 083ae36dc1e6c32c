// Rules for documents: JsonLogic as json-logic-js implements it. Nothing is a mistake until it is evaluated.

#include "core/rules/rule_compiler.h"

namespace noren::rules {

class DocumentRuleCompiler final : public RuleCompiler {
 public:
  DocumentRuleCompiler(Compiler& compiler, List<Error>& errors)
      : RuleCompiler(compiler, errors, {kMaxDocumentRuleDepth, kMaxDocumentRuleNodes, ErrorCode::kLimitExceeded, ""}) {}

  std::uint32_t ask_for(std::string_view name) {
    (void)leaf(name, true);
    return path(name);
  }

 private:
  NodeIndex text(std::string_view text) override { return constant(Value::of(compiler_.symbols_.intern(text))); }

  NodeIndex no_operation(const Json& object, const Place&) override { return constant(literal(object)); }

  NodeIndex stray_list(const Json& json, const Place& place, std::size_t depth) override {
    return list(json, place, depth);
  }

  NodeIndex unknown_operator(std::string_view name, const Place&) override {
    return constant(error(Failure::kUnknownOperator, compiler_.symbols_.intern(name)));
  }

  bool takes(const OpInfo&, const Arguments&) override { return true; }

  NodeIndex variable(const Arguments& arguments, const Place&, std::size_t depth) override {
    const Json* const name = arguments.size() > 0 ? &arguments[0] : nullptr;
    const bool whole = name == nullptr || name->is_null() || (name->is_string() && name->string().empty());
    if (whole && arguments.size() < 2) return leaf("", false);
    List<NodeIndex> children;
    if (!whole && (name->is_string() || name->is_number())) {
      const std::string path = name->is_string() ? std::string(name->string()) : number_text(name->number());
      if (arguments.size() == 1) return leaf(path, false);
      children.push_back(leaf(path, true));
      return add_all(Op::kOtherwise, children, arguments, 1, depth) ? node(Op::kOtherwise, 0, children) : kNoNode;
    }
    children.push_back(leaf("", true));
    return add_all(Op::kLookup, children, arguments, 0, depth) ? node(Op::kLookup, 0, children) : kNoNode;
  }

  NodeIndex missing(Op op, const Arguments& arguments, std::size_t depth) override {
    List<std::pair<const Json*, Place>> keys;
    if (!constant_keys(op, arguments, keys)) return missing_in(leaf("", true), op, arguments, depth);
    List<NodeIndex> children;
    if (op == Op::kMissingSome && !add(children, arguments, 0, depth, true)) return kNoNode;
    for (const auto& [key, place] : keys) {
      children.push_back(compile(*key, place, depth + 1, false));
      if (children.back() == kNoNode) return kNoNode;
      children.push_back(leaf(key->is_string() ? std::string(key->string()) : number_text(key->number()), false));
    }
    return node(op, kSpread, children);
  }

  NodeIndex leaf(std::string_view name, bool bare) {
    const std::uint32_t number = path(name);
    PathUse& use = program().paths_[number];
    NodeIndex& known = bare ? use.bare_leaf : use.leaf;
    if (known == kNoNode) known = node(bare ? Op::kBarePath : Op::kPath, number, {});
    return known;
  }

  // Objects that are no operations, with all that is in them. The depth of what was parsed bounds the recursion.
  Value literal(const Json& json) {
    switch (json.type()) {
      case Json::Type::kNull: return Value::null();
      case Json::Type::kBoolean: return Value::boolean(json.boolean());
      case Json::Type::kNumber: return Value::of(json.number());
      case Json::Type::kString: return Value::of(compiler_.symbols_.intern(json.string()));
      case Json::Type::kArray: {
        List<Value> elements;
        for (const Json& element : json.elements()) elements.push_back(literal(element));
        program().lists_.push_back(std::move(elements));
        return {Value::Type::kList, static_cast<Symbol>(program().lists_.size() - 1), 0.0};
      }
      case Json::Type::kObject: break;
    }
    List<Heap::Member> members;
    for (const auto& [name, value] : json.members()) {
      members.push_back({compiler_.symbols_.intern(name), literal(value)});
    }
    program().objects_.push_back(std::move(members));
    return {Value::Type::kObject, static_cast<Symbol>(program().objects_.size() - 1), 0.0};
  }
};

NodeIndex Compiler::compile_for_document(const Json& rule, const Place& place, List<Error>& errors) {
  return DocumentRuleCompiler(*this, errors).compile(rule, place, 0, true);
}

std::uint32_t Compiler::ask_for(std::string_view path) {
  List<Error> errors;
  return DocumentRuleCompiler(*this, errors).ask_for(path);
}

}  // namespace noren::rules
