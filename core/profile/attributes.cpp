#include "core/profile/attributes.h"

#include <algorithm>

#include "core/base/concat.h"
#include "core/base/slug.h"
#include "core/base/suggest.h"

namespace noren::profile {
namespace {

using Type = Value::Type;
using Id = AttributeId;

constexpr Minute kMinutesPerDay = 24 * 60;

// In the order of AttributeId.
constexpr AttributeInfo kAttributes[] = {
    {Id::kInterestCategory, "interest.category.<slug>", Type::kNumber, true},
    {Id::kInterestBrand, "interest.brand.<slug>", Type::kNumber, true},
    {Id::kInterestPriceBand, "interest.price_band.<n>", Type::kNumber, true},
    {Id::kTopCategory, "interest.top_category", Type::kText, true},
    {Id::kTopBrand, "interest.top_brand", Type::kText, true},
    {Id::kEventCount, "events.<kind>.count", Type::kNumber, true},
    {Id::kVisitCount, "visit.count", Type::kNumber, true},
    {Id::kDaysSinceLastVisit, "visit.days_since_last", Type::kNumber, true},
    {Id::kDaysSinceFirstVisit, "visit.days_since_first", Type::kNumber, true},
    {Id::kSessionPageViews, "session.page_views", Type::kNumber, true},
    {Id::kSessionEvents, "session.events", Type::kNumber, true},
    {Id::kSessionMinutes, "session.minutes", Type::kNumber, true},
    {Id::kCartItems, "cart.items", Type::kNumber, true},
    {Id::kCartLines, "cart.lines", Type::kNumber, true},
    {Id::kCartValue, "cart.value", Type::kNumber, true},
    {Id::kPurchaseCount, "purchase.count", Type::kNumber, true},
    {Id::kDaysSincePurchase, "purchase.days_since_last", Type::kNumber, true},
    {Id::kTotalSpend, "purchase.total_spend", Type::kNumber, true},
    {Id::kSeenItems, "items.seen", Type::kNumber, true},
    {Id::kLanguage, "context.language", Type::kText, false},
    {Id::kDeviceClass, "context.device", Type::kText, false},
    {Id::kLocalHour, "context.hour", Type::kNumber, false},
    {Id::kWeekday, "context.weekday", Type::kNumber, false},
    {Id::kPageType, "context.page", Type::kText, false},
};

// "interest.category." of "interest.category.<slug>"; the whole name where there is no parameter.
std::string_view part_before_parameter(std::string_view name) { return name.substr(0, name.find('<')); }
std::string_view part_after_parameter(std::string_view name) {
  const auto close = name.find('>');
  return close == std::string_view::npos ? std::string_view() : name.substr(close + 1);
}

// name without its first dots parts: "shoes" of "interest.categroy.shoes" for 2. Empty where there are fewer.
std::string_view after_dots(std::string_view name, std::size_t dots) {
  for (; dots > 0; --dots) {
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) return {};
    name = name.substr(dot + 1);
  }
  return name;
}

// The row's name with the parameter, if it takes one, that name has in the same place.
std::string with_parameter_of(std::string_view name, const AttributeInfo& info) {
  const std::string_view before = part_before_parameter(info.name);
  const std::string_view after = part_after_parameter(info.name);
  if (before == info.name) return std::string(before);
  std::string_view parameter =
      after_dots(name, static_cast<std::size_t>(std::count(before.begin(), before.end(), '.')));
  if (!after.empty()) parameter = parameter.substr(0, parameter.rfind('.'));
  return concat({before, parameter, after});
}

std::unexpected<Error> unknown(std::string_view name) {
  Suggestion suggestion(name);
  for (const AttributeInfo& info : kAttributes) suggestion.offer(with_parameter_of(name, info));
  const std::string hint = suggestion.hint();
  return fail(ErrorCode::kUnknownName, concat({"unknown attribute \"", name, "\""}), {},
              hint.empty() ? "docs/attributes.md lists all attributes" : std::string_view(hint));
}

Value days_between(Day from, Minute now) {
  if (from == 0) return Value::null();
  const Minute today = now / kMinutesPerDay;
  return Value::of(today > from ? static_cast<double>(today - from) : 0.0);
}

Value text_or_null(Symbol symbol) { return symbol == kNoSymbol ? Value::null() : Value::of(symbol); }

Value number(std::uint32_t n) { return Value::of(static_cast<double>(n)); }
Value number(std::size_t n) { return Value::of(static_cast<double>(n)); }

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

}  // namespace

std::span<const AttributeInfo> attributes() { return kAttributes; }

Result<Attribute> parse_attribute(std::string_view name, SymbolTable& symbols) {
  for (const AttributeInfo& info : kAttributes) {
    const std::string_view before = part_before_parameter(info.name);
    if (before == info.name) {
      if (name == info.name) return Attribute{info.id};
      continue;
    }
    const std::string_view after = part_after_parameter(info.name);
    if (!name.starts_with(before) || !name.ends_with(after) || name.size() <= before.size() + after.size()) continue;
    const std::string_view parameter = name.substr(before.size(), name.size() - before.size() - after.size());
    switch (info.id) {
      case Id::kInterestPriceBand:
        if (parameter.size() == 1 && parameter[0] >= '0' && parameter[0] < static_cast<char>('0' + kMaxPriceBands)) {
          return Attribute{info.id, static_cast<std::uint32_t>(parameter[0] - '0')};
        }
        return fail(ErrorCode::kUnknownName, concat({"expected a price band from 0 to 7 in \"", name, "\""}));
      case Id::kEventCount: {
        event::Kind kind{};
        if (event::find_kind(parameter, kind)) return Attribute{info.id, static_cast<std::uint32_t>(kind)};
        Suggestion suggestion(parameter);
        for (std::size_t i = 0; i < event::kKindCount; ++i) suggestion.offer(event::name(static_cast<event::Kind>(i)));
        return fail(ErrorCode::kUnknownName, concat({"unknown event \"", parameter, "\" in \"", name, "\""}), {},
                    suggestion.hint());
      }
      default: {
        const std::string spelled = slug(parameter);
        symbols.intern(spelled);
        return Attribute{info.id, name_key(spelled)};
      }
    }
  }
  return unknown(name);
}

Value read_attribute(const Attribute& attribute, const Profile* profile, const Context& context,
                     const NameTable& names) {
  switch (attribute.id) {
    case Id::kLanguage: return text_or_null(context.language);
    case Id::kDeviceClass: return text_or_null(context.device);
    case Id::kPageType: return text_or_null(context.page);
    case Id::kLocalHour: return Value::of(context.local_hour);
    case Id::kWeekday: return Value::of(context.weekday);
    default: break;
  }
  if (profile == nullptr) return Value::null();
  const Profile& p = *profile;
  switch (attribute.id) {
    case Id::kInterestCategory: return Value::of(p.category_share(attribute.parameter));
    case Id::kInterestBrand: return Value::of(p.brand_share(attribute.parameter));
    case Id::kInterestPriceBand: return Value::of(p.price_band_share(attribute.parameter));
    case Id::kTopCategory: return text_or_null(names.find(p.top_category()));
    case Id::kTopBrand: return text_or_null(names.find(p.top_brand()));
    case Id::kEventCount: return number(p.count(static_cast<event::Kind>(attribute.parameter)));
    case Id::kVisitCount: return number(p.visits());
    case Id::kDaysSinceLastVisit: return days_between(p.previous_visit_day(), p.now());
    case Id::kDaysSinceFirstVisit: return days_between(p.first_day(), p.now());
    case Id::kSessionPageViews: return number(p.session_page_views());
    case Id::kSessionEvents: return number(p.session_events());
    case Id::kSessionMinutes: return number(p.now() - p.session_start());
    case Id::kCartItems: return Value::of(cart_items(p));
    case Id::kCartLines: return number(p.cart().size());
    case Id::kCartValue: return Value::of(cart_value(p));
    case Id::kPurchaseCount: return number(p.count(event::Kind::kPurchase));
    case Id::kDaysSincePurchase: return days_between(p.last_purchase_day(), p.now());
    case Id::kTotalSpend: return Value::of(p.total_spend());
    case Id::kSeenItems: return number(p.seen().size());
    default: return Value::null();
  }
}

}  // namespace noren::profile
