// What a rule may ask of a profile and its page view.

#include "core/profile/attributes.h"

#include <gtest/gtest.h>

#include "core/base/date.h"
#include "tests/support/test_shop.h"

namespace noren::profile {
namespace {

using event::Kind;
using Id = AttributeId;
using testing::kDay;
using testing::kMinute;
using testing::kNow;

class AttributesTest : public ::testing::Test {
 protected:
  AttributesTest() {
    names_.add("running", symbols_);
    rules_.price_bands = {1000, 5000};
    rules_.order_bands = {2000, 6000};
    rules_.free_shipping_from = 5000;
    rules_.questions = {{"birthday", name_key("birthday"), Question::Kind::kMonthDay, {}},
                        {"size", name_key("size"), Question::Kind::kChoice, {"s", "m"}}};
    rules_.histories.push_back({.id = "socks", .steps = {{.kind = Kind::kPurchase}}, .excluded = {}});
    rules_.holidays = {{"harvest", true, 1101, 1130}};
    rules_.campaigns = {"hero"};
    rules_.journeys = {{"welcome", {"hello", "offer"}}};
  }

  void acts(Kind kind, double time_ms, const privacy::CleanAct& act) {
    const auto event = gate_.admit_act(kind, time_ms, act, testing::kPersonal);
    ASSERT_TRUE(event);
    profile_.apply(*event);
  }
  void happens(Kind kind, double time_ms, const std::vector<testing::Fields>& items = {}) {
    const auto event = gate_.admit(testing::raw_event(gate_, kind, time_ms, items), testing::kPersonal);
    ASSERT_TRUE(event);
    profile_.apply(*event);
  }
  AttributeSource source(const Profile* profile) const { return {profile, context_, rules_, symbols_, names_}; }
  Value read(std::string_view name) {
    const auto attribute = parse_attribute(name, symbols_, names_, rules_);
    EXPECT_TRUE(attribute) << name;
    return attribute ? read_attribute(*attribute, source(&profile_)) : Value::null();
  }
  double number(std::string_view name) {
    const Value value = read(name);
    EXPECT_EQ(value.type, Value::Type::kNumber) << name;
    return value.number;
  }
  std::string_view text(std::string_view name) {
    const Value value = read(name);
    EXPECT_EQ(value.type, Value::Type::kText) << name;
    return symbols_.text(value.text);
  }
  void look_from(double time_ms) { profile_.look_from(static_cast<Minute>(time_ms / kMinute)); }
  std::string hint(std::string_view name) {
    const auto attribute = parse_attribute(name, symbols_, names_, rules_);
    EXPECT_FALSE(attribute) << name;
    return attribute ? "" : attribute.error().hint;
  }

  testing::TestVocabulary vocabulary_;
  privacy::InboundGate gate_{vocabulary_};
  Rules rules_ = Rules::defaults();
  Profile profile_{rules_};
  SymbolTable symbols_;
  NameTable names_;
  Context context_;
};

TEST_F(AttributesTest, AnswersForEveryRowOfTheListWithItsType) {
  happens(Kind::kViewItem, kNow, {{{"item_id", "sock"}}});
  happens(Kind::kPurchase, kNow, {{{"item_id", "sock"}}});
  happens(Kind::kAddToCart, kNow + kDay, {{{"item_id", "kettle"}}});
  acts(Kind::kAnswer, kNow + kDay, {name_key("birthday"), 0, 0, 522});
  acts(Kind::kJourneyStep, kNow + kDay, {name_key("welcome"), name_key("hello"), 0, 0});
  context_ = {symbols_.intern("ja"),
              symbols_.intern("phone"),
              symbols_.intern("home"),
              symbols_.intern("email"),
              symbols_.intern("summer"),
              symbols_.intern("home"),
              profile_.now(),
              540,
              {}};
  for (const char* name : {"running", "socks", "outdoor", "tabi-ya"}) names_.add(name, symbols_);
  for (const AttributeInfo& info : attributes()) {
    std::string name(info.name);
    const std::pair<std::string_view, std::string_view> parameters[] = {
        {"<slug>", info.id <= Id::kInterestCategory ? "running" : "tabi-ya"},
        {"<kind>", "view_item"},
        {"<n>", "1"},
        {"<query>", "socks"},
        {"<question>", "birthday"},
        {"<journey>", "welcome"},
        {"<campaign>", "hero"}};
    for (const auto& [placeholder, parameter] : parameters) {
      if (const auto at = name.find(placeholder); at != std::string::npos) {
        name.replace(at, placeholder.size(), parameter);
      }
    }
    const auto attribute = parse_attribute(name, symbols_, names_, rules_);
    ASSERT_TRUE(attribute) << name;
    EXPECT_EQ(attribute->id, info.id) << name;
    const Value::Type type = type_of(*attribute, rules_);
    EXPECT_NE(type, Value::Type::kNull) << name;
    EXPECT_EQ(read(name).type, type) << name;
    EXPECT_FALSE(description(info.id).empty()) << name;
    const Value stranger = read_attribute(*attribute, source(nullptr));
    EXPECT_EQ(stranger.type, info.personal ? Value::Type::kNull : type) << name;
  }
}

TEST_F(AttributesTest, ReadsTheProfile) {
  happens(Kind::kViewItem, kNow, {{{"item_id", "trail-shoe"}}});
  happens(Kind::kAddToCart, kNow + kMinute, {{{"item_id", "sock"}, {"quantity", 2.0}}});
  EXPECT_DOUBLE_EQ(number("interest.category.running"), 4.0 / 5.0);
  EXPECT_DOUBLE_EQ(number("interest.category.Running"), 4.0 / 5.0) << "names are slugged";
  EXPECT_DOUBLE_EQ(number("interest.brand.hayate"), 1.0 / 5.0);
  EXPECT_EQ(number("events.view_item.count"), 1);
  EXPECT_EQ(number("cart.items"), 2);
  EXPECT_EQ(number("cart.lines"), 1);
  EXPECT_EQ(number("cart.value"), 2400);
  EXPECT_EQ(number("session.minutes"), 1);
  EXPECT_EQ(number("visit.count"), 1);
  EXPECT_EQ(read("visit.days_since_last").type, Value::Type::kNull);
  EXPECT_EQ(read("purchase.days_since_last").type, Value::Type::kNull);
  happens(Kind::kPurchase, kNow + 3 * kDay, {{{"item_id", "sock"}}});
  EXPECT_EQ(number("visit.days_since_last"), 3);
  EXPECT_EQ(number("purchase.days_since_last"), 0);
  EXPECT_EQ(number("purchase.total_spend"), 1200);
  profile_.look_from(static_cast<Minute>((kNow + 10 * kDay) / kMinute));
  EXPECT_EQ(number("purchase.days_since_last"), 7);
}

TEST_F(AttributesTest, NamesTheTopCategoryOnlyWhereItKnowsItsSlug) {
  EXPECT_EQ(read("interest.top_category").type, Value::Type::kNull);
  happens(Kind::kViewItem, kNow, {{{"item_id", "kettle"}}});
  EXPECT_EQ(read("interest.top_category").type, Value::Type::kNull) << "no such name in the table";
  names_.add("kitchen", symbols_);
  names_.add("coffee", symbols_);
  const Value top = read("interest.top_category");
  ASSERT_EQ(top.type, Value::Type::kText);
  EXPECT_TRUE(symbols_.text(top.text) == "kitchen" || symbols_.text(top.text) == "coffee");
}

TEST_F(AttributesTest, RanksInterests) {
  happens(Kind::kViewItem, kNow, {{{"item_id", "sock"}}});
  happens(Kind::kViewItem, kNow, {{{"item_id", "trail-shoe"}}});
  happens(Kind::kViewItem, kNow, {{{"item_id", "kettle"}}});
  happens(Kind::kViewItem, kNow, {{{"item_id", "kettle"}}});
  happens(Kind::kViewItem, kNow, {{{"item_id", "kettle"}}});
  EXPECT_EQ(number("interest.category.kitchen.rank"), 1);
  EXPECT_EQ(number("interest.category.running.rank"), 3) << "behind kitchen and coffee";
  EXPECT_EQ(number("interest.category.outdoor.rank"), 3) << "as strong as running";
  EXPECT_EQ(read("interest.category.tea.rank").type, Value::Type::kNull);
  EXPECT_EQ(number("interest.brand.hayate.rank"), 2);
  EXPECT_EQ(number("interest.top_price_band"), 2) << "above the last bound";
  EXPECT_EQ(number("interest.price_band.2.rank"), 1);
  EXPECT_EQ(number("interest.price_band.1.rank"), 2);
  EXPECT_EQ(read("interest.price_band.0.rank").type, Value::Type::kNull);
}

TEST_F(AttributesTest, CountsEventsInWindows) {
  happens(Kind::kSearch, kNow);
  happens(Kind::kSearch, kNow + 3 * kDay);
  EXPECT_EQ(number("events.search.count_1d"), 1);
  EXPECT_EQ(number("events.search.count_7d"), 2);
  EXPECT_EQ(number("events.search.days_since_last"), 0);
  EXPECT_EQ(read("events.purchase.days_since_last").type, Value::Type::kNull);
  look_from(kNow + 9 * kDay);
  EXPECT_EQ(number("events.search.count_1d"), 0);
  EXPECT_EQ(number("events.search.count_7d"), 1);
  EXPECT_EQ(number("events.search.count_30d"), 2);
  EXPECT_EQ(number("events.search.count"), 2);
  EXPECT_EQ(number("events.search.days_since_last"), 6);
}

TEST_F(AttributesTest, TellsTheStageOfTheLifecycle) {
  EXPECT_EQ(text("lifecycle.stage"), "stranger");
  happens(Kind::kPageView, kNow);
  EXPECT_EQ(text("lifecycle.stage"), "stranger");
  happens(Kind::kViewItem, kNow, {{{"item_id", "sock"}}});
  EXPECT_EQ(text("lifecycle.stage"), "browsing");
  happens(Kind::kViewItem, kNow, {{{"item_id", "kettle"}}});
  happens(Kind::kViewItem, kNow, {{{"item_id", "kettle"}}});
  EXPECT_EQ(text("lifecycle.stage"), "browsing");
  happens(Kind::kViewItem, kNow, {{{"item_id", "trail-shoe"}}});
  EXPECT_EQ(text("lifecycle.stage"), "comparing");
  happens(Kind::kPurchase, kNow, {{{"item_id", "sock"}}});
  EXPECT_EQ(text("lifecycle.stage"), "first-order");
  happens(Kind::kPurchase, kNow, {{{"item_id", "sock"}}});
  EXPECT_EQ(text("lifecycle.stage"), "repeat");
  look_from(kNow + 59 * kDay);
  EXPECT_EQ(text("lifecycle.stage"), "repeat");
  look_from(kNow + 60 * kDay);
  EXPECT_EQ(text("lifecycle.stage"), "lapsing");
  look_from(kNow + 180 * kDay);
  EXPECT_EQ(text("lifecycle.stage"), "lost");
}

TEST_F(AttributesTest, TakesWishingForAnItemAsComparing) {
  happens(Kind::kAddToWishlist, kNow, {{{"item_id", "sock"}}});
  EXPECT_EQ(text("lifecycle.stage"), "comparing");
}

TEST_F(AttributesTest, PutsOrdersIntoBands) {
  for (const char* name : {"rfm.recency", "rfm.frequency", "rfm.monetary", "order.average_band"}) {
    EXPECT_EQ(read(name).type, Value::Type::kNull) << name;
  }
  const auto buys = [&](double pieces) {
    happens(Kind::kPurchase, kNow, {{{"item_id", "sock"}, {"quantity", pieces}}});
  };
  buys(1);  // 1200, and the middle of the bands is 6000
  EXPECT_EQ(number("rfm.frequency"), 1);
  EXPECT_EQ(number("rfm.monetary"), 1);
  EXPECT_EQ(number("order.average_band"), 0);
  buys(4);
  EXPECT_EQ(number("rfm.frequency"), 2);
  EXPECT_EQ(number("rfm.monetary"), 2) << "6000 in all";
  EXPECT_EQ(number("order.average_band"), 1) << "3000 on average";
  buys(45);
  EXPECT_EQ(number("rfm.frequency"), 3);
  EXPECT_EQ(number("rfm.monetary"), 5);
  EXPECT_EQ(number("order.average_band"), 2);
  const std::pair<int, int> recency[] = {{0, 5},  {7, 5},  {8, 4},   {30, 4}, {31, 3},
                                         {90, 3}, {91, 2}, {180, 2}, {181, 1}};
  for (const auto& [days, band] : recency) {
    look_from(kNow + days * kDay);
    EXPECT_EQ(number("rfm.recency"), band) << days;
  }
}

TEST_F(AttributesTest, TellsWhatTheCartLacksAndHowOldItIs) {
  EXPECT_EQ(number("cart.distance_to_free_shipping"), 5000);
  EXPECT_EQ(read("cart.age_minutes").type, Value::Type::kNull);
  happens(Kind::kAddToCart, kNow, {{{"item_id", "sock"}, {"quantity", 3.0}}});
  EXPECT_EQ(number("cart.distance_to_free_shipping"), 1400);
  look_from(kNow + 5 * kMinute);
  EXPECT_EQ(number("cart.age_minutes"), 5);
  happens(Kind::kAddToCart, kNow + 6 * kMinute, {{{"item_id", "kettle"}}});
  EXPECT_EQ(number("cart.distance_to_free_shipping"), 0);
  EXPECT_EQ(number("cart.age_minutes"), 0);
  happens(Kind::kPageView, kNow + 2 * kDay);
  EXPECT_EQ(number("cart.age_minutes"), 2 * 24 * 60) << "of another visit in whole days";
  rules_.free_shipping_from = 0;
  EXPECT_EQ(read("cart.distance_to_free_shipping").type, Value::Type::kNull);
}

TEST_F(AttributesTest, CountsWhatWasViewedAndNotBought) {
  happens(Kind::kViewItem, kNow, {{{"item_id", "sock"}}});
  happens(Kind::kViewItem, kNow, {{{"item_id", "kettle"}}});
  happens(Kind::kPurchase, kNow, {{{"item_id", "sock"}}});
  EXPECT_EQ(number("items.viewed_not_bought"), 1);
}

TEST_F(AttributesTest, ReadsTheVisitorsOwnClock) {
  context_.now = static_cast<Minute>(kNow / kMinute);  // Sunday 22 November, 10:00 UTC
  context_.utc_offset_minutes = 345;
  EXPECT_EQ(number("context.hour"), 15);
  EXPECT_EQ(number("context.weekday"), 7);
  context_.utc_offset_minutes = 14 * 60;
  EXPECT_EQ(number("context.hour"), 0);
  EXPECT_EQ(number("context.weekday"), 1);
  context_.utc_offset_minutes = -11 * 60;
  EXPECT_EQ(number("context.hour"), 23);
  EXPECT_EQ(number("context.weekday"), 6);
  const std::string_view seasons[] = {"winter", "winter", "spring", "spring", "spring", "summer",
                                      "summer", "summer", "autumn", "autumn", "autumn", "winter"};
  for (std::uint8_t month = 1; month <= 12; ++month) {
    context_.now = (day_of({2027, month, 10}) + 1) * kMinutesPerDay;
    EXPECT_EQ(number("context.month"), month);
    EXPECT_EQ(text("context.season"), seasons[month - 1]) << int{month};
  }
}

TEST_F(AttributesTest, KnowsHolidaysOfEveryYearAndOfOne) {
  rules_.holidays = {{"new-year", true, 1229, 103}, {"fair", false, day_of({2026, 12, 28}), day_of({2026, 12, 30})}};
  const auto holiday_on = [&](const Date& date) {
    context_.now = day_of(date) * kMinutesPerDay;
    return read("context.holiday").type == Value::Type::kNull ? "" : text("context.holiday");
  };
  EXPECT_EQ(holiday_on({2026, 12, 27}), "");
  EXPECT_EQ(holiday_on({2026, 12, 28}), "fair");
  EXPECT_EQ(holiday_on({2026, 12, 29}), "new-year") << "the first of the list";
  EXPECT_EQ(holiday_on({2027, 1, 3}), "new-year");
  EXPECT_EQ(holiday_on({2027, 1, 4}), "");
  EXPECT_EQ(holiday_on({2027, 12, 28}), "");
}

TEST_F(AttributesTest, TellsAnswersByTheKindOfTheirQuestion) {
  EXPECT_EQ(read("declared.size").type, Value::Type::kNull);
  acts(Kind::kAnswer, kNow, {name_key("size"), name_key("m"), 0, 0});
  EXPECT_EQ(text("declared.size"), "m");
  acts(Kind::kAnswer, kNow, {name_key("size"), name_key("no longer offered"), 0, 0});
  EXPECT_EQ(read("declared.size").type, Value::Type::kNull);
  rules_.questions.push_back({"age", name_key("age"), Question::Kind::kNumber, {}, 0, 120});
  rules_.questions.push_back({"member", name_key("member"), Question::Kind::kBoolean, {}});
  acts(Kind::kAnswer, kNow, {name_key("age"), 0, 0, 33});
  acts(Kind::kAnswer, kNow, {name_key("member"), 0, 0, 1});
  EXPECT_EQ(number("declared.age"), 33);
  EXPECT_EQ(read("declared.member"), Value::boolean(true));
  acts(Kind::kAnswer, kNow, {name_key("age"), 0, 0, 500});
  EXPECT_EQ(read("declared.age").type, Value::Type::kNull) << "beyond what the question allows now";
}

TEST_F(AttributesTest, CountsDaysToABirthday) {
  const auto days_from = [&](const Date& date, float month_day) {
    acts(Kind::kAnswer, kNow, {name_key("birthday"), 0, 0, month_day});
    context_.now = day_of(date) * kMinutesPerDay;
    return number("declared.birthday.days_until");
  };
  EXPECT_EQ(days_from({2027, 5, 15}, 522), 7);
  EXPECT_EQ(days_from({2027, 5, 22}, 522), 0);
  EXPECT_EQ(number("declared.birthday"), 522);
  EXPECT_EQ(days_from({2027, 5, 23}, 522), 365) << "2028 is a leap year, but its February comes before";
  EXPECT_EQ(days_from({2027, 12, 31}, 101), 1);
  EXPECT_EQ(days_from({2027, 2, 28}, 229), 1) << "1 March in a common year";
  EXPECT_EQ(days_from({2028, 2, 28}, 229), 1);
  acts(Kind::kAnswer, kNow, {name_key("birthday"), 0, 0, 1350});
  EXPECT_EQ(read("declared.birthday.days_until").type, Value::Type::kNull);
}

TEST_F(AttributesTest, TellsThePageViewInSteps) {
  context_.page_state.seconds = 14.9;
  context_.page_state.scroll = 74;
  context_.page_state.exit_intent = true;
  context_.page_state.events[static_cast<std::size_t>(Kind::kAddToCart)] = 2;
  EXPECT_EQ(number("page.seconds"), 10);
  EXPECT_EQ(number("page.scroll"), 50);
  EXPECT_EQ(read("page.exit_intent"), Value::boolean(true));
  EXPECT_EQ(number("page.add_to_cart.count"), 2);
}

TEST_F(AttributesTest, TellsWhereSheStandsWithCampaignsAndJourneys) {
  EXPECT_EQ(number("campaign.hero.seen_count"), 0);
  EXPECT_EQ(read("journey.welcome.active"), Value::boolean(false));
  acts(Kind::kViewPromotion, kNow, {name_key("hero"), name_key("a"), 0, 0});
  acts(Kind::kDismissPromotion, kNow, {name_key("hero"), name_key("a"), 0, 0});
  acts(Kind::kJourneyStep, kNow, {name_key("welcome"), name_key("offer"), 0, 0});
  EXPECT_EQ(number("campaign.hero.seen_count"), 1);
  EXPECT_EQ(read("campaign.hero.dismissed"), Value::boolean(true));
  EXPECT_EQ(read("journey.welcome.active"), Value::boolean(true));
  EXPECT_EQ(text("journey.welcome.step"), "offer");
}

TEST_F(AttributesTest, SuggestsTheNearestName) {
  EXPECT_EQ(hint("cart.vlaue"), "did you mean \"cart.value\"?");
  EXPECT_EQ(hint("interest.categroy.shoes"), "did you mean \"interest.category.shoes\"?");
  EXPECT_EQ(hint("event.view_item.count"), "did you mean \"events.view_item.count\"?");
  EXPECT_EQ(hint("events.view_itm.count"), "did you mean \"view_item\"?");
  EXPECT_EQ(hint("history.sokcs"), "did you mean \"socks\"?");
  EXPECT_EQ(hint("declared.brithday"), "did you mean \"birthday\"?");
  EXPECT_EQ(hint("declared.size.days_until"), "") << "only a day of the year has days until it";
  EXPECT_EQ(hint("journey.wellcome.step"), "did you mean \"welcome\"?");
  EXPECT_EQ(hint("campaign.her.seen_count"), "did you mean \"hero\"?");
  EXPECT_EQ(hint("lifecycle.state"), "did you mean \"lifecycle.stage\"?");
  EXPECT_EQ(hint("something else entirely"), "docs/attributes.md lists all attributes");
  EXPECT_EQ(hint("interest.price_band.9"), "");
  EXPECT_FALSE(parse_attribute("", symbols_, names_, rules_));
  EXPECT_FALSE(parse_attribute("interest.category.", symbols_, names_, rules_));
}

}  // namespace
}  // namespace noren::profile
