// Attributes: the closed, typed list of what a rule may ask. A name is parsed once, when the site is loaded; reading is a switch.
// To add one: a row in kAttributes and a case in read_attribute() (attributes.cpp), and a sentence in attribute_descriptions.cpp;
// the documentation and the TypeScript types are generated from row and sentence.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/index_map.h"
#include "core/base/result.h"
#include "core/base/symbols.h"
#include "core/base/value.h"
#include "core/profile/changes.h"
#include "core/profile/profile.h"
#include "privacy/consent.h"

namespace noren::profile {

// In the order in which names are tried: one with an ending before the same without.
enum class AttributeId : std::uint8_t {
  kInterestCategoryRank,   // interest.category.<slug>.rank
  kInterestCategory,       // interest.category.<slug>
  kInterestBrandRank,      // interest.brand.<slug>.rank
  kInterestBrand,          // interest.brand.<slug>
  kInterestPriceBandRank,  // interest.price_band.<n>.rank
  kInterestPriceBand,      // interest.price_band.<n>
  kTopCategory,            // interest.top_category
  kTopBrand,               // interest.top_brand
  kTopPriceBand,           // interest.top_price_band
  kEventCount,             // events.<kind>.count
  kEventCount1Day,         // events.<kind>.count_1d
  kEventCount7Days,        // events.<kind>.count_7d
  kEventCount30Days,       // events.<kind>.count_30d
  kEventDaysSinceLast,     // events.<kind>.days_since_last
  kHistory,                // history.<query>
  kSeenItems,              // items.seen
  kViewedNotBought,        // items.viewed_not_bought
  kVisitCount,             // visit.count
  kDaysSinceLastVisit,     // visit.days_since_last
  kDaysSinceFirstVisit,    // visit.days_since_first
  kLanding,                // visit.landing
  kSessionPageViews,       // session.page_views
  kSessionEvents,          // session.events
  kSessionMinutes,         // session.minutes
  kLifecycleStage,         // lifecycle.stage
  kRecencyBand,            // rfm.recency
  kFrequencyBand,          // rfm.frequency
  kMonetaryBand,           // rfm.monetary
  kAverageOrderBand,       // order.average_band
  kPurchaseCount,          // purchase.count
  kDaysSincePurchase,      // purchase.days_since_last
  kTotalSpend,             // purchase.total_spend
  kCartItems,              // cart.items
  kCartLines,              // cart.lines
  kCartValue,              // cart.value
  kCartAge,                // cart.age_minutes
  kFreeShippingDistance,   // cart.distance_to_free_shipping
  kLanguage,               // context.language
  kDeviceClass,            // context.device
  kPageType,               // context.page
  kLocalHour,              // context.hour
  kWeekday,                // context.weekday
  kMonth,                  // context.month
  kSeason,                 // context.season
  kHoliday,                // context.holiday
  kChannel,                // context.channel
  kCampaignTag,            // context.campaign
  kPageSeconds,            // page.seconds
  kPageScroll,             // page.scroll
  kPageIdle,               // page.idle
  kPageExitIntent,         // page.exit_intent
  kPageEventCount,         // page.<kind>.count
  kDeclaredDaysUntil,      // declared.<question>.days_until
  kDeclared,               // declared.<question>
  kJourneyStep,            // journey.<journey>.step
  kJourneyActive,          // journey.<journey>.active
  kCampaignSeenCount,      // campaign.<campaign>.seen_count
  kCampaignDismissed,      // campaign.<campaign>.dismissed
};
inline constexpr std::size_t kAttributeCount = static_cast<std::size_t>(AttributeId::kCampaignDismissed) + 1;

// An attribute with its parameter, if it takes one.
struct Attribute {
  AttributeId id;
  // NameKey of a slug, journey or campaign; a price band; an event kind; or the index of a query or question in Rules.
  std::uint32_t parameter = 0;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

// One row of the list.
struct AttributeInfo {
  AttributeId id;
  std::string_view name;  // with its parameter as <slug>, <kind>, <n>, <query>, <question>, <journey> or <campaign>
  Value::Type type;       // kNull: what the query or question gives, see type_of()
  bool personal;          // read from the profile: null at the contextual level
  Changes on;             // what it depends on, apart from its parameter: see depends_on()
};
std::span<const AttributeInfo> attributes();

// What it means: one sentence, with unit and range.
std::string_view description(AttributeId id);

// The words of attributes whose texts are a closed list.
inline constexpr std::string_view kLandings[] = {"home", "category", "product", "campaign", "search", "other"};
inline constexpr std::string_view kChannels[] = {"direct", "search", "social", "email", "ads", "referral", "internal"};
inline constexpr std::string_view kSeasons[] = {"spring", "summer", "autumn", "winter"};
inline constexpr std::string_view kStages[] = {"stranger", "browsing", "comparing", "first-order",
                                               "repeat",   "lapsing",  "lost"};

// Names for keys, so that top_category can say its slug. Filled from the shop model and from the site document.
class NameTable {
 public:
  void add(std::string_view slug, SymbolTable& symbols) { names_.insert(name_key(slug), symbols.intern(slug)); }
  Symbol find(NameKey key) const { return names_.find(key); }

 private:
  static_assert(IndexMap::kNone == kNoSymbol);
  IndexMap names_;
};

// Parses "interest.category.running-shoes". Errors: kUnknownName, with the nearest name as hint; names of the site's own queries,
// questions, journeys and campaigns are those of rules. A category or brand name is slugged and its slug added to names; every text
// that the attribute may give and rules know is interned into symbols. O(length of the list).
Result<Attribute> parse_attribute(std::string_view name, SymbolTable& symbols, NameTable& names, const Rules& rules);

// The type of its value where that is not null.
Value::Type type_of(const Attribute& attribute, const Rules& rules);

// What happened on the page view so far.
struct PageState {
  double seconds = 0;  // shown, since it began
  double scroll = 0;   // the deepest so far, percent
  double idle = 0;     // seconds without input, the longest so far
  bool exit_intent = false;
  std::array<std::uint16_t, event::kKindCount> events{};  // per kind, on this page view
};

// What the page view itself says, no profile needed. Texts are interned. Nothing of it is ever stored.
struct Context {
  Symbol language = kNoSymbol;
  Symbol device = kNoSymbol;
  Symbol page = kNoSymbol;
  Symbol channel = kNoSymbol;       // one of kChannels
  Symbol campaign_tag = kNoSymbol;  // one of Rules::campaign_tags
  Symbol landing = kNoSymbol;       // one of kLandings
  Minute now = 0;                   // UTC
  std::int16_t utc_offset_minutes = 0;
  PageState page_state;
};

// What changed between two contexts.
Changes changes_between(const Context& before, const Context& after);

// All that attributes are read from. profile may be nullptr (no consent): personal attributes are then null.
struct AttributeSource {
  const Profile* profile;
  const Context& context;
  const Rules& rules;
  const SymbolTable& symbols;
  const NameTable& names;
};

// The attribute's value now. O(interests), for history.<query> see History::ask().
Value read_attribute(const Attribute& attribute, const AttributeSource& from);

// What its value depends on: where none of these changed (Profile::take_changes(), changes_between()), it is as before.
Changes depends_on(const Attribute& attribute, const Rules& rules);

// The first minute after Context::now at which time alone may change its value, or kNever. Until then it is constant, as long as no event
// is applied and the context stays.
Minute next_change(const Attribute& attribute, const AttributeSource& from);

}  // namespace noren::profile
