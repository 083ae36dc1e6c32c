// The event vocabulary: GA4's recommended e-commerce events and the fields of theirs that Noren understands.
// A RawEvent is what the page said, unchecked. Only the inbound gate (privacy/inbound_gate.h) may turn it into something
// that a profile accepts.
// Source: Google Analytics 4, "Measure ecommerce" and "Recommended events".
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/list.h"

namespace noren::event {

// Order is part of the stored profile: append only.
enum class Kind : std::uint8_t {
  kPageView,
  kViewItemList,
  kSelectItem,
  kViewItem,
  kAddToCart,
  kRemoveFromCart,
  kViewCart,
  kAddToWishlist,
  kBeginCheckout,
  kAddShippingInfo,
  kAddPaymentInfo,
  kPurchase,
  kRefund,
  kViewPromotion,
  kSelectPromotion,
  kSearch,
  kViewSearchResults,
  kSignUp,
  kLogin,
  // Ours: GA4 has no word for them. They are made by the engine's own calls; a page can't track them.
  kDismissPromotion,  // the visitor closed a campaign
  kAnswer,            // she answered a question of the site
  kJourneyStep,       // a journey began, went on or ended
  kDisregard,         // she told the shop to leave something aside when it recommends
};
inline constexpr std::size_t kKindCount = 23;
inline constexpr std::size_t kPageKindCount = 19;  // the first ones: what a page may track

// What a field holds decides how the gate treats it.
enum class FieldType : std::uint8_t {
  kItemId,     // text: a catalogue id
  kCategory,   // text: a category name
  kBrand,      // text: a brand name
  kCurrency,   // text: ISO 4217 code
  kCampaign,   // text: the id of a campaign of the site, GA4's promotion_id
  kVariant,    // text: the id of one of its variants, GA4's creative_name
  kMoney,      // number >= 0, in units of the currency
  kCount,      // whole number >= 0
  kPersonId,   // names a person: the whole event is refused
  kUnused,     // known to GA4, of no use here (names, free text): dropped, once it was seen to name no person
  kReference,  // the same, for a number of the shop's own that may look like anybody's: an order's
  kAddress,    // the same, for addresses of pages, which hold numbers of items and of clicks
};

struct Field {
  std::string_view name;  // GA4's name, as in the page's event
  FieldType type;
};

// The closed list of fields. A page's encoder sends the index of a field in this list, or kUnknownField for any other name.
std::span<const Field> fields();
inline constexpr std::uint32_t kUnknownField = 0xffffffffu;

// GA4's name of a kind ("view_item").
std::string_view name(Kind kind);

// The kind of that name; false where there is none (kind is left alone).
bool find_kind(std::string_view name, Kind& kind);

// One field of an event or item. Numbers are as the page gave them.
struct RawField {
  std::uint32_t field;  // index into fields(), or kUnknownField
  double value;         // a number; or what InboundGate::text() made of a text
};

struct RawItem {
  List<RawField> fields;
};

struct RawEvent {
  Kind kind = Kind::kPageView;
  double time_ms = 0;  // milliseconds since 1970-01-01 UTC
  List<RawField> fields;
  List<RawItem> items;  // GA4 allows 200
};

}  // namespace noren::event
