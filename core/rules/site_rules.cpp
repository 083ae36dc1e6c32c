// Rules of a site: they ask for attributes and segments, and whatever is wrong with them is said when the site is loaded.

#include "core/base/hash.h"
#include "core/base/slug.h"
#include "core/base/suggest.h"
#include "core/rules/rule_compiler.h"

namespace noren::rules {
namespace {

// "2 arguments", "1 argument", "2 or 3 arguments", "at least 1 argument"
std::string expected_arguments(const OpInfo& info) {
  const std::string_view noun = info.min_arguments == 1 ? " argument" : " arguments";
  if (info.max_arguments == kAnyNumber) return concat({"at least ", info.min_arguments, noun});
  if (info.max_arguments == info.min_arguments) return concat({info.min_arguments, noun});
  return concat({info.min_arguments, " or ", info.max_arguments, " arguments"});
}

}  // namespace

class SiteRuleCompiler final : public RuleCompiler {
 public:
  SiteRuleCompiler(Compiler& compiler, List<Error>& errors)
      : RuleCompiler(compiler, errors, {kMaxDepth, kMaxNodes, ErrorCode::kInvalidSite, "move a part into a segment"}) {}

 private:
  NodeIndex text(std::string_view text) override {
    // It may be compared with interest.top_category, which can only say names that it has heard.
    if (!text.empty() && slug(text) == text) compiler_.names_.add(text, compiler_.symbols_);
    return constant(Value::of(compiler_.symbols_.intern(text)));
  }

  NodeIndex no_operation(const Json& object, const Place& place) override {
    const List<Json::Member>& members = object.members();
    if (members.empty()) {
      return report(place, {"found an empty object, expected an operation"}, R"(such as {"var": "cart.value"})");
    }
    return report(place,
                  {"an operation has one member, its operator; found ", members.size(), ": ", quoted(members[0].first),
                   ", ", quoted(members[1].first), members.size() > 2 ? ", …" : ""},
                  R"(join conditions with {"and": […]})");
  }

  NodeIndex stray_list(const Json&, const Place& place, std::size_t) override {
    return report(place, {"found a list where a value or an operation is expected"},
                  R"(to ask for one of several values, use {"in": [value, list]})");
  }

  NodeIndex unknown_operator(std::string_view name, const Place& place) override {
    Suggestion suggestion(name);
    suggestion.offer("var");
    for (const OpInfo& known : operators()) suggestion.offer(known.name);
    return report(place, {"unknown operator ", quoted(name)}, suggestion.hint());
  }

  bool takes(const OpInfo& info, const Arguments& arguments) override {
    const std::size_t count = arguments.size();
    if (count >= info.min_arguments && count <= info.max_arguments) return true;
    report(arguments.all(), {quoted(info.name), " takes ", expected_arguments(info), ", found ", count});
    return false;
  }

  NodeIndex variable(const Arguments& arguments, const Place& place, std::size_t depth) override {
    const std::size_t count = arguments.size();
    if (count < 1 || count > 2) {
      return report(arguments.all(), {"\"var\" takes an attribute and perhaps a default, found ", count, " arguments"});
    }
    const NodeIndex asked = asked_for(arguments[0], arguments.all(), place);
    if (count == 1) return asked;
    List<NodeIndex> children = {asked};
    if (!add(children, arguments, 1, depth, false) || asked == kNoNode) return kNoNode;
    return node(Op::kDefault, 0, children);
  }

  NodeIndex missing(Op op, const Arguments& arguments, std::size_t depth) override {
    List<std::pair<const Json*, Place>> keys;
    if (!constant_keys(op, arguments, keys)) {
      return report(arguments.all(), {quoted(name(op)), " takes the names of attributes as text"});
    }
    List<NodeIndex> children;
    bool complete = op == Op::kMissing || add(children, arguments, 0, depth, false);
    for (const auto& [key, place] : keys) {
      children.push_back(constant(Value::of(compiler_.symbols_.intern(key->string()))));
      children.push_back(asked_for(*key, place, place));
      complete = complete && children.back() != kNoNode;
    }
    return complete ? node(op, kSpread, children) : kNoNode;
  }

  // What a rule asks for by name. Mistakes in the name belong to the place, anything but a name to the inner one.
  NodeIndex asked_for(const Json& name, const Place& inside, const Place& place) {
    if (!name.is_string()) {
      return report(inside, {"expected the name of an attribute as text, found ", Json::name_of(name.type())});
    }
    if (name.string().starts_with(kSegmentPrefix)) return segment(name.string().substr(kSegmentPrefix.size()), place);
    return attribute(name.string(), place);
  }

  NodeIndex attribute(std::string_view name, const Place& place) {
    const Result<profile::Attribute> parsed =
        compiler_.parse_(name, compiler_.symbols_, compiler_.names_, compiler_.profile_rules_);
    if (!parsed) return report(place, {parsed.error().message}, parsed.error().hint);
    return leaf(*parsed, name);
  }

  // One for each attribute, whatever names it is asked for by.
  NodeIndex leaf(const profile::Attribute& attribute, std::string_view name) {
    List<AttributeUse>& attributes = program().attributes_;
    std::uint64_t key = mix64((std::uint64_t{attribute.parameter} << 8) + static_cast<std::uint64_t>(attribute.id));
    for (;; key = mix64(key + 1)) {
      const std::uint32_t known = compiler_.attributes_.find(key);
      if (known == IndexMap::kNone) break;
      if (attributes[known].attribute == attribute) return attributes[known].node;
    }
    const auto number = static_cast<std::uint32_t>(attributes.size());
    compiler_.attributes_.insert(key, number);
    attributes.push_back({attribute, node(Op::kAttribute, number, {}), std::string(name)});
    return attributes.back().node;
  }

  NodeIndex segment(std::string_view id, const Place& place) {
    const Symbol number = compiler_.segment_ids_.find(id);
    if (number != kNoSymbol) {
      const NodeIndex rule = compiler_.segment_rules_[number];
      // What is wrong with that segment is said where it stands.
      if (rule == kNoNode) return constant(Value::boolean(false));
      return node(Op::kSegment, number, {&rule, 1});
    }
    Suggestion suggestion(id);
    for (const std::string& known : program().segments_) suggestion.offer(known);
    return report(place, {"unknown segment ", quoted(id)}, suggestion.hint());
  }
};

NodeIndex Compiler::compile(const Json& rule, const Place& place, List<Error>& errors) {
  return SiteRuleCompiler(*this, errors).compile(rule, place, 0, false);
}

}  // namespace noren::rules
