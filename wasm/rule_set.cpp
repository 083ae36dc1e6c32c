// The Embind face of core/rules/rule_set.h: rules by themselves, over any document. One class, few calls, no logic.
// web/src/rules-module.ts says what each call takes and gives.

#include <emscripten/bind.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/packed_json.h"
#include "core/rules/rule_set.h"
#include "wasm/crossing.h"

namespace noren::wasm {
namespace {

// Rules and documents may be larger than a site document: studios and benchmarks load tens of thousands of rules.
constexpr Json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 200, .max_values = 4'000'000};

class RuleSetHandle {
 public:
  std::uintptr_t reserve(std::size_t bytes) { return io_.reserve(bytes); }

  int load(std::size_t bytes) {
    const auto rules = unpack_json(io_.bytes(bytes), kLimits);
    if (!rules) return last_error_.remember(rules.error());
    const auto problems = rules_.load(*rules);
    return problems.empty() ? 0 : last_error_.remember(problems);
  }
  std::size_t size() const { return rules_.size(); }

  int setDocument(std::size_t bytes) {
    const auto document = unpack_json(io_.bytes(bytes), kLimits);
    return document && rules_.set_document(*document) ? 0 : kTooLarge;
  }
  std::uint32_t path(std::size_t bytes) { return rules_.path(io_.text(bytes)); }
  std::uint32_t text(std::size_t bytes) { return rules_.text(io_.text(bytes)); }
  int setJson(std::uint32_t path, std::size_t bytes) {
    const auto value = unpack_json(io_.bytes(bytes), kLimits);
    return value && rules_.set(path, *value) ? 0 : kTooLarge;
  }

  std::uintptr_t update(std::size_t changes) {
    const auto* const change = io_.as<Change>();
    for (std::size_t i = 0; i < changes; ++i) (void)rules_.set(change[i].path, value_of(change[i]));
    rules_.run();
    return reinterpret_cast<std::uintptr_t>(rules_.truths().data());
  }

  std::string value(std::size_t rule) const { return rules_.value(rule); }
  std::string explain(std::size_t rule) const { return rules_.explain(rule); }
  std::string because(std::size_t rule) const { return rules_.because(rule); }
  std::string lastError() const { return last_error_.json(); }

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

  rules::RuleSet rules_;
  Io io_{1024};
  LastError last_error_;
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
