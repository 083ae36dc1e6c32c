// Why slots show what they show, and who she is taken for: Decider's explanations. They look at the last decision pass from outside
// and repeat nothing of it.
#include "core/rules/explain.h"
#include "core/base/sort.h"
#include "core/decide/decider.h"

namespace noren::decide {
namespace {

std::string_view name_of(privacy::Level level) {
  switch (level) {
    case privacy::Level::kContextual: return "contextual";
    case privacy::Level::kPersonal: return "personal";
    case privacy::Level::kMeasured: return "measured";
  }
  return {};
}

Verdict verdict_of(Role role) {
  switch (role) {
    case Role::kControl: return Verdict::kControl;
    case Role::kHoldout: return Verdict::kHoldout;
    case Role::kPreview: return Verdict::kPreview;
    default: return Verdict::kChosen;
  }
}

void write_rule(const rules::Evaluation& evaluation, std::string_view key, rules::NodeIndex rule, JsonWriter& out) {
  out.key(key);
  if (rule == rules::kNoNode) {
    out.null();
  } else {
    rules::explain(evaluation, rule, out);
  }
}

}  // namespace

Verdict Decider::verdict(std::size_t index) const {
  const site::Campaign& campaign = site_.campaigns[index];
  const Decision& decision = decisions_[campaign.slot];
  if (decision.campaign == static_cast<std::int32_t>(index)) return verdict_of(static_cast<Role>(decision.role));
  const Verdict obstacle = obstacle_of(situation(), index).verdict;
  switch (obstacle) {
    case Verdict::kNoConsent:
    case Verdict::kJourney:
    case Verdict::kSchedule: return obstacle;
    default: break;
  }
  if (!evaluation_.holds(campaign.condition)) return Verdict::kCondition;
  if (obstacle == Verdict::kTraffic || obstacle == Verdict::kLayer) return obstacle;
  if (!evaluation_.holds(campaign.trigger)) return Verdict::kTrigger;
  if (obstacle != Verdict::kChosen) return obstacle;
  // Whoever could have taken the slot, and did not, came too late for it or was turned away by its group.
  const bool too_late =
      decision.campaign >= 0 && (decision.role == static_cast<std::int32_t>(Role::kPreview) ||
                                 position_[static_cast<std::size_t>(decision.campaign)] < position_[index]);
  return too_late || campaign.group == site::kNoGroup ? Verdict::kOutranked : Verdict::kGroup;
}

std::int32_t Decider::rival(std::size_t index, Verdict verdict) const {
  const site::Campaign& campaign = site_.campaigns[index];
  switch (verdict) {
    case Verdict::kOutranked: return decisions_[campaign.slot].campaign;
    case Verdict::kLayer: return assignments_.taken_part_in(campaign.experiment->layer);
    case Verdict::kGroup: return site_.groups[campaign.group].one_at_a_time ? holder_[campaign.group] : -1;
    default: return -1;
  }
}

void Decider::explain_campaign(std::size_t index, JsonWriter& out) const {
  const site::Campaign& campaign = site_.campaigns[index];
  const Verdict what = verdict(index);
  out.begin_object();
  out.key("campaign").string(campaign.id);
  out.key("priority").number(campaign.priority);
  out.key("verdict").string(name(what));
  if (const std::int32_t other = rival(index, what); other >= 0) {
    out.key("by").string(site_.campaigns[static_cast<std::size_t>(other)].id);
  }
  if (what == Verdict::kGroup) out.key("group").string(site_.groups[campaign.group].id);
  if (what == Verdict::kLayer) out.key("layer").string(site_.layers[campaign.experiment->layer].id);
  const Obstacle obstacle = obstacle_of(situation(), index);
  if (obstacle.verdict == what && obstacle.cap != nullptr) {
    out.key("cap").begin_object();
    out.key("per").string(site::kPeriods[static_cast<std::size_t>(obstacle.cap->per)]);
    out.key("times").number(obstacle.cap->times);
    out.key("seen").number(obstacle.seen).end_object();
  }
  if (what == Verdict::kQuiet) out.key("days_left").number(obstacle.days_left);
  if (campaign.trigger != rules::kNoNode) write_rule(evaluation_, "trigger", campaign.trigger, out);
  write_rule(evaluation_, "rule", campaign.condition, out);
  // Its trigger is told of once its condition holds, as in the verdict.
  const bool holds = evaluation_.holds(campaign.condition);
  rules::explain_reasons(evaluation_, holds ? campaign.rule : campaign.condition, out.key("because"));
  out.end_object();
}

void Decider::explain(std::size_t slot, JsonWriter& out) const {
  const Decision& decision = decisions_[slot];
  out.begin_object();
  out.key("slot").string(site_.slots[slot].id);
  out.key("level").string(name_of(level_));
  out.key("outcome").string(decision.variant < 0 ? "fallback" : "campaign");
  out.key("role").string(kRoles[static_cast<std::size_t>(decision.role)]);
  std::string_view campaign;
  std::string_view variant;
  if (decision.campaign >= 0) {
    const site::Campaign& shown = site_.campaigns[static_cast<std::size_t>(decision.campaign)];
    campaign = shown.id;
    if (decision.variant >= 0) variant = shown.variants[static_cast<std::size_t>(decision.variant)].id;
  }
  out.key("campaign");
  campaign.empty() ? out.null() : out.string(campaign);
  out.key("variant");
  variant.empty() ? out.null() : out.string(variant);
  out.key("considered").begin_array();
  for (const std::uint32_t i : by_precedence_) {
    if (site_.campaigns[i].slot == slot) explain_campaign(i, out);
  }
  out.end_array().end_object();
}

void Decider::explain_segments(JsonWriter& out) const {
  List<std::uint32_t> order;
  order.reserve(site_.segments.size());
  for (std::uint32_t i = 0; i < site_.segments.size(); ++i) order.push_back(i);
  sort(std::span(order), [&](std::uint32_t a, std::uint32_t b) {
    const double priority_a = site_.segments[a].priority;
    const double priority_b = site_.segments[b].priority;
    return priority_a != priority_b ? priority_a > priority_b : a < b;
  });
  out.begin_array();
  for (const std::uint32_t i : order) {
    const site::Segment& known = site_.segments[i];
    out.begin_object();
    out.key("segment").string(known.id);
    out.key("member").boolean(segment(i));
    out.key("priority").number(known.priority);
    if (known.too_small) {
      out.key("tooSmall").begin_object();
      out.key("size").number(known.size);
      out.key("minimum").number(site_.privacy.segment_minimum).end_object();
    }
    out.key("excludedBy").begin_array();
    for (const std::uint32_t other : known.excludes) {
      if (segment(other)) out.string(site_.segments[other].id);
    }
    out.end_array();
    write_rule(evaluation_, "rule", known.condition, out);
    rules::explain_reasons(evaluation_, known.rule, out.key("because"));
    out.end_object();
  }
  out.end_array();
}

}  // namespace noren::decide
