// Campaigns: who sees what in a slot, when, how often and in which variants. Typed; what they mean for a visitor at a moment is
// decided in core/decide. Indices of lists are those of the document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/hash.h"
#include "core/base/list.h"
#include "core/rules/program.h"
#include "core/site/experiment.h"
#include "core/site/schedule.h"

namespace noren::site {

inline constexpr std::uint32_t kNoGroup = 0xffffffffu;
inline constexpr std::uint16_t kMaxTimes = 250;  // the profile counts that far

// Over which time a cap counts. A page is one page view; days are UTC's, weeks begin on Monday.
enum class Period : std::uint8_t { kPage, kSession, kDay, kWeek, kLifetime };
inline constexpr std::string_view kPeriods[] = {"page", "session", "day", "week", "lifetime"};

// Seen no more than so many times per period.
struct Cap {
  Period per = Period::kSession;
  std::uint16_t times = 1;  // 1 to kMaxTimes
  friend bool operator==(const Cap&, const Cap&) = default;
};

enum class SlotKind : std::uint8_t { kContent, kBanner, kBar, kPopup, kToast, kLayout, kTheme };
inline constexpr std::string_view kSlotKinds[] = {"content", "banner", "bar", "popup", "toast", "layout", "theme"};

struct Slot {
  std::string id;
  SlotKind kind = SlotKind::kContent;
  // Campaigns of this slot (indices) that are not in the ordinary order of precedence: they are tried after all others, in this order.
  List<std::uint32_t> fallback;
};

// Campaigns, of any slots, that share caps.
struct Group {
  std::string id;
  bool one_at_a_time = false;  // no two of them on one page view
  List<Cap> caps;              // at most one per period; count what was seen of any campaign of the group
};

// Experiments of one layer exclude each other.
struct Layer {
  std::string id;
};

struct Campaign {
  std::string id;
  NameKey key = 0;         // name_key(id)
  std::uint32_t slot = 0;  // index into Site::slots
  // All conditions together: `when` and trigger. kNoNode: none.
  rules::NodeIndex rule = rules::kNoNode;
  rules::NodeIndex condition = rules::kNoNode;  // `when` alone, for explanations
  rules::NodeIndex trigger = rules::kNoNode;  // the trigger alone: what has to happen on this page view before it shows
  double priority = 0;                        // higher wins; ties: see weight, then earlier in the document
  double weight = 0;               // > 0: chance among campaigns of equal priority that give one; 0: not given
  bool contextual = false;         // may show without consent, by what the page view itself says
  Schedule schedule;               // open always where not given
  List<Cap> caps;                  // at most one per period
  std::uint16_t quiet_days = 0;    // not shown for so many days after it was dismissed; 0: not given
  std::uint32_t group = kNoGroup;  // index into Site::groups
  std::optional<Experiment> experiment;
  std::optional<Bandit> bandit;  // of the same goal as the experiment, where there are both
  List<Variant> variants;        // at least one, at most kMaxVariants
};

}  // namespace noren::site
