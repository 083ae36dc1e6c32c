#include "core/model/shop_model_writer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <unordered_set>

#include "core/base/bytes.h"
#include "core/base/concat.h"
#include "core/base/hash.h"
#include "core/base/numeric.h"
#include "core/model/format.h"

namespace noren::model {
namespace {

using format::Section;

std::uint8_t nearest_code(double value) {
  const double rounded = std::floor(value + 0.5);
  return static_cast<std::uint8_t>(std::clamp(rounded, 0.0, 255.0));
}

std::uint8_t count_code(double count) { return nearest_code(format::kCountStepsPerOctave * log2_exact(1.0 + count)); }

std::uint16_t narrow(std::uint32_t index) {
  return index == kNone ? format::kNarrowNone : static_cast<std::uint16_t>(index);
}

std::string place(std::string_view list, std::size_t i) { return std::string(list) + "[" + std::to_string(i) + "]"; }

class Writer {
 public:
  explicit Writer(const ShopModelParts& parts) : parts_(parts) {}

  Result<std::vector<std::byte>> write() {
    if (auto problem = find_problem()) return std::unexpected(std::move(*problem));
    meta();
    items();
    categories();
    brands();
    facts();
    popularity();
    relation(Relation::kViewed, Section::kViewed);
    relation(Relation::kBought, Section::kBought);
    return assemble();
  }

 private:
  static std::optional<Error> problem(ErrorCode code, std::string_view path, std::string_view message) {
    return Error(code, path, message, {});
  }

  std::optional<Error> find_problem() const {
    constexpr auto kBad = ErrorCode::kInvalidArgument;
    if (parts_.categories.size() > kMaxCategories) {
      return problem(ErrorCode::kLimitExceeded, "categories", "more than 65,535 categories");
    }
    if (parts_.brands.size() > kMaxBrands)
      return problem(ErrorCode::kLimitExceeded, "brands", "more than 65,535 brands");
    for (const auto& [key, value] : parts_.meta) {
      if (key.find_first_of("=\n") != std::string::npos) return problem(kBad, "meta." + key, "a key must not hold '='");
    }
    std::vector<std::size_t> depth;
    for (std::size_t i = 0; i < parts_.categories.size(); ++i) {
      const CategoryIndex parent = parts_.categories[i].parent;
      if (parent != kNone && parent >= i) return problem(kBad, place("categories", i), "stands before its parent");
      depth.push_back(parent == kNone ? 1 : depth[parent] + 1);
      if (depth.back() > kMaxCategoryDepth) return problem(kBad, place("categories", i), "lies deeper than 5 levels");
    }
    std::unordered_set<ItemKey> keys;
    for (std::size_t i = 0; i < parts_.items.size(); ++i) {
      const ShopModelParts::Item& item = parts_.items[i];
      const auto bad = [&](std::string_view message) { return problem(kBad, place("items", i), message); };
      if (!keys.insert(item_key(item.id)).second) return bad("the id \"" + item.id + "\" is taken");
      if (item.category != kNone && item.category >= parts_.categories.size())
        return bad("its category does not exist");
      if (item.brand != kNone && item.brand >= parts_.brands.size()) return bad("its brand does not exist");
      if (!(item.price <= kMaxPrice)) return bad("its price is not a number up to 1e9");
      if (!(item.popularity >= 0) || !(item.trend >= 0)) return bad("its popularity or trend is negative");
    }
    for (const auto& rows : parts_.edges) {
      if (!rows.empty() && rows.size() != parts_.items.size()) return problem(kBad, "edges", "not one list an item");
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].size() > kMaxNeighbours)
          return problem(ErrorCode::kLimitExceeded, place("edges", i), "too many neighbours");
        for (const ShopModelParts::Edge& edge : rows[i]) {
          if (edge.item >= parts_.items.size() || edge.item == i || !(edge.weight > 0)) {
            return problem(kBad, place("edges", i), "an edge to no other item, or without weight");
          }
        }
      }
    }
    return std::nullopt;
  }

  // Starts a section; what is put() from now on belongs to it.
  void begin(Section id) {
    body_.resize((body_.size() + format::kAlignment - 1) / format::kAlignment * format::kAlignment);
    table_.push_back({static_cast<std::uint32_t>(id), body_.size(), 0});
  }
  void end() { table_.back().length = body_.size() - table_.back().offset; }

  template <typename T>
  void put(T value) {
    ByteWriter(body_).write(value);
  }
  void put_text(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::byte*>(text.data());
    body_.insert(body_.end(), bytes, bytes + text.size());
  }
  // Offsets of texts that follow one another, and where the last one ends.
  template <typename List, typename TextOf>
  void put_offsets(const List& list, TextOf text_of) {
    std::size_t offset = 0;
    for (const auto& entry : list) {
      put(static_cast<std::uint32_t>(offset));
      offset += text_of(entry).size();
    }
    put(static_cast<std::uint32_t>(offset));
  }

  void meta() {
    begin(Section::kMeta);
    for (const auto& [key, value] : parts_.meta) {
      std::string line = concat({key, "=", value});
      for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
      }
      put_text(line + "\n");
    }
    end();
  }

  void items() {
    begin(Section::kItems);
    put(static_cast<std::uint32_t>(parts_.items.size()));
    put_offsets(parts_.items, [](const auto& item) -> const std::string& { return item.id; });
    for (const auto& item : parts_.items) put_text(item.id);
    end();
  }

  void categories() {
    begin(Section::kCategories);
    put(static_cast<std::uint32_t>(parts_.categories.size()));
    put_offsets(parts_.categories, [](const auto& category) -> const std::string& { return category.slug; });
    for (const auto& category : parts_.categories) put(narrow(category.parent));
    for (const auto& category : parts_.categories) put_text(category.slug);
    end();
  }

  void brands() {
    begin(Section::kBrands);
    put(static_cast<std::uint32_t>(parts_.brands.size()));
    put_offsets(parts_.brands, [](std::string_view slug) { return slug; });
    for (const auto& slug : parts_.brands) put_text(slug);
    end();
  }

  void facts() {
    begin(Section::kFacts);
    for (const auto& item : parts_.items) put(item.price < 0 ? -1.0f : item.price);
    for (const auto& item : parts_.items) put(narrow(item.category));
    for (const auto& item : parts_.items) put(narrow(item.brand));
    for (const auto& item : parts_.items) put(static_cast<std::uint8_t>(item.in_stock ? format::kInStock : 0));
    end();
  }

  void popularity() {
    begin(Section::kPopularity);
    for (const auto& item : parts_.items) put(count_code(item.popularity));
    for (const auto& item : parts_.items) put(count_code(item.trend * format::kTrendUnits));
    end();
  }

  struct CodedEdge {
    ItemIndex item;
    std::uint8_t code;
  };
  struct CodedRow {
    std::uint8_t scale = 0;
    std::vector<CodedEdge> edges;
  };

  static CodedRow code(const std::vector<ShopModelParts::Edge>& row) {
    CodedRow coded;
    double strongest = 0;
    for (const auto& edge : row) strongest = std::max(strongest, edge.weight);
    if (row.empty()) return coded;
    coded.scale = nearest_code(std::ceil(format::kScaleStepsPerOctave * log2_exact(strongest)) + format::kScaleZero);
    const double scale = format::scale_of(coded.scale);
    for (const auto& edge : row) {
      const double relative = format::kWeightStepsPerOctave * log2_exact(edge.weight / scale);
      coded.edges.push_back({edge.item, nearest_code(relative + format::kWeightTop)});
    }
    std::sort(coded.edges.begin(), coded.edges.end(), [](const CodedEdge& a, const CodedEdge& b) {
      return a.code != b.code ? a.code > b.code : a.item < b.item;
    });
    return coded;
  }

  void relation(Relation relation, Section section) {
    const auto& rows = parts_.edges[static_cast<std::size_t>(relation)];
    if (rows.empty()) return;
    std::vector<CodedRow> coded;
    std::size_t edges = 0;
    for (const auto& row : rows) {
      coded.push_back(code(row));
      edges += row.size();
    }
    const bool narrow_index = rows.size() <= format::kNarrowItems;
    begin(section);
    put(static_cast<std::uint32_t>(edges));
    put<std::uint32_t>(narrow_index ? 2 : 4);
    std::uint32_t offset = 0;
    for (const CodedRow& row : coded) {
      put(offset);
      offset += static_cast<std::uint32_t>(row.edges.size());
    }
    put(offset);
    for (const CodedRow& row : coded) {
      for (const CodedEdge& edge : row.edges) {
        if (narrow_index) put(static_cast<std::uint16_t>(edge.item));
        if (!narrow_index) put(edge.item);
      }
    }
    for (const CodedRow& row : coded) put(row.scale);
    for (const CodedRow& row : coded) {
      for (const CodedEdge& edge : row.edges) put(edge.code);
    }
    end();
  }

  Result<std::vector<std::byte>> assemble() const {
    const std::size_t header = format::kHeaderBytes + table_.size() * format::kTableEntryBytes;  // a multiple of 8
    const std::size_t size = header + body_.size();
    if (size > std::numeric_limits<std::uint32_t>::max()) {
      return fail(ErrorCode::kLimitExceeded, "the shop model would be larger than 4 GiB");
    }
    std::vector<std::byte> tail;  // what the checksum covers
    ByteWriter writer(tail);
    writer.write(static_cast<std::uint32_t>(size));
    writer.write(kMinorVersion);
    writer.write(static_cast<std::uint16_t>(table_.size()));
    writer.write<std::uint32_t>(0);
    for (const Entry& entry : table_) {
      writer.write(entry.id);
      writer.write(static_cast<std::uint32_t>(header + entry.offset));
      writer.write(static_cast<std::uint32_t>(entry.length));
      writer.write<std::uint32_t>(0);
    }
    tail.insert(tail.end(), body_.begin(), body_.end());

    std::vector<std::byte> file;
    file.reserve(size);
    ByteWriter front(file);
    front.write(format::kMagic);
    front.write(kMajorVersion);
    front.write<std::uint16_t>(0);
    front.write(crc32(tail));
    file.insert(file.end(), tail.begin(), tail.end());
    return file;
  }

  struct Entry {
    std::uint32_t id;
    std::size_t offset;  // from the end of the header
    std::size_t length;
  };

  const ShopModelParts& parts_;
  std::vector<Entry> table_;
  std::vector<std::byte> body_;
};

}  // namespace

Result<std::vector<std::byte>> write_shop_model(const ShopModelParts& parts) { return Writer(parts).write(); }

}  // namespace noren::model
