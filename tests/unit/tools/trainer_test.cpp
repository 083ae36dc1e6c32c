#include "tools/train/trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  EXPECT_EQ(training.sessions, 5u);
  EXPECT_EQ(training.events, 11u);
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
  EXPECT_EQ(training.unknown_items, 2u);
  EXPECT_EQ(training.unknown_item_events, 5u);
  EXPECT_EQ(training.parts.items[1].price, 1800.0f);
  EXPECT_FALSE(training.parts.items[2].in_stock);
}

TEST(TrainerTest, KeepsCategoriesOfOneNameApartByTheirParents) {
  const Catalog shop = catalog();
  const auto parts = train(camp_log(), &shop, {}).value().parts;
  std::vector<std::pair<std::string, model::CategoryIndex>> categories;
  for (const auto& category : parts.categories) categories.emplace_back(category.slug, category.parent);
  EXPECT_THAT(categories, ElementsAre(Pair("outdoor", model::kNone), Pair("cups", 0u), Pair("kitchen", model::kNone),
                                      Pair("cups", 2u)));
  EXPECT_EQ(parts.items[1].category, 3u);
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

TEST(TrainerTest, WorksWithoutTimes) {
  const auto training = train(log_of("session,item\na,old\nb,old\nc,new\nd,new\n"), nullptr, {}).value();
  EXPECT_THAT(ids(training.parts), ElementsAre("new", "old")) << "the order of the lines stands for age";
  EXPECT_THAT(training.parts.meta, ::testing::Not(Contains(Pair("log_until", ::testing::_))));
}

}  // namespace
}  // namespace noren::tools
