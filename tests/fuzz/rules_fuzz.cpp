// Rules for documents: whatever the text [[rule, …], document, path, value], each rule gives a value or an error in bounded time; and
// setting the value at the path gives what the changed document gives by itself.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/rules/rule_set.h"

namespace {

using noren::Json;
using noren::rules::RuleSet;

constexpr Json::Limits kJson{.max_bytes = 1u << 16, .max_depth = 100, .max_values = 2000};
constexpr noren::rules::Limits kRules{.steps = 2000, .cells = 20'000};

// The same JSON, but for what JSON can't say twice in the same way: -0 is 0.
Json plain(const Json& json) {
  RuleSet none(kRules);
  (void)none.set_document(json);
  const auto again = Json::parse(none.document(), {.max_depth = 400});
  if (!again) std::abort();
  return *again;
}

void look_at_all(RuleSet& rules) {
  rules.run();
  for (std::size_t i = 0; i < rules.size(); ++i) {
    (void)rules.value(i);
    (void)rules.explain(i);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = Json::parse({reinterpret_cast<const char*>(data), size}, kJson);
  if (!input || !input->is_array() || input->elements().empty()) return 0;
  const auto& parts = input->elements();
  RuleSet rules(kRules);
  for (const noren::Error& problem : rules.load(parts[0])) {
    if (problem.message.empty()) std::abort();
  }
  if (parts.size() > 1 && !rules.set_document(plain(parts[1]))) return 0;
  look_at_all(rules);
  if (parts.size() < 4 || !parts[2].is_string()) return 0;

  const std::uint32_t path = rules.path(parts[2].string());
  if (path == RuleSet::kNoPath || !rules.set(path, plain(parts[3]))) return 0;
  look_at_all(rules);
  const std::string text = rules.document();
  const auto document = Json::parse(text, {.max_depth = 400});
  if (!document) std::abort();
  RuleSet fresh(kRules);
  if (!fresh.load(parts[0]).empty()) return 0;
  if (!fresh.set_document(*document) || fresh.document() != text) std::abort();
  fresh.run();
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const bool held = (rules.truths()[i / 32] >> (i % 32) & 1) != 0;
    const bool holds = (fresh.truths()[i / 32] >> (i % 32) & 1) != 0;
    if (held != holds || rules.value(i) != fresh.value(i)) std::abort();
  }
  return 0;
}
