// Decides what all slots of a page show, for one visitor at one moment, and says why.
//
//   Decider decider(site);
//   decider.begin_page_view(entropy);
//   decider.look({&profile, context, level, changes});            // attributes, then rules: only what may have changed
//   decider.decide();                                            // one pass for all slots
//   decider.decisions()[slot] …
//   if (const auto act = decider.seen(slot)) …                    // an exposure, to become a view_promotion event
//
// The pass goes through the campaigns by precedence: higher priority first; of equals those that give a weight, in an order that
// chance deals each visitor in proportion to the weights; then the others, as they stand in the document; last the fallback chain of
// each slot. A campaign takes its slot if the slot is free, all its conditions hold, nothing stands in its way (eligibility.h), and
// its group lets it. Its variant comes from an experiment's dice (assignment.h) or a bandit (bandit.h).
//
// At the contextual level (no consent to personalization) personal attributes are null, only campaigns marked contextual take part,
// chance is dealt anew by each page view's entropy, and nothing counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/flags.h"
#include "core/base/json.h"
#include "core/base/list.h"
#include "core/decide/assignment.h"
#include "core/decide/bandit.h"
#include "core/decide/eligibility.h"
#include "core/decide/exposures.h"
#include "core/decide/page_memory.h"
#include "core/decide/verdict.h"
#include "core/profile/attributes.h"
#include "core/profile/profile.h"
#include "core/rules/evaluation.h"
#include "core/site/site.h"
#include "privacy/clean_event.h"
#include "privacy/consent.h"

namespace noren::decide {

// How a slot came by what it shows. Numbers are part of the boundary: append only.
enum class Role : std::uint8_t {
  kFallback,    // no campaign applies: the page's own content
  kContent,     // a campaign's content
  kControl,     // a campaign's turn, but this visitor sees the page's own content, to compare with
  kHoldout,     // the same, for a visitor who sees no campaign at all
  kPreview,     // forced; never counted
  kContextual,  // a campaign's content, chosen without a profile; never counted
};
inline constexpr std::string_view kRoles[] = {"fallback", "content", "control", "holdout", "preview", "contextual"};

// What one slot shows: three 32-bit numbers, which cross to JavaScript as they are.
struct Decision {
  std::int32_t campaign = -1;  // index into Site::campaigns; -1: none
  std::int32_t variant = -1;   // index into its variants; -1: the page's own content
  std::int32_t role = 0;       // a Role
  friend bool operator==(const Decision&, const Decision&) = default;
};

// What to look at. The profile has been told to look from the context's minute.
struct View {
  const profile::Profile* profile = nullptr;  // nullptr: none
  const profile::Context& context;
  privacy::Level level = privacy::Level::kContextual;
  profile::Changes changed =
      profile::kEverything;  // the profile's, since the last look; the context's are found by comparing
};

class Decider {
 public:
  // Keeps a reference: the site must outlive the decider. Everything is a fallback until the first decide().
  // The only allocation is here. O(size of the site).
  explicit Decider(const site::Site& site);

  // --- what surrounds the decisions ---
  // Another page view begins: what was seen and dismissed on the one before is forgotten. The entropy deals chance where there is
  // no profile. O(campaigns).
  void begin_page_view(const Seed& entropy);
  // What the clocks of a zone that the site names are ahead of UTC. Zones are UTC until it is said. The visitor's own is ignored
  // here: it is the context's.
  void set_zone_offset(std::uint32_t zone, std::int32_t minutes);
  // Campaigns that journeys hold back: one bit each (Journeys::withheld). Empty: none.
  void withhold(std::span<const std::uint64_t> campaigns);
  // Makes a slot show that variant, whatever else is true. False where there is no such slot, campaign of the slot, or variant.
  bool preview(std::size_t slot, std::size_t campaign, std::size_t variant);
  void end_previews();

  // --- deciding ---
  // Brings attributes, rules and segments up to date. Attributes are read only where something they depend on has changed.
  void look(const View& view);
  // The next look reads all attributes: more names became known (a shop model was loaded).
  void look_anew() { looked_ = false; }
  // Decides all slots, where anything that decides them has changed since the last time. O(1) where nothing has; else
  // O(campaigns that changed + those that could show).
  void decide();
  void update(const View& view) {
    look(view);
    decide();
  }

  // One per slot, in the order of Site::slots, as of the last decide(). Valid as long as the decider; it is changed in place.
  std::span<const Decision> decisions() const { return decisions_; }
  // The rules as of the last look(): for journeys.
  const rules::Evaluation& evaluation() const { return evaluation_; }
  // Whether the segment of that index held at the last look().
  bool segment(std::size_t index) const { return evaluation_.holds(site_.segments[index].rule); }
  // What became of that campaign in the last decide(). O(caps).
  Verdict verdict(std::size_t campaign) const;
  // The campaign that went first, where the verdict is outranked, or may be group or layer; -1: none.
  std::int32_t rival(std::size_t campaign, Verdict verdict) const;
  // The first minute after the last look() at which time alone may change a decision, or profile::kNever. O(attributes + campaigns).
  profile::Minute next_change() const;

  // --- what she does with what a slot shows; what is returned is to be recorded as an event of that kind ---
  // She has seen it: view_promotion, once per campaign and page view. Nothing for what does not count. Control and holdout count as
  // the variant "control".
  std::optional<privacy::CleanAct> seen(std::size_t slot);
  // She follows it: select_promotion.
  std::optional<privacy::CleanAct> selected(std::size_t slot) const;
  // She closes it: dismiss_promotion. It does not come back on this page view, counted or not; a preview stays.
  std::optional<privacy::CleanAct> dismissed(std::size_t slot);

  // --- explanations ---
  // Why the slot of that index shows what it shows, as one JSON object:
  //   {"slot", "level", "outcome": "campaign"|"fallback", "role", "campaign": id|null, "variant": id|null, "considered": [
  //     {"campaign", "priority", "verdict", "rule": tree|null, "because": [conditions], and where they say more:
  //      "trigger": tree                        where it has one
  //      "by": campaign id                      outranked, group, layer: the one that goes first
  //      "group": id, "layer": id               where the verdict is of that name
  //      "cap": {"per", "times", "seen"}        cap, group: the cap that is reached
  //      "days_left": number}]}                 quiet: 0: until the next page view
  // considered has every campaign of the slot, best first. Trees are those of rules/explain.h; because has the fewest conditions that
  // decide the rule, and once it holds the trigger.
  void explain(std::size_t slot, JsonWriter& out) const;
  // Which segments she is in, and why, as a JSON array, highest priority first:
  //   [{"segment", "member": boolean, "priority", "tooSmall": {"size", "minimum"} where it holds for nobody, "excludedBy": [ids of those she is in that keep her out], "rule": tree of its own
  //     condition | null, "because": [the fewest conditions that decide membership, exclusion included]}]
  void explain_segments(JsonWriter& out) const;

 private:
  struct AttributeGroup {
    profile::Changes depends;
    List<std::uint32_t> attributes;
  };
  struct Preview {
    std::int32_t campaign = -1;
    std::int32_t variant = -1;
  };

  void group_attributes();
  void order_campaigns();
  void refresh_obstacles();
  void refresh_ready(std::size_t campaign);
  void pass();
  bool group_admits(std::size_t campaign) const;
  Decision take_turn(std::size_t campaign);
  std::int32_t variant_of(std::size_t campaign) const;
  Belief belief_of(const site::Bandit& bandit) const;
  std::optional<privacy::CleanAct> act_on(const Decision& decision) const;
  Situation situation() const;
  bool is_contextual() const { return profile_ == nullptr; }
  void explain_campaign(std::size_t campaign, JsonWriter& out) const;

  const site::Site& site_;
  rules::Evaluation evaluation_;
  List<AttributeGroup> attributes_;  // that depend on the same changes

  // The last look.
  const profile::Profile* profile_ = nullptr;
  profile::Context context_;
  privacy::Level level_ = privacy::Level::kContextual;
  profile::Minute obstacles_from_ = 0;   // by time alone, obstacles stay from then
  profile::Minute obstacles_until_ = 0;  // until then

  Assignments assignments_;
  Exposures exposures_;
  PageMemory page_;
  Seed entropy_{};
  List<std::int32_t> zone_offsets_;
  List<std::uint64_t> withheld_;
  List<Preview> previews_;  // per slot

  List<std::uint32_t> by_precedence_;  // campaigns, best first
  List<std::uint32_t> position_;       // of a campaign in by_precedence_
  Flags free_;                         // per campaign: nothing stands in its way
  List<std::uint64_t> ready_;          // per position, a bit: free, and its rule holds
  List<std::uint32_t> room_;           // per group: how many more may be placed
  List<std::uint32_t> room_left_;      // while passing
  List<std::int32_t> holder_;          // per group: the campaign placed, while passing; -1: none
  List<Decision> decisions_;
  bool has_bandits_ = false;
  bool looked_ = false;
  bool obstacles_stale_ = true;
  bool ready_stale_ = true;
  bool pass_stale_ = true;
};

}  // namespace noren::decide
