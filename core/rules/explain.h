// A rule with the value of each of its parts, and which of them decided it, for people: the ExplainedRule and the DecidingCondition of
// web/src/insights.ts.
#pragma once

#include "core/base/json.h"
#include "core/rules/evaluation.h"

namespace noren::rules {

// Writes {"op", "value", "attribute"?, "args"?} for the rule as it was written, as one JSON value. Scalars have the op
// "constant", lists "list", with args only where an element is more than a scalar. A segment that the rule asks for comes with its own rule as the only argument where it is first
// mentioned. NaN and infinities are shown as null. O(size of the rule and of the segments it builds on).
void explain(const Evaluation& evaluation, NodeIndex rule, JsonWriter& out);

// Writes the fewest conditions that decide the rule (reasons.h) as a JSON array: each as above, without the rules of segments, after
// {"held": whether it holds, "needed": what the rule asks of it}; "needed" is left out where it asks for nothing.
void explain_reasons(const Evaluation& evaluation, NodeIndex rule, JsonWriter& out);

}  // namespace noren::rules
