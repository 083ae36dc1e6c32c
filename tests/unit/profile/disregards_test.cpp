// What she set aside, and what follows from it for her interests.

#include "core/profile/disregards.h"

#include "tests/unit/profile/visitor.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::kDay;
using testing::kNow;

class DisregardsTest : public Visitor {
 protected:
  void sets_aside(Aside kind, std::uint64_t key, bool taken_back = false, double time = kNow) {
    acts(Kind::kDisregard, time, disregard_act(kind, key, taken_back));
  }
};

TEST_F(DisregardsTest, KeepsWhatSheSetAsideUntilSheTakesItBack) {
  sets_aside(Aside::kDisliked, item_key("sock"));
  EXPECT_TRUE(profile_.disregards().has(Aside::kDisliked, item_key("sock")));
  EXPECT_FALSE(profile_.disregards().has(Aside::kItem, item_key("sock"))) << "it may still lead to others";
  EXPECT_FALSE(profile_.disregards().has(Aside::kDisliked, item_key("kettle")));
  sets_aside(Aside::kDisliked, item_key("sock"), true);
  EXPECT_TRUE(profile_.disregards().empty());
}

TEST_F(DisregardsTest, KeepsOneEntryForOneThing) {
  sets_aside(Aside::kItem, item_key("sock"));
  sets_aside(Aside::kItem, item_key("sock"), false, kNow + kDay);
  ASSERT_EQ(profile_.disregards().all().size(), 1u);
  EXPECT_EQ(profile_.disregards().all()[0].day, day_at(kNow + kDay));
}

TEST_F(DisregardsTest, ForgetsTheOldestAtItsBound) {
  for (std::size_t i = 0; i <= kMaxDisregards; ++i) sets_aside(Aside::kDisliked, i + 1);
  EXPECT_EQ(profile_.disregards().all().size(), kMaxDisregards);
  EXPECT_FALSE(profile_.disregards().has(Aside::kDisliked, 1));
  EXPECT_TRUE(profile_.disregards().has(Aside::kDisliked, kMaxDisregards + 1));
}

TEST_F(DisregardsTest, ForgetsAnInterestThatIsSetAsideAndLearnsItNoMore) {
  does(Kind::kViewItem, kNow, "trail-shoe");
  ASSERT_GT(profile_.category_share(name_key("running")), 0.0);
  profile_.take_changes();
  sets_aside(Aside::kCategory, name_key("running"));
  EXPECT_EQ(profile_.category_share(name_key("running")), 0.0);
  EXPECT_GT(profile_.category_share(name_key("outdoor")), 0.0);
  EXPECT_NE(profile_.take_changes() & kInterestChanged, 0u) << "rules notice it";
  does(Kind::kViewItem, kNow, "trail-shoe");
  EXPECT_EQ(profile_.category_share(name_key("running")), 0.0);
  sets_aside(Aside::kCategory, name_key("running"), true);
  does(Kind::kViewItem, kNow, "trail-shoe");
  EXPECT_GT(profile_.category_share(name_key("running")), 0.0);
}

TEST_F(DisregardsTest, TellsCategoriesAndBrandsApart) {
  does(Kind::kViewItem, kNow, "trail-shoe");
  sets_aside(Aside::kBrand, name_key("hayate"));
  sets_aside(Aside::kBrand, name_key("running"));
  EXPECT_EQ(profile_.brand_share(name_key("hayate")), 0.0);
  EXPECT_GT(profile_.category_share(name_key("running")), 0.0);
  does(Kind::kViewItem, kNow, "trail-shoe");
  EXPECT_EQ(profile_.brand_share(name_key("hayate")), 0.0);
}

TEST_F(DisregardsTest, PassesOverWhatItDoesNotKnow) {
  acts(Kind::kDisregard, kNow, {kAsideCount + 1, 7, 0, 1});
  acts(Kind::kDisregard, kNow, {1, 0, 0, 1});
  EXPECT_TRUE(profile_.disregards().empty());
}

TEST_F(DisregardsTest, RemembersWhatAnItemCostWhenSheSawItLast) {
  does(Kind::kViewItem, kNow, "sock");
  EXPECT_EQ(profile_.seen()[0].price, 1200.0f);
  does(Kind::kViewItem, kNow, {{{"item_id", "no-price"}}});
  EXPECT_EQ(profile_.seen()[0].price, -1.0f);
}

}  // namespace
}  // namespace noren::profile
