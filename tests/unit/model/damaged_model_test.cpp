// Damaged files: refused with a reason, or harmless. Run with sanitizers (preset asan), where a read outside the bytes aborts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/hash.h"
#include "core/model/format.h"
#include "core/model/sections.h"
#include "tests/unit/model/small_model.h"

namespace noren::model {
namespace {

using ::testing::HasSubstr;

// Reads everything that a model offers; the sum keeps the compiler from leaving the reads out.
std::size_t read_all(const ShopModel& model) {
  std::size_t sum = 0;
  const auto add = [&](std::string_view text) {
    for (const char c : text) sum += static_cast<unsigned char>(c);
  };
  for (const auto& [key, value] : model.all_meta()) {
    add(key);
    add(value);
  }
  for (CategoryIndex c = 0; c < model.category_count(); ++c) {
    add(model.category_slug(c));
    sum += model.items_of(c).size() + model.category_key(c) + model.find_category(model.category_key(c)).value();
  }
  for (BrandIndex b = 0; b < model.brand_count(); ++b) {
    add(model.brand_slug(b));
    sum += model.find_brand(model.brand_key(b)).value();
  }
  for (const ItemIndex item : model.by_trend()) {
    add(model.item_id(item));
    sum += model.find(model.key(item)).value();
    for (const CategoryIndex c : model.categories(item)) add(model.category_slug(c));
    if (model.brand(item) != kNone) add(model.brand_slug(model.brand(item)));
    sum += static_cast<std::size_t>(model.price(item) + model.popularity(item) + model.trend(item) + 1.0f);
    sum += static_cast<std::size_t>(model.regular_price(item) + model.added_day(item) + 2.0f);
    sum += (model.in_stock(item) ? 1u : 0u) + (model.bought_again(item) ? 1u : 0u);
    for (LabelIndex label = 0; label < model.label_count(); ++label) {
      add(model.label_name(label));
      if (model.is_number(label)) sum += model.number(label, item, 1.0f) > 0 ? 1 : 0;
      if (!model.is_number(label)) add(model.label(label, item));
    }
    for (const Relation relation : kRelations) {
      for (const Neighbour n : model.neighbours(relation, item)) {
        add(model.item_id(n.item));
        EXPECT_GT(n.weight, 0.0f);
      }
    }
  }
  return sum;
}

// A copy with no byte to spare, so that AddressSanitizer sees every read past the end.
class ExactCopy {
 public:
  explicit ExactCopy(std::span<const std::byte> bytes)
      : size_(bytes.size()), data_(new std::uint64_t[(size_ + 7) / 8]) {
    std::copy(bytes.begin(), bytes.end(), begin());
  }
  ~ExactCopy() { delete[] data_; }
  ExactCopy(const ExactCopy&) = delete;
  ExactCopy& operator=(const ExactCopy&) = delete;
  std::byte* begin() const { return reinterpret_cast<std::byte*>(data_); }
  std::span<const std::byte> bytes() const { return {begin(), size_}; }

 private:
  std::size_t size_;
  std::uint64_t* data_;
};

TEST(DamagedModelTest, RefusesEveryFlippedBit) {
  const std::vector<std::byte> good = small_model();
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::vector<std::byte> file = good;
    file[bit / 8] ^= std::byte{1} << (bit % 8);
    const auto model = ShopModel::open(file);
    ASSERT_FALSE(model) << "bit " << bit;
    EXPECT_FALSE(model.error().message.empty());
  }
}

TEST(DamagedModelTest, NamesTheSectionThatIsDamaged) {
  const std::vector<std::byte> good = small_model();
  const std::vector<PackedSection> sections = sections_of(good).value();
  std::size_t at = kTable + sections.size() * kEntry;
  for (const PackedSection& section : sections) {
    std::vector<std::byte> file = good;
    file[at + section.bytes.size() / 2] ^= std::byte{0x10};
    const auto model = ShopModel::open(file);
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().path, format::name(static_cast<format::Section>(section.id)));
    EXPECT_THAT(model.error().message, HasSubstr("checksum"));
    at += section.bytes.size();
  }
}

TEST(DamagedModelTest, RefusesEveryTruncation) {
  const std::vector<std::byte> good = small_model();
  for (std::size_t size = 0; size < good.size(); ++size) {
    const ExactCopy file{std::span<const std::byte>(good).first(size)};
    const auto model = ShopModel::open(file.bytes());
    ASSERT_FALSE(model) << size << " bytes";
    EXPECT_EQ(model.error().code, ErrorCode::kCorrupt);
  }
}

TEST(DamagedModelTest, RefusesBytesAfterTheEnd) {
  std::vector<std::byte> file = small_model();
  file.push_back(std::byte{0});
  EXPECT_FALSE(ShopModel::open(file));
}

// The checksum only finds accidents. With it repaired, the checks of the content stand alone.
TEST(DamagedModelTest, IsHarmlessForEveryFlippedBitUnderARightChecksum) {
  const std::vector<std::byte> good = small_model();
  std::size_t opened = 0;
  for (std::size_t bit = 6 * 8; bit < good.size() * 8; ++bit) {
    std::vector<std::byte> changed = good;
    changed[bit / 8] ^= std::byte{1} << (bit % 8);
    seal(changed);
    const ExactCopy file(changed);
    if (const auto model = ShopModel::open(file.bytes())) {
      ++opened;
      read_all(*model);
    }
  }
  EXPECT_GT(opened, 0u) << "a changed letter of an id is no damage";
}

// 4-byte fields set to values that break arithmetic, at every place.
TEST(DamagedModelTest, IsHarmlessForExtremeNumbersUnderARightChecksum) {
  const std::vector<std::byte> good = small_model();
  for (const std::uint32_t extreme :
       {0u, 1u, 0x7fffffffu, 0x80000000u, 0xfffffffcu, 0xffffffffu, 0x7fc00000u, 0xff800000u}) {
    for (std::size_t at = 12; at + 4 <= good.size(); ++at) {
      std::vector<std::byte> changed = good;
      std::memcpy(changed.data() + at, &extreme, sizeof extreme);
      seal(changed);
      const ExactCopy file(changed);
      if (const auto model = ShopModel::open(file.bytes())) read_all(*model);
    }
  }
}

TEST(DamagedModelTest, IsHarmlessForManyChangedBytesUnderARightChecksum) {
  const std::vector<std::byte> good = small_model();
  std::uint64_t state = 1;
  const auto random = [&](std::size_t below) { return static_cast<std::size_t>(mix64(++state) % below); };
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::byte> changed = good;
    for (std::size_t changes = 1 + random(6); changes > 0; --changes) {
      changed[12 + random(changed.size() - 12)] = static_cast<std::byte>(random(256));
    }
    seal(changed);
    const ExactCopy file(changed);
    if (const auto model = ShopModel::open(file.bytes())) read_all(*model);
  }
}

TEST(DamagedModelTest, RefusesAnotherVersionAsSuchWhateverFollows) {
  for (const unsigned version : {0u, 1u, 3u, 255u}) {
    std::vector<std::byte> file = small_model();
    file[4] = static_cast<std::byte>(version);
    file.resize(file.size() / 2);
    const auto model = ShopModel::open(file);
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().code, ErrorCode::kUnsupportedVersion);
    EXPECT_THAT(model.error().message, HasSubstr("version " + std::to_string(version)));
    EXPECT_FALSE(model.error().hint.empty());
  }
}

TEST(DamagedModelTest, RefusesAFeatureItDoesNotKnow) {
  std::vector<std::byte> file = small_model();
  file[22] = std::byte{1};
  seal(file);
  const auto model = ShopModel::open(file);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kUnsupportedVersion);
}

TEST(DamagedModelTest, ReadsANewerMinorVersionWithASectionItDoesNotKnow) {
  std::vector<PackedSection> sections = sections_of(small_model()).value();
  sections.push_back({0xee, {std::byte{1}, std::byte{2}}});
  std::vector<std::byte> file = assemble(sections).value();
  file[20] = std::byte{7};
  seal(file);
  const auto model = ShopModel::open(file);
  ASSERT_TRUE(model) << to_string(model.error());
  EXPECT_EQ(model->minor_version(), 7);
  EXPECT_EQ(model->edge_count(Relation::kViewed), 5u);
}

TEST(DamagedModelTest, NamesTheSectionThatIsMissing) {
  std::vector<std::byte> file = small_model();
  file[kTable + 1 * kEntry] = std::byte{0xee};
  seal(file);
  const auto model = ShopModel::open(file);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().path, "items");
  EXPECT_THAT(model.error().message, HasSubstr("missing"));
}

TEST(DamagedModelTest, RefusesSomethingElseWithAHint) {
  std::string page = "<!doctype html><title>404</title>";
  page.resize(64);
  std::vector<std::byte> file(page.size());
  std::memcpy(file.data(), page.data(), page.size());
  const auto model = ShopModel::open(file);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().hint, HasSubstr("web page"));
}

TEST(DamagedModelTest, ReadsFromAnyAddress) {
  const std::vector<std::byte> good = small_model();
  for (std::size_t shift = 1; shift < 8; ++shift) {
    std::vector<std::byte> shifted(good.size() + shift);
    std::copy(good.begin(), good.end(), shifted.begin() + static_cast<std::ptrdiff_t>(shift));
    const auto model = ShopModel::open(std::span<const std::byte>(shifted).subspan(shift));
    ASSERT_TRUE(model) << to_string(model.error());
    EXPECT_EQ(read_all(*model), read_all(ShopModel::open(good).value()));
  }
}

}  // namespace
}  // namespace noren::model
