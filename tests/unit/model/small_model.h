// A shop of five items, small enough that a test can damage its file in every way.
#pragma once

#include <cstddef>
#include <cstring>
#include <vector>

#include "core/base/bytes.h"
#include "core/model/shop_model.h"
#include "core/model/shop_model_writer.h"

namespace noren::model {

inline ShopModelParts small_parts() {
  ShopModelParts parts;
  parts.meta = {{"builder", "test"}, {"label", "simulated"}};
  parts.categories = {{"apparel", kNone}, {"shoes", 0}, {"running-shoes", 1}, {"books", kNone}};
  parts.brands = {"asagiri", "kumo"};
  parts.items = {
      {.id = "shoe-1", .category = 2, .brand = 0, .price = 12800, .popularity = 40, .trend = 9},
      {.id = "shoe-2", .category = 2, .brand = 1, .price = 9800, .popularity = 90, .trend = 4},
      {.id = "sock-1", .category = 1, .brand = 0, .price = 900, .in_stock = false, .popularity = 3},
      {.id = "本-1", .category = 3, .popularity = 12, .trend = 20},
      {.id = "loose"},
  };
  auto& viewed = parts.edges[static_cast<std::size_t>(Relation::kViewed)];
  viewed = {{{1, 0.5}, {2, 0.25}}, {{0, 0.75}}, {}, {{4, 0.01}, {0, 3.0}}, {}};
  auto& bought = parts.edges[static_cast<std::size_t>(Relation::kBought)];
  bought = {{{2, 1.0}}, {}, {{0, 1.0}, {1, 1.0}}, {}, {}};
  return parts;
}

inline std::vector<std::byte> small_model() { return write_shop_model(small_parts()).value(); }

// Puts the right checksum into a file that a test has changed, so that the checks behind it are reached.
inline void seal(std::vector<std::byte>& file) {
  if (file.size() < 12) return;
  const std::uint32_t checksum = crc32(std::span<const std::byte>(file).subspan(12));
  std::memcpy(file.data() + 8, &checksum, sizeof checksum);
}

}  // namespace noren::model
