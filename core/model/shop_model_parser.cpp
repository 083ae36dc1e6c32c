// ShopModel::open(): every check of the file, and the indexes made from it. The one rule: nothing is used as an offset, count or
// index before it has been compared with what it must stay below.
#include <algorithm>
#include <bit>
#include <functional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/concat.h"
#include "core/base/sort.h"
#include "core/model/format.h"
#include "core/model/shop_model.h"

namespace noren::model {

using format::Section;

// Named by ShopModel as its friend, hence not in the anonymous namespace.
class ShopModelParser {
 public:
  explicit ShopModelParser(std::span<const std::byte> bytes) : bytes_(bytes) {}

  Result<ShopModel> parse() {
    if (!header() || !meta() || !items() || !categories() || !brands() || !facts() || !popularity() ||
        !relation(Relation::kViewed, Section::kViewed) || !relation(Relation::kBought, Section::kBought)) {
      return std::unexpected(std::move(error_));
    }
    index_names();
    index_trend();
    return std::move(model_);
  }

 private:
  struct Entry {
    std::uint32_t id;
    std::uint32_t offset;
    std::uint32_t length;
  };

  bool refuse(ErrorCode code, Parts message, std::string_view hint = {}) {
    error_ = {code, place_, concat(message), hint};
    return false;
  }
  bool corrupt(Parts message) {
    return refuse(ErrorCode::kCorrupt, message, "build it again with `noren model build`, or fetch it again");
  }

  bool header() {
    constexpr std::string_view kNotAModel = "the address may have answered with a web page";
    if (bytes_.size() < format::kHeaderBytes) {
      return refuse(ErrorCode::kCorrupt, {bytes_.size(), " bytes are too few for a shop model"}, kNotAModel);
    }
    if (std::bit_cast<std::uintptr_t>(bytes_.data()) % format::kAlignment != 0) {
      return refuse(ErrorCode::kInvalidArgument, {"the bytes must begin at an address divisible by 8"});
    }
    ByteReader reader(bytes_);
    if (reader.read<std::uint32_t>() != format::kMagic) {
      return refuse(ErrorCode::kCorrupt, {"this is no shop model: it does not begin with NRNM"}, kNotAModel);
    }
    const auto major = reader.read<std::uint16_t>();
    if (major > kMajorVersion) {
      return refuse(ErrorCode::kUnsupportedVersion,
                    {"the shop model has version ", major, ", this Noren reads up to ", kMajorVersion},
                    "update Noren, or build the model with the Noren that the page uses");
    }
    if (major == 0 || reader.read<std::uint16_t>() != 0) return corrupt({"impossible version"});
    const auto checksum = reader.read<std::uint32_t>();
    const auto size = reader.read<std::uint32_t>();
    if (size != bytes_.size()) {
      return corrupt({"the file has ", bytes_.size(), " bytes, its header says ", size});
    }
    if (crc32(bytes_.subspan(format::kChecksummedFrom)) != checksum) return corrupt({"the checksum is wrong"});
    model_.minor_version_ = reader.read<std::uint16_t>();
    const auto sections = reader.read<std::uint16_t>();
    if (reader.read<std::uint32_t>() != 0) {
      return refuse(ErrorCode::kUnsupportedVersion, {"the shop model asks for a feature that this Noren lacks"},
                    "update Noren");
    }
    return section_table(reader, sections);
  }

  bool section_table(ByteReader& reader, std::size_t sections) {
    if (sections > format::kMaxSections || reader.remaining() < sections * format::kTableEntryBytes) {
      return corrupt({sections, " sections do not fit"});
    }
    const std::size_t first = format::kHeaderBytes + sections * format::kTableEntryBytes;
    for (std::size_t i = 0; i < sections; ++i) {
      const Entry entry{reader.read<std::uint32_t>(), reader.read<std::uint32_t>(), reader.read<std::uint32_t>()};
      reader.read<std::uint32_t>();  // kept for later versions
      const bool inside =
          entry.offset >= first && entry.offset <= bytes_.size() && entry.length <= bytes_.size() - entry.offset;
      if (!inside || entry.offset % format::kAlignment != 0)
        return corrupt({"section ", entry.id, " lies outside the file"});
      for (const Entry& other : table_) {
        if (other.id == entry.id) return corrupt({"section ", entry.id, " is there twice"});
      }
      table_.push_back(entry);
    }
    return true;
  }

  // Makes the section of that id the one that take() reads. False with an error where it is missing but required.
  bool enter(Section id, bool required = true) {
    place_ = format::name(id);
    for (const Entry& entry : table_) {
      if (entry.id != static_cast<std::uint32_t>(id)) continue;
      rest_ = bytes_.subspan(entry.offset, entry.length);
      return true;
    }
    return required ? corrupt({"the section is missing"}) : false;
  }

  // The next `count` values of the section, or nullptr with an error where it ends before. The order of the parts keeps each
  // aligned to its size.
  template <typename T>
  const T* take(std::size_t count) {
    if (rest_.size() / sizeof(T) < count) {
      corrupt({"the section is too short"});
      return nullptr;
    }
    const auto* values = reinterpret_cast<const T*>(rest_.data());
    rest_ = rest_.subspan(count * sizeof(T));
    return values;
  }
  bool take(std::size_t count, std::span<const std::byte>& bytes) {
    const auto* values = take<std::byte>(count);
    if (values != nullptr) bytes = {values, count};
    return values != nullptr;
  }
  bool at_end() { return rest_.empty() || corrupt({"the section is too long"}); }

  // Offsets of `count` parts: from 0, never falling.
  const std::uint32_t* take_offsets(std::size_t count) {
    const auto* offsets = count < rest_.size() ? take<std::uint32_t>(count + 1) : nullptr;
    if (offsets == nullptr) {
      corrupt({"the section is too short"});
      return nullptr;
    }
    bool ascending = offsets[0] == 0;
    for (std::size_t i = 0; i < count; ++i) ascending = ascending && offsets[i] <= offsets[i + 1];
    if (!ascending) {
      corrupt({"offsets do not ascend"});
      return nullptr;
    }
    return offsets;
  }

  bool take_pool(std::size_t count, ShopModel::Texts& texts) {
    texts.pool = take<char>(texts.offsets[count]);
    return texts.pool != nullptr && at_end();
  }

  bool meta() {
    if (!enter(Section::kMeta)) return false;
    const std::string_view all{reinterpret_cast<const char*>(rest_.data()), rest_.size()};
    for (std::string_view rest = all; !rest.empty();) {
      const std::size_t end = rest.find('\n');
      if (end == std::string_view::npos || rest.find('=') >= end) return corrupt({"a line is not key=value"});
      rest.remove_prefix(end + 1);
    }
    model_.meta_ = all;
    return true;
  }

  bool items() {
    if (!enter(Section::kItems)) return false;
    const auto* count = take<std::uint32_t>(1);
    if (count == nullptr) return false;
    items_ = *count;
    model_.item_ids_.offsets = take_offsets(items_);
    if (model_.item_ids_.offsets == nullptr || !take_pool(items_, model_.item_ids_)) return false;

    model_.item_keys_.resize(items_);
    model_.buckets_.assign(std::bit_ceil(items_ * 2 + 1), 0);
    const std::size_t mask = model_.buckets_.size() - 1;
    for (ItemIndex item = 0; item < items_; ++item) {
      const ItemKey key = item_key(model_.item_id(item));
      model_.item_keys_[item] = key;
      std::size_t at = key & mask;
      for (; model_.buckets_[at] != 0; at = (at + 1) & mask) {
        if (model_.item_keys_[model_.buckets_[at] - 1] == key)
          return corrupt({"item ", item, " has the id of another"});
      }
      model_.buckets_[at] = item + 1;
    }
    return true;
  }

  bool categories() {
    if (!enter(Section::kCategories)) return false;
    const auto* count = take<std::uint32_t>(1);
    if (count == nullptr) return false;
    if (*count > kMaxCategories) return corrupt({"too many categories"});
    model_.category_slugs_.offsets = take_offsets(*count);
    if (model_.category_slugs_.offsets == nullptr) return false;
    model_.category_parent_ = take<std::uint16_t>(*count);
    if (model_.category_parent_ == nullptr || !take_pool(*count, model_.category_slugs_)) return false;

    // A parent stands before its children, so there is no cycle, and one pass knows all depths.
    std::vector<std::uint8_t> depth(*count);
    for (CategoryIndex category = 0; category < *count; ++category) {
      const CategoryIndex parent = model_.parent(category);
      if (parent != kNone && parent >= category) return corrupt({"category ", category, " stands before its parent"});
      depth[category] = static_cast<std::uint8_t>(parent == kNone ? 1 : depth[parent] + 1);
      if (depth[category] > kMaxCategoryDepth) return corrupt({"category ", category, " lies too deep"});
    }
    model_.category_keys_.resize(*count);
    return true;
  }

  bool brands() {
    if (!enter(Section::kBrands)) return false;
    const auto* count = take<std::uint32_t>(1);
    if (count == nullptr) return false;
    if (*count > kMaxBrands) return corrupt({"too many brands"});
    model_.brand_slugs_.offsets = take_offsets(*count);
    if (model_.brand_slugs_.offsets == nullptr || !take_pool(*count, model_.brand_slugs_)) return false;
    model_.brand_keys_.resize(*count);
    return true;
  }

  bool facts() {
    if (!enter(Section::kFacts)) return false;
    model_.price_ = take<float>(items_);
    if (model_.price_ == nullptr) return false;
    model_.own_category_ = take<std::uint16_t>(items_);
    if (model_.own_category_ == nullptr) return false;
    model_.brand_ = take<std::uint16_t>(items_);
    if (model_.brand_ == nullptr || !take(items_, model_.flags_) || !at_end()) return false;
    for (ItemIndex item = 0; item < items_; ++item) {
      const bool price = model_.price(item) >= -1.0f && model_.price(item) <= kMaxPrice;  // false for NaN
      const bool category = model_.own_category(item) == kNone || model_.own_category(item) < model_.category_count();
      const bool brand = model_.brand(item) == kNone || model_.brand(item) < model_.brand_count();
      if (!price || !category || !brand) {
        return corrupt({"item ", item, " has an impossible ", !price ? "price" : !category ? "category" : "brand"});
      }
    }
    return true;
  }

  bool popularity() {
    return enter(Section::kPopularity) && take(items_, model_.popularity_) && take(items_, model_.trend_) && at_end();
  }

  bool relation(Relation relation, Section section) {
    if (!enter(section, false)) return true;
    ShopModel::Edges& edges = model_.relations_[static_cast<std::size_t>(relation)];
    const auto* counts = take<std::uint32_t>(2);
    if (counts == nullptr) return false;
    const std::uint32_t edge_count = counts[0];
    if (counts[1] != 2 && counts[1] != 4) return corrupt({"an index of neither 2 nor 4 bytes"});
    const std::uint32_t* offsets = take_offsets(items_);
    if (offsets == nullptr) return false;
    if (offsets[items_] != edge_count) return corrupt({"the last offset is not the number of edges"});
    if (counts[1] == 2) edges.narrow = take<std::uint16_t>(edge_count);
    if (counts[1] == 4) edges.wide = take<std::uint32_t>(edge_count);
    if (edges.narrow == nullptr && edges.wide == nullptr) return false;
    if (!take(items_, edges.scales) || !take(edge_count, edges.codes) || !at_end()) return false;
    edges.offsets = offsets;
    return rows(relation);
  }

  bool rows(Relation relation) {
    decode_weights();
    for (ItemIndex item = 0; item < items_; ++item) {
      const Neighbours row = model_.neighbours(relation, item);
      if (row.size() > kMaxNeighbours) return corrupt({"item ", item, " has too many neighbours"});
      for (std::size_t i = 0; i < row.size(); ++i) {
        const Neighbour n = row[i];
        if (n.item >= items_ || n.item == item) return corrupt({"item ", item, " has an impossible neighbour"});
        if (i == 0) continue;
        const Neighbour before = row[i - 1];
        if (n.weight > before.weight || (n.weight == before.weight && n.item <= before.item)) {
          return corrupt({"the neighbours of item ", item, " are out of order"});
        }
      }
    }
    return true;
  }

  void decode_weights() {
    if (!model_.weights_.empty()) return;
    for (int code = 0; code < 256; ++code) {
      model_.weights_.push_back(static_cast<float>(format::weight_of(static_cast<std::uint8_t>(code))));
      model_.scales_.push_back(static_cast<float>(format::scale_of(static_cast<std::uint8_t>(code))));
    }
  }

  void index_names() {
    for (CategoryIndex c = 0; c < model_.category_count(); ++c) {
      model_.category_keys_[c] = name_key(model_.category_slug(c));
      model_.categories_by_key_.emplace_back(model_.category_keys_[c], c);
    }
    for (BrandIndex b = 0; b < model_.brand_count(); ++b) {
      model_.brand_keys_[b] = name_key(model_.brand_slug(b));
      model_.brands_by_key_.emplace_back(model_.brand_keys_[b], b);
    }
    sort(std::span(model_.categories_by_key_), std::less<>());
    sort(std::span(model_.brands_by_key_), std::less<>());
  }

  // Two counting sorts, stable: by trend, then by category.
  void index_trend() {
    std::array<std::uint32_t, 257> place{};
    const auto falling = [&](ItemIndex item) { return 255u - static_cast<unsigned>(model_.trend_[item]); };
    for (ItemIndex item = 0; item < items_; ++item) ++place[falling(item) + 1];
    for (std::size_t i = 1; i < place.size(); ++i) place[i] += place[i - 1];
    model_.by_trend_.resize(items_);
    for (ItemIndex item = 0; item < items_; ++item) model_.by_trend_[place[falling(item)]++] = item;

    std::vector<std::uint32_t>& begin = model_.category_begin_;
    begin.assign(model_.category_count() + 1, 0);
    for (ItemIndex item = 0; item < items_; ++item) {
      if (const CategoryIndex c = model_.own_category(item); c != kNone) ++begin[c + 1];
    }
    for (std::size_t c = 1; c < begin.size(); ++c) begin[c] += begin[c - 1];
    model_.by_category_.resize(begin.back());
    std::vector<std::uint32_t> next(begin.begin(), begin.end());
    for (const ItemIndex item : model_.by_trend_) {
      if (const CategoryIndex c = model_.own_category(item); c != kNone) model_.by_category_[next[c]++] = item;
    }
  }

  std::span<const std::byte> bytes_;
  std::span<const std::byte> rest_;
  std::string_view place_;
  std::vector<Entry> table_;
  std::size_t items_ = 0;
  ShopModel model_;
  Error error_{ErrorCode::kCorrupt, {}, {}, {}};
};

Result<ShopModel> ShopModel::open(std::span<const std::byte> bytes) { return ShopModelParser(bytes).parse(); }

}  // namespace noren::model
