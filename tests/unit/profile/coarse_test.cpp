// Coarse by construction: once a new session has begun, the stored profile tells of earlier ones which day, and nothing finer.

#include "tests/unit/profile/visitor.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::kDay;
using testing::kHour;
using testing::kMinute;
using testing::kNow;

class CoarseTest : public Visitor {
 protected:
  CoarseTest() {
    rules_.half_life_days = 5;
    rules_.price_bands = {1000, 5000};
    rules_.goals = {{name_key("hero"), Kind::kPurchase, 9, 3}};
  }

  // A session with every kind of event, beginning at that time and with that many minutes between events (at most 7: journeys' steps
  // do not prolong it).
  void visits(double time_ms, int minutes_between) {
    const auto next = [&] { return time_ms += minutes_between * kMinute; };
    does(Kind::kPageView, time_ms);
    for (const Kind kind : {Kind::kSelectItem, Kind::kViewItem, Kind::kAddToCart, Kind::kAddToWishlist,
                            Kind::kRemoveFromCart, Kind::kAddToCart, Kind::kBeginCheckout}) {
      does(kind, next(), "sock");
    }
    sees("hero", next());
    acts(Kind::kSelectPromotion, next(), {name_key("hero"), name_key("a"), 0, 0});
    does(Kind::kPurchase, next(), "kettle");
    acts(Kind::kDismissPromotion, next(), {name_key("hero"), name_key("a"), 0, 0});
    acts(Kind::kAnswer, next(), {name_key("size"), name_key("m"), 0, 0});
    steps("welcome", next(), "", "hello");
    steps("other", next(), "", "hello");
    steps("other", next(), "hello", "", JourneyEnd::kFinished);
    does(Kind::kSearch, next());
  }
  // What is stored after visits on two days, at those times of day, and the first event of a third.
  std::vector<std::byte> stored_after(double first_hour, double second_hour, int minutes_between) {
    profile_.erase();
    const double midnight = kNow - 10 * kHour;
    visits(midnight + first_hour * kHour, minutes_between);
    visits(midnight + kDay + second_hour * kHour, minutes_between);
    does(Kind::kPageView, midnight + 5 * kDay);
    return profile_.encode();
  }
};

TEST_F(CoarseTest, StoresTheSameWhateverTheTimeOfDayOfEarlierVisits) {
  const auto stored = stored_after(0, 0, 0);
  EXPECT_EQ(stored_after(9, 0, 0), stored);
  EXPECT_EQ(stored_after(0, 17.5, 0), stored);
  EXPECT_EQ(stored_after(8, 20, 7), stored);
  EXPECT_EQ(stored_after(8, 20, 3), stored);
}

TEST_F(CoarseTest, KnowsMinutesWithinTheSession) {
  visits(kNow, 2);
  const auto before = profile_.encode();
  profile_.erase();
  visits(kNow, 3);
  EXPECT_NE(profile_.encode(), before);
  EXPECT_EQ(profile_.history()[1].minute, minute_at(kNow) + 6);
}

}  // namespace
}  // namespace noren::profile
