// Slots, layers, groups and campaigns.

#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr double kMaxWeight = 1e9;
constexpr double kLeastWeight = 0.001;
constexpr double kMaxPriority = 1e9;
constexpr std::size_t kMaxDescription = 1000;
constexpr std::uint32_t kMaxSeconds = 3600;
constexpr std::uint32_t kSecondsStep = 5;  // page.seconds goes on in such steps
constexpr std::uint32_t kScrollStep = 25;  // and page.scroll

List<Cap> read_caps(const List<Json>& list, const Place& place, Problems& problems) {
  List<Cap> caps(list.size());
  unsigned there = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, "per times", problems);
    reader.required("per");
    const std::uint32_t period = reader.word("per", kPeriods);
    reader.required("times");
    const std::uint32_t times = reader.whole("times", 1, kMaxTimes, 1);
    caps[i] = {static_cast<Period>(period), static_cast<std::uint16_t>(times)};
    if ((there >> period & 1u) != 0) {
      reader.report("per", "there is a cap per % already", {kPeriods[period]});
    }
    there |= 1u << period;
  }
  return caps;
}

// Compiles what has to have happened on this page view: every member of the trigger.
class TriggerReader {
 public:
  TriggerReader(const Json& json, const Place& place, Reading& reading)
      : place_(place),
        reading_(reading),
        problems_before_(reading.problems.size()),
        reader_(json, place, "event after_seconds scroll exit_intent idle_seconds", reading.problems) {}

  rules::NodeIndex read() {
    if (const Json* const name = reader_.optional("event")) {
      event::Kind kind{};
      if (read_event(*name, place_.member("event"), kind, reading_.problems)) {
        require(attribute({"page.", event::name(kind), ".count"}));
      }
    }
    require_at_least("after_seconds", "page.seconds", kSecondsStep, kMaxSeconds);
    require_at_least("scroll", "page.scroll", kScrollStep, 100);
    require_at_least("idle_seconds", "page.idle", kSecondsStep, kMaxSeconds);
    if (const Json* const exit = reader_.optional("exit_intent")) {
      if (!exit->boolean()) reader_.refuse("exit_intent", "true");
      require(attribute({"page.exit_intent"}));
    }
    if (conditions_.empty() && reading_.problems.size() == problems_before_) {
      report(reading_.problems, place_,
             "the trigger names nothing that has to happen\nsuch as {\"after_seconds\": 20}");
    }
    if (conditions_.size() == 1) return conditions_[0];
    return conditions_.empty() ? rules::kNoNode : reading_.compiler.combine(rules::Op::kAnd, conditions_);
  }

 private:
  rules::NodeIndex attribute(Parts name) {
    return reading_.compiler.compile(Json::of("var", Json::of(concat(name))), place_, reading_.problems);
  }

  void require(rules::NodeIndex condition) {
    if (condition != rules::kNoNode) conditions_.push_back(condition);
  }

  void require_at_least(const char* name, const char* what, std::uint32_t step, std::uint32_t most) {
    const Json* const least = reader_.optional(name);
    if (least == nullptr) return;
    reader_.whole(name, step, most, 0, step);
    const rules::NodeIndex both[] = {attribute({what}),
                                     reading_.compiler.compile(*least, place_.member(name), reading_.problems)};
    if (both[1] != rules::kNoNode) require(reading_.compiler.combine(rules::Op::kGreaterEqual, both));
  }

  const Place& place_;
  Reading& reading_;
  std::size_t problems_before_;
  ObjectReader reader_;
  List<rules::NodeIndex> conditions_;
};

void read_rules(const ObjectReader& reader, const Place& place, Reading& reading, Campaign& campaign) {
  if (const Json* const rule = reader.optional("when")) {
    campaign.condition = reading.compiler.compile(*rule, place.member("when"), reading.problems);
  }
  if (const Json* const trigger = reader.optional("trigger")) {
    const Place here = place.member("trigger");
    campaign.trigger = TriggerReader(*trigger, here, reading).read();
  }
  const rules::NodeIndex both[] = {campaign.condition, campaign.trigger};
  campaign.rule = both[0] == rules::kNoNode   ? both[1]
                  : both[1] == rules::kNoNode ? both[0]
                                              : reading.compiler.combine(rules::Op::kAnd, both);
}

// The experiment before the variants, since its factors make them; the bandit after, since it refers to them.
void read_trial(const ObjectReader& reader, const Place& place, Reading& reading, Campaign& campaign) {
  const Json* const experiment = reader.optional("experiment");
  if (experiment != nullptr) read_experiment(*experiment, place.member("experiment"), reading, campaign);
  const Place variants = place.member("variants");
  if (experiment == nullptr || experiment->find("factors") == nullptr) {
    campaign.variants = read_variants(reader.required_list("variants"), variants, "variant", reading.problems);
  } else if (reader.optional("variants") != nullptr) {
    reader.report("variants", "the variants follow from the experiment's factors\nleave one of the two out");
  }
  if (const Json* const bandit = reader.optional("bandit")) {
    read_bandit(*bandit, place.member("bandit"), reading, campaign);
  }
  List<profile::Goal>& goals = reading.site.profile.goals;
  if (campaign.bandit) {
    const Goal& goal = campaign.bandit->goal;
    goals.push_back({campaign.key, goal.kind, goal.within_days, static_cast<float>(campaign.bandit->half_life_days)});
  } else if (campaign.experiment) {
    goals.push_back({campaign.key, campaign.experiment->goal.kind, campaign.experiment->goal.within_days, 0});
  }
}

}  // namespace

void read_slots(const List<Json>& list, const Place& place, Reading& reading) {
  reading.site.slots = List<Slot>(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, "id description kind fallback", reading.problems);
    Slot& slot = reading.site.slots[i];
    reader.id(reading.slots, slot.id);
    reader.check_text("description", kMaxDescription);
    slot.kind = static_cast<SlotKind>(reader.word("kind", kSlotKinds));
  }
}

void read_fallbacks(const List<Json>& slots, const Place& place, Reading& reading) {
  const Site& site = reading.site;
  for (std::uint32_t i = 0; i < slots.size(); ++i) {
    const Place slot = place.element(i);
    const ObjectReader reader(slots[i], slot, "id description kind fallback", reading.problems);
    const Place list = slot.member("fallback");
    const List<Json>& ids = reader.optional_list("fallback");
    Ids unique("campaign", reading.problems);
    for (std::size_t k = 0; k < ids.size(); ++k) {
      const Place here = list.element(k);
      const Symbol campaign = reading.campaigns.find(ids[k], here);
      if (campaign == kNoSymbol) continue;
      unique.add(ids[k].string(), here);
      if (site.campaigns[campaign].slot != i) {
        report(reading.problems, here, "the campaign % is for another slot\nname campaigns of this slot",
               {found(ids[k])});
      }
      reading.site.slots[i].fallback.push_back(campaign);
    }
  }
}

void read_layers(const List<Json>& list, const Place& place, Reading& reading) {
  reading.site.layers = List<Layer>(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, "id description", reading.problems);
    reader.id(reading.layers, reading.site.layers[i].id);
    reader.check_text("description", kMaxDescription);
  }
}

void read_groups(const List<Json>& list, const Place& place, Reading& reading) {
  reading.site.groups = List<Group>(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, "id description one_at_a_time caps", reading.problems);
    Group& group = reading.site.groups[i];
    reader.id(reading.groups, group.id);
    reader.check_text("description", kMaxDescription);
    group.one_at_a_time = reader.boolean("one_at_a_time");
    group.caps = read_caps(reader.optional_list("caps"), here.member("caps"), reading.problems);
  }
}

void read_campaigns(const List<Json>& list, const Place& place, Reading& reading) {
  Problems& problems = reading.problems;
  reading.site.campaigns = List<Campaign>(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here,
                              "id slot name when priority weight contextual schedule trigger caps quiet_days group "
                              "experiment bandit variants",
                              problems);
    Campaign& campaign = reading.site.campaigns[i];
    reader.id(reading.campaigns, campaign.id);
    campaign.key = name_key(campaign.id);
    reader.required("slot");
    const Symbol slot = reader.reference("slot", reading.slots);
    campaign.slot = slot == kNoSymbol ? 0 : slot;
    reader.check_text_in_languages("name", reading.site.languages);
    read_rules(reader, here, reading, campaign);
    campaign.priority = reader.number("priority", -kMaxPriority, kMaxPriority, 0);
    campaign.weight = reader.number("weight", kLeastWeight, kMaxWeight, 0);
    campaign.contextual = reader.boolean("contextual");
    if (const Json* const schedule = reader.optional("schedule")) {
      campaign.schedule = read_schedule(*schedule, here.member("schedule"), reading);
    }
    campaign.caps = read_caps(reader.optional_list("caps"), here.member("caps"), problems);
    campaign.quiet_days = static_cast<std::uint16_t>(reader.whole("quiet_days", 1, kMaxDays, 0));
    campaign.group = reader.reference("group", reading.groups);
    read_trial(reader, here, reading, campaign);
  }
}

}  // namespace noren::site
