// Conditions over what happened: counts, sequences, absence, idleness, and counters by day.

#include "core/profile/history.h"

#include "tests/unit/profile/visitor.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::kDay;
using testing::kHour;
using testing::kMinute;
using testing::kNow;  // 10:00 UTC

HistoryQuery count_of(const HistoryStep& step, std::uint16_t within_days = 0) {
  return {.id = "q", .steps = {step}, .within_days = within_days, .excluded = {}};
}
HistoryQuery sequence(List<HistoryStep> steps) {
  return {.id = "q", .form = HistoryQuery::Form::kSequence, .steps = std::move(steps), .excluded = {}};
}

class HistoryTest : public Visitor {
 protected:
  double ask(const HistoryQuery& query) const { return profile_.ask(query).value; }
  bool holds(const HistoryQuery& query) const { return ask(query) != 0; }

  // Viewed, then put that into the cart, and did not buy it.
  HistoryQuery left_cart_ = [] {
    HistoryQuery query = sequence({{.kind = Kind::kViewItem}, {.kind = Kind::kAddToCart, .same_item = true}});
    query.without = true;
    query.excluded = {.kind = Kind::kPurchase, .same_item = true};
    return query;
  }();
};

TEST_F(HistoryTest, CountsEventsByKindCategoryAndBrand) {
  does(Kind::kViewItem, kNow, "trail-shoe");
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kViewItem, kNow, "kettle");
  does(Kind::kAddToCart, kNow, "sock");
  EXPECT_EQ(ask(count_of({.kind = Kind::kViewItem})), 3);
  EXPECT_EQ(ask(count_of({.kind = Kind::kViewItem, .category = name_key("running")})), 2) << "of any level";
  EXPECT_EQ(ask(count_of({.kind = Kind::kViewItem, .category = name_key("socks")})), 1);
  EXPECT_EQ(ask(count_of({.kind = Kind::kViewItem, .brand = name_key("hayate")})), 1);
  EXPECT_EQ(ask(count_of({.kind = Kind::kPurchase})), 0);
}

TEST_F(HistoryTest, CountsEachItemOfAnEvent) {
  does(Kind::kPurchase, kNow, {{{"item_id", "sock"}}, {{"item_id", "kettle"}}});
  does(Kind::kSearch, kNow);
  EXPECT_EQ(ask(count_of({.kind = Kind::kPurchase})), 2);
  EXPECT_EQ(ask(count_of({.kind = Kind::kSearch})), 1);
}

TEST_F(HistoryTest, RemembersTheThreeDeepestCategories) {
  for (const char* level : {"c-1", "c-2", "c-3", "c-4", "c-5"}) vocabulary_.add_category(level);
  does(Kind::kViewItem, kNow,
       {{{"item_category", "c-1"},
         {"item_category2", "c-2"},
         {"item_category3", "c-3"},
         {"item_category4", "c-4"},
         {"item_category5", "c-5"}}});
  const auto count = [&](std::string_view category) {
    return ask(count_of({.kind = Kind::kViewItem, .category = name_key(category)}));
  };
  EXPECT_EQ(count("c-2"), 0);
  EXPECT_EQ(count("c-3"), 1);
  EXPECT_EQ(count("c-5"), 1);
}

TEST_F(HistoryTest, CountsWithinDaysTodayBeingTheFirst) {
  const HistoryQuery two_days = count_of({.kind = Kind::kViewItem}, 2);
  does(Kind::kViewItem, kNow, "sock");
  EXPECT_EQ(ask(two_days), 1);
  look_from(kNow + kDay);
  EXPECT_EQ(ask(two_days), 1);
  look_from(kNow + 2 * kDay);
  EXPECT_EQ(ask(two_days), 0);
}

TEST_F(HistoryTest, FindsASequenceWithOtherEventsBetween) {
  const HistoryQuery query = sequence({{.kind = Kind::kViewItem}, {.kind = Kind::kAddToCart}});
  does(Kind::kAddToCart, kNow, "sock");
  does(Kind::kViewItem, kNow, "sock");
  EXPECT_FALSE(holds(query)) << "in the other order";
  does(Kind::kSearch, kNow);
  does(Kind::kAddToCart, kNow, "kettle");
  EXPECT_TRUE(holds(query));
}

TEST_F(HistoryTest, AsksForTheSameItemWhereItIsTold) {
  const HistoryQuery query = sequence({{.kind = Kind::kViewItem}, {.kind = Kind::kAddToCart, .same_item = true}});
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "kettle");
  EXPECT_FALSE(holds(query));
  does(Kind::kViewItem, kNow, "kettle");
  does(Kind::kAddToCart, kNow, "sock");
  EXPECT_TRUE(holds(query));
}

TEST_F(HistoryTest, LooksBackBeyondTheNearestMatchOfAStep) {
  // The nearest add_to_cart before the purchase has no view of the same item; an older one does.
  const HistoryQuery query =
      sequence({{.kind = Kind::kViewItem}, {.kind = Kind::kAddToCart, .same_item = true}, {.kind = Kind::kPurchase}});
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "sock");
  does(Kind::kAddToCart, kNow, "kettle");
  EXPECT_FALSE(holds(query));
  does(Kind::kPurchase, kNow, "kettle");
  EXPECT_TRUE(holds(query));
}

TEST_F(HistoryTest, TakesOneEventForOneStepOnly) {
  const HistoryQuery twice = sequence({{.kind = Kind::kViewItem}, {.kind = Kind::kViewItem, .same_item = true}});
  does(Kind::kViewItem, kNow, "sock");
  EXPECT_FALSE(holds(twice));
  does(Kind::kViewItem, kNow, "sock");
  EXPECT_TRUE(holds(twice));
}

TEST_F(HistoryTest, KnowsWhatWasViewedAndAddedAndNotBought) {
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "sock");
  EXPECT_TRUE(holds(left_cart_));
  does(Kind::kPurchase, kNow, "kettle");
  EXPECT_TRUE(holds(left_cart_)) << "something else was bought";
  does(Kind::kPurchase, kNow, "sock");
  EXPECT_FALSE(holds(left_cart_));
  does(Kind::kViewItem, kNow, "kettle");
  does(Kind::kAddToCart, kNow, "kettle");
  EXPECT_TRUE(holds(left_cart_)) << "after that purchase";
}

TEST_F(HistoryTest, FindsAnOlderSequenceThatWasNotFollowedByWhatIsExcluded) {
  for (const char* item : {"sock", "kettle"}) {
    does(Kind::kViewItem, kNow, item);
    does(Kind::kAddToCart, kNow, item);
  }
  does(Kind::kPurchase, kNow, "kettle");
  EXPECT_TRUE(holds(left_cart_)) << "the sock is still there";
  left_cart_.excluded.same_item = false;
  EXPECT_FALSE(holds(left_cart_)) << "any purchase ends it";
}

TEST_F(HistoryTest, HoldsForTwoDays) {
  left_cart_.within_days = 2;
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "sock");
  look_from(kNow + kDay);
  EXPECT_TRUE(holds(left_cart_));
  look_from(kNow + 2 * kDay);
  EXPECT_FALSE(holds(left_cart_));
}

TEST_F(HistoryTest, WaitsUntilTheLastStepIsMinutesAgo) {
  left_cart_.idle_minutes = 20;
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "sock");
  EXPECT_FALSE(holds(left_cart_));
  EXPECT_EQ(profile_.ask(left_cart_).next, minute_at(kNow) + 20);
  look_from(kNow + 19 * kMinute);
  EXPECT_FALSE(holds(left_cart_));
  look_from(kNow + 20 * kMinute);
  EXPECT_TRUE(holds(left_cart_));
  EXPECT_EQ(profile_.ask(left_cart_).next, kNever);
  does(Kind::kViewItem, kNow + 21 * kMinute, "kettle");
  does(Kind::kAddToCart, kNow + 21 * kMinute, "kettle");
  EXPECT_FALSE(holds(left_cart_)) << "she is at it again";
}

TEST_F(HistoryTest, NeverTakesAnEarlierVisitForLongerAgoThanItWas) {
  left_cart_.idle_minutes = 120;
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "sock");
  does(Kind::kPageView, kNow + 40 * kMinute);  // a new session: of the cart only the day is left
  EXPECT_FALSE(holds(left_cart_));
  look_from(kNow + 129 * kMinute);
  EXPECT_FALSE(holds(left_cart_)) << "half an hour before this session at the latest";
  look_from(kNow + 130 * kMinute);
  EXPECT_TRUE(holds(left_cart_));
}

TEST_F(HistoryTest, WaitsForDays) {
  left_cart_.idle_days = 1;
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "sock");
  look_from(kNow + 13 * kHour);
  EXPECT_FALSE(holds(left_cart_));
  look_from(kNow + 14 * kHour);  // midnight
  EXPECT_TRUE(holds(left_cart_));
}

TEST_F(HistoryTest, WaitsForAnotherVisit) {
  left_cart_.earlier_visit = true;
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "sock");
  look_from(kNow + 5 * kDay);
  EXPECT_FALSE(holds(left_cart_)) << "she has not come back";
  does(Kind::kPageView, kNow + 5 * kDay);
  EXPECT_TRUE(holds(left_cart_));
}

TEST_F(HistoryTest, KnowsCampaignsLikeItems) {
  const HistoryQuery ignored = [] {
    HistoryQuery query = sequence({{.kind = Kind::kViewPromotion}});
    query.without = true;
    query.excluded = {.kind = Kind::kSelectPromotion, .same_item = true};
    return query;
  }();
  sees("hero", kNow);
  EXPECT_TRUE(holds(ignored));
  acts(Kind::kSelectPromotion, kNow, {name_key("hero"), 0, 0, 0});
  EXPECT_FALSE(holds(ignored));
}

TEST_F(HistoryTest, ForgetsTheOldestEntryAtItsBound) {
  does(Kind::kPurchase, kNow, "sock");
  for (std::size_t i = 0; i + 1 < kMaxHistory; ++i) does(Kind::kViewItem, kNow, "sock");
  EXPECT_EQ(ask(count_of({.kind = Kind::kPurchase})), 1);
  does(Kind::kViewItem, kNow, "sock");
  EXPECT_EQ(ask(count_of({.kind = Kind::kPurchase})), 0);
  EXPECT_EQ(profile_.history().size(), kMaxHistory);
}

TEST_F(HistoryTest, LeavesOutWhatAShopDoesNotAskFor) {
  does(Kind::kPageView, kNow);
  does(Kind::kViewItemList, kNow, "sock");
  EXPECT_EQ(profile_.history().size(), 0u);
  EXPECT_FALSE(is_remembered(Kind::kPageView));
  EXPECT_TRUE(is_remembered(Kind::kViewItem));
}

// Against the plain reading of the definition, for random histories and queries.
TEST_F(HistoryTest, AgreesWithATrialOfEverySequence) {
  const Kind kinds[] = {Kind::kViewItem, Kind::kAddToCart, Kind::kPurchase};
  const char* const items[] = {"sock", "kettle", "trail-shoe"};
  std::uint64_t random = 7;
  const auto below = [&](std::uint64_t n) {
    return static_cast<std::size_t>((random = mix64(random + 0x9e3779b97f4a7c15u)) % n);
  };
  for (int round = 0; round < 400; ++round) {
    profile_.erase();
    HistoryQuery query = sequence({});
    for (std::size_t steps = 1 + below(3); query.steps.size() < steps;) {
      query.steps.push_back({.kind = kinds[below(3)], .same_item = below(2) == 0 && !query.steps.empty()});
    }
    query.without = below(2) == 0;
    query.excluded = {.kind = kinds[below(3)], .same_item = below(2) == 0};
    for (std::size_t i = 0; i < 8; ++i) {
      does(kinds[below(3)], kNow, items[below(3)]);
      const History& history = profile_.history();
      const auto fits = [&](std::size_t entry, const HistoryStep& step, std::size_t before) {
        return history[entry].kind == step.kind && (!step.same_item || history[entry].item == history[before].item);
      };
      bool found = false;
      const auto extend = [&](const auto& self, std::size_t step, std::size_t last) -> void {
        if (step == query.steps.size()) {
          bool followed = false;
          for (std::size_t j = last + 1; j < history.size(); ++j) followed |= fits(j, query.excluded, last);
          found |= !query.without || !followed;
          return;
        }
        for (std::size_t j = step == 0 ? 0 : last + 1; j < history.size(); ++j) {
          if (fits(j, query.steps[step], last)) self(self, step + 1, j);
        }
      };
      extend(extend, 0, 0);
      ASSERT_EQ(holds(query), found) << "round " << round << ", event " << i;
    }
  }
}

TEST_F(HistoryTest, CountsDaysInWindowsThatMoveWithTime) {
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kViewItem, kNow + kDay, "sock");
  does(Kind::kViewItem, kNow + 3 * kDay, "sock");
  EXPECT_EQ(profile_.count_within(Kind::kViewItem, 1), 1u);
  EXPECT_EQ(profile_.count_within(Kind::kViewItem, 3), 2u);
  EXPECT_EQ(profile_.count_within(Kind::kViewItem, 4), 3u);
  EXPECT_EQ(profile_.count_within(Kind::kAddToCart, 30), 0u);
  look_from(kNow + 9 * kDay);
  EXPECT_EQ(profile_.count_within(Kind::kViewItem, 1), 0u);
  EXPECT_EQ(profile_.count_within(Kind::kViewItem, 7), 1u);
  EXPECT_EQ(profile_.count_within(Kind::kViewItem, 30), 3u);
  look_from(kNow + 40 * kDay);
  EXPECT_EQ(profile_.count_within(Kind::kViewItem, 30), 0u);
  EXPECT_EQ(profile_.last_day(Kind::kViewItem), day_at(kNow + 3 * kDay));
  does(Kind::kViewItem, kNow + 40 * kDay, "sock");
  EXPECT_EQ(profile_.count_within(Kind::kViewItem, 30), 1u);
}

}  // namespace
}  // namespace noren::profile
