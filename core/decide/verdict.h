// What became of a campaign in one decision pass, in words that explanations use.
#pragma once

#include <cstdint>
#include <string_view>

namespace noren::decide {

enum class Verdict : std::uint8_t {
  kChosen,
  kOutranked,  // could show, but its slot went to another
  kCondition,  // its `when` does not hold
  kSchedule,   // its schedule is not open
  kTrigger,    // what has to happen on this page view has not
  kCap,        // seen as often as it may be
  kQuiet,      // dismissed on this page view, or not long enough ago
  kGroup,      // another of its group has been seen on this page view or goes first, or the group's cap is reached
  kLayer,      // she takes part in another experiment of its layer
  kTraffic,    // she does not take part in its experiment
  kControl,    // it is its turn, and she sees the page's own content, to compare with: one of its experiment's control
  kHoldout,    // the same: one of those who see no campaign at all
  kJourney,    // a journey shows it, and does not stand there
  kNoConsent,  // it needs a profile
  kPreview,    // forced
};

// In the order of Verdict.
inline constexpr std::string_view kVerdicts[] = {"chosen",  "outranked", "condition", "schedule",   "trigger",
                                                 "cap",     "quiet",     "group",     "layer",      "traffic",
                                                 "control", "holdout",   "journey",   "no-consent", "preview"};
inline constexpr std::size_t kVerdictCount = std::size(kVerdicts);

constexpr std::string_view name(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

}  // namespace noren::decide
