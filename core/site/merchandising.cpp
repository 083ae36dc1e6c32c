// `merchandising`, and what `recommendations` says of how lists are put together.

#include "core/base/part.h"
#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr double kMostBoost = 100;
constexpr std::uint32_t kMostPlaces = 50;
constexpr std::string_view kPer[] = {"brand", "category"};

std::uint32_t read_strategies(const ObjectReader& reader, const Place& place, Problems& problems) {
  if (reader.optional("strategies") == nullptr) return ~0u;
  const List<Json>& list = reader.required_list("strategies");
  Ids known("strategy", problems);
  for (const std::string_view strategy : kStrategies) known.add(strategy, place);
  std::uint32_t bits = 0;
  const Place here = place.member("strategies");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Symbol strategy = known.find(list[i], here.element(i));
    if (strategy != kNoSymbol) bits |= 1u << strategy;
  }
  return bits;
}

void read_rule(const Json& json, const Place& place, Reading& reading, rules::Compiler& items, Ids& ids) {
  Merchandising& all = reading.site.merchandising;
  const ObjectReader reader(json, place, "id name action items when strategies by position most per question",
                            reading.problems);
  MerchandisingRule rule;
  reader.id(ids, rule.id);
  reader.check_text_in_languages("name", reading.site.languages);
  reader.required("action");
  rule.action = static_cast<MerchandisingAction>(reader.word("action", kMerchandisingActions));
  const auto only_of = [&](const char* name, MerchandisingAction action) {
    const bool is_there = reader.optional(name) != nullptr;
    const std::string_view owner = kMerchandisingActions[static_cast<std::size_t>(action)];
    if (is_there && rule.action != action) reader.report(name, "only the action %q takes this", {owner});
    if (!is_there && rule.action == action) reader.required(name);
  };
  only_of("by", MerchandisingAction::kBoost);
  only_of("position", MerchandisingAction::kPin);
  only_of("most", MerchandisingAction::kLimit);
  only_of("per", MerchandisingAction::kLimit);
  rule.by = static_cast<float>(reader.number("by", 0.01, kMostBoost, 1));
  rule.position = reader.whole("position", 1, kMostPlaces, 1);
  rule.most = reader.whole("most", 1, kMostPlaces, 1);
  rule.per_brand = reader.word("per", kPer) == 0;
  rule.strategies = read_strategies(reader, place, reading.problems);
  if (const Json* const when = reader.optional("when")) {
    rule.when = reading.compiler.compile(*when, place.member("when"), reading.problems);
  }
  if (const Json* const question = reader.optional("question")) {
    Ids questions("question", reading.problems);
    for (const profile::Question& known : reading.site.profile.questions) questions.add(known.id, place);
    rule.question = questions.find(*question, place.member("question"));
  }
  rules::NodeIndex about = rules::kNoNode;
  if (const Json* const condition = reader.optional("items")) {
    about = items.compile(*condition, place.member("items"), reading.problems);
  }
  items.watch(about);
  all.rules.push_back(std::move(rule));
}

}  // namespace

NOREN_PART_ENTRY void read_merchandising(const List<Json>& list, const Place& place, const Json* recommendations,
                                         Reading& reading) {
  Merchandising& merchandising = reading.site.merchandising;
  merchandising.is_active = true;
  if (recommendations != nullptr) {
    const Place top;
    const Place here = top.member("recommendations");
    for (std::size_t i = 0; i < kStrategyCount; ++i) {
      const Json* const strategy = recommendations->find(kStrategies[i]);
      if (strategy == nullptr) continue;
      const Place member = here.member(kStrategies[i]);
      const ObjectReader reader(*strategy, member, "limit diversity explore", reading.problems);
      merchandising.arrangements[i].diversity = static_cast<float>(reader.number("diversity", 0, 1, 0));
      merchandising.arrangements[i].explore = static_cast<float>(reader.number("explore", 0, 1, 0));
    }
  }
  if (list.size() > kMaxMerchandisingRules) {
    report(reading.problems, place, "expected at most % rules, found %", {kMaxMerchandisingRules, list.size()});
    return;
  }
  rules::Compiler items(merchandising.symbols, merchandising.names, reading.site.profile, parse_item_attribute);
  Ids ids("rule", reading.problems);
  for (std::size_t i = 0; i < list.size(); ++i) read_rule(list[i], place.element(i), reading, items, ids);
  merchandising.symbols.intern(kOtherText);
  merchandising.items = items.finish();
}

}  // namespace noren::site
