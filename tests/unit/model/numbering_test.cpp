#include "core/model/numbering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/model/small_model.h"

namespace noren::model {
namespace {

using ::testing::UnorderedElementsAre;

TEST(NumberingTest, NumbersEachItemOnce) {
  EXPECT_THAT(order_for_size(small_parts()), UnorderedElementsAre(0u, 1u, 2u, 3u, 4u));
  EXPECT_TRUE(order_for_size({}).empty());
}

TEST(NumberingTest, KeepsAllThatIsKnownOfAnItem) {
  const auto before_bytes = small_model();
  const auto after_bytes = write_shop_model(numbered_for_size(small_parts())).value();
  const ShopModel before = ShopModel::open(before_bytes).value();
  const ShopModel after = ShopModel::open(after_bytes).value();
  for (ItemIndex item = 0; item < before.item_count(); ++item) {
    const ItemIndex same = after.find(before.key(item)).value();
    EXPECT_EQ(after.price(same), before.price(item));
    EXPECT_EQ(after.own_category(same), before.own_category(item));
    EXPECT_EQ(after.trend(same), before.trend(item));
    EXPECT_EQ(after.label(0, same), before.label(0, item));
    EXPECT_EQ(after.number(1, same, 7.0f), before.number(1, item, 7.0f));
    for (const Relation relation : kRelations) {
      ASSERT_EQ(after.neighbours(relation, same).size(), before.neighbours(relation, item).size());
      for (const Neighbour n : before.neighbours(relation, item)) {
        bool found = false;
        for (const Neighbour m : after.neighbours(relation, same)) {
          found = found || (after.item_id(m.item) == before.item_id(n.item) && m.weight == n.weight);
        }
        EXPECT_TRUE(found) << before.item_id(item) << " to " << before.item_id(n.item);
      }
    }
  }
  EXPECT_EQ(after.scoring(), before.scoring());
}

// Two circles of items that know their neighbours, numbered as badly as can be: evens and odds.
TEST(NumberingTest, BringsTogetherWhatBelongsTogether) {
  ShopModelParts parts;
  constexpr std::uint32_t kItems = 400;
  for (std::uint32_t i = 0; i < kItems; ++i) parts.items.push_back({.id = std::to_string(i)});
  auto& viewed = parts.edges[0];
  viewed.resize(kItems);
  for (std::uint32_t i = 0; i < kItems; ++i) {
    const std::uint32_t ring = i % 2;
    const auto at = [&](std::uint32_t step) { return (i / 2 * 77 + 77 * step) % (kItems / 2) * 2 + ring; };
    viewed[at(0)] = {{at(1), 1.0}, {at(2), 0.5}};
  }
  const ShopModelParts near = numbered_for_size(parts);
  std::size_t far = 0;
  for (std::uint32_t i = 0; i < kItems; ++i) {
    for (const auto& edge : near.edges[0][i]) far += std::max(i, edge.item) - std::min(i, edge.item) > 2 ? 1 : 0;
  }
  EXPECT_LE(far, 6u) << "only where a circle closes";
}

}  // namespace
}  // namespace noren::model
