// The stored form: all of it comes back, within its bound of bytes, and version 1 is still read.

#include <cstring>

#include "core/base/bytes.h"
#include "tests/unit/profile/visitor.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::kDay;
using testing::kMinute;
using testing::kNow;

class StoredProfileTest : public Visitor {
 protected:
  // Everything that a profile can hold, every list full to its bound.
  void fill() {
    rules_.price_bands = {1000, 5000};
    std::vector<std::string> campaigns;
    for (int i = 0; i < 70; ++i) {
      campaigns.push_back("campaign-" + std::to_string(i));
      rules_.goals.push_back({name_key(campaigns.back()), Kind::kPurchase, 30, 30});
      vocabulary_.add_category("category-" + std::to_string(i));
      vocabulary_.add_brand("brand-" + std::to_string(i));
    }
    for (std::size_t day = 0; day < kCountedDays; ++day) {
      const double time = kNow + static_cast<double>(day) * kDay;
      for (std::size_t i = 0; i < event::kPageKindCount; ++i) does(static_cast<Kind>(i), time, "sock");
      acts(Kind::kDismissPromotion, time, {name_key("hero"), 0, 0, 0});
      acts(Kind::kAnswer, time, {name_key("q"), 0, 0, 1});
      for (std::uint64_t key = 1; key <= 70; ++key)
        acts(Kind::kDisregard, time, disregard_act(Aside::kItem, key, false));
      steps("welcome", time, day % 2 == 0 ? "" : "hello", day % 2 == 0 ? "hello" : "offer");
      steps("welcome", time, "offer", "", JourneyEnd::kGoal);
    }
    const double time = kNow + (kCountedDays - 1) * kDay;
    for (int i = 0; i < 130; ++i) {
      const std::string n = std::to_string(i % 70);
      const testing::Fields item = {{"item_id", "item-" + std::to_string(i)},
                                    {"item_category", "category-" + n},
                                    {"item_category2", "category-" + n},
                                    {"item_category3", "category-" + n},
                                    {"item_brand", "brand-" + n},
                                    {"price", 1e6}};
      does(Kind::kViewItem, time, {item});
      does(Kind::kPurchase, time, {item});
      if (i >= 70) continue;
      sees(campaigns[static_cast<std::size_t>(i)], time);
      acts(Kind::kAnswer, time, {name_key(n), name_key("option"), 0, 1});
      steps(n, time, "", "hello");
    }
    for (int i = 0; i < 40; ++i) does(Kind::kAddToCart, time, {{{"item_id", "item-" + std::to_string(i)}}});
  }

  // Behind a header with the right checksum.
  static std::vector<std::byte> with_header(std::uint32_t version, std::span<const std::byte> body) {
    std::vector<std::byte> whole;
    ByteWriter out(whole);
    out.write(std::uint32_t{0x504e524e});
    out.write(version);
    out.write(static_cast<std::uint32_t>(body.size()));
    out.write(crc32(body));
    out.append(body);
    return whole;
  }
};

TEST_F(StoredProfileTest, StaysBelowItsBoundWithEveryListFull) {
  fill();
  EXPECT_EQ(profile_.categories().size(), kMaxInterests);
  EXPECT_EQ(profile_.brands().size(), kMaxInterests);
  EXPECT_EQ(profile_.seen().size(), kMaxSeen);
  EXPECT_EQ(profile_.bought().size(), kMaxBought);
  EXPECT_EQ(profile_.cart().size(), kMaxCartLines);
  EXPECT_EQ(profile_.history().size(), kMaxHistory);
  EXPECT_EQ(profile_.showings().size(), kMaxShowings);
  EXPECT_EQ(profile_.arms().size(), kMaxArms);
  EXPECT_EQ(profile_.answers().size(), kMaxQuestions);
  EXPECT_EQ(profile_.journeys().size(), kMaxJourneys);
  EXPECT_EQ(profile_.disregards().all().size(), kMaxDisregards);
  for (std::size_t i = 0; i < event::kKindCount; ++i) {
    const auto kind = static_cast<Kind>(i);
    if (kind == Kind::kJourneyStep) continue;  // no doing of hers: not counted
    EXPECT_GE(profile_.count_within(kind, kCountedDays), kCountedDays) << i;
  }
  const std::size_t size = profile_.encode().size();
  EXPECT_LT(size, kMaxBytes);
  EXPECT_GT(size, 13'000u) << "the fullest profile there can be";
}

TEST_F(StoredProfileTest, ComesBackWhole) {
  fill();
  const auto stored = profile_.encode();
  const auto again = Profile::decode(stored, rules_);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(again->encode(), stored);
  EXPECT_EQ(again->shown(name_key("campaign-69"), Period::kDay), 1u);
  EXPECT_EQ(again->outcomes(name_key("campaign-69"), name_key("a")).succeeded, 1.0f);
  ASSERT_NE(again->journey(name_key("0")), nullptr);
  EXPECT_EQ(again->journey(name_key("0"))->entered, profile_.journey(name_key("0"))->entered);
  EXPECT_EQ(again->answer(name_key("69"))->option, name_key("option"));
  EXPECT_TRUE(again->disregards().has(Aside::kItem, 70));
  EXPECT_EQ(again->seen()[0].price, 1e6f);
  EXPECT_EQ(again->count_within(Kind::kRefund, 7), 7u);
  EXPECT_EQ(again->last_day(Kind::kRefund), profile_.last_day(Kind::kRefund));
}

TEST_F(StoredProfileTest, GoesOnAsIfItHadNeverBeenStored) {
  fill();
  Profile again = *Profile::decode(profile_.encode(), rules_);
  const auto event = gate_.admit(testing::raw_event(gate_, Kind::kPurchase, kNow + 40 * kDay, {{{"item_id", "sock"}}}),
                                 testing::kPersonal);
  ASSERT_TRUE(event);
  profile_.apply(*event);
  again.apply(*event);
  EXPECT_EQ(again.encode(), profile_.encode());
}

TEST_F(StoredProfileTest, SurvivesBadValuesBehindAGoodChecksum) {
  fill();
  const auto stored = profile_.encode();
  std::uint64_t random = 1;
  std::size_t refused = 0;
  for (int round = 0; round < 4000; ++round) {
    std::vector<std::byte> body(stored.begin() + 16, stored.end());
    for (int flips = 0; flips < 3; ++flips) {
      random = mix64(random + 0x9e3779b97f4a7c15u);
      body[random % body.size()] = static_cast<std::byte>(random >> 32);
    }
    const auto damaged = with_header(3, body);
    const auto profile = Profile::decode(damaged, rules_);
    if (profile) {
      EXPECT_EQ(profile->encode(), damaged) << "what is accepted is understood in full";
    } else {
      ++refused;
    }
  }
  EXPECT_GT(refused, 100u);
}

// Version 2 is version 3 without what came later: cut out here, where the lists are empty but for one seen item.
TEST_F(StoredProfileTest, ReadsVersion2) {
  does(Kind::kViewItem, kNow, "sock");
  const auto stored = profile_.encode();
  std::vector<std::byte> body(stored.begin() + 16, stored.end());
  const auto cut = [&](std::size_t at, std::size_t count) {
    body.erase(body.begin() + static_cast<std::ptrdiff_t>(at), body.begin() + static_cast<std::ptrdiff_t>(at + count));
  };
  body.pop_back();                       // no disregards
  cut(body.size() - 4, 4);               // the mask of days of the new kind
  const std::size_t masks = 22 * 4 + 1;  // one count behind the masks: today's view
  cut(body.size() - masks - 2 - 2, 2);   // its last day, before the counted day
  const std::size_t counts = 16 + 16 + 8 + 2 + 6 + 8 + 4;
  cut(counts + 22 * 4, 4);  // how often it happened
  const std::size_t categories = counts + 22 * 4 + kMaxPriceBands * 4;
  const std::size_t seen = categories + 1 + profile_.categories().size() * 8 + 1 + profile_.brands().size() * 8;
  cut(seen + 1 + 11, 4);  // what it cost
  const auto profile = Profile::decode(with_header(2, body), rules_);
  ASSERT_TRUE(profile) << to_string(profile.error());
  EXPECT_EQ(profile->seen()[0].key, item_key("sock"));
  EXPECT_EQ(profile->seen()[0].price, -1.0f);
  EXPECT_EQ(profile->count(Kind::kViewItem), 1u);
  EXPECT_EQ(profile->count_within(Kind::kViewItem, 1), 1u);
  EXPECT_EQ(profile->last_day(Kind::kViewItem), day_at(kNow));
  EXPECT_EQ(profile->history().size(), 1u);
  EXPECT_FALSE(Profile::decode(with_header(3, body), rules_));
}

TEST_F(StoredProfileTest, ReadsVersion1) {
  const Minute minute = minute_at(kNow);
  const std::uint32_t hour = minute / 60;
  std::vector<std::byte> body;
  ByteWriter out(body);
  for (const std::uint64_t word : {7u, 8u}) out.write(std::uint64_t{word});  // seed
  for (const std::uint32_t count : {9u, 3u, 2u, 1u}) out.write(count);  // events, visits, of the session, page views
  out.write(minute - 1);                                                // session began
  out.write(minute);
  out.write(hour);
  for (const int days_ago : {20, 5, 4}) out.write(static_cast<Day>(day_at(kNow) - days_ago));  // first, last, purchase
  out.write(1200.0);                                                                           // spent
  out.write(4.0f);                                                                             // interest in all
  for (std::uint32_t kind = 0; kind < 17; ++kind) out.write(kind);
  for (std::size_t band = 0; band < kMaxPriceBands; ++band) out.write(0.0f);
  out.write(std::uint8_t{1});  // categories
  out.write(name_key("running"));
  out.write(2.0f);
  out.write(std::uint8_t{0});  // brands
  out.write(std::uint8_t{1});  // seen
  out.write(item_key("sock"));
  out.write(day_at(kNow));
  out.write(std::uint8_t{3});
  out.write(std::uint8_t{0});  // bought
  out.write(std::uint8_t{1});  // cart
  out.write(item_key("kettle"));
  out.write(5400.0f);
  out.write(std::uint16_t{2});

  auto profile = Profile::decode(with_header(1, body), rules_);
  ASSERT_TRUE(profile) << to_string(profile.error());
  EXPECT_EQ(profile->seed(), (Profile::Seed{7, 8}));
  EXPECT_EQ(profile->visits(), 3u);
  EXPECT_EQ(profile->count(Kind::kViewSearchResults), 16u);
  EXPECT_EQ(profile->count(Kind::kSignUp), 0u);
  EXPECT_DOUBLE_EQ(profile->category_share(name_key("running")), 2.0 / 5.0);
  EXPECT_EQ(profile->seen()[0].views, 3);
  EXPECT_EQ(profile->cart()[0].quantity, 2);
  EXPECT_EQ(profile->cart_changed(), Minute{day_at(kNow)} * kMinutesPerDay);
  EXPECT_EQ(profile->last_day(Kind::kPurchase), day_at(kNow) - 4);
  EXPECT_EQ(profile->history().size(), 0u);
  const auto again = Profile::decode(profile->encode(), rules_);
  ASSERT_TRUE(again) << "it is written as version 3";
  EXPECT_EQ(again->encode(), profile->encode());

  for (std::size_t length = 0; length < body.size(); ++length) {
    EXPECT_FALSE(Profile::decode(with_header(1, std::span(body).first(length)), rules_)) << length;
  }
  EXPECT_FALSE(Profile::decode(with_header(2, body), rules_));
  EXPECT_FALSE(Profile::decode(with_header(0, body), rules_));
}

}  // namespace
}  // namespace noren::profile
