#include "core/site/lint.h"

#include "core/site/linter.h"

namespace noren::site {
namespace {

void lint_segments(Linter& linter) {
  const Place top;
  const Place list = top.member("segments");
  for (std::uint32_t i = 0; i < linter.site.segments.size(); ++i) {
    const Segment& segment = linter.site.segments[i];
    const Place here = list.element(i);
    if (segment.too_small) {
      linter.warn(here.member("size"),
                  {segment.size, " visitors are fewer than privacy.segmentMinimum, which is ",
                   linter.site.privacy.segment_minimum, ": this segment holds for nobody"},
                  "widen it, or leave it out: so few could be told apart");
    } else if (!linter.contradictions.possible({{segment.condition}})) {
      linter.warn(here.member("when"), {"nobody can be in this segment", linter.because()}, kTakeOneOut);
    } else if (!linter.contradictions.possible({{segment.rule}})) {
      linter.warn(here, {"nobody can be in this segment: it gives way to segments that hold all of its members"},
                  "give it a higher priority");
    }
    linter.check_sensitive(segment.condition, here.member("when"));
    linter.warn_if_unused(linter.uses.segments[i], "segment", here, "no rule, bandit or journey asks for it");
  }
}

void lint_slots(Linter& linter) {
  const Place top;
  const Place list = top.member("slots");
  for (std::uint32_t i = 0; i < linter.site.slots.size(); ++i) {
    linter.warn_if_unused(linter.uses.slots[i], "slot", list.element(i), "no campaign is for it");
  }
}

void lint_journeys(Linter& linter) {
  const Place top;
  const Place list = top.member("journeys");
  for (std::uint32_t i = 0; i < linter.site.journeys.size(); ++i) {
    const Journey& journey = linter.site.journeys[i];
    const Place here = list.element(i);
    const Place trigger = here.member("trigger");
    if (!linter.contradictions.possible({{journey.trigger.rule}})) {
      linter.warn(trigger, {"nobody can begin this journey", linter.because()}, kTakeOneOut);
    }
    linter.check_sensitive(journey.trigger.rule, trigger);
    if (linter.is_sensitive(journey.trigger.event.category)) linter.warn_of_sensitive(trigger);
    bool used = linter.uses.journeys[i];
    for (const JourneyStep& step : journey.steps) used = used || step.form == JourneyStep::Form::kShow;
    linter.warn_if_unused(used, "journey", here, "none of its steps shows a campaign, and no rule asks for it");
  }
}

void lint_history(Linter& linter) {
  const Place top;
  const Place list = top.member("history");
  for (std::uint32_t i = 0; i < linter.site.profile.histories.size(); ++i) {
    const profile::HistoryQuery& query = linter.site.profile.histories[i];
    const Place here = list.element(i);
    bool sensitive = linter.is_sensitive(query.excluded.category);
    for (const profile::HistoryStep& step : query.steps) sensitive = sensitive || linter.is_sensitive(step.category);
    if (sensitive) linter.warn_of_sensitive(here);
    linter.warn_if_unused(linter.uses.histories[i], "condition", here, "no rule or journey asks for it");
  }
}

}  // namespace

Problems lint(const Site& site) {
  Linter linter(site);
  lint_segments(linter);
  lint_slots(linter);
  lint_layers(linter);
  lint_groups(linter);
  lint_campaigns(linter);
  lint_journeys(linter);
  lint_history(linter);
  return linter.take();
}

}  // namespace noren::site
