// Each operator over documents in a form that any other meaning of it would get wrong; where operators keep their places among each
// other: what changes it, what it skips. (Conversions and comparisons of scalars are in semantics_test.cpp.)

#include <gtest/gtest.h>

#include <string>

#include "core/rules/rule_set.h"

namespace noren::rules {
namespace {

std::string value_of(const std::string& rule, const std::string& document) {
  const auto rules = Json::parse("[" + rule + "]");
  const auto data = Json::parse(document);
  if (!rules || !data) return "not JSON";
  RuleSet set;
  if (!set.load(*rules).empty() || !set.set_document(*data)) return "refused";
  set.run();
  return set.value(0);
}

struct Case {
  const char* rule;
  const char* document;
  const char* expected;
};

// What json-logic-js gives for them.
constexpr Case kJsonLogic[] = {
    // var
    {R"({"var": "a"})", R"({"a": 1})", "1"},
    {R"({"var": ["a", 5]})", R"({"a": null})", "null"},
    {R"({"var": ["b", 5]})", R"({"a": 1})", "5"},
    {R"({"var": [{"cat": ["a", ".", "b"]}, 5]})", R"({"a": {"b": 1}})", "1"},
    {R"({"var": [{"cat": ["a", ".", "c"]}, 5]})", R"({"a": {"b": 1}})", "5"},
    {R"({"var": [{"cat": ["a", ".", "c"]}]})", R"({"a": {"b": 1}})", "null"},
    {R"({"map": [{"var": "l"}, {"var": ["x", 7]}]})", R"({"l": [{"x": 1}, {"y": 2}]})", "[1,7]"},
    {R"({"map": [{"var": "l"}, {"var": "x"}]})", R"({"l": [{"x": 1}, {"y": 2}]})", "[1,null]"},
    // missing
    {R"({"missing": ["a", "b"]})", R"({"a": 1, "c": ""})", R"(["b"])"},
    {R"({"missing": ["a", "c"]})", R"({"a": 1, "c": ""})", R"(["c"])"},
    {R"({"missing": {"merge": ["a", ["b", "d"]]}})", R"({"a": 1})", R"(["b","d"])"},
    {R"({"missing_some": [1, ["a", "b", "c"]]})", R"({"a": 1})", "[]"},
    {R"({"missing_some": [2, ["a", "b", "c"]]})", R"({"a": 1})", R"(["b","c"])"},
    {R"({"missing_some": [2, {"merge": ["a", "b", "c"]}]})", R"({"a": 1})", R"(["b","c"])"},
    {R"({"missing_some": [1, {"merge": ["a", "b", "c"]}]})", R"({"a": 1})", "[]"},
    // Choices in the body of a loop
    {R"({"map": [{"var": "l"}, {"and": [{"var": ""}, 5]}]})", R"({"l": [0, 1]})", "[0,5]"},
    {R"({"map": [{"var": "l"}, {"or": [{"var": ""}, 5]}]})", R"({"l": [0, 1]})", "[5,1]"},
    {R"({"map": [{"var": "l"}, {"if": [{"var": ""}, "yes", "no"]}]})", R"({"l": [0, 1]})", R"(["no","yes"])"},
    {R"({"map": [{"var": "l"}, {"if": [{"var": ""}, "yes"]}]})", R"({"l": [0, 1]})", R"([null,"yes"])"},
    // Loops
    {R"({"map": [{"var": "l"}, {"*": [{"var": ""}, 2]}]})", R"({"l": [1, 2, 3]})", "[2,4,6]"},
    {R"({"map": [{"var": "none"}, 1]})", "{}", "[]"},
    {R"({"filter": [{"var": "l"}, {"%": [{"var": ""}, 2]}]})", R"({"l": [1, 2, 3]})", "[1,3]"},
    {R"({"reduce": [{"var": "l"}, {"+": [{"var": "current"}, {"var": "accumulator"}]}, 10]})", R"({"l": [1, 2]})",
     "13"},
    {R"({"reduce": [{"var": "l"}, {"-": [{"var": "accumulator"}, {"var": "current"}]}, 10]})", R"({"l": [1, 2]})", "7"},
    {R"({"reduce": [{"var": "l"}, {"var": "current.x"}, 0]})", R"({"l": [{"x": 4}, {"x": 5}]})", "5"},
    {R"({"reduce": [{"var": "none"}, 1, 8]})", "{}", "8"},
    {R"({"all": [{"var": "l"}, {">": [{"var": ""}, 1]}]})", R"({"l": [2, 3]})", "true"},
    {R"({"all": [{"var": "l"}, {">": [{"var": ""}, 1]}]})", R"({"l": [1, 3]})", "false"},
    {R"({"all": [{"var": "l"}, true]})", R"({"l": []})", "false"},
    {R"({"none": [{"var": "l"}, {">": [{"var": ""}, 1]}]})", R"({"l": [0, 1]})", "true"},
    {R"({"none": [{"var": "l"}, {">": [{"var": ""}, 1]}]})", R"({"l": [0, 2]})", "false"},
    {R"({"none": [{"var": "l"}, true]})", R"({"l": []})", "true"},
    {R"({"some": [{"var": "l"}, {">": [{"var": ""}, 1]}]})", R"({"l": [0, 2]})", "true"},
    {R"({"some": [{"var": "l"}, {">": [{"var": ""}, 1]}]})", R"({"l": [0, 1]})", "false"},
    {R"({"some": [{"var": "l"}, true]})", R"({"l": []})", "false"},
    // Lists
    {R"({"merge": [[1, 2], 3, [[4]]]})", "{}", "[1,2,3,[4]]"},
    {R"({"merge": [{"var": "l"}, {"var": "none"}]})", R"({"l": [1]})", "[1,null]"},
    {R"({"in": ["1", {"var": "l"}]})", R"({"l": [1, 2]})", "false"},
    {R"({"in": [2, {"var": "l"}]})", R"({"l": [1, 2]})", "true"},
    // Texts
    {R"({"in": ["lo w", {"var": "t"}]})", R"({"t": "hello world"})", "true"},
    {R"({"in": ["world!", {"var": "t"}]})", R"({"t": "hello world"})", "false"},
    {R"({"cat": ["I love", " ", {"var": "t"}, null, 3.5, true]})", R"({"t": "pie"})", R"("I love pie3.5true")"},
    {R"({"cat": [[1, [2, null], 3], "!"]})", "{}", R"("1,2,,3!")"},
    {R"({"substr": ["jsonlogic", 4]})", "{}", R"("logic")"},
    {R"({"substr": ["jsonlogic", -5]})", "{}", R"("logic")"},
    {R"({"substr": ["jsonlogic", 1, 3]})", "{}", R"("son")"},
    {R"({"substr": ["jsonlogic", 4, -2]})", "{}", R"("log")"},
    {R"({"substr": ["jsonlogic", -5, 2]})", "{}", R"("lo")"},
    {R"({"substr": ["暖簾のれん", -2]})", "{}", R"("れん")"},
    // What decides, and what is passed over
    {R"({"if": [{"var": "a"}, "first", {"var": "b"}, "second", "third"]})", R"({"a": 0, "b": [0]})", R"("second")"},
    {R"({"if": [{"var": "a"}, "first", {"var": "b"}, "second", "third"]})", R"({"a": 0, "b": []})", R"("third")"},
    {R"({"*": ["3"]})", "{}", R"("3")"},
    {R"({"*": ["3px", 2]})", "{}", "6"},
    {R"({"+": ["3px", 2]})", "{}", "5"},
    {R"({"log": {"var": "a"}})", R"({"a": "told"})", R"("told")"},
};

TEST(Operators, GiveWhatJsonLogicGives) {
  for (const auto& [rule, document, expected] : kJsonLogic) EXPECT_EQ(value_of(rule, document), expected) << rule;
}

TEST(Operators, EndWithTheFirstErrorThatDecides) {
  EXPECT_EQ(value_of(R"({"or": [{"nope": 1}, true]})", "{}"), R"({"error":"unknown operator \"nope\""})");
  EXPECT_EQ(value_of(R"({"and": [{"nope": 1}, false]})", "{}"), R"({"error":"unknown operator \"nope\""})");
  EXPECT_EQ(value_of(R"({"or": [true, {"nope": 1}]})", "{}"), "true");
  EXPECT_EQ(value_of(R"({"map": [[1, 2], {"and": [{"nope": 1}, false]}]})", "{}"),
            R"({"error":"unknown operator \"nope\""})");
}

TEST(Operators, CompareDaysAndTimes) {
  const Case cases[] = {
      {R"({"dateAfter": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-23"})", "true"},
      {R"({"dateAfter": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-22"})", "false"},
      {R"({"dateAfter": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-21"})", "false"},
      {R"({"dateBefore": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-21"})", "true"},
      {R"({"dateBefore": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-22"})", "false"},
      {R"({"dateBefore": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-23"})", "false"},
      {R"({"dateOnOrAfter": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-22T00:00"})", "true"},
      {R"({"dateOnOrAfter": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-23"})", "true"},
      {R"({"dateOnOrAfter": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-21"})", "false"},
      {R"({"dateOnOrBefore": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-22T23:59"})", "true"},
      {R"({"dateOnOrBefore": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-21"})", "true"},
      {R"({"dateOnOrBefore": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-23"})", "false"},
      {R"({"dateOn": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-22T15:00"})", "true"},
      {R"({"dateOn": [{"var": "d"}, "2026-11-22T16:00"]})", R"({"d": "2026-11-22T15:00"})", "false"},
      {R"({"dateNotOn": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-22T15:00"})", "false"},
      {R"({"dateNotOn": [{"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-23"})", "true"},
      {R"({"date==": [{"var": "d"}, "2026-11-22T16:00"]})", R"({"d": "2026-11-22T15:00"})", "true"},
      {R"({"date!=": [{"var": "d"}, "2026-11-22T16:00"]})", R"({"d": "2026-11-22T15:00"})", "false"},
      {R"({"date!=": [{"var": "d"}, "2026-11-22T16:00"]})", R"({"d": "2026-11-23T15:00"})", "true"},
      {R"({"datetime==": [{"var": "d"}, "2026-11-22T16:00"]})", R"({"d": "2026-11-22T15:00"})", "false"},
      {R"({"datetime==": [{"var": "d"}, "2026-11-22T15:00"]})", R"({"d": "2026-11-22T15:00:00.000"})", "true"},
      {R"({"datetime!=": [{"var": "d"}, "2026-11-22T16:00"]})", R"({"d": "2026-11-22T15:00"})", "true"},
      {R"({"dateBetween": ["2026-11-20", {"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-21"})", "true"},
      {R"({"dateBetween": ["2026-11-20", {"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-22"})", "true"},
      {R"({"dateBetween": ["2026-11-20", {"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-23"})", "false"},
      {R"({"dateBetween": ["2026-11-22", {"var": "d"}, "2026-11-20"]})", R"({"d": "2026-11-21"})", "true"},
      {R"({"dateNotBetween": ["2026-11-20", {"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-23"})", "true"},
      {R"({"dateNotBetween": ["2026-11-20", {"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-19"})", "true"},
      {R"({"dateNotBetween": ["2026-11-20", {"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-22"})", "false"},
      {R"({"dateNotBetween": ["2026-11-20T12:00", {"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-20"})", "false"},
      {R"({"dateNotBetween": ["2026-11-20", {"var": "d"}, "2026-11-22"]})", R"({"d": "2026-11-21"})", "false"},
      {R"({"dateIn": [{"var": "d"}, ["2026-11-20", "2026-11-22"]]})", R"({"d": "2026-11-22"})", "true"},
      {R"({"dateIn": [{"var": "d"}, ["2026-11-20", "2026-11-22"]]})", R"({"d": "2026-11-21"})", "false"},
      {R"({"dateNotIn": [{"var": "d"}, ["2026-11-20", "2026-11-22"]]})", R"({"d": "2026-11-22"})", "false"},
      {R"({"dateNotIn": [{"var": "d"}, ["2026-11-20", "2026-11-22"]]})", R"({"d": "2026-11-21"})", "true"},
  };
  for (const auto& [rule, document, expected] : cases)
    EXPECT_EQ(value_of(rule, document), expected) << rule << document;
}

}  // namespace
}  // namespace noren::rules
