#include "core/recommend/session_ranker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/base/numeric.h"
#include "core/model/shop_model_writer.h"

namespace noren::recommend {
namespace {

using model::ItemIndex;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Rows = std::vector<std::vector<model::ShopModelParts::Edge>>;

std::vector<std::byte> file_of(const Rows& viewed) {
  model::ShopModelParts parts;
  for (std::size_t i = 0; i < viewed.size(); ++i) {
    model::ShopModelParts::Item item;
    item.id = "item-" + std::to_string(i);
    parts.items.push_back(item);
  }
  parts.edges[static_cast<std::size_t>(model::Relation::kViewed)] = viewed;
  return model::write_shop_model(parts).value();
}

std::vector<ItemIndex> items(std::span<const Scored> list) {
  std::vector<ItemIndex> items;
  for (const Scored& scored : list) items.push_back(scored.item);
  return items;
}

class SessionRankerTest : public ::testing::Test {
 protected:
  // 0 and 1 both lead to 4; 0 to 2 more strongly, 1 to 3.
  const std::vector<std::byte> file_ = file_of({{{2, 1.0}, {4, 0.7}}, {{3, 1.0}, {4, 0.7}}, {}, {}, {}, {}});
  const model::ShopModel model_ = model::ShopModel::open(file_).value();

  std::vector<ItemIndex> ranked(const model::Scoring& scoring, std::vector<ItemIndex> newest_first,
                                std::size_t limit = 20, Seen seen = Seen::kLeftOut) {
    SessionRanker ranker(model_, scoring);
    return items(ranker.rank(newest_first, limit, seen));
  }
};

TEST_F(SessionRankerTest, LetsHerNewestItemSpeakLoudest) {
  EXPECT_THAT(ranked({.decay = 0.5f, .agreement = 0}, {0, 1}), ElementsAre(4u, 2u, 3u));
  EXPECT_THAT(ranked({.decay = 0.1f, .agreement = 0}, {0, 1}), ElementsAre(2u, 4u, 3u));
  EXPECT_THAT(ranked({.decay = 0.1f, .agreement = 0}, {1, 0}), ElementsAre(3u, 4u, 2u));
}

TEST_F(SessionRankerTest, RewardsWhatSeveralOfHerItemsLeadTo) {
  EXPECT_THAT(ranked({.decay = 0.1f, .agreement = 1}, {0, 1}), ElementsAre(4u, 2u, 3u));
}

TEST_F(SessionRankerTest, BringsBackWhatSheLookedAtByItsAge) {
  const model::Scoring scoring{.decay = 0.1f, .repeat = 0.9f, .repeat_decay = 0.1f, .agreement = 0, .repeat_newest = 2};
  EXPECT_THAT(ranked(scoring, {0, 1, 5}, 20, Seen::kMayReturn), ElementsAre(0u, 2u, 1u, 4u, 3u, 5u));
  EXPECT_THAT(ranked(scoring, {0, 1, 5}, 20, Seen::kLeftOut), ElementsAre(2u, 4u, 3u));
}

TEST_F(SessionRankerTest, BringsHerItemsBackEvenWhereNothingElseIsKnown) {
  EXPECT_THAT(ranked({}, {3, 2}, 20, Seen::kMayReturn), ElementsAre(3u, 2u));
}

TEST_F(SessionRankerTest, LetsAnItemThatSheLookedAtAgainSpeakOnceAtItsNewest) {
  EXPECT_EQ(ranked({}, {0, 1, 0, 0}), ranked({}, {0, 1}));
}

TEST_F(SessionRankerTest, BringsBackMoreWhatSheLookedAtOften) {
  const model::Scoring often{.repeat_newest = 1, .repeat_again = 2};
  EXPECT_THAT(ranked(often, {0, 1, 1}, 1, Seen::kMayReturn), ElementsAre(1u));
  const model::Scoring same{.repeat_newest = 1, .repeat_again = 0};
  EXPECT_THAT(ranked(same, {0, 1, 1}, 1, Seen::kMayReturn), ElementsAre(0u));
}

TEST_F(SessionRankerTest, PassesOverNumbersThatAreNoItem) {
  EXPECT_EQ(ranked({}, {99, 0, model::kNone, 1}), ranked({}, {0, 1}));
  EXPECT_THAT(ranked({}, {99}), IsEmpty());
  EXPECT_THAT(ranked({}, {}), IsEmpty());
}

TEST_F(SessionRankerTest, StopsAtItsLimit) {
  EXPECT_THAT(ranked({.decay = 0.5f, .agreement = 0}, {0, 1}, 2), ElementsAre(4u, 2u));
  EXPECT_THAT(ranked({}, {0, 1}, 0), IsEmpty());
}

TEST_F(SessionRankerTest, BreaksTiesByTheTrend) {
  model::ShopModelParts parts;
  for (const double trend : {0.0, 5.0, 2.0, 90.0, 5.0}) {
    model::ShopModelParts::Item item;
    item.id = "item-" + std::to_string(parts.items.size());
    item.popularity = 100;
    item.trend = trend;
    parts.items.push_back(item);
  }
  parts.edges[static_cast<std::size_t>(model::Relation::kViewed)] = {
      {{1, 1.0}, {2, 2.0}, {3, 1.0}, {4, 1.0}}, {}, {}, {}, {}};
  const auto file = model::write_shop_model(parts).value();
  const auto model = model::ShopModel::open(file).value();
  SessionRanker ranker(model);
  const auto ids_of = [&](std::span<const Scored> list) {
    std::vector<std::string> ids;
    for (const Scored& scored : list) ids.emplace_back(model.item_id(scored.item));
    return ids;
  };
  const std::vector<ItemIndex> seen{*model.find(item_key("item-0"))};
  const auto first = ids_of(ranker.rank(seen, 4, Seen::kLeftOut));
  ASSERT_THAT(first, SizeIs(4));
  EXPECT_EQ(first[0], "item-2");  // the stronger edge, whatever the trend
  EXPECT_EQ(first[1], "item-3");
  EXPECT_EQ(ids_of(ranker.rank(seen, 4, Seen::kLeftOut)), first);  // nothing is left of the first list
}

TEST_F(SessionRankerTest, BreaksTiesByTheLowerIndex) {
  const auto file = file_of({{{1, 1.0}, {2, 1.0}, {3, 1.0}, {4, 1.0}}, {}, {}, {}, {}});
  const auto model = model::ShopModel::open(file).value();
  SessionRanker ranker(model);
  EXPECT_THAT(items(ranker.rank(std::vector<ItemIndex>{0}, 3, Seen::kLeftOut)), ElementsAre(1u, 2u, 3u));
}

TEST_F(SessionRankerTest, WalksNoFurtherThanTwentyDifferentItems) {
  Rows rows(60);
  for (std::uint32_t i = 0; i < 30; ++i) rows[i] = {{i + 30, 1.0}};
  const auto file = file_of(rows);
  const auto model = model::ShopModel::open(file).value();
  SessionRanker ranker(model, {.decay = 1});
  std::vector<ItemIndex> session;
  for (std::uint32_t i = 0; i < 30; ++i) session.push_back(i);
  EXPECT_THAT(ranker.rank(session, 60, Seen::kLeftOut), SizeIs(20));
}

// Against the definition, written down plainly, over many sessions of one ranker: nothing is left of the last call.
TEST_F(SessionRankerTest, DoesAsItsHeaderSays) {
  std::uint32_t state = 7;
  const auto random = [&](std::uint32_t below) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
  };
  Rows rows(80);
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    for (std::uint32_t target = random(4); target < 80; target += 1 + random(9)) {
      if (target != i && rows[i].size() < 20) rows[i].push_back({target, 0.01 * (1 + random(100))});
    }
  }
  const auto file = file_of(rows);
  const auto model = model::ShopModel::open(file).value();
  const model::Scoring scoring{.decay = 0.6f,
                               .repeat = 1.2f,
                               .repeat_decay = 0.7f,
                               .agreement = 0.4f,
                               .repeat_newest = 0.3f,
                               .repeat_again = 0.5f};
  SessionRanker ranker(model, scoring);
  for (int call = 0; call < 200; ++call) {
    std::vector<ItemIndex> session;
    for (std::uint32_t i = random(30); i > 0; --i) session.push_back(random(80));
    std::vector<ItemIndex> walked;
    std::map<ItemIndex, float> looks;
    std::map<ItemIndex, std::pair<float, int>> score;
    float weight = 1;
    for (const ItemIndex item : session) {
      ++looks[item];
      if (walked.size() == 20 || looks[item] > 1) continue;
      for (const auto neighbour : model.neighbours(model::Relation::kViewed, item)) {
        score[neighbour.item].first += weight * neighbour.weight;
        ++score[neighbour.item].second;
      }
      weight *= scoring.decay;
      walked.push_back(item);
    }
    float best = 0;
    for (auto& [item, sum] : score) {
      sum.first *= static_cast<float>(exp2_exact(scoring.agreement * log2_exact(sum.second)));
      best = std::max(best, sum.first);
    }
    float share = scoring.repeat_newest;
    for (std::size_t age = 0; age < walked.size(); ++age, share *= scoring.repeat_decay) {
      if (age == 1) share = scoring.repeat;
      score[walked[age]].first +=
          share * (best == 0 ? 1.0f : best) * (1.0f + scoring.repeat_again * (looks[walked[age]] - 1.0f));
    }
    std::vector<std::pair<float, ItemIndex>> expected;
    for (const auto& [item, sum] : score) expected.push_back({-sum.first, item});
    std::sort(expected.begin(), expected.end());
    expected.resize(std::min<std::size_t>(expected.size(), 20));
    const auto list = ranker.rank(session, 20);
    ASSERT_EQ(list.size(), expected.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
      ASSERT_EQ(list[i].item, expected[i].second) << "call " << call << ", place " << i;
      ASSERT_EQ(list[i].score, -expected[i].first);
    }
  }
}

}  // namespace
}  // namespace noren::recommend
