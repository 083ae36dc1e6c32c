// The shop model: one binary file with the facts about a shop's items and the relations between them that its own log shows.
// `noren model build` writes it (shop_model_writer.h), pages read it here. A ShopModel is a view of the bytes, but for the item ids
// and the relations, which lie packed in the file and are unpacked once.
// Not for ranking; that is recommend/. The format, byte by byte, is in docs/model-format.md.
//
//   Result<ShopModel> model = ShopModel::open(bytes);
//   if (!model) return model.error();
//   if (const auto item = model->find(item_key("shoe-17")))
//     for (const Neighbour n : model->neighbours(Relation::kViewed, *item)) use(model->item_id(n.item), n.weight);
//
// open() checks every offset, count and index once; all other calls trust what it checked and never read outside the bytes,
// whatever they hold. Items, categories and brands are numbered from 0; passing a number out of range is a mistake of the caller.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/hash.h"
#include "core/base/list.h"
#include "core/base/result.h"
#include "core/model/columns.h"
#include "core/model/scoring.h"

namespace noren::model {

using ItemIndex = std::uint32_t;
using CategoryIndex = std::uint32_t;
using BrandIndex = std::uint32_t;
using LabelIndex = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xffffffffu;  // no item, category or brand

inline constexpr std::uint16_t kMajorVersion = 2;  // a reader refuses another one
inline constexpr std::uint16_t kMinorVersion = 0;  // a larger one only adds sections that a reader may ignore

inline constexpr std::size_t kMaxCategoryDepth = 5;  // levels from the top category to an item's own, as in GA4
inline constexpr std::size_t kMaxCategories = 65'535;
inline constexpr std::size_t kMaxBrands = 65'535;
inline constexpr std::size_t kMaxNeighbours = 64;  // of one item in one relation
inline constexpr std::size_t kMaxLabels = 32;      // columns
inline constexpr float kMaxPrice = 1e9f;

// How two items belong together: from the first to the second. The order is part of the file format: append only.
enum class Relation : std::uint8_t {
  kViewed,           // looked at around the same time
  kBought,           // bought in the same order or session
  kBoughtAfterView,  // the first was looked at, the second bought later in the session
  kComplements,      // the first was bought; the second, of another category, was wanted afterwards
};
inline constexpr std::size_t kRelationCount = 4;
inline constexpr Relation kRelations[kRelationCount] = {Relation::kViewed, Relation::kBought,
                                                        Relation::kBoughtAfterView, Relation::kComplements};

std::string_view name(Relation relation);  // "viewed", "bought", "bought-after-view", "complements"

struct Neighbour {
  ItemIndex item;
  float weight;  // > 0; comparable within a relation, across items
};

// What lies in memory for one edge.
class PackedEdge {
 public:
  PackedEdge() = default;
  PackedEdge(ItemIndex item, std::uint32_t strength) : bits_(item << 4 | strength) {}
  ItemIndex item() const { return bits_ >> 4; }
  std::size_t strength() const { return bits_ & 15u; }  // logarithmic; 15 is the strongest

 private:
  std::uint32_t bits_ = 0;
};

// An item's neighbours, in no order that means anything, but the same one each time. Valid as long as the model.
class Neighbours {
 public:
  class Iterator {
   public:
    Iterator(const Neighbours* row, std::size_t at) : row_(row), at_(at) {}
    Neighbour operator*() const { return (*row_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    const Neighbours* row_;
    std::size_t at_;
  };

  std::size_t size() const { return edges_.size(); }
  bool empty() const { return edges_.empty(); }
  Neighbour operator[](std::size_t i) const { return {edges_[i].item(), scale_ * weights_[edges_[i].strength()]}; }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

  // For rankers with an arithmetic of their own: an edge's weight is scale() * strengths()[edge.strength()] of the model.
  std::span<const PackedEdge> edges() const { return edges_; }
  float scale() const { return scale_; }

 private:
  friend class ShopModel;
  std::span<const PackedEdge> edges_;
  const float* weights_ = nullptr;
  float scale_ = 0;
};

// A relation as it lies in memory, for the reader of the file.
struct RelationRows {
  List<std::uint32_t> offsets;        // item_count + 1, or empty: no such relation
  const std::byte* scales = nullptr;  // one an item
  List<PackedEdge> edges;
};

// The categories of one item, top level first, its own last; may be empty.
class CategoryPath {
 public:
  using value_type = CategoryIndex;
  using const_iterator = const CategoryIndex*;
  const CategoryIndex* begin() const { return nodes_.data(); }
  const CategoryIndex* end() const { return nodes_.data() + size_; }
  std::size_t size() const { return size_; }
  CategoryIndex operator[](std::size_t level) const { return nodes_[level]; }

 private:
  friend class ShopModel;
  std::array<CategoryIndex, kMaxCategoryDepth> nodes_{};
  std::size_t size_ = 0;
};

class ShopModel {
 public:
  // A model without items; every search finds nothing.
  ShopModel() = default;

  // Keeps the span: the bytes must outlive the model and stay unchanged. Errors: kUnsupportedVersion (written by another Noren),
  // kCorrupt with what is wrong in the message, and the section in the path. O(bytes); allocates about 30 bytes an item and 4 an
  // edge.
  static Result<ShopModel> open(std::span<const std::byte> bytes);

  // Takes in the relations and labels of another file of the same build, which a page may fetch later: one that
  // select_sections() (sections.h) made. As with open() for errors and lifetime; kCorrupt also for a file that belongs to other
  // items. After an error the model is as it was.
  Result<void> add(std::span<const std::byte> bytes);

  // --- about the model ---
  // The value of a key such as "label", "builder", "sessions"; empty where there is none. Valid as long as the bytes.
  // O(pairs).
  std::string_view meta(std::string_view key) const;
  // All of them, in the order of the file.
  std::vector<std::pair<std::string_view, std::string_view>> all_meta() const;
  std::uint16_t minor_version() const { return minor_version_; }
  // What the builder tuned; defaults where the file has none.
  const Scoring& scoring() const { return scoring_; }

  // --- items ---
  std::size_t item_count() const { return item_keys_.size(); }
  std::string_view item_id(ItemIndex item) const { return ids_.of(id_place_[item]); }
  ItemKey key(ItemIndex item) const { return item_keys_[item]; }
  std::optional<ItemIndex> find(ItemKey key) const;  // O(1) expected

  CategoryPath categories(ItemIndex item) const;  // O(depth)
  // The last of its path, or kNone.
  CategoryIndex own_category(ItemIndex item) const { return own_category_[item] - 1; }
  BrandIndex brand(ItemIndex item) const { return brand_[item] - 1; }  // kNone: not known
  // In the shop's currency, 0 to kMaxPrice; negative: not known.
  float price(ItemIndex item) const { return price_.of(item, -1.0f); }
  // The price before it was put on sale; negative: it is not on sale.
  float regular_price(ItemIndex item) const { return regular_price_.of(item, -1.0f); }
  // The day it came into the shop, in days since 1970; negative: not known.
  float added_day(ItemIndex item) const { return added_day_.of(item, -1.0f); }
  bool in_stock(ItemIndex item) const { return (flags_[item] & 1u) == 0; }
  // It is of a kind that people buy again and again, such as coffee.
  bool bought_again(ItemIndex item) const { return (flags_[item] & 2u) != 0; }
  // How many sessions of the log held the item; within 5 %, and 0 below the log's privacy threshold.
  float popularity(ItemIndex item) const;
  // The same with each session counted by a weight that falls with its age from 1 to 0; within 5 %.
  float trend(ItemIndex item) const;
  // The trend on a logarithmic scale from 0 to 255, for comparing. The file tells it as what it lacks to the popularity.
  std::uint8_t trend_code(ItemIndex item) const {
    return static_cast<std::uint8_t>(popularity_[item] - trend_lack_[item]);
  }

  // All items, largest trend first; ties by index.
  std::span<const ItemIndex> by_trend() const { return by_trend_; }
  // The items whose own category it is, in the order of by_trend().
  std::span<const ItemIndex> items_of(CategoryIndex category) const;

  // An item's neighbours. O(1).
  Neighbours neighbours(Relation relation, ItemIndex item) const;
  std::size_t edge_count(Relation relation) const {
    return relations_[static_cast<std::size_t>(relation)].edges.size();
  }
  // The weights of an edge's strengths, 0 to 15, before its item's scale.
  std::span<const float, 16> strengths() const { return strengths_; }

  // --- labels: columns of the shop's own, such as custom_label_0 or margin ---
  std::size_t label_count() const { return labels_.size(); }
  std::string_view label_name(LabelIndex label) const { return labels_[label].name; }
  std::optional<LabelIndex> find_label(std::string_view name) const;  // O(labels)
  bool is_number(LabelIndex label) const { return labels_[label].is_number; }
  // Of a column of numbers; `otherwise` where the item has none.
  float number(LabelIndex label, ItemIndex item, float otherwise) const {
    return labels_[label].numbers.of(item, otherwise);
  }
  // Of a column of texts; empty where the item has none.
  std::string_view label(LabelIndex label, ItemIndex item) const;

  // --- categories and brands; texts are slugs (base/slug.h) ---
  // Two categories with the same slug and different parents are different; they share their key.
  std::size_t category_count() const { return category_keys_.size(); }
  std::string_view category_slug(CategoryIndex category) const { return category_slugs_.of(category); }
  NameKey category_key(CategoryIndex category) const { return category_keys_[category]; }
  CategoryIndex parent(CategoryIndex category) const {
    return category_parent_[category] - 1;
  }  // kNone: a top category
  // The first category with that key; items below it and its namesakes are told apart by their paths. O(log categories).
  std::optional<CategoryIndex> find_category(NameKey key) const { return find_name(categories_by_key_, key); }

  std::size_t brand_count() const { return brand_keys_.size(); }
  std::string_view brand_slug(BrandIndex brand) const { return brand_slugs_.of(brand); }
  NameKey brand_key(BrandIndex brand) const { return brand_keys_[brand]; }
  std::optional<BrandIndex> find_brand(NameKey key) const { return find_name(brands_by_key_, key); }  // O(log brands)

 private:
  friend class ShopModelParser;

  struct Label {
    std::string_view name;
    bool is_number = false;
    Numbers numbers;  // of a column of texts the codes only, for `texts`
    Texts texts;
  };
  struct Ids {
    List<char> pool;
    List<std::uint32_t> offsets;
    std::string_view of(std::size_t i) const { return {pool.data() + offsets[i], offsets[i + 1] - offsets[i]}; }
  };
  using KeyedNames = std::vector<std::pair<NameKey, std::uint32_t>>;  // ascending

  static std::optional<std::uint32_t> find_name(const KeyedNames& names, NameKey key);

  std::uint16_t minor_version_ = 0;
  std::uint32_t items_checksum_ = 0;  // of the section: files that belong together agree in it
  std::string_view meta_;
  Scoring scoring_;
  Codes id_place_;  // where an item's id stands in ids_
  Texts category_slugs_;
  Texts brand_slugs_;
  Codes category_parent_;
  Codes own_category_;
  Codes brand_;
  Numbers price_;
  Numbers regular_price_;
  Numbers added_day_;
  Codes flags_;
  Codes popularity_;
  Codes trend_lack_;
  List<Label> labels_;

  // Made by open().
  Ids ids_;
  std::array<float, 16> strengths_{};
  List<float> scales_;  // of the codes 0 to 255
  std::array<RelationRows, kRelationCount> relations_;
  std::vector<ItemKey> item_keys_;
  std::vector<std::uint32_t> buckets_;  // open addressing, a power of two; item + 1, or 0
  std::vector<ItemIndex> by_trend_;
  std::vector<ItemIndex> by_category_;         // by_trend_, grouped by own category
  std::vector<std::uint32_t> category_begin_;  // into by_category_, category_count + 1
  std::vector<NameKey> category_keys_;
  std::vector<NameKey> brand_keys_;
  KeyedNames categories_by_key_;
  KeyedNames brands_by_key_;
};

}  // namespace noren::model
