#include "core/decide/assignment.h"

#include <limits>

namespace noren::decide {
namespace {

// Purposes of the dice. Ids of the document hold no "=", so none of theirs has the same number.
constexpr std::uint64_t kHoldout = hash64("=holdout");
constexpr std::uint64_t kTraffic = hash64("=traffic");
constexpr std::uint64_t kControl = hash64("=control");
constexpr std::uint64_t kTurn = hash64("=turn");
constexpr std::uint64_t kLayer = hash64("=layer");
constexpr std::uint64_t kNoExperiment = hash64("=none");

std::uint64_t of(std::uint64_t purpose, const std::string& id) { return mix64(purpose ^ hash64(id)); }

}  // namespace

std::int32_t choose_variant(const site::Campaign& campaign, const Seed& seed) {
  const std::uint64_t visitor = visitor_number(seed, hash64(campaign.id));
  std::int32_t first = -1;
  double earliest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < campaign.variants.size(); ++i) {
    const double time = arrival(visitor, hash64(campaign.variants[i].id), campaign.variants[i].weight);
    if (time >= earliest) continue;
    first = static_cast<std::int32_t>(i);
    earliest = time;
  }
  return first;
}

Assignments::Assignments(const site::Site& site)
    : site_(site), dealt_(site.campaigns.size()), idle_(site.layers.size(), 1), arrived_(site.layers.size()) {
  for (const site::Campaign& campaign : site.campaigns) {
    if (campaign.experiment && campaign.experiment->layer != site::kNoLayer) {
      idle_[campaign.experiment->layer] -= campaign.experiment->traffic;
    }
  }
  deal({});
}

void Assignments::deal(const Seed& seed) {
  seed_ = seed;
  held_out_ = within_share(visitor_number(seed, kHoldout), site_.holdout);
  deal_layers();
  for (std::size_t i = 0; i < dealt_.size(); ++i) {
    const site::Campaign& campaign = site_.campaigns[i];
    dealt_[i] = {share_of(i), choose_variant(campaign, seed),
                 arrival(visitor_number(seed, kTurn), hash64(campaign.id), campaign.weight)};
  }
}

void Assignments::deal_layers() {
  const auto visitor = [&](std::size_t layer) { return visitor_number(seed_, of(kLayer, site_.layers[layer].id)); };
  for (std::size_t layer = 0; layer < arrived_.size(); ++layer) {
    arrived_[layer] = {arrival(visitor(layer), kNoExperiment, idle_[layer]), -1};
  }
  for (std::size_t i = 0; i < dealt_.size(); ++i) {
    const auto& experiment = site_.campaigns[i].experiment;
    if (!experiment || experiment->layer == site::kNoLayer) continue;
    const double time = arrival(visitor(experiment->layer), hash64(site_.campaigns[i].id), experiment->traffic);
    Arrival& first = arrived_[experiment->layer];
    if (time < first.time) first = {time, static_cast<std::int32_t>(i)};
  }
}

Share Assignments::share_of(std::size_t index) const {
  const site::Campaign& campaign = site_.campaigns[index];
  if (!campaign.experiment) return Share::kIn;
  const site::Experiment& experiment = *campaign.experiment;
  if (experiment.layer == site::kNoLayer) {
    if (!within_share(visitor_number(seed_, of(kTraffic, campaign.id)), experiment.traffic)) return Share::kOutside;
  } else if (const std::int32_t taken = arrived_[experiment.layer].campaign;
             taken != static_cast<std::int32_t>(index)) {
    return taken < 0 ? Share::kOutside : Share::kOtherOfLayer;
  }
  const bool control = within_share(visitor_number(seed_, of(kControl, campaign.id)), experiment.control);
  return control ? Share::kControl : Share::kIn;
}

}  // namespace noren::decide
