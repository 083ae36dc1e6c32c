// The inbound gate lets numbers and known names through, and nothing that names a person.

#include "privacy/inbound_gate.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "privacy/stored_event.h"
#include "tests/support/test_shop.h"

namespace noren::privacy {
namespace {

using event::Kind;
using testing::Fields;
using testing::kNow;
using testing::kPersonal;
using testing::raw_event;

class InboundGateTest : public ::testing::Test {
 protected:
  Result<CleanEvent> admit(const std::vector<Fields>& items, const Fields& fields = {}, Consent consent = kPersonal) {
    return gate_.admit(raw_event(gate_, Kind::kViewItem, kNow, items, fields), consent);
  }
  std::uint64_t count(Refusal reason) const { return gate_.counts()[static_cast<std::size_t>(reason)]; }

  testing::TestVocabulary vocabulary_;
  InboundGate gate_{vocabulary_};
};

// Promise 2 rests on this: nobody but the gate can make a clean event.
static_assert(!std::is_default_constructible_v<CleanEvent>);
static_assert(!std::is_constructible_v<CleanEvent, Kind, Minute>);
static_assert(!std::is_aggregate_v<CleanEvent>);

TEST_F(InboundGateTest, TakesNothingWithoutConsentToPersonalization) {
  for (const std::uint8_t bits : std::initializer_list<std::uint8_t>{0, 1, 4, 5}) {
    const auto event = admit({{{"item_id", "trail-shoe"}}}, {}, Consent::from_bits(bits));
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().code, ErrorCode::kConsentRequired);
  }
  EXPECT_EQ(count(Refusal::kNoConsent), 4u);
}

TEST_F(InboundGateTest, ReplacesWhatThePageSaysOfAnItemByWhatTheCatalogueSays) {
  const auto event = admit({{{"item_id", "trail-shoe"}, {"item_category", "tea"}, {"price", 1.0}}});
  ASSERT_TRUE(event);
  const CleanItem& item = event->items()[0];
  EXPECT_EQ(item.key, item_key("trail-shoe"));
  EXPECT_EQ(item.categories[0], name_key("outdoor"));
  EXPECT_EQ(item.categories[2], name_key("running-shoes"));
  EXPECT_EQ(item.brand, name_key("hayate"));
  EXPECT_EQ(item.price, 12800.0f);
}

TEST_F(InboundGateTest, TakesAnItemTheCatalogueDoesNotKnowWithKnownNamesOnly) {
  const auto event =
      admit({{{"item_id", "NEW-1"}, {"item_category", "Tea"}, {"item_category2", "Anna's gifts"}, {"price", 300.0}}});
  ASSERT_TRUE(event);
  const CleanItem& item = event->items()[0];
  EXPECT_EQ(item.key, item_key("NEW-1"));
  EXPECT_EQ(item.categories[0], name_key("tea"));
  EXPECT_EQ(item.categories[1], 0u);
  EXPECT_EQ(item.price, 300.0f);
  EXPECT_EQ(count(Refusal::kUnknownName), 1u);
}

TEST_F(InboundGateTest, CoarsensTimeToTheMinute) {
  const auto event = gate_.admit(raw_event(gate_, Kind::kPageView, kNow + 59'999, {}), kPersonal);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->minute(), static_cast<Minute>(kNow / 60'000));
}

TEST_F(InboundGateTest, DropsAndCountsUnknownFields) {
  const auto event = admit({{{"item_id", "sock"}, {"gift_message", "for Anna"}}}, {{"mood", "happy"}});
  ASSERT_TRUE(event);
  EXPECT_EQ(count(Refusal::kUnknownField), 2u);
}

TEST_F(InboundGateTest, RefusesFieldsThatNameAPerson) {
  for (const char* field : {"user_id", "email", "phone_number", "client_id", "session_id", "first_name"}) {
    const auto in_event = admit({{{"item_id", "sock"}}}, {{field, "whoever"}});
    ASSERT_FALSE(in_event) << field;
    EXPECT_EQ(in_event.error().code, ErrorCode::kEventRefused);
    EXPECT_EQ(in_event.error().path, field);
    const auto in_item = admit({{{"item_id", "sock"}}, {{"item_id", "sock"}, {field, "whoever"}}});
    ASSERT_FALSE(in_item) << field;
    EXPECT_EQ(in_item.error().path, "items[1]." + std::string(field));
  }
  EXPECT_EQ(count(Refusal::kPersonId), 12u);
}

TEST_F(InboundGateTest, RefusesTextWhereAnIdBelongs) {
  for (const char* id : {"red shoes, size 38", "靴", "", "a/b", "%61nna"}) {
    const auto event = admit({{{"item_id", id}}});
    ASSERT_FALSE(event) << id;
    EXPECT_EQ(event.error().path, "items[0].item_id");
  }
  EXPECT_EQ(count(Refusal::kFreeText), 5u);
}

TEST_F(InboundGateTest, RefusesPersonalDataInEveryFieldAndTellsWhereWithoutRepeatingIt) {
  const std::string address = "anna@example.com";
  std::uint64_t refused = 0;
  for (const event::Field& field : event::fields()) {
    using event::FieldType;
    if (field.type == FieldType::kMoney || field.type == FieldType::kCount || field.type == FieldType::kPersonId)
      continue;
    const std::string name(field.name);
    const auto in_event = admit({{{"item_id", "sock"}}}, {{name, address}});
    ASSERT_FALSE(in_event) << name;
    EXPECT_EQ(in_event.error().path, name);
    const auto in_item = admit({{{"item_id", "sock"}}, {{name, address}}});
    ASSERT_FALSE(in_item) << name;
    EXPECT_EQ(in_item.error().code, ErrorCode::kEventRefused);
    EXPECT_EQ(in_item.error().message, "this looks like an e-mail address");
    EXPECT_EQ(in_item.error().path, "items[1]." + name);
    EXPECT_EQ(in_item.error().hint.find("anna"), std::string::npos);
    EXPECT_EQ(count(Refusal::kPersonalData), refused += 2);
  }
  EXPECT_GT(refused, 50u);
  EXPECT_EQ(admit({}, {{"gift_message", "for " + address}}).error().path, "?");
  EXPECT_EQ(admit({{{"gift_message", "for " + address}}}).error().path, "items[0].?");
}

TEST_F(InboundGateTest, RefusesNumbersOfAPersonAsNamesAndIds) {
  for (const char* field :
       {"item_id", "item_category", "item_brand", "promotion_id", "creative_name", "item_name", "mood"}) {
    for (const char* text : {"090-1234-5678", "4111111111111111", "123456789018", "DE89370400440532013000"}) {
      EXPECT_FALSE(admit({{{field, text}}})) << field << ' ' << text;
    }
  }
  EXPECT_EQ(count(Refusal::kPersonalData), 28u);
}

TEST_F(InboundGateTest, LetsPassInWhatIsDroppedWhatOnlyLooksLikeAPersons) {
  constexpr const char* kToken = "EAIaIQobChMI7Yf0n5K3hQMVz0J6Bx1v4wQ2EAAYASAAEgK8gPD";
  EXPECT_TRUE(admit({}, {{"page_location", std::string("https://shop.example/item/123456789018?gclid=") + kToken}}));
  EXPECT_TRUE(admit({}, {{"transaction_id", "0312345678"}}));
  EXPECT_TRUE(admit({}, {{"mood", kToken}}));
  EXPECT_FALSE(admit({{{"item_brand", kToken}}})) << "a name that would be taken";
  EXPECT_FALSE(admit({}, {{"page_location", "https://shop.example/thanks?tel=090-1234-5678"}}));
}

TEST_F(InboundGateTest, DoesNotLookAtWhatTheShopItselfNames) {
  vocabulary_.add_brand("0120-345-678");
  EXPECT_TRUE(admit({{{"item_id", "NEW-1"}, {"item_brand", "0120-345-678"}}}));
  EXPECT_FALSE(admit({{{"item_id", "NEW-1"}, {"item_brand", "0120-345-679"}}}));
}

TEST_F(InboundGateTest, RemembersNoTextThatNamesAPersonAndNoneThatIsDropped) {
  using event::FieldType;
  EXPECT_EQ(gate_.text(FieldType::kItemId, "sock"), 0u);
  EXPECT_EQ(gate_.text(FieldType::kItemId, "090-1234-5678"),
            InboundGate::kPersonalText + static_cast<unsigned>(PersonalData::kTelephone));
  EXPECT_EQ(gate_.text(FieldType::kUnused, "a pleasant afternoon"), 0u);
  EXPECT_EQ(gate_.text(FieldType::kItemId, "kettle"), 1u) << "the next free place";
  EXPECT_EQ(gate_.key(InboundGate::kPersonalText + 1), 0u);
}

TEST_F(InboundGateTest, JudgesItemsBeyondThoseItKeeps) {
  std::vector<Fields> items(199, Fields{{"item_id", "sock"}});
  const auto event = admit(items);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->items().size(), kMaxItems);
  items.push_back({{"email", "anna@example.com"}});
  const auto refused = admit(items);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().path, "items[199].email");
}

TEST_F(InboundGateTest, RefusesNumbersOutOfRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double price : {-1.0, nan, 1e12}) EXPECT_FALSE(admit({{{"item_id", "NEW-1"}, {"price", price}}})) << price;
  EXPECT_FALSE(admit({{{"item_id", "NEW-1"}, {"quantity", -1.0}}}));
  EXPECT_FALSE(admit({}, {{"value", nan}}));
  for (const double time : {0.0, nan, 1e20}) {
    EXPECT_FALSE(gate_.admit(raw_event(gate_, Kind::kPageView, time, {}), kPersonal)) << time;
  }
  EXPECT_EQ(count(Refusal::kBadNumber), 8u);
}

TEST_F(InboundGateTest, DropsPricesInAnotherCurrency) {
  const auto whole_event = admit({{{"item_id", "NEW-1"}, {"price", 300.0}}}, {{"currency", "USD"}});
  ASSERT_TRUE(whole_event);
  EXPECT_LT(whole_event->items()[0].price, 0.0f);
  const auto same_currency = admit({{{"item_id", "NEW-1"}, {"price", 300.0}}}, {{"currency", "JPY"}});
  ASSERT_TRUE(same_currency);
  EXPECT_EQ(same_currency->items()[0].price, 300.0f);
}

TEST_F(InboundGateTest, BoundsQuantities) {
  const auto event = admit({{{"item_id", "sock"}, {"quantity", 1e9}}});
  ASSERT_TRUE(event);
  EXPECT_EQ(event->items()[0].quantity, kMaxQuantity);
}

TEST_F(InboundGateTest, ReadsBackWhatItWrote) {
  const auto event = admit({{{"item_id", "trail-shoe"}, {"quantity", 2.0}}, {{"item_id", "NEW-1"}}});
  ASSERT_TRUE(event);
  std::vector<std::byte> stored;
  event->encode(stored);
  event->encode(stored);
  std::span<const std::byte> rest = stored;
  for (int i = 0; i < 2; ++i) {
    const auto again = gate_.readmit(rest, kPersonal);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->minute(), event->minute());
    ASSERT_EQ(again->items().size(), 2u);
    EXPECT_EQ(again->items()[0].quantity, 2);
    EXPECT_EQ(again->items()[0].brand, name_key("hayate"));
  }
  EXPECT_TRUE(rest.empty());
}

TEST_F(InboundGateTest, RefusesStoredEventsThatAreCutShortOrNewer) {
  const auto event = admit({{{"item_id", "trail-shoe"}}});
  ASSERT_TRUE(event);
  std::vector<std::byte> stored;
  event->encode(stored);
  for (std::size_t length = 0; length < stored.size(); ++length) {
    std::span<const std::byte> cut(stored.data(), length);
    const auto again = gate_.readmit(cut, kPersonal);
    ASSERT_FALSE(again) << length;
    EXPECT_EQ(again.error().code, ErrorCode::kCorrupt);
  }
  stored[0] = std::byte{kStoredEventVersion + 1};
  std::span<const std::byte> rest = stored;
  const auto newer = gate_.readmit(rest, kPersonal);
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, ErrorCode::kUnsupportedVersion);
  stored[0] = std::byte{1};
  std::span<const std::byte> whole = stored;
  EXPECT_EQ(gate_.readmit(whole, Consent()).error().code, ErrorCode::kConsentRequired);
}

TEST_F(InboundGateTest, TakesAPromotionOfTheSitesOwnCampaignsAsAnAct) {
  const auto promotion = [&](const std::vector<Fields>& items, const Fields& fields, Kind kind = Kind::kViewPromotion) {
    return gate_.admit(raw_event(gate_, kind, kNow, items, fields), kPersonal);
  };
  const CleanAct hero_b = {name_key("hero"), name_key("b"), 0, 0};
  EXPECT_EQ(promotion({}, {{"promotion_id", "hero"}, {"creative_name", "b"}})->act(), hero_b);
  EXPECT_EQ(promotion({{{"promotion_id", "hero"}, {"creative_name", "b"}}}, {})->act(), hero_b)
      << "GA4 allows it there";
  EXPECT_EQ(promotion({}, {{"promotion_id", "hero"}, {"creative_name", "Anna"}})->act().detail, 0u);
  EXPECT_EQ(count(Refusal::kUnknownName), 0u);
  EXPECT_EQ(promotion({}, {{"promotion_id", "another tool's"}, {"creative_name", "b"}})->act(), CleanAct());
  EXPECT_EQ(promotion({}, {{"promotion_id", 5.0}})->act(), CleanAct());
  EXPECT_EQ(count(Refusal::kUnknownName), 2u);
  EXPECT_EQ(promotion({}, {{"promotion_id", "hero"}}, Kind::kViewItem)->act(), CleanAct()) << "no promotion's event";
}

TEST_F(InboundGateTest, TakesNoEventFromThePageThatTheEngineMakes) {
  for (const Kind kind : {Kind::kDismissPromotion, Kind::kAnswer, Kind::kJourneyStep, Kind::kDisregard}) {
    const auto event = gate_.admit(raw_event(gate_, kind, kNow, {}), kPersonal);
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST_F(InboundGateTest, AdmitsActsOfTheEngineOnlyWhereTheyMakeSense) {
  const CleanAct act = {1, 2, 3, 4.5f};
  const auto event = gate_.admit_act(Kind::kAnswer, kNow, act, kPersonal);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->act(), act);
  EXPECT_EQ(event->minute(), static_cast<Minute>(kNow / 60'000));
  EXPECT_EQ(gate_.admit_act(Kind::kAnswer, kNow, act, Consent()).error().code, ErrorCode::kConsentRequired);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(gate_.admit_act(Kind::kViewItem, kNow, act, kPersonal));
  EXPECT_FALSE(gate_.admit_act(Kind::kAnswer, 0, act, kPersonal));
  EXPECT_FALSE(gate_.admit_act(Kind::kAnswer, kNow, {0, 2, 3, 4}, kPersonal));
  EXPECT_FALSE(gate_.admit_act(Kind::kAnswer, kNow, {1, 2, 3, nan}, kPersonal));
  EXPECT_FALSE(gate_.admit_act(Kind::kAnswer, kNow, {1, 2, 3, 2e9f}, kPersonal));
}

TEST_F(InboundGateTest, ReadsBackActs) {
  const auto event = gate_.admit_act(Kind::kJourneyStep, kNow, {1, 2, 3, 4.5f}, kPersonal);
  ASSERT_TRUE(event);
  std::vector<std::byte> stored;
  event->encode(stored);
  std::span<const std::byte> rest = stored;
  const auto again = gate_.readmit(rest, kPersonal);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->kind(), Kind::kJourneyStep);
  EXPECT_EQ(again->act(), event->act());
  EXPECT_TRUE(rest.empty());
  for (std::size_t length = 0; length < stored.size(); ++length) {
    std::span<const std::byte> cut(stored.data(), length);
    EXPECT_FALSE(gate_.readmit(cut, kPersonal)) << length;
  }
}

TEST_F(InboundGateTest, RefusesStoredActsThatNothingWrites) {
  const auto event = gate_.admit_act(Kind::kAnswer, kNow, {1, 2, 3, 4}, kPersonal);
  ASSERT_TRUE(event);
  std::vector<std::byte> stored;
  event->encode(stored);
  const auto reads = [&](std::size_t at, std::uint8_t value) {
    auto changed = stored;
    changed[at] = std::byte{value};
    std::span<const std::byte> rest = changed;
    return gate_.readmit(rest, kPersonal).has_value();
  };
  constexpr std::size_t kKindAt = 1;
  constexpr std::size_t kSubjectAt = 7;
  EXPECT_TRUE(reads(kKindAt, static_cast<std::uint8_t>(Kind::kViewPromotion)));
  EXPECT_FALSE(reads(kKindAt, static_cast<std::uint8_t>(Kind::kViewItem))) << "a kind without acts";
  EXPECT_FALSE(reads(kKindAt, event::kKindCount));
  EXPECT_FALSE(reads(kSubjectAt, 0)) << "about nothing";
  EXPECT_FALSE(reads(stored.size() - 1, 0x7f)) << "not a finite number";
  stored.resize(kSubjectAt);
  EXPECT_FALSE(reads(kSubjectAt - 1, 0)) << "an answer to nothing";
}

TEST_F(InboundGateTest, ReadsEventsOfVersion1) {
  const auto event = admit({{{"item_id", "trail-shoe"}}});
  ASSERT_TRUE(event);
  std::vector<std::byte> stored;
  event->encode(stored);
  stored[0] = std::byte{1};
  std::span<const std::byte> rest = stored;
  const auto again = gate_.readmit(rest, kPersonal);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->items()[0].key, item_key("trail-shoe"));
  stored[1] = static_cast<std::byte>(Kind::kLogin);
  rest = stored;
  EXPECT_FALSE(gate_.readmit(rest, kPersonal)) << "version 1 did not know that kind";
}

TEST_F(InboundGateTest, ReadsEventsOfVersion2) {
  const auto event = gate_.admit_act(Kind::kJourneyStep, kNow, {1, 2, 3, 4}, kPersonal);
  ASSERT_TRUE(event);
  std::vector<std::byte> stored;
  event->encode(stored);
  stored[0] = std::byte{2};
  std::span<const std::byte> rest = stored;
  EXPECT_TRUE(gate_.readmit(rest, kPersonal));
  stored[1] = static_cast<std::byte>(Kind::kDisregard);
  rest = stored;
  EXPECT_FALSE(gate_.readmit(rest, kPersonal)) << "version 2 did not know that kind";
}

TEST_F(InboundGateTest, BoundsItsTableOfTextsAndMakesOldHandlesVoid) {
  const std::uint32_t before = gate_.generation();
  for (std::size_t i = 0; i <= InboundGate::kMaxTexts; ++i)
    gate_.text(event::FieldType::kItemId, "item-" + std::to_string(i));
  EXPECT_NE(gate_.generation(), before);
  event::RawEvent stale = raw_event(gate_, Kind::kViewItem, kNow, {{{"item_id", "sock"}}});
  stale.items[0].fields[0].value = static_cast<double>(InboundGate::kMaxTexts);
  EXPECT_FALSE(gate_.admit(stale, kPersonal)) << "a handle of the old table is no text";
}

TEST_F(InboundGateTest, ForgetsWhenErased) {
  admit({{{"email", "x"}}});
  const std::uint32_t before = gate_.generation();
  gate_.erase();
  EXPECT_NE(gate_.generation(), before);
  for (const std::uint64_t n : gate_.counts()) EXPECT_EQ(n, 0u);
}

}  // namespace
}  // namespace noren::privacy
