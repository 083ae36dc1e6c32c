// Documents that the host has parsed itself.

#include "core/base/packed_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/bytes.h"

namespace noren {
namespace {

std::vector<std::byte> packed(const Json& json) {
  std::vector<std::byte> bytes;
  ByteWriter out(bytes);
  const auto append = [&](const std::vector<std::byte>& more) { bytes.insert(bytes.end(), more.begin(), more.end()); };
  const auto text = [&](std::string_view string) {
    out.write(static_cast<std::uint32_t>(string.size()));
    for (const char c : string) out.write(c);
  };
  switch (json.type()) {
    case Json::Type::kNull: out.write(std::uint8_t{0}); break;
    case Json::Type::kBoolean: out.write(static_cast<std::uint8_t>(json.boolean() ? 2 : 1)); break;
    case Json::Type::kNumber:
      out.write(std::uint8_t{3});
      out.write(json.number());
      break;
    case Json::Type::kString:
      out.write(std::uint8_t{4});
      text(json.string());
      break;
    case Json::Type::kArray:
      out.write(std::uint8_t{5});
      out.write(static_cast<std::uint32_t>(json.elements().size()));
      for (const Json& element : json.elements()) append(packed(element));
      break;
    case Json::Type::kObject:
      out.write(std::uint8_t{6});
      out.write(static_cast<std::uint32_t>(json.members().size()));
      for (const auto& [name, value] : json.members()) {
        text(name);
        append(packed(value));
      }
  }
  return bytes;
}

void expect_same(const Json& a, const Json& b) {
  ASSERT_EQ(a.type(), b.type());
  EXPECT_EQ(a.boolean(), b.boolean());
  EXPECT_EQ(a.number(), b.number());
  EXPECT_EQ(a.string(), b.string());
  ASSERT_EQ(a.elements().size(), b.elements().size());
  for (std::size_t i = 0; i < a.elements().size(); ++i) expect_same(a.elements()[i], b.elements()[i]);
  ASSERT_EQ(a.members().size(), b.members().size());
  for (std::size_t i = 0; i < a.members().size(); ++i) {
    EXPECT_EQ(a.members()[i].first, b.members()[i].first);
    expect_same(a.members()[i].second, b.members()[i].second);
  }
}

constexpr std::string_view kDocument =
    R"({"null": null, "yes": true, "no": false, "n": -12.5e-3, "text": "暖簾", "": [1, [], {}, "x"], "deep": {"a": {"b": [null]}}})";

TEST(PackedJson, GivesTheSameTreeAsTheText) {
  const Json json = Json::parse(kDocument).value();
  const auto again = unpack_json(packed(json));
  ASSERT_TRUE(again);
  expect_same(*again, json);
}

TEST(PackedJson, RefusesBytesThatAreCutShortOrTooMany) {
  auto bytes = packed(Json::parse(kDocument).value());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto cut = unpack_json(std::span(bytes).first(length));
    ASSERT_FALSE(cut) << length;
    EXPECT_EQ(cut.error().code, ErrorCode::kInvalidJson);
  }
  bytes.push_back(std::byte{0});
  EXPECT_FALSE(unpack_json(bytes));
}

TEST(PackedJson, RefusesUnknownTagsAndCountsThatCantBe) {
  for (int tag = 7; tag < 256; ++tag) {
    const std::byte byte{static_cast<unsigned char>(tag)};
    EXPECT_FALSE(unpack_json(std::span(&byte, 1)));
  }
  for (const std::uint8_t tag : {std::uint8_t{4}, std::uint8_t{5}, std::uint8_t{6}}) {
    std::vector<std::byte> bytes;
    ByteWriter out(bytes);
    out.write(tag);
    out.write(std::uint32_t{0xffffffff});
    EXPECT_FALSE(unpack_json(bytes)) << int{tag};
  }
}

TEST(PackedJson, KeepsTheLimits) {
  const Json three = Json::parse("[1, 2, 3]").value();
  EXPECT_TRUE(unpack_json(packed(three), {.max_values = 4}));
  EXPECT_FALSE(unpack_json(packed(three), {.max_values = 3}));
  EXPECT_FALSE(unpack_json(packed(three), {.max_bytes = 10}));
  std::string deep = std::string(60, '[') + std::string(60, ']');
  EXPECT_TRUE(unpack_json(packed(Json::parse(deep).value())));
  EXPECT_FALSE(unpack_json(packed(Json::parse(deep).value()), {.max_depth = 58}));
}

}  // namespace
}  // namespace noren
