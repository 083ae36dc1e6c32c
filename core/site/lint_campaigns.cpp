// A campaign by itself, and the caps of campaigns and groups.

#include "core/site/dates.h"
#include "core/site/linter.h"

namespace noren::site {
namespace {

using rules::kNoNode;
using rules::NodeIndex;

// Whether what is seen in one period is always seen in the other, too. A visit may go on past midnight.
bool lies_within(Period shorter, Period longer) {
  return shorter == Period::kPage || longer == Period::kLifetime ||
         (shorter == Period::kDay && longer == Period::kWeek);
}

std::string times(std::size_t count) { return count == 1 ? "once" : concat({count, " times"}); }

std::string_view name(Period period) { return kPeriods[static_cast<std::size_t>(period)]; }

// per_page: how often it can be seen on one page view.
void check_caps(Linter& linter, const List<Cap>& caps, const Place& place, std::size_t per_page, const Group* group) {
  for (std::size_t i = 0; i < caps.size(); ++i) {
    const Cap& cap = caps[i];
    const Place here = place.element(i);
    if (cap.per == Period::kPage && cap.times >= per_page) {
      linter.warn(here, {"the cap is never reached: on one page view it is seen at most ", times(per_page), " anyway"},
                  "leave it out");
      continue;
    }
    const auto comes_first = [&](const Cap& other, std::string_view whose) {
      if (cap.times < other.times || !lies_within(cap.per, other.per)) return false;
      linter.warn(
          here,
          {"the cap is never reached: ", whose, " of ", times(other.times), " per ", name(other.per), " comes first"},
          "leave one of the two out");
      return true;
    };
    bool said = false;
    for (std::size_t k = 0; k < caps.size() && !said; ++k) said = k != i && comes_first(caps[k], "that");
    for (std::size_t k = 0; group != nullptr && k < group->caps.size() && !said; ++k) {
      said = comes_first(group->caps[k], concat({"that of the group ", quoted(group->id), ","}));
    }
  }
}

std::string date_text(LocalMinute minute) {
  const Date date = date_of(static_cast<std::uint32_t>(minute / (24 * 60)));
  const auto two = [](unsigned number) { return concat({number < 10 ? "0" : "", number}); };
  return concat({date.year, "-", two(date.month), "-", two(date.day)});
}

// False where it is never open.
bool check_schedule(Linter& linter, const Schedule& schedule, const Place& campaign) {
  const Place here = campaign.member("schedule");
  if (schedule.to <= schedule.from) {
    linter.warn(here.member("to"), {"the schedule is over before it begins"}, "swap from and to");
    return false;
  }
  std::uint32_t revised = 0;
  if (find_day(std::string_view(linter.site.revision).substr(0, 10), revised) &&
      schedule.to <= LocalMinute{revised} * 24 * 60) {
    linter.warn(here.member("to"),
                {"the schedule was over on ", date_text(schedule.to), ", before the document's revision"},
                "leave the campaign out");
    return false;
  }
  return true;
}

void check_trial(Linter& linter, const Campaign& campaign, const Place& place) {
  if (!campaign.experiment) {
    if (campaign.bandit && campaign.variants.size() == 1) {
      linter.warn(place.member("bandit"), {"the bandit has one variant: there is nothing to learn"}, "add a variant");
    }
    return;
  }
  const Place here = place.member("experiment");
  const Experiment& experiment = *campaign.experiment;
  if (experiment.traffic == 0) {
    linter.warn(here.member("traffic"), {"nobody takes part in this experiment"}, "give it a share above 0");
  } else if (experiment.control == 1) {
    linter.warn(here.member("control"), {"everybody who takes part sees the page's own content"},
                "give it a share below 1");
  } else if (campaign.variants.size() == 1 && experiment.control == 0) {
    linter.warn(here, {"the experiment compares nothing: it has one variant and no control"},
                "add a variant or a control");
  }
}

bool is_personal(profile::AttributeId id) {
  for (const profile::AttributeInfo& info : profile::attributes()) {
    if (info.id == id) return info.personal;
  }
  return false;
}

// Without consent what the profile knows is null, so a condition on it tells nothing then.
void check_contextual(Linter& linter, const Campaign& campaign, const Place& place) {
  const rules::Program& program = linter.site.program;
  const NodeIndex leaf = linter.find(campaign.condition, true, [&](const rules::Node& node) {
    return node.op == rules::Op::kAttribute && is_personal(program.attribute(node).attribute.id);
  });
  if (leaf == kNoNode) return;
  const std::string& asked = program.attribute(program.nodes()[leaf]).name;
  linter.warn(place.member("when"),
              {"the campaign may show without consent, but ", quoted(asked), " is null without it"},
              "ask for what the page view itself says, or let it not be contextual");
}

void lint_campaign(Linter& linter, std::uint32_t i, const Place& here) {
  const Campaign& campaign = linter.site.campaigns[i];
  linter.check_sensitive(campaign.condition, here.member("when"));
  check_caps(linter, campaign.caps, here.member("caps"), 1,
             campaign.group == kNoGroup ? nullptr : &linter.site.groups[campaign.group]);
  check_trial(linter, campaign, here);
  if (campaign.contextual) check_contextual(linter, campaign, here);
  if (!linter.contradictions.possible({{campaign.condition}})) {
    linter.warn(here.member("when"), {"nobody can see this campaign", linter.because()}, kTakeOneOut);
  } else if (!linter.contradictions.possible({{campaign.rule}})) {
    linter.warn(here.member("trigger"), {"nobody can see this campaign: its trigger contradicts its condition"},
                kTakeOneOut);
  } else if (check_schedule(linter, campaign.schedule, here)) {
    lint_rivals(linter, i, here);
  }
}

}  // namespace

void lint_campaigns(Linter& linter) {
  const Place top;
  const Place list = top.member("campaigns");
  for (std::uint32_t i = 0; i < linter.site.campaigns.size(); ++i) lint_campaign(linter, i, list.element(i));
}

void lint_groups(Linter& linter) {
  const Place top;
  const Place list = top.member("groups");
  for (std::uint32_t i = 0; i < linter.site.groups.size(); ++i) {
    const Group& group = linter.site.groups[i];
    const Place here = list.element(i);
    const std::vector<std::uint32_t>& members = linter.uses.group_members[i];
    linter.warn_if_unused(!members.empty(), "group", here, "no campaign is in it");
    if (members.empty()) continue;
    std::vector<bool> slots(linter.site.slots.size());
    std::size_t slot_count = 0;
    for (const std::uint32_t member : members) {
      if (!slots[linter.site.campaigns[member].slot]) ++slot_count;
      slots[linter.site.campaigns[member].slot] = true;
    }
    check_caps(linter, group.caps, here.member("caps"), group.one_at_a_time ? 1 : slot_count, nullptr);
  }
}

}  // namespace noren::site
