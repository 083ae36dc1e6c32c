// Campaigns beside each other: those of one slot, of which one may take all of it, and experiments that share the visitors of a layer.

#include <cmath>

#include "core/site/linter.h"

namespace noren::site {
namespace {

constexpr std::uint32_t kNowhere = 0xffffffffu;

// Whether a has precedence over b for every visitor.
bool comes_first(const Linter& linter, std::uint32_t a, std::uint32_t b) {
  const Campaign& first = linter.site.campaigns[a];
  const Campaign& second = linter.site.campaigns[b];
  const std::vector<bool>& fallback = linter.uses.fallback;
  if (fallback[a] != fallback[b]) return fallback[b];
  if (fallback[a]) {
    for (const std::uint32_t campaign : linter.site.slots[first.slot].fallback) {
      if (campaign == a || campaign == b) return campaign == a;
    }
  }
  if (first.priority != second.priority) return first.priority > second.priority;
  if (first.weight != 0 || second.weight != 0) return first.weight != 0 && second.weight == 0;
  return a < b;
}

// Whether it shows whenever its rule holds.
bool is_unlimited(const Linter& linter, std::uint32_t i) {
  const Campaign& campaign = linter.site.campaigns[i];
  const bool everybody =
      !campaign.experiment || (campaign.experiment->traffic == 1 && campaign.experiment->layer == kNoLayer);
  return everybody && !campaign.schedule.limits() && campaign.caps.empty() && campaign.quiet_days == 0 &&
         campaign.group == kNoGroup && !linter.uses.shown_by_journey[i];
}

bool overlap(const Schedule& a, const Schedule& b) {
  if (a.zone != b.zone) return true;
  if (a.to <= b.from || b.to <= a.from) return false;
  const bool same_day = a.from_hour < a.to_hour && b.from_hour < b.to_hour;
  return !same_day || ((a.weekdays & b.weekdays) != 0 && a.from_hour < b.to_hour && b.from_hour < a.to_hour);
}

// Whether the document gives neither precedence over the other.
bool are_tied(const Linter& linter, std::uint32_t a, std::uint32_t b) {
  const Campaign& one = linter.site.campaigns[a];
  const Campaign& other = linter.site.campaigns[b];
  return one.priority == other.priority && one.weight == 0 && other.weight == 0 && !linter.uses.fallback[a] &&
         !linter.uses.fallback[b];
}

void lint_layer(Linter& linter, std::uint32_t i, const Place& here) {
  const std::vector<std::uint32_t>& experiments = linter.uses.layer_experiments[i];
  linter.warn_if_unused(!experiments.empty(), "layer", here, "no experiment is in it");
  double traffic = 0;
  for (const std::uint32_t campaign : experiments) traffic += linter.site.campaigns[campaign].experiment->traffic;
  // Shares that sum to 1 may come to a little more in floating point: 0.05 + 0.55 + 0.3 + 0.1.
  if (traffic <= 1 + 1e-9) return;
  const double readable = std::ceil(traffic * 1000 - 1e-6) / 1000;
  linter.warn(here,
              {"its experiments ask for ", readable, " of all visitors together: each gets less than it asks for"},
              "let their traffic sum to 1 at most");
}

}  // namespace

void lint_rivals(Linter& linter, std::uint32_t i, const Place& here) {
  const Campaign& campaign = linter.site.campaigns[i];
  std::uint32_t equal = kNowhere;
  for (std::uint32_t other = 0; other < linter.site.campaigns.size(); ++other) {
    const Campaign& rival = linter.site.campaigns[other];
    if (other == i || rival.slot != campaign.slot) continue;
    if (comes_first(linter, other, i) && is_unlimited(linter, other) && (rival.contextual || !campaign.contextual) &&
        !linter.contradictions.possible({{campaign.rule, true}, {rival.rule, false}})) {
      linter.warn(here, {"nobody can see this campaign: ", quoted(rival.id), " shows instead whenever it could"},
                  concat({"give it a higher priority than ", rival.priority}));
      return;
    }
    if (equal == kNowhere && other < i && are_tied(linter, other, i) && overlap(rival.schedule, campaign.schedule) &&
        linter.contradictions.possible({{campaign.rule}, {rival.rule}})) {
      equal = other;
    }
  }
  if (equal == kNowhere) return;
  linter.warn(here,
              {"overlaps with ", quoted(linter.site.campaigns[equal].id), " in the slot ",
               quoted(linter.site.slots[campaign.slot].id),
               " at equal priority, and shows only where that does not, since that stands first"},
              "give them different priorities, or a weight each");
}

void lint_layers(Linter& linter) {
  const Place top;
  const Place list = top.member("layers");
  for (std::uint32_t i = 0; i < linter.site.layers.size(); ++i) lint_layer(linter, i, list.element(i));
}

}  // namespace noren::site
