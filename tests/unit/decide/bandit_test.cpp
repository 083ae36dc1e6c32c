// Bandits learn from what happens on the device, forget, and always choose the same for the same.

#include "core/decide/bandit.h"

#include <gtest/gtest.h>

#include "tests/unit/decide/visitor.h"

namespace noren::decide {
namespace {

site::Site bandit_site(double half_life_days) {
  site::Site site = load(
      R"("slots": [{"id": "hero"}], "segments": [{"id": "second-visit", "when": {">": [{"var": "visit.count"}, 1]}},
                   {"id": "afternoon", "when": {">": [{"var": "context.hour"}, 11]}}],
      "campaigns": [{"id": "c", "slot": "hero", "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]}])");
  site::Bandit& bandit = site.campaigns[0].bandit.emplace();
  bandit.goal = {event::Kind::kSelectPromotion, 1};
  bandit.half_life_days = half_life_days;
  bandit.priors = {{1, 1}, {1, 1}};
  site.profile.goals = {{site.campaigns[0].key, event::Kind::kSelectPromotion, 1, static_cast<float>(half_life_days)}};
  return site;
}

// How many of `pages` page views, `per_day` a day, show b, where she follows a and b with those chances.
int shown_b(Visitor& visitor, int pages, int per_day, double a, double b, Draws& draws) {
  int count = 0;
  for (int page = 0; page < pages; ++page) {
    const std::int32_t variant = visitor.decision(0).variant;
    count += variant == 1 ? 1 : 0;
    visitor.see(0);
    if (draws.unit() < (variant == 1 ? b : a)) visitor.select(0);
    visitor.wait(Visitor::kDay / per_day);
    visitor.begin_page();
  }
  return count;
}

TEST(Bandit, ShowsTheBetterVariantMoreAndMoreOften) {
  const site::Site site = bandit_site(1000);
  double early = 0;
  double late = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Visitor visitor(site, seed);
    Draws draws(seed);
    early += shown_b(visitor, 20, 10, 0.1, 0.5, draws);
    shown_b(visitor, 60, 10, 0.1, 0.5, draws);
    late += shown_b(visitor, 20, 10, 0.1, 0.5, draws);
  }
  EXPECT_GT(late, 1.2 * early);
  EXPECT_GT(late / (20 * 20), 0.9);
}

TEST(Bandit, ChangesItsMindBecauseItForgets) {
  const auto share_of_b_after_a_change = [](double half_life_days) {
    const site::Site site = bandit_site(half_life_days);
    double b = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Visitor visitor(site, seed);
      Draws draws(seed);
      shown_b(visitor, 200, 10, 0.5, 0.1, draws);
      shown_b(visitor, 100, 10, 0.05, 0.3, draws);
      b += shown_b(visitor, 50, 10, 0.05, 0.3, draws);
    }
    return b / (20 * 50);
  };
  const double forgetful = share_of_b_after_a_change(3);
  EXPECT_GT(forgetful, 0.7);
  EXPECT_GT(forgetful, share_of_b_after_a_change(3000) + 0.1);
}

TEST(Bandit, TriesBothWhereItKnowsNothing) {
  const site::Site site = bandit_site(30);
  int b = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) b += Visitor(site, seed).decision(0).variant;
  EXPECT_NEAR(b, 500, 64);  // 4 standard deviations
}

TEST(Bandit, BelievesItsPriors) {
  site::Site site = bandit_site(30);
  site.campaigns[0].bandit->priors = {{1, 99}, {20, 80}};
  int b = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) b += Visitor(site, seed).decision(0).variant;
  EXPECT_GT(b, 195);
}

TEST(Bandit, HasPriorsOfItsOwnForASegment) {
  site::Site site = bandit_site(30);
  site.campaigns[0].bandit->priors = {{1, 99}, {20, 80}};
  site.campaigns[0].bandit->segments = {{0, {{20, 80}, {1, 99}}}};
  int first_visit = 0;
  int second_visit = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Visitor visitor(site, seed);
    first_visit += visitor.decision(0).variant;
    visitor.wait(60 * Visitor::kMinute);
    visitor.begin_page();
    second_visit += visitor.decision(0).variant;
  }
  EXPECT_GT(first_visit, 95);
  EXPECT_LT(second_visit, 5);
}

TEST(Bandit, LearnsApartForASegment) {
  site::Site site = bandit_site(1000);
  site.campaigns[0].bandit->segments = {{0, {{1, 1}, {1, 1}}}};
  int first_visit = 0;
  int second_visit = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Visitor visitor(site, seed);
    Draws draws(seed);
    shown_b(visitor, 30, 1000, 0, 1, draws);
    first_visit += visitor.decision(0).variant;
    visitor.wait(60 * Visitor::kMinute);
    visitor.begin_page();
    second_visit += visitor.decision(0).variant;
    const std::size_t before = visitor.profile.arms().size();
    visitor.see(0);
    visitor.select(0);
    EXPECT_EQ(visitor.profile.arms().size(), before + 1) << "an arm of the segment's own";
    EXPECT_EQ(visitor.profile.arms().front().succeeded, 1.0f);
  }
  EXPECT_GT(first_visit, 90);
  EXPECT_NEAR(second_visit, 50, 20) << "of the segment it knows nothing yet";
}

TEST(Bandit, CountsTheControlGroupTogetherInAllSegments) {
  site::Site site = bandit_site(1000);
  site.campaigns[0].bandit->segments = {{0, {{1, 1}, {1, 1}}}};
  site.campaigns[0].experiment.emplace().control = 1;
  Visitor visitor(site);
  ASSERT_EQ(visitor.role(0), Role::kControl);
  EXPECT_TRUE(visitor.see(0));
  visitor.wait(60 * Visitor::kMinute);
  visitor.begin_page();
  EXPECT_TRUE(visitor.see(0));
  ASSERT_EQ(visitor.profile.arms().size(), 1u);
  EXPECT_NEAR(visitor.profile.arms().front().shown, 2.0f, 0.01f);
}

TEST(Bandit, ChangesItsPriorsWithTheSegmentOnTheSamePageView) {
  site::Site site = bandit_site(30);
  site.campaigns[0].bandit->priors = {{1, 9999}, {2000, 8000}};
  site.campaigns[0].bandit->segments = {{1, {{2000, 8000}, {1, 9999}}}};
  Visitor visitor(site);
  EXPECT_EQ(visitor.decision(0).variant, 1);
  visitor.wait(2 * 60 * Visitor::kMinute);
  EXPECT_EQ(visitor.decision(0).variant, 0) << "the afternoon has begun";
}

TEST(Bandit, TakesWhatSucceededForNoFailure) {
  site::Site site = bandit_site(1000);
  site.campaigns[0].bandit->priors = {{1, 1}, {70, 30}};
  int a = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    site.campaigns[0].variants[1].weight = 0;
    Visitor visitor(site, seed);
    for (int page = 0; page < 10; ++page) {
      visitor.see(0);
      visitor.select(0);
      visitor.begin_page();
    }
    site.campaigns[0].variants[1].weight = 1;
    visitor.decider.begin_page_view({});
    a += visitor.decision(0).variant == 0 ? 1 : 0;
  }
  EXPECT_GT(a, 85) << "Beta(11, 1) is mostly above Beta(70, 30)";
}

TEST(Bandit, NeverShowsAVariantWithoutWeight) {
  site::Site site = bandit_site(30);
  site.campaigns[0].variants[1].weight = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) EXPECT_EQ(Visitor(site, seed).decision(0).variant, 0);
}

TEST(Bandit, KeepsTheVariantThatWasSeenForThePageView) {
  const site::Site site = bandit_site(30);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Visitor visitor(site, seed);
    const std::int32_t shown = visitor.decision(0).variant;
    visitor.see(0);
    visitor.select(0);
    visitor.wait(2 * Visitor::kMinute);
    ASSERT_EQ(visitor.decision(0).variant, shown);
  }
}

TEST(Bandit, ChoosesTheSameForTheSameHistory) {
  const site::Site site = bandit_site(30);
  Visitor one(site, 5);
  Visitor other(site, 5);
  Draws same(1);
  Draws again(1);
  for (int round = 0; round < 10; ++round) {
    EXPECT_EQ(shown_b(one, 5, 10, 0.2, 0.4, same), shown_b(other, 5, 10, 0.2, 0.4, again));
  }
}

}  // namespace
}  // namespace noren::decide
