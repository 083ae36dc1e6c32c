#include "core/model/shop_model.h"

#include <algorithm>

#include "core/model/format.h"

namespace noren::model {

std::string_view ShopModel::meta(std::string_view key) const {
  for (const auto& [name, value] : all_meta()) {
    if (name == key) return value;
  }
  return {};
}

std::vector<std::pair<std::string_view, std::string_view>> ShopModel::all_meta() const {
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  for (std::string_view rest = meta_; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const std::size_t equals = line.find('=');
    pairs.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    rest.remove_prefix(line.size() + 1);
  }
  return pairs;
}

std::optional<ItemIndex> ShopModel::find(ItemKey key) const {
  if (buckets_.empty()) return std::nullopt;
  const std::size_t mask = buckets_.size() - 1;
  for (std::size_t at = key & mask; buckets_[at] != 0; at = (at + 1) & mask) {
    const ItemIndex item = buckets_[at] - 1;
    if (item_keys_[item] == key) return item;
  }
  return std::nullopt;
}

CategoryPath ShopModel::categories(ItemIndex item) const {
  CategoryPath path;
  for (CategoryIndex c = own_category(item); c != kNone; c = parent(c)) path.nodes_[path.size_++] = c;
  std::reverse(path.nodes_.begin(), path.nodes_.begin() + path.size_);
  return path;
}

float ShopModel::popularity(ItemIndex item) const {
  return static_cast<float>(format::count_of(static_cast<std::uint8_t>(popularity_[item])));
}

float ShopModel::trend(ItemIndex item) const {
  return static_cast<float>(format::count_of(trend_code(item)) / format::kTrendUnits);
}

std::span<const ItemIndex> ShopModel::items_of(CategoryIndex category) const {
  const std::size_t begin = category_begin_[category];
  return std::span(by_category_).subspan(begin, category_begin_[category + 1] - begin);
}

Neighbours ShopModel::neighbours(Relation relation, ItemIndex item) const {
  Neighbours row;
  const RelationRows& rows = relations_[static_cast<std::size_t>(relation)];
  if (rows.offsets.empty()) return row;
  const std::uint32_t begin = rows.offsets[item];
  row.edges_ = std::span<const PackedEdge>(rows.edges).subspan(begin, rows.offsets[item + 1] - begin);
  row.weights_ = strengths_.data();
  row.scale_ = scales_[static_cast<std::size_t>(rows.scales[item])];
  return row;
}

std::optional<LabelIndex> ShopModel::find_label(std::string_view name) const {
  for (LabelIndex i = 0; i < labels_.size(); ++i) {
    if (labels_[i].name == name) return i;
  }
  return std::nullopt;
}

std::string_view ShopModel::label(LabelIndex label, ItemIndex item) const {
  const std::uint32_t code = labels_[label].numbers.codes[item];
  return code == 0 ? std::string_view() : labels_[label].texts.of(code - 1);
}

std::optional<std::uint32_t> ShopModel::find_name(const KeyedNames& names, NameKey key) {
  const auto at = std::lower_bound(names.begin(), names.end(), std::pair<NameKey, std::uint32_t>{key, 0});
  if (at == names.end() || at->first != key) return std::nullopt;
  return at->second;
}

}  // namespace noren::model
