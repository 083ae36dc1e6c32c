// Forgetting a part: what is left is what the rest of her events would have made, and its name is in no stored byte.

#include "core/profile/forget.h"

#include <algorithm>
#include <cstring>

#include "tests/unit/profile/visitor.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::kDay;
using testing::kMinute;
using testing::kNow;

class ForgetTest : public Visitor {
 protected:
  template <typename Key>
  bool is_stored(Key key) const {
    const auto stored = profile_.encode();
    std::byte bytes[sizeof key];
    std::memcpy(bytes, &key, sizeof key);
    return std::search(stored.begin(), stored.end(), std::begin(bytes), std::end(bytes)) != stored.end();
  }
  // The 32 bits that the history keeps.
  static std::uint32_t half(std::string_view id) { return static_cast<std::uint32_t>(item_key(id) >> 32); }

  void shops(double time, const char* item) {
    for (const Kind kind : {Kind::kViewItem, Kind::kAddToCart, Kind::kPurchase, Kind::kAddToCart})
      does(kind, time, item);
  }
  float score(std::string_view category) const {
    for (const Interest& interest : profile_.categories()) {
      if (interest.key == name_key(category)) return interest.score;
    }
    return 0;
  }
};

TEST_F(ForgetTest, LeavesNothingOfAProduct) {
  shops(kNow, "sock");
  const auto without = profile_.encode();
  shops(kNow + kMinute, "kettle");
  acts(Kind::kDisregard, kNow + kMinute, disregard_act(Aside::kDisliked, item_key("kettle"), false));
  EXPECT_TRUE(is_stored(item_key("kettle")) && is_stored(half("kettle")));
  forget(profile_, Part::kItem, item_key("kettle"));
  EXPECT_FALSE(is_stored(half("kettle")));
  EXPECT_FALSE(is_stored(name_key("coffee"))) << "nothing else spoke for it";
  EXPECT_FALSE(is_stored(name_key("yugen")));
  EXPECT_EQ(profile_.disregards().all().size(), 0u);
  const auto before = Profile::decode(without, rules_);
  EXPECT_EQ(profile_.seen().size(), before->seen().size());
  EXPECT_EQ(profile_.cart().size(), before->cart().size());
  EXPECT_EQ(profile_.history().size(), before->history().size());
  EXPECT_NEAR(profile_.category_share(name_key("socks")), before->category_share(name_key("socks")), 1e-6);
  EXPECT_NEAR(profile_.total_interest(), before->total_interest(), 1e-5);
}

TEST_F(ForgetTest, TakesOffInterestsWhatAProductHasLeftOfIt) {
  does(Kind::kViewItem, kNow, "trail-shoe");
  does(Kind::kViewItem, kNow + 14 * kDay, "sock");
  forget(profile_, Part::kItem, item_key("trail-shoe"));
  EXPECT_NEAR(score("running"), 1.0f, 1e-5f) << "the other half was fading";
  EXPECT_EQ(score("running-shoes"), 0.0f);
}

TEST_F(ForgetTest, ForgetsAnInterestWithTheProductsThatSpokeForIt) {
  shops(kNow, "sock");
  shops(kNow, "kettle");
  forget(profile_, Part::kCategory, name_key("coffee"));
  EXPECT_FALSE(is_stored(name_key("coffee")));
  EXPECT_FALSE(is_stored(half("kettle")));
  EXPECT_EQ(profile_.seen().size(), 1u);
  EXPECT_EQ(profile_.bought().size(), 1u);
  EXPECT_EQ(profile_.cart().size(), 1u);
  EXPECT_GT(score("socks"), 0.0f);

  acts(Kind::kDisregard, kNow, disregard_act(Aside::kBrand, name_key("tabi-ya"), false));
  forget(profile_, Part::kBrand, name_key("tabi-ya"));
  EXPECT_FALSE(is_stored(name_key("tabi-ya")));
  EXPECT_TRUE(profile_.cart().empty());
}

TEST_F(ForgetTest, LearnsAnewWhatItForgot) {
  does(Kind::kViewItem, kNow, "kettle");
  forget(profile_, Part::kCategory, name_key("coffee"));
  does(Kind::kViewItem, kNow + kMinute, "kettle");
  EXPECT_EQ(score("coffee"), 1.0f);
}

TEST_F(ForgetTest, ForgetsADayAsIfSheHadNotBeenThere) {
  rules_.goals.push_back({name_key("hero"), Kind::kPurchase, 30, 10});
  does(Kind::kViewItem, kNow, "sock");
  does(Kind::kAddToCart, kNow, "sock");
  sees("hero", kNow);
  shops(kNow + kDay, "kettle");
  sees("hero", kNow + kDay);
  sees("hero", kNow + kDay);
  acts(Kind::kDismissPromotion, kNow + kDay, {name_key("hero"), 0, 0, 0});
  acts(Kind::kAnswer, kNow + kDay, {name_key("q"), 0, 0, 1});
  steps("welcome", kNow + kDay, "", "hello");
  does(Kind::kViewItem, kNow + 2 * kDay, "sock");
  const Day day = day_at(kNow + kDay);
  forget(profile_, Part::kDay, day);

  EXPECT_FALSE(is_stored(half("kettle")));
  EXPECT_FALSE(is_stored(name_key("coffee")));
  EXPECT_FALSE(is_stored(name_key("q")));
  EXPECT_EQ(profile_.journey(name_key("welcome")), nullptr);
  EXPECT_EQ(profile_.showing(name_key("hero"))->last_day, 0);
  EXPECT_EQ(profile_.shown(name_key("hero"), Period::kLifetime), 1u);
  EXPECT_EQ(profile_.showing(name_key("hero"))->dismissed_day, 0);
  EXPECT_EQ(profile_.count(Kind::kPurchase), 0u);
  EXPECT_EQ(profile_.count(Kind::kAddToCart), 1u);
  EXPECT_EQ(profile_.last_day(Kind::kAddToCart), day_at(kNow));
  EXPECT_EQ(profile_.last_purchase_day(), 0);
  EXPECT_EQ(profile_.previous_visit_day(), day_at(kNow));
  EXPECT_EQ(profile_.first_day(), day_at(kNow));
  EXPECT_EQ(profile_.cart().size(), 1u);
  EXPECT_EQ(day_of_minute(profile_.cart_changed()), day_at(kNow));
  for (std::size_t i = 0; i < profile_.history().size(); ++i)
    EXPECT_NE(day_of_minute(profile_.history()[i].minute), day);
  for (const Arm& arm : profile_.arms()) EXPECT_NE(arm.as_of, day);
  EXPECT_TRUE(Profile::decode(profile_.encode(), rules_));
}

TEST_F(ForgetTest, ForgetsTheDayThatRunsDownToItsDate) {
  shops(kNow, "kettle");
  forget(profile_, Part::kDay, day_at(kNow));
  EXPECT_EQ(profile_.session_events(), 0u);
  EXPECT_EQ(profile_.session_start() % kMinutesPerDay, 0u);
  EXPECT_EQ(profile_.now() % kMinutesPerDay, 0u);
  EXPECT_EQ(profile_.total_interest(), 0.0);
  EXPECT_TRUE(Profile::decode(profile_.encode(), rules_));
  does(Kind::kViewItem, kNow + kMinute, "sock");
  EXPECT_EQ(profile_.session_start(), minute_at(kNow + kMinute));
}

TEST_F(ForgetTest, TakesAnAnswerBack) {
  acts(Kind::kAnswer, kNow, {name_key("q"), name_key("yes"), 0, 0});
  acts(Kind::kAnswer, kNow, {name_key("other"), name_key("yes"), 0, 0});
  acts(Kind::kDisregard, kNow, disregard_act(Aside::kQuestion, name_key("q"), false));
  forget(profile_, Part::kQuestion, name_key("q"));
  EXPECT_EQ(profile_.answer(name_key("q")), nullptr);
  EXPECT_NE(profile_.answer(name_key("other")), nullptr);
  EXPECT_FALSE(is_stored(name_key("q")));
}

}  // namespace
}  // namespace noren::profile
