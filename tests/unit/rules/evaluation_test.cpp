// Values of rules as attributes change, and rules explained.

#include "core/rules/evaluation.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/hash.h"
#include "tests/unit/rules/rule_site.h"

namespace noren::rules {
namespace {

TEST(Evaluation, StartsWithoutAttributes) {
  const CompiledRules rules({R"({"==": [{"var": "cart.value"}, null]})", R"({"<": [1, 2]})"});
  const Evaluation evaluation(rules.program, rules.symbols);
  EXPECT_TRUE(evaluation.holds(rules.roots[0]));
  EXPECT_TRUE(evaluation.holds(rules.roots[1]));
  EXPECT_TRUE(evaluation.holds(kNoNode));
}

TEST(Evaluation, FollowsAttributes) {
  const CompiledRules rules(
      {R"({"and": [{">": [{"var": "cart.value"}, 5000]}, {"==": [{"var": "context.page"}, "cart"]}]})"});
  Evaluation evaluation(rules.program, rules.symbols);
  evaluation.set(rules.attribute_index("cart.value"), Value::of(6000.0));
  evaluation.run();
  EXPECT_FALSE(evaluation.holds(rules.roots[0]));
  evaluation.set(rules.attribute_index("context.page"), Value::of(rules.symbols.find("cart")));
  evaluation.run();
  EXPECT_TRUE(evaluation.holds(rules.roots[0]));
  evaluation.set(rules.attribute_index("cart.value"), Value::of(5000.0));
  evaluation.run();
  EXPECT_FALSE(evaluation.holds(rules.roots[0]));
}

TEST(Evaluation, TakesTheDefaultWhereAnAttributeIsNull) {
  const CompiledRules rules({R"({"var": ["purchase.days_since_last", 999]})"});
  Evaluation evaluation(rules.program, rules.symbols);
  EXPECT_EQ(evaluation.value(rules.roots[0]), Value::of(999.0));
  evaluation.set(0, Value::of(0.0));
  evaluation.run();
  EXPECT_EQ(evaluation.value(rules.roots[0]), Value::of(0.0));
}

TEST(Evaluation, ChangesOnlyWhatAChangeReaches) {
  // >, ==, and, ! of and; a constant part that nothing reaches
  const CompiledRules rules(
      {R"({"!": {"and": [{">": [{"var": "cart.value"}, 5000]}, {"==": [{"var": "context.hour"}, 9]}]}})",
       R"({"+": [1, {"*": [2, 3]}]})"});
  Evaluation evaluation(rules.program, rules.symbols);
  EXPECT_EQ(evaluation.run(), 0u) << "everything is up to date at first";
  EXPECT_EQ(evaluation.value(rules.roots[1]), Value::of(7.0));

  evaluation.set(rules.attribute_index("cart.value"), Value::of(1.0));
  EXPECT_EQ(evaluation.run(), 1u) << "the attribute; > stays false";
  evaluation.set(rules.attribute_index("cart.value"), Value::of(9000.0));
  EXPECT_EQ(evaluation.run(), 2u) << "the attribute and >; and stays false";
  evaluation.set(rules.attribute_index("context.hour"), Value::of(9.0));
  EXPECT_EQ(evaluation.run(), 4u) << "the attribute, ==, and, !";
  evaluation.set(rules.attribute_index("context.hour"), Value::of(9.0));
  EXPECT_EQ(evaluation.run(), 0u) << "the same value is no change";
}

TEST(Evaluation, KnowsBothBoundsOfARange) {
  const CompiledRules rules({R"({"<=": [2, {"var": "cart.items"}, 4]})", R"({"<": [2, {"var": "cart.items"}, 4]})"});
  Evaluation evaluation(rules.program, rules.symbols);
  struct Case {
    double items;
    bool within, between;
    std::size_t changes;
  };
  for (const Case& now : {Case{1, false, false, 1},
                          {2, true, false, 2},
                          {3, true, true, 2},
                          {4, true, false, 2},
                          {9, false, false, 2},
                          {0, false, false, 1},
                          {3, true, true, 3},
                          {9, false, false, 3}}) {
    evaluation.set(0, Value::of(now.items));
    EXPECT_EQ(evaluation.run(), now.changes) << now.items << ": the attribute, and what it makes true or false";
    EXPECT_EQ(evaluation.holds(rules.roots[0]), now.within) << now.items;
    EXPECT_EQ(evaluation.holds(rules.roots[1]), now.between) << now.items;
  }
}

TEST(Evaluation, LeavesAMembershipThatHoldsBeforeAndAfter) {
  const CompiledRules rules({R"({"in": [{"var": "cart.items"}, [1, 2, 3]]})"});
  Evaluation evaluation(rules.program, rules.symbols);
  evaluation.set(0, Value::of(1.0));
  EXPECT_EQ(evaluation.run(), 2u);
  evaluation.set(0, Value::of(3.0));
  EXPECT_EQ(evaluation.run(), 1u) << "the attribute alone";
  EXPECT_TRUE(evaluation.holds(rules.roots[0]));
  evaluation.set(0, Value::of(4.0));
  EXPECT_EQ(evaluation.run(), 2u);
  EXPECT_FALSE(evaluation.holds(rules.roots[0]));
}

// Whatever changes in whatever order, values are those that a fresh evaluation finds.
TEST(Evaluation, AgreesWithAFreshEvaluationAfterAnyChanges) {
  const char* const names[] = {"cart.value", "cart.items", "visit.count", "session.events", "context.page"};
  std::uint64_t state = 7;
  const auto random = [&](std::size_t below) {
    return static_cast<std::size_t>(mix64(state += 0x9e3779b97f4a7c15u) % below);
  };
  const auto random_rule = [&](const auto& self, int depth) -> std::string {
    if (depth == 0 || random(4) == 0) {
      const char* const constants[] = {"0", "1", "2", "1.5", "-3", "\"1\"", "\"home\"", "null", "true", "\"\""};
      if (random(3) == 0) return constants[random(std::size(constants))];
      return std::string(R"({"var":")") + names[random(std::size(names))] + "\"}";
    }
    const OpInfo& op = operators()[random(operators().size())];
    if (op.op == Op::kMissing) return R"({"missing": ["cart.value", "context.page"]})";
    if (op.op == Op::kMissingSome) return R"({"missing_some": [1, ["cart.value", "context.page"]]})";
    if (is_loop(op.op)) {
      const std::string list = "[" + self(self, depth - 1) + "," + self(self, depth - 1) + "]";
      return "{\"" + std::string(op.name) + "\":[" + list + R"(,{"<": [{"var":""}, {"var":"current"}]}]})";
    }
    if (op.op == Op::kIn && random(2) == 0) {
      return "{\"in\":[" + self(self, depth - 1) + ",[1,\"home\"," + self(self, depth - 1) + "]]}";
    }
    const std::size_t count = op.max_arguments == kAnyNumber ? 1 + random(3) : op.max_arguments;
    std::string text = "{\"" + std::string(op.name) + "\":[";
    for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? "," : "") + self(self, depth - 1);
    return text + "]}";
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> texts;
    for (int i = 0; i < 8; ++i) texts.push_back(random_rule(random_rule, 4));
    CompiledRules rules(texts);
    ASSERT_TRUE(rules.errors.empty()) << to_string(rules.errors.front());
    const Value values[] = {Value::null(),
                            Value::of(0.0),
                            Value::of(1.0),
                            Value::of(2.0),
                            Value::of(rules.symbols.intern("home")),
                            Value::of(rules.symbols.intern("1")),
                            Value::boolean(true)};
    Evaluation kept(rules.program, rules.symbols);
    std::vector<Value> current(rules.program.attributes().size());
    for (int change = 0; change < 20 && !current.empty(); ++change) {
      const std::size_t attribute = random(current.size());
      current[attribute] = values[random(std::size(values))];
      kept.set(attribute, current[attribute]);
      if (random(2) == 0) continue;
      kept.run();
      Evaluation fresh(rules.program, rules.symbols);
      for (std::size_t i = 0; i < current.size(); ++i) fresh.set(i, current[i]);
      fresh.run();
      for (NodeIndex node = 0; node < rules.program.nodes().size(); ++node) {
        ASSERT_EQ(shown(kept.value(node), kept.heap()), shown(fresh.value(node), fresh.heap()));
      }
    }
  }
}

TEST(Evaluation, PassesManyThresholdsAtOnce) {
  std::vector<std::string> texts;
  for (int i = 0; i < 500; ++i) texts.push_back(R"({">": [{"var": "cart.value"}, )" + std::to_string(i) + "]}");
  const CompiledRules rules(texts);
  Evaluation evaluation(rules.program, rules.symbols);
  evaluation.set(0, Value::of(250.0));
  EXPECT_EQ(evaluation.run(), 251u) << "the attribute, and those that it passed";
  for (std::size_t i = 0; i < 500; ++i) EXPECT_EQ(evaluation.holds(rules.roots[i]), i < 250);
}

std::string explained(const CompiledRules& rules, const Evaluation& evaluation, std::size_t rule) {
  JsonWriter out;
  explain(evaluation, rules.roots[rule], out);
  return out.take();
}

TEST(Explain, ShowsTheRuleAsWrittenWithItsValues) {
  const CompiledRules rules(
      {R"({"and": [{">": [{"var": "cart.value"}, 5000]}, {"in": [{"var": ["context.page", "home"]}, ["home", 1]]}]})"});
  Evaluation evaluation(rules.program, rules.symbols);
  evaluation.set(rules.attribute_index("cart.value"), Value::of(7000.5));
  evaluation.run();
  EXPECT_EQ(
      explained(rules, evaluation, 0),
      R"({"op":"and","value":true,"args":[)"
      R"({"op":">","value":true,"args":[{"op":"var","value":7000.5,"attribute":"cart.value"},{"op":"constant","value":5000}]},)"
      R"({"op":"in","value":true,"args":[)"
      R"({"op":"var","value":"home","attribute":"context.page","args":[{"op":"constant","value":"home"}]},)"
      R"({"op":"list","value":["home",1]}]}]})");
}

TEST(Explain, KeepsPartsThatAreConstant) {
  const CompiledRules rules({R"({"?:": [{"==": [1, "1"]}, {"/": [0, 0]}, {"in": [null, [{"!": false}]]}]})"});
  const Evaluation evaluation(rules.program, rules.symbols);
  EXPECT_EQ(
      explained(rules, evaluation, 0),
      R"({"op":"?:","value":null,"args":[)"
      R"({"op":"==","value":true,"args":[{"op":"constant","value":1},{"op":"constant","value":"1"}]},)"
      R"({"op":"/","value":null,"args":[{"op":"constant","value":0},{"op":"constant","value":0}]},)"
      R"({"op":"in","value":false,"args":[{"op":"constant","value":null},)"
      R"({"op":"list","value":[true],"args":[{"op":"!","value":true,"args":[{"op":"constant","value":false}]}]}]}]})");
}

TEST(Explain, ShowsASegmentsRuleWhereItIsFirstMentioned) {
  SymbolTable symbols;
  profile::NameTable names;
  List<Error> errors;
  profile::Rules profile_rules;
  Compiler compiler(symbols, names, profile_rules);
  const std::uint32_t runner = compiler.declare_segment("runner");
  const Place top;
  const auto condition = Json::parse(R"({"var": "cart.items"})");
  compiler.define_segment(runner, compiler.compile(*condition, top, errors));
  const auto rule = Json::parse(R"({"or": [{"var": "segment.runner"}, {"===": [{"var": "segment.runner"}, true]}]})");
  const NodeIndex root = compiler.compile(*rule, top, errors);
  const Program program = compiler.finish();
  ASSERT_TRUE(errors.empty());
  Evaluation evaluation(program, symbols);
  evaluation.set(0, Value::of(2.0));
  evaluation.run();
  EXPECT_EQ(evaluation.value(root), Value::boolean(true)) << "a segment is true or false, whatever its rule gives";
  JsonWriter out;
  explain(evaluation, root, out);
  EXPECT_EQ(
      out.take(),
      R"({"op":"or","value":true,"args":[)"
      R"({"op":"var","value":true,"attribute":"segment.runner","args":[{"op":"var","value":2,"attribute":"cart.items"}]},)"
      R"({"op":"===","value":true,"args":[{"op":"var","value":true,"attribute":"segment.runner"},{"op":"constant","value":true}]}]})");
}

}  // namespace
}  // namespace noren::rules
