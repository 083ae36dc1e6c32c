// What is known of the values of attributes once conditions are taken to hold, or not to: between which bounds a number lies, which text
// it is or is not. Tells when no value is left. For lints; what alternatives there are to meet a rule is contradiction.cpp's.
#pragma once

#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/symbols.h"
#include "core/profile/rules.h"
#include "core/rules/program.h"
#include "core/site/constants.h"

namespace noren::site {

class Knowledge {
 public:
  // Keeps references: all must outlive it. Copies go on from what is known so far.
  Knowledge(const rules::Program& program, const SymbolTable& symbols, const profile::Rules& rules,
            const Constants& constants)
      : program_(program), symbols_(symbols), rules_(rules), constants_(constants) {}

  // Each adds that such a condition holds, or that it does not; one that it does not understand adds nothing.
  void compare(rules::Op op, rules::NodeIndex left, rules::NodeIndex right);  // <, <=, >, >=
  void equal(rules::NodeIndex left, rules::NodeIndex right, bool holds);
  void in_list(rules::NodeIndex in, bool holds);  // an "in" whose list is written out
  void truthy(rules::NodeIndex node, bool holds);

  // Whether every attribute still has a value that meets all of it. Being in a list is looked at only by possible_in_lists(), when
  // all else is known.
  bool possible() const { return culprit_ == rules::kNoNode; }
  bool possible_in_lists();

  // The leaf of the attribute that has none; kNoNode where all may have.
  rules::NodeIndex culprit() const { return culprit_; }

 private:
  // Of one attribute. Null counts as 0, as in JavaScript's comparisons.
  struct Known {
    rules::NodeIndex leaf = rules::kNoNode;
    double least = 0;
    double most = std::numeric_limits<double>::infinity();
    bool above_least = false;  // least itself is excluded
    bool below_most = false;
    Symbol text = kNoSymbol;          // of a text: it is this
    std::vector<Symbol> other_texts;  // it is none of these

    bool possible() const;
    void narrow(rules::Op op, double bound);  // it is <, <=, > or >= bound
  };

  // Of a comparison between an attribute and a constant.
  struct Sides {
    rules::NodeIndex leaf;  // kNoNode where neither side is an attribute
    const Value* constant;  // nullptr where the other side is none
    bool swapped;           // the attribute is on the right
  };
  Sides sides_of(rules::NodeIndex left, rules::NodeIndex right) const;

  const rules::Node& node(rules::NodeIndex index) const { return program_.nodes()[index]; }
  const profile::Attribute& attribute(rules::NodeIndex leaf) const { return program_.attribute(node(leaf)).attribute; }
  Value::Type type(rules::NodeIndex leaf) const { return type_of(attribute(leaf), rules_); }
  rules::NodeIndex attribute_of(rules::NodeIndex index) const;
  std::span<const rules::NodeIndex> elements_of(rules::NodeIndex in) const { return program_.children(in).subspan(1); }
  bool may_be(rules::NodeIndex leaf, Symbol text) const;
  bool may_be_in_list(rules::NodeIndex leaf, rules::NodeIndex in);
  Known& about(rules::NodeIndex leaf);
  void check(const Known& known);

  const rules::Program& program_;
  const SymbolTable& symbols_;
  const profile::Rules& rules_;
  const Constants& constants_;
  std::vector<Known> known_;
  std::vector<std::pair<rules::NodeIndex, rules::NodeIndex>> lists_;  // attributes, and the "in" that asks for them
  rules::NodeIndex culprit_ = rules::kNoNode;
};

}  // namespace noren::site
