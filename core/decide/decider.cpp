#include "core/decide/decider.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "core/base/sort.h"

namespace noren::decide {
namespace {

constexpr std::uint32_t kUnlimited = std::numeric_limits<std::uint32_t>::max();
constexpr NameKey kControlVariant = name_key("control");

std::size_t words(std::size_t bits) { return (bits + 63) / 64; }

}  // namespace

Decider::Decider(const site::Site& site)
    : site_(site),
      evaluation_(site.program, site.symbols),
      assignments_(site),
      exposures_(site),
      page_(site),
      withheld_(words(site.campaigns.size())),
      previews_(site.slots.size()),
      position_(site.campaigns.size()),
      free_(site.campaigns.size()),
      ready_(words(site.campaigns.size())),
      room_(site.groups.size(), kUnlimited),
      room_left_(site.groups.size()),
      holder_(site.groups.size()),
      decisions_(site.slots.size()) {
  for (const site::Zone& zone : site.zones) zone_offsets_.push_back(zone.offset_minutes.value_or(0));
  by_precedence_.reserve(site.campaigns.size());
  for (std::uint32_t i = 0; i < site.campaigns.size(); ++i) by_precedence_.push_back(i);
  for (const site::Campaign& campaign : site.campaigns) has_bandits_ = has_bandits_ || campaign.bandit.has_value();
  group_attributes();
  order_campaigns();
}

void Decider::group_attributes() {
  const std::span<const rules::AttributeUse> attributes = site_.program.attributes();
  for (std::uint32_t i = 0; i < attributes.size(); ++i) {
    const profile::Changes depends = profile::depends_on(attributes[i].attribute, site_.profile);
    std::size_t group = 0;
    while (group < attributes_.size() && attributes_[group].depends != depends) ++group;
    if (group == attributes_.size()) attributes_.push_back({depends, {}});
    attributes_[group].attributes.push_back(i);
  }
}

void Decider::order_campaigns() {
  // Where a campaign stands in its slot's fallback chain, counted from 1; 0: in no chain.
  const auto in_chain = [&](std::uint32_t campaign) {
    const List<std::uint32_t>& chain = site_.slots[site_.campaigns[campaign].slot].fallback;
    const auto at = std::find(chain.begin(), chain.end(), campaign);
    return at == chain.end() ? 0 : at - chain.begin() + 1;
  };
  sort(std::span(by_precedence_), [&](std::uint32_t a, std::uint32_t b) {
    const auto chain_a = in_chain(a);
    const auto chain_b = in_chain(b);
    if (chain_a != chain_b) return chain_a < chain_b;
    const double priority_a = site_.campaigns[a].priority;
    const double priority_b = site_.campaigns[b].priority;
    if (priority_a != priority_b) return priority_a > priority_b;
    const double turn_a = assignments_.turn(a);
    const double turn_b = assignments_.turn(b);
    return turn_a != turn_b ? turn_a < turn_b : a < b;
  });
  for (std::uint32_t i = 0; i < by_precedence_.size(); ++i) position_[by_precedence_[i]] = i;
}

void Decider::begin_page_view(const Seed& entropy) {
  entropy_ = entropy;
  page_.clear();
  obstacles_stale_ = true;
}

void Decider::set_zone_offset(std::uint32_t zone, std::int32_t minutes) {
  if (zone == site::kVisitorZone || zone >= zone_offsets_.size() || zone_offsets_[zone] == minutes) return;
  zone_offsets_[zone] = minutes;
  obstacles_stale_ = true;
}

void Decider::withhold(std::span<const std::uint64_t> campaigns) {
  for (std::size_t i = 0; i < withheld_.size(); ++i) {
    const std::uint64_t word = i < campaigns.size() ? campaigns[i] : 0;
    obstacles_stale_ = obstacles_stale_ || withheld_[i] != word;
    withheld_[i] = word;
  }
}

bool Decider::preview(std::size_t slot, std::size_t campaign, std::size_t variant) {
  if (slot >= previews_.size() || campaign >= site_.campaigns.size() || site_.campaigns[campaign].slot != slot ||
      variant >= site_.campaigns[campaign].variants.size()) {
    return false;
  }
  previews_[slot] = {static_cast<std::int32_t>(campaign), static_cast<std::int32_t>(variant)};
  pass_stale_ = true;
  return true;
}

void Decider::end_previews() {
  for (Preview& preview : previews_) preview = {};
  pass_stale_ = true;
}

void Decider::look(const View& view) {
  const profile::Profile* const profile = view.level == privacy::Level::kContextual ? nullptr : view.profile;
  const profile::Changes changed = looked_ && profile == profile_
                                       ? view.changed | profile::changes_between(context_, view.context)
                                       : profile::kEverything;
  looked_ = true;
  if (profile == nullptr && profile_ != nullptr) {
    evaluation_.forget();
    ready_stale_ = true;
  }
  profile_ = profile;
  context_ = view.context;
  level_ = profile == nullptr ? privacy::Level::kContextual : view.level;
  if (zone_offsets_[site::kVisitorZone] != context_.utc_offset_minutes) {
    zone_offsets_[site::kVisitorZone] = context_.utc_offset_minutes;
    obstacles_stale_ = true;
  }

  const profile::AttributeSource source{profile_, context_, site_.profile, site_.symbols, site_.names};
  for (const AttributeGroup& group : attributes_) {
    if ((group.depends & changed) == 0) continue;
    for (const std::uint32_t i : group.attributes) {
      const rules::AttributeUse& use = site_.program.attributes()[i];
      const Value value = profile::read_attribute(use.attribute, source);
      if (value == evaluation_.value(use.node)) continue;
      evaluation_.set(i, value);
      ready_stale_ = true;  // an attribute may be a whole rule
    }
  }
  evaluation_.run();

  constexpr profile::Changes kStale =
      profile::kShownChanged | profile::kSeedChanged;  // a new session changes what was shown
  if ((changed & kStale) != 0 || context_.now < obstacles_from_ || context_.now >= obstacles_until_) {
    obstacles_stale_ = true;
  }
}

void Decider::refresh_obstacles() {
  const Seed& seed = is_contextual() ? entropy_ : profile_->seed();
  if (seed != assignments_.seed()) {
    assignments_.deal(seed);
    order_campaigns();
  }
  exposures_.read(profile_);
  const Situation now = situation();
  for (std::size_t i = 0; i < free_.size(); ++i) free_[i] = obstacle_of(now, i).verdict == Verdict::kChosen;
  for (std::size_t group = 0; group < room_.size(); ++group) {
    room_[group] = room_of(now, static_cast<std::uint32_t>(group));
  }
  obstacles_from_ = context_.now;
  obstacles_until_ = decide::next_change(now);
}

void Decider::decide() {
  if (obstacles_stale_) refresh_obstacles();
  if (obstacles_stale_ || ready_stale_) {
    // Bandits learn and change segments without a rule of a campaign changing.
    pass_stale_ = pass_stale_ || obstacles_stale_ || has_bandits_;
    for (std::size_t i = 0; i < free_.size(); ++i) refresh_ready(i);
  }
  obstacles_stale_ = ready_stale_ = false;
  if (pass_stale_) pass();
  pass_stale_ = false;
}

void Decider::refresh_ready(std::size_t campaign) {
  const std::uint32_t position = position_[campaign];
  const std::uint64_t bit = std::uint64_t{1} << (position % 64);
  const bool ready = free_[campaign] != 0 && evaluation_.holds(site_.campaigns[campaign].rule);
  if (ready == ((ready_[position / 64] & bit) != 0)) return;
  ready_[position / 64] ^= bit;
  pass_stale_ = true;
}

void Decider::pass() {
  std::size_t open_slots = 0;
  for (std::size_t slot = 0; slot < decisions_.size(); ++slot) {
    const Preview& preview = previews_[slot];
    decisions_[slot] = {};
    if (preview.campaign >= 0) {
      decisions_[slot] = {preview.campaign, preview.variant, static_cast<std::int32_t>(Role::kPreview)};
    } else {
      ++open_slots;
    }
  }
  for (std::uint32_t group = 0; group < room_.size(); ++group) {
    room_left_[group] = room_[group];
    holder_[group] = page_.last_of(group);
  }
  for (std::size_t word = 0; word < ready_.size(); ++word) {
    for (std::uint64_t bits = ready_[word]; bits != 0; bits &= bits - 1) {
      const std::size_t campaign = by_precedence_[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))];
      Decision& decision = decisions_[site_.campaigns[campaign].slot];
      if (decision.campaign >= 0 || !group_admits(campaign)) continue;
      decision = take_turn(campaign);
      if (--open_slots == 0) return;
    }
  }
}

// Groups hold across slots: one at a time, and together no more than their caps leave.
bool Decider::group_admits(std::size_t campaign) const {
  const std::uint32_t group = site_.campaigns[campaign].group;
  if (group == site::kNoGroup) return true;
  const std::int32_t holder = holder_[group];
  if (site_.groups[group].one_at_a_time && holder >= 0 && holder != static_cast<std::int32_t>(campaign)) return false;
  return page_.seen(campaign) || room_left_[group] > 0;
}

Decision Decider::take_turn(std::size_t campaign) {
  if (const std::uint32_t group = site_.campaigns[campaign].group; group != site::kNoGroup) {
    holder_[group] = static_cast<std::int32_t>(campaign);
    if (!page_.seen(campaign) && room_left_[group] != kUnlimited) --room_left_[group];
  }
  const auto decision = [&](Role role, std::int32_t variant) {
    return Decision{static_cast<std::int32_t>(campaign), variant, static_cast<std::int32_t>(role)};
  };
  if (is_contextual()) return decision(Role::kContextual, variant_of(campaign));
  if (assignments_.held_out()) return decision(Role::kHoldout, -1);
  if (assignments_.share(campaign) == Share::kControl) return decision(Role::kControl, -1);
  return decision(Role::kContent, variant_of(campaign));
}

std::int32_t Decider::variant_of(std::size_t index) const {
  if (page_.seen(index)) return page_.variant(index);  // a bandit may have learned since
  const site::Campaign& campaign = site_.campaigns[index];
  if (!campaign.bandit) return assignments_.variant(index);
  return choose_arm(campaign, belief_of(*campaign.bandit), profile_, assignments_.seed());
}

Belief Decider::belief_of(const site::Bandit& bandit) const {
  for (const site::BanditSegment& apart : bandit.segments) {
    if (segment(apart.segment)) return {apart.priors, name_key(site_.segments[apart.segment].id)};
  }
  return {bandit.priors};
}

Situation Decider::situation() const {
  return {site_, assignments_, page_, exposures_, withheld_, zone_offsets_, profile_, context_.now};
}

profile::Minute Decider::next_change() const {
  profile::Minute next = obstacles_until_;
  const profile::AttributeSource source{profile_, context_, site_.profile, site_.symbols, site_.names};
  for (const rules::AttributeUse& use : site_.program.attributes()) {
    next = std::min(next, profile::next_change(use.attribute, source));
  }
  return next;
}

std::optional<privacy::CleanAct> Decider::act_on(const Decision& decision) const {
  const auto role = static_cast<Role>(decision.role);
  const bool counts = role == Role::kContent || role == Role::kControl || role == Role::kHoldout;
  if (!counts) return {};
  const site::Campaign& campaign = site_.campaigns[static_cast<std::size_t>(decision.campaign)];
  privacy::CleanAct act;
  act.subject = campaign.key;
  act.detail =
      role == Role::kContent ? campaign.variants[static_cast<std::size_t>(decision.variant)].key : kControlVariant;
  if (campaign.bandit && role == Role::kContent) act.from = belief_of(*campaign.bandit).segment;
  return act;
}

std::optional<privacy::CleanAct> Decider::seen(std::size_t slot) {
  if (slot >= decisions_.size()) return {};
  const Decision& decision = decisions_[slot];
  if (decision.campaign < 0 || decision.role == static_cast<std::int32_t>(Role::kPreview)) return {};
  if (!page_.see(static_cast<std::size_t>(decision.campaign), decision.variant)) return {};
  obstacles_stale_ = true;
  return act_on(decision);
}

std::optional<privacy::CleanAct> Decider::selected(std::size_t slot) const {
  if (slot >= decisions_.size() || decisions_[slot].variant < 0) return {};
  return act_on(decisions_[slot]);
}

std::optional<privacy::CleanAct> Decider::dismissed(std::size_t slot) {
  if (slot >= decisions_.size()) return {};
  const Decision& decision = decisions_[slot];
  if (decision.variant < 0 || decision.role == static_cast<std::int32_t>(Role::kPreview)) return {};
  page_.dismiss(static_cast<std::size_t>(decision.campaign));
  obstacles_stale_ = true;
  return act_on(decision);
}

}  // namespace noren::decide
