// Texts put together from parts.

#include "core/base/concat.h"

#include <gtest/gtest.h>

namespace noren {
namespace {

TEST(Concat, JoinsTextsAndNumbers) { EXPECT_EQ(concat({"at most ", 16, " steps, ", 0.5}), "at most 16 steps, 0.5"); }

TEST(Fill, PutsArgumentsWhereTheTextHasAPlaceForThem) {
  EXPECT_EQ(fill("expected at most % %s, found %", {16, "step", 17.5}), "expected at most 16 steps, found 17.5");
  EXPECT_EQ(fill("nothing to fill", {}), "nothing to fill");
  EXPECT_EQ(fill("%%", {"靴", "下"}), "靴下");
}

TEST(Fill, QuotesWhereItIsTold) {
  EXPECT_EQ(fill("unknown % %q", {"slot", "a \"b\"\n"}), R"(unknown slot "a \"b\"\u000a")");
}

TEST(Fill, LeavesWhatArgumentsSayAlone) {
  EXPECT_EQ(fill("% or %", {"%q", "100 %"}), "%q or 100 %");
  EXPECT_EQ(fill("all of 100 %", {}), "all of 100 %");
}

}  // namespace
}  // namespace noren
