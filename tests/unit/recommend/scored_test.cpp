#include "core/recommend/scored.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

namespace noren::recommend {
namespace {

bool goes_first(const Scored& a, const Scored& b) {
  return std::tuple(-a.score, a.item) < std::tuple(-b.score, b.item);
}

std::vector<Scored> random_list(std::mt19937& random, std::size_t size, unsigned different_scores) {
  std::vector<Scored> list;
  for (std::size_t i = 0; i < size; ++i) {
    list.push_back({static_cast<model::ItemIndex>(i), 0.25f * static_cast<float>(1 + random() % different_scores)});
  }
  std::shuffle(list.begin(), list.end(), random);
  return list;
}

std::vector<model::ItemIndex> items(std::span<const Scored> list) {
  std::vector<model::ItemIndex> items;
  for (const Scored& scored : list) items.push_back(scored.item);
  return items;
}

TEST(Scored, ComesBeforeThoseWithLessAndOfEqualOnesBeforeHigherIndices) {
  EXPECT_TRUE(comes_before({7, 1e-30f}, {3, 1e-38f}));
  EXPECT_TRUE(comes_before({3, 2.0f}, {7, 2.0f}));
  EXPECT_FALSE(comes_before({3, 2.0f}, {3, 2.0f}));
}

TEST(Scored, SelectsWhatSortingWouldPutFirst) {
  std::mt19937 random(17);
  for (const std::size_t size : {0u, 1u, 2u, 3u, 20u, 41u, 450u, 1300u}) {
    for (const unsigned different_scores : {1u, 4u, 1000u}) {
      for (const std::size_t count : {0u, 1u, 2u, 19u, 40u, 80u, 449u}) {
        std::vector<Scored> list = random_list(random, size, different_scores);
        std::vector<Scored> sorted = list;
        std::sort(sorted.begin(), sorted.end(), goes_first);
        const std::size_t front = std::min(count, size);
        select_best(list, count);
        sort_best(std::span(list).first(front));
        EXPECT_EQ(items(std::span(list).first(front)), items(std::span(sorted).first(front)));
        std::sort(list.begin(), list.end(), goes_first);
        EXPECT_EQ(items(list), items(sorted)) << "an item was lost";
      }
    }
  }
}

TEST(Scored, SelectsFromListsThatAreInOrderAlready) {
  std::vector<Scored> list;
  for (model::ItemIndex i = 0; i < 1000; ++i) list.push_back({i, 1000.0f - static_cast<float>(i)});
  select_best(list, 30);
  sort_best(std::span(list).first(30));
  for (model::ItemIndex i = 0; i < 30; ++i) EXPECT_EQ(list[i].item, i);
  std::reverse(list.begin(), list.end());
  select_best(list, 30);
  sort_best(std::span(list).first(30));
  for (model::ItemIndex i = 0; i < 30; ++i) EXPECT_EQ(list[i].item, i);
}

}  // namespace
}  // namespace noren::recommend
