#include "core/base/json.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>

#include "core/base/sort.h"

namespace noren {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

// Reads the text and tells how far the parser has come: the SAX interface passes no positions.
class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Cursor(const char* at, const char** reached) : at_(at), reached_(reached) {}
  const char& operator*() const { return *at_; }
  Cursor& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  friend bool operator==(const Cursor& a, const Cursor& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** reached_;
};

std::string position_text(std::string_view before) {
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return "line " + number_text(static_cast<double>(lines + 1)) + ", column " +
         number_text(static_cast<double>(before.size() - line_start + 1));
}

// "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error … - unexpected '}'; last read: '…'" becomes
// "line 1, column 2: syntax error … - unexpected '}'". What was last read may be long, or no valid UTF-8.
std::string library_message(std::string_view text, const std::string& position) {
  text = text.substr(0, text.find("; last read: '"));
  constexpr std::string_view kAt = " at line ";
  if (const std::size_t at = text.find(kAt); at != text.npos) return std::string(text.substr(at + 4));
  if (const std::size_t end = text.find("] "); end != text.npos) text = text.substr(end + 2);
  text = text.substr(0, text.find(" parsing '"));
  return position + ": " + std::string(text);
}

}  // namespace

// Fills a Json from the parser's calls. Each call returns false to stop the parser; error() then says why.
class JsonBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  JsonBuilder(std::string_view text, const Json::Limits& limits)
      : text_(text), limits_(limits), reached_(text.data()) {}

  const char** reached() { return &reached_; }
  Json& root() { return root_; }
  std::string& error() { return error_; }

  bool null() { return add(Json::Type::kNull) != nullptr; }
  bool boolean(bool value) { return add_number(Json::Type::kBoolean, value ? 1.0 : 0.0); }
  bool number_integer(number_integer_t value) { return add_number(Json::Type::kNumber, static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) { return add_number(Json::Type::kNumber, static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) { return add_number(Json::Type::kNumber, value); }
  bool binary(binary_t&) { return false; }

  bool string(string_t& value) {
    Json* const json = add(Json::Type::kString);
    if (json == nullptr) return false;
    json->string_ = std::move(value);
    return true;
  }

  bool start_object(std::size_t) { return open(Json::Type::kObject); }
  bool start_array(std::size_t) { return open(Json::Type::kArray); }
  bool end_object() {
    const List<Json::Member>& members = open_.back()->members_;
    if (members.size() > kFewMembers) {
      List<std::string_view> names;
      names.reserve(members.size());
      for (const auto& [name, value] : members) names.push_back(name);
      sort(std::span(names), std::less<>());
      const auto repeated = std::adjacent_find(names.begin(), names.end());
      if (repeated != names.end()) return stop_at_repeated(*repeated);
    }
    return close();
  }
  bool end_array() { return close(); }

  bool key(string_t& name) {
    Json& object = *open_.back();
    if (object.members_.size() < kFewMembers && object.find(name) != nullptr) return stop_at_repeated(name);
    object.members_.emplace_back(std::move(name), Json());
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& exception) {
    error_ = library_message(exception.what(), position_text(read_so_far()));
    return false;
  }

 private:
  // Up to so many members a repeated key is found where it stands; in larger objects at their end, by sorting.
  static constexpr std::size_t kFewMembers = 32;

  bool stop_at_repeated(std::string_view name) {
    return stop("the key \"" + std::string(name) + "\" stands twice in one object");
  }

  std::string_view read_so_far() const { return text_.substr(0, static_cast<std::size_t>(reached_ - text_.data())); }

  bool stop(std::string_view message) {
    error_ = position_text(read_so_far());
    error_ += ": ";
    error_ += message;
    return false;
  }

  Json* add(Json::Type type) {
    if (++values_ > limits_.max_values) {
      stop("more than " + number_text(static_cast<double>(limits_.max_values)) + " values in one document");
      return nullptr;
    }
    Json* json = &root_;
    if (!open_.empty()) {
      Json& parent = *open_.back();
      json = parent.is_array() ? &parent.elements_.emplace_back() : &parent.members_.back().second;
    }
    json->type_ = type;
    return json;
  }

  bool add_number(Json::Type type, double value) {
    Json* const json = add(type);
    if (json == nullptr) return false;
    json->number_ = value;
    return true;
  }

  bool open(Json::Type type) {
    if (open_.size() >= limits_.max_depth) {
      return stop("nested more than " + number_text(static_cast<double>(limits_.max_depth)) + " levels deep");
    }
    Json* const json = add(type);
    if (json == nullptr) return false;
    open_.push_back(json);
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::string_view text_;
  Json::Limits limits_;
  const char* reached_;
  Json root_;
  List<Json*> open_;  // a container is never moved while it is open: its parent grows only after it is closed
  std::size_t values_ = 0;
  std::string error_;
};

Result<Json> Json::parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_bytes) {
    return fail(ErrorCode::kInvalidJson, "the text is " + number_text(static_cast<double>(text.size())) +
                                             " bytes long; at most " +
                                             number_text(static_cast<double>(limits.max_bytes)) + " are read");
  }
  JsonBuilder builder(text, limits);
  const char* const first = text.data();
  const Cursor begin(first, builder.reached());
  const Cursor end(first + text.size(), builder.reached());
  if (!nlohmann::json::sax_parse(begin, end, &builder)) {
    return fail(ErrorCode::kInvalidJson, std::move(builder.error()));
  }
  return std::move(builder.root());
}

const Json* Json::find(std::string_view name) const {
  for (const auto& [member, value] : members_) {
    if (member == name) return &value;
  }
  return nullptr;
}

Json Json::of(std::string_view text) {
  Json json;
  json.type_ = Type::kString;
  json.string_ = text;
  return json;
}

Json Json::of(std::string_view name, Json value) {
  Json json;
  json.type_ = Type::kObject;
  json.members_.emplace_back(name, std::move(value));
  return json;
}

std::string_view Json::name_of(Type type) {
  constexpr std::string_view kNames[] = {"null", "boolean", "number", "string", "array", "object"};
  return kNames[static_cast<std::size_t>(type)];
}

void JsonWriter::separate() {
  if (out_.empty()) return;
  const char last = out_.back();
  if (last != '{' && last != '[' && last != ':') out_ += ',';
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  out_ += '{';
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  out_ += '}';
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  separate();
  out_ += '[';
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  out_ += ']';
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_ += ':';
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  separate();
  append_quoted(out_, text);
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  if (value - value != 0) return null();  // NaN or infinite
  separate();
  out_ += number_text(value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_ += "null";
  return *this;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    const auto next = static_cast<unsigned char>(i + 2 < text.size() ? text[i + 1] : 0);
    if (byte == 0xed && next >= 0xa0) {
      const auto last = static_cast<unsigned char>(text[i + 2]);
      out += "\\ud";
      out += kHexDigits[(next >> 2) & 15];
      out += kHexDigits[((next & 3) << 2) | ((last >> 4) & 3)];
      out += kHexDigits[last & 15];
      i += 2;
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHexDigits[byte >> 4];
      out += kHexDigits[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace noren
