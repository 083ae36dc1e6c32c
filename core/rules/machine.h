// Evaluates what depends on more than the values of its arguments: the bodies of loops, and reading data by path. Knows nothing of what
// has changed: that is the Evaluation's part.
#pragma once

#include <span>

#include "core/base/value.h"
#include "core/rules/heap.h"
#include "core/rules/program.h"

namespace noren::rules {

class Machine {
 public:
  // Keeps references. program must outlive it.
  Machine(const Program& program, Heap& heap) : program_(program), heap_(heap) {}

  // What an operation that evaluates all its arguments gives for them: the first that is an error, or its own failure as an error.
  Value call(const Node& node, std::span<const Value> arguments);

  // map, filter, reduce, all, none, some over a list. initial is reduce's third argument.
  Value loop(const Node& node, const Value& list, const Value& initial);

  // data at the path; where it leads to nothing `otherwise`, which may be undefined.
  Value at_path(Value data, std::span<const Symbol> steps, const Value& otherwise);

 private:
  // What `var` reads in the body of a loop.
  struct Scope {
    Value data;  // the element; in reduce the object of the two below, once it has been asked for
    bool is_reduce = false;
    Value current, accumulator;
  };

  Value body(NodeIndex index, Scope& scope);
  Value body_choice(const Node& node, Scope& scope);
  Value whole(Scope& scope);
  Value scope_path(const Node& node, Scope& scope);

  Value look_up(const Value& data, const Value& path, const Value& otherwise);
  Value look_up_key(const Value& data, const Value& key);
  void gather_missing(const Value& data, std::span<const Value> keys);
  Value missing(const Value& data, std::span<const Value> arguments);
  Value missing_some(const Value& data, const Value& needed, const Value& options);
  Value missing_spread(const Node& node, std::span<const Value> arguments);
  bool holds_logic(const Value& value, std::size_t depth) const;

  const Program& program_;
  Heap& heap_;
};

}  // namespace noren::rules
