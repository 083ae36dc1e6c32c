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
    {Id::kInterestCategoryRank,
     "1 for the category with the largest share, 2 for the next …; null without interest in it."},
    {Id::kInterestCategory, "Share of a category in all recent interest, 0 to 1."},
    {Id::kInterestBrandRank, "1 for the brand with the largest share, 2 for the next …; null without interest in it."},
    {Id::kInterestBrand, "Share of a brand in all recent interest, 0 to 1."},
    {Id::kInterestPriceBandRank,
     "1 for the price band with the largest share, 2 for the next …; null without interest in it."},
    {Id::kInterestPriceBand,
     "Share of a price band in all recent interest, 0 to 1; band 0 is the cheapest of the site document's "
     "price_bands."},
    {Id::kTopCategory, "Slug of the category with the largest share; null without interests."},
    {Id::kTopBrand, "Slug of the brand with the largest share; null without interests."},
    {Id::kTopPriceBand, "Number of the price band with the largest share, 0 the cheapest; null without interests."},
    {Id::kEventCount, "How often the event happened since the profile began."},
    {Id::kEventCount1Day, "How often the event happened today."},
    {Id::kEventCount7Days, "How often the event happened in the last 7 days, today included."},
    {Id::kEventCount30Days, "How often the event happened in the last 30 days, today included."},
    {Id::kEventDaysSinceLast, "Whole days since the event last happened; null where it never did."},
    {Id::kHistory,
     "What a query of the site document's history gives: for `count` how often, for `sequence` whether it "
     "happened."},
    {Id::kSeenItems, "Different items looked at, as far as they are remembered."},
    {Id::kViewedNotBought, "Of these, the ones not bought."},
    {Id::kVisitCount, "Visits so far, this one included; 1 on the first. Half an hour without an event ends a visit."},
    {Id::kDaysSinceLastVisit, "Whole days since the visit before this one; null on the first visit."},
    {Id::kDaysSinceFirstVisit, "Whole days since the first visit."},
    {Id::kLanding,
     "What kind of page this visit began on: home, category, product, campaign, search or other; null "
     "where it is not known."},
    {Id::kSessionPageViews, "Pages viewed in this visit."},
    {Id::kSessionEvents, "Events in this visit."},
    {Id::kSessionMinutes, "Minutes since this visit began."},
    {Id::kLifecycleStage,
     "stranger (looked at nothing), browsing, comparing (looked at three items, or wants one), "
     "first-order, repeat (two orders or more), lapsing and lost (no order for the site document's "
     "lapsing_days and lost_days)."},
    {Id::kRecencyBand,
     "How recent the last order is: 5 up to 7 days, 4 up to 30, 3 up to 90, 2 up to 180, 1 beyond; null "
     "without orders."},
    {Id::kFrequencyBand, "How many orders: 1, 2, 3 for 3 or 4, 4 for 5 to 9, 5 for 10 and more; null without orders."},
    {Id::kMonetaryBand,
     "Total spend in orders of the middle of the site document's order_bands: 1 below one, 2 from 1, 3 "
     "from 2, 4 from 5, 5 from 10; null without orders or bands."},
    {Id::kAverageOrderBand,
     "Band of the average order among the site document's order_bands, 0 the smallest; null without "
     "orders or bands."},
    {Id::kPurchaseCount, "Orders so far."},
    {Id::kDaysSincePurchase, "Whole days since the last order; null where there was none."},
    {Id::kTotalSpend, "Sum of all orders in the site's currency."},
    {Id::kCartItems, "Pieces in the cart."},
    {Id::kCartLines, "Different items in the cart."},
    {Id::kCartValue, "Value of the cart in the site's currency; items without a known price count as 0."},
    {Id::kCartAge,
     "Minutes since the cart last changed; where that was in an earlier visit, whole days in minutes. "
     "Null for an empty cart."},
    {Id::kFreeShippingDistance,
     "What the cart lacks for free shipping, in the site's currency, 0 where it has enough; null where "
     "the site document has no shipping.free_from."},
    {Id::kLanguage, "Language of the page, as in the site document's languages."},
    {Id::kDeviceClass, "phone, tablet or desktop."},
    {Id::kPageType, "The page's word for itself, one of the site document's pages."},
    {Id::kLocalHour, "Hour of the day on the device's clock, 0 to 23."},
    {Id::kWeekday, "Day of the week on the device's clock, 1 (Monday) to 7."},
    {Id::kMonth, "Month on the device's clock, 1 to 12."},
    {Id::kSeason,
     "Meteorological season of the northern hemisphere on the device's clock: spring (March to May), "
     "summer, autumn or winter."},
    {Id::kHoliday,
     "Id of the first of the site document's holidays that today on the device's clock is one of; null on "
     "other days."},
    {Id::kChannel,
     "Where this visit came from: direct, search, social, email, ads, referral or internal; null where it "
     "is not known."},
    {Id::kCampaignTag,
     "The campaign tag that this visit came with, one of the site document's campaign_tags; null for none "
     "and any other."},
    {Id::kPageSeconds, "Seconds that this page view has been visible, in steps of 5."},
    {Id::kPageScroll, "How far down the page was scrolled, percent, in steps of 25."},
    {Id::kPageIdle,
     "The longest time without a key, a touch or a movement of the pointer on this page view, seconds, in steps of 5."},
    {Id::kPageExitIntent, "Whether the pointer left towards the browser's bar on this page view."},
    {Id::kPageEventCount, "How often the event happened on this page view."},
    {Id::kDeclaredDaysUntil,
     "Days until the day of the year that she declared, 0 on the day itself; null without an answer. 29 "
     "February is 1 March in common years."},
    {Id::kDeclared,
     "What she answered to a question of the site document: an option's id, a number, a boolean, or a day "
     "of the year as month * 100 + day; null without an answer."},
    {Id::kJourneyStep, "Id of the step where she stands in a journey; null where she is not in it."},
    {Id::kJourneyActive, "Whether she is in a journey."},
    {Id::kCampaignSeenCount, "How often she has seen a campaign."},
    {Id::kCampaignDismissed, "Whether she ever closed a campaign."},
};

}  // namespace

std::string_view description(AttributeId id) {
  const auto row = static_cast<std::size_t>(id);
  return row < std::size(kDescriptions) && kDescriptions[row].id == id ? kDescriptions[row].sentence
                                                                       : std::string_view();
}

}  // namespace noren::profile
