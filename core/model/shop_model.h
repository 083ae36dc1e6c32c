// The shop model: one binary file with the facts about a shop's items and the relations between them that its own log shows.
// `noren model build` writes it (shop_model_writer.h), pages read it here, without copying: a ShopModel is a view.
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
#include "core/base/result.h"

namespace noren::model {

using ItemIndex = std::uint32_t;
using CategoryIndex = std::uint32_t;
using BrandIndex = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xffffffffu;  // no item, category or brand

inline constexpr std::uint16_t kMajorVersion = 1;  // a reader refuses a larger one
inline constexpr std::uint16_t kMinorVersion = 0;  // a larger one only adds sections that a reader may ignore

inline constexpr std::size_t kMaxCategoryDepth = 5;  // levels from the top category to an item's own, as in GA4
inline constexpr std::size_t kMaxCategories = 65'535;
inline constexpr std::size_t kMaxBrands = 65'535;
inline constexpr std::size_t kMaxNeighbours = 64;  // of one item in one relation
inline constexpr float kMaxPrice = 1e9f;

// How two items belong together.
enum class Relation : std::uint8_t {
  kViewed,  // shoppers who looked at the one looked at the other
  kBought,  // bought in the same session
};
inline constexpr std::size_t kRelationCount = 2;

struct Neighbour {
  ItemIndex item;
  float weight;  // > 0; comparable within a relation, across items
};

// An item's neighbours, strongest first; ties by lower index. Valid as long as the model.
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

  std::size_t size() const { return codes_.size(); }
  bool empty() const { return codes_.empty(); }
  Neighbour operator[](std::size_t i) const {
    const ItemIndex item = wide_ ? wide_[i] : narrow_[i];
    return {item, scale_ * weights_[static_cast<std::size_t>(codes_[i])]};
  }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  friend class ShopModel;
  std::span<const std::byte> codes_;
  const std::uint16_t* narrow_ = nullptr;
  const std::uint32_t* wide_ = nullptr;
  const float* weights_ = nullptr;
  float scale_ = 0;
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

  // Keeps the span: the bytes must outlive the model and stay unchanged. They must begin at an address divisible by 8, as
  // memory from an allocator does. Errors: kInvalidArgument (address), kUnsupportedVersion (written by a newer Noren), kCorrupt
  // with what is wrong in the message, and the section in the path. O(bytes); allocates about 32 bytes an item.
  static Result<ShopModel> open(std::span<const std::byte> bytes);

  // --- about the model ---
  // The value of a key such as "label", "builder", "sessions"; empty where there is none. Valid as long as the bytes.
  // O(pairs).
  std::string_view meta(std::string_view key) const;
  // All of them, in the order of the file.
  std::vector<std::pair<std::string_view, std::string_view>> all_meta() const;
  std::uint16_t minor_version() const { return minor_version_; }

  // --- items ---
  std::size_t item_count() const { return item_keys_.size(); }
  std::string_view item_id(ItemIndex item) const { return text(item_ids_, item); }
  ItemKey key(ItemIndex item) const { return item_keys_[item]; }
  std::optional<ItemIndex> find(ItemKey key) const;  // O(1) expected

  CategoryPath categories(ItemIndex item) const;  // O(depth)
  CategoryIndex own_category(ItemIndex item) const {
    return widen(own_category_[item]);
  }  // the last of its path, or kNone
  BrandIndex brand(ItemIndex item) const { return widen(brand_[item]); }  // kNone: not known
  float price(ItemIndex item) const {
    return price_[item];
  }  // in the shop's currency, 0 to kMaxPrice; negative: not known
  bool in_stock(ItemIndex item) const { return (static_cast<unsigned>(flags_[item]) & 1u) != 0; }
  // How many sessions of the log held the item; within 5 %, and 0 below the log's privacy threshold.
  float popularity(ItemIndex item) const;
  // The same with each session counted by a weight that falls with its age from 1 to 0; within 5 %.
  float trend(ItemIndex item) const;

  // All items, largest trend first; ties by index.
  std::span<const ItemIndex> by_trend() const { return by_trend_; }
  // The items whose own category it is, in the order of by_trend().
  std::span<const ItemIndex> items_of(CategoryIndex category) const;

  // An item's neighbours. O(1).
  Neighbours neighbours(Relation relation, ItemIndex item) const;
  std::size_t edge_count(Relation relation) const {
    return relations_[static_cast<std::size_t>(relation)].codes.size();
  }

  // --- categories and brands; texts are slugs (base/slug.h) ---
  // Two categories with the same slug and different parents are different; they share their key.
  std::size_t category_count() const { return category_keys_.size(); }
  std::string_view category_slug(CategoryIndex category) const { return text(category_slugs_, category); }
  NameKey category_key(CategoryIndex category) const { return category_keys_[category]; }
  CategoryIndex parent(CategoryIndex category) const {
    return widen(category_parent_[category]);
  }  // kNone: a top category
  // The first category with that key; items below it and its namesakes are told apart by their paths. O(log categories).
  std::optional<CategoryIndex> find_category(NameKey key) const { return find_name(categories_by_key_, key); }

  std::size_t brand_count() const { return brand_keys_.size(); }
  std::string_view brand_slug(BrandIndex brand) const { return text(brand_slugs_, brand); }
  NameKey brand_key(BrandIndex brand) const { return brand_keys_[brand]; }
  std::optional<BrandIndex> find_brand(NameKey key) const { return find_name(brands_by_key_, key); }  // O(log brands)

 private:
  friend class ShopModelParser;

  // Texts one after the other; text i is pool[offsets[i], offsets[i + 1]).
  struct Texts {
    const std::uint32_t* offsets = nullptr;
    const char* pool = nullptr;
  };
  struct Edges {
    const std::uint32_t* offsets = nullptr;  // item_count + 1, or nullptr: no such relation
    std::span<const std::byte> scales;       // one an item
    std::span<const std::byte> codes;        // one an edge
    const std::uint16_t* narrow = nullptr;
    const std::uint32_t* wide = nullptr;
  };
  using KeyedNames = std::vector<std::pair<NameKey, std::uint32_t>>;  // ascending

  static std::string_view text(const Texts& texts, std::uint32_t i) {
    return {texts.pool + texts.offsets[i], texts.offsets[i + 1] - texts.offsets[i]};
  }
  static std::uint32_t widen(std::uint16_t narrow) { return narrow == 0xffffu ? kNone : narrow; }
  static std::optional<std::uint32_t> find_name(const KeyedNames& names, NameKey key);

  std::uint16_t minor_version_ = 0;
  std::string_view meta_;
  Texts item_ids_;
  Texts category_slugs_;
  Texts brand_slugs_;
  const std::uint16_t* category_parent_ = nullptr;
  const float* price_ = nullptr;
  const std::uint16_t* own_category_ = nullptr;
  const std::uint16_t* brand_ = nullptr;
  std::span<const std::byte> flags_;
  std::span<const std::byte> popularity_;
  std::span<const std::byte> trend_;
  std::array<Edges, kRelationCount> relations_;

  // Made by open().
  std::vector<float> weights_;  // of the codes 0 to 255 of an edge
  std::vector<float> scales_;   // of the codes 0 to 255 of an item
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
