#include "tools/train/trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/tools/text_file.h"

namespace noren::tools {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

EventLog log_of(const std::string& text) {
  const TextFile file(text);
  return read_event_log(file.get(), "clicks.csv", {}).value();
}

std::vector<std::string> ids(const model::ShopModelParts& parts) {
  std::vector<std::string> ids;
  for (const auto& item : parts.items) ids.push_back(item.id);
  return ids;
}

EventLog camp_log() {
  return log_of(
      "session,time,event,item,price\n"
      "s1,2026-11-01,view_item,tent,\ns1,2026-11-01,view_item,lamp,\n"
      "s2,2026-11-02,view_item,tent,\ns2,2026-11-02,view_item,lamp,\ns2,2026-11-02,view_item,mug,\n"
      "s3,2026-11-03,purchase,tent,100\ns3,2026-11-03,purchase,lamp,20\n"
      "s4,2026-11-04,purchase,tent,100\ns4,2026-11-04,purchase,lamp,20\ns4,2026-11-04,view_item,mug,\n"
      "s5,2026-11-05,view_item,once,\n");
}

Catalog catalog() {
  Catalog catalog;
  catalog.currency = "JPY";
  catalog.products = {{.id = "mug", .categories = {"kitchen", "cups"}, .brand = "yugen", .price = 1800},
                      {.id = "tent", .categories = {"outdoor", "cups"}, .price = 32800},
                      {.id = "never-seen", .categories = {"outdoor"}, .in_stock = false}};
  return catalog;
}

TEST(TrainerTest, NumbersItemsOfTheLogByTrendPopularityAndId) {
  const auto training = train(camp_log(), nullptr, {}).value();
  EXPECT_THAT(ids(training.parts), ElementsAre("lamp", "tent", "mug", "once"));
  EXPECT_EQ(training.use.sessions, 5u);
  EXPECT_EQ(training.use.events, 11u);
  EXPECT_EQ(training.parts.items[1].popularity, 4.0);
  EXPECT_EQ(training.parts.items[1].price, 100.0f) << "the log's own price, where there is no catalogue";
}

TEST(TrainerTest, GivesNoPopularityThatTooFewSessionsStandBehind) {
  const auto once = train(camp_log(), nullptr, {}).value().parts.items[3];
  EXPECT_EQ(once.popularity, 0.0);
  EXPECT_EQ(once.trend, 0.0);
  EXPECT_GT(train(camp_log(), nullptr, {.min_sessions = 1}).value().parts.items[0].trend, 0.0);
}

TEST(TrainerTest, TakesViewsAndPurchasesForTheirOwnRelation) {
  const auto parts = train(camp_log(), nullptr, {}).value().parts;
  const auto& viewed = parts.edges[static_cast<std::size_t>(model::Relation::kViewed)];
  const auto& bought = parts.edges[static_cast<std::size_t>(model::Relation::kBought)];
  ASSERT_EQ(viewed[1].size(), 1u);
  EXPECT_EQ(viewed[1][0].item, 0u);
  ASSERT_EQ(bought[0].size(), 1u);
  EXPECT_EQ(bought[0][0].item, 1u);
  EXPECT_THAT(viewed[2], IsEmpty()) << "the mug was looked at with others in one session only";
}

TEST(TrainerTest, KeepsAllItemsOfACatalogueAndNoOthers) {
  const Catalog shop = catalog();
  const auto training = train(camp_log(), &shop, {}).value();
  EXPECT_THAT(ids(training.parts), ElementsAre("tent", "mug", "never-seen"));
  EXPECT_EQ(training.use.unknown_items, 2u);
  EXPECT_EQ(training.use.unknown_item_events, 5u);
  EXPECT_EQ(training.parts.items[1].price, 1800.0f);
  EXPECT_FALSE(training.parts.items[2].in_stock);
}

TEST(TrainerTest, KeepsCategoriesOfOneNameApartByTheirParents) {
  const Catalog shop = catalog();
  const auto parts = train(camp_log(), &shop, {}).value().parts;
  std::vector<std::pair<std::string, model::CategoryIndex>> categories;
  for (const auto& category : parts.categories) categories.emplace_back(category.slug, category.parent);
  EXPECT_THAT(categories, ElementsAre(Pair("kitchen", model::kNone), Pair("cups", 0u), Pair("outdoor", model::kNone),
                                      Pair("cups", 2u)));
  EXPECT_EQ(parts.items[1].id, "mug");
  EXPECT_EQ(parts.items[1].category, 1u);
  EXPECT_THAT(parts.brands, ElementsAre("yugen"));
}

TEST(TrainerTest, WritesWhereItComesFrom) {
  const Catalog shop = catalog();
  const auto meta =
      train(camp_log(), &shop, {.min_sessions = 2, .label = "simulated", .currency = {}}).value().parts.meta;
  EXPECT_THAT(meta, Contains(Pair("label", "simulated")));
  EXPECT_THAT(meta, Contains(Pair("currency", "JPY")));
  EXPECT_THAT(meta, Contains(Pair("log_until", "2026-11-05")));
  EXPECT_THAT(meta, Contains(Pair("min_sessions", "2")));
}

TEST(TrainerTest, GivesTheSameFileForTheSameInput) {
  const Catalog shop = catalog();
  EXPECT_EQ(model::write_shop_model(train(camp_log(), &shop, {}).value().parts).value(),
            model::write_shop_model(train(camp_log(), &shop, {}).value().parts).value());
}

TEST(TrainerTest, SaysWhyNothingIsLeft) {
  const Catalog shop = catalog();
  const auto hint = [&](const EventLog& log, const Catalog* with) { return train(log, with, {}).error().hint; };
  EXPECT_THAT(hint(log_of("session,item\ns,shoe\n"), &shop), HasSubstr("compare the ids, for instance \"shoe\""));
  EXPECT_THAT(hint(log_of("session,item\n"), nullptr), HasSubstr("no lines"));
  EXPECT_THAT(hint(log_of("session,item\ns\n"), nullptr), HasSubstr("every line was skipped"));
  EXPECT_THAT(hint(log_of("session,event,item\ns,refund,shoe\n"), nullptr), HasSubstr("right log"));
}

// A session that nobody else's supports: its pairs, even the fact that its items were looked at, must not be in the file.
TEST(TrainerTest, LetsNoSingleSessionBeRecovered) {
  std::string text = "session,item\n";
  for (int session = 0; session < 40; ++session) {
    for (int step = 0; step < 4; ++step) {
      text += "s" + std::to_string(session) + ",item-" + std::to_string((session * 3 + step) % 12) + "\n";
    }
  }
  std::string canary;
  for (const char* item : {"item-0", "canary-a", "item-6", "canary-b", "item-3"})
    canary += std::string("c,") + item + "\n";
  const auto model_of = [](const std::string& log, std::uint32_t min_sessions) {
    const TrainingOptions options{.min_sessions = min_sessions, .parameters = TrainingParameters{}};
    return train(log_of(log), nullptr, options).value().parts;
  };
  const auto pairs_of = [](const model::ShopModelParts& parts) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& rows : parts.edges) {
      for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const auto& edge : rows[i]) pairs.emplace_back(parts.items[i].id, parts.items[edge.item].id);
      }
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
  };
  const auto without = model_of(text, 2);
  const auto with = model_of(text + canary, 2);
  EXPECT_EQ(pairs_of(with), pairs_of(without)) << "not a pair more, not a pair less";
  for (const auto& item : with.items) {
    if (!item.id.starts_with("canary")) continue;
    EXPECT_EQ(item.popularity, 0.0);
    EXPECT_EQ(item.trend, 0.0);
  }
  const auto careless = pairs_of(model_of(text + canary, 1));
  EXPECT_THAT(careless, Contains(Pair("canary-a", "canary-b"))) << "with no threshold it would be there";
}

TEST(TrainerTest, GivesTheSameFileFromCountsAsFromTheLog) {
  const EventLog log = camp_log();
  const Catalog shop = catalog();
  const LogTimes times(log);
  const TrainingParameters parameters{.counting = times.counting_choice()};
  const TrainingOptions options{.parameters = parameters};
  // Counted elsewhere: all items of the log, those that are not in the catalogue, too.
  std::vector<std::string> ids = log.items;
  std::sort(ids.begin(), ids.end());
  Sessions sessions(ids.size());
  std::vector<std::string> known;
  for (const auto& product : shop.products) known.push_back(product.id);
  for (std::size_t s = 0; s < log.session_count(); ++s) {
    for (const LogEvent& event : log.session(s)) {
      const std::string& id = log.items[event.item];
      if (std::find(known.begin(), known.end(), id) == known.end()) continue;
      const auto number = std::lower_bound(ids.begin(), ids.end(), id) - ids.begin();
      sessions.add(static_cast<std::uint32_t>(number), event.kind == event::Kind::kPurchase);
    }
    sessions.end_session(times.of_session[s]);
  }
  const CountedLog counts{
      .items = ids,
      .prices = std::vector<float>(ids.size(), -1.0f),
      .counts =
          count_pairs(sessions, counting_parameters(parameters.counting, age_steps(times.oldest, times.newest)), 1),
      .events = 1};
  const auto from_log = train(log, &shop, options).value().parts;
  const auto from_counts = train(counts, &shop, options).value().parts;
  EXPECT_EQ(from_log.edges[0].size(), from_counts.edges[0].size());
  for (std::size_t i = 0; i < from_log.items.size(); ++i) {
    EXPECT_EQ(from_log.items[i].id, from_counts.items[i].id);
    EXPECT_EQ(from_log.items[i].trend, from_counts.items[i].trend);
    ASSERT_EQ(from_log.edges[0][i].size(), from_counts.edges[0][i].size());
    for (std::size_t e = 0; e < from_log.edges[0][i].size(); ++e) {
      EXPECT_EQ(from_log.edges[0][i][e].item, from_counts.edges[0][i][e].item);
      EXPECT_EQ(from_log.edges[0][i][e].weight, from_counts.edges[0][i][e].weight);
    }
  }
}

TEST(TrainerTest, WorksWithoutTimes) {
  const auto training = train(log_of("session,item\na,old\nb,old\nc,new\nd,new\n"), nullptr, {}).value();
  EXPECT_THAT(ids(training.parts), ElementsAre("new", "old")) << "the order of the lines stands for age";
  EXPECT_THAT(training.parts.meta, ::testing::Not(Contains(Pair("log_until", ::testing::_))));
}

}  // namespace
}  // namespace noren::tools
