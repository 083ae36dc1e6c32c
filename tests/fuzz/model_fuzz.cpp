// Shop models: whatever the bytes, open() and add() refuse them, or every answer stays within the file, and items are ranked by it
// once each at most. As checksums would refuse nearly all that a fuzzer makes up, they are put right first.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/model/shop_model.h"
#include "core/recommend/session_ranker.h"
#include "tests/support/seal_model.h"

namespace model = noren::model;

// A visit of every n-th item, newest last and newest first.
static void rank_visits(const model::ShopModel& shop) {
  noren::recommend::SessionRanker ranker(shop);
  std::vector<model::ItemIndex> visit;
  const std::size_t step = shop.item_count() / noren::recommend::SessionRanker::kWalk + 1;
  for (std::size_t item = 0; item < shop.item_count(); item += step) {
    visit.push_back(static_cast<model::ItemIndex>(item));
  }
  for (int way = 0; way < 2; ++way, std::reverse(visit.begin(), visit.end())) {
    std::vector<bool> listed(shop.item_count());
    for (const auto& next : ranker.rank(visit, 50)) {
      if (listed[next.item]) std::abort();
      listed[next.item] = true;
    }
  }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::byte> bytes(size);  // from the allocator: with a red zone behind it
  if (size != 0) std::memcpy(bytes.data(), data, size);
  if (size >= model::kTable) {
    const auto file_size = static_cast<std::uint32_t>(size);
    std::memcpy(bytes.data() + 12, &file_size, sizeof file_size);
    model::seal(bytes);
  }
  auto shop = model::ShopModel::open(bytes);
  if (!shop) return 0;
  if (!shop->add(bytes)) std::abort();  // what was good once is good again
  std::size_t touched = 0;
  for (model::ItemIndex item = 0; item < shop->item_count(); ++item) {
    touched += shop->item_id(item).size() + shop->categories(item).size();
    if (const auto brand = shop->brand(item); brand != model::kNone) touched += shop->brand_slug(brand).size();
    touched += shop->price(item) + shop->regular_price(item) + shop->added_day(item) > 0 ? 1 : 0;
    touched += (shop->in_stock(item) ? 1u : 0u) + (shop->bought_again(item) ? 1u : 0u);
    for (model::LabelIndex label = 0; label < shop->label_count(); ++label) {
      touched +=
          shop->is_number(label) ? (shop->number(label, item, 0) > 0 ? 1u : 0u) : shop->label(label, item).size();
    }
    for (const auto relation : model::kRelations) {
      for (const model::Neighbour neighbour : shop->neighbours(relation, item)) {
        if (neighbour.item >= shop->item_count()) std::abort();
      }
    }
    if (!shop->find(shop->key(item))) std::abort();
  }
  for (model::CategoryIndex category = 0; category < shop->category_count(); ++category) {
    touched += shop->category_slug(category).size() + shop->items_of(category).size();
  }
  rank_visits(*shop);
  return touched == static_cast<std::size_t>(-1) ? 1 : 0;
}
