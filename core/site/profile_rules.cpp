// What the document says about the profile: how events become interest, what is asked, and which conditions over the history have
// names. Attributes refer to these lists by index.

#include "core/base/slug.h"
#include "core/profile/history.h"
#include "core/site/dates.h"
#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr double kMaxBound = 1e9;  // as the inbound gate's kMaxMoney
constexpr double kMaxEventWeight = 100;
constexpr std::size_t kMaxHolidays = 64;
constexpr std::size_t kMaxCampaignTags = 64;
constexpr std::size_t kMaxOptions = 64;
constexpr std::string_view kQuestionKinds[] = {"choice", "number", "boolean", "month-day"};

void read_bounds(const List<Json>& list, const Place& place, std::size_t most, Problems& problems,
                 List<float>& bounds) {
  if (list.size() > most) {
    report(problems, place, "expected at most % bounds, found %", {most, list.size()});
    return;
  }
  bounds.clear();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const double bound = list[i].number();
    if (!list[i].is_number() || bound <= 0 || bound > kMaxBound) {
      report_found(problems, place.element(i), "a price above 0, at most %", list[i], {kMaxBound});
    } else if (!bounds.empty() && static_cast<float>(bound) <= bounds.back()) {
      report_found(problems, place.element(i), "a bound above the one before, %\nwrite the bounds in ascending order",
                   list[i], {list[i - 1].number()});
    } else {
      bounds.push_back(static_cast<float>(bound));
    }
  }
}

void read_weights(const Json& json, const Place& place, Problems& problems, profile::Rules& rules) {
  if (!json.is_object()) {
    report_found(problems, place, "an object with a weight per event", json);
    return;
  }
  for (const auto& [name, value] : json.members()) {
    event::Kind kind{};
    if (!event::find_kind(name, kind)) {
      report_unknown_event(name, place.member(name), problems);
    } else if (!value.is_number() || value.number() < 0 || value.number() > kMaxEventWeight) {
      report_found(problems, place.member(name), "a number from 0 to %", value, {kMaxEventWeight});
    } else {
      rules.weights[static_cast<std::size_t>(kind)] = static_cast<float>(value.number());
    }
  }
}

// Whether the list is short enough; too long a one is reported.
bool fits(const List<Json>& list, const Place& place, std::size_t most, Problems& problems) {
  if (list.size() <= most) return true;
  report(problems, place, "expected at most % elements, found %", {most, list.size()});
  return false;
}

void read_question(const Json& json, const Place& place, Reading& reading, Ids& ids, std::size_t i) {
  using Kind = profile::Question::Kind;
  Problems& problems = reading.problems;
  const ObjectReader reader(json, place, "id name kind options least most", problems);
  profile::Question& question = reading.site.profile.questions[i];
  reader.id(ids, question.id);
  question.key = name_key(question.id);
  reader.check_text_in_languages("name", reading.site.languages);
  const Json* const kind = reader.required("kind");
  const std::uint32_t word = reader.word("kind", kQuestionKinds);
  if (kind == nullptr || kind->string() != kQuestionKinds[word]) return;
  question.kind = static_cast<Kind>(word);
  if (question.kind == Kind::kChoice) {
    question.options = read_words(reader.required_list("options"), place.member("options"), "an id such as \"yes\"",
                                  is_id, problems, kMaxOptions);
  }
  question.least = reader.number("least", question.least, question.most, question.least);
  question.most = reader.number("most", question.least, question.most, question.most);
  for (const char* const name : {"options", "least", "most"}) {
    const std::uint32_t belongs_to = name[0] == 'o' ? 0 : 1;
    if (word != belongs_to && json.find(name) != nullptr) {
      reader.report(name, "%q goes with the kind %q", {name, kQuestionKinds[belongs_to]});
    }
  }
}

NameKey read_name(const ObjectReader& reader, const char* name, Reading& reading) {
  const Json* const member = reader.optional(name);
  if (member == nullptr) return 0;
  const std::string text = slug(member->string());
  if (text.empty()) {
    reader.refuse(name, "the name of a %", {name});
    return 0;
  }
  reading.site.names.add(text, reading.site.symbols);  // a name that the inbound gate is to let through
  return name_key(text);
}

profile::HistoryStep read_history_step(const Json& json, const Place& place, Reading& reading) {
  const ObjectReader reader(json, place, "event category brand same_item", reading.problems);
  profile::HistoryStep step;
  const Json* const name = reader.required("event");
  const Place here = place.member("event");
  if (name != nullptr && read_event(*name, here, step.kind, reading.problems) && !profile::is_remembered(step.kind)) {
    report(reading.problems, here,
           "events of the kind %q are counted, but not remembered one by one\nask for events.<kind>.count_7d instead",
           {name->string()});
  }
  step.category = read_name(reader, "category", reading);
  step.brand = read_name(reader, "brand", reading);
  step.same_item = reader.boolean("same_item");
  return step;
}

void read_idle(const Json& json, const Place& place, Problems& problems, profile::HistoryQuery& query) {
  constexpr std::string_view kEarlierVisit = "earlier-visit";
  if (json.is_string() && json.string() == kEarlierVisit) {
    query.earlier_visit = true;
    return;
  }
  if (!json.is_object()) {
    report_found(problems, place, R"({"minutes": …}, {"days": …} or "earlier-visit")", json);
    return;
  }
  const ObjectReader reader(json, place, "minutes days", problems);
  query.idle_minutes = reader.whole("minutes", 1, 1440, 0);
  query.idle_days = static_cast<std::uint16_t>(reader.whole("days", 1, kMaxDays, 0));
  if ((reader.optional("minutes") == nullptr) == (reader.optional("days") == nullptr)) {
    report(problems, place, R"(expected one of "minutes" and "days")");
  }
}

void read_history(const Json& json, const Place& place, Reading& reading, Ids& ids, std::size_t i) {
  Problems& problems = reading.problems;
  const ObjectReader reader(json, place, "id name count sequence without within_days idle", problems);
  profile::HistoryQuery& query = reading.site.profile.histories[i];
  reader.id(ids, query.id);
  reader.check_text_in_languages("name", reading.site.languages);
  const Json* const count = reader.optional("count");
  const bool sequence = reader.optional("sequence") != nullptr;
  if ((count != nullptr) == sequence) {
    report(problems, place, R"(expected one of "count" and "sequence")");
  } else if (sequence) {
    query.form = profile::HistoryQuery::Form::kSequence;
    const Place steps = place.member("sequence");
    const List<Json>& list = reader.required_list("sequence");
    if (fits(list, steps, profile::kMaxHistorySteps, problems)) {
      for (std::size_t i = 0; i < list.size(); ++i) {
        query.steps.push_back(read_history_step(list[i], steps.element(i), reading));
      }
    }
  } else {
    query.steps.push_back(read_history_step(*count, place.member("count"), reading));
  }
  // Short windows are for what happened lately: what is told in days has to lie within what is counted in days.
  query.within_days = static_cast<std::uint16_t>(reader.whole("within_days", 1, kMaxDays, 0));
  if (const Json* const without = reader.optional("without")) {
    query.without = true;
    query.excluded = read_history_step(*without, place.member("without"), reading);
  }
  if (const Json* const idle = reader.optional("idle")) read_idle(*idle, place.member("idle"), problems, query);
  for (const char* const name : {"without", "idle"}) {
    if (!sequence && json.find(name) != nullptr) {
      reader.report(name, R"(%q goes with "sequence")", {name});
    }
  }
}

void read_holiday(const Json& json, const Place& place, Reading& reading, Ids& ids, std::size_t i) {
  Problems& problems = reading.problems;
  const ObjectReader reader(json, place, "id name from to", problems);
  profile::Holiday& holiday = reading.site.profile.holidays[i];
  reader.id(ids, holiday.id);
  reader.check_text_in_languages("name", reading.site.languages);
  const Json* const from = reader.required("from");
  if (from == nullptr) return;
  const Json* const to = reader.optional("to");
  holiday.yearly = from->string().size() == 5;
  const auto find = holiday.yearly ? find_month_day : find_day;
  if (!find(from->string(), holiday.from)) {
    reader.refuse("from", R"(a day such as "12-24", or "2026-12-24" for one year)");
  } else if (to == nullptr) {
    holiday.to = holiday.from;
  } else if (!find(to->string(), holiday.to)) {
    reader.refuse("to", R"(a day written as "from" is)");
  } else if (!holiday.yearly && holiday.to < holiday.from) {
    reader.report("to", "the holiday ends before it begins");
  }
}

// The elements of one list of the document, which fill a list of the same size.
template <typename Element>
void read_each(const ObjectReader& document, const char* name, const char* kind, std::size_t most, Reading& reading,
               List<Element>& elements,
               void (*read)(const Json& json, const Place& place, Reading& reading, Ids& ids, std::size_t i)) {
  const Place top;
  const Place place = top.member(name);
  const List<Json>& list = document.optional_list(name);
  if (!fits(list, place, most, reading.problems)) return;
  elements = List<Element>(list.size());
  Ids ids(kind, reading.problems);
  for (std::size_t i = 0; i < list.size(); ++i) read(list[i], place.element(i), reading, ids, i);
}

std::string_view id_of(const Json& json) {
  const Json* const id = json.find("id");
  return id != nullptr && is_id(id->string()) ? id->string() : std::string_view();
}

// Mistakes in them are reported where they are read.
void read_names(const Json& document, profile::Rules& rules) {
  if (const Json* const campaigns = document.find("campaigns")) {
    for (const Json& campaign : campaigns->elements()) rules.campaigns.emplace_back(id_of(campaign));
  }
  const Json* const journeys = document.find("journeys");
  if (journeys == nullptr || journeys->elements().size() > kMaxJourneys) return;
  for (const Json& journey : journeys->elements()) {
    profile::JourneyName& name = rules.journeys.emplace_back();
    name.id = id_of(journey);
    const Json* const steps = journey.find("steps");
    if (steps == nullptr || steps->elements().size() > kMaxJourneySteps) continue;
    for (const Json& step : steps->elements()) name.steps.emplace_back(id_of(step));
  }
}

}  // namespace

void read_profile(const Json& json, const Place& place, Problems& problems, profile::Rules& rules) {
  const ObjectReader reader(json, place, "half_life_days price_bands weights", problems);
  rules.half_life_days = reader.number("half_life_days", 0.1, 3650, rules.half_life_days);
  if (reader.optional("price_bands") != nullptr) {
    read_bounds(reader.optional_list("price_bands"), place.member("price_bands"), profile::kMaxPriceBands - 1, problems,
                rules.price_bands);
  }
  if (const Json* const weights = reader.optional("weights")) {
    read_weights(*weights, place.member("weights"), problems, rules);
  }
}

void read_profile_rules(const Json& document, const ObjectReader& reader, Reading& reading) {
  const Place top;
  Problems& problems = reading.problems;
  profile::Rules& rules = reading.site.profile;
  read_bounds(reader.optional_list("order_bands"), top.member("order_bands"), profile::kMaxOrderBands, problems,
              rules.order_bands);
  if (const Json* const shipping = reader.optional("shipping")) {
    const Place here = top.member("shipping");
    rules.free_shipping_from =
        ObjectReader(*shipping, here, "free_from", problems).number("free_from", 0, kMaxBound, 0);
  }
  if (const Json* const lifecycle = reader.optional("lifecycle")) {
    const Place here = top.member("lifecycle");
    const ObjectReader days(*lifecycle, here, "lapsing_days lost_days", problems);
    profile::LifecycleRules& after = rules.lifecycle;
    after.lapsing_days = static_cast<std::uint16_t>(days.whole("lapsing_days", 1, kMaxDays, after.lapsing_days));
    after.lost_days = static_cast<std::uint16_t>(days.whole("lost_days", 1, kMaxDays, after.lost_days));
    if (after.lost_days <= after.lapsing_days) {
      report(problems, here, "lost after % days, but lapsing after %\nwrite a larger number for lost_days",
             {after.lost_days, after.lapsing_days});
    }
  }
  read_each(reader, "questions", "question", profile::kMaxQuestions, reading, rules.questions, read_question);
  read_each(reader, "history", "history", profile::kMaxHistories, reading, rules.histories, read_history);
  read_each(reader, "holidays", "holiday", kMaxHolidays, reading, rules.holidays, read_holiday);
  rules.campaign_tags = read_words(reader.optional_list("campaign_tags"), top.member("campaign_tags"),
                                   "text of 1 to 64 characters", is_name, problems, kMaxCampaignTags);
  read_names(document, rules);
}

}  // namespace noren::site
