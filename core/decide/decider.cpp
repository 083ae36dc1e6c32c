#include "core/decide/decider.h"

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/numeric.h"
#include "core/base/sort.h"
#include "core/rules/explain.h"

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

}  // namespace

Decider::Decider(const site::Site& site)
    : site_(site),
      evaluation_(site.program, site.symbols),
      variants_(site.campaigns.size()),
      decisions_(site.slots.size()) {
  for (std::uint32_t i = 0; i < site.campaigns.size(); ++i) by_precedence_.push_back(i);
  sort(std::span(by_precedence_), [&](std::uint32_t a, std::uint32_t b) {
    const double priority_a = site.campaigns[a].priority;
    const double priority_b = site.campaigns[b].priority;
    return priority_a != priority_b ? priority_a > priority_b : a < b;
  });
  choose_variants(seed_);
}

void Decider::update(const profile::Profile* profile, const profile::Context& context, privacy::Level level) {
  if (level == privacy::Level::kContextual) profile = nullptr;
  level_ = profile == nullptr ? privacy::Level::kContextual : level;
  const std::span<const rules::AttributeUse> attributes = site_.program.attributes();
  const profile::AttributeSource source{profile, context, site_.profile, site_.symbols, site_.names};
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    evaluation_.set(i, profile::read_attribute(attributes[i].attribute, source));
  }
  evaluation_.run();

  const profile::Profile::Seed seed = profile != nullptr ? profile->seed() : profile::Profile::Seed{};
  if (seed != seed_) choose_variants(seed);

  std::fill(decisions_.begin(), decisions_.end(), Decision{});
  if (profile == nullptr) return;
  for (const std::uint32_t i : by_precedence_) {
    const site::Campaign& campaign = site_.campaigns[i];
    Decision& decision = decisions_[campaign.slot];
    if (decision.campaign < 0 && evaluation_.holds(campaign.rule))
      decision = {static_cast<std::int32_t>(i), variants_[i]};
  }
}

void Decider::choose_variants(const profile::Profile::Seed& seed) {
  seed_ = seed;
  for (std::size_t i = 0; i < variants_.size(); ++i) variants_[i] = choose_variant(site_.campaigns[i], seed);
}

void Decider::explain(std::size_t slot, JsonWriter& out) const {
  const Decision& decision = decisions_[slot];
  const bool decided = decision.campaign >= 0;
  const auto chosen = static_cast<std::size_t>(decision.campaign);
  out.begin_object();
  out.key("slot").string(site_.slots[slot].id);
  out.key("level").string(name_of(level_));
  out.key("outcome").string(decided ? "campaign" : "fallback");
  out.key("campaign");
  decided ? out.string(site_.campaigns[chosen].id) : out.null();
  out.key("variant");
  decided ? out.string(site_.campaigns[chosen].variants[static_cast<std::size_t>(decision.variant)].id) : out.null();
  out.key("considered").begin_array();
  for (const std::uint32_t i : by_precedence_) {
    const site::Campaign& campaign = site_.campaigns[i];
    if (campaign.slot != slot) continue;
    std::string_view verdict = "condition";
    if (level_ == privacy::Level::kContextual) {
      verdict = "no-consent";
    } else if (evaluation_.holds(campaign.rule)) {
      verdict = i == chosen ? "chosen" : "outranked";
    }
    out.begin_object();
    out.key("campaign").string(campaign.id);
    out.key("priority").number(campaign.priority);
    out.key("verdict").string(verdict);
    out.key("rule");
    campaign.rule == rules::kNoNode ? static_cast<void>(out.null()) : rules::explain(evaluation_, campaign.rule, out);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

}  // namespace noren::decide
