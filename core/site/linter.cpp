#include "core/site/linter.h"

#include "core/site/reader.h"

namespace noren::site {

using profile::AttributeId;
using rules::kNoNode;
using rules::NodeIndex;
using rules::Op;

std::string quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

void Linter::warn(const Place& place, const Parts& message, std::string_view hint) {
  report(problems_, place, message, hint);
}

void Linter::warn_if_unused(bool used, std::string_view kind, const Place& place, std::string_view why) {
  if (!used) warn(place, {"the ", kind, " is never used: ", why}, "leave it out");
}

std::string Linter::because() const {
  const std::string_view culprit = contradictions.culprit();
  return culprit.empty() ? std::string() : concat({": no value of ", quoted(culprit), " meets what is asked of it"});
}

bool Linter::is_sensitive(NameKey category) const {
  if (category == 0) return false;
  for (const std::string& name : site.sensitive_categories) {
    if (name_key(name) == category) return true;
  }
  return false;
}

bool Linter::is_sensitive(const rules::Node& node) const {
  if (node.op == Op::kAttribute) {
    const profile::Attribute& attribute = site.program.attribute(node).attribute;
    return (attribute.id == AttributeId::kInterestCategory || attribute.id == AttributeId::kInterestCategoryRank) &&
           is_sensitive(attribute.parameter);
  }
  if (node.op != Op::kConstant || site.program.constant(node).type != Value::Type::kText) return false;
  return is_sensitive(name_key(site.symbols.text(site.program.constant(node).text)));
}

void Linter::check_sensitive(NodeIndex rule, const Place& place) {
  if (site.sensitive_categories.empty()) return;
  if (find(rule, false, [&](const rules::Node& node) { return is_sensitive(node); }) != kNoNode) {
    warn_of_sensitive(place);
  }
}

void Linter::warn_of_sensitive(const Place& place) {
  warn(place, {"the condition stands on a category that the document calls sensitive"},
       "what a visitor sees may tell others what she looked at: leave it out");
}

Problems Linter::take() {
  problems_.shorten(kMaxProblems);
  return std::move(problems_);
}

}  // namespace noren::site
