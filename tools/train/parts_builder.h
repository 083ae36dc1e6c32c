// From the shop's items and what was counted of them to the parts of a shop model.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/shop_model_writer.h"
#include "tools/train/counting.h"
#include "tools/train/parameters.h"
#include "tools/train/shop_items.h"

namespace noren::tools {

class PartsBuilder {
 public:
  // What fewer than min_sessions visitors stand behind, the model doesn't tell. max_brotli: bytes the file may take; 0: no bound.
  // The parameters must outlive the builder.
  PartsBuilder(ShopItems items, const TrainingParameters& parameters, std::uint32_t min_sessions,
               std::size_t max_brotli)
      : items_(std::move(items.list)), parameters_(parameters), min_sessions_(min_sessions), max_brotli_(max_brotli) {}

  void add_meta(std::string_view key, std::string value) { parts_.meta.emplace_back(key, std::move(value)); }

  // Once. The counts' items are those of the shop. Errors: kLimitExceeded where the file can't be made so small.
  Result<model::ShopModelParts> build(PairCounts counts);

 private:
  void take_popularity(std::span<const ItemCount> counts);
  void name_categories_and_brands();
  // A column of numbers where each label of it is one, such as a margin; otherwise of texts.
  void take_labels();
  // By category, or by item where there are none; as many must have bought again as the privacy of the model asks for.
  void mark_what_is_bought_again(std::span<const ItemCount> counts);
  bool are_of_one_category(const PairCount& pair) const;

  std::vector<ShopItem> items_;
  const TrainingParameters& parameters_;
  std::uint32_t min_sessions_;
  std::size_t max_brotli_;
  model::ShopModelParts parts_;
};

}  // namespace noren::tools
