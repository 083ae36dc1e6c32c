// Attributes: the closed, typed list of what a rule may ask. A name is parsed once, when the site is loaded; reading is a switch.
// To add one: a row in kAttributes and a case in read_attribute() (attributes.cpp), and a sentence in attribute_descriptions.cpp;
// the documentation is generated from row and sentence.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/index_map.h"
#include "core/base/result.h"
#include "core/base/symbols.h"
#include "core/base/value.h"
#include "core/profile/profile.h"
#include "privacy/consent.h"

namespace noren::profile {

enum class AttributeId : std::uint8_t {
  kInterestCategory,     // interest.category.<slug>  number 0..1
  kInterestBrand,        // interest.brand.<slug>     number 0..1
  kInterestPriceBand,    // interest.price_band.<n>  number 0..1
  kTopCategory,          // interest.top_category     text, the slug; null without interests
  kTopBrand,             // interest.top_brand        text
  kEventCount,           // events.<kind>.count       number
  kVisitCount,           // visit.count               number, 1 on the first visit
  kDaysSinceLastVisit,   // visit.days_since_last   number; null on the first visit
  kDaysSinceFirstVisit,  // visit.days_since_first number
  kSessionPageViews,     // session.page_views        number
  kSessionEvents,        // session.events            number
  kSessionMinutes,       // session.minutes           number
  kCartItems,            // cart.items                number of pieces
  kCartLines,            // cart.lines                number of different items
  kCartValue,            // cart.value                number, in the site's currency
  kPurchaseCount,        // purchase.count            number
  kDaysSincePurchase,    // purchase.days_since_last number; null where there was none
  kTotalSpend,           // purchase.total_spend      number
  kSeenItems,            // items.seen                number of different items remembered
  kLanguage,             // context.language          text, "ja"
  kDeviceClass,          // context.device            text: phone, tablet or desktop
  kLocalHour,            // context.hour              number 0..23
  kWeekday,              // context.weekday           number 1 (Monday) .. 7
  kPageType,             // context.page              text: the page's own word, from the site document's list
};

// An attribute with its parameter, if it takes one.
struct Attribute {
  AttributeId id;
  std::uint32_t parameter = 0;  // NameKey, price band or event kind
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

// One row of the list.
struct AttributeInfo {
  AttributeId id;
  std::string_view name;  // with its parameter as <slug>, <kind> or <n>
  Value::Type type;
  bool personal;  // read from the profile: null at the contextual level
};
std::span<const AttributeInfo> attributes();

// What it means: one sentence, with unit and range.
std::string_view description(AttributeId id);

// Parses "interest.category.running-shoes". Errors: kUnknownName, with the nearest name as hint.
// A category or brand name is slugged and its slug interned into symbols, so that top_category can name it.
Result<Attribute> parse_attribute(std::string_view name, SymbolTable& symbols);

// What the page view itself says, no profile needed. Texts are interned.
struct Context {
  Symbol language = kNoSymbol;
  Symbol device = kNoSymbol;
  Symbol page = kNoSymbol;
  double local_hour = 0;  // 0 to 23
  double weekday = 1;     // 1 (Monday) to 7
};

// Names for keys, so that top_category can say its slug. Filled from the shop model and from the site document.
class NameTable {
 public:
  void add(std::string_view slug, SymbolTable& symbols) { names_.insert(name_key(slug), symbols.intern(slug)); }
  Symbol find(NameKey key) const { return names_.find(key); }

 private:
  static_assert(IndexMap::kNone == kNoSymbol);
  IndexMap names_;
};

// The attribute's value now. profile may be nullptr (no consent): personal attributes are then null. O(interests) at worst.
Value read_attribute(const Attribute& attribute, const Profile* profile, const Context& context,
                     const NameTable& names);

}  // namespace noren::profile
