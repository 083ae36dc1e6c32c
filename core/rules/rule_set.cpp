#include "core/rules/rule_set.h"

#include "core/base/concat.h"
#include "core/profile/attributes.h"
#include "core/rules/coercion.h"
#include "core/rules/compiler.h"
#include "core/rules/explain.h"
#include "core/rules/value_json.h"

namespace noren::rules {
namespace {

constexpr std::size_t kMaxPadding = 1000;  // nulls that one change adds to a list

// Whether the path of the first steps begins with all of the second.
bool begins_with(std::span<const Symbol> steps, std::span<const Symbol> beginning) {
  if (steps.size() < beginning.size()) return false;
  for (std::size_t i = 0; i < beginning.size(); ++i) {
    if (steps[i] != beginning[i]) return false;
  }
  return true;
}

// Whether a list or a text may have that, too, and not only an object.
bool is_part(std::string_view step) { return step == "length" || (!step.empty() && step[0] >= '0' && step[0] <= '9'); }

}  // namespace

RuleSet::RuleSet(const Limits& limits) : limits_(limits) { (void)load(Json()); }
RuleSet::~RuleSet() = default;

List<Error> RuleSet::load(const Json& rules) {
  List<Error> problems;
  if (!rules.is_array()) {
    problems.push_back({ErrorCode::kInvalidArgument, "",
                        concat({"expected a list of rules, found ", Json::name_of(rules.type())}), ""});
  } else if (rules.elements().size() > kMaxRules) {
    problems.push_back({ErrorCode::kLimitExceeded, "",
                        concat({"expected at most ", kMaxRules, " rules, found ", rules.elements().size()}), ""});
  } else {
    compile(rules.elements(), problems);
  }
  List<Error> none;
  if (!problems.empty()) compile({}, none);
  return problems;
}

void RuleSet::compile(std::span<const Json> rules, List<Error>& problems) {
  evaluation_.reset();
  symbols_ = SymbolTable();
  target_names_ = SymbolTable();
  targets_.clear();
  roots_.clear();
  // Rules for documents ask for nothing of a site.
  profile::NameTable names;
  const profile::Rules no_site{};
  Compiler compiler(symbols_, names, no_site);
  document_ = compiler.ask_for("");
  const Place top;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    roots_.push_back(compiler.compile_for_document(rules[i], top.element(i), problems));
    compiler.watch(roots_.back());
  }
  program_ = compiler.finish();
  evaluation_ = std::make_unique<Evaluation>(program_, symbols_, limits_);
  evaluation_->set_document(Value::null());
  evaluation_->run();
}

bool RuleSet::set_document(const Json& document) {
  for (Target& target : targets_) target.waits = false;
  evaluation_->make_room();
  const Value value = read_value(document, evaluation_->heap());
  evaluation_->set_document(value.is_error() ? Value::null() : value);
  return !value.is_error();
}

Symbol RuleSet::text(std::string_view text) {
  const Symbol symbol = symbols_.intern(text);
  evaluation_->refresh();
  return symbol;
}

std::uint32_t RuleSet::path(std::string_view name) {
  if (const Symbol known = target_names_.find(name); known != kNoSymbol) return known;
  Target made = target_of(name);
  if (made.steps.size() > kMaxSteps) return kNoPath;
  evaluation_->refresh();
  put_waiting();
  for (Target& other : targets_) {
    if (!begins_with(made.steps, other.steps) && !begins_with(other.steps, made.steps)) continue;
    made.alone = other.alone = false;
  }
  targets_.push_back(std::move(made));
  return target_names_.intern(name);
}

RuleSet::Target RuleSet::target_of(std::string_view name) {
  Target target;
  for (std::size_t begin = 0; !name.empty() && begin != std::string_view::npos;) {
    const std::size_t end = name.find('.', begin);
    const std::string_view step = name.substr(begin, end - begin);
    target.steps.push_back(symbols_.intern(step));
    target.alone = target.alone && !is_part(step);
    begin = end == std::string_view::npos ? end : end + 1;
  }
  const std::span<const PathUse> paths = program_.paths();
  for (std::uint32_t i = 0; i < paths.size(); ++i) {
    if (begins_with(program_.steps(paths[i]), target.steps)) {
      target.inside.push_back({i, static_cast<std::uint32_t>(target.steps.size())});
    } else if (affects(target, paths[i]) && is_read(paths[i])) {
      target.above.push_back(i);
    }
  }
  return target;
}

// Whether a path that is not inside the target may change with it.
bool RuleSet::affects(const Target& target, const PathUse& path) const {
  const std::span<const Symbol> steps = program_.steps(path);
  std::size_t common = 0;
  while (common < steps.size() && common < target.steps.size() && steps[common] == target.steps[common]) ++common;
  if (common == steps.size()) return true;
  return is_part(symbols_.text(steps[common]));
}

bool RuleSet::is_read(const PathUse& path) const {
  for (const NodeIndex node : {path.leaf, path.bare_leaf}) {
    if (node != kNoNode && !program_.links(node).empty()) return true;
  }
  return false;
}

bool RuleSet::set(std::uint32_t path, const Value& value) {
  if (path >= targets_.size()) return false;
  Target& target = targets_[path];
  if (target.above.empty() && target.alone && !value.in_heap()) {
    target.waits = true;
    target.value = value;
    for (const Inner& inner : target.inside) evaluation_->set_path_in(inner.path, value, inner.skip);
    return true;
  }
  put_waiting();
  if (!put(target, value)) return false;
  const Value& document = evaluation_->at_path(document_);
  for (const std::uint32_t above : target.above) evaluation_->set_path_in(above, document, 0);
  for (const Inner& inner : target.inside) evaluation_->set_path_in(inner.path, document, 0);
  return true;
}

bool RuleSet::set(std::uint32_t path, const Json& value) {
  evaluation_->make_room();
  const Value read = read_value(value, evaluation_->heap());
  return !read.is_error() && set(path, read);
}

bool RuleSet::put(Target& target, const Value& value) {
  target.waits = false;
  const Value document = replaced(evaluation_->at_path(document_), target.steps, value);
  if (!document.is_error()) evaluation_->set_path(document_, document);
  return !document.is_error();
}

void RuleSet::put_waiting() {
  for (Target& target : targets_) {
    if (target.waits) (void)put(target, target.value);
  }
}

// A copy of the old value in which another stands at those steps; what is beside them is the same. The number of steps bounds the recursion.
Value RuleSet::replaced(const Value& old, std::span<const Symbol> steps, const Value& value) {
  if (steps.empty()) return value;
  Heap& heap = evaluation_->heap();
  const Value part = replaced(property(old, steps[0], heap), steps.subspan(1), value);
  if (part.is_error()) return part;
  std::size_t index = 0;
  if (old.type == Value::Type::kList && read_index(heap.text(steps[0]), index) &&
      index < heap.list(old).size() + kMaxPadding) {
    const std::span<const Value> elements = heap.list(old);
    List<Value> copy(elements);
    if (index >= copy.size()) copy.resize(index + 1);
    copy[index] = part.type == Value::Type::kUndefined ? Value::null() : part;
    return heap.make_list(copy);
  }
  List<Heap::Member> members;
  bool found = false;
  if (old.type == Value::Type::kObject) {
    for (const Heap::Member& member : heap.object(old)) {
      const bool same = member.name == steps[0];
      found = found || same;
      const Value& kept = same ? part : member.value;
      if (kept.type != Value::Type::kUndefined) members.push_back({member.name, kept});
    }
  }
  if (!found && part.type != Value::Type::kUndefined) members.push_back({steps[0], part});
  return heap.make_object(members);
}

std::string RuleSet::document() {
  put_waiting();
  JsonWriter out;
  write_value(evaluation_->at_path(document_), evaluation_->heap(), out);
  return out.take();
}

void RuleSet::run() { evaluation_->run(); }

std::span<const std::uint32_t> RuleSet::truths() const { return evaluation_->truths(); }

std::string RuleSet::value(std::size_t rule) const {
  if (rule >= roots_.size()) return "null";
  const Value& value = evaluation_->value(roots_[rule]);
  JsonWriter out;
  if (!value.is_error()) {
    if (write_value(value, evaluation_->heap(), out)) return out.take();
    out.take();
  }
  const std::string message =
      value.is_error() ? failure_text(value, evaluation_->heap().text(value)) : "the value is too large or too deep";
  out.begin_object().key("error").string(message).end_object();
  return out.take();
}

std::string RuleSet::explain(std::size_t rule) const {
  if (rule >= roots_.size()) return "null";
  JsonWriter out;
  rules::explain(*evaluation_, roots_[rule], out);
  return out.take();
}

std::string RuleSet::because(std::size_t rule) const {
  if (rule >= roots_.size()) return "[]";
  JsonWriter out;
  explain_reasons(*evaluation_, roots_[rule], out);
  return out.take();
}

}  // namespace noren::rules
