// What a campaign tries out: an experiment with a fixed split, or a bandit that learns its split on the device.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/hash.h"
#include "core/base/list.h"
#include "core/event/event.h"

namespace noren::site {

inline constexpr std::size_t kMaxFactors = 6;
inline constexpr std::size_t kMaxVariants = 64;  // of a campaign; of a factorial experiment, all combinations
inline constexpr std::uint16_t kMaxDays = 3650;  // of anything that is told in days
inline constexpr double kDefaultBanditHalfLife = 30;

// What counts as success: such an event within so many days after the variant was seen.
struct Goal {
  event::Kind kind = event::Kind::kPurchase;
  std::uint16_t within_days = 7;  // 1 to kMaxDays
  friend bool operator==(const Goal&, const Goal&) = default;
};

// One way to fill a slot, or one value of a factor.
struct Variant {
  std::string id;
  double weight = 1;  // >= 0; of those of one list at least one is above 0
  NameKey key = 0;    // name_key(id)
};

// One of the things that a factorial experiment varies independently of the others.
struct Factor {
  std::string id;
  List<Variant> levels;  // at least two
};

inline constexpr std::uint32_t kNoLayer = 0xffffffffu;

struct Experiment {
  double traffic = 1;              // share of visitors that take part, 0 to 1
  std::uint32_t layer = kNoLayer;  // index into Site::layers: a visitor takes part in one experiment of a layer
  double control = 0;              // share of those that take part who see the page's own content, 0 to 1
  Goal goal;
  // A factorial experiment's. Its campaign's variants are then all combinations of levels, the last factor changing first: their ids
  // are the levels' ids joined by "+", their weights the products. Empty: the campaign's variants are the document's.
  List<Factor> factors;
};

// Successes and failures believed before anything was seen on this device: the parameters of a Beta distribution, each above 0.
struct Prior {
  double successes = 1;
  double failures = 1;
};

// Learns apart while the visitor is in this segment, from priors of its own.
struct BanditSegment {
  std::uint32_t segment = 0;  // index into Site::segments
  List<Prior> priors;         // one per variant of the campaign
};

struct Bandit {
  Goal goal;
  double half_life_days = kDefaultBanditHalfLife;  // after so many days what was learned counts half
  List<Prior> priors;                              // one per variant of the campaign
  List<BanditSegment> segments;  // the first that the visitor is in counts; none: learns for all alike
};

}  // namespace noren::site
