#include "core/model/shop_model_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_set>

#include "core/base/concat.h"
#include "core/base/hash.h"
#include "core/base/numeric.h"
#include "core/model/format.h"
#include "core/model/pack.h"
#include "core/model/sections.h"

namespace noren::model {
namespace {

using format::Section;

// Of popularity and trend.
std::uint32_t count_code(double count) {
  const double rounded = std::floor(format::kCountStepsPerOctave * log2_exact(1.0 + count) + 0.5);
  return static_cast<std::uint32_t>(std::clamp(rounded, 0.0, 255.0));
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
    scoring();
    labels();
    for (const Relation relation : kRelations) this->relation(relation);
    return assemble(sections_);
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
    if (parts_.items.size() > format::kMaxItems)
      return problem(ErrorCode::kLimitExceeded, "items", "more than 16,777,216 items");
    std::unordered_set<ItemKey> keys;
    for (std::size_t i = 0; i < parts_.items.size(); ++i) {
      const ShopModelParts::Item& item = parts_.items[i];
      const auto bad = [&](std::string_view message) { return problem(kBad, place("items", i), message); };
      if (!keys.insert(item_key(item.id)).second) return bad("the id \"" + item.id + "\" is taken");
      if (item.category != kNone && item.category >= parts_.categories.size())
        return bad("its category does not exist");
      if (item.brand != kNone && item.brand >= parts_.brands.size()) return bad("its brand does not exist");
      if (item.id.size() > format::kMaxIdLength) return bad("its id has more than 255 bytes");
      if (!(item.price <= kMaxPrice)) return bad("its price is not a number up to 1e9");
      if (!(item.regular_price <= kMaxPrice)) return bad("its regular price is not a number up to 1e9");
      if (!(item.added_day <= kMaxPrice)) return bad("the day it was added is not a number up to 1e9");
      if (!(item.popularity >= 0) || !(item.trend >= 0)) return bad("its popularity or trend is negative");
    }
    if (auto bad = find_bad_label()) return bad;
    for (const auto& rows : parts_.edges) {
      if (!rows.empty() && rows.size() != parts_.items.size()) return problem(kBad, "edges", "not one list an item");
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (auto bad = find_bad_edge(rows[i], i)) return bad;
      }
    }
    std::array<float, sizeof(Scoring) / sizeof(float)> fields{};
    std::memcpy(&fields, &parts_.scoring, sizeof fields);
    for (const float field : fields) {
      if (!(field >= 0 && field <= kMaxScoring)) return problem(kBad, "scoring", "a number is not 0 to 16");
    }
    return std::nullopt;
  }

  std::optional<Error> find_bad_label() const {
    if (parts_.labels.size() > kMaxLabels) return problem(ErrorCode::kLimitExceeded, "labels", "more than 32 columns");
    for (std::size_t i = 0; i < parts_.labels.size(); ++i) {
      const ShopModelParts::Label& label = parts_.labels[i];
      const auto bad = [&](std::string_view message) {
        return problem(ErrorCode::kInvalidArgument, place("labels", i), message);
      };
      const std::size_t rows = label.texts.empty() ? label.numbers.size() : label.texts.size();
      if (rows != parts_.items.size() || (!label.texts.empty() && !label.numbers.empty()))
        return bad("not one value an item");
      if (label.name.empty() || label.name.size() > 255) return bad("its name has not 1 to 255 bytes");
      for (const float number : label.numbers) {
        if (number < -kMaxPrice || number > kMaxPrice) return bad("a number is not within 1e9");
      }
    }
    return std::nullopt;
  }

  std::optional<Error> find_bad_edge(const std::vector<ShopModelParts::Edge>& row, std::size_t item) const {
    if (row.size() > kMaxNeighbours)
      return problem(ErrorCode::kLimitExceeded, place("edges", item), "too many neighbours");
    std::unordered_set<ItemIndex> targets;
    for (const ShopModelParts::Edge& edge : row) {
      if (edge.item >= parts_.items.size() || edge.item == item || !(edge.weight > 0) ||
          !targets.insert(edge.item).second) {
        return problem(ErrorCode::kInvalidArgument, place("edges", item),
                       "an edge to no other item, a second one, or one without weight");
      }
    }
    return std::nullopt;
  }

  void add(Section id, SectionWriter& writer) { sections_.push_back({static_cast<std::uint32_t>(id), writer.take()}); }

  // One number of each item.
  template <typename T, typename Of>
  std::vector<T> column(Of of) const {
    std::vector<T> values;
    values.reserve(parts_.items.size());
    for (const ShopModelParts::Item& item : parts_.items) values.push_back(of(item));
    return values;
  }

  void meta() {
    SectionWriter out;
    for (const auto& [key, value] : parts_.meta) {
      std::string line = concat({key, "=", value});
      for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
      }
      out.text(line + "\n");
    }
    add(Section::kMeta, out);
  }

  void items() {
    SectionWriter out;
    out.count(static_cast<std::uint32_t>(parts_.items.size()));
    out.ids(column<std::string>([](const auto& item) { return item.id; }));
    add(Section::kItems, out);
  }

  void categories() {
    SectionWriter out;
    std::vector<std::uint32_t> parents;
    std::vector<std::string> slugs;
    for (const auto& category : parts_.categories) {
      parents.push_back(category.parent + 1);  // kNone becomes 0
      slugs.push_back(category.slug);
    }
    out.count(static_cast<std::uint32_t>(slugs.size()));
    out.codes(parents);
    out.texts(slugs);
    add(Section::kCategories, out);
  }

  void brands() {
    SectionWriter out;
    out.count(static_cast<std::uint32_t>(parts_.brands.size()));
    out.texts(parts_.brands);
    add(Section::kBrands, out);
  }

  void facts() {
    const auto known = [](float value) { return value < 0 ? std::numeric_limits<float>::quiet_NaN() : value; };
    SectionWriter out;
    out.codes(column<std::uint32_t>([](const auto& item) { return item.category + 1; }));
    out.codes(column<std::uint32_t>([](const auto& item) { return item.brand + 1; }));
    out.numbers(column<float>([&](const auto& item) { return known(item.price); }));
    out.numbers(column<float>([&](const auto& item) { return known(item.regular_price); }));
    out.numbers(column<float>([&](const auto& item) { return known(item.added_day); }));
    out.codes(column<std::uint32_t>([](const auto& item) -> std::uint32_t {
      return (item.in_stock ? 0u : format::kOutOfStock) | (item.bought_again ? format::kBoughtAgain : 0u);
    }));
    add(Section::kFacts, out);
  }

  // The trend as what it lacks to the popularity, which is much the same for most items.
  void popularity() {
    SectionWriter out;
    out.codes(column<std::uint32_t>([](const auto& item) { return count_code(item.popularity); }));
    out.codes(column<std::uint32_t>([](const auto& item) {
      return (count_code(item.popularity) - count_code(item.trend * format::kTrendUnits)) & 0xff;
    }));
    add(Section::kPopularity, out);
  }

  void scoring() {
    if (parts_.scoring == Scoring()) return;
    SectionWriter out;
    out.text({reinterpret_cast<const char*>(&parts_.scoring), sizeof parts_.scoring});
    add(Section::kScoring, out);
  }

  void labels() {
    if (parts_.labels.empty()) return;
    SectionWriter out;
    out.count(static_cast<std::uint32_t>(parts_.labels.size()));
    for (const ShopModelParts::Label& label : parts_.labels) {
      out.short_text(label.name);
      out.byte(label.texts.empty() ? 1 : 0);
      if (label.texts.empty()) {
        out.numbers(label.numbers);
        continue;
      }
      const std::set<std::string> different(label.texts.begin(), label.texts.end());
      std::vector<std::string> values(different.begin(), different.end());
      if (values.front().empty()) values.erase(values.begin());
      std::vector<std::uint32_t> codes;
      for (const std::string& text : label.texts) {
        const auto at = std::lower_bound(values.begin(), values.end(), text);
        codes.push_back(text.empty() ? 0 : static_cast<std::uint32_t>(at - values.begin()) + 1);
      }
      out.count(static_cast<std::uint32_t>(values.size()));
      out.texts(values);
      out.codes(codes);
    }
    add(Section::kLabels, out);
  }

  void relation(Relation relation) {
    const auto& rows = parts_.edges[static_cast<std::size_t>(relation)];
    if (rows.empty()) return;
    SectionWriter out;
    out.edges(rows);
    add(format::section_of(relation), out);
  }

  const ShopModelParts& parts_;
  std::vector<PackedSection> sections_;
};

}  // namespace

Result<std::vector<std::byte>> write_shop_model(const ShopModelParts& parts) { return Writer(parts).write(); }

}  // namespace noren::model
