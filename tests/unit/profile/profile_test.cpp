// What a profile remembers, how it forgets, and what it refuses to be made of.

#include "core/profile/profile.h"

#include <gtest/gtest.h>

#include <cstring>

#include "core/base/bytes.h"
#include "tests/support/test_shop.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::Fields;
using testing::kDay;
using testing::kHour;
using testing::kMinute;
using testing::kNow;

class ProfileTest : public ::testing::Test {
 protected:
  ProfileTest() {
    rules_.half_life_days = 10;
    rules_.price_bands = {1000, 5000, 10000};
  }

  void happens(Kind kind, double time_ms, const std::vector<Fields>& items = {}) {
    happens(profile_, kind, time_ms, items);
  }
  void happens(Profile& profile, Kind kind, double time_ms, const std::vector<Fields>& items) {
    const auto event = gate_.admit(testing::raw_event(gate_, kind, time_ms, items), testing::kPersonal);
    ASSERT_TRUE(event);
    profile.apply(*event);
  }
  void look_from(double time_ms) { profile_.look_from(static_cast<Minute>(time_ms / kMinute)); }
  double running() const { return profile_.category_share(name_key("running")); }

  testing::TestVocabulary vocabulary_;
  privacy::InboundGate gate_{vocabulary_};
  Rules rules_ = Rules::defaults();
  Profile profile_{rules_};
};

TEST_F(ProfileTest, GainsInterestInEveryCategoryLevelBrandAndPriceBandOfAnItem) {
  happens(Kind::kViewItem, kNow, {{{"item_id", "trail-shoe"}}});
  EXPECT_DOUBLE_EQ(profile_.category_share(name_key("outdoor")), 0.5);
  EXPECT_DOUBLE_EQ(profile_.category_share(name_key("running-shoes")), 0.5);
  EXPECT_DOUBLE_EQ(profile_.brand_share(name_key("hayate")), 0.5);
  EXPECT_DOUBLE_EQ(profile_.price_band_share(3), 0.5);
  EXPECT_EQ(profile_.category_share(name_key("kitchen")), 0.0);
  happens(Kind::kViewItem, kNow, {{{"item_id", "kettle"}}});
  happens(Kind::kViewItem, kNow, {{{"item_id", "sock"}}});
  EXPECT_DOUBLE_EQ(running(), 2.0 / 4.0);
  EXPECT_DOUBLE_EQ(profile_.category_share(name_key("kitchen")), 1.0 / 4.0);
}

TEST_F(ProfileTest, WeighsEventsAsTheSiteSays) {
  happens(Kind::kAddToCart, kNow, {{{"item_id", "kettle"}}});
  EXPECT_DOUBLE_EQ(profile_.category_share(name_key("kitchen")), 3.0 / 4.0);
  happens(Kind::kViewItemList, kNow, {{{"item_id", "sock"}}});
  EXPECT_EQ(running(), 0.0) << "being listed is no interest";
}

TEST_F(ProfileTest, ForgetsHalfOfAnInterestInAHalfLife) {
  happens(Kind::kPurchase, kNow, {{{"item_id", "sock"}}});
  EXPECT_DOUBLE_EQ(profile_.total_interest(), 5.0);
  look_from(kNow + 10 * kDay);
  EXPECT_NEAR(profile_.total_interest(), 2.5, 1e-9);
  EXPECT_NEAR(running(), 2.5 / 3.5, 1e-9);
  look_from(kNow + 1000 * kDay);
  EXPECT_LT(running(), 1e-6);
}

TEST_F(ProfileTest, ForgetsTheSameWhetherItIsAskedInBetweenOrNot) {
  Profile asked(rules_);
  happens(asked, Kind::kViewItem, kNow, {{{"item_id", "sock"}}});
  happens(Kind::kViewItem, kNow, {{{"item_id", "sock"}}});
  for (int hour = 1; hour < 500; ++hour) look_from(kNow + hour * kHour);
  happens(Kind::kViewItem, kNow + 20 * kDay, {{{"item_id", "kettle"}}});
  happens(asked, Kind::kViewItem, kNow + 20 * kDay, {{{"item_id", "kettle"}}});
  EXPECT_EQ(profile_.encode(), asked.encode());
}

TEST_F(ProfileTest, CountsVisitsByGapsOfHalfAnHour) {
  happens(Kind::kPageView, kNow);
  happens(Kind::kPageView, kNow + 29 * kMinute);
  EXPECT_EQ(profile_.visits(), 1u);
  EXPECT_EQ(profile_.session_page_views(), 2u);
  EXPECT_EQ(profile_.previous_visit_day(), 0);
  happens(Kind::kPageView, kNow + 3 * kDay);
  EXPECT_EQ(profile_.visits(), 2u);
  EXPECT_EQ(profile_.session_page_views(), 1u);
  EXPECT_EQ(profile_.previous_visit_day(), static_cast<Day>(kNow / kDay));
}

TEST_F(ProfileTest, RemembersSeenItemsNewestFirstAndOnce) {
  for (const char* id : {"sock", "kettle", "sock"}) happens(Kind::kViewItem, kNow, {{{"item_id", id}}});
  ASSERT_EQ(profile_.seen().size(), 2u);
  EXPECT_EQ(profile_.seen()[0].key, item_key("sock"));
  EXPECT_EQ(profile_.seen()[0].views, 2);
  EXPECT_EQ(profile_.seen()[1].key, item_key("kettle"));
}

TEST_F(ProfileTest, KeepsTheCart) {
  happens(Kind::kAddToCart, kNow, {{{"item_id", "sock"}, {"quantity", 3.0}}, {{"item_id", "kettle"}}});
  happens(Kind::kAddToCart, kNow, {{{"item_id", "sock"}, {"quantity", 2.0}}});
  happens(Kind::kRemoveFromCart, kNow, {{{"item_id", "sock"}, {"quantity", 1.0}}});
  ASSERT_EQ(profile_.cart().size(), 2u);
  EXPECT_EQ(profile_.cart()[0].quantity, 4);
  EXPECT_EQ(profile_.cart()[0].price, 1200.0f);
  happens(Kind::kRemoveFromCart, kNow, {{{"item_id", "kettle"}}});
  happens(Kind::kPurchase, kNow, {{{"item_id", "sock"}, {"quantity", 4.0}}});
  EXPECT_TRUE(profile_.cart().empty());
  EXPECT_EQ(profile_.bought()[0].key, item_key("sock"));
  EXPECT_DOUBLE_EQ(profile_.total_spend(), 4800.0);
  happens(Kind::kRefund, kNow, {{{"item_id", "sock"}}});
  EXPECT_TRUE(profile_.bought().empty());
}

TEST_F(ProfileTest, TakesLateEventsAsOfTheOneBefore) {
  happens(Kind::kPageView, kNow);
  happens(Kind::kPageView, kNow - 40 * kMinute);
  EXPECT_EQ(profile_.visits(), 1u);
  EXPECT_EQ(profile_.now(), static_cast<Minute>(kNow / kMinute));
}

TEST_F(ProfileTest, StaysWithinItsBoundsWhateverHappens) {
  for (int i = 0; i < 3000; ++i) {
    const std::string id = "item-" + std::to_string(i);
    const double quantity = 900.0;
    for (const Kind kind : {Kind::kViewItem, Kind::kAddToCart, Kind::kAddToWishlist}) {
      happens(kind, kNow + i * kMinute,
              {{{"item_id", id}, {"quantity", quantity}, {"price", 1e8}, {"item_category", "tea"}}});
    }
    happens(Kind::kPurchase, kNow + i * kMinute, {{{"item_id", id}, {"quantity", quantity}, {"price", 1e9}}});
    if (i % 2 == 0) happens(Kind::kAddToCart, kNow + i * kMinute, {{{"item_id", id}}});
  }
  EXPECT_EQ(profile_.seen().size(), kMaxSeen);
  EXPECT_EQ(profile_.bought().size(), kMaxBought);
  EXPECT_EQ(profile_.cart().size(), kMaxCartLines);
  EXPECT_LE(profile_.encode().size(), kMaxBytes);
  EXPECT_TRUE(Profile::decode(profile_.encode(), rules_));
}

TEST_F(ProfileTest, ReadsBackWhatItWrote) {
  profile_.set_seed({42, 43});
  for (const char* id : {"sock", "kettle", "trail-shoe"}) {
    happens(Kind::kViewItem, kNow, {{{"item_id", id}}});
    happens(Kind::kAddToCart, kNow + kDay, {{{"item_id", id}}});
  }
  happens(Kind::kPurchase, kNow + 2 * kDay, {{{"item_id", "sock"}}});
  const auto stored = profile_.encode();
  const auto again = Profile::decode(stored, rules_);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->encode(), stored);
  EXPECT_EQ(again->seed(), profile_.seed());
  EXPECT_EQ(again->category_share(name_key("running")), running());
  EXPECT_EQ(again->visits(), profile_.visits());
}

TEST_F(ProfileTest, RefusesEveryFlippedBitAndEveryTruncation) {
  happens(Kind::kAddToCart, kNow, {{{"item_id", "sock"}}});
  happens(Kind::kViewItem, kNow, {{{"item_id", "kettle"}}});
  const auto stored = profile_.encode();
  for (std::size_t bit = 0; bit < stored.size() * 8; ++bit) {
    auto damaged = stored;
    damaged[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
    EXPECT_FALSE(Profile::decode(damaged, rules_)) << "bit " << bit;
  }
  for (std::size_t length = 0; length < stored.size(); ++length) {
    EXPECT_FALSE(Profile::decode(std::span(stored).first(length), rules_)) << length;
  }
}

// The checksum finds accidents; this shows that the checks behind it hold too, for whoever can compute a checksum.
TEST_F(ProfileTest, SurvivesBodiesWithAGoodChecksumAndBadValues) {
  happens(Kind::kAddToCart, kNow, {{{"item_id", "sock"}}});
  const auto stored = profile_.encode();
  std::uint64_t random = 1;
  for (int round = 0; round < 20'000; ++round) {
    auto damaged = stored;
    for (int flips = 0; flips < 3; ++flips) {
      random = mix64(random + 0x9e3779b97f4a7c15u);
      damaged[16 + random % (damaged.size() - 16)] = static_cast<std::byte>(random >> 32);
    }
    const std::uint32_t checksum = crc32(std::span(damaged).subspan(16));
    std::memcpy(damaged.data() + 12, &checksum, sizeof checksum);
    if (const auto profile = Profile::decode(damaged, rules_)) {
      EXPECT_EQ(profile->encode(), damaged) << "what is accepted is understood in full";
    }
  }
}

TEST_F(ProfileTest, LeavesANewerVersionAlone) {
  auto stored = profile_.encode();
  stored[4] = std::byte{9};
  const auto newer = Profile::decode(stored, rules_);
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, ErrorCode::kUnsupportedVersion);
}

TEST_F(ProfileTest, IsAsNewAfterErasure) {
  profile_.set_seed({1, 2});
  happens(Kind::kPurchase, kNow, {{{"item_id", "sock"}}});
  profile_.erase();
  EXPECT_EQ(profile_.encode(), Profile(rules_).encode());
}

}  // namespace
}  // namespace noren::profile
