#include "core/rules/explain.h"

#include <vector>

namespace noren::rules {
namespace {

void write_value(const Value& value, const SymbolTable& symbols, JsonWriter& out) {
  switch (value.type) {
    case Value::Type::kNull: out.null(); return;
    case Value::Type::kBoolean: out.boolean(value.number != 0); return;
    case Value::Type::kNumber: out.number(value.number); return;
    case Value::Type::kText: out.string(symbols.text(value.text)); return;
  }
}

class Explainer {
 public:
  Explainer(const Evaluation& evaluation, JsonWriter& out) : evaluation_(evaluation), out_(out) {}

  void write(NodeIndex index) {
    const Program& program = evaluation_.program();
    const Node& node = program.nodes()[index];
    std::span<const NodeIndex> arguments = program.children(index);
    out_.begin_object().key("op").string(name(node.op)).key("value");
    if (node.op == Op::kList) {
      write_list(arguments);
      if (only_constants(arguments)) arguments = {};
    } else {
      write_value(evaluation_.value(index), evaluation_.symbols(), out_);
    }
    if (node.op == Op::kAttribute) write_attribute(program.attribute(node).name);
    if (node.op == Op::kSegment) {
      write_segment(node);
      if (!first_mention(index)) arguments = {};
    }
    if (node.op == Op::kDefault) {
      // Shown as it was written: one part that names the attribute, with the default as its argument.
      const Node& asked = program.nodes()[arguments[0]];
      if (asked.op == Op::kAttribute) write_attribute(program.attribute(asked).name);
      if (asked.op == Op::kSegment) write_segment(asked);
      arguments = arguments.subspan(1);
    }
    if (!arguments.empty()) {
      out_.key("args").begin_array();
      for (const NodeIndex argument : arguments) write(argument);
      out_.end_array();
    }
    out_.end_object();
  }

 private:
  void write_attribute(std::string_view attribute) { out_.key("attribute").string(attribute); }

  void write_segment(const Node& node) {
    write_attribute(std::string(kSegmentPrefix) += evaluation_.program().segment(node));
  }

  void write_list(std::span<const NodeIndex> elements) {
    out_.begin_array();
    for (const NodeIndex element : elements) write_value(evaluation_.value(element), evaluation_.symbols(), out_);
    out_.end_array();
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
  std::vector<NodeIndex> mentioned_;
};

}  // namespace

void explain(const Evaluation& evaluation, NodeIndex rule, JsonWriter& out) { Explainer(evaluation, out).write(rule); }

}  // namespace noren::rules
