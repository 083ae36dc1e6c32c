// A model that comes in several files: what is there at once, and what is added later.
#include "core/model/sections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/format.h"
#include "tests/unit/model/small_model.h"

namespace noren::model {
namespace {

using ::testing::HasSubstr;

bool is_late(std::uint32_t id) {
  return id >= static_cast<std::uint32_t>(format::Section::kViewed) ||
         id == static_cast<std::uint32_t>(format::Section::kLabels);
}
bool is_base(std::uint32_t id) { return !is_late(id); }

class SectionsTest : public ::testing::Test {
 protected:
  std::vector<std::byte> whole_ = small_model();
  std::vector<std::byte> base_ = select_sections(whole_, is_base).value();
  std::vector<std::byte> late_ = select_sections(whole_, is_late).value();
  ShopModel model_ = ShopModel::open(base_).value();
};

TEST_F(SectionsTest, TakesApartAndPutsTogether) {
  EXPECT_EQ(assemble(sections_of(whole_).value()).value(), whole_);
  EXPECT_EQ(select_sections(whole_, [](std::uint32_t) { return true; }).value(), whole_);
}

TEST_F(SectionsTest, OpensWithoutRelations) {
  EXPECT_EQ(model_.item_count(), 5u);
  EXPECT_EQ(model_.edge_count(Relation::kViewed), 0u);
  EXPECT_TRUE(model_.neighbours(Relation::kViewed, 0).empty());
  EXPECT_EQ(model_.label_count(), 0u);
}

TEST_F(SectionsTest, TakesRelationsAndLabelsInLater) {
  const auto added = model_.add(late_);
  ASSERT_TRUE(added) << to_string(added.error());
  const ShopModel whole = ShopModel::open(whole_).value();
  for (const Relation relation : kRelations) {
    EXPECT_EQ(model_.edge_count(relation), whole.edge_count(relation));
    for (ItemIndex item = 0; item < whole.item_count(); ++item) {
      const Neighbours row = model_.neighbours(relation, item);
      const Neighbours same = whole.neighbours(relation, item);
      ASSERT_EQ(row.size(), same.size());
      for (std::size_t i = 0; i < row.size(); ++i) {
        EXPECT_EQ(row[i].item, same[i].item);
        EXPECT_EQ(row[i].weight, same[i].weight);
      }
    }
  }
  EXPECT_EQ(model_.label(0, 0), "summer");
  EXPECT_EQ(model_.item_id(4), "loose") << "the base stays";
}

TEST_F(SectionsTest, TakesInOneRelationAfterTheOther) {
  for (const Relation relation : {Relation::kBought, Relation::kViewed}) {
    const auto id = static_cast<std::uint32_t>(format::section_of(relation));
    const auto file = select_sections(whole_, [&](std::uint32_t section) { return section == id; }).value();
    ASSERT_TRUE(model_.add(file));
  }
  EXPECT_EQ(model_.edge_count(Relation::kViewed), 5u);
  EXPECT_EQ(model_.edge_count(Relation::kBought), 3u);
}

TEST_F(SectionsTest, RefusesSectionsOfAnotherModelAndStaysAsItWas) {
  ShopModelParts other = small_parts();
  other.items[4].id = "tight";
  const auto file = select_sections(write_shop_model(other).value(), is_late).value();
  const auto added = model_.add(file);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(added.error().message, HasSubstr("of another file"));
  EXPECT_EQ(model_.edge_count(Relation::kViewed), 0u);
}

TEST_F(SectionsTest, StaysAsItWasWhereALaterSectionIsDamaged) {
  late_.back() ^= std::byte{1};
  const auto added = model_.add(late_);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kCorrupt);
  for (const Relation relation : kRelations) EXPECT_EQ(model_.edge_count(relation), 0u);
  EXPECT_EQ(model_.label_count(), 0u);
}

TEST_F(SectionsTest, DoesNotOpenALaterFileAlone) {
  const auto model = ShopModel::open(late_);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("missing"));
}

TEST_F(SectionsTest, RefusesToTakeApartWhatIsNotWhole) {
  for (std::size_t size = 0; size < whole_.size(); ++size) {
    EXPECT_FALSE(sections_of(std::span(whole_).first(size))) << size << " bytes";
  }
}

}  // namespace
}  // namespace noren::model
