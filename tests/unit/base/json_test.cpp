// Reading and writing JSON, and numbers as JavaScript writes them.

#include "core/base/json.h"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "core/base/hash.h"

namespace noren {
namespace {

TEST(Json, KeepsValuesAndTheOrderOfMembers) {
  const auto json =
      Json::parse(R"( {"b": [1, -2.5, 1e3], "a": {"x": null, "y": true, "z": false}, "text": "靴 \u00e9\n"} )");
  ASSERT_TRUE(json.has_value());
  ASSERT_EQ(json->members().size(), 3u);
  EXPECT_EQ(json->members()[0].first, "b");
  EXPECT_EQ(json->members()[1].first, "a");
  const List<Json>& list = json->find("b")->elements();
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].number(), 1);
  EXPECT_EQ(list[1].number(), -2.5);
  EXPECT_EQ(list[2].number(), 1000);
  const Json& inner = *json->find("a");
  EXPECT_TRUE(inner.find("x")->is_null());
  EXPECT_TRUE(inner.find("y")->boolean());
  EXPECT_TRUE(inner.find("z")->is_boolean());
  EXPECT_FALSE(inner.find("z")->boolean());
  EXPECT_EQ(inner.find("w"), nullptr);
  EXPECT_EQ(json->find("text")->string(), "靴 é\n");
}

TEST(Json, GivesHarmlessContentForAnotherType) {
  const auto json = Json::parse("[true, \"7\", 7]");
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(json->number(), 0);
  EXPECT_EQ(json->elements()[0].number(), 0);
  EXPECT_EQ(json->elements()[1].number(), 0);
  EXPECT_FALSE(json->elements()[2].boolean());
  EXPECT_TRUE(json->elements()[2].string().empty());
  EXPECT_EQ(json->find("x"), nullptr);
}

struct BadText {
  std::string text;
  std::string message_start;
};

TEST(Json, SaysWhereATextIsNotJson) {
  const BadText cases[] = {
      {"", "line 1, column 1: syntax error while parsing value - unexpected end of input"},
      {"{\"a\": 1,\n \"b\" 2}",
       "line 2, column 6: syntax error while parsing object separator - unexpected number literal"},
      {"[1, 2", "line 1, column 6: syntax error while parsing array"},
      {"[nul]", "line 1, column 5: syntax error while parsing value - invalid literal"},
      {"[1] x", "line 1, column 5: syntax error while parsing value"},
      {"\"\xff\"", "line 1, column 2: syntax error while parsing value - invalid string: ill-formed UTF-8 byte"},
      {"[1e999]", "line 1, column 8: number overflow"},
      {"{\n  \"a\": 1,\n  \"a\": 2\n}", "line 3, column 6: the key \"a\" stands twice in one object"},
  };
  for (const BadText& bad : cases) {
    const auto json = Json::parse(bad.text);
    ASSERT_FALSE(json.has_value()) << bad.text;
    EXPECT_EQ(json.error().code, ErrorCode::kInvalidJson);
    EXPECT_EQ(json.error().message.substr(0, bad.message_start.size()), bad.message_start) << json.error().message;
    EXPECT_EQ(json.error().message.find('\xff'), std::string::npos);
    EXPECT_EQ(json.error().message.find("json.exception"), std::string::npos) << json.error().message;
  }
}

TEST(Json, FindsARepeatedKeyInALargeObject) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  const auto repeated = Json::parse(text + "\"k500\":1}");
  ASSERT_FALSE(repeated.has_value());
  EXPECT_NE(repeated.error().message.find("the key \"k500\" stands twice"), std::string::npos);
  const auto distinct = Json::parse(text + "\"k1000\":1}");
  ASSERT_TRUE(distinct.has_value());
  EXPECT_EQ(distinct->members().size(), 1001u);
}

TEST(Json, RefusesWhatExceedsItsLimits) {
  const Json::Limits limits{.max_bytes = 40, .max_depth = 3, .max_values = 5};
  EXPECT_TRUE(Json::parse("[[[]]]", limits).has_value());
  EXPECT_TRUE(Json::parse("[1,2,3,4]", limits).has_value());
  const auto deep = Json::parse("[[[[]]]]", limits);
  ASSERT_FALSE(deep.has_value());
  EXPECT_EQ(deep.error().message, "line 1, column 5: nested more than 3 levels deep");
  const auto many = Json::parse("[1,2,3,4,5]", limits);
  ASSERT_FALSE(many.has_value());
  EXPECT_NE(many.error().message.find("more than 5 values"), std::string::npos);
  const auto large = Json::parse(std::string(41, ' '), limits);
  ASSERT_FALSE(large.has_value());
  EXPECT_EQ(large.error().message, "the text is 41 bytes long; at most 40 are read");
}

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  JsonWriter out;
  out.begin_object().key("a").begin_array().number(1).string("x,[").null().begin_object().end_object().end_array();
  out.key("b").boolean(false).key("c").number(0.1).end_object();
  EXPECT_EQ(out.take(), R"({"a":[1,"x,[",null,{}],"b":false,"c":0.1})");
  EXPECT_EQ(out.take(), "");
}

TEST(JsonWriter, WritesWhatReadsBackAsTheSame) {
  std::string all;
  for (char c = 0; c < 0x7f; ++c) all += c;
  all += "é靴😀";
  JsonWriter out;
  out.begin_array().string(all).number(-1.7976931348623157e308).number(5e-324).end_array();
  const auto json = Json::parse(out.take());
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(json->elements()[0].string(), all);
  EXPECT_EQ(json->elements()[1].number(), -1.7976931348623157e308);
  EXPECT_EQ(json->elements()[2].number(), 5e-324);
}

TEST(JsonWriter, HasNoNumbersThatAreNone) {
  JsonWriter out;
  out.begin_array().number(std::numeric_limits<double>::quiet_NaN()).number(-INFINITY).end_array();
  EXPECT_EQ(out.take(), "[null,null]");
}

TEST(NumberText, WritesNumbersAsJavaScriptDoes) {
  const std::pair<double, const char*> cases[] = {
      {0.0, "0"},
      {-0.0, "0"},
      {7.0, "7"},
      {-42.0, "-42"},
      {9007199254740991.0, "9007199254740991"},
      {9007199254740992.0, "9007199254740992"},
      {123456789012345680000.0, "123456789012345680000"},
      {1e20, "100000000000000000000"},
      {1e21, "1e+21"},
      {1.5e300, "1.5e+300"},
      {0.1, "0.1"},
      {0.1 + 0.2, "0.30000000000000004"},
      {100.25, "100.25"},
      {0.000001, "0.000001"},
      {0.0000015, "0.0000015"},
      {1e-7, "1e-7"},
      {1.5e-7, "1.5e-7"},
      {5e-324, "5e-324"},
      {2.2250738585072014e-308, "2.2250738585072014e-308"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {4.35, "4.35"},
      {5e23, "5e+23"},
      {9.5367431640625e-7, "9.5367431640625e-7"},
      {std::numeric_limits<double>::quiet_NaN(), "NaN"},
      {INFINITY, "Infinity"},
      {-INFINITY, "-Infinity"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(number_text(value), text);
}

// The same layout from the digits that the standard library finds.
std::string expected_text(double value) {
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific).ptr;
  const std::string scientific(buffer, end);
  const std::size_t e = scientific.find('e');
  std::string digits;
  for (const char c : scientific.substr(0, e)) {
    if (c != '.') digits += c;
  }
  const int point = std::atoi(scientific.c_str() + e + 1) + 1;
  const int count = static_cast<int>(digits.size());
  std::string text = value < 0 ? "-" : "";
  if (count <= point && point <= 21) return text + digits + std::string(static_cast<std::size_t>(point - count), '0');
  if (0 < point && point <= 21) {
    return text + digits.substr(0, static_cast<std::size_t>(point)) + "." +
           digits.substr(static_cast<std::size_t>(point));
  }
  if (-6 < point && point <= 0) return text + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  text += digits.substr(0, 1);
  if (count > 1) text += "." + digits.substr(1);
  return text + "e" + (point > 0 ? "+" : "-") + std::to_string(std::abs(point - 1));
}

TEST(NumberText, IsTheShortestThatReadsBackForRandomNumbers) {
  std::uint64_t state = 1;
  for (int i = 0; i < 40'000; ++i) {
    state += 0x9e3779b97f4a7c15u;
    const double any = std::bit_cast<double>(mix64(state));
    if (!std::isfinite(any)) continue;
    ASSERT_EQ(number_text(any), expected_text(any)) << std::hexfloat << any;
    const double price = static_cast<double>(mix64(state) >> 40) / 100.0;
    ASSERT_EQ(number_text(price), expected_text(price)) << std::hexfloat << price;
  }
}

TEST(NumberText, IsTheShortestAroundEveryPowerOfTwo) {
  for (int exponent = -1074; exponent <= 1023; ++exponent) {
    const double power = std::ldexp(1.0, exponent);
    for (const double value : {power, std::nextafter(power, 0.0), std::nextafter(power, INFINITY)}) {
      if (value == 0 || !std::isfinite(value)) continue;
      ASSERT_EQ(number_text(value), expected_text(value)) << exponent;
      ASSERT_EQ(std::strtod(number_text(value).c_str(), nullptr), value);
    }
  }
}

}  // namespace
}  // namespace noren
