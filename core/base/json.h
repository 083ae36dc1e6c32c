// A parsed JSON document as a read-only tree, with limits, and a writer for the few documents the core produces.
// Text enters here once and becomes typed structs elsewhere; nothing keeps a Json longer than its loading takes.
// Only json.cpp knows the JSON library.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/list.h"
#include "core/base/result.h"

namespace noren {

class Json {
 public:
  enum class Type : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };
  using Member = std::pair<std::string, Json>;

  // Limits on what parse() accepts.
  struct Limits {
    std::size_t max_bytes = 4u << 20;
    std::size_t max_depth = 64;
    std::size_t max_values = 500'000;
  };

  // Parses UTF-8 text (RFC 8259). Errors: kInvalidJson with line and column in the message, also for a repeated object key.
  static Result<Json> parse(std::string_view text, const Limits& limits);
  static Result<Json> parse(std::string_view text) { return parse(text, Limits{}); }

  Type type() const { return type_; }
  bool is_null() const { return type_ == Type::kNull; }
  bool is_boolean() const { return type_ == Type::kBoolean; }
  bool is_number() const { return type_ == Type::kNumber; }
  bool is_string() const { return type_ == Type::kString; }
  bool is_array() const { return type_ == Type::kArray; }
  bool is_object() const { return type_ == Type::kObject; }

  // The content; a value of another type gives false, 0 or an empty view.
  bool boolean() const { return type_ == Type::kBoolean && number_ != 0.0; }
  double number() const { return type_ == Type::kNumber ? number_ : 0.0; }
  std::string_view string() const { return string_; }
  const List<Json>& elements() const { return elements_; }
  const List<Member>& members() const { return members_; }  // in the order of the text

  // The member of that name, or nullptr. Valid as long as this value lives. O(members).
  const Json* find(std::string_view name) const;

  // A text, and an object of one member: what it takes to write a rule in code.
  static Json of(std::string_view text);
  static Json of(std::string_view name, Json value);

  // "null", "boolean", "number", "string", "array" or "object".
  static std::string_view name_of(Type type);

 private:
  friend class JsonBuilder;   // json.cpp
  friend class JsonUnpacker;  // packed_json.cpp
  Type type_ = Type::kNull;
  double number_ = 0.0;
  std::string string_;
  List<Json> elements_;
  List<Member> members_;
};

// Writes JSON text piece by piece: begin/end calls must pair up; key() comes before each member of an object.
// Commas are put in as needed. Numbers are written so that they read back as the same double.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& number(double value);  // null for NaN and infinities
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  // The text so far; the writer is empty afterwards.
  std::string take() { return std::exchange(out_, {}); }

 private:
  void separate();
  std::string out_;
};

// Appends text as a quoted JSON string. Half of a surrogate pair, written as the three bytes that its code point would have, is
// escaped, as JavaScript does; other bytes that are not valid UTF-8 are kept as they are.
void append_quoted(std::string& out, std::string_view text);

// The shortest decimal text that reads back as the same double ("NaN", "Infinity" and "-Infinity" for those), as JavaScript's
// String(number) writes it.
std::string number_text(double value);

// The same without allocation: the view is into the buffer.
using NumberBuffer = std::array<char, 32>;
std::string_view number_text(double value, NumberBuffer& buffer);

}  // namespace noren
