// What each attribute means, for the documentation. Apart from the list itself, so that it stays out of the WebAssembly module.

#include <iterator>

#include "core/profile/attributes.h"

namespace noren::profile {
namespace {

using Id = AttributeId;

struct Description {
  Id id;
  std::string_view sentence;
};

// In the order of AttributeId.
constexpr Description kDescriptions[] = {
    {Id::kInterestCategory, "Share of a category in all recent interest, 0 to 1."},
    {Id::kInterestBrand, "Share of a brand in all recent interest, 0 to 1."},
    {Id::kInterestPriceBand,
     "Share of a price band in all recent interest, 0 to 1; band 0 is the cheapest of the site document's "
     "price_bands."},
    {Id::kTopCategory, "Slug of the category with the largest share; null without interests."},
    {Id::kTopBrand, "Slug of the brand with the largest share; null without interests."},
    {Id::kEventCount, "How often the event happened since the profile began."},
    {Id::kVisitCount, "Visits so far, this one included; 1 on the first."},
    {Id::kDaysSinceLastVisit, "Whole days since the visit before this one; null on the first visit."},
    {Id::kDaysSinceFirstVisit, "Whole days since the first visit."},
    {Id::kSessionPageViews, "Pages viewed in this visit."},
    {Id::kSessionEvents, "Events in this visit."},
    {Id::kSessionMinutes, "Minutes since this visit began."},
    {Id::kCartItems, "Pieces in the cart."},
    {Id::kCartLines, "Different items in the cart."},
    {Id::kCartValue, "Value of the cart in the site's currency; items without a known price count as 0."},
    {Id::kPurchaseCount, "Orders so far."},
    {Id::kDaysSincePurchase, "Whole days since the last order; null where there was none."},
    {Id::kTotalSpend, "Sum of all orders in the site's currency."},
    {Id::kSeenItems, "Different items looked at, as far as they are remembered."},
    {Id::kLanguage, "Language of the page, as in the site document's languages."},
    {Id::kDeviceClass, "phone, tablet or desktop."},
    {Id::kLocalHour, "Hour of the day on the device's clock, 0 to 23."},
    {Id::kWeekday, "Day of the week on the device's clock, 1 (Monday) to 7."},
    {Id::kPageType, "The page's word for itself, one of the site document's pages."},
};

}  // namespace

std::string_view description(AttributeId id) {
  const auto row = static_cast<std::size_t>(id);
  return row < std::size(kDescriptions) && kDescriptions[row].id == id ? kDescriptions[row].sentence
                                                                       : std::string_view();
}

}  // namespace noren::profile
