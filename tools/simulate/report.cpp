// What a simulation found, for people and for programs.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "tools/simulate/simulation.h"

namespace noren::tools {
namespace {

using decide::Verdict;
using nlohmann::ordered_json;

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  char text[32];
  std::snprintf(text, sizeof text, "%5.1f %%", 100 * share(part, whole));
  return text;
}

std::uint64_t count(const CampaignTally& tally, Verdict verdict) {
  return tally.verdicts[static_cast<std::size_t>(verdict)];
}

template <typename List>
std::size_t longest_id(const List& list) {
  std::size_t longest = 0;
  for (const auto& one : list) longest = std::max(longest, one.id.size());
  return longest;
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width > text.size() ? width - text.size() : 0, ' ');
}

// Why it did not show, the commonest reasons first: "condition 80.1 %, cap 3.0 %".
std::string reasons(const CampaignTally& tally, std::uint64_t page_views) {
  std::vector<std::pair<std::uint64_t, Verdict>> sorted;
  for (std::size_t i = 0; i < decide::kVerdictCount; ++i) {
    const auto verdict = static_cast<Verdict>(i);
    if (verdict != Verdict::kChosen && tally.verdicts[i] != 0) sorted.emplace_back(tally.verdicts[i], verdict);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (const auto& [views, verdict] : sorted) {
    const std::string part = percent(views, page_views);
    text += (text.empty() ? "" : ", ") + std::string(name(verdict)) + " " + part.substr(part.find_first_not_of(' '));
  }
  return text;
}

}  // namespace

std::string as_text(const Tally& tally, const site::Site& site) {
  std::string text = std::to_string(tally.visitors) + " visitors, " + std::to_string(tally.sessions) + " visits, " +
                     std::to_string(tally.page_views) + " page views\n";
  if (!site.segments.empty()) text += "\nSegments: visitors who were ever in one, page views on which they were\n";
  for (std::size_t i = 0; i < site.segments.size(); ++i) {
    text += "  " + padded(site.segments[i].id, longest_id(site.segments)) + "  " +
            percent(tally.segments[i].visitors, tally.visitors) + "  " +
            percent(tally.segments[i].page_views, tally.page_views) +
            (tally.segments[i].visitors == 0 ? "  nobody" : "") + "\n";
  }
  text += "\nSlots: page views with a campaign's content, held back to compare with\n";
  for (std::size_t i = 0; i < site.slots.size(); ++i) {
    text += "  " + padded(site.slots[i].id, longest_id(site.slots)) + "  " +
            percent(tally.slots[i].filled, tally.page_views) + "  " +
            percent(tally.slots[i].held_back, tally.page_views) + "\n";
  }
  text += "\nCampaigns: page views on which it shows, visitors who saw it; why it does not show\n";
  for (std::size_t i = 0; i < site.campaigns.size(); ++i) {
    const CampaignTally& campaign = tally.campaigns[i];
    text += "  " + padded(site.campaigns[i].id, longest_id(site.campaigns)) + "  " +
            percent(count(campaign, Verdict::kChosen), tally.page_views) + "  " +
            percent(campaign.visitors, tally.visitors) + "  " + reasons(campaign, tally.page_views) + "\n";
  }
  if (!tally.conflicts.empty())
    text += "\nConflicts: page views on which a campaign lost to one of equal priority or of its group\n";
  for (const auto& [pair, views] : tally.conflicts) {
    text += "  " + site.campaigns[pair.first].id + " to " + site.campaigns[pair.second].id + "  " +
            percent(views, tally.page_views) + "\n";
  }
  if (!site.journeys.empty()) text += "\nJourneys: visitors who began one; how it ended the last time\n";
  for (std::size_t i = 0; i < site.journeys.size(); ++i) {
    const JourneyTally& journey = tally.journeys[i];
    text += "  " + padded(site.journeys[i].id, longest_id(site.journeys)) + "  " +
            percent(journey.visitors, tally.visitors) + "  goal " + std::to_string(journey.goal) + ", exit " +
            std::to_string(journey.exit) + ", finished " + std::to_string(journey.finished) + ", under way " +
            std::to_string(journey.under_way) + "\n";
  }
  return text;
}

std::string as_json(const Tally& tally, const site::Site& site) {
  ordered_json segments = ordered_json::array();
  for (std::size_t i = 0; i < site.segments.size(); ++i) {
    segments.push_back({{"id", site.segments[i].id},
                        {"visitors", tally.segments[i].visitors},
                        {"share", share(tally.segments[i].visitors, tally.visitors)},
                        {"page_views", tally.segments[i].page_views}});
  }
  ordered_json slots = ordered_json::array();
  for (std::size_t i = 0; i < site.slots.size(); ++i) {
    slots.push_back({{"id", site.slots[i].id},
                     {"coverage", share(tally.slots[i].filled, tally.page_views)},
                     {"held_back", share(tally.slots[i].held_back, tally.page_views)}});
  }
  ordered_json campaigns = ordered_json::array();
  for (std::size_t i = 0; i < site.campaigns.size(); ++i) {
    const CampaignTally& campaign = tally.campaigns[i];
    ordered_json verdicts = ordered_json::object();
    for (std::size_t v = 0; v < decide::kVerdictCount; ++v) {
      if (campaign.verdicts[v] != 0) verdicts[std::string(decide::kVerdicts[v])] = campaign.verdicts[v];
    }
    campaigns.push_back({{"id", site.campaigns[i].id},
                         {"slot", site.slots[site.campaigns[i].slot].id},
                         {"shown", count(campaign, Verdict::kChosen)},
                         {"exposures", campaign.exposures},
                         {"visitors", campaign.visitors},
                         {"clicks", campaign.clicks},
                         {"dismissals", campaign.dismissals},
                         {"verdicts", std::move(verdicts)}});
  }
  ordered_json conflicts = ordered_json::array();
  for (const auto& [pair, views] : tally.conflicts) {
    const site::Campaign& loser = site.campaigns[pair.first];
    const bool in_group = loser.group != site::kNoGroup && site.campaigns[pair.second].group == loser.group;
    conflicts.push_back({{"campaign", loser.id},
                         {"lost_to", site.campaigns[pair.second].id},
                         {"page_views", views},
                         {"group", in_group ? ordered_json(site.groups[loser.group].id) : ordered_json()}});
  }
  ordered_json journeys = ordered_json::array();
  for (std::size_t i = 0; i < site.journeys.size(); ++i) {
    const JourneyTally& journey = tally.journeys[i];
    journeys.push_back({{"id", site.journeys[i].id},
                        {"visitors", journey.visitors},
                        {"begun", journey.begun},
                        {"finished", journey.finished},
                        {"goal", journey.goal},
                        {"exit", journey.exit},
                        {"under_way", journey.under_way}});
  }
  const ordered_json report{{"visitors", tally.visitors},        {"sessions", tally.sessions},
                            {"page_views", tally.page_views},    {"segments", std::move(segments)},
                            {"slots", std::move(slots)},         {"campaigns", std::move(campaigns)},
                            {"conflicts", std::move(conflicts)}, {"journeys", std::move(journeys)}};
  return report.dump(2) + "\n";
}

}  // namespace noren::tools
