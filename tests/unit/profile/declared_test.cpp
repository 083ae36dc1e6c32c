// Answers to the site's questions.

#include "core/profile/declared.h"

#include "tests/unit/profile/visitor.h"

namespace noren::profile {
namespace {

using event::Kind;
using testing::kDay;
using testing::kNow;

class DeclaredTest : public Visitor {};

TEST_F(DeclaredTest, KeepsTheLatestAnswerToEachQuestion) {
  acts(Kind::kAnswer, kNow, {name_key("size"), name_key("m"), 0, 0});
  acts(Kind::kAnswer, kNow, {name_key("birthday"), 0, 0, 522});
  acts(Kind::kAnswer, kNow + kDay, {name_key("size"), name_key("l"), 0, 0});
  ASSERT_EQ(profile_.answers().size(), 2u);
  EXPECT_EQ(profile_.answer(name_key("size"))->option, name_key("l"));
  EXPECT_EQ(profile_.answer(name_key("size"))->day, day_at(kNow + kDay));
  EXPECT_EQ(profile_.answer(name_key("birthday"))->value, 522.0f);
  EXPECT_EQ(profile_.answer(name_key("other")), nullptr);
}

TEST_F(DeclaredTest, ForgetsTheOldestAnswerAtItsBound) {
  for (std::size_t i = 0; i <= kMaxQuestions; ++i) {
    acts(Kind::kAnswer, kNow, {name_key("question-" + std::to_string(i)), 0, 0, 1});
  }
  EXPECT_EQ(profile_.answers().size(), kMaxQuestions);
  EXPECT_EQ(profile_.answer(name_key("question-0")), nullptr);
}

}  // namespace
}  // namespace noren::profile
