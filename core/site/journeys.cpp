#include <cmath>

#include "core/base/part.h"
#include "core/base/slug.h"
#include "core/base/suggest.h"
#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr double kMaxWeight = 1e9;
constexpr std::uint32_t kMaxDaysBefore = 364;
constexpr std::string_view kEndWord = "end";

// The one of those members (their names stand in one text with blanks between) that is there; reports none and several. nullptr then.
const Json* one_of(const Json& json, const Place& place, const char* names, std::string_view& name,
                   Problems& problems) {
  const Json* chosen = nullptr;
  std::size_t count = 0;
  std::string list;
  for (std::string_view rest = names; !rest.empty();) {
    const std::string_view candidate = rest.substr(0, rest.find(' '));
    rest.remove_prefix(candidate.size() < rest.size() ? candidate.size() + 1 : candidate.size());
    list += fill("%%q", {list.empty() ? "" : ", ", candidate});
    const Json* const member = json.find(candidate);
    if (member == nullptr) continue;
    ++count;
    chosen = member;
    name = candidate;
  }
  if (count == 1) return chosen;
  // What is no object was reported by its reader.
  if (json.is_object()) report(problems, place, "expected one of %, found %\nwrite one of them", {list, count});
  return nullptr;
}

// Reads one journey after the other into site.journeys.
class JourneyReader {
 public:
  explicit JourneyReader(Reading& reading)
      : reading_(reading), compiler_(reading.compiler), site_(reading.site), problems_(reading.problems) {}

  void read(const Json& json, const Place& place) {
    const ObjectReader reader(json, place, "id name trigger again steps goal exit", problems_);
    Journey journey;
    reader.id(ids_, journey.id);
    journey.key = name_key(journey.id);
    reader.check_text_in_languages("name", site_.languages);
    if (const Json* const trigger = reader.required("trigger")) {
      journey.trigger = read_trigger(*trigger, place.member("trigger"));
    }
    if (const Json* const again = reader.optional("again")) read_again(*again, place.member("again"), journey);
    read_steps(reader.required_list("steps"), place.member("steps"), journey.steps);
    if (const Json* const goal = reader.optional("goal")) journey.goal = read_occasion(*goal, place.member("goal"));
    if (const Json* const exit = reader.optional("exit")) journey.exit = read_occasion(*exit, place.member("exit"));
    site_.journeys.push_back(std::move(journey));
  }

 private:
  NameKey read_name(const Json& json, const Place& place, std::string_view name) {
    const Json* const member = json.find(name);
    if (member == nullptr) return 0;
    const std::string text = slug(member->string());
    if (text.empty()) {
      report_found(problems_, place.member(name), "the name of a %", *member, {name});
      return 0;
    }
    site_.names.add(text, site_.symbols);  // a name that the inbound gate is to let through
    return name_key(text);
  }

  EventPattern read_event(const Json& json, const Place& place) {
    EventPattern pattern;
    const Json& name = *json.find("event");
    if (!event::find_kind(name.string(), pattern.kind)) {
      Suggestion suggestion(name.string());
      for (std::size_t i = 0; i < event::kKindCount; ++i) suggestion.offer(event::name(static_cast<event::Kind>(i)));
      report(problems_, place.member("event"), "unknown event %\n%", {found(name), suggestion.hint()});
    } else if (pattern.kind == event::Kind::kJourneyStep) {
      report(problems_, place.member("event"),
             "no journey waits for a \"journey_step\"\na rule can ask for journey.<id>.step");
    }
    pattern.category = read_name(json, place, "category");
    pattern.brand = read_name(json, place, "brand");
    return pattern;
  }

  Occasion read_occasion(const Json& json, const Place& place) {
    Occasion occasion;
    if (json.find("event") != nullptr) {
      const ObjectReader reader(json, place, "event category brand", problems_);
      occasion.form = Occasion::Form::kEvent;
      occasion.event = read_event(json, place);
    } else {
      occasion.form = Occasion::Form::kRule;
      occasion.rule = compiler_.compile(json, place, problems_);
    }
    return occasion;
  }

  rules::NodeIndex read_segment(const Json& json, const Place& place) {
    const Symbol segment = reading_.segments.find(json, place);
    return segment == kNoSymbol ? rules::kNoNode : site_.segments[segment].rule;
  }

  rules::NodeIndex read_attribute(Parts name, const Json& json, const Place& place) {
    if (!is_id(json.string())) {
      report_found(problems_, place, "an id", json);
      return rules::kNoNode;
    }
    return compiler_.compile(Json::of("var", Json::of(concat(name))), place, problems_);
  }

  JourneyTrigger read_trigger(const Json& json, const Place& place) {
    using Form = JourneyTrigger::Form;
    const ObjectReader reader(json, place, "event category brand when enters leaves history date days_before",
                              problems_);
    JourneyTrigger trigger;
    std::string_view name;
    const Json* const member = one_of(json, place, "event when enters leaves history date", name, problems_);
    if (member == nullptr) return trigger;
    const Place here = place.member(name);
    trigger.form = name == "event" ? Form::kEvent : name == "leaves" ? Form::kCeases : Form::kHolds;
    for (const std::string_view detail : {"category", "brand", "days_before"}) {
      const std::string_view belongs_to = detail == "days_before" ? "date" : "event";
      if (name != belongs_to && json.find(detail) != nullptr) {
        report(problems_, place.member(detail), "%q goes with %q", {detail, belongs_to});
      }
    }
    if (name == "event") {
      trigger.event = read_event(json, place);
    } else if (name == "when") {
      trigger.rule = compiler_.compile(*member, here, problems_);
    } else if (name == "enters" || name == "leaves") {
      trigger.rule = read_segment(*member, here);
    } else if (name == "history") {
      trigger.rule = read_attribute({"history.", member->string()}, *member, here);
    } else {
      trigger.form = Form::kDate;
      trigger.rule = read_attribute({"declared.", member->string(), ".days_until"}, *member, here);
      trigger.days_before = static_cast<std::uint16_t>(reader.whole("days_before", 0, kMaxDaysBefore, 0));
    }
    return trigger;
  }

  void read_again(const Json& json, const Place& place, Journey& journey) {
    if (json.string() == "never") return;
    if (json.string() == "always") {
      journey.again = Journey::Again::kAlways;
    } else if (json.is_object()) {
      const ObjectReader reader(json, place, "after_days", problems_);
      reader.required("after_days");
      journey.again = Journey::Again::kAfterDays;
      journey.again_days = static_cast<std::uint16_t>(reader.whole("after_days", 1, kMaxDays, 1));
    } else {
      report_found(problems_, place, "\"never\", \"always\" or {\"after_days\": …}", json);
    }
  }

  Span read_span(const Json& json, const Place& place) {
    const ObjectReader reader(json, place, "minutes hours days visits", problems_);
    std::string_view name;
    if (one_of(json, place, "minutes hours days visits", name, problems_) == nullptr) return {};
    if (name == "minutes")
      return {Span::Unit::kMinutes, static_cast<std::uint16_t>(reader.whole("minutes", 1, 1440, 1))};
    if (name == "days") return {Span::Unit::kDays, static_cast<std::uint16_t>(reader.whole("days", 1, kMaxDays, 1))};
    if (name == "visits") return {Span::Unit::kVisits, static_cast<std::uint16_t>(reader.whole("visits", 1, 100, 1))};
    const auto hours = static_cast<std::uint16_t>(reader.whole("hours", 1, 240, 1));
    return {Span::Unit::kMinutes, static_cast<std::uint16_t>(hours * 60)};
  }

  // --- steps ---

  void read_steps(const List<Json>& list, const Place& place, List<JourneyStep>& steps) {
    if (list.size() > kMaxJourneySteps) {
      report(problems_, place, "expected at most % steps, found %", {kMaxJourneySteps, list.size()});
      return;
    }
    Ids unique("step", problems_);
    step_names_ = {};
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Json* const id = list[i].find("id");
      step_names_.push_back(id != nullptr ? id->string() : std::string_view());
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Place here = place.element(i);
      step_ = i;
      steps.push_back(read_step(list[i], here));
      if (steps.back().id == kEndWord) report(problems_, here.member("id"), "\"end\" stands for the journey's end");
      unique.add(steps.back().id, here.member("id"));
    }
  }

  JourneyStep read_step(const Json& json, const Place& place) {
    using Form = JourneyStep::Form;
    const ObjectReader reader(json, place, "id wait wait_until show branch split for at_most else next", problems_);
    JourneyStep step;
    reader.id("id", step.id);
    step.key = name_key(step.id);
    step.next = step.otherwise = step_ + 1 < step_names_.size() ? static_cast<StepIndex>(step_ + 1) : kJourneyEnd;
    if (const Json* const next = reader.optional("next")) {
      step.next = step.otherwise = find_step(*next, place.member("next"));
    }
    if (const Json* const otherwise = reader.optional("else")) {
      step.otherwise = find_step(*otherwise, place.member("else"));
    }
    std::string_view name;
    const Json* const member = one_of(json, place, "wait wait_until show branch split", name, problems_);
    if (member == nullptr) return step;
    const Place here = place.member(name);
    if (name == "wait") {
      step.span = read_span(*member, here);
    } else if (name == "wait_until") {
      step.form = Form::kWaitUntil;
      step.occasion = read_occasion(*member, here);
    } else if (name == "show") {
      step.form = Form::kShow;
      read_show(*member, here, step);
      if (const Json* const until = reader.optional("for")) read_for(*until, place.member("for"), step);
    } else {
      step.form = name == "branch" ? Form::kBranch : Form::kSplit;
      read_ways(*member, here, step);
    }
    if (const Json* const at_most = reader.optional("at_most")) {
      step.span = read_span(*at_most, place.member("at_most"));
    }
    check_details(json, place, step);
    return step;
  }

  // What a step of that form has no use for.
  void check_details(const Json& json, const Place& place, const JourneyStep& step) {
    using Form = JourneyStep::Form;
    const bool for_time = step.until == JourneyStep::Until::kTime;
    const bool waits = step.form == Form::kWaitUntil || (step.form == Form::kShow && !for_time);
    const auto check = [&](std::string_view name, bool of_use) {
      if (!of_use && json.find(name) != nullptr) {
        report(problems_, place.member(name), "%q is of no use in such a step", {name});
      }
    };
    check("for", step.form == Form::kShow);
    check("at_most", waits);
    check("else", waits || step.form == Form::kShow || step.form == Form::kBranch);
    check("next", step.form != Form::kBranch && step.form != Form::kSplit);
  }

  StepIndex find_step(const Json& json, const Place& place) {
    if (json.string() == kEndWord) return kJourneyEnd;
    Suggestion suggestion(json.string());
    for (std::size_t i = 0; i < step_names_.size(); ++i) {
      if (json.is_string() && !step_names_[i].empty() && step_names_[i] == json.string()) {
        if (i > step_) return static_cast<StepIndex>(i);
        report(problems_, place,
               "the step % does not stand after this one\n"
               "a step leads to a later one; \"again\" lets the journey begin anew",
               {found(json)});
        return kJourneyEnd;
      }
      suggestion.offer(step_names_[i]);
    }
    report(problems_, place, "unknown step %\n%", {found(json), suggestion.hint()});
    return kJourneyEnd;
  }

  void read_show(const Json& json, const Place& place, JourneyStep& step) {
    const Symbol campaign = reading_.campaigns.find(json, place);
    if (campaign == kNoSymbol) return;
    step.campaign = campaign;
    step.campaign_key = site_.campaigns[campaign].key;
  }

  void read_for(const Json& json, const Place& place, JourneyStep& step) {
    if (json.string() == "seen") return;
    if (json.string() == "clicked") {
      step.until = JourneyStep::Until::kClicked;
    } else if (json.is_object()) {
      step.until = JourneyStep::Until::kTime;
      step.span = read_span(json, place);
    } else {
      report_found(problems_, place, "\"seen\", \"clicked\" or a time such as {\"days\": 3}", json);
    }
  }

  void read_ways(const Json& json, const Place& place, JourneyStep& step) {
    const bool splits = step.form == JourneyStep::Form::kSplit;
    if (!json.is_array() || json.elements().empty() || json.elements().size() > kMaxWays) {
      report(problems_, place, "expected a list of 1 to % ways on", {kMaxWays});
      return;
    }
    double sum = 0;
    for (std::size_t i = 0; i < json.elements().size(); ++i) {
      const Json& element = json.elements()[i];
      const Place here = place.element(i);
      const ObjectReader reader(element, here, splits ? "weight to" : "when to", problems_);
      Way& way = step.ways.emplace_back();
      if (splits) {
        way.weight = reader.number("weight", 0, kMaxWeight, 1);
        sum += way.weight;
      } else if (const Json* const rule = reader.required("when")) {
        way.rule = compiler_.compile(*rule, here.member("when"), problems_);
      }
      if (const Json* const to = reader.required("to")) way.to = find_step(*to, here.member("to"));
    }
    if (splits && sum <= 0) {
      report(problems_, place, "the weights of the ways sum to nothing\ngive at least one a weight above 0");
    }
  }

  Reading& reading_;
  rules::Compiler& compiler_;
  Site& site_;
  Problems& problems_;
  Ids ids_{"journey", problems_};
  List<std::string_view> step_names_;  // of the journey that is being read
  std::size_t step_ = 0;               // the step that is being read
};

}  // namespace

NOREN_PART_ENTRY void read_journeys(const List<Json>& list, const Place& place, Reading& reading) {
  if (list.size() > kMaxJourneys) {
    report(reading.problems, place, "expected at most % journeys, found %", {kMaxJourneys, list.size()});
    return;
  }
  JourneyReader reader(reading);
  for (std::size_t i = 0; i < list.size(); ++i) reader.read(list[i], place.element(i));
}

}  // namespace noren::site
