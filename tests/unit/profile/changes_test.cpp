// Only what changed is read again: that is right only if nothing else ever differs. Random visitors, every attribute.

#include "core/profile/changes.h"

#include "core/profile/attributes.h"
#include "tests/unit/profile/visitor.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::kDay;
using testing::kHour;
using testing::kMinute;
using testing::kNow;

class ChangesTest : public Visitor {
 protected:
  ChangesTest() {
    rules_.half_life_days = 3;
    rules_.price_bands = {1000, 5000, 10000};
    rules_.order_bands = {2000, 8000};
    rules_.free_shipping_from = 6000;
    rules_.lifecycle = {.lapsing_days = 4, .lost_days = 9};
    rules_.questions = {{"size", name_key("size"), Question::Kind::kChoice, {"s", "m"}},
                        {"number", name_key("number"), Question::Kind::kNumber, {}},
                        {"yes", name_key("yes"), Question::Kind::kBoolean, {}},
                        {"birthday", name_key("birthday"), Question::Kind::kMonthDay, {}}};
    HistoryQuery query{.id = "count", .steps = {{.kind = Kind::kViewItem}}, .excluded = {}};
    rules_.histories.push_back(query);
    query.id = "count-two-days";
    query.within_days = 2;
    rules_.histories.push_back(query);
    query.form = HistoryQuery::Form::kSequence;
    query.steps.push_back({.kind = Kind::kAddToCart, .same_item = true});
    query.without = true;
    query.excluded = {.kind = Kind::kPurchase};
    for (const std::uint32_t minutes : {0u, 7u, 90u, 4000u}) {
      query.id = "minutes-" + std::to_string(minutes);
      query.idle_minutes = minutes;
      rules_.histories.push_back(query);
    }
    query.excluded.same_item = true;
    query.within_days = 0;
    query.id = "days";
    query.idle_days = 1;
    rules_.histories.push_back(query);
    query.id = "visit";
    query.idle_minutes = 0;
    query.idle_days = 0;
    query.earlier_visit = true;
    rules_.histories.push_back(query);
    rules_.holidays = {{"tomorrow", true, 1123, 1124}, {"new-year", true, 1220, 105}};
    rules_.campaigns = {"hero"};
    rules_.journeys = {{"welcome", {"hello", "offer"}}};
    rules_.goals = {{name_key("hero"), Kind::kPurchase, 3, 5}};

    for (const AttributeInfo& info : attributes()) {
      for (const std::string& name : names_of(info)) {
        const auto attribute = parse_attribute(name, symbols_, names_, rules_);
        EXPECT_TRUE(attribute) << name;
        if (attribute) all_.push_back({*attribute, name});
      }
    }
    context_.utc_offset_minutes = 345;
  }

  // With each of the parameters that it can take here.
  std::vector<std::string> names_of(const AttributeInfo& info) const {
    const auto begin = info.name.find('<');
    if (begin == std::string_view::npos) return {std::string(info.name)};
    const auto end = info.name.find('>') + 1;
    const std::string_view placeholder = info.name.substr(begin, end - begin);
    std::vector<std::string> parameters;
    if (placeholder == "<slug>") parameters = {"running", "kitchen", "hayate", "yugen"};
    if (placeholder == "<n>") parameters = {"0", "1", "2", "3"};
    if (placeholder == "<campaign>") parameters = {"hero"};
    if (placeholder == "<journey>") parameters = {"welcome"};
    if (placeholder == "<query>") {
      for (const HistoryQuery& query : rules_.histories) parameters.push_back(query.id);
    }
    if (placeholder == "<question>") {
      for (const Question& question : rules_.questions) {
        if (info.id == AttributeId::kDeclared || question.kind == Question::Kind::kMonthDay) {
          parameters.push_back(question.id);
        }
      }
    }
    if (placeholder == "<kind>") {
      for (std::size_t i = 0; i < event::kKindCount; ++i) parameters.emplace_back(event::name(static_cast<Kind>(i)));
    }
    std::vector<std::string> names;
    for (const std::string& parameter : parameters) {
      names.push_back(std::string(info.name).replace(begin, placeholder.size(), parameter));
    }
    return names;
  }

  std::size_t below(std::uint64_t n) {
    return static_cast<std::size_t>((random_ = mix64(random_ + 0x9e3779b97f4a7c15u)) % n);
  }

  AttributeSource source() const { return {&profile_, context_, rules_, symbols_, names_}; }
  void look_from(Minute minute) {
    profile_.look_from(minute);
    context_.now = profile_.now();
  }
  std::vector<Value> values() const {
    std::vector<Value> values;
    for (const Named& named : all_) values.push_back(read_attribute(named.attribute, source()));
    return values;
  }

  void something_happens(double time_ms) {
    const char* const items[] = {"trail-shoe", "sock", "kettle", "road-shoe"};
    const Kind of_items[] = {Kind::kViewItem,     Kind::kViewItem, Kind::kAddToCart,     Kind::kRemoveFromCart,
                             Kind::kPurchase,     Kind::kRefund,   Kind::kAddToWishlist, Kind::kSelectItem,
                             Kind::kViewItemList, Kind::kViewCart};
    switch (below(8)) {
      case 0: return does(Kind::kPageView, time_ms);
      case 1: return does(Kind::kSearch, time_ms);
      case 2:
        return acts(below(3) == 0 ? Kind::kDismissPromotion : Kind::kViewPromotion, time_ms,
                    {name_key("hero"), name_key("a"), 0, 0});
      case 3: {
        const Question& question = rules_.questions[below(4)];
        const float values[] = {0, 1, 229, 1122, 1200, 7};
        return acts(Kind::kAnswer, time_ms, {question.key, name_key(below(2) == 0 ? "s" : "m"), 0, values[below(6)]});
      }
      case 4: {
        const char* const places[] = {"", "hello", "offer"};
        return steps("welcome", time_ms, places[below(3)], places[below(3)],
                     static_cast<JourneyEnd>(below(kJourneyEndCount)));
      }
      default: return does(of_items[below(10)], time_ms, items[below(4)]);
    }
  }

  struct Named {
    Attribute attribute;
    std::string name;
  };
  std::vector<Named> all_;
  SymbolTable symbols_;
  NameTable names_;
  Context context_;
  std::uint64_t random_ = 1;
};

TEST_F(ChangesTest, MarkEveryAttributeWhoseValueDiffers) {
  double time = kNow;
  std::vector<Value> before;
  std::size_t differing = 0;
  std::size_t unmarked = 0;
  look_from(minute_at(time));
  for (int i = 0; i < 4000; ++i) {
    const Context context_before = context_;
    before = values();
    profile_.take_changes();
    const double gaps[] = {0, kMinute, 5 * kMinute, 45 * kMinute, 3 * kHour, kDay, 11 * kDay};
    time += gaps[below(i % 5 == 0 ? 7 : 3)];
    if (below(4) == 0) {
      look_from(minute_at(time));
    } else {
      something_happens(time);
      look_from(profile_.now());
    }
    if (below(10) == 0) context_.page_state.seconds += 3;
    if (below(20) == 0) context_.page = symbols_.intern(below(2) == 0 ? "home" : "cart");
    if (below(20) == 0) ++context_.page_state.events[below(event::kKindCount)];
    const Changes changes = profile_.take_changes() | changes_between(context_before, context_);
    const std::vector<Value> after = values();
    for (std::size_t a = 0; a < all_.size(); ++a) {
      const bool marked = (depends_on(all_[a].attribute, rules_) & changes) != 0;
      const bool differs = !(before[a] == after[a]);
      differing += differs ? 1 : 0;
      unmarked += marked ? 0 : 1;
      ASSERT_TRUE(marked || !differs) << all_[a].name << " in step " << i;
    }
  }
  EXPECT_GT(differing, 10'000u);
  EXPECT_GT(unmarked, 4000u * all_.size() / 2) << "most need not be read again";
}

TEST_F(ChangesTest, ComeBackWhenTheySaidTheyWould) {
  double time = kNow;
  std::size_t changed_at = 0;
  for (int i = 0; i < 600; ++i) {
    time += below(3) == 0 ? static_cast<double>(below(50)) * kHour : static_cast<double>(below(20)) * kMinute;
    something_happens(time);
    look_from(minute_at(time) + static_cast<Minute>(below(3) == 0 ? below(3000) : 0));
    const Minute now = profile_.now();
    const std::vector<Value> then = values();
    std::vector<Minute> next;
    for (const Named& named : all_) {
      next.push_back(next_change(named.attribute, source()));
      ASSERT_GT(next.back(), now) << named.name;
    }
    for (const Minute ahead : {1u, 6u, 7u, 29u, 59u, 61u, 89u, 90u, 400u, 1439u, 1500u, 3999u, 4100u, 15'000u}) {
      look_from(now + ahead);
      const std::vector<Value> later = values();
      for (std::size_t a = 0; a < all_.size(); ++a) {
        const bool differs = !(then[a] == later[a]);
        ASSERT_TRUE(!differs || next[a] <= now + ahead)
            << all_[a].name << " after " << ahead << " minutes, event " << i;
        changed_at += differs ? 1 : 0;
      }
    }
    look_from(now);
  }
  EXPECT_GT(changed_at, 10'000u);
}

TEST_F(ChangesTest, AreExactAboutTheMinuteOfAnIdleSequence) {
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "sock");
  look_from(minute_at(kNow));
  const auto attribute = parse_attribute("history.minutes-90", symbols_, names_, rules_);
  EXPECT_EQ(next_change(*attribute, source()), minute_at(kNow) + 90);
}

TEST_F(ChangesTest, NeverComeForWhatTimeDoesNotChange) {
  does(Kind::kAddToCart, kNow, "sock");
  look_from(minute_at(kNow));
  for (const char* name : {"cart.value", "purchase.count", "context.language", "declared.size", "history.count",
                           "interest.top_category", "events.view_item.count", "campaign.hero.seen_count"}) {
    const auto attribute = parse_attribute(name, symbols_, names_, rules_);
    ASSERT_TRUE(attribute) << name;
    EXPECT_EQ(next_change(*attribute, source()), kNever) << name;
  }
}

TEST_F(ChangesTest, AreEverythingAtFirstAndAfterReadingBack) {
  EXPECT_EQ(Profile(rules_).changes(), kEverything);
  EXPECT_EQ(profile_.take_changes(), kEverything);
  EXPECT_EQ(profile_.changes(), 0u);
  EXPECT_EQ(Profile::decode(profile_.encode(), rules_)->changes(), kEverything);
  profile_.erase();
  EXPECT_EQ(profile_.changes(), kEverything);
}

TEST_F(ChangesTest, NameTheKindOfTheEvent) {
  does(Kind::kPageView, kNow);
  profile_.take_changes();
  does(Kind::kSearch, kNow);
  EXPECT_EQ(profile_.take_changes(), kSessionChanged | kHistoryChanged | counted(Kind::kSearch));
  look_from(minute_at(kNow));
  EXPECT_EQ(profile_.take_changes(), 0u);
}

}  // namespace
}  // namespace noren::profile
