// What the files that lint a site share: what is known about it, and how that is said. What is looked for stands in lint.cpp (segments,
// slots, journeys, the history), lint_campaigns.cpp (a campaign by itself, and caps) and lint_rivals.cpp (campaigns beside each other).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/concat.h"
#include "core/base/place.h"
#include "core/site/contradiction.h"
#include "core/site/site.h"
#include "core/site/uses.h"

namespace noren::site {

inline constexpr std::string_view kTakeOneOut = "take one of the contradicting conditions out";

class Linter {
 public:
  // Keeps a reference: the site must outlive it.
  explicit Linter(const Site& whole)
      : site(whole), uses(whole), contradictions(whole.program, whole.symbols, whole.profile) {}

  const Site& site;
  const Uses uses;
  Contradictions contradictions;

  void warn(const Place& place, const Parts& message, std::string_view hint);
  // That an element of a section is of no use, unless it is.
  void warn_if_unused(bool used, std::string_view kind, const Place& place, std::string_view why);

  // ": no value of "cart.value" meets what is asked of it", after a question to contradictions; may be empty.
  std::string because() const;

  // Warns of a rule that stands on a sensitive category, segments that it asks for left aside; of any that is sensitive itself.
  void check_sensitive(rules::NodeIndex rule, const Place& place);
  bool is_sensitive(NameKey category) const;
  void warn_of_sensitive(const Place& place);

  // A sub-expression of the rule, itself included, that fits; kNoNode where none does. Those of segments that it asks for are
  // looked at only if `into_segments`.
  template <typename Fits>
  rules::NodeIndex find(rules::NodeIndex rule, bool into_segments, const Fits& fits) const {
    if (rule == rules::kNoNode) return rules::kNoNode;
    std::vector<bool> seen(rule + 1);
    seen[rule] = true;
    // Children have smaller indices than their parents.
    for (rules::NodeIndex i = rule + 1; i-- > 0;) {
      if (!seen[i]) continue;
      const rules::Node& node = site.program.nodes()[i];
      if (fits(node)) return i;
      if (node.op == rules::Op::kSegment && !into_segments) continue;
      for (const rules::NodeIndex child : site.program.children(i)) seen[child] = true;
    }
    return rules::kNoNode;
  }

  // What was said so far, at most kMaxProblems.
  Problems take();

 private:
  bool is_sensitive(const rules::Node& node) const;

  Problems problems_;
};

std::string quoted(std::string_view text);

// lint_campaigns.cpp
void lint_groups(Linter& linter);
void lint_campaigns(Linter& linter);

// lint_rivals.cpp: experiments of one layer; a campaign and the others of its slot.
void lint_layers(Linter& linter);
void lint_rivals(Linter& linter, std::uint32_t campaign, const Place& place);

}  // namespace noren::site
