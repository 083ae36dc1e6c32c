#include "core/site/uses.h"

namespace noren::site {

using profile::AttributeId;
using rules::kNoNode;
using rules::Op;

Uses::Uses(const Site& site)
    : slots(site.slots.size()),
      segments(site.segments.size()),
      journeys(site.journeys.size()),
      histories(site.profile.histories.size()),
      shown_by_journey(site.campaigns.size()),
      fallback(site.campaigns.size()),
      group_members(site.groups.size()),
      layer_experiments(site.layers.size()) {
  for (const Slot& slot : site.slots) {
    for (const std::uint32_t campaign : slot.fallback) fallback[campaign] = true;
  }
  find_in_campaigns(site);
  find_in_journeys(site);
  find_in_rules(site);
  find_in_reports(site);
}

void Uses::find_in_campaigns(const Site& site) {
  for (std::uint32_t i = 0; i < site.campaigns.size(); ++i) {
    const Campaign& campaign = site.campaigns[i];
    slots[campaign.slot] = true;
    if (campaign.group != kNoGroup) group_members[campaign.group].push_back(i);
    if (campaign.experiment && campaign.experiment->layer != kNoLayer) {
      layer_experiments[campaign.experiment->layer].push_back(i);
    }
    if (campaign.bandit) {
      for (const BanditSegment& own : campaign.bandit->segments) segments[own.segment] = true;
    }
  }
}

void Uses::find_in_journeys(const Site& site) {
  for (const Journey& journey : site.journeys) {
    for (std::uint32_t i = 0; i < site.segments.size(); ++i) {
      if (journey.trigger.rule != kNoNode && journey.trigger.rule == site.segments[i].rule) segments[i] = true;
    }
    for (const JourneyStep& step : journey.steps) {
      if (step.form == JourneyStep::Form::kShow) shown_by_journey[step.campaign] = true;
    }
  }
}

void Uses::find_in_reports(const Site& site) {
  for (const Collection& collection : site.privacy.reports.collect) {
    for (const std::uint32_t segment : collection.segments) segments[segment] = true;
  }
}

void Uses::find_in_rules(const Site& site) {
  SymbolTable ids;  // a segment's symbol is its index
  for (const Segment& segment : site.segments) {
    ids.intern(segment.id);
    for (const std::uint32_t other : segment.excludes) segments[other] = true;
  }
  for (const rules::Node& node : site.program.nodes()) {
    if (node.op == Op::kSegment) segments[ids.find(site.program.segment(node))] = true;
  }
  for (const rules::AttributeUse& use : site.program.attributes()) {
    const std::uint32_t parameter = use.attribute.parameter;
    if (use.attribute.id == AttributeId::kHistory) histories[parameter] = true;
    if (use.attribute.id != AttributeId::kJourneyStep && use.attribute.id != AttributeId::kJourneyActive) continue;
    for (std::uint32_t i = 0; i < site.journeys.size(); ++i) {
      if (site.journeys[i].key == parameter) journeys[i] = true;
    }
  }
}

}  // namespace noren::site
