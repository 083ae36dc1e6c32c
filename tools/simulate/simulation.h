// Runs synthetic shoppers through a site document by the real engine, and counts what came of it.
//
// All shoppers have consented. Every page has every slot; she sees what a slot shows on eight page views of ten, follows one exposure in
// ten, and closes one message (banner, bar, popup, toast) in ten. Questions are answered now and then, by chance.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/decide/verdict.h"
#include "core/engine/engine.h"
#include "tools/simulate/shopper.h"

namespace noren::tools {

struct SegmentTally {
  std::uint64_t visitors = 0;    // that were in it at some time
  std::uint64_t page_views = 0;  // at whose end the visitor was in it
};

struct SlotTally {
  std::uint64_t filled = 0;     // page views that ended with a campaign's content in it
  std::uint64_t held_back = 0;  // with the page's own content, to compare with (control, holdout)
};

struct CampaignTally {
  std::array<std::uint64_t, decide::kVerdictCount> verdicts{};  // page views by what had become of it at their end
  std::uint64_t visitors = 0;                                   // that saw it, or would have (control, holdout)
  std::uint64_t exposures = 0;                                  // seen, control and holdout included
  std::uint64_t clicks = 0;
  std::uint64_t dismissals = 0;
};

struct JourneyTally {
  std::uint64_t begun = 0;
  std::uint64_t visitors = 0;  // that began it
  std::uint64_t finished = 0;
  std::uint64_t goal = 0;
  std::uint64_t exit = 0;
  std::uint64_t under_way = 0;  // at the end of the simulation
};

struct Tally {
  std::uint64_t visitors = 0;
  std::uint64_t sessions = 0;
  std::uint64_t page_views = 0;
  std::uint64_t refused = 0;  // events that the engine did not take: none, or the simulation is wrong
  // In the order of the site document.
  std::vector<SegmentTally> segments;
  std::vector<SlotTally> slots;
  std::vector<CampaignTally> campaigns;
  std::vector<JourneyTally> journeys;
  // Page views on which a campaign (first) lost its slot to another of equal priority, or its turn to another of its group (second).
  std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> conflicts;
};

// The engine has a site, and perhaps a model. It is left without a visitor. O(visitors).
Tally simulate(Engine& engine, const Shoppers& shoppers, std::uint64_t visitors);

// For people, and as JSON: {"visitors", "sessions", "page_views", "segments": [{"id", "visitors", "share", "page_views"}],
// "slots": [{"id", "coverage", "held_back"}], "campaigns": [{"id", "slot", "shown", "exposures", "visitors", "clicks", "dismissals",
// "verdicts": {verdict: page views}}], "conflicts": [{"campaign", "lost_to", "page_views", "group": id|null}], "journeys": [{"id",
// "visitors", "begun", "finished", "goal", "exit", "under_way"}]}
std::string as_text(const Tally& tally, const site::Site& site);
std::string as_json(const Tally& tally, const site::Site& site);

}  // namespace noren::tools
