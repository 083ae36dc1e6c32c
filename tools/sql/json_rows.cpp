#include "tools/sql/json_rows.h"

#include <simdjson.h>

#include <charconv>

namespace noren::tools {
namespace {

std::string text_of(const simdjson::dom::element& value) {
  std::string_view text;
  std::int64_t whole = 0;
  std::uint64_t large = 0;
  double number = 0;
  if (value.get(text) == simdjson::SUCCESS) return std::string(text);
  if (value.get(whole) == simdjson::SUCCESS) return std::to_string(whole);
  if (value.get(large) == simdjson::SUCCESS) return std::to_string(large);
  if (value.get(number) != simdjson::SUCCESS) return {};
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

}  // namespace

struct JsonRows::Parser {
  simdjson::dom::parser parser;
};

JsonRows::JsonRows() : parser_(std::make_unique<Parser>()) {}
JsonRows::~JsonRows() = default;

bool JsonRows::read(std::string_view line, std::span<const std::string_view> names, std::span<std::string> to) {
  simdjson::dom::element row;
  simdjson::dom::object object;
  if (parser_->parser.parse(line.data(), line.size(), false).get(row) != simdjson::SUCCESS) return false;
  if (row.get(object) != simdjson::SUCCESS) return false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    simdjson::dom::element value;
    to[i].clear();
    if (object.at_key(names[i]).get(value) == simdjson::SUCCESS) to[i] = text_of(value);
  }
  return true;
}

}  // namespace noren::tools
