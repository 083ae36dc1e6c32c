#include "core/rules/explain.h"

#include "core/base/list.h"
#include "core/rules/reasons.h"
#include "core/rules/value_json.h"

namespace noren::rules {
namespace {

class Explainer {
 public:
  Explainer(const Evaluation& evaluation, JsonWriter& out) : evaluation_(evaluation), out_(out) {}

  void write(NodeIndex index) {
    out_.begin_object();
    write_parts(index);
    out_.end_object();
  }

  void write(const Reason& reason) {
    out_.begin_object().key("held").boolean(reason.held);
    if (reason.demand != Reason::Demand::kEither) out_.key("needed").boolean(reason.demand == Reason::Demand::kTrue);
    // Each stands by itself: what a segment means is told with the segment.
    if (evaluation_.program().nodes()[reason.condition].op == Op::kSegment) mentioned_.push_back(reason.condition);
    write_parts(reason.condition);
    out_.end_object();
  }

 private:
  void write_parts(NodeIndex index) {
    const Program& program = evaluation_.program();
    const Node& node = program.nodes()[index];
    std::span<const NodeIndex> arguments = program.children(index);
    out_.key("op").string(name(node.op)).key("value");
    write_value(evaluation_.value(index), evaluation_.heap(), out_);
    if (node.op == Op::kList && only_constants(arguments)) arguments = {};
    write_name(index);
    if (node.op == Op::kSegment && !first_mention(index)) arguments = {};
    if (node.op == Op::kDefault || node.op == Op::kOtherwise) {
      // Shown as it was written: one part that names what is asked for, with the default as its argument.
      write_name(arguments[0]);
      arguments = arguments.subspan(1);
    }
    if (!arguments.empty()) {
      out_.key("args").begin_array();
      write_arguments(node, arguments);
      out_.end_array();
    }
  }

  void write_arguments(const Node& node, std::span<const NodeIndex> arguments) {
    if (node.payload == kSpread && node.op == Op::kIn) {
      write(arguments[0]);
      write_list(arguments.subspan(1));
    } else if (node.payload == kSpread && (node.op == Op::kMissing || node.op == Op::kMissingSome)) {
      const std::size_t first = node.op == Op::kMissingSome ? 1 : 0;
      if (first == 1) write(arguments[0]);
      for (std::size_t i = first + 1; i < arguments.size(); i += 2) write(arguments[i]);
    } else {
      for (const NodeIndex argument : arguments) write(argument);
    }
  }

  void write_name(NodeIndex index) {
    const Program& program = evaluation_.program();
    const Node& node = program.nodes()[index];
    if (node.op == Op::kAttribute) out_.key("attribute").string(program.attribute(node).name);
    if (node.op == Op::kPath || node.op == Op::kBarePath) out_.key("attribute").string(program.path(node).name);
    if (node.op == Op::kSegment) out_.key("attribute").string(std::string(kSegmentPrefix) += program.segment(node));
  }

  // A list whose elements stand among the arguments.
  void write_list(std::span<const NodeIndex> elements) {
    out_.begin_object().key("op").string(name(Op::kList)).key("value").begin_array();
    for (const NodeIndex element : elements) write_value(evaluation_.value(element), evaluation_.heap(), out_);
    out_.end_array();
    if (!only_constants(elements)) {
      out_.key("args").begin_array();
      for (const NodeIndex element : elements) write(element);
      out_.end_array();
    }
    out_.end_object();
  }

  bool only_constants(std::span<const NodeIndex> nodes) const {
    for (const NodeIndex node : nodes) {
      if (evaluation_.program().nodes()[node].op != Op::kConstant) return false;
    }
    return true;
  }

  // Segments that build on each other can mention one a thousand times; its rule is worth reading once.
  bool first_mention(NodeIndex segment) {
    for (const NodeIndex known : mentioned_) {
      if (known == segment) return false;
    }
    mentioned_.push_back(segment);
    return true;
  }

  const Evaluation& evaluation_;
  JsonWriter& out_;
  List<NodeIndex> mentioned_;
};

}  // namespace

void explain(const Evaluation& evaluation, NodeIndex rule, JsonWriter& out) { Explainer(evaluation, out).write(rule); }

void explain_reasons(const Evaluation& evaluation, NodeIndex rule, JsonWriter& out) {
  Explainer explainer(evaluation, out);
  out.begin_array();
  for (const Reason& reason : reasons(evaluation, rule)) explainer.write(reason);
  out.end_array();
}

}  // namespace noren::rules
