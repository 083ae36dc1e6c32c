// Real shops' logs, from reading to ranking. They are no part of this repository: NOREN_SHARED_DATA names the folder that holds
// yoochoose-100k/ and diginetica/ (default: ../shared/data beside the checkout); without it these tests are skipped.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <unordered_set>

#include "core/model/shop_model.h"
#include "core/profile/profile.h"
#include "core/recommend/recommend.h"
#include "core/site/site.h"
#include "privacy/inbound_gate.h"
#include "tools/files.h"
#include "tools/log/event_log.h"
#include "tools/train/trainer.h"

namespace noren::tools {
namespace {

constexpr std::size_t kListed = 20;
constexpr double kNow = 1'795'341'600'000.0;

std::string data_folder() {
  const char* given = std::getenv("NOREN_SHARED_DATA");
  return given != nullptr ? given : NOREN_SOURCE_DIR "/../shared/data";
}

// A shop model of a log, and a gate that knows its items.
class RealShop : public privacy::Vocabulary {
 public:
  RealShop(const std::string& path, LogFormat format) {
    const auto file = open_to_read(path);
    const auto log = read_event_log(file->get(), path, {.format = format});
    EXPECT_TRUE(log) << to_string(log.error());
    EXPECT_EQ(log->skipped_lines, 0u);
    const auto training = train(*log, nullptr, {.max_brotli = 0, .parameters = TrainingParameters{}});
    EXPECT_TRUE(training);
    sessions_ = training->use.sessions;
    events_ = training->use.events;
    bytes_ = model::write_shop_model(training->parts).value();
    model_ = model::ShopModel::open(bytes_).value();
  }

  bool find_item(std::string_view id, privacy::ItemFacts&) const override {
    return model_.find(item_key(id)).has_value();
  }
  bool is_category(NameKey) const override { return false; }
  bool is_brand(NameKey) const override { return false; }
  bool is_campaign(NameKey) const override { return false; }
  bool is_variant(NameKey, NameKey) const override { return false; }
  std::string_view currency() const override { return "EUR"; }

  const model::ShopModel& model() const { return model_; }
  std::uint64_t sessions() const { return sessions_; }
  std::uint64_t events() const { return events_; }
  std::size_t bytes() const { return bytes_.size(); }

 private:
  std::vector<std::byte> bytes_;
  model::ShopModel model_;
  std::uint64_t sessions_ = 0;
  std::uint64_t events_ = 0;
};

// How often the item that a visitor looked at next, and had not looked at before, was in the list of twenty.
struct Recall {
  std::size_t cases = 0;
  std::size_t hits = 0;
  std::size_t popularity_hits = 0;  // had the list been the twenty that most look at
  double of_lists() const { return static_cast<double>(hits) / static_cast<double>(cases); }
  double of_popularity() const { return static_cast<double>(popularity_hits) / static_cast<double>(cases); }
};

class Evaluation {
 public:
  explicit Evaluation(const RealShop& shop) : shop_(shop), gate_(shop), recommender_(shop.model(), site_) {
    const auto trend = shop.model().by_trend();
    popular_.insert(trend.begin(), trend.begin() + std::min(kListed, trend.size()));
  }

  // Asks before each step of a session for what comes next.
  void walk(const std::vector<std::string>& ids) {
    profile::Profile visitor(rules_);
    std::unordered_set<model::ItemIndex> seen;
    for (const std::string& id : ids) {
      const auto item = shop_.model().find(item_key(id));
      if (!item) continue;
      if (!seen.empty() && !seen.contains(*item)) judge(*item, visitor);
      seen.insert(*item);
      visitor.apply(view_of(id));
    }
  }
  const Recall& recall() const { return recall_; }

 private:
  void judge(model::ItemIndex next, const profile::Profile& visitor) {
    const auto list =
        recommender_.recommend({.strategy = recommend::Strategy::kForYou, .limit = kListed}, &visitor).value();
    EXPECT_EQ(list.size(), kListed);
    ++recall_.cases;
    if (std::any_of(list.begin(), list.end(), [&](const auto& r) { return r.item == next; })) ++recall_.hits;
    if (popular_.contains(next)) ++recall_.popularity_hits;
  }

  privacy::CleanEvent view_of(const std::string& id) {
    event::RawEvent raw;
    raw.kind = event::Kind::kViewItem;
    raw.time_ms = kNow;
    raw.items.push_back({{{0, static_cast<double>(gate_.text(event::FieldType::kItemId, id))}}});
    return gate_.admit(raw, privacy::Consent::from_bits(3)).value();
  }

  const RealShop& shop_;
  privacy::InboundGate gate_;
  site::Site site_;
  recommend::Recommender recommender_;
  profile::Rules rules_ = profile::Rules::defaults();
  std::unordered_set<model::ItemIndex> popular_;
  Recall recall_;
};

// Walks every so many of the log's sessions.
Recall recall_of(const RealShop& shop, const EventLog& test, std::size_t every) {
  Evaluation evaluation(shop);
  for (std::size_t s = 0; s < test.session_count(); s += every) {
    std::vector<std::string> ids;
    for (const LogEvent& event : test.session(s)) ids.push_back(test.items[event.item]);
    evaluation.walk(ids);
  }
  ::testing::Test::RecordProperty("recall_at_20", std::to_string(evaluation.recall().of_lists()));
  ::testing::Test::RecordProperty("recall_at_20_of_popularity", std::to_string(evaluation.recall().of_popularity()));
  return evaluation.recall();
}

TEST(RealLogTest, YoochooseClicksBecomeListsFarBetterThanPopularity) {
  const std::string folder = data_folder() + "/yoochoose-100k/";
  if (!open_to_read(folder + "test.tsv")) GTEST_SKIP() << "no " << folder << "; set NOREN_SHARED_DATA to run this test";
  const RealShop shop(folder + "train.tsv", LogFormat::kAuto);
  EXPECT_EQ(shop.events(), 70'277u) << "of 70,278, one of which is there twice";
  EXPECT_EQ(shop.model().meta("log_until"), "2014-04-07");

  const auto file = open_to_read(folder + "test.tsv");
  const auto test = read_event_log(file->get(), "test.tsv", {});
  ASSERT_TRUE(test);
  const Recall recall = recall_of(shop, *test, 1);
  EXPECT_GT(recall.cases, 4'000u);
  EXPECT_GT(recall.of_lists(), 0.45) << "popularity reaches " << recall.of_popularity();
  EXPECT_GT(recall.of_lists(), 3 * recall.of_popularity());
}

TEST(RealLogTest, DigineticaSessionsBecomeListsFarBetterThanPopularity) {
  const std::string folder = data_folder() + "/diginetica/";
  if (!open_to_read(folder + "test.txt")) GTEST_SKIP() << "no " << folder << "; set NOREN_SHARED_DATA to run this test";
  const RealShop shop(folder + "train.txt", LogFormat::kSessions);
  EXPECT_EQ(shop.sessions(), 186'670u);
  EXPECT_EQ(shop.events(), 906'140u);
  EXPECT_EQ(shop.model().item_count(), 43'097u);

  // Each line is a session's beginning and the item that came next; here every fortieth will do.
  const auto file = open_to_read(folder + "test.txt");
  const auto test = read_event_log(file->get(), "test.txt", {.format = LogFormat::kSessions});
  ASSERT_TRUE(test);
  const Recall recall = recall_of(shop, *test, 40);
  EXPECT_GT(recall.cases, 2'000u);
  EXPECT_GT(recall.of_lists(), 0.40) << "popularity reaches " << recall.of_popularity();
  EXPECT_LT(recall.of_popularity(), 0.05);
}

}  // namespace
}  // namespace noren::tools
