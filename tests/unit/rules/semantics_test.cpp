// What rules compute: JavaScript's semantics, to the letter.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "core/rules/coercion.h"
#include "tests/unit/rules/rule_site.h"

namespace noren::rules {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string source_text(const Json& json) {
  if (json.is_null()) return "null";
  if (json.is_boolean()) return json.boolean() ? "true" : "false";
  if (json.is_number()) return number_text(json.number());
  std::string text;
  append_quoted(text, json.string());
  return text;
}

// Every combination of that many values, in the order in which tests/data/rules/javascript.mjs goes through them.
std::vector<std::string> argument_lists(const List<Json>& values, int count) {
  std::vector<std::string> lists = {""};
  for (int i = 0; i < count; ++i) {
    std::vector<std::string> longer;
    for (const std::string& list : lists) {
      for (const Json& value : values) longer.push_back(list + (list.empty() ? "" : ",") + source_text(value));
    }
    lists = std::move(longer);
  }
  return lists;
}

TEST(Rules, ComputeWhatJavaScriptComputes) {
  const auto table = Json::parse(read_file(NOREN_SOURCE_DIR "/tests/data/rules/javascript.json"));
  ASSERT_TRUE(table.has_value()) << "tests/data/rules/javascript.json: " << to_string(table.error());
  std::size_t compared = 0;
  const auto compare = [&](std::string_view section, std::string_view values, int count) {
    const std::vector<std::string> lists = argument_lists(table->find(values)->elements(), count);
    for (const auto& [op, expected] : table->find(section)->members()) {
      ASSERT_EQ(expected.elements().size(), lists.size());
      for (std::size_t i = 0; i < lists.size(); ++i) {
        const std::string rule = "{\"" + op + "\":[" + lists[i] + "]}";
        EXPECT_EQ(value_of(rule), expected.elements()[i].string()) << rule;
        ++compared;
      }
    }
  };
  compare("unary", "values", 1);
  compare("binary", "values", 2);
  compare("ternary", "few", 3);
  EXPECT_GT(compared, 10'000u);
}

// Each operator once in a form that another operator in its place would get wrong.
TEST(Rules, KnowEachOperator) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"==": ["1", 1]})", "true"},
      {R"({"==": [null, 0]})", "false"},
      {R"({"===": ["1", 1]})", "false"},
      {R"({"!=": ["1", 1]})", "false"},
      {R"({"!==": ["1", 1]})", "true"},
      {R"({"!": ["0"]})", "false"},
      {R"({"!!": ["0"]})", "true"},
      {R"({"!": 0})", "true"},
      {R"({"and": ["a", 0, "b"]})", "0"},
      {R"({"and": ["a", "b"]})", "\"b\""},
      {R"({"or": [0, "", "b", "c"]})", "\"b\""},
      {R"({"or": [0, ""]})", "\"\""},
      {R"({"if": [0, "a", "", "b", "c"]})", "\"c\""},
      {R"({"if": [0, "a", 1, "b", "c"]})", "\"b\""},
      {R"({"if": [0, "a", 0, "b"]})", "null"},
      {R"({"if": []})", "null"},
      {R"({"?:": [1, "a", "b"]})", "\"a\""},
      {R"({"<": [2, 10]})", "true"},
      {R"({"<": ["2", "10"]})", "false"},
      {R"({"<": [1, 2, 2]})", "false"},
      {R"({"<=": [1, 2, 2]})", "true"},
      {R"({"<=": [3, 2]})", "false"},
      {R"({">": [3, 2]})", "true"},
      {R"({">": [2, 2]})", "false"},
      {R"({">=": [2, 2]})", "true"},
      {R"({">=": [1, 2]})", "false"},
      {R"({">=": [null, 0]})", "true"},
      {R"({"+": ["1", 2, "3px"]})", "6"},
      {R"({"+": [1, null]})", "NaN"},
      {R"({"-": [5, "3"]})", "2"},
      {R"({"-": [5]})", "-5"},
      {R"({"*": [2, "3", 4]})", "24"},
      {R"({"*": [null, 2]})", "NaN"},
      {R"({"/": [1, 4]})", "0.25"},
      {R"({"/": [1, 0]})", "Infinity"},
      {R"({"%": [-7, 4]})", "-3"},
      {R"({"%": [5.5, 2]})", "1.5"},
      {R"({"min": [3, "1", 2]})", "1"},
      {R"({"max": [3, "10", 2]})", "10"},
      {R"({"min": [1, "x"]})", "NaN"},
      {R"({"in": ["ell", "hello"]})", "true"},
      {R"({"in": ["", ""]})", "false"},
      {R"({"in": [1, "a1"]})", "true"},
      {R"({"in": ["a", ["b", "a"]]})", "true"},
      {R"({"in": [1, ["1", 2]]})", "false"},
      {R"({"in": [null, [null]]})", "true"},
      {R"({"in": ["a", []]})", "false"},
      {R"({"in": [3, [{"+": [1, 2]}]]})", "true"},
      {R"({"in": [1, 1]})", "false"},
      {R"({"startsWith": ["running", "run"]})", "true"},
      {R"({"startsWith": ["running", "ing"]})", "false"},
      {R"({"startsWith": [null, ""]})", "false"},
      {R"({"endsWith": ["running", "ing"]})", "true"},
      {R"({"endsWith": ["running", "run"]})", "false"},
      {R"({"!": [[]]})", "true"},
      {R"({"!!": [[0]]})", "true"},
      {R"({"!!": [{"+": ["x"]}]})", "false"},
      {R"({"if": [[], "a", "b"]})", "\"b\""},
      {R"("just text")", "\"just text\""},
  };
  for (const auto& [rule, expected] : cases) EXPECT_EQ(value_of(rule), expected) << rule;
}

TEST(Coercion, ReadsTextAsNumberDoes) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "0"},
      {" \t\r\n", "0"},
      {"12", "12"},
      {"+12", "12"},
      {"-12.5e-1", "-1.25"},
      {".5", "0.5"},
      {"5.", "5"},
      {".", "NaN"},
      {"1e", "NaN"},
      {"1_0", "NaN"},
      {"0x1F", "31"},
      {"0b101", "5"},
      {"0o17", "15"},
      {"0x", "NaN"},
      {"0xg", "NaN"},
      {"0b2", "NaN"},
      {" 0x1f\u3000", "31"},
      {"-0x1", "NaN"},
      {"Infinity", "Infinity"},
      {"-Infinity", "-Infinity"},
      {"infinity", "NaN"},
      {"inf", "NaN"},
      {"nan", "NaN"},
      {"0x1p3", "NaN"},
      {"1 2", "NaN"},
      {"12px", "NaN"},
      {"\u00a01\u2003", "1"},
      {"\ufeff7\u2028", "7"},
      {"００", "NaN"},
      {"1e400", "Infinity"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(number_text(number_of_text(text)), expected) << text;
}

TEST(Coercion, ReadsTheStartOfTextAsParseFloatDoes) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "NaN"},   {"12px", "12"}, {" 1.5.2", "1.5"},         {"1e3x", "1000"}, {"1ex", "1"},       {"-.5-", "-0.5"},
      {"0x10", "0"}, {"px", "NaN"},  {"Infinityx", "Infinity"}, {"-", "NaN"},     {"\u30007個", "7"}, {"¥7", "NaN"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(number_text(number_at_start(text)), expected) << text;
}

}  // namespace
}  // namespace noren::rules
