// Laws that hold over random sites and random walks: caps, groups, quiet time, consent, and that remembering what changed changes nothing.

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/unit/decide/visitor.h"

namespace noren::decide {
namespace {

constexpr std::size_t kSlots = 4;
constexpr std::size_t kCampaigns = 14;
constexpr int kSteps = 300;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : draws_(seed) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(draws_.unit() * static_cast<double>(n)); }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  Draws draws_;
};

constexpr const char* kRules[] = {
    "true",
    R"({">": [{"var": "context.hour"}, 11]})",
    R"({"==": [{"%": [{"var": "session.page_views"}, 2]}, 0]})",
    R"({">": [{"var": "cart.value"}, 5000]})",
    R"({"<": [{"var": "session.minutes"}, 5]})",
    R"({">=": [{"var": "interest.category.running"}, 0.3]})",
    R"({"<": [{"var": "events.view_promotion.count_1d"}, 4]})",
    R"({">": [{"var": "events.view_item.count_1d"}, 2]})",
    R"({"var": "page.exit_intent"})",
    R"({"!": {"var": "segment.many-visits"}})",
};

site::Site random_site(Dice& dice) {
  std::string json = R"("segments": [{"id": "many-visits", "when": {">": [{"var": "visit.count"}, 3]}}], "slots": [)";
  for (std::size_t i = 0; i < kSlots; ++i)
    json += (i ? ", " : "") + std::string(R"({"id": "s)") + std::to_string(i) + R"("})";
  json += R"(], "campaigns": [)";
  for (std::size_t i = 0; i < kCampaigns; ++i) {
    json += (i ? ", " : "") + std::string(R"({"id": "c)") + std::to_string(i) + R"(", "slot": "s)" +
            std::to_string(dice.below(kSlots)) + R"(", "priority": )" + std::to_string(dice.below(4)) +
            R"(, "when": )" + kRules[dice.below(std::size(kRules))] +
            R"(, "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]})";
  }
  site::Site site = load(json + "]");
  const auto random_caps = [&](bool pages) {
    List<site::Cap> caps;
    for (int per = pages ? 0 : 1; per < 5; ++per) {
      if (dice.one_in(4))
        caps.push_back({static_cast<site::Period>(per), static_cast<std::uint16_t>(1 + dice.below(3))});
    }
    return caps;
  };
  site.groups = {{"one-at-a-time", true, random_caps(true)}, {"capped", false, random_caps(true)}};
  site.layers = {{"layer"}};
  for (site::Campaign& campaign : site.campaigns) {
    campaign.caps = random_caps(false);
    if (dice.one_in(3)) campaign.quiet_days = static_cast<std::uint16_t>(1 + dice.below(9));
    if (dice.one_in(3)) campaign.group = static_cast<std::uint32_t>(dice.below(2));
    if (dice.one_in(4)) campaign.weight = 1 + static_cast<double>(dice.below(3));
    if (dice.one_in(4)) campaign.contextual = true;
    if (dice.one_in(5)) campaign.schedule.weekdays = static_cast<std::uint8_t>(1 + dice.below(127));
    if (dice.one_in(4)) {
      site::Experiment& experiment = campaign.experiment.emplace();
      experiment.traffic = 0.45;
      experiment.control = 0.3;
      if (dice.one_in(2)) experiment.layer = 0;
    } else if (dice.one_in(3)) {
      campaign.bandit.emplace().priors = {{1, 1}, {1, 1}};
      site.profile.goals.push_back({campaign.key, event::Kind::kSelectPromotion, 1, 30});
    }
  }
  return site;
}

// One random thing that a visitor does between two decisions; never a look at what slots show.
void live(Visitor& visitor, Dice& dice) {
  switch (dice.below(9)) {
    case 0:
    case 1: visitor.begin_page(); break;
    case 2: visitor.wait(Visitor::kMinute * static_cast<double>(1 + dice.below(20))); break;
    case 3: visitor.wait(Visitor::kMinute * 31); break;
    case 4: visitor.wait(Visitor::kDay * 0.4 * static_cast<double>(1 + dice.below(6))); break;
    case 5: visitor.track(event::Kind::kViewItem, {{{"item_id", "trail-shoe"}}}); break;
    case 6: visitor.track(event::Kind::kAddToCart, {{{"item_id", "kettle"}}}); break;
    case 7: visitor.context.page_state.exit_intent = !visitor.context.page_state.exit_intent; break;
    default: visitor.track(event::Kind::kPurchase, {{{"item_id", "kettle"}}}); break;
  }
}

// What was seen and dismissed, written down beside the engine.
struct Diary {
  struct Exposure {
    std::size_t campaign;
    std::uint64_t page;
    std::uint32_t session;
    std::int64_t day;
  };
  std::vector<Exposure> exposures;
  std::map<std::size_t, std::int64_t> dismissed;  // the last day

  // How many of those in the same period as the last exposure.
  std::size_t in_period_of_last(site::Period per, const auto& counts) const {
    const Exposure& last = exposures.back();
    std::size_t count = 0;
    for (const Exposure& exposure : exposures) {
      if (!counts(exposure.campaign)) continue;
      switch (per) {
        case site::Period::kPage: count += exposure.page == last.page ? 1 : 0; break;
        case site::Period::kSession: count += exposure.session == last.session ? 1 : 0; break;
        case site::Period::kDay: count += exposure.day == last.day ? 1 : 0; break;
        case site::Period::kWeek: count += (exposure.day + 3) / 7 == (last.day + 3) / 7 ? 1 : 0; break;  // from Monday
        case site::Period::kLifetime: ++count; break;
      }
    }
    return count;
  }
};

void expect_no_cap_exceeded(const site::Site& site, const Diary& diary) {
  const std::size_t seen = diary.exposures.back().campaign;
  for (const site::Cap& cap : site.campaigns[seen].caps) {
    ASSERT_LE(diary.in_period_of_last(cap.per, [&](std::size_t other) { return other == seen; }), cap.times);
  }
  const std::uint32_t group = site.campaigns[seen].group;
  if (group == site::kNoGroup) return;
  const auto in_group = [&](std::size_t other) { return site.campaigns[other].group == group; };
  for (const site::Cap& cap : site.groups[group].caps) {
    ASSERT_LE(diary.in_period_of_last(cap.per, in_group), cap.times) << "group " << group;
  }
  if (site.groups[group].one_at_a_time) {
    ASSERT_LE(diary.in_period_of_last(site::Period::kPage, in_group), 1u);
  }
}

void expect_one_at_a_time(const site::Site& site, std::span<const Decision> decisions) {
  std::size_t showing = 0;
  for (const Decision& decision : decisions) {
    if (decision.campaign < 0) continue;
    const std::uint32_t group = site.campaigns[static_cast<std::size_t>(decision.campaign)].group;
    showing += group != site::kNoGroup && site.groups[group].one_at_a_time ? 1 : 0;
  }
  ASSERT_LE(showing, 1u);
}

void expect_quiet(const site::Site& site, const Diary& diary, std::span<const Decision> decisions, std::int64_t today) {
  for (const Decision& decision : decisions) {
    if (decision.campaign < 0) continue;
    const auto campaign = static_cast<std::size_t>(decision.campaign);
    const auto dismissed = diary.dismissed.find(campaign);
    if (dismissed == diary.dismissed.end()) continue;
    ASSERT_GE(today, dismissed->second + site.campaigns[campaign].quiet_days);
  }
}

TEST(RandomWalks, NeverExceedCapsNorBreakGroupsAndQuietTime) {
  std::size_t exposures = 0;
  std::size_t dismissals = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Dice dice(mix64(seed));
    const site::Site site = random_site(dice);
    Visitor visitor(site, seed);
    Diary diary;
    for (int step = 0; step < kSteps; ++step) {
      live(visitor, dice);
      const auto today = static_cast<std::int64_t>(visitor.now() / Visitor::kDay);
      const std::size_t slot = dice.below(kSlots);
      expect_one_at_a_time(site, visitor.decide().decisions());
      expect_quiet(site, diary, visitor.decider.decisions(), today);
      const auto campaign = static_cast<std::size_t>(visitor.decision(slot).campaign);
      if (!dice.one_in(3) && visitor.see(slot)) {
        // Exposures are acts, too, and may begin a session: what the profile says afterwards is right.
        diary.exposures.push_back({campaign, visitor.pages(), visitor.profile.visits(), today});
        expect_no_cap_exceeded(site, diary);
        ++exposures;
      }
      const auto shown = static_cast<std::size_t>(visitor.decision(slot).campaign);
      if (dice.one_in(12) && visitor.dismiss(slot)) {
        diary.dismissed[shown] = today;
        ++dismissals;
      }
      if (::testing::Test::HasFatalFailure()) {
        ADD_FAILURE() << "seed " << seed << ", step " << step;
        return;
      }
    }
  }
  EXPECT_GT(exposures, 1000u);
  EXPECT_GT(dismissals, 50u);
}

TEST(RandomWalks, DecideTheSameWhetherOrNotTheyRememberWhatChanged) {
  std::size_t different = 0;
  for (std::uint64_t seed = 100; seed < 140; ++seed) {
    Dice dice(mix64(seed));
    const site::Site site = random_site(dice);
    Visitor visitor(site, seed);
    Visitor forgetful(site, seed);
    forgetful.remembers = false;
    Dice same(seed);
    Dice again(seed);
    std::vector<Decision> last;
    for (int step = 0; step < kSteps; ++step) {
      for (auto& [who, which] : {std::pair{&visitor, &same}, {&forgetful, &again}}) {
        live(*who, *which);
        who->level = which->one_in(10) ? privacy::Level::kContextual : privacy::Level::kPersonal;
        const std::size_t slot = which->below(kSlots);
        if (which->one_in(2)) who->see(slot);
        if (which->one_in(6)) who->select(slot);
        if (which->one_in(12)) who->dismiss(slot);
      }
      const auto decisions = visitor.decide().decisions();
      const auto expected = forgetful.decide().decisions();
      ASSERT_TRUE(std::equal(decisions.begin(), decisions.end(), expected.begin()))
          << "seed " << seed << ", step " << step;
      different += !std::equal(decisions.begin(), decisions.end(), last.begin(), last.end()) ? 1 : 0;
      last.assign(decisions.begin(), decisions.end());
    }
  }
  EXPECT_GT(different, 2000u) << "the walks should make a difference";
}

TEST(RandomWalks, ChangeNothingBeforeTheTimeThatIsForetold) {
  std::size_t foretold = 0;
  for (std::uint64_t seed = 200; seed < 300; ++seed) {
    Dice dice(mix64(seed));
    const site::Site site = random_site(dice);
    Visitor visitor(site, seed);
    for (int step = 0; step < 60; ++step) {
      live(visitor, dice);
      if (dice.one_in(2)) visitor.see(dice.below(kSlots));
      const auto decided = visitor.decide().decisions();
      const std::vector<Decision> before(decided.begin(), decided.end());
      const profile::Minute next = visitor.decider.next_change();
      const double last_moment =
          next == profile::kNever ? visitor.now() + 10 * Visitor::kDay : (next - 1) * Visitor::kMinute;
      if (last_moment <= visitor.now()) continue;
      visitor.wait(last_moment - visitor.now());
      const auto after = visitor.decide().decisions();
      ASSERT_TRUE(std::equal(before.begin(), before.end(), after.begin())) << "seed " << seed << ", step " << step;
      ++foretold;
    }
  }
  EXPECT_GT(foretold, 300u);
}

TEST(RandomWalks, WithoutConsentDecideTheSameForEverybody) {
  std::size_t shown = 0;
  for (std::uint64_t seed = 300; seed < 330; ++seed) {
    Dice dice(mix64(seed));
    const site::Site site = random_site(dice);
    Visitor experienced(site, seed);
    for (int step = 0; step < 100; ++step) {
      live(experienced, dice);
      experienced.context.page_state = {};
      experienced.see(dice.below(kSlots));
    }
    Decider fresh(site);
    profile::Context context = experienced.context;
    for (std::uint64_t page = 0; page < 20; ++page) {
      context.now =
          static_cast<profile::Minute>(experienced.now() / Visitor::kMinute + static_cast<double>(page) * 100);
      for (Decider* decider : {&experienced.decider, &fresh}) decider->begin_page_view(seed_of(page));
      experienced.decider.update({&experienced.profile, context, privacy::Level::kContextual});
      fresh.update({nullptr, context});
      for (std::size_t slot = 0; slot < kSlots; ++slot) {
        ASSERT_EQ(experienced.decider.decisions()[slot], fresh.decisions()[slot]);
        shown += fresh.decisions()[slot].campaign >= 0 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(shown, 100u);
}

}  // namespace
}  // namespace noren::decide
