// What the site document says about the profile: how events become interest, what is asked, which conditions over the history and
// which goals there are. Filled in by the site's loader before the first rule is compiled; attributes refer to its lists by index.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/hash.h"
#include "core/base/list.h"
#include "core/event/event.h"

namespace noren::profile {

inline constexpr std::size_t kMaxPriceBands = 8;
inline constexpr std::size_t kMaxOrderBands = 8;  // bounds; one band more than bounds
inline constexpr std::size_t kMaxQuestions = 32;
inline constexpr std::size_t kMaxHistories = 64;
inline constexpr std::size_t kMaxHistorySteps = 8;  // of one sequence
inline constexpr std::size_t kMaxJourneys = 32;

// What the shop asks its visitors. No free text: an answer is one of the options, a number or a day of the year.
struct Question {
  enum class Kind : std::uint8_t { kChoice, kNumber, kBoolean, kMonthDay };
  std::string id;
  NameKey key = 0;  // name_key(id)
  Kind kind = Kind::kChoice;
  List<std::string> options;  // kChoice: ids
  double least = -1e9;        // kNumber
  double most = 1e9;
};

// One event of the history, as a condition.
struct HistoryStep {
  event::Kind kind = event::Kind::kViewItem;  // one that is_remembered() (history.h)
  NameKey category = 0;                       // an item of that category; 0: any
  NameKey brand = 0;                          // an item of that brand; 0: any
  bool same_item = false;  // the item (or campaign) of the step before; for `excluded`: of the last step
};

// A named condition over the bounded history: the attribute history.<id>.
struct HistoryQuery {
  enum class Form : std::uint8_t {
    kCount,     // a number: how often the one step happened
    kSequence,  // a boolean: whether the steps happened, one after another, other events between them or not
  };
  std::string id;
  Form form = Form::kCount;
  List<HistoryStep> steps;  // kCount: one; kSequence: at most kMaxHistorySteps

  // Only events of the last that many days count, today (UTC) being the first; 0: as far as is remembered.
  std::uint16_t within_days = 0;

  // kSequence: only where `excluded` did not happen after the last step.
  bool without = false;
  HistoryStep excluded;

  // kSequence: only where the last step of the newest such sequence lies at least that long back; 0, 0, false: at once.
  std::uint32_t idle_minutes = 0;
  std::uint16_t idle_days = 0;
  bool earlier_visit = false;
};

// A time of the year or a range of days that rules may ask for by name.
struct Holiday {
  std::string id;
  bool yearly = true;
  std::uint32_t from =
      0;                 // yearly: month * 100 + day, and may be after `to`: over New Year. Else days since 1970-01-01
  std::uint32_t to = 0;  // the last day
};

// When an exposure of a campaign counts as a success.
struct Goal {
  NameKey campaign = 0;
  // An event of that kind; of view, select and dismiss_promotion only those of the campaign itself.
  event::Kind kind = event::Kind::kPurchase;
  std::uint16_t within_days = 0;     // after the last exposure, by day; 0: on the same day
  float arm_half_life_days = 30.0f;  // how fast arms forget; 0: never
};

// A journey as attributes name it.
struct JourneyName {
  std::string id;
  List<std::string> steps;  // ids
};

struct LifecycleRules {
  std::uint16_t lapsing_days = 60;  // after the last order
  std::uint16_t lost_days = 180;
};

struct Rules {
  double half_life_days = 14.0;  // 0.1 to 3650
  List<float> price_bands;       // ascending upper bounds; band i is price <= bound i, the last is the rest
  std::array<float, event::kKindCount> weights{};  // interest that one item of such an event adds
  List<float> order_bands;                         // ascending upper bounds of order values, as price_bands
  double free_shipping_from = 0;                   // cart value; 0: there is no such offer
  LifecycleRules lifecycle;
  List<Question> questions;
  List<HistoryQuery> histories;
  List<Holiday> holidays;           // the first that is now is context.holiday
  List<std::string> campaign_tags;  // what context.campaign may say
  List<std::string> campaigns;      // ids, for campaign.<id>
  List<JourneyName> journeys;       // for journey.<id>
  List<Goal> goals;                 // at most one per campaign

  static Rules defaults();
};

// The band of a value: how many of the ascending upper bounds it lies above.
std::size_t band_of(std::span<const float> bounds, double value);

}  // namespace noren::profile
