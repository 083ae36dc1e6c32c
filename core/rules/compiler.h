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
inline constexpr std::string_view kSegmentPrefix = "segment.";

class Compiler {
 public:
  // Texts of rules are interned into symbols; slugs that rules mention are added to names, so that interest.top_category and
  // interest.top_brand can be compared with them. Both must outlive the compiler.
  Compiler(SymbolTable& symbols, profile::NameTable& names) : symbols_(symbols), names_(names) {}

  // Makes {"var": "segment.<id>"} mean: this rule holds. kNoNode: the segment exists, but its rule could not be compiled.
  void define_segment(std::string_view id, NodeIndex rule);

  // The root of the compiled rule, or kNoNode after adding at least one error (kInvalidSite, with place and hint) to errors.
  // O(size of the rule) expected, for attributes times the length of the list of attributes.
  NodeIndex compile(const Json& rule, const Place& place, std::vector<Error>& errors);

  // The program; the compiler is empty afterwards.
  Program finish();

 private:
  struct Segment {
    std::string id;
    NodeIndex rule;
  };
  class Rule;  // the state of compiling one rule

  NodeIndex intern(Op op, std::uint32_t payload, std::span<const NodeIndex> children);
  NodeIndex intern_constant(const Value& value);
  NodeIndex intern_attribute(const profile::Attribute& attribute, std::string_view name);
  void grow_table();

  SymbolTable& symbols_;
  profile::NameTable& names_;
  Program program_;
  std::vector<Segment> segments_;
  std::vector<NodeIndex> table_;  // open addressing by content; a power of two long
};

// Calls visit(id) for every {"var": "segment.<id>"} in the rule, whether or not the rule is well formed.
template <typename Visit>
void for_each_segment(const Json& rule, const Visit& visit) {
  for (const auto& [name, value] : rule.members()) {
    const Json& first = value.is_array() && !value.elements().empty() ? value.elements().front() : value;
    if (name == "var" && first.string().starts_with(kSegmentPrefix)) visit(first.string().substr(kSegmentPrefix.size()));
    for_each_segment(value, visit);
  }
  for (const Json& element : rule.elements()) for_each_segment(element, visit);
}

}  // namespace noren::rules
