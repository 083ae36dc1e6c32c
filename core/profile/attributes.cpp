#include "core/profile/attributes.h"

#include <algorithm>

#include "core/profile/reading.h"

namespace noren::profile {
namespace {

using Type = Value::Type;
using Id = AttributeId;
using event::Kind;

constexpr Changes kStageChanges = kPurchaseChanged | kItemsChanged | kDayPassed | counted(Kind::kViewItem) |
                                  counted(Kind::kAddToCart) | counted(Kind::kAddToWishlist) |
                                  counted(Kind::kBeginCheckout);

// In the order of AttributeId.
constexpr AttributeInfo kAttributes[] = {
    {Id::kInterestCategoryRank, "interest.category.<slug>.rank", Type::kNumber, true, kInterestChanged},
    {Id::kInterestCategory, "interest.category.<slug>", Type::kNumber, true, kInterestChanged | kDayPassed},
    {Id::kInterestBrandRank, "interest.brand.<slug>.rank", Type::kNumber, true, kInterestChanged},
    {Id::kInterestBrand, "interest.brand.<slug>", Type::kNumber, true, kInterestChanged | kDayPassed},
    {Id::kInterestPriceBandRank, "interest.price_band.<n>.rank", Type::kNumber, true, kInterestChanged},
    {Id::kInterestPriceBand, "interest.price_band.<n>", Type::kNumber, true, kInterestChanged | kDayPassed},
    {Id::kTopCategory, "interest.top_category", Type::kText, true, kInterestChanged},
    {Id::kTopBrand, "interest.top_brand", Type::kText, true, kInterestChanged},
    {Id::kTopPriceBand, "interest.top_price_band", Type::kNumber, true, kInterestChanged},
    {Id::kEventCount, "events.<kind>.count", Type::kNumber, true, 0},
    {Id::kEventCount1Day, "events.<kind>.count_1d", Type::kNumber, true, kDayPassed},
    {Id::kEventCount7Days, "events.<kind>.count_7d", Type::kNumber, true, kDayPassed},
    {Id::kEventCount30Days, "events.<kind>.count_30d", Type::kNumber, true, kDayPassed},
    {Id::kEventDaysSinceLast, "events.<kind>.days_since_last", Type::kNumber, true, kDayPassed},
    {Id::kHistory, "history.<query>", Type::kNull, true, 0},
    {Id::kSeenItems, "items.seen", Type::kNumber, true, kItemsChanged},
    {Id::kViewedNotBought, "items.viewed_not_bought", Type::kNumber, true, kItemsChanged},
    {Id::kVisitCount, "visit.count", Type::kNumber, true, kVisitChanged},
    {Id::kDaysSinceLastVisit, "visit.days_since_last", Type::kNumber, true, kVisitChanged | kDayPassed},
    {Id::kDaysSinceFirstVisit, "visit.days_since_first", Type::kNumber, true, kVisitChanged | kDayPassed},
    {Id::kLanding, "visit.landing", Type::kText, false, kContextChanged},
    {Id::kSessionPageViews, "session.page_views", Type::kNumber, true, kSessionChanged},
    {Id::kSessionEvents, "session.events", Type::kNumber, true, kSessionChanged},
    {Id::kSessionMinutes, "session.minutes", Type::kNumber, true, kVisitChanged | kMinutePassed},
    {Id::kLifecycleStage, "lifecycle.stage", Type::kText, true, kStageChanges},
    {Id::kRecencyBand, "rfm.recency", Type::kNumber, true, kPurchaseChanged | kDayPassed},
    {Id::kFrequencyBand, "rfm.frequency", Type::kNumber, true, kPurchaseChanged},
    {Id::kMonetaryBand, "rfm.monetary", Type::kNumber, true, kPurchaseChanged},
    {Id::kAverageOrderBand, "order.average_band", Type::kNumber, true, kPurchaseChanged},
    {Id::kPurchaseCount, "purchase.count", Type::kNumber, true, kPurchaseChanged},
    {Id::kDaysSincePurchase, "purchase.days_since_last", Type::kNumber, true, kPurchaseChanged | kDayPassed},
    {Id::kTotalSpend, "purchase.total_spend", Type::kNumber, true, kPurchaseChanged},
    {Id::kCartItems, "cart.items", Type::kNumber, true, kCartChanged},
    {Id::kCartLines, "cart.lines", Type::kNumber, true, kCartChanged},
    {Id::kCartValue, "cart.value", Type::kNumber, true, kCartChanged},
    {Id::kCartAge, "cart.age_minutes", Type::kNumber, true, kCartChanged | kMinutePassed},
    {Id::kFreeShippingDistance, "cart.distance_to_free_shipping", Type::kNumber, true, kCartChanged},
    {Id::kLanguage, "context.language", Type::kText, false, kContextChanged},
    {Id::kDeviceClass, "context.device", Type::kText, false, kContextChanged},
    {Id::kPageType, "context.page", Type::kText, false, kContextChanged},
    {Id::kLocalHour, "context.hour", Type::kNumber, false, kLocalHourPassed},
    {Id::kWeekday, "context.weekday", Type::kNumber, false, kLocalDayPassed},
    {Id::kMonth, "context.month", Type::kNumber, false, kLocalDayPassed},
    {Id::kSeason, "context.season", Type::kText, false, kLocalDayPassed},
    {Id::kHoliday, "context.holiday", Type::kText, false, kLocalDayPassed},
    {Id::kChannel, "context.channel", Type::kText, false, kContextChanged},
    {Id::kCampaignTag, "context.campaign", Type::kText, false, kContextChanged},
    {Id::kPageSeconds, "page.seconds", Type::kNumber, false, kPageStateChanged},
    {Id::kPageScroll, "page.scroll", Type::kNumber, false, kPageStateChanged},
    {Id::kPageIdle, "page.idle", Type::kNumber, false, kPageStateChanged},
    {Id::kPageExitIntent, "page.exit_intent", Type::kBoolean, false, kPageStateChanged},
    {Id::kPageEventCount, "page.<kind>.count", Type::kNumber, false, kPageStateChanged},
    {Id::kDeclaredDaysUntil, "declared.<question>.days_until", Type::kNumber, true, kAnswersChanged | kLocalDayPassed},
    {Id::kDeclared, "declared.<question>", Type::kNull, true, kAnswersChanged},
    {Id::kJourneyStep, "journey.<journey>.step", Type::kText, true, kJourneysChanged},
    {Id::kJourneyActive, "journey.<journey>.active", Type::kBoolean, true, kJourneysChanged},
    {Id::kCampaignSeenCount, "campaign.<campaign>.seen_count", Type::kNumber, true, kShownChanged},
    {Id::kCampaignDismissed, "campaign.<campaign>.dismissed", Type::kBoolean, true, kShownChanged},
};

consteval bool is_ordered() {
  for (std::size_t i = 0; i < std::size(kAttributes); ++i) {
    if (static_cast<std::size_t>(kAttributes[i].id) != i) return false;
  }
  return std::size(kAttributes) == kAttributeCount;
}
static_assert(is_ordered());

const AttributeInfo& info_of(Id id) { return kAttributes[static_cast<std::size_t>(id)]; }

// The minute after `now` at which the next unit of `minutes` of local time begins.
Minute next_local(const Context& context, Minute minutes) {
  return context.now + minutes - local_minute(context) % minutes;
}

}  // namespace

std::span<const AttributeInfo> attributes() { return kAttributes; }

Type type_of(const Attribute& attribute, const Rules& rules) {
  if (attribute.id == Id::kHistory) {
    const bool counts = rules.histories[attribute.parameter].form == HistoryQuery::Form::kCount;
    return counts ? Type::kNumber : Type::kBoolean;
  }
  if (attribute.id == Id::kDeclared) {
    switch (rules.questions[attribute.parameter].kind) {
      case Question::Kind::kChoice: return Type::kText;
      case Question::Kind::kBoolean: return Type::kBoolean;
      default: return Type::kNumber;
    }
  }
  return info_of(attribute.id).type;
}

Changes depends_on(const Attribute& attribute, const Rules& rules) {
  const Changes on = info_of(attribute.id).on;
  switch (attribute.id) {
    case Id::kEventCount:
    case Id::kEventCount1Day:
    case Id::kEventCount7Days:
    case Id::kEventCount30Days:
    case Id::kEventDaysSinceLast: return on | counted(static_cast<Kind>(attribute.parameter));
    case Id::kHistory: {
      const HistoryQuery& query = rules.histories[attribute.parameter];
      // Any entry may push out the oldest one; and a new session makes the old entries coarser.
      Changes all = kHistoryChanged;
      if (query.within_days != 0 || query.idle_days != 0) all |= kDayPassed;
      if (query.idle_minutes != 0) all |= kMinutePassed;
      return all;
    }
    default: return on;
  }
}

Changes changes_between(const Context& before, const Context& after) {
  Changes changes = 0;
  const bool same = before.language == after.language && before.device == after.device && before.page == after.page &&
                    before.channel == after.channel && before.campaign_tag == after.campaign_tag &&
                    before.landing == after.landing;
  if (!same) changes |= kContextChanged;
  const PageState& was = before.page_state;
  const PageState& is = after.page_state;
  if (was.seconds != is.seconds || was.scroll != is.scroll || was.idle != is.idle ||
      was.exit_intent != is.exit_intent || was.events != is.events) {
    changes |= kPageStateChanged;
  }
  if (local_minute(before) / kMinutesPerHour != local_minute(after) / kMinutesPerHour) changes |= kLocalHourPassed;
  if (local_minute(before) / kMinutesPerDay != local_minute(after) / kMinutesPerDay) changes |= kLocalDayPassed;
  return changes;
}

Minute next_change(const Attribute& attribute, const AttributeSource& from) {
  const Profile* const profile = from.profile;
  if (profile == nullptr && info_of(attribute.id).personal) return kNever;
  const Minute now = profile == nullptr ? from.context.now : profile->now();
  if (attribute.id == Id::kHistory) {
    return profile == nullptr ? kNever : profile->ask(from.rules.histories[attribute.parameter]).next;
  }
  const Changes on = depends_on(attribute, from.rules);
  Minute next = kNever;
  if (on & kMinutePassed) next = now + 1;
  if (on & kDayPassed) next = std::min(next, next_day(now));
  if (on & kLocalHourPassed) next = std::min(next, next_local(from.context, kMinutesPerHour));
  if (on & kLocalDayPassed) next = std::min(next, next_local(from.context, kMinutesPerDay));
  return next;
}

}  // namespace noren::profile
