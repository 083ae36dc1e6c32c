// Variants, experiments and bandits of campaigns.

#include "core/site/sections.h"

#include "core/base/part.h"
namespace noren::site {
namespace {

constexpr double kMaxWeight = 1e9;
constexpr double kLeastPrior = 0.001;
constexpr double kMostPrior = 1e6;

Goal read_goal(const Json& json, const Place& place, Problems& problems) {
  const ObjectReader reader(json, place, "event within_days", problems);
  Goal goal;
  if (const Json* const name = reader.required("event")) read_event(*name, place.member("event"), goal.kind, problems);
  goal.within_days = static_cast<std::uint16_t>(reader.whole("within_days", 0, kMaxDays, goal.within_days));
  return goal;
}

// Every variant so far with every level.
List<Variant> crossed(const List<Variant>& variants, const Factor& factor) {
  List<Variant> all;
  for (const Variant& variant : variants) {
    for (const Variant& level : factor.levels) {
      Variant& both = all.emplace_back(level);
      if (!variant.id.empty()) both.id = concat({variant.id, "+", level.id});
      both.weight *= variant.weight;
      both.key = name_key(both.id);
    }
  }
  return all;
}

void read_factors(const List<Json>& list, const Place& place, Reading& reading, Campaign& campaign) {
  Problems& problems = reading.problems;
  if (list.size() > kMaxFactors) {
    report(problems, place, "expected at most % factors, found %", {kMaxFactors, list.size()});
    return;
  }
  Ids ids("factor", problems);
  campaign.experiment->factors = List<Factor>(list.size());
  List<Variant> variants(1);
  std::size_t combinations = 1;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, "id levels", problems);
    Factor& factor = campaign.experiment->factors[i];
    reader.id(ids, factor.id);
    const List<Json>& levels = reader.required_list("levels");
    if (levels.size() == 1) reader.report("levels", "a factor has at least two levels, found 1");
    factor.levels = read_variants(levels, here.member("levels"), "level", problems);
    combinations *= factor.levels.size();
    if (combinations <= kMaxVariants) variants = crossed(variants, factor);
  }
  if (combinations > kMaxVariants) {
    report(problems, place,
           "the levels make % combinations, at most % are possible\nleave some out, or make two experiments of it",
           {combinations, kMaxVariants});
    return;
  }
  campaign.variants = std::move(variants);
}

List<Prior> read_priors(const Json* json, const Place& place, const Campaign& campaign, const Ids& ids,
                        Problems& problems) {
  List<Prior> priors(campaign.variants.size());
  if (json == nullptr) return priors;
  if (!json->is_object()) report_found(problems, place, "an object with two numbers per variant", *json);
  for (const auto& [name, value] : json->members()) {
    const Place here = place.member(name);
    const Symbol variant = ids.find(name, here);
    const List<Json>& numbers = value.elements();
    bool good = numbers.size() == 2;
    for (const Json& number : numbers) {
      good = good && number.is_number() && number.number() >= kLeastPrior && number.number() <= kMostPrior;
    }
    if (!good) {
      report_found(problems, here, "[successes, failures], two numbers from % to %", value, {kLeastPrior, kMostPrior});
    } else if (variant < priors.size()) {
      priors[variant] = {numbers[0].number(), numbers[1].number()};
    }
  }
  return priors;
}

}  // namespace

List<Variant> read_variants(const List<Json>& list, const Place& place, std::string_view kind, Problems& problems) {
  List<Variant> variants;
  if (list.size() > kMaxVariants) {
    report(problems, place, "expected at most % %s, found %", {kMaxVariants, kind, list.size()});
    return variants;
  }
  variants = List<Variant>(list.size());
  Ids ids(kind, problems);
  double sum = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, "id weight content", problems);
    Variant& variant = variants[i];
    reader.id(ids, variant.id);
    variant.weight = reader.number("weight", 0, kMaxWeight, 1);
    variant.key = name_key(variant.id);
    const Json* const content = reader.required("content");
    if (content != nullptr && !content->is_object()) {
      reader.refuse("content", "an object");
    }
    sum += variant.weight;
  }
  if (!list.empty() && sum <= 0) {
    report(problems, place, "the weights of the %s sum to nothing\ngive at least one a weight above 0", {kind});
  }
  return variants;
}

NOREN_PART_ENTRY void read_experiment(const Json& json, const Place& place, Reading& reading, Campaign& campaign) {
  Problems& problems = reading.problems;
  const ObjectReader reader(json, place, "traffic layer control goal factors", problems);
  Experiment& experiment = campaign.experiment.emplace();
  experiment.traffic = reader.number("traffic", 0, 1, 1);
  experiment.layer = reader.reference("layer", reading.layers);
  experiment.control = reader.number("control", 0, 1, 0);
  if (const Json* const goal = reader.optional("goal")) {
    experiment.goal = read_goal(*goal, place.member("goal"), problems);
  }
  if (reader.optional("factors") != nullptr) {
    read_factors(reader.required_list("factors"), place.member("factors"), reading, campaign);
  }
}

NOREN_PART_ENTRY void read_bandit(const Json& json, const Place& place, Reading& reading, Campaign& campaign) {
  Problems& problems = reading.problems;
  const ObjectReader reader(json, place, "goal half_life_days prior segments", problems);
  Bandit& bandit = campaign.bandit.emplace();
  if (campaign.experiment) bandit.goal = campaign.experiment->goal;
  if (const Json* const goal = reader.optional("goal")) {
    bandit.goal = read_goal(*goal, place.member("goal"), problems);
    if (campaign.experiment && bandit.goal != campaign.experiment->goal) {
      reader.report("goal",
                    "the bandit's goal is another than the experiment's\n"
                    "a campaign has one goal: leave this one out");
    }
  }
  bandit.half_life_days = reader.number("half_life_days", 0.1, kMaxDays, kDefaultBanditHalfLife);

  Ids variants("variant", problems);
  for (const Variant& variant : campaign.variants) variants.add(variant.id, place);
  bandit.priors = read_priors(reader.optional("prior"), place.member("prior"), campaign, variants, problems);
  const List<Json>& segments = reader.optional_list("segments");
  const Place list = place.member("segments");
  Ids named("segment", problems);
  bandit.segments = List<BanditSegment>(segments.size());
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Place here = list.element(i);
    BanditSegment& own = bandit.segments[i];
    own.priors = bandit.priors;
    if (segments[i].is_object()) {
      const ObjectReader element(segments[i], here, "segment prior", problems);
      element.required("segment");
      own.segment = element.reference("segment", reading.segments);
      own.priors = read_priors(element.optional("prior"), here.member("prior"), campaign, variants, problems);
      if (const Json* const id = element.optional("segment")) named.add(id->string(), here.member("segment"));
    } else {
      own.segment = reading.segments.find(segments[i], here);
      named.add(segments[i].string(), here);
    }
  }
}

}  // namespace noren::site
