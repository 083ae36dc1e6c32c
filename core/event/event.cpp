#include "core/event/event.h"

namespace noren::event {
namespace {

constexpr std::string_view kKindNames[kKindCount] = {
    "page_view",
    "view_item_list",
    "select_item",
    "view_item",
    "add_to_cart",
    "remove_from_cart",
    "view_cart",
    "add_to_wishlist",
    "begin_checkout",
    "add_shipping_info",
    "add_payment_info",
    "purchase",
    "refund",
    "view_promotion",
    "select_promotion",
    "search",
    "view_search_results",
    "sign_up",
    "login",
    "dismiss_promotion",
    "answer",
    "journey_step",
    "disregard",
};

constexpr Field kFields[] = {
    {"item_id", FieldType::kItemId},
    {"item_category", FieldType::kCategory},
    {"item_category2", FieldType::kCategory},
    {"item_category3", FieldType::kCategory},
    {"item_category4", FieldType::kCategory},
    {"item_category5", FieldType::kCategory},
    {"item_brand", FieldType::kBrand},
    {"price", FieldType::kMoney},
    {"quantity", FieldType::kCount},
    {"currency", FieldType::kCurrency},
    {"promotion_id", FieldType::kCampaign},
    {"creative_name", FieldType::kVariant},
    {"value", FieldType::kMoney},
    // Ways in which pages and tag managers name a person. Sending one is a mistake worth hearing about.
    {"user_id", FieldType::kPersonId},
    {"user_properties", FieldType::kPersonId},
    {"user_data", FieldType::kPersonId},
    {"client_id", FieldType::kPersonId},
    {"customer_id", FieldType::kPersonId},
    {"member_id", FieldType::kPersonId},
    {"session_id", FieldType::kPersonId},
    {"device_id", FieldType::kPersonId},
    {"email", FieldType::kPersonId},
    {"email_address", FieldType::kPersonId},
    {"phone", FieldType::kPersonId},
    {"phone_number", FieldType::kPersonId},
    {"first_name", FieldType::kPersonId},
    {"last_name", FieldType::kPersonId},
    {"address", FieldType::kPersonId},
    {"street", FieldType::kPersonId},
    {"postal_code", FieldType::kPersonId},
    {"ip_address", FieldType::kPersonId},
    // GA4's other fields: legitimate in an event, of no use to a profile.
    {"item_name", FieldType::kUnused},
    {"item_variant", FieldType::kUnused},
    {"item_list_id", FieldType::kUnused},
    {"item_list_name", FieldType::kUnused},
    {"affiliation", FieldType::kUnused},
    {"coupon", FieldType::kUnused},
    {"creative_slot", FieldType::kUnused},
    {"discount", FieldType::kUnused},
    {"index", FieldType::kUnused},
    {"location_id", FieldType::kUnused},
    {"promotion_name", FieldType::kUnused},
    {"transaction_id", FieldType::kReference},
    {"tax", FieldType::kUnused},
    {"shipping", FieldType::kUnused},
    {"shipping_tier", FieldType::kUnused},
    {"payment_type", FieldType::kUnused},
    {"search_term", FieldType::kUnused},
    {"page_title", FieldType::kUnused},
    {"page_location", FieldType::kAddress},
    {"page_referrer", FieldType::kAddress},
};

}  // namespace

std::span<const Field> fields() { return kFields; }

std::string_view name(Kind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

bool find_kind(std::string_view name, Kind& kind) {
  for (std::size_t i = 0; i < kKindCount; ++i) {
    if (kKindNames[i] == name) {
      kind = static_cast<Kind>(i);
      return true;
    }
  }
  return false;
}

}  // namespace noren::event
