// Rules by themselves, over any JSON document: no site, no profile. Takes rules once, then a document or single values that changed in
// it, and tells which rules hold; only what depends on a change is evaluated.
//
//   RuleSet rules;
//   if (auto problems = rules.load(json_array); problems.empty()) …
//   rules.set_document(json);
//   const auto cart_value = rules.path("cart.value");
//   rules.set(cart_value, Value::of(5400.0));
//   rules.run();
//   if (rules.truths()[0] & 1) …
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/list.h"
#include "core/base/result.h"
#include "core/base/symbols.h"
#include "core/rules/evaluation.h"
#include "core/rules/program.h"

namespace noren::rules {

class RuleSet {
 public:
  static constexpr std::size_t kMaxRules = 100'000;
  static constexpr std::size_t kMaxSteps = 64;  // of a path that is set
  static constexpr std::uint32_t kNoPath = 0xffffffffu;

  // Within these limits; by default those of a document of two million values.
  explicit RuleSet(const Limits& limits = {.steps = 1'000'000, .cells = 2'000'000});
  ~RuleSet();
  RuleSet(const RuleSet&) = delete;
  RuleSet& operator=(const RuleSet&) = delete;

  // Takes the rules of a JSON array in place of those from before; the document is null then, and handles mean nothing. The problems,
  // if any: not an array, or rules that are too large or too deep, each with its place; then there are no rules. What is wrong with
  // a rule only when it is evaluated makes it an error, which does not hold. O(size).
  List<Error> load(const Json& rules);

  std::size_t size() const { return roots_.size(); }

  // Makes the document what all paths lead into. False where it does not fit the bounds of the heap; it is null then.
  bool set_document(const Json& document);

  // The handle of a path ("cart.value"; empty: the whole document), the same for the same path; kNoPath for one of too many steps.
  // O(paths + handles) the first time.
  std::uint32_t path(std::string_view name);

  // The symbol of a text, for set(). Symbols are never forgotten: for texts that come again and again.
  Symbol text(std::string_view text);

  // Sets what stands at a path: a scalar, or undefined for nothing. Objects are made on the way as needed; a list grows, with nulls, to an
  // index not far behind its end; what is neither gives way to an object. Rules that read the path, what is in it, or what it is in
  // are stale until run(). False where the document would not fit the bounds of the heap, or there is no such handle; nothing
  // changes then.
  bool set(std::uint32_t path, const Value& value);
  // The same for any JSON.
  bool set(std::uint32_t path, const Json& value);

  // The document as it is now, as JSON.
  std::string document();

  // Brings all rules up to date.
  void run();

  // Which rules hold, one bit each, 32 a word, the lowest first; as of the last run(). Their place in memory stays until the next load().
  std::span<const std::uint32_t> truths() const;

  // The value of a rule as JSON, or {"error": "…"}. Null for a rule that there is not.
  std::string value(std::size_t rule) const;

  // The rule with the value of each of its parts, as JSON: see explain.h.
  std::string explain(std::size_t rule) const;

  // The fewest conditions that decide whether the rule holds, as a JSON array: see explain.h.
  std::string because(std::size_t rule) const;

 private:
  struct Inner {
    std::uint32_t path;  // of the program
    std::uint32_t skip;  // steps that the handle's path has in common with it
  };
  // A path that is set, and the paths that rules read which it changes.
  struct Target {
    List<Symbol> steps;
    List<Inner> inside;  // the same path and those that go on from it
    List<std::uint32_t>
        above;          // those that it goes on from, or that would notice a text or list on the way becoming an object
    bool alone = true;  // no other target is inside of it or above it, and it can't be a part of a list
    bool waits = false;  // the document does not have the value yet: nobody would see it there
    Value value;         // what waits: a scalar
  };

  void compile(std::span<const Json> rules, List<Error>& problems);
  Target target_of(std::string_view name);
  bool affects(const Target& target, const PathUse& path) const;
  bool is_read(const PathUse& path) const;
  bool put(Target& target, const Value& value);
  void put_waiting();
  Value replaced(const Value& old, std::span<const Symbol> steps, const Value& value);

  Limits limits_;
  SymbolTable symbols_;
  Program program_;
  std::unique_ptr<Evaluation> evaluation_;
  List<NodeIndex> roots_;
  std::uint32_t document_ = 0;  // the path of the whole document
  SymbolTable target_names_;    // the symbol is the handle
  List<Target> targets_;
};

}  // namespace noren::rules
