// noren model split: what it writes is the whole model again, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/model/shop_model.h"
#include "tests/unit/tools/command_fixture.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

using model::Relation;
using model::ShopModel;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ModelSplitTest : public CommandTest {
 protected:
  ModelSplitTest() { run(build("shop.model")); }
  Outcome split(const std::string& more) { return run("model split " + path("shop.model") + " " + more); }
  std::vector<std::byte> bytes(const std::string& name) const { return read_bytes(path(name)).value(); }
};

TEST_F(ModelSplitTest, TheFilesTogetherAreTheWholeModel) {
  const Outcome outcome = split("--out-dir " + path("made/here"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto whole_bytes = bytes("shop.model");
  const ShopModel whole = ShopModel::open(whole_bytes).value();
  const auto first = bytes("made/here/shop.first.model");
  const auto later = bytes("made/here/shop.bought.model");
  ShopModel model = ShopModel::open(first).value();
  EXPECT_GT(model.edge_count(Relation::kViewed), 0u);
  EXPECT_EQ(model.edge_count(Relation::kBought), 0u);
  ASSERT_TRUE(model.add(later));
  EXPECT_GT(model.edge_count(Relation::kBought), 0u);
  for (const Relation relation : model::kRelations) EXPECT_EQ(model.edge_count(relation), whole.edge_count(relation));
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("shop.first.model: " + std::to_string(first.size()) + " bytes, "),
                    HasSubstr(" after Brotli: meta, items, categories, brands, facts, popularity, viewed\n"),
                    HasSubstr("shop.bought.model: " + std::to_string(later.size()) + " bytes, "),
                    HasSubstr(" after Brotli: bought, bought-after-view")));
}

TEST_F(ModelSplitTest, MakesAFileOfEachListOfSections) {
  const Outcome outcome = split("--out-dir " + folder_ + " --later viewed --later bought,bought-after-view");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(content("shop.first.model"), Not(IsEmpty()));
  EXPECT_THAT(content("shop.viewed.model"), Not(IsEmpty()));
  EXPECT_THAT(content("shop.bought.model"), Not(IsEmpty()));
  EXPECT_THAT(outcome.out, HasSubstr(" after Brotli: viewed\n"));
}

TEST_F(ModelSplitTest, SaysWhatMayComeLater) {
  const Outcome items = split("--out-dir " + folder_ + " --later items");
  EXPECT_EQ(items.exit_code, 2);
  EXPECT_THAT(items.err, HasSubstr("--later: \"items\" is no section that may come later; "));
  EXPECT_THAT(split("--out-dir " + folder_ + " --later vieved").err, HasSubstr("did you mean \"viewed\"?"));
  EXPECT_THAT(split("--out-dir " + folder_ + " --later bought --later viewed,bought").err,
              HasSubstr("the section bought is named twice"));
}

TEST_F(ModelSplitTest, LeavesNoFileWhereThereIsNothingToSplit) {
  const Outcome none = split("--out-dir " + path("out-dir") + " --later viewed --later labels");
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.err, HasSubstr("shop.model: the shop model has no section labels: nothing to split off"));
  EXPECT_THAT(content("out-dir/shop.first.model"), IsEmpty());
  split("--out-dir " + folder_);
  const Outcome again = run("model split " + path("shop.bought.model") + " --out-dir " + folder_);
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.err, HasSubstr("shop.bought.model: meta: the section is missing"));
  write("file", "");
  EXPECT_THAT(split("--out-dir " + path("file")).err, HasSubstr("/file: cannot make the folder"));
}

}  // namespace
}  // namespace noren::tools
