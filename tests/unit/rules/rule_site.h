// Rules for tests: compiled from JSON text, evaluated with attributes set by name.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/rules/compiler.h"
#include "core/rules/evaluation.h"
#include "core/rules/explain.h"
#include "core/rules/value_json.h"

namespace noren::rules {

// A few rules in one program.
struct CompiledRules {
  SymbolTable symbols;
  profile::NameTable names;
  profile::Rules profile_rules = profile::Rules::defaults();
  std::vector<NodeIndex> roots;
  List<Error> errors;
  Program program;

  explicit CompiledRules(const std::vector<std::string>& rules) {
    Compiler compiler(symbols, names, profile_rules);
    const Place top;
    for (const std::string& text : rules) {
      const auto json = Json::parse(text);
      if (!json) {
        errors.push_back(json.error());
        continue;
      }
      roots.push_back(compiler.compile(*json, top.member("when"), errors));
    }
    program = compiler.finish();
  }

  std::size_t attribute_index(std::string_view name) const {
    for (std::size_t i = 0; i < program.attributes().size(); ++i) {
      if (program.attributes()[i].name == name) return i;
    }
    return static_cast<std::size_t>(-1);
  }
};

// Numbers as String(number), undefined and errors by name, everything else as JSON.
inline std::string shown(const Value& value, const Heap& heap) {
  switch (value.type) {
    case Value::Type::kNumber: return number_text(value.number);
    case Value::Type::kUndefined: return "undefined";
    case Value::Type::kError: return failure_text(value, heap.text(value));
    default: break;
  }
  JsonWriter out;
  EXPECT_TRUE(write_value(value, heap, out));
  return out.take();
}

// The value of one rule without attributes; the first error where it does not compile.
inline std::string value_of(const std::string& rule) {
  const CompiledRules rules({rule});
  if (!rules.errors.empty()) return to_string(rules.errors.front());
  const Evaluation evaluation(rules.program, rules.symbols);
  return shown(evaluation.value(rules.roots[0]), evaluation.heap());
}

// All errors of one rule, one a line.
inline std::string errors_of(const std::string& rule) {
  std::string text;
  for (const Error& error : CompiledRules({rule}).errors) text += (text.empty() ? "" : "\n") + to_string(error);
  return text;
}

}  // namespace noren::rules
