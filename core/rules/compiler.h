// From JsonLogic to a Program. One compiler takes all rules of a site or rule set, so that equal sub-expressions of different rules
// become one.
//
// Rules of a site ask for attributes, which are a closed list; every mistake of every rule is reported, each with its place: unknown
// attributes, segments and operators, wrong numbers of arguments, lists where only a single value has a meaning.
//
// Rules for documents are JsonLogic as it is published: they read any JSON document, take any number of arguments, and are wrong only
// when they are evaluated.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/json.h"
#include "core/base/list.h"
#include "core/base/place.h"
#include "core/base/result.h"
#include "core/profile/attributes.h"
#include "core/rules/code_builder.h"
#include "core/rules/program.h"

namespace noren::rules {

inline constexpr std::size_t kMaxDepth = 32;   // operations and lists inside each other
inline constexpr std::size_t kMaxNodes = 256;  // operations, lists and scalars of one rule as written
// The same for rules for documents.
inline constexpr std::size_t kMaxDocumentRuleDepth = 100;
inline constexpr std::size_t kMaxDocumentRuleNodes = 20'000;

class Compiler {
 public:
  // What reads the names of attributes; the numbers that it gives stand in the program.
  using ParseAttribute = Result<profile::Attribute> (*)(std::string_view name, SymbolTable& symbols,
                                                        profile::NameTable& names, const profile::Rules& rules);
  // A function that calls: where only the address of profile::parse_attribute is taken, the linker of WebAssembly does not know its signature.
  static Result<profile::Attribute> parse_visitor(std::string_view name, SymbolTable& symbols,
                                                  profile::NameTable& names, const profile::Rules& rules) {
    return profile::parse_attribute(name, symbols, names, rules);
  }

  // Texts of rules are interned into symbols; slugs that rules mention are added to names, so that interest.top_category and
  // interest.top_brand can be compared with them. The site's own questions, queries, journeys and campaigns are those of profile_rules.
  // All three must outlive the compiler. Rules ask for attributes of the visitor, or for those of another list that `parse` reads.
  Compiler(SymbolTable& symbols, profile::NameTable& names, const profile::Rules& profile_rules,
           ParseAttribute parse = parse_visitor)
      : symbols_(symbols), names_(names), profile_rules_(profile_rules), parse_(parse) {}
  Compiler(const Compiler&) = delete;
  Compiler& operator=(const Compiler&) = delete;

  // Makes {"var": "segment.<id>"} a known name and returns the segment's number, counted up from 0. All segments are declared
  // before the first rule is compiled, and each is defined before a rule that asks for it.
  std::uint32_t declare_segment(std::string_view id);

  // Makes the segment mean: this rule holds. A segment that is never defined (its own rule has mistakes) means false.
  void define_segment(std::uint32_t segment, NodeIndex rule) { segment_rules_[segment] = rule; }

  // The root of a site's rule, or kNoNode after adding at least one error (kInvalidSite, with place and hint) to errors.
  // O(size of the rule) expected, for attributes times the length of the list of attributes.
  NodeIndex compile(const Json& rule, const Place& place, List<Error>& errors);

  // The root of a rule for documents, or kNoNode after adding an error where it is too large or too deep. A program has rules of
  // one kind only.
  NodeIndex compile_for_document(const Json& rule, const Place& place, List<Error>& errors);

  // Makes the path one of the program's (a bare one), whether or not a rule asks for it, and returns its number.
  std::uint32_t ask_for(std::string_view path);

  // An operation on rules that are compiled already, {"and": […]} or {"!": …}: for what a site document implies without writing
  // it as a rule. None of them may be kNoNode.
  NodeIndex combine(Op op, std::span<const NodeIndex> rules) { return graph_.shared(op, 0, rules); }

  // Keeps the truth of the rule as a bit in each Evaluation, and returns the bit's number, counted up from 0. kNoNode is true.
  std::uint32_t watch(NodeIndex rule);

  // The program; the compiler is of no use afterwards.
  Program finish();

 private:
  friend class RuleCompiler;
  friend class SiteRuleCompiler;
  friend class DocumentRuleCompiler;

  SymbolTable& symbols_;
  profile::NameTable& names_;
  const profile::Rules& profile_rules_;
  ParseAttribute parse_;
  Program program_;
  CodeBuilder graph_{program_.graph_, program_.constants_};
  CodeBuilder bodies_{program_.bodies_, program_.constants_};
  std::uint32_t rules_ = 0;        // compiled so far
  IndexMap attributes_;            // by a hash of what they mean
  SymbolTable path_names_;         // the symbol is the path's number
  SymbolTable segment_ids_;        // the symbol is the segment's number
  List<NodeIndex> segment_rules_;  // kNoNode: not defined
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
