// A shop of five items, small enough that a test can damage its file in every way.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "core/model/shop_model.h"
#include "core/model/shop_model_writer.h"
#include "tests/support/seal_model.h"

namespace noren::model {

inline ShopModelParts small_parts() {
  ShopModelParts parts;
  parts.meta = {{"builder", "test"}, {"label", "simulated"}};
  parts.categories = {{"apparel", kNone}, {"shoes", 0}, {"running-shoes", 1}, {"books", kNone}};
  parts.brands = {"asagiri", "kumo"};
  parts.items = {
      {.id = "shoe-1", .category = 2, .brand = 0, .price = 12800, .regular_price = 16000, .popularity = 40, .trend = 9},
      {.id = "shoe-2", .category = 2, .brand = 1, .price = 9800, .added_day = 20'000, .popularity = 90, .trend = 4},
      {.id = "sock-1",
       .category = 1,
       .brand = 0,
       .price = 900,
       .in_stock = false,
       .bought_again = true,
       .popularity = 3},
      {.id = "本-1", .category = 3, .popularity = 12, .trend = 20},
      {.id = "loose"},
  };
  constexpr float kNoNumber = std::numeric_limits<float>::quiet_NaN();
  parts.labels = {{.name = "season", .texts = {"summer", "winter", "winter", "", ""}},
                  {.name = "margin", .numbers = {0.25f, -0.5f, kNoNumber, 0.0f, 0.25f}}};
  parts.scoring.decay = 0.375f;
  const auto edges = [&](Relation relation) -> auto& { return parts.edges[static_cast<std::size_t>(relation)]; };
  edges(Relation::kViewed) = {{{2, 0.25}, {1, 0.5}}, {{0, 0.75}}, {}, {{4, 0.01}, {0, 3.0}}, {}};
  edges(Relation::kBought) = {{{2, 1.0}}, {}, {{0, 1.0}, {1, 1.0}}, {}, {}};
  edges(Relation::kComplements) = {{{2, 2.0}}, {{2, 1.0}}, {}, {}, {}};
  return parts;
}

inline std::vector<std::byte> small_model() { return write_shop_model(small_parts()).value(); }

}  // namespace noren::model
