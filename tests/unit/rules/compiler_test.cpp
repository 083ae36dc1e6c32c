// From JsonLogic to a program: what is shared, and what is said about mistakes.

#include "core/rules/compiler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/unit/rules/rule_site.h"

namespace noren::rules {
namespace {

constexpr const char* kCartIsLarge = R"({">": [{"var": "cart.value"}, 5000]})";

TEST(Compiler, KeepsEqualPartsOfAllRulesOnce) {
  const std::string condition = kCartIsLarge;
  const CompiledRules rules({condition, R"({"and": [)" + condition + R"(, {"==": [{"var": "context.page"}, "home"]}]})",
                             R"({"!": )" + condition + "}", condition});
  ASSERT_TRUE(rules.errors.empty());
  EXPECT_EQ(rules.roots[0], rules.roots[3]);
  // cart.value, 5000, >, context.page, "home", ==, and, !
  EXPECT_EQ(rules.program.nodes().size(), 8u);
  ASSERT_EQ(rules.program.attributes().size(), 2u);
  EXPECT_EQ(rules.program.attributes()[0].name, "cart.value");
  EXPECT_EQ(rules.program.attributes()[1].name, "context.page");
}

TEST(Compiler, TellsDifferentPartsApart) {
  const CompiledRules rules({R"({"<": [1, 2]})", R"({"<": [2, 1]})", R"({"<=": [1, 2]})", R"({"<": [1, "2"]})",
                             R"({"<": [1, 2, 2]})", R"({"<": [1, true]})", R"({"<": [1, null]})", R"({"<": [0, 2]})"});
  ASSERT_TRUE(rules.errors.empty());
  auto roots = rules.roots;
  std::sort(roots.begin(), roots.end());
  EXPECT_EQ(std::unique(roots.begin(), roots.end()), roots.end());
}

TEST(Compiler, PutsChildrenBeforeTheirParents) {
  const CompiledRules rules(
      {R"({"or": [{"and": [{"var": "cart.items"}, {"!": {"var": "visit.count"}}]}, {"var": "cart.items"}]})"});
  ASSERT_TRUE(rules.errors.empty());
  const Program& program = rules.program;
  std::size_t edges = 0;
  for (NodeIndex node = 0; node < program.nodes().size(); ++node) {
    for (const NodeIndex child : program.children(node)) {
      EXPECT_LT(child, node);
      const auto links = program.links(child);
      EXPECT_EQ(std::count_if(links.begin(), links.end(), [&](Link link) { return link.to() == node; }), 1);
      ++edges;
    }
  }
  EXPECT_EQ(edges, 5u);
}

TEST(Compiler, TakesTwoSpellingsOfACategoryForOneAttribute) {
  const CompiledRules rules(
      {R"({"var": "interest.category.Running Shoes"})", R"({"var": "interest.category.running-shoes"})"});
  ASSERT_TRUE(rules.errors.empty());
  EXPECT_EQ(rules.roots[0], rules.roots[1]);
}

TEST(Compiler, TeachesTheNamesThatRulesMention) {
  const CompiledRules rules({R"({"var": "interest.category.Running Shoes"})",
                             R"({"==": [{"var": "interest.top_category"}, "tea"]})",
                             R"({"var": "interest.brand.hayate"})"});
  ASSERT_TRUE(rules.errors.empty());
  for (const char* name : {"running-shoes", "tea", "hayate"}) {
    EXPECT_EQ(rules.symbols.text(rules.names.find(name_key(name))), name);
  }
  EXPECT_EQ(rules.names.find(name_key("coffee")), kNoSymbol);
}

TEST(Compiler, NamesThePlaceAndTheNearestName) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"and": [true, {">": [{"var": "cart.vlaue"}, 1]}]})",
       R"(when.and[1].>[0]: unknown attribute "cart.vlaue"; did you mean "cart.value"?)"},
      {R"({"and": [true, {"var": "cart.vlaue"}]})",
       R"(when.and[1]: unknown attribute "cart.vlaue"; did you mean "cart.value"?)"},
      {R"({"adn": [1, 2]})", R"(when: unknown operator "adn"; did you mean "and"?)"},
      {R"({"!": {"starts_with": ["a", "b"]}})",
       R"(when.!: unknown operator "starts_with"; did you mean "startsWith"?)"},
      {R"({"frobnicate": 1})", R"(when: unknown operator "frobnicate")"},
      {R"({"var": "segment.runer"})", R"(when: unknown segment "runer")"},
      {R"({"==": [1]})", R"(when.==: "==" takes 2 arguments, found 1)"},
      {R"({"!": [1, 2]})", R"(when.!: "!" takes 1 argument, found 2)"},
      {R"({"<": [1, 2, 3, 4]})", R"(when.<: "<" takes 2 or 3 arguments, found 4)"},
      {R"({"-": []})", R"(when.-: "-" takes 1 or 2 arguments, found 0)"},
      {R"({"or": []})", R"(when.or: "or" takes at least 1 argument, found 0)"},
      {R"({"/": 1})", R"(when./: "/" takes 2 arguments, found 1)"},
      {R"({"var": []})", R"(when.var: "var" takes an attribute and perhaps a default, found 0 arguments)"},
      {R"({"var": 1})", R"(when.var: expected the name of an attribute as text, found number)"},
      {R"({"var": {"if": [1, "cart.value"]}})", R"(when.var: expected the name of an attribute as text, found object)"},
      {R"({})", R"(when: found an empty object, expected an operation; such as {"var": "cart.value"})"},
      {R"({"==": [1, 1], "<": [1, 2]})",
       R"(when: an operation has one member, its operator; found 2: "==", "<"; join conditions with {"and": […]})"},
      {R"({"==": [1, [1]]})",
       R"(when.==[1]: found a list where a value or an operation is expected; to ask for one of several values, use {"in": [value, list]})"},
      {R"({"and": [[1], 2]})",
       R"(when.and[0]: found a list where a value or an operation is expected; to ask for one of several values, use {"in": [value, list]})"},
      {R"({">": [3, 2, 1]})", R"(when.>: ">" takes 2 arguments, found 3)"},
      {R"({"map": [[1]]})", R"(when.map: "map" takes 2 arguments, found 1)"},
      {R"({"some": [[1], {"adn": {"var": "x"}}]})", R"(when.some[1]: unknown operator "adn"; did you mean "and"?)"},
      {R"({"missing": ["cart.value", "cart.vlaue"]})",
       R"(when.missing[1]: unknown attribute "cart.vlaue"; did you mean "cart.value"?)"},
      {R"({"missing": [{"var": "cart.value"}]})", R"(when.missing: "missing" takes the names of attributes as text)"},
      {R"({"missing_some": [1, "cart.value"]})",
       R"(when.missing_some: "missing_some" takes the names of attributes as text)"},
  };
  for (const auto& [rule, expected] : cases) EXPECT_EQ(errors_of(rule), expected);
}

TEST(Compiler, ReportsAllMistakesOfARule) {
  EXPECT_EQ(
      errors_of(
          R"({"or": [{"adn": 1}, {"==": [{"var": ["cart.itms", {"mni": 1}]}]}, {"in": [1, [{"var": "x"}, {}]]}, {">": [{"var": "cart.item"}, 1]}]})"),
      "when.or[0]: unknown operator \"adn\"; did you mean \"and\"?\n"
      "when.or[1].==: \"==\" takes 2 arguments, found 1\n"
      "when.or[2].in[1][0]: unknown attribute \"x\"; docs/attributes.md lists all attributes\n"
      "when.or[2].in[1][1]: found an empty object, expected an operation; such as {\"var\": \"cart.value\"}\n"
      "when.or[3].>[0]: unknown attribute \"cart.item\"; did you mean \"cart.items\"?");
  EXPECT_EQ(errors_of(R"({"var": ["cart.itms", {"mni": 1}]})"),
            "when: unknown attribute \"cart.itms\"; did you mean \"cart.items\"?\n"
            "when.var[1]: unknown operator \"mni\"; did you mean \"min\"?");
}

TEST(Compiler, GivesEveryMistakeTheCodeOfTheSiteDocument) {
  const CompiledRules rules({R"({"var": "cart.vlaue"})"});
  ASSERT_EQ(rules.errors.size(), 1u);
  EXPECT_EQ(rules.errors[0].code, ErrorCode::kInvalidSite);
  EXPECT_EQ(rules.roots[0], kNoNode);
}

std::string nested(std::size_t depth) {
  std::string text = "1";
  for (std::size_t i = 0; i < depth; ++i) text = "{\"!\":" + text + "}";
  return text;
}

TEST(Compiler, LimitsDepth) {
  EXPECT_EQ(errors_of(nested(kMaxDepth)), "");
  const std::string error = errors_of(nested(kMaxDepth + 1));
  EXPECT_NE(error.find("nested more than 32 levels deep; move a part into a segment"), std::string::npos) << error;
}

TEST(Compiler, LimitsTheSizeOfARule) {
  const auto rule_of = [](std::size_t nodes) {
    std::string text = R"({"or":[1)";
    for (std::size_t i = 2; i < nodes; ++i) text += ",1";
    return text + "]}";
  };
  EXPECT_EQ(errors_of(rule_of(kMaxNodes)), "");
  EXPECT_EQ(errors_of(rule_of(kMaxNodes + 5)),
            "when.or[255]: the rule has more than 256 parts; move a part into a segment");
}

TEST(Compiler, FindsSegmentsThatARuleAsksFor) {
  const auto rule = Json::parse(
      R"({"and": [{"var": "segment.a"}, {"!": {"var": ["segment.b", 1]}}, {"in": [1, [{"var": "segment.c"}]]}, "segment.d"]})");
  ASSERT_TRUE(rule.has_value());
  std::string found;
  for_each_segment(*rule, [&](std::string_view id) { found += id; });
  EXPECT_EQ(found, "abc");
}

}  // namespace
}  // namespace noren::rules
