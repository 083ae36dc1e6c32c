// Merging two profiles is a join, bit for bit on the stored form; and what it keeps of either.

#include "core/profile/merge.h"

#include <string>

#include "core/base/bytes.h"
#include "tests/unit/profile/visitor.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::kDay;
using testing::kMinute;
using testing::kNow;

// Numbers that are the same on every platform.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(mix64(++state_) % bound); }

 private:
  std::uint64_t state_;
};

class MergeTest : public Visitor {
 protected:
  void SetUp() override {
    rules_.price_bands = {1000, 5000};
    for (std::size_t i = 0; i < kNames; ++i) {
      vocabulary_.add_category(name("c", i));
      vocabulary_.add_brand(name("b", i));
      rules_.goals.push_back({name_key(name("campaign", i)), Kind::kPurchase, 30, 10});
      if (i % 2 == 0) rules_.campaigns.push_back(name("campaign", i));
      if (i % 3 == 0) rules_.journeys.push_back({name("journey", i), {}});
    }
  }

  static std::string name(std::string_view what, std::size_t i) { return std::string(what) + std::to_string(i); }

  // What one of her devices knows. `events` from a few to more than any list holds; `names` so many of each sort.
  Profile device(std::uint64_t seed, std::size_t events, std::size_t names, std::size_t days) {
    profile_ = Profile(rules_);
    profile_.set_seed({mix64(seed), mix64(seed + 1)});
    Dice dice(seed * 1'000'003);
    double time = kNow + static_cast<double>(dice.below(days)) * kDay;
    for (std::size_t i = 0; i < events; ++i) {
      time += static_cast<double>(dice.below(dice.below(10) == 0 ? 24 * 60 * days * 2 / events + 2 : 3)) * kMinute;
      does_anything(dice, time, names);
    }
    return profile_;
  }

  void does_anything(Dice& dice, double time, std::size_t names) {
    const auto pick = [&](std::string_view what) { return name(what, dice.below(names)); };
    switch (dice.below(9)) {
      // One throw a statement: compilers differ in the order in which they look at arguments.
      case 0: {
        const std::string campaign = pick("campaign");
        return sees(campaign, time, dice.below(2) == 0 ? "a" : "b");
      }
      case 1: return acts(Kind::kDismissPromotion, time, {name_key(pick("campaign")), 0, 0, 0});
      case 2:
        return acts(Kind::kAnswer, time,
                    {name_key(pick("q")), name_key(pick("option")), 0, static_cast<float>(dice.below(3))});
      case 3: {
        const auto kind = static_cast<Aside>(dice.below(kAsideCount));
        const bool is_item = kind == Aside::kDisliked || kind == Aside::kItem;
        const std::uint64_t of_name = name_key(pick(kind == Aside::kCategory ? "c" : "b"));
        const std::uint64_t key = is_item ? item_key(pick("item")) : of_name;
        const bool taken_back = dice.below(5) == 0;
        return acts(Kind::kDisregard, time, disregard_act(kind, key, taken_back));
      }
      case 4: {
        const std::string journey = pick("journey");
        const JourneyState* const state = profile_.journey(name_key(journey));
        const bool inside = state != nullptr && state->step != 0;
        return steps(journey, time, inside ? "hello" : "", inside ? "" : "hello",
                     inside ? JourneyEnd::kGoal : JourneyEnd::kNone);
      }
      default: break;
    }
    static constexpr Kind kKinds[] = {Kind::kViewItem, Kind::kViewItem, Kind::kAddToCart, Kind::kRemoveFromCart,
                                      Kind::kPurchase, Kind::kPageView, Kind::kSearch};
    const Kind kind = kKinds[dice.below(std::size(kKinds))];
    if (kind == Kind::kPageView || kind == Kind::kSearch) return does(kind, time);
    does(kind, time,
         {{{"item_id", pick("item")},
           {"item_category", pick("c")},
           {"item_category2", pick("c")},
           {"item_brand", pick("b")},
           {"quantity", static_cast<double>(1 + dice.below(3))},
           {"price", static_cast<double>(100 + dice.below(90) * 100)}}});
  }

  // Devices that know little and much, long ago and lately, the same things and others; and some that hold the same.
  std::vector<Profile> devices() {
    std::vector<Profile> devices{Profile(rules_)};
    for (std::uint64_t i = 0; i < 3; ++i) devices.push_back(device(i + 1, 12, 5, 3));
    for (std::uint64_t i = 0; i < 2; ++i) devices.push_back(device(i + 10, 120, 12, 40));
    for (std::uint64_t i = 0; i < 4; ++i) devices.push_back(device(i + 20, 2500, kNames, 30));
    devices.push_back(device(30, 2500, kNames, 700));
    Profile other_seed = devices[6];
    other_seed.set_seed({1, 2});
    devices.push_back(other_seed);
    Profile untouched(rules_);
    untouched.set_seed({3, 4});
    devices.push_back(untouched);
    return devices;
  }

  static constexpr std::size_t kNames = 150;
};

TEST_F(MergeTest, IsCommutativeAssociativeAndIdempotentBitForBit) {
  const auto all = devices();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Profile& a = all[i];
    ASSERT_EQ(merge(a, a).encode(), a.encode());
    for (const Profile& b : all) {
      const Profile ab = merge(a, b);
      const auto stored_ab = ab.encode();
      ASSERT_EQ(stored_ab, merge(b, a).encode());
      ASSERT_EQ(stored_ab, merge(ab, b).encode());
      ASSERT_EQ(stored_ab, merge(a, ab).encode());
      const auto again = Profile::decode(stored_ab, rules_);
      ASSERT_TRUE(again) << to_string(again.error());
      ASSERT_EQ(stored_ab, again->encode());
      // The other half follows from commutativity.
      for (std::size_t k = i; k < all.size(); ++k) {
        ASSERT_EQ(merge(ab, all[k]).encode(), merge(a, merge(b, all[k])).encode());
      }
    }
  }
}

TEST_F(MergeTest, FillsItsListsAndNoMore) {
  const auto all = devices();
  Profile merged = all[0];
  for (const Profile& device : all) merged = merge(merged, device);
  EXPECT_EQ(merged.seen().size(), kMaxSeen);
  EXPECT_EQ(merged.bought().size(), kMaxBought);
  EXPECT_EQ(merged.cart().size(), kMaxCartLines);
  EXPECT_EQ(merged.history().size(), kMaxHistory);
  EXPECT_EQ(merged.showings().size(), kMaxShowings);
  EXPECT_EQ(merged.arms().size(), kMaxArms);
  EXPECT_EQ(merged.journeys().size(), kMaxJourneys);
  EXPECT_EQ(merged.answers().size(), kMaxQuestions);
  EXPECT_EQ(merged.disregards().all().size(), kMaxDisregards);
  EXPECT_LT(merged.encode().size(), kMaxBytes);
}

// The same bytes natively and in WebAssembly: this test runs in both.
TEST_F(MergeTest, GivesTheSameBytesEverywhere) {
  const auto all = devices();
  std::uint32_t checksum = 0;
  for (const Profile& a : all) {
    for (const Profile& b : all) checksum = checksum * 31 + crc32(merge(a, b).encode());
  }
  EXPECT_EQ(checksum, 1463965816u);
}

TEST_F(MergeTest, KeepsInterestsOfBothAsOfTheLaterDay) {
  does(Kind::kViewItem, kNow, "kettle");
  does(Kind::kViewItem, kNow, "kettle");
  const Profile laptop = profile_;
  profile_ = Profile(rules_);
  does(Kind::kViewItem, kNow + 14 * kDay, "sock");
  const Profile merged = merge(laptop, profile_);
  const auto score = [&](std::string_view category) {
    for (const Interest& interest : merged.categories()) {
      if (interest.key == name_key(category)) return interest.score;
    }
    return 0.0f;
  };
  EXPECT_NEAR(score("kitchen"), 1.0f, 0.001f) << "two, half forgotten in a half-life";
  EXPECT_NEAR(score("running"), 1.0f, 0.001f);
  EXPECT_NEAR(merged.total_interest(), 1.0, 0.001);
  EXPECT_EQ(merged.seen().size(), 2u);
  EXPECT_EQ(merged.seen()[0].key, item_key("sock")) << "newest first";
  EXPECT_EQ(merged.first_day(), day_at(kNow));
  EXPECT_EQ(merged.count(Kind::kViewItem), 2u) << "the larger, not the sum";
}

TEST_F(MergeTest, DoesNotBringBackWhatEitherDeviceSetAside) {
  does(Kind::kViewItem, kNow, "kettle");
  const Profile laptop = profile_;
  profile_ = Profile(rules_);
  acts(Kind::kDisregard, kNow, disregard_act(Aside::kCategory, name_key("kitchen"), false));
  acts(Kind::kDisregard, kNow, disregard_act(Aside::kDisliked, item_key("kettle"), false));
  const Profile merged = merge(laptop, profile_);
  EXPECT_EQ(merged.category_share(name_key("kitchen")), 0.0);
  EXPECT_GT(merged.category_share(name_key("coffee")), 0.0);
  EXPECT_TRUE(merged.disregards().has(Aside::kDisliked, item_key("kettle")));
}

TEST_F(MergeTest, NeverLiftsACap) {
  const double today = kNow + 3 * kDay;
  for (int i = 0; i < 5; ++i) sees("hero", kNow);
  sees("hero", today, "b");
  const Profile laptop = profile_;
  profile_ = Profile(rules_);
  for (int i = 0; i < 3; ++i) sees("hero", today + kMinute);
  acts(Kind::kDismissPromotion, today + kMinute, {name_key("hero"), 0, 0, 0});
  const Profile merged = merge(laptop, profile_);
  const NameKey hero = name_key("hero");
  EXPECT_EQ(merged.shown(hero, Period::kLifetime), 6u);
  EXPECT_EQ(merged.shown(hero, Period::kDay), 3u);
  EXPECT_EQ(merged.shown(hero, Period::kSession), 3u);
  EXPECT_EQ(merged.showing(hero)->last, minute_at(today + kMinute));
  EXPECT_EQ(merged.showing(hero)->dismissed_day, day_at(today));
}

TEST_F(MergeTest, TakesTheNewestAnswerAndTheJourneyThatWentOn) {
  acts(Kind::kAnswer, kNow, {name_key("size"), name_key("large"), 0, 0});
  steps("welcome", kNow, "", "hello");
  const Profile laptop = profile_;
  profile_ = Profile(rules_);
  acts(Kind::kAnswer, kNow + kDay, {name_key("size"), name_key("small"), 0, 0});
  steps("welcome", kNow + kDay, "", "hello");
  steps("welcome", kNow + 2 * kDay, "hello", "offer");
  const Profile merged = merge(profile_, laptop);
  EXPECT_EQ(merged.answer(name_key("size"))->option, name_key("small"));
  EXPECT_EQ(merged.journey(name_key("welcome"))->step, name_key("offer"));
}

TEST_F(MergeTest, KeepsWhatSheDidSeveralTimesInADayAndCountsWhatBothKnowOnce) {
  for (int i = 0; i < 3; ++i) does(Kind::kViewItem, kNow + i * kMinute, "kettle");
  Profile tablet = profile_;
  does(Kind::kAddToCart, kNow + 3 * kMinute, "kettle");
  tablet.set_seed({7, 7});
  const Profile merged = merge(profile_, tablet);
  ASSERT_EQ(merged.history().size(), 4u);
  EXPECT_EQ(merged.history()[0].minute, minute_at(kNow)) << "of the running visit the minutes stay";
  EXPECT_EQ(merged.history()[3].kind, Kind::kAddToCart);
  EXPECT_EQ(merged.count_within(Kind::kViewItem, 1), 3u);
}

TEST_F(MergeTest, KnowsNoMinuteOfAnEarlierVisit) {
  does(Kind::kAddToCart, kNow, "kettle");
  sees("hero", kNow + kMinute);
  const Profile laptop = profile_;
  profile_ = Profile(rules_);
  does(Kind::kViewItem, kNow + 40 * kMinute, "sock");
  const Profile merged = merge(laptop, profile_);
  const Minute day = Minute{day_at(kNow)} * kMinutesPerDay;
  EXPECT_EQ(merged.history()[0].minute, day);
  EXPECT_EQ(merged.showing(name_key("hero"))->last, day);
  EXPECT_EQ(merged.cart_changed(), day);
  EXPECT_EQ(merged.history()[2].minute, minute_at(kNow + 40 * kMinute));
}

TEST_F(MergeTest, LeavesADeviceThatIsNewWithExactlyWhatItIsGiven) {
  for (int i = 0; i < 10; ++i) does(Kind::kViewItem, kNow + i * kDay, "kettle");
  Profile fresh(rules_);
  fresh.set_seed({5, 6});
  EXPECT_EQ(merge(fresh, profile_).encode(), profile_.encode());
  EXPECT_EQ(merge(profile_, fresh).encode(), profile_.encode());
}

}  // namespace
}  // namespace noren::profile
