// Reports through the façade: what is counted of a visitor, one batch an epoch, and nothing without consent.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/reporting.h"
#include "tests/support/noise_checks.h"
#include "tests/support/test_shop.h"

namespace noren {
namespace {

using event::Kind;
using testing::kDay;
using testing::kNow;
using testing_noise::RandomBytes;

constexpr privacy::Consent kMeasured = privacy::Consent::from_bits(7);

constexpr const char* kSite = R"({
  "noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"],
  "questions": [{"id": "club", "kind": "boolean"}],
  "segments": [
    {"id": "member", "when": {"var": "declared.club"}, "size": 900},
    {"id": "few", "when": true, "size": 3}
  ],
  "slots": [{"id": "hero"}, {"id": "note"}, {"id": "learn"}],
  "campaigns": [
    {"id": "try", "slot": "hero", "experiment": {"control": 0.3, "traffic": 0.8, "goal": {"event": "add_to_cart"}},
     "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]},
    {"id": "coupon", "slot": "note", "variants": [{"id": "a", "content": {}}]},
    {"id": "banner", "slot": "learn", "bandit": {"goal": {"event": "purchase"}},
     "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]}
  ],
  "privacy": {"reports": {"endpoint": "/noren/reports", "epsilonPerEpoch": 6, "collect": [
    {"id": "test", "kind": "experiment", "campaign": "try", "epsilon": 1},
    {"id": "learned", "kind": "bandit", "campaign": "banner", "epsilon": 1},
    {"id": "seen", "kind": "campaign", "campaign": "coupon", "epsilon": 1},
    {"id": "who", "kind": "segments", "epsilon": 1},
    {"id": "popular", "kind": "popularity", "items": ["shoe-1", "shoe-2"], "epsilon": 1},
    {"id": "bought", "kind": "popularity", "items": ["shoe-1", "shoe-2"], "event": "purchase", "epsilon": 1}
  ]}}
})";
enum Slot : std::size_t { kHero, kNote, kLearn };
enum Entry : std::size_t { kTest, kLearned, kSeen, kWho, kPopular, kBought };

class ReportTest : public ::testing::Test {
 protected:
  ReportTest() {
    for (const Error& problem : engine_.load_site(kSite)) ADD_FAILURE() << to_string(problem);
    engine_.begin_page_view({3, 4});
  }
  void visitor(std::uint64_t seed = 1) { engine_.set_consent(kMeasured, {seed, 2}); }

  void tracks(Kind kind, const std::string& item, double time = kNow) {
    event::RawEvent raw;
    raw.kind = kind;
    raw.time_ms = time;
    if (!item.empty()) {
      std::uint32_t field = 0;
      while (event::fields()[field].name != "item_id") ++field;
      event::RawItem named;
      named.fields.push_back({field, static_cast<double>(engine_.text(event::FieldType::kItemId, item))});
      raw.items.push_back(named);
    }
    ASSERT_TRUE(engine_.track(raw).has_value());
  }
  void sees(Slot slot, double time = kNow) {
    engine_.decide(time);
    ASSERT_TRUE(engine_.seen(slot, time).has_value());
  }
  Result<ReportBatch> report(double time = kNow) {
    auto entropy = random_.bytes(privacy::OutboundGate::entropy_for(6));
    auto batch = engine_.report({stored_, closed_on_}, entropy, time);
    if (batch) stored_.assign(batch->ledger.begin(), batch->ledger.end());
    return batch;
  }
  // The cells in clear, which no host can ask for.
  privacy::Tally counted(Entry entry, const profile::Profile& profile, double time = kNow) {
    auto entropy = random_.bytes(2000);
    privacy::Entropy randomness(entropy);
    engine_.decide(time);
    return (*tally({engine_.site(), profile, engine_.decider()}, randomness))[entry];
  }
  // By its stored form: the engine gives no other access.
  privacy::Tally counted(Entry entry, double time = kNow) {
    auto profile = *profile::Profile::decode(engine_.snapshot(), engine_.site().profile);
    profile.look_from(static_cast<profile::Minute>(time / 60'000));
    return counted(entry, profile, time);
  }

  Engine engine_;
  RandomBytes random_{5};
  std::vector<std::byte> stored_;
  privacy::EpochDay closed_on_ = 0;
};

TEST_F(ReportTest, MakesABatchOfAllReportsOncePerEpoch) {
  visitor();
  const auto first = report();
  ASSERT_TRUE(first.has_value()) << to_string(first.error());
  std::istringstream lines(first->lines);
  std::vector<std::string> ids;
  for (std::string line; std::getline(lines, line);)
    ids.push_back(nlohmann::json::parse(line)["report"].get<std::string>());
  EXPECT_EQ(ids, (std::vector<std::string>{"test", "learned", "seen", "who", "popular", "bought"}));
  EXPECT_EQ(report()->lines, "");
  EXPECT_EQ(report(kNow + 7 * kDay)->lines.size(), first->lines.size());
}

TEST_F(ReportTest, HasOneSizeForVisitorsWhoHaveNothingInCommon) {
  std::set<std::size_t> sizes;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    engine_.erase();
    engine_.begin_page_view({3, 4});
    visitor(seed);
    stored_.clear();
    if (seed % 2 == 0) {
      tracks(Kind::kViewItem, "shoe-2");
      for (const Slot slot : {kHero, kNote, kLearn}) sees(slot);
      tracks(Kind::kPurchase, "shoe-1");
    }
    sizes.insert(report()->lines.size());
  }
  EXPECT_EQ(sizes.size(), 1u);
}

TEST_F(ReportTest, NeedsConsentAndRandomnessAndALedgerItCanRead) {
  EXPECT_EQ(report().error().code, ErrorCode::kConsentRequired);
  engine_.set_consent(privacy::Consent::from_bits(3), {1, 2});
  EXPECT_EQ(report().error().code, ErrorCode::kConsentRequired);
  visitor();
  EXPECT_EQ(engine_.report({}, {}, kNow).error().code, ErrorCode::kLimitExceeded);
  stored_ = std::vector<std::byte>(24);
  EXPECT_EQ(report().error().code, ErrorCode::kCorrupt);
  stored_.clear();
  EXPECT_EQ(report(-1).error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(report().has_value());
}

TEST_F(ReportTest, MakesNoneAfterAnErasureUntilTheNextEpoch) {
  visitor();
  ASSERT_NE(report()->lines, "");
  closed_on_ = static_cast<privacy::EpochDay>(kNow / kDay) + 7;
  EXPECT_EQ(report(kNow + 7 * kDay)->lines, "");
  EXPECT_NE(report(kNow + 14 * kDay)->lines, "");
}

TEST_F(ReportTest, TellsWhatOfTheBudgetIsSpent) {
  visitor();
  const auto budget = [&](double time) { return nlohmann::json::parse(engine_.budget({stored_, closed_on_}, time)); };
  EXPECT_EQ(budget(kNow)["spentThisEpoch"], 0);
  ASSERT_TRUE(report().has_value());
  EXPECT_EQ(budget(kNow)["spentThisEpoch"], 6);
  EXPECT_EQ(budget(kNow)["perEpoch"], 6);
  EXPECT_EQ(budget(kNow + 7 * kDay)["spentThisEpoch"], 0);
  EXPECT_EQ(budget(kNow + 7 * kDay)["spentLifetime"], 6);
  EXPECT_EQ(budget(kNow)["lifetime"], 60);
  EXPECT_EQ(budget(kNow)["nextEpoch"].get<std::string>().size(), 10u);
}

// Everybody has an arm, whatever she did: it follows from the seed alone.
TEST_F(ReportTest, CountsAnExperimentUnderTheArmThatChanceDealt) {
  std::map<std::uint32_t, int> arms;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    engine_.erase();
    engine_.begin_page_view({3, 4});
    visitor(seed);
    const privacy::Tally before = counted(kTest);
    ++arms[before.question];
    EXPECT_EQ(before.cell, 0u);
    sees(kHero);
    EXPECT_EQ(counted(kTest).cell, 0u);
    tracks(Kind::kAddToCart, "shoe-1");
    EXPECT_EQ(counted(kTest).question, before.question);
    EXPECT_EQ(counted(kTest).cell, before.question == 3 ? 0u : 1u) << "those outside of the traffic have no arm";
  }
  EXPECT_NEAR(arms[0], 112, 40);
  EXPECT_NEAR(arms[1], 112, 40);
  EXPECT_NEAR(arms[2], 96, 40);
  EXPECT_NEAR(arms[3], 80, 40);
}

TEST_F(ReportTest, CountsWhatABanditShowedLastAndWhetherItPaid) {
  visitor();
  EXPECT_EQ(counted(kLearned).cell, 0u);
  const std::int32_t variant = engine_.decide(kNow)[kLearn].variant;
  sees(kLearn);
  EXPECT_EQ(counted(kLearned).cell, 1u + 2 * static_cast<std::uint32_t>(variant));
  tracks(Kind::kPurchase, "shoe-1");
  EXPECT_EQ(counted(kLearned).cell, 2u + 2 * static_cast<std::uint32_t>(variant));
  EXPECT_EQ(counted(kLearned, kNow + 8 * kDay).cell, 0u) << "a week later it is no news";
}

TEST_F(ReportTest, CountsACampaignAsSeenFollowedOrClosed) {
  visitor();
  EXPECT_EQ(counted(kSeen).cell, 0u);
  sees(kNote);
  EXPECT_EQ(counted(kSeen).cell, 1u);
  ASSERT_TRUE(engine_.select(kNote, kNow).has_value());
  EXPECT_EQ(counted(kSeen).cell, 2u);
  ASSERT_TRUE(engine_.dismiss(kNote, kNow).has_value());
  EXPECT_EQ(counted(kSeen).cell, 3u);
  EXPECT_EQ(counted(kSeen, kNow + 8 * kDay).cell, 0u);
}

TEST_F(ReportTest, CountsMembersOfSegmentsThatAreLargeEnough) {
  visitor();
  EXPECT_EQ(engine_.site().privacy.reports.collect[kWho].segments, (List<std::uint32_t>{0}));
  EXPECT_EQ(counted(kWho).cell, 0u);
  ASSERT_TRUE(engine_.answer(0, 1, kNow).has_value());
  EXPECT_EQ(counted(kWho).cell, 1u);
}

TEST_F(ReportTest, CountsTheItemSheLookedAtMostAndTheOneBoughtLast) {
  visitor();
  EXPECT_EQ(counted(kPopular).cell, 0u);
  tracks(Kind::kViewItem, "shoe-2");
  tracks(Kind::kViewItem, "hat-9");
  tracks(Kind::kViewItem, "hat-9");
  EXPECT_EQ(counted(kPopular).cell, 2u);
  tracks(Kind::kViewItem, "shoe-1");
  tracks(Kind::kViewItem, "shoe-1");
  EXPECT_EQ(counted(kPopular).cell, 1u);
  tracks(Kind::kPurchase, "shoe-2");
  EXPECT_EQ(counted(kBought).cell, 2u);
  EXPECT_EQ(counted(kPopular, kNow + 8 * kDay).cell, 0u);
}

TEST(ReportDomain, HasAnotherFormWheneverAnswersWouldMeanSomethingElse) {
  const auto form = [](const std::string& from, const std::string& to) {
    std::string text = kSite;
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    Engine engine;
    EXPECT_TRUE(engine.load_site(text).empty()) << from;
    std::vector<std::uint32_t> forms;
    for (const site::Collection& collection : engine.site().privacy.reports.collect) {
      forms.push_back(domain_of(engine.site(), collection).form);
    }
    return forms;
  };
  const auto before = form("", "");
  EXPECT_EQ(std::set(before.begin(), before.end()).size(), before.size());
  EXPECT_NE(form(R"("variants": [{"id": "a", "content": {}}, {"id": "b")",
                 R"("variants": [{"id": "a", "content": {}}, {"id": "c")")[kTest],
            before[kTest]);
  EXPECT_NE(form(R"("campaign": "try", "epsilon": 1)", R"("campaign": "try", "epsilon": 0.75)")[kTest], before[kTest]);
  EXPECT_NE(form(R"(["shoe-1", "shoe-2"])", R"(["shoe-2", "shoe-1"])")[kPopular], before[kPopular]);
  EXPECT_NE(form(R"("size": 3)", R"("size": 300)")[kWho], before[kWho]);
  EXPECT_EQ(form(R"("epsilonPerEpoch": 6)", R"("epsilonPerEpoch": 7)"), before);
}

}  // namespace
}  // namespace noren
