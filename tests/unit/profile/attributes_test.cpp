// What a rule may ask of a profile and its page view.

#include "core/profile/attributes.h"

#include <gtest/gtest.h>

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

TEST_F(AttributesTest, SuggestsTheNearestName) {
  EXPECT_EQ(hint("cart.vlaue"), "did you mean \"cart.value\"?");
  EXPECT_EQ(hint("interest.categroy.shoes"), "did you mean \"interest.category.shoes\"?");
  EXPECT_EQ(hint("event.view_item.count"), "did you mean \"events.view_item.count\"?");
  EXPECT_EQ(hint("events.view_itm.count"), "did you mean \"view_item\"?");
  EXPECT_EQ(hint("something else entirely"), "docs/attributes.md lists all attributes");
  EXPECT_EQ(hint("interest.price_band.9"), "");
  EXPECT_FALSE(parse_attribute("", symbols_, names_, rules_));
  EXPECT_FALSE(parse_attribute("interest.category.", symbols_, names_, rules_));
}

}  // namespace
}  // namespace noren::profile
