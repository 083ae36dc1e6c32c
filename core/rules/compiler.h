// From JsonLogic to a Program. One compiler takes all rules of a site, segments first, so that equal sub-expressions of different
// rules become one. Every mistake of every rule is reported, each with its place.
//
// A rule is a scalar (null, boolean, number, text) or an operation: an object with one member, whose name is the operator and
// whose value is the list of arguments (a single argument may stand without a list). A list stands as the second argument of
// "in", as the argument of "!" and "!!", and as a condition of "if".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/place.h"
#include "core/base/result.h"
#include "core/profile/attributes.h"
#include "core/rules/program.h"

namespace noren::rules {

inline constexpr std::size_t kMaxDepth = 32;   // operations and lists inside each other
inline constexpr std::size_t kMaxNodes = 256;  // operations, lists and scalars of one rule as written

class Compiler {
 public:
  // Texts of rules are interned into symbols; slugs that rules mention are added to names, so that interest.top_category and
  // interest.top_brand can be compared with them. The site's own questions, queries, journeys and campaigns are those of profile_rules.
  // All three must outlive the compiler.
  Compiler(SymbolTable& symbols, profile::NameTable& names, const profile::Rules& profile_rules)
      : symbols_(symbols), names_(names), profile_rules_(profile_rules) {}

  // Makes {"var": "segment.<id>"} a known name and returns the segment's number, counted up from 0. All segments are declared
  // before the first rule is compiled, and each is defined before a rule that asks for it.
  std::uint32_t declare_segment(std::string_view id);

  // Makes the segment mean: this rule holds. A segment that is never defined (its own rule has mistakes) means false.
  void define_segment(std::uint32_t segment, NodeIndex rule) { segment_rules_[segment] = rule; }

  // The root of the compiled rule, or kNoNode after adding at least one error (kInvalidSite, with place and hint) to errors.
  // O(size of the rule) expected, for attributes times the length of the list of attributes.
  NodeIndex compile(const Json& rule, const Place& place, std::vector<Error>& errors);

  // An operation on rules that are compiled already, {"and": […]} or {"!": …}: for what a site document implies without writing
  // it as a rule. None of them may be kNoNode.
  NodeIndex combine(Op op, std::span<const NodeIndex> rules) { return operation(op, 0, rules); }

  // The program; the compiler is empty afterwards.
  Program finish();

 private:
  class RuleCompiler;

  NodeIndex constant(const Value& value);
  NodeIndex attribute(const profile::Attribute& attribute, std::string_view name);
  NodeIndex operation(Op op, std::uint32_t payload, std::span<const NodeIndex> children);

  // The node of that hash which matches, or the one that make() fills in.
  template <typename Matches, typename Make>
  NodeIndex intern(std::uint64_t hash, const Matches& matches, const Make& make);
  void grow_table();

  SymbolTable& symbols_;
  profile::NameTable& names_;
  const profile::Rules& profile_rules_;
  Program program_;
  SymbolTable segment_ids_;               // the symbol is the segment's number
  std::vector<NodeIndex> segment_rules_;  // kNoNode: not defined
  std::vector<std::uint64_t> hashes_;     // of the content of each node
  std::vector<NodeIndex> table_;          // node by hash, open addressing; a power of two long, at most half full
};

// Calls visit(id) for every {"var": "segment.<id>"} in the rule, whether or not the rule is well formed.
template <typename Visit>
void for_each_segment(const Json& rule, const Visit& visit) {
  for (const auto& [name, value] : rule.members()) {
    const Json& first = value.is_array() && !value.elements().empty() ? value.elements().front() : value;
    if (name == "var" && first.string().starts_with(kSegmentPrefix))
      visit(first.string().substr(kSegmentPrefix.size()));
    for_each_segment(value, visit);
  }
  for (const Json& element : rule.elements()) for_each_segment(element, visit);
}

}  // namespace noren::rules
