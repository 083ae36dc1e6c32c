// Catalogues of every format, packed or not, in any encoding: whatever the bytes, reading them reports problems or gives products
// with ids of their own and prices that a shop model takes.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

#include "core/model/shop_model.h"
#include "tools/catalog/catalog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;  // fmemopen takes no empty buffer
  noren::tools::CatalogOptions options;
  constexpr const char* kIds[] = {"", "item_group_id", "sku", "variant_id"};
  options.id_field = kIds[data[0] % 4];
  if ((data[0] & 64) != 0) options.today = 20'750;
  std::FILE* file = fmemopen(const_cast<std::uint8_t*>(data) + 1, size - 1, "rb");
  if (file == nullptr) return 0;
  const auto catalog = noren::tools::read_catalog(file, "fuzz", options);
  std::fclose(file);
  if (!catalog) {
    if (catalog.error().message.empty()) std::abort();
    return 0;
  }
  std::set<std::string> ids;
  for (const noren::tools::Product& product : catalog->products) {
    if (product.id.empty() || !ids.insert(product.id).second) std::abort();
    if (product.price > noren::model::kMaxPrice || product.regular_price > noren::model::kMaxPrice) std::abort();
    if (product.regular_price >= 0 && product.regular_price <= product.price) std::abort();
    if (product.categories.size() > noren::model::kMaxCategoryDepth) std::abort();
  }
  return 0;
}
