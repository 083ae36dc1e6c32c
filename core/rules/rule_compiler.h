// Compiles one rule: what rules of a site and rules for documents have in common. How they differ is in site_rules.cpp and
// document_rules.cpp. Private to core/rules.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/concat.h"
#include "core/base/json.h"
#include "core/base/list.h"
#include "core/base/place.h"
#include "core/rules/compiler.h"

namespace noren::rules {

std::string quoted(std::string_view text);

// The arguments of an operation: the elements of the list under its operator, or the one thing that stands there without a list.
class Arguments {
 public:
  Arguments(const Json& value, const Place& place) : value_(value), place_(place) {}

  std::size_t size() const { return value_.is_array() ? value_.elements().size() : 1; }
  const Json& operator[](std::size_t i) const { return value_.is_array() ? value_.elements()[i] : value_; }
  Place place(std::size_t i) const { return value_.is_array() ? place_.element(i) : place_; }
  const Place& all() const { return place_; }

 private:
  const Json& value_;
  const Place& place_;
};

class RuleCompiler {
 public:
  struct Bounds {
    std::size_t depth;
    std::size_t nodes;
    ErrorCode code;         // of what is reported
    std::string_view hint;  // to whoever breaks them
  };
  RuleCompiler(Compiler& compiler, List<Error>& errors, const Bounds& bounds);

  NodeIndex compile(const Json& json, const Place& place, std::size_t depth, bool list_allowed);

 protected:
  ~RuleCompiler() = default;

  // Where the dialects differ. Each returns kNoNode after reporting what is wrong.
  virtual NodeIndex text(std::string_view text) = 0;
  virtual NodeIndex no_operation(const Json& object, const Place& place) = 0;  // an object with other than one member
  virtual NodeIndex stray_list(const Json& list, const Place& place, std::size_t depth) = 0;
  virtual NodeIndex unknown_operator(std::string_view name, const Place& place) = 0;
  virtual bool takes(const OpInfo& info, const Arguments& arguments) = 0;
  virtual NodeIndex variable(const Arguments& arguments, const Place& place, std::size_t depth) = 0;
  virtual NodeIndex missing(Op op, const Arguments& arguments, std::size_t depth) = 0;

  NodeIndex report(const Place& place, Parts message, std::string_view hint = {});
  NodeIndex list(const Json& json, const Place& place, std::size_t depth);

  // Compiles an argument and adds it to the children; false where that can't be done.
  bool add(List<NodeIndex>& children, const Arguments& arguments, std::size_t i, std::size_t depth, bool list_allowed);
  // The same for all from the first on.
  bool add_all(Op op, List<NodeIndex>& children, const Arguments& arguments, std::size_t first, std::size_t depth);

  CodeBuilder& code() { return in_body_ ? compiler_.bodies_ : compiler_.graph_; }
  NodeIndex constant(const Value& value) { return code().constant(value); }
  NodeIndex node(Op op, std::uint32_t payload, std::span<const NodeIndex> children);
  std::uint32_t path(std::string_view name);
  Program& program() { return compiler_.program_; }

  // "missing" and "missing_some" with computed paths: looks into the data that the node gives.
  NodeIndex missing_in(NodeIndex data, Op op, const Arguments& arguments, std::size_t depth);
  // The constant texts and numbers that "missing" and "missing_some" are given, where all are that; else nothing and false.
  static bool constant_keys(Op op, const Arguments& arguments, List<std::pair<const Json*, Place>>& keys);

  bool in_body() const { return in_body_; }

  Compiler& compiler_;

 private:
  NodeIndex operation(const Json& json, const Place& place, std::size_t depth);
  NodeIndex loop(Op op, const Arguments& arguments, std::size_t depth);
  NodeIndex membership(const Arguments& arguments, std::size_t depth);
  NodeIndex element_variable(const Arguments& arguments, std::size_t depth);
  NodeIndex too_many(const Place& place);

  List<Error>& errors_;
  Bounds bounds_;
  std::size_t nodes_ = 0;
  bool in_body_ = false;  // of a loop
};

}  // namespace noren::rules
