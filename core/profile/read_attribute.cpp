// The value of each attribute. What it means is said in attribute_descriptions.cpp.

#include <algorithm>
#include <cmath>

#include "core/base/date.h"
#include "core/profile/attributes.h"
#include "core/profile/reading.h"

namespace noren::profile {
namespace {

using Id = AttributeId;
using event::Kind;

Value text_or_null(Symbol symbol) { return symbol == kNoSymbol ? Value::null() : Value::of(symbol); }
Value number(std::uint32_t n) { return Value::of(static_cast<double>(n)); }
Value number(std::size_t n) { return Value::of(static_cast<double>(n)); }

// What lies below the value, in steps of that size.
double stepped(double value, double size) { return std::floor(value / size) * size; }

Value days_since(Day from, Day today) {
  if (from == 0) return Value::null();
  return number(today > from ? static_cast<std::uint32_t>(today - from) : 0u);
}

// 1 for the highest score; entries with equal scores share a rank. Null where the key has none.
Value rank(std::span<const Interest> interests, NameKey key) {
  const auto own = std::find_if(interests.begin(), interests.end(), [&](const Interest& i) { return i.key == key; });
  if (own == interests.end()) return Value::null();
  std::uint32_t rank = 1;
  for (const Interest& other : interests) rank += other.score > own->score ? 1 : 0;
  return number(rank);
}

Value band_rank(std::span<const float> scores, std::size_t band) {
  if (!(scores[band] > 0.0f)) return Value::null();
  std::uint32_t rank = 1;
  for (const float score : scores) rank += score > scores[band] ? 1 : 0;
  return number(rank);
}

Value top_band(std::span<const float> scores) {
  const auto top = std::max_element(scores.begin(), scores.end());
  return *top > 0.0f ? number(static_cast<std::size_t>(top - scores.begin())) : Value::null();
}

double cart_items(const Profile& profile) {
  double sum = 0;
  for (const CartLine& line : profile.cart()) sum += line.quantity;
  return sum;
}

double cart_value(const Profile& profile) {
  double sum = 0;
  for (const CartLine& line : profile.cart()) {
    if (line.price > 0.0f) sum += static_cast<double>(line.price) * line.quantity;
  }
  return sum;
}

Value cart_age(const Profile& profile) {
  if (profile.cart().empty()) return Value::null();
  const Minute changed = profile.cart_changed();
  if (changed >= profile.session_start()) return number(profile.now() - changed);
  return number((profile.today() - changed / kMinutesPerDay) * kMinutesPerDay);
}

std::size_t viewed_not_bought(const Profile& profile) {
  std::size_t count = 0;
  for (const SeenItem& seen : profile.seen()) {
    const bool bought = std::any_of(profile.bought().begin(), profile.bought().end(),
                                    [&](const BoughtItem& item) { return item.key == seen.key; });
    count += bought ? 0 : 1;
  }
  return count;
}

enum Stage : std::uint8_t { kStranger, kBrowsing, kComparing, kFirstOrder, kRepeat, kLapsing, kLost };
constexpr std::size_t kItemsToCompare = 3;

Stage stage_of(const Profile& profile, const LifecycleRules& rules) {
  if (const std::uint32_t orders = profile.count(Kind::kPurchase); orders > 0) {
    const int days = profile.today() - profile.last_purchase_day();
    if (days >= rules.lost_days) return kLost;
    if (days >= rules.lapsing_days) return kLapsing;
    return orders > 1 ? kRepeat : kFirstOrder;
  }
  const bool wants =
      profile.count(Kind::kAddToCart) + profile.count(Kind::kAddToWishlist) + profile.count(Kind::kBeginCheckout) > 0;
  if (wants || profile.seen().size() >= kItemsToCompare) return kComparing;
  return profile.count(Kind::kViewItem) > 0 ? kBrowsing : kStranger;
}

// Bands from 1 to 5: one more than how many of the four ascending bounds the value reaches.
Value band_from(const double (&bounds)[4], double value) {
  std::uint32_t band = 1;
  for (const double bound : bounds) band += value >= bound ? 1 : 0;
  return number(band);
}

Value recency_band(const Profile& profile) {
  if (profile.last_purchase_day() == 0) return Value::null();
  // Fewer days are a higher band.
  static constexpr double kBounds[] = {-180, -90, -30, -7};
  return band_from(kBounds, -static_cast<double>(profile.today() - profile.last_purchase_day()));
}

Value frequency_band(const Profile& profile) {
  static constexpr double kBounds[] = {2, 3, 5, 10};
  const std::uint32_t orders = profile.count(Kind::kPurchase);
  return orders == 0 ? Value::null() : band_from(kBounds, orders);
}

Value monetary_band(const Profile& profile, const Rules& rules) {
  if (profile.count(Kind::kPurchase) == 0 || rules.order_bands.empty()) return Value::null();
  static constexpr double kBounds[] = {1, 2, 5, 10};
  const auto middle = static_cast<double>(rules.order_bands[rules.order_bands.size() / 2]);
  return band_from(kBounds, profile.total_spend() / middle);
}

Value average_order_band(const Profile& profile, const Rules& rules) {
  const std::uint32_t orders = profile.count(Kind::kPurchase);
  if (orders == 0 || rules.order_bands.empty()) return Value::null();
  return number(band_of(rules.order_bands, profile.total_spend() / orders));
}

std::uint32_t local_day(const Context& context) { return local_minute(context) / kMinutesPerDay; }
std::uint32_t month_day(const Date& date) { return date.month * 100u + date.day; }

// Meteorological seasons of the northern hemisphere: spring is March to May.
std::string_view season_of(const Date& date) { return kSeasons[(date.month + 9u) % 12u / 3u]; }

bool is_now(const Holiday& holiday, std::uint32_t day, std::uint32_t today) {
  const std::uint32_t now = holiday.yearly ? today : day;
  if (holiday.from <= holiday.to) return holiday.from <= now && now <= holiday.to;
  return holiday.yearly && (now >= holiday.from || now <= holiday.to);
}

Value holiday_of(const AttributeSource& from) {
  const std::uint32_t day = local_day(from.context);
  const std::uint32_t today = month_day(date_of(day));
  for (const Holiday& holiday : from.rules.holidays) {
    if (is_now(holiday, day, today)) return text_or_null(from.symbols.find(holiday.id));
  }
  return Value::null();
}

Value days_until(std::uint32_t month_and_day, std::uint32_t today) {
  const Date now = date_of(today);
  Date next{now.year, static_cast<std::uint8_t>(month_and_day / 100), static_cast<std::uint8_t>(month_and_day % 100)};
  if (day_of(next) < today) ++next.year;
  return number(day_of(next) - today);
}

// The text of a list whose key it is: an option or a step that the site document still has.
Value named(const List<std::string>& ids, NameKey key, const SymbolTable& symbols) {
  for (const std::string& id : ids) {
    if (name_key(id) == key) return text_or_null(symbols.find(id));
  }
  return Value::null();
}

bool is_month_day(float value) {
  if (!(value >= 101.0f && value <= 1231.0f)) return false;
  const auto number = static_cast<int>(value);
  return static_cast<float>(number) == value && number / 100 <= 12 && number % 100 >= 1 && number % 100 <= 31;
}

Value declared(const Attribute& attribute, const AttributeSource& from) {
  const Question& question = from.rules.questions[attribute.parameter];
  const Answer* const answer = from.profile->answer(question.key);
  if (answer == nullptr) return Value::null();
  const auto value = static_cast<double>(answer->value);
  switch (question.kind) {
    case Question::Kind::kChoice: return named(question.options, answer->option, from.symbols);
    case Question::Kind::kNumber:
      return value >= question.least && value <= question.most ? Value::of(value) : Value::null();
    case Question::Kind::kBoolean: return Value::boolean(value != 0);
    case Question::Kind::kMonthDay: break;
  }
  if (!is_month_day(answer->value)) return Value::null();  // the question was of another kind when she answered
  if (attribute.id == Id::kDeclared) return Value::of(value);
  return days_until(static_cast<std::uint32_t>(value), local_day(from.context));
}

Value journey_step(NameKey key, const AttributeSource& from) {
  const JourneyState* const state = from.profile->journey(key);
  if (state == nullptr || state->step == 0) return Value::null();
  for (const JourneyName& journey : from.rules.journeys) {
    if (name_key(journey.id) == key) return named(journey.steps, state->step, from.symbols);
  }
  return Value::null();
}

Value read_context(const Attribute& attribute, const AttributeSource& from) {
  const Context& context = from.context;
  switch (attribute.id) {
    case Id::kLanguage: return text_or_null(context.language);
    case Id::kDeviceClass: return text_or_null(context.device);
    case Id::kPageType: return text_or_null(context.page);
    case Id::kChannel: return text_or_null(context.channel);
    case Id::kCampaignTag: return text_or_null(context.campaign_tag);
    case Id::kLanding: return text_or_null(context.landing);
    case Id::kLocalHour: return number(local_minute(context) % kMinutesPerDay / kMinutesPerHour);
    case Id::kWeekday: return number(weekday_of(local_day(context)));
    case Id::kMonth: return number(std::uint32_t{date_of(local_day(context)).month});
    case Id::kSeason: return text_or_null(from.symbols.find(season_of(date_of(local_day(context)))));
    case Id::kHoliday: return holiday_of(from);
    case Id::kPageSeconds: return Value::of(stepped(context.page_state.seconds, 5));
    case Id::kPageScroll: return Value::of(stepped(context.page_state.scroll, 25));
    case Id::kPageIdle: return Value::of(stepped(context.page_state.idle, 5));
    case Id::kPageExitIntent: return Value::boolean(context.page_state.exit_intent);
    case Id::kPageEventCount: return number(std::uint32_t{context.page_state.events[attribute.parameter]});
    default: return Value::null();
  }
}

}  // namespace

Value read_attribute(const Attribute& attribute, const AttributeSource& from) {
  if (!attributes()[static_cast<std::size_t>(attribute.id)].personal) return read_context(attribute, from);
  if (from.profile == nullptr) return Value::null();
  const Profile& p = *from.profile;
  const std::uint32_t parameter = attribute.parameter;
  const auto kind = static_cast<Kind>(parameter);  // where it is one
  switch (attribute.id) {
    case Id::kInterestCategoryRank: return rank(p.categories(), parameter);
    case Id::kInterestCategory: return Value::of(p.category_share(parameter));
    case Id::kInterestBrandRank: return rank(p.brands(), parameter);
    case Id::kInterestBrand: return Value::of(p.brand_share(parameter));
    case Id::kInterestPriceBandRank: return band_rank(p.price_bands(), parameter);
    case Id::kInterestPriceBand: return Value::of(p.price_band_share(parameter));
    case Id::kTopCategory: return text_or_null(from.names.find(p.top_category()));
    case Id::kTopBrand: return text_or_null(from.names.find(p.top_brand()));
    case Id::kTopPriceBand: return top_band(p.price_bands());
    case Id::kEventCount: return number(p.count(kind));
    case Id::kEventCount1Day: return number(p.count_within(kind, 1));
    case Id::kEventCount7Days: return number(p.count_within(kind, 7));
    case Id::kEventCount30Days: return number(p.count_within(kind, 30));
    case Id::kEventDaysSinceLast: return days_since(p.last_day(kind), p.today());
    case Id::kHistory: {
      const HistoryQuery& query = from.rules.histories[parameter];
      const double value = p.ask(query).value;
      return query.form == HistoryQuery::Form::kCount ? Value::of(value) : Value::boolean(value != 0);
    }
    case Id::kSeenItems: return number(p.seen().size());
    case Id::kViewedNotBought: return number(viewed_not_bought(p));
    case Id::kVisitCount: return number(p.visits());
    case Id::kDaysSinceLastVisit: return days_since(p.previous_visit_day(), p.today());
    case Id::kDaysSinceFirstVisit: return days_since(p.first_day(), p.today());
    case Id::kSessionPageViews: return number(p.session_page_views());
    case Id::kSessionEvents: return number(p.session_events());
    case Id::kSessionMinutes: return number(p.now() - p.session_start());
    case Id::kLifecycleStage: return text_or_null(from.symbols.find(kStages[stage_of(p, from.rules.lifecycle)]));
    case Id::kRecencyBand: return recency_band(p);
    case Id::kFrequencyBand: return frequency_band(p);
    case Id::kMonetaryBand: return monetary_band(p, from.rules);
    case Id::kAverageOrderBand: return average_order_band(p, from.rules);
    case Id::kPurchaseCount: return number(p.count(Kind::kPurchase));
    case Id::kDaysSincePurchase: return days_since(p.last_purchase_day(), p.today());
    case Id::kTotalSpend: return Value::of(p.total_spend());
    case Id::kCartItems: return Value::of(cart_items(p));
    case Id::kCartLines: return number(p.cart().size());
    case Id::kCartValue: return Value::of(cart_value(p));
    case Id::kCartAge: return cart_age(p);
    case Id::kFreeShippingDistance:
      if (from.rules.free_shipping_from <= 0) return Value::null();
      return Value::of(std::max(0.0, from.rules.free_shipping_from - cart_value(p)));
    case Id::kDeclared:
    case Id::kDeclaredDaysUntil: return declared(attribute, from);
    case Id::kJourneyStep: return journey_step(parameter, from);
    case Id::kJourneyActive: {
      const JourneyState* const state = p.journey(parameter);
      return Value::boolean(state != nullptr && state->step != 0);
    }
    case Id::kCampaignSeenCount: return number(p.shown(parameter, Period::kLifetime));
    case Id::kCampaignDismissed: {
      const Showing* const showing = p.showing(parameter);
      return Value::boolean(showing != nullptr && showing->dismissed_day != 0);
    }
    default: return Value::null();
  }
}

}  // namespace noren::profile
