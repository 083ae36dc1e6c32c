// From the name of an attribute to what it asks for.

#include <algorithm>

#include "core/base/concat.h"
#include "core/base/slug.h"
#include "core/base/suggest.h"
#include "core/profile/attributes.h"

namespace noren::profile {
namespace {

using Id = AttributeId;

// "interest.category." of "interest.category.<slug>"; the whole name where there is no parameter.
std::string_view part_before_parameter(std::string_view name) { return name.substr(0, name.find('<')); }
std::string_view part_after_parameter(std::string_view name) {
  const auto close = name.find('>');
  return close == std::string_view::npos ? std::string_view() : name.substr(close + 1);
}

// name without its first dots parts: "shoes" of "interest.categroy.shoes" for 2. Empty where there are fewer.
std::string_view after_dots(std::string_view name, std::size_t dots) {
  for (; dots > 0; --dots) {
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) return {};
    name = name.substr(dot + 1);
  }
  return name;
}

// The row's name with the parameter, if it takes one, that name has in the same place.
std::string with_parameter_of(std::string_view name, const AttributeInfo& info) {
  const std::string_view before = part_before_parameter(info.name);
  const std::string_view after = part_after_parameter(info.name);
  if (before == info.name) return std::string(before);
  std::string_view parameter =
      after_dots(name, static_cast<std::size_t>(std::count(before.begin(), before.end(), '.')));
  if (!after.empty()) parameter = parameter.substr(0, parameter.rfind('.'));
  return concat({before, parameter, after});
}

std::unexpected<Error> unknown(std::string_view name) {
  Suggestion suggestion(name);
  for (const AttributeInfo& info : attributes()) suggestion.offer(with_parameter_of(name, info));
  const std::string hint = suggestion.hint();
  return fail(ErrorCode::kUnknownName, concat({"unknown attribute \"", name, "\""}), {},
              hint.empty() ? "docs/attributes.md lists all attributes" : std::string_view(hint));
}

// What the parameter of a row is one of. A question that days_until may not ask for has no name in that list.
struct Choice {
  std::string_view noun;
  List<std::string_view> ids;
};

template <typename Elements>
void take_ids(const Elements& list, List<std::string_view>& ids) {
  for (const auto& element : list) ids.emplace_back(element.id);
}

Choice choice_of(Id id, const Rules& rules) {
  Choice choice;
  switch (id) {
    case Id::kHistory:
      choice.noun = "history query";
      take_ids(rules.histories, choice.ids);
      break;
    case Id::kDeclared:
    case Id::kDeclaredDaysUntil:
      choice.noun = "question";
      take_ids(rules.questions, choice.ids);
      for (std::size_t i = 0; id == Id::kDeclaredDaysUntil && i < choice.ids.size(); ++i) {
        if (rules.questions[i].kind != Question::Kind::kMonthDay) choice.ids[i] = {};
      }
      break;
    case Id::kJourneyStep:
    case Id::kJourneyActive:
      choice.noun = "journey";
      take_ids(rules.journeys, choice.ids);
      break;
    case Id::kCampaignSeenCount:
    case Id::kCampaignDismissed:
      choice.noun = "campaign";
      for (const std::string& campaign : rules.campaigns) choice.ids.emplace_back(campaign);
      break;
    default:
      choice.noun = "event";
      for (std::size_t i = 0; i < event::kKindCount; ++i)
        choice.ids.push_back(event::name(static_cast<event::Kind>(i)));
  }
  return choice;
}

template <typename Texts>
void intern_all(const Texts& texts, SymbolTable& symbols) {
  for (const std::string_view text : texts) symbols.intern(text);
}

// Every text that the attribute may give.
void intern_texts(const Attribute& attribute, const Rules& rules, SymbolTable& symbols) {
  switch (attribute.id) {
    case Id::kSeason: return intern_all(kSeasons, symbols);
    case Id::kLifecycleStage: return intern_all(kStages, symbols);
    case Id::kChannel: return intern_all(kChannels, symbols);
    case Id::kLanding: return intern_all(kLandings, symbols);
    case Id::kCampaignTag: return intern_all(rules.campaign_tags, symbols);
    case Id::kDeclared: return intern_all(rules.questions[attribute.parameter].options, symbols);
    case Id::kHoliday:
      for (const Holiday& holiday : rules.holidays) symbols.intern(holiday.id);
      return;
    case Id::kJourneyStep:
      for (const JourneyName& journey : rules.journeys) {
        if (name_key(journey.id) == attribute.parameter) intern_all(journey.steps, symbols);
      }
      return;
    default: return;
  }
}

Result<Attribute> parse_parameter(Id id, std::string_view parameter, std::string_view name, SymbolTable& symbols,
                                  NameTable& names, const Rules& rules) {
  switch (id) {
    case Id::kInterestCategoryRank:
    case Id::kInterestCategory:
    case Id::kInterestBrandRank:
    case Id::kInterestBrand: {
      const std::string spelled = slug(parameter);
      names.add(spelled, symbols);
      return Attribute{id, name_key(spelled)};
    }
    case Id::kInterestPriceBandRank:
    case Id::kInterestPriceBand:
      if (parameter.size() == 1 && parameter[0] >= '0' && parameter[0] < static_cast<char>('0' + kMaxPriceBands)) {
        return Attribute{id, static_cast<std::uint32_t>(parameter[0] - '0')};
      }
      return fail(ErrorCode::kUnknownName, concat({"expected a price band from 0 to 7 in \"", name, "\""}));
    default: break;
  }
  const Choice choice = choice_of(id, rules);
  const auto chosen = std::find(choice.ids.begin(), choice.ids.end(), parameter);
  if (chosen == choice.ids.end()) {
    Suggestion suggestion(parameter);
    for (const std::string_view known : choice.ids) suggestion.offer(known);
    return fail(ErrorCode::kUnknownName, concat({"unknown ", choice.noun, " \"", parameter, "\" in \"", name, "\""}),
                {}, suggestion.hint());
  }
  const bool by_key = id >= Id::kJourneyStep;  // journeys and campaigns, which the profile knows by key
  return Attribute{id, by_key ? name_key(parameter) : static_cast<std::uint32_t>(chosen - choice.ids.begin())};
}

}  // namespace

Result<Attribute> parse_attribute(std::string_view name, SymbolTable& symbols, NameTable& names, const Rules& rules) {
  for (const AttributeInfo& info : attributes()) {
    const std::string_view before = part_before_parameter(info.name);
    Attribute attribute{info.id};
    if (before == info.name) {
      if (name != info.name) continue;
    } else {
      const std::string_view after = part_after_parameter(info.name);
      if (!name.starts_with(before) || !name.ends_with(after) || name.size() <= before.size() + after.size()) continue;
      const std::string_view parameter = name.substr(before.size(), name.size() - before.size() - after.size());
      const Result<Attribute> parsed = parse_parameter(info.id, parameter, name, symbols, names, rules);
      if (!parsed) return parsed;
      attribute = *parsed;
    }
    intern_texts(attribute, rules, symbols);
    return attribute;
  }
  return unknown(name);
}

}  // namespace noren::profile
