// The Embind face of core/rules/rule_set.h: rules by themselves, over any document. One class, few calls, no logic.
// web/src/rules-module.ts says what each call takes and gives.

#include <emscripten/bind.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/packed_json.h"
#include "core/rules/rule_set.h"

namespace noren::wasm {
namespace {

// Rules and documents may be larger than a site document: studios and benchmarks load tens of thousands of rules.
constexpr Json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 200, .max_values = 4'000'000};

class RuleSetHandle {
 public:
  std::uintptr_t reserve(std::size_t bytes) {
    if (bytes > io_.size() * sizeof(double)) io_.resize((bytes + sizeof(double) - 1) / sizeof(double));
    return reinterpret_cast<std::uintptr_t>(io_.data());
  }

  int load(std::size_t bytes) {
    const auto rules = unpack_json(bytes_in(bytes), kLimits);
    if (!rules) return remember(std::span(&rules.error(), 1));
    const auto problems = rules_.load(*rules);
    return problems.empty() ? 0 : remember(problems);
  }
  std::size_t size() const { return rules_.size(); }

  int setDocument(std::size_t bytes) {
    const auto document = unpack_json(bytes_in(bytes), kLimits);
    return document && rules_.set_document(*document) ? 0 : kTooLarge;
  }
  std::uint32_t path(std::size_t bytes) { return rules_.path(text_in(bytes)); }
  std::uint32_t text(std::size_t bytes) { return rules_.text(text_in(bytes)); }
  int setJson(std::uint32_t path, std::size_t bytes) {
    const auto value = unpack_json(bytes_in(bytes), kLimits);
    return value && rules_.set(path, *value) ? 0 : kTooLarge;
  }

  std::uintptr_t update(std::size_t changes) {
    const auto* const change = reinterpret_cast<const Change*>(io_.data());
    for (std::size_t i = 0; i < changes; ++i) (void)rules_.set(change[i].path, value_of(change[i]));
    rules_.run();
    return reinterpret_cast<std::uintptr_t>(rules_.truths().data());
  }

  std::string value(std::size_t rule) const { return rules_.value(rule); }
  std::string explain(std::size_t rule) const { return rules_.explain(rule); }
  std::string because(std::size_t rule) const { return rules_.because(rule); }
  std::string lastError() const { return last_error_; }

 private:
  static constexpr int kTooLarge = static_cast<int>(ErrorCode::kLimitExceeded);

  struct Change {
    std::uint32_t path;
    std::uint32_t type;  // 0 nothing, 1 null, 2 boolean, 3 number, 4 text
    double number;       // of a boolean 0 or 1, of a text its handle
  };

  static Value value_of(const Change& change) {
    switch (change.type) {
      case 1: return Value::null();
      case 2: return Value::boolean(change.number != 0);
      case 3: return Value::of(change.number);
      case 4: return Value::of(static_cast<Symbol>(change.number));
      default: return Value::undefined();
    }
  }

  std::span<const std::byte> bytes_in(std::size_t bytes) const { return std::as_bytes(std::span(io_)).first(bytes); }
  std::string_view text_in(std::size_t bytes) const { return {reinterpret_cast<const char*>(io_.data()), bytes}; }

  // Keeps problems for lastError() and returns the code of the first.
  int remember(std::span<const Error> problems) {
    JsonWriter out;
    out.begin_array();
    for (const Error& problem : problems) {
      out.begin_object();
      out.key("code").number(static_cast<double>(problem.code));
      out.key("path").string(problem.path);
      out.key("message").string(problem.message);
      out.key("hint").string(problem.hint);
      out.end_object();
    }
    out.end_array();
    last_error_ = out.take();
    return static_cast<int>(problems.front().code);
  }

  rules::RuleSet rules_;
  std::vector<double> io_ = std::vector<double>(1024);
  std::string last_error_ = "[]";
};

EMSCRIPTEN_BINDINGS(noren_rules) {
  emscripten::class_<RuleSetHandle>("RuleSet")
      .constructor<>()
      .function("reserve", &RuleSetHandle::reserve)
      .function("load", &RuleSetHandle::load)
      .function("size", &RuleSetHandle::size)
      .function("setDocument", &RuleSetHandle::setDocument)
      .function("path", &RuleSetHandle::path)
      .function("text", &RuleSetHandle::text)
      .function("setJson", &RuleSetHandle::setJson)
      .function("update", &RuleSetHandle::update)
      .function("value", &RuleSetHandle::value)
      .function("explain", &RuleSetHandle::explain)
      .function("because", &RuleSetHandle::because)
      .function("lastError", &RuleSetHandle::lastError);
}

}  // namespace
}  // namespace noren::wasm
