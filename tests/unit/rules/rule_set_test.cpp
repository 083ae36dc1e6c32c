// Rules by themselves: documents, single changes, and what is true afterwards.

#include "core/rules/rule_set.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/hash.h"

namespace noren::rules {
namespace {

Json parsed(const std::string& text) {
  const auto json = Json::parse(text);
  EXPECT_TRUE(json.has_value()) << text;
  return json ? *json : Json();
}

struct Loaded {
  RuleSet rules;
  explicit Loaded(const std::string& list) { EXPECT_TRUE(rules.load(parsed(list)).empty()); }

  void set(std::string_view path, const std::string& json) { EXPECT_TRUE(rules.set(rules.path(path), parsed(json))); }
  std::string value(std::size_t rule) {
    rules.run();
    return rules.value(rule);
  }
};

TEST(RuleSet, TellsWhichRulesHold) {
  Loaded loaded(R"([{">=": [{"var": "cart.value"}, 5000]}, {"in": ["tea", {"var": "tags"}]}, true, {"foo": 1}])");
  loaded.rules.set_document(parsed(R"({"cart": {"value": 5400}, "tags": ["coffee"]})"));
  loaded.rules.run();
  ASSERT_EQ(loaded.rules.truths().size(), 1u);
  EXPECT_EQ(loaded.rules.truths()[0], 0b0101u);
  loaded.rules.set(loaded.rules.path("cart.value"), Value::of(4999.0));
  loaded.set("tags", R"(["coffee", "tea"])");
  loaded.rules.run();
  EXPECT_EQ(loaded.rules.truths()[0], 0b0110u);
  EXPECT_EQ(loaded.value(3), R"({"error":"unknown operator \"foo\""})");
}

TEST(RuleSet, LooksAtEveryPartWhileOneFails) {
  Loaded loaded(R"([{"!": {"and": [{"<": [{"var": "n"}, 5]}, {"==": [{"foo": []}, 1]}]}}])");
  loaded.set("n", "9");
  EXPECT_EQ(loaded.value(0), "true") << "one part is false, whatever the other fails to be";
  loaded.set("n", "1");
  EXPECT_EQ(loaded.value(0), R"({"error":"unknown operator \"foo\""})");
  loaded.set("n", "9");
  EXPECT_EQ(loaded.value(0), "true");
}

TEST(RuleSet, BeginsWithADocumentThatIsNull) {
  Loaded loaded(R"([{"==": [{"var": ""}, null]}, {"===": [{"var": ["", 1]}, null]}, {"missing": [[""]]}])");
  EXPECT_EQ(loaded.rules.truths()[0], 0b111u);
}

TEST(RuleSet, TellsWhatDecides) {
  Loaded loaded(R"([{"and": [{">=": [{"var": "cart.value"}, 5000]}, {"var": "member"}]}])");
  loaded.rules.set_document(parsed(R"({"cart": {"value": 5400}})"));
  loaded.rules.run();
  EXPECT_EQ(loaded.rules.because(0), R"([{"held":false,"needed":true,"op":"var","value":null,"attribute":"member"}])");
  loaded.set("member", "true");
  loaded.rules.run();
  EXPECT_EQ(loaded.rules.because(0),
            R"([{"held":true,"needed":true,"op":">=","value":true,"args":[)"
            R"({"op":"var","value":5400,"attribute":"cart.value"},{"op":"constant","value":5000}]},)"
            R"({"held":true,"needed":true,"op":"var","value":true,"attribute":"member"}])");
  EXPECT_EQ(loaded.rules.because(1), "[]");
}

TEST(RuleSet, ChangesWhatReadsThePathWhatIsInItAndWhatItIsIn) {
  Loaded loaded(R"([{"var": "a.b"}, {"var": "a"}, {"var": ""}, {"var": "a.b.c"}, {"var": {"cat": ["a", ".", "b"]}}])");
  loaded.rules.set_document(parsed(R"({"a": {"b": 1, "d": 2}})"));
  EXPECT_EQ(loaded.value(0), "1");
  loaded.set("a.b", R"({"c": 3})");
  EXPECT_EQ(loaded.value(0), R"({"c":3})");
  EXPECT_EQ(loaded.value(1), R"({"b":{"c":3},"d":2})");
  EXPECT_EQ(loaded.value(2), R"({"a":{"b":{"c":3},"d":2}})");
  EXPECT_EQ(loaded.value(3), "3");
  EXPECT_EQ(loaded.value(4), R"({"c":3})");
  loaded.rules.set(loaded.rules.path("a.b"), Value::undefined());
  EXPECT_EQ(loaded.value(2), R"({"a":{"d":2}})");
  EXPECT_EQ(loaded.value(3), "null");
}

TEST(RuleSet, MakesObjectsOnTheWayAndLengthensLists) {
  Loaded loaded(R"([{"var": ""}, {"var": "list.length"}])");
  loaded.set("x.y.z", "1");
  EXPECT_EQ(loaded.value(0), R"({"x":{"y":{"z":1}}})");
  loaded.set("list", "[1]");
  loaded.set("list.0", "2");
  loaded.set("list.2", "3");
  EXPECT_EQ(loaded.value(0), R"({"x":{"y":{"z":1}},"list":[2,null,3]})");
  EXPECT_EQ(loaded.value(1), "3");
  loaded.set("list.2000000", "4");
  EXPECT_EQ(loaded.value(0), R"({"x":{"y":{"z":1}},"list":{"2000000":4}})");
}

TEST(RuleSet, TakesATextForTheSameWhetherItCameAsAHandleOrInADocument) {
  Loaded loaded(R"([{"==": [{"var": "a"}, {"var": "b"}]}, {"===": [{"var": "c"}, {"cat": ["t", "ea"]}]}])");
  loaded.rules.set_document(parsed(R"({"a": "oolong", "b": 1, "c": "tea"})"));
  loaded.rules.run();
  loaded.rules.set(loaded.rules.path("b"), Value::of(loaded.rules.text("oolong")));
  loaded.rules.set(loaded.rules.path("c"), Value::of(loaded.rules.text("tea")));
  loaded.rules.run();
  EXPECT_EQ(loaded.rules.truths()[0], 0b11u);
}

TEST(RuleSet, ReportsRulesThatAreTooDeepWithTheirPlace) {
  std::string deep = "1";
  for (std::size_t i = 0; i < 110; ++i) deep = "{\"!\":" + deep + "}";
  RuleSet rules;
  const auto json = Json::parse("[true," + deep + "]", {.max_depth = 200});
  ASSERT_TRUE(json.has_value());
  const auto problems = rules.load(*json);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].code, ErrorCode::kLimitExceeded);
  EXPECT_EQ(problems[0].path.substr(0, 5), "[1].!");
  EXPECT_EQ(rules.size(), 0u);
  EXPECT_EQ(rules.load(parsed("{}")).size(), 1u);
}

TEST(RuleSet, KeepsItsMemorySmallHoweverOftenDocumentsChange) {
  Loaded loaded(R"([{"map": [{"var": "list"}, {"cat": [{"var": ""}, "!"]}]}])");
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = std::to_string(i);
    loaded.set("list", "[" + text + ",\"" + text + "\"]");
    ASSERT_EQ(loaded.value(0), "[\"" + text + "!\",\"" + text + "!\"]");
  }
}

// Whatever is set in whatever order, rules give what they give for the document that results.
TEST(RuleSet, AgreesWithTheWholeDocumentAfterAnyChanges) {
  const char* const rules_text =
      R"([{"var": "a.b"}, {"var": "a"}, {">": [{"var": "a.b"}, 1]}, {"==": [{"var": "c"}, "x"]},
      {"in": [{"var": "c"}, ["x", "y", 2]]}, {"and": [{"<": [{"var": "d"}, 5]}, {"!": {"var": "c"}}]}, {"var": ["e.f", "none"]},
      {"missing": ["a.b", "c", "e.f"]}, {"map": [{"var": "list"}, {"+": [{"var": ""}, 1]}]}, {"var": "list.1"},
      {"<": [1, {"var": "d"}, 3]}, {"==": [{"var": "d"}, "2"]}, {"===": [{"var": "d"}, 2]}, {"var": "list.length"},
      {"or": [{">=": [{"var": "d"}, 2]}, {"==": [{"var": "d"}, null]}]}, {"reduce": [{"var": "list"}, {"var": ""}, 0]}])";
  const char* const dynamic_text =
      R"([{"var": {"cat": ["a", ".b"]}}, {"var": ""}, {"===": [{"var": "a"}, {"var": {"cat": ["a"]}}]}])";
  const char* const paths[] = {"a", "a.b", "a.b.c", "c", "d", "e", "e.f", "list", "list.0", "list.1", "list.x", "z"};
  const char* const values[] = {"1",    "2",         "3",           "5.5",   "-1",         "null",
                                "true", "\"x\"",     "\"y\"",       "\"2\"", "\"\"",       "[1,2]",
                                "[]",   "{\"b\":2}", "{\"f\":[1]}", "{}",    "[[3],\"x\"]"};
  std::uint64_t state = 11;
  const auto random = [&](std::size_t below) {
    return static_cast<std::size_t>(mix64(state += 0x9e3779b97f4a7c15u) % below);
  };
  for (const char* text : {rules_text, dynamic_text}) {
    for (int round = 0; round < 200; ++round) {
      Loaded kept(text);
      Loaded whole(R"([{"var": ""}])");  // reads the document itself, so it is kept up to date there
      for (int change = 0; change < 20; ++change) {
        const char* const path = paths[random(std::size(paths))];
        const std::string value = values[random(std::size(values))];
        const std::size_t way = random(4);
        for (Loaded* loaded : {&kept, &whole}) {
          const std::uint32_t handle = loaded->rules.path(path);
          if (way == 0) {
            loaded->rules.set(handle, Value::undefined());
          } else if (way == 1) {
            loaded->rules.set(handle, Value::of(loaded->rules.text(value)));
          } else {
            loaded->set(path, value);
          }
        }
        if (random(3) == 0) continue;
        Loaded fresh(text);
        const std::string document = whole.value(0);
        ASSERT_TRUE(fresh.rules.set_document(parsed(document)));
        kept.rules.run();
        fresh.rules.run();
        ASSERT_EQ(kept.rules.truths()[0], fresh.rules.truths()[0]) << document;
        for (std::size_t rule = 0; rule < fresh.rules.size(); ++rule) {
          ASSERT_EQ(kept.rules.value(rule), fresh.rules.value(rule)) << rule << " of " << document << " after " << path;
        }
      }
    }
  }
}

}  // namespace
}  // namespace noren::rules
