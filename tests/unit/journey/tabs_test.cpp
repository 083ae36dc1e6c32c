// Two tabs of one visitor: each sees what is due and says so; what they store comes together in one order. Wherever the one was when
// the other spoke, a journey begins once, each step is left once, and both tabs hold the same.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/journey/traveller.h"

namespace noren::journey {
namespace {

using event::Kind;
using testing::kDay;
using testing::kMinute;

const char* const kJourneys = R"(
  {"id": "j", "trigger": {"event": "view_item", "category": "running-shoes"}, "goal": {"event": "purchase"}, "steps": [
    {"id": "wait", "wait": {"minutes": 10}},
    {"id": "split", "split": [{"to": "show"}, {"to": "look"}]},
    {"id": "look", "wait_until": {"event": "add_to_cart"}, "at_most": {"minutes": 30}, "else": "end"},
    {"id": "show", "show": "hello"},
    {"id": "rest", "wait": {"days": 1}}]},
  {"id": "k", "trigger": {"enters": "rich"}, "again": "always", "steps": [{"id": "show", "show": "bye", "for": "clicked", "at_most": {"minutes": 15}}]},
  {"id": "l", "trigger": {"leaves": "rich"}, "again": "always", "steps": [{"id": "wait", "wait": {"minutes": 5}}, {"id": "show", "show": "bye"}]})";

TEST(JourneyTabs, ThatBothFindAWaitOverLeaveItOnce) {
  const auto site = site_of(R"({"id": "j", "trigger": {"event": "view_item"}, "steps": [
    {"id": "wait", "wait": {"minutes": 10}}, {"id": "show", "show": "hello"}]})");
  Traveller one(site);
  Traveller two(site);
  two.reads(one.does(Kind::kViewItem, "sock"));
  one.time += 10 * kMinute;
  two.time = one.time + kMinute;
  const auto from_one = one.looks();
  const auto from_two = two.looks();
  ASSERT_EQ(from_one.size(), 1u);
  ASSERT_EQ(from_two.size(), 1u);
  one.reads(one.promotion(Kind::kViewPromotion, "bye"));  // something happens in between
  one.reads(from_two);
  two.reads(from_one);
  EXPECT_EQ(one.step(), "show");
  EXPECT_EQ(two.step(), "show");
}

TEST(JourneyTabs, ThatSpeaksLateDoesNotBeginAnewWhatTheOtherHasEnded) {
  const auto site = site_of(
      R"({"id": "j", "trigger": {"enters": "rich"}, "again": "always", "steps": [{"id": "show", "show": "hello"}]})");
  Traveller one(site);
  Traveller two(site);
  const auto kettle = one.does(Kind::kAddToCart, "kettle");
  ASSERT_EQ(kettle.size(), 2u);
  two.reads({kettle.front()});  // the beginning was not read yet
  const auto late = two.looks();
  ASSERT_EQ(late.size(), 1u);
  one.promotion(Kind::kViewPromotion, "hello");
  EXPECT_EQ(one.step(), "");
  one.reads(late);
  EXPECT_EQ(one.step(), "");
  EXPECT_EQ(one.times(), 1);
}

// What both tabs do, at chance; every so often each reads what the other has stored.
class Interleaving {
 public:
  Interleaving(const site::Site& site, std::uint64_t seed) : site_(site), random_(seed) {}

  void run() {
    Traveller tabs[2] = {Traveller(site_), Traveller(site_)};
    std::size_t read[2] = {0, 0};
    for (int i = 0; i < 120; ++i) {
      const std::size_t which = chance(2);
      Traveller& tab = tabs[which];
      tab.time = tabs[0].time = tabs[1].time =
          tabs[0].time + static_cast<double>(chance(chance(20) == 0 ? 3000 : 8)) * kMinute;
      if (chance(4) == 0) catch_up(tab, which, read[which]);
      for (const privacy::CleanEvent& event : act(tab)) rows_.push_back({event, which});
    }
    check_agreement();
    check_order();
  }

 private:
  struct Row {
    privacy::CleanEvent event;
    std::size_t tab;
  };

  std::size_t chance(std::size_t bound) { return (random_ = mix64(random_ + 0x9e3779b97f4a7c15u)) % bound; }

  void catch_up(Traveller& tab, std::size_t which, std::size_t& read) {
    for (; read < rows_.size(); ++read) {
      if (rows_[read].tab != which) tab.reads({rows_[read].event});
    }
  }

  Traveller::Stored act(Traveller& tab) {
    switch (chance(8)) {
      case 0: return tab.does(Kind::kViewItem, "trail-shoe");
      case 1: return tab.does(Kind::kAddToCart, "kettle");
      case 2: return tab.does(Kind::kRemoveFromCart, "kettle");
      case 3: return tab.does(Kind::kPageView);
      case 4: return tab.promotion(Kind::kViewPromotion, chance(2) == 0 ? "hello" : "bye");
      case 5: return tab.promotion(Kind::kSelectPromotion, "bye");
      case 6: return chance(6) == 0 ? tab.does(Kind::kPurchase, "trail-shoe") : tab.looks();
      default: return tab.looks();
    }
  }

  // Both tabs have read all rows, in their one order, and much time has passed: both see what is due, and each reads last what the other
  // says of it.
  void check_agreement() {
    Traveller one(site_);
    Traveller two(site_);
    for (Traveller* tab : {&one, &two}) {
      for (const Row& row : rows_) tab->reads({row.event});
      for (const char* journey : {"j", "k", "l"}) EXPECT_NE(tab->step(journey), "?") << journey;
      EXPECT_LE(tab->times("j"), 1);
    }
    one.time = two.time = testing::kNow + 100 * kDay;
    const auto from_one = one.looks();
    const auto from_two = two.looks();
    one.reads(from_two);
    two.reads(from_one);
    EXPECT_EQ(one.profile().encode(), two.profile().encode());
    for (const char* journey : {"j", "k", "l"}) {
      EXPECT_EQ(one.step(journey), two.step(journey)) << journey;
      EXPECT_EQ(one.end(journey), two.end(journey)) << journey;
      EXPECT_EQ(one.times(journey), two.times(journey)) << journey;
    }
    EXPECT_EQ(one.due().size(), 0u);
  }

  // Each journey steps only forwards from its beginning to its end, whatever was said late.
  void check_order() {
    Traveller reader(site_);
    std::string before[3];
    constexpr const char* kNames[] = {"j", "k", "l"};
    for (const Row& row : rows_) {
      reader.reads({row.event});
      for (std::size_t i = 0; i < 3; ++i) {
        const std::string now = reader.step(kNames[i]);
        if (now == before[i]) continue;
        EXPECT_LT(place(i, before[i]), now.empty() ? 99 : place(i, now))
            << kNames[i] << ": " << before[i] << " → " << now;
        before[i] = now;
      }
    }
  }
  int place(std::size_t journey, const std::string& step) const {
    const auto& steps = site_.journeys[journey].steps;
    const auto found = std::find_if(steps.begin(), steps.end(), [&](const auto& known) { return known.id == step; });
    return step.empty() ? -1 : static_cast<int>(found - steps.begin());
  }

  const site::Site& site_;
  std::uint64_t random_;
  std::vector<Row> rows_;
};

TEST(JourneyTabs, AgreeHoweverTheirEventsInterleave) {
  const auto site = site_of(kJourneys);
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    Interleaving(site, seed).run();
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace noren::journey
