#include "tools/train/parts_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "tools/log/text_values.h"
#include "tools/train/file_size.h"
#include "tools/train/shaping.h"

namespace noren::tools {
namespace {

using model::kNone;
using Parts = model::ShopModelParts;

constexpr double kOftenBoughtAgain = 0.1;  // of a category's purchases: it is of a kind that people buy again

}  // namespace

Result<Parts> PartsBuilder::build(PairCounts counts) {
  take_popularity(counts.items);
  name_categories_and_brands();
  take_labels();
  mark_what_is_bought_again(counts.items);
  for (std::size_t r = 1; r < model::kRelationCount; ++r) {
    auto pairs = std::exchange(counts.pairs[r], {});
    if (static_cast<model::Relation>(r) == model::Relation::kComplements) {
      std::erase_if(pairs, [&](const PairCount& pair) { return are_of_one_category(pair); });
    }
    if (!pairs.empty()) parts_.edges[r] = bought_relation(pairs, counts.items);
  }
  parts_.scoring = parameters_.scoring;
  const Edges viewed = viewed_relation(counts, parameters_.shaping);
  counts.pairs = {};  // of a large log most of what is in memory, and not needed any more
  if (auto fitted = fit_to_size(parts_, viewed, counts.items, max_brotli_); !fitted) {
    return std::unexpected(std::move(fitted.error()));
  }
  return std::move(parts_);
}

void PartsBuilder::take_popularity(std::span<const ItemCount> counts) {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (counts[i].sessions < min_sessions_) continue;
    items_[i].facts.popularity = counts[i].sessions;
    items_[i].facts.trend = static_cast<double>(counts[i].trend) / 1000;
  }
}

void PartsBuilder::name_categories_and_brands() {
  std::map<std::pair<model::CategoryIndex, std::string>, model::CategoryIndex> categories;
  std::map<std::string, model::BrandIndex> brands;
  for (const ShopItem& item : items_) {
    Parts::Item facts = item.facts;
    for (const std::string& level : item.categories) {
      const auto next = static_cast<model::CategoryIndex>(parts_.categories.size());
      const auto [at, is_new] = categories.try_emplace({facts.category, level}, next);
      if (is_new) parts_.categories.push_back({level, facts.category});
      facts.category = at->second;
    }
    if (!item.brand.empty()) {
      const auto [at, is_new] = brands.try_emplace(item.brand, static_cast<model::BrandIndex>(parts_.brands.size()));
      if (is_new) parts_.brands.push_back(item.brand);
      facts.brand = at->second;
    }
    parts_.items.push_back(std::move(facts));
  }
}

void PartsBuilder::take_labels() {
  for (std::size_t label = 0; label < kLabelCount; ++label) {
    Parts::Label column{"custom_label_" + std::to_string(label), {}, {}};
    bool is_empty = true;
    bool are_numbers = true;
    for (const ShopItem& item : items_) {
      if (item.labels[label].empty()) continue;
      is_empty = false;
      const auto number = parse_number(item.labels[label]);
      are_numbers = are_numbers && number && std::abs(*number) <= static_cast<double>(model::kMaxPrice);
    }
    if (is_empty) continue;
    for (const ShopItem& item : items_) {
      if (are_numbers) {
        const auto number = parse_number(item.labels[label]);
        column.numbers.push_back(number ? static_cast<float>(*number) : std::numeric_limits<float>::quiet_NaN());
      } else {
        column.texts.push_back(item.labels[label]);
      }
    }
    parts_.labels.push_back(std::move(column));
  }
}

void PartsBuilder::mark_what_is_bought_again(std::span<const ItemCount> counts) {
  struct Sum {
    double purchases = 0;
    std::uint64_t again = 0;
  };
  std::vector<Sum> sums(parts_.categories.size());
  const auto is_often = [&](const Sum& sum) {
    return sum.again >= min_sessions_ && static_cast<double>(sum.again) >= kOftenBoughtAgain * sum.purchases;
  };
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (parts_.items[i].category == kNone) continue;
    Sum& sum = sums[parts_.items[i].category];
    sum.purchases += counts[i].purchases;
    sum.again += counts[i].again;
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto category = parts_.items[i].category;
    const Sum own{static_cast<double>(counts[i].purchases), counts[i].again};
    if (is_often(category == kNone ? own : sums[category])) parts_.items[i].bought_again = true;
  }
}

bool PartsBuilder::are_of_one_category(const PairCount& pair) const {
  const auto category = parts_.items[pair.source].category;
  return category != kNone && category == parts_.items[pair.target].category;
}

}  // namespace noren::tools
