// ShopModel::open() and add(): every check of the file, and what is unpacked and indexed from it. The one rule: nothing is used as an
// offset, count or index before it has been compared with what it must stay below.
#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>

#include "core/base/bytes.h"
#include "core/base/concat.h"
#include "core/base/sort.h"
#include "core/model/format.h"
#include "core/model/section_reader.h"
#include "core/model/shop_model.h"
#include "core/model/unpack.h"

namespace noren::model {

using format::Section;

constexpr const char* kOtherItems = "the items are those of another file";

// Named by ShopModel as its friend, hence not in the anonymous namespace.
class ShopModelParser {
 public:
  explicit ShopModelParser(std::span<const std::byte> bytes) : bytes_(bytes) {}

  Result<ShopModel> open() {
    if (!header() || !meta() || !items() || !categories() || !brands() || !facts() || !popularity() || !scoring()) {
      return std::unexpected(std::move(error_));
    }
    make_weights();
    if (!additions()) return std::unexpected(std::move(error_));
    index_names();
    index_trend();
    return std::move(model_);
  }

  Result<void> add_to(ShopModel& model) {
    if (!header()) return std::unexpected(std::move(error_));
    if (model_.items_checksum_ != model.items_checksum_) {
      corrupt(kOtherItems);
      return std::unexpected(std::move(error_));
    }
    items_ = model.item_count();
    if (!additions()) return std::unexpected(std::move(error_));
    for (std::size_t r = 0; r < kRelationCount; ++r) {
      if (!model_.relations_[r].offsets.empty()) model.relations_[r] = std::move(model_.relations_[r]);
    }
    if (!model_.labels_.empty()) model.labels_ = std::move(model_.labels_);
    return {};
  }

 private:
  struct Entry {
    std::uint32_t id;
    std::uint32_t offset;
    std::uint32_t length;
    std::uint32_t checksum;
  };

  bool refuse(ErrorCode code, std::string_view message, std::string_view hint) {
    error_ = {code, place_, message, hint};
    return false;
  }
  bool corrupt(const char* message, const Parts& arguments = {}) {
    return refuse(ErrorCode::kCorrupt, fill(message, arguments),
                  "build it again with `noren model build`, or fetch it again");
  }

  bool header() {
    constexpr std::string_view kNotAModel = "the address may have answered with a web page";
    if (bytes_.size() < format::kHeaderBytes) {
      return refuse(ErrorCode::kCorrupt, fill("% bytes are too few for a shop model", {bytes_.size()}), kNotAModel);
    }
    ByteReader reader(bytes_);
    if (reader.read<std::uint32_t>() != format::kMagic) {
      return refuse(ErrorCode::kCorrupt, "this is no shop model: it does not begin with NRNM", kNotAModel);
    }
    const auto major = reader.read<std::uint16_t>();
    if (major != kMajorVersion) {
      return refuse(ErrorCode::kUnsupportedVersion,
                    fill("the shop model has version %, this Noren reads version %", {major, kMajorVersion}),
                    "build it with the Noren that is to read it");
    }
    const auto sections = reader.read<std::uint16_t>();
    const auto checksum = reader.read<std::uint32_t>();
    const auto size = reader.read<std::uint32_t>();
    if (size != bytes_.size()) {
      return corrupt("the file has % bytes, its header says %", {bytes_.size(), size});
    }
    model_.items_checksum_ = reader.read<std::uint32_t>();
    model_.minor_version_ = reader.read<std::uint16_t>();
    const auto features = reader.read<std::uint16_t>();
    const std::size_t first = format::kHeaderBytes + sections * format::kTableEntryBytes;
    if (sections > format::kMaxSections || bytes_.size() < first) return corrupt("% sections do not fit", {sections});
    if (crc32(bytes_.subspan(format::kChecksummedFrom, first - format::kChecksummedFrom)) != checksum) {
      return corrupt("the checksum of the header is wrong");
    }
    if (features != 0) {
      return refuse(ErrorCode::kUnsupportedVersion, "the shop model asks for a feature that this Noren lacks",
                    "update Noren");
    }
    return section_table(reader, sections, first);
  }

  bool section_table(ByteReader& reader, std::size_t sections, std::size_t first) {
    for (std::size_t i = 0; i < sections; ++i) {
      const auto entry = reader.read<Entry>();
      if (entry.offset < first || entry.offset > bytes_.size() || entry.length > bytes_.size() - entry.offset) {
        return corrupt("section % lies outside the file", {entry.id});
      }
      for (const Entry& other : table_) {
        if (other.id == entry.id) return corrupt("section % is there twice", {entry.id});
      }
      table_.push_back(entry);
    }
    return true;
  }

  // Makes the section of that id the one that is read. False with an error where it is damaged, or missing but required; false
  // without one where it is missing.
  bool enter(Section id, bool required = true) {
    place_ = format::name(id);
    for (const Entry& entry : table_) {
      if (entry.id != static_cast<std::uint32_t>(id)) continue;
      section_ = bytes_.subspan(entry.offset, entry.length);
      if (crc32(section_) != entry.checksum) return corrupt("the checksum of the section is wrong");
      checksum_ = entry.checksum;
      in_.emplace(section_);
      return true;
    }
    return required && corrupt("the section is missing");
  }
  // What could not be entered was optional: missing is as good as read.
  bool absent() const { return error_.message.empty(); }
  bool at_end() {
    return in_->at_end() || corrupt("the section is too short or too long, or a number in it too large");
  }

  bool meta() {
    if (!enter(Section::kMeta)) return false;
    const std::string_view all{reinterpret_cast<const char*>(section_.data()), section_.size()};
    for (std::string_view rest = all; !rest.empty();) {
      const std::size_t end = rest.find('\n');
      if (end == std::string_view::npos || rest.find('=') >= end) return corrupt("a line is not key=value");
      rest.remove_prefix(end + 1);
    }
    model_.meta_ = all;
    return true;
  }

  bool items() {
    if (!enter(Section::kItems)) return false;
    if (checksum_ != model_.items_checksum_) return corrupt(kOtherItems);
    items_ = in_->count(format::kMaxItems);
    model_.id_place_ = in_->codes(items_, items_);
    if (!unpack_ids(*in_, items_, model_.ids_.pool, model_.ids_.offsets)) return corrupt("the ids can't be unpacked");
    if (!at_end()) return false;

    model_.item_keys_.resize(items_);
    model_.buckets_.assign(std::bit_ceil(items_ * 2 + 1), 0);
    const std::size_t mask = model_.buckets_.size() - 1;
    for (ItemIndex item = 0; item < items_; ++item) {
      const ItemKey key = item_key(model_.item_id(item));
      model_.item_keys_[item] = key;
      std::size_t at = key & mask;
      for (; model_.buckets_[at] != 0; at = (at + 1) & mask) {
        if (model_.item_keys_[model_.buckets_[at] - 1] == key) return corrupt("item % has the id of another", {item});
      }
      model_.buckets_[at] = item + 1;
    }
    return true;
  }

  bool categories() {
    if (!enter(Section::kCategories)) return false;
    const std::size_t count = in_->count(kMaxCategories);
    model_.category_parent_ = in_->codes(count, count + 1);
    model_.category_slugs_ = in_->texts(count);
    if (!at_end()) return false;

    // A parent stands before its children, so there is no cycle, and one pass knows all depths.
    List<std::uint8_t> depth(count);
    for (CategoryIndex c = 0; c < count; ++c) {
      const CategoryIndex parent = model_.parent(c);
      if (parent != kNone && parent >= c) return corrupt("category % stands before its parent", {c});
      depth[c] = static_cast<std::uint8_t>(parent == kNone ? 1 : depth[parent] + 1);
      if (depth[c] > kMaxCategoryDepth) return corrupt("category % lies too deep", {c});
    }
    model_.category_keys_.resize(count);
    return true;
  }

  bool brands() {
    if (!enter(Section::kBrands)) return false;
    const std::size_t count = in_->count(kMaxBrands);
    model_.brand_slugs_ = in_->texts(count);
    model_.brand_keys_.resize(count);
    return at_end();
  }

  bool facts() {
    if (!enter(Section::kFacts)) return false;
    model_.own_category_ = in_->codes(items_, model_.category_count() + 1);
    model_.brand_ = in_->codes(items_, model_.brand_count() + 1);
    model_.price_ = numbers(0.0f, kMaxPrice);
    model_.regular_price_ = numbers(0.0f, kMaxPrice);
    model_.added_day_ = numbers(0.0f, kMaxPrice);
    model_.flags_ = in_->codes(items_, 256);
    return at_end();
  }

  Numbers numbers(float least, float most) {
    Numbers numbers;
    const std::size_t count = in_->count(items_);
    numbers.values = in_->codes(count, kNone);
    numbers.codes = in_->codes(items_, count + 1);
    for (std::size_t i = 0; i < numbers.values.size; ++i) {
      const auto value = std::bit_cast<float>(numbers.values[i]);
      if (!(value >= least && value <= most)) in_->fail();
    }
    return numbers;
  }

  bool popularity() {
    if (!enter(Section::kPopularity)) return false;
    model_.popularity_ = in_->codes(items_, 256);
    model_.trend_lack_ = in_->codes(items_, 256);
    return at_end();
  }

  // A longer section has fields of a later version, a shorter one lacks them.
  bool scoring() {
    if (!enter(Section::kScoring, false)) return absent();
    std::memcpy(&model_.scoring_, section_.data(), std::min(section_.size(), sizeof model_.scoring_));
    std::array<float, sizeof(Scoring) / sizeof(float)> fields;
    std::memcpy(&fields, &model_.scoring_, sizeof fields);
    for (const float field : fields) {
      if (!(field >= 0.0f && field <= kMaxScoring)) return corrupt("a number is not 0 to %", {kMaxScoring});
    }
    return true;
  }

  bool additions() {
    for (const Relation relation : kRelations) {
      if (!this->relation(relation)) return false;
    }
    return labels();
  }

  bool labels() {
    if (!enter(Section::kLabels, false)) return absent();
    const std::size_t count = in_->count(kMaxLabels);
    for (std::size_t i = 0; i < count; ++i) {
      ShopModel::Label label;
      label.name = in_->short_text();
      label.is_number = in_->byte() == 1;
      if (label.is_number) {
        label.numbers = numbers(-kMaxPrice, kMaxPrice);
      } else {
        const std::size_t values = in_->count(items_);
        label.texts = in_->texts(values);
        label.numbers.codes = in_->codes(items_, values + 1);
      }
      model_.labels_.push_back(label);
    }
    return at_end();
  }

  bool relation(Relation relation) {
    if (!enter(format::section_of(relation), false)) return absent();
    RelationRows& rows = model_.relations_[static_cast<std::size_t>(relation)];
    if (!unpack_edges(*in_, items_, rows)) return corrupt("the edges can't be unpacked");
    return at_end();
  }

  void make_weights() {
    for (std::uint32_t code = 0; code < 256; ++code) {
      model_.scales_.push_back(static_cast<float>(format::scale_of(code)));
    }
    for (std::uint32_t strength = 0; strength < model_.strengths_.size(); ++strength) {
      model_.strengths_[strength] = static_cast<float>(format::weight_of(strength));
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
    const auto falling = [&](ItemIndex item) { return 255u - model_.trend_code(item); };
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
  std::span<const std::byte> section_;
  std::uint32_t checksum_ = 0;  // of the section
  std::optional<SectionReader> in_;
  std::string_view place_;
  List<Entry> table_;
  std::size_t items_ = 0;
  ShopModel model_;
  Error error_{ErrorCode::kCorrupt, {}, {}, {}};
};

Result<ShopModel> ShopModel::open(std::span<const std::byte> bytes) { return ShopModelParser(bytes).open(); }

Result<void> ShopModel::add(std::span<const std::byte> bytes) { return ShopModelParser(bytes).add_to(*this); }

}  // namespace noren::model
