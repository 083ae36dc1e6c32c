// How categories share a list, beside a reference that puts all candidates in order and goes through them one by one.

#include <algorithm>
#include <random>

#include "tests/unit/recommend/visited_shop.h"

namespace noren::recommend {
namespace {

constexpr std::uint32_t kNeighbours = 60;

// Item 0 is bought with all others, which are in few categories: most in the first.
std::vector<std::byte> random_model(std::mt19937& random) {
  model::ShopModelParts parts;
  parts.categories = {{"shoes"}, {"mugs"}, {"teas"}};
  auto& bought = parts.edges[static_cast<std::size_t>(model::Relation::kBought)];
  bought.resize(1 + kNeighbours);
  for (std::uint32_t i = 0; i <= kNeighbours; ++i) {
    const unsigned dice = static_cast<unsigned>(random() % 16);
    const std::uint32_t category = dice < 12 ? 0u : dice < 14 ? 1u : dice < 15 ? 2u : model::kNone;
    parts.items.push_back({.id = "item-" + std::to_string(i), .category = category});
    if (i > 0) bought[0].push_back({i, 0.01 * (1.0 + static_cast<double>(random() % 90))});
  }
  return model::write_shop_model(parts).value();
}

std::vector<ItemIndex> expected(const model::ShopModel& model, ItemIndex from, std::size_t limit) {
  std::vector<model::Neighbour> order;
  for (const model::Neighbour n : model.neighbours(model::Relation::kBought, from)) order.push_back(n);
  const auto goes_first = [](const model::Neighbour& a, const model::Neighbour& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
  };
  std::sort(order.begin(), order.end(), goes_first);
  std::vector<model::Neighbour> list;
  std::vector<model::Neighbour> deferred;
  for (const model::Neighbour& n : order) {
    const model::CategoryIndex category = model.own_category(n.item);
    const auto there = std::count_if(list.begin(), list.end(), [&](const model::Neighbour& other) {
      return category != model::kNone && model.own_category(other.item) == category;
    });
    if (list.size() == limit) break;
    (static_cast<std::size_t>(there) < std::max<std::size_t>(2, limit / 2) ? list : deferred).push_back(n);
  }
  for (const model::Neighbour& n : deferred) {
    if (list.size() < limit) list.push_back(n);
  }
  std::sort(list.begin(), list.end(), goes_first);
  std::vector<ItemIndex> items;
  for (const model::Neighbour& n : list) items.push_back(n.item);
  return items;
}

TEST(Mixing, GivesOneCategoryHalfOfTheListWhileThereAreOthers) {
  std::mt19937 random(4);
  for (int round = 0; round < 20; ++round) {
    Shop shop(random_model(random));
    shop.see(event::Kind::kAddToCart, "item-0");
    const ItemIndex start = shop.model().find(item_key("item-0")).value();
    for (const std::size_t limit : {1u, 2u, 3u, 5u, 8u, 20u, 35u, 50u}) {
      const auto list = shop.ask({.strategy = Strategy::kCompleteTheCart, .limit = limit});
      EXPECT_EQ(items_of(list), expected(shop.model(), start, limit)) << "limit " << limit;
    }
  }
}

}  // namespace
}  // namespace noren::recommend
