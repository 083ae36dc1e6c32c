// Decides what each slot shows, for one visitor at one moment, and says why.
// For a slot: the campaigns whose condition holds; of those the one with the highest priority, ties by place in the document;
// of that the variant that weighted rendezvous hashing gives this visitor's seed. Without consent to personalization, or where no
// campaign's condition holds, the slot falls back to the page's own content.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/json.h"
#include "core/decide/assignment.h"
#include "core/profile/attributes.h"
#include "core/profile/profile.h"
#include "core/rules/evaluation.h"
#include "core/site/site.h"
#include "privacy/consent.h"

namespace noren::decide {

// What one slot shows.
struct Decision {
  std::int32_t campaign = -1;  // index into Site::campaigns; -1: fallback
  std::int32_t variant = -1;   // index into its variants; -1 for a fallback
  friend bool operator==(const Decision&, const Decision&) = default;
};

class Decider {
 public:
  // Keeps a reference: the site must outlive the decider. Everything is a fallback until the first update.
  // The only allocation is here. O(size of the site).
  explicit Decider(const site::Site& site);

  // Decides all slots anew. profile may be nullptr; then, and at Level::kContextual, every slot falls back, and nothing of an
  // earlier profile is left in the decider. Cost: attributes read, rules that changed, campaigns; and the variants of every
  // campaign where the seed differs from the last time.
  void update(const profile::Profile* profile, const profile::Context& context, privacy::Level level);

  // One per slot, in the order of Site::slots, as of the last update. Valid as long as the decider; updates change it in place.
  std::span<const Decision> decisions() const { return decisions_; }

  // Whether the segment of that index held at the last update. Attributes without consent are null.
  bool segment(std::size_t index) const { return evaluation_.holds(site_.segments[index].rule); }

  // Writes why the slot of that index shows what it shows, as one JSON object: the Explanation of web/src/types.ts.
  void explain(std::size_t slot, JsonWriter& out) const;

 private:
  void choose_variants(const profile::Profile::Seed& seed);

  const site::Site& site_;
  rules::Evaluation evaluation_;
  std::vector<std::uint32_t> by_precedence_;  // campaign indices, best first
  std::vector<std::int32_t> variants_;        // per campaign, for seed_
  profile::Profile::Seed seed_{};
  privacy::Level level_ = privacy::Level::kContextual;
  std::vector<Decision> decisions_;
};

}  // namespace noren::decide
