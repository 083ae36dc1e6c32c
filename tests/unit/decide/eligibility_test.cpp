// What stands in a campaign's way: caps, quiet time, groups, schedules, journeys, triggers.

#include "core/decide/eligibility.h"

#include <gtest/gtest.h>

#include "tests/unit/decide/visitor.h"

namespace noren::decide {
namespace {

// Three slots with a campaign each, and a second choice for the first slot.
site::Site three_slots() {
  return load(R"("slots": [{"id": "hero"}, {"id": "note"}, {"id": "popup"}], "campaigns": [
      {"id": "first", "slot": "hero", "priority": 5, "variants": [{"id": "a", "content": {}}]},
      {"id": "second", "slot": "hero", "variants": [{"id": "a", "content": {}}]},
      {"id": "note", "slot": "note", "variants": [{"id": "a", "content": {}}]},
      {"id": "popup", "slot": "popup", "variants": [{"id": "a", "content": {}}]}])");
}

TEST(Caps, LeaveTheSlotToTheNextWhenSeenOftenEnough) {
  site::Site site = three_slots();
  site.campaigns[0].caps = {{site::Period::kLifetime, 2}};
  Visitor visitor(site);
  for (int page = 0; page < 2; ++page) {
    EXPECT_EQ(visitor.campaign(0), "first");
    EXPECT_TRUE(visitor.see(0));
    visitor.begin_page();
  }
  EXPECT_EQ(visitor.campaign(0), "second");
  EXPECT_EQ(visitor.verdict("first"), "cap");
}

TEST(Caps, DoNotCountWhatWasDecidedButNotSeen) {
  site::Site site = three_slots();
  site.campaigns[0].caps = {{site::Period::kLifetime, 1}};
  Visitor visitor(site);
  for (int page = 0; page < 5; ++page) {
    EXPECT_EQ(visitor.campaign(0), "first");
    visitor.begin_page();
  }
}

TEST(Caps, LeaveACampaignOnThePageViewWhereItReachedItsCap) {
  site::Site site = three_slots();
  site.campaigns[0].caps = {{site::Period::kSession, 1}};
  Visitor visitor(site);
  EXPECT_TRUE(visitor.see(0));
  visitor.track(event::Kind::kSearch);
  visitor.wait(Visitor::kMinute);
  EXPECT_EQ(visitor.campaign(0), "first");
  EXPECT_FALSE(visitor.see(0)) << "it is seen once a page view";
  EXPECT_EQ(visitor.profile.showing(site.campaigns[0].key)->times, 1);
  visitor.begin_page();
  EXPECT_EQ(visitor.campaign(0), "second");
}

TEST(Caps, BeginAnewWithTheirPeriod) {
  for (const auto& [per, wait] : {std::pair{site::Period::kSession, 40 * Visitor::kMinute},
                                  {site::Period::kDay, Visitor::kDay},
                                  {site::Period::kWeek, 7 * Visitor::kDay}}) {
    site::Site site = three_slots();
    site.campaigns[0].caps = {{per, 1}};
    Visitor visitor(site);
    visitor.see(0);
    visitor.begin_page();
    EXPECT_EQ(visitor.campaign(0), "second");
    visitor.wait(wait);
    visitor.begin_page();
    EXPECT_EQ(visitor.campaign(0), "first") << static_cast<int>(per);
    visitor.see(0);
    visitor.begin_page();
    EXPECT_EQ(visitor.campaign(0), "second");
  }
}

TEST(Caps, AreLookedAtAgainAtMidnightWithoutAnEvent) {
  site::Site site = three_slots();
  site.campaigns[0].caps = {{site::Period::kDay, 1}};
  Visitor visitor(site);
  visitor.see(0);
  visitor.begin_page();
  EXPECT_EQ(visitor.campaign(0), "second");
  const profile::Minute midnight = visitor.decider.next_change();
  EXPECT_EQ(midnight, profile::next_day(static_cast<profile::Minute>(visitor.now() / Visitor::kMinute)));
  visitor.wait(midnight * Visitor::kMinute - visitor.now());
  EXPECT_EQ(visitor.campaign(0), "first");
}

TEST(Caps, OfAGroupCountAllItsCampaigns) {
  site::Site site = three_slots();
  site.groups = {{"notes", false, {{site::Period::kSession, 2}}}};
  site.campaigns[0].group = site.campaigns[2].group = 0;
  Visitor visitor(site);
  visitor.see(0);
  visitor.begin_page();
  visitor.see(0);
  visitor.begin_page();
  EXPECT_EQ(visitor.campaign(1), "");
  EXPECT_EQ(visitor.verdict("note"), "group");
  EXPECT_EQ(visitor.verdict("first"), "group");
}

TEST(Caps, OfAGroupAreNamedInTheExplanationWhenReached) {
  site::Site site = three_slots();
  site.groups = {{"notes", false, {{site::Period::kSession, 1}}}};
  site.campaigns[0].group = site.campaigns[2].group = 0;
  Visitor visitor(site);
  visitor.see(0);
  visitor.begin_page();
  const char* reached = R"("verdict":"group","group":"notes","cap":{"per":"session","times":1,"seen":1})";
  EXPECT_NE(visitor.explanation(1).find(reached), std::string::npos) << visitor.explanation(1);
}

TEST(Caps, OfAGroupLeaveRoomForNoMoreSlotsThanTheyAllow) {
  site::Site site = three_slots();
  site.groups = {{"notes", false, {{site::Period::kSession, 1}}}};
  site.campaigns[0].group = site.campaigns[2].group = site.campaigns[3].group = 0;
  Visitor visitor(site);
  EXPECT_EQ(visitor.campaign(0), "first");
  EXPECT_EQ(visitor.campaign(1), "");
  EXPECT_EQ(visitor.campaign(2), "");
  visitor.see(0);
  EXPECT_EQ(visitor.campaign(0), "first");
  EXPECT_EQ(visitor.campaign(1), "");
}

TEST(Caps, OfAGroupCountWhatStaysOnThePageViewOnce) {
  site::Site site = three_slots();
  site.groups = {{"notes", false, {{site::Period::kSession, 2}}}};
  site.campaigns[0].group = site.campaigns[2].group = site.campaigns[3].group = 0;
  Visitor visitor(site);
  visitor.see(0);
  EXPECT_EQ(visitor.campaign(0), "first");
  EXPECT_EQ(visitor.campaign(1), "note");
  EXPECT_EQ(visitor.campaign(2), "");
}

TEST(Caps, BeginAnewWithAVisitThatBeginsWithinAPageView) {
  site::Site site = three_slots();
  site.campaigns[0].caps = {{site::Period::kSession, 1}};
  Visitor visitor(site);
  visitor.see(0);
  visitor.begin_page();
  EXPECT_EQ(visitor.campaign(0), "second");
  visitor.wait(40 * Visitor::kMinute);
  EXPECT_EQ(visitor.campaign(0), "second");
  visitor.track(event::Kind::kSearch);
  EXPECT_EQ(visitor.campaign(0), "first");
}

TEST(Caps, OfAGroupPerPageCountThePageView) {
  site::Site site = three_slots();
  site.groups = {{"notes", false, {{site::Period::kPage, 2}}}};
  site.campaigns[0].group = site.campaigns[2].group = site.campaigns[3].group = 0;
  Visitor visitor(site);
  for (int page = 0; page < 3; ++page) {
    EXPECT_EQ(visitor.campaign(0), "first");
    EXPECT_EQ(visitor.campaign(1), "note");
    EXPECT_EQ(visitor.campaign(2), "");
    visitor.see(0);
    visitor.see(1);
    EXPECT_EQ(visitor.campaign(2), "");
    visitor.begin_page();
  }
}

TEST(QuietTime, LastsForItsDaysAfterADismissal) {
  site::Site site = three_slots();
  site.campaigns[0].quiet_days = 14;
  Visitor visitor(site);
  visitor.see(0);
  EXPECT_TRUE(visitor.dismiss(0));
  EXPECT_EQ(visitor.campaign(0), "second");
  for (int day = 0; day < 14; ++day) {
    EXPECT_EQ(visitor.campaign(0), "second") << day;
    visitor.wait(Visitor::kDay);
    visitor.begin_page();
  }
  EXPECT_EQ(visitor.campaign(0), "first");
}

TEST(QuietTime, SaysHowManyDaysAreLeft) {
  site::Site site = three_slots();
  site.campaigns[0].quiet_days = 14;
  Visitor visitor(site);
  visitor.dismiss(0);
  visitor.wait(4 * Visitor::kDay);
  visitor.begin_page();
  EXPECT_NE(visitor.explanation(0).find(R"("verdict":"quiet","days_left":10)"), std::string::npos);
}

TEST(QuietTime, KeepsWhatWasDismissedOffThePageViewEvenWithoutDays) {
  const site::Site site = three_slots();
  Visitor visitor(site);
  visitor.dismiss(0);
  EXPECT_EQ(visitor.campaign(0), "second");
  EXPECT_EQ(visitor.verdict("first"), "quiet");
  visitor.begin_page();
  EXPECT_EQ(visitor.campaign(0), "first");
}

TEST(Groups, ShowOneOfTheirsAtATimeAcrossSlots) {
  site::Site site = three_slots();
  site.groups = {{"popups", true, {}}};
  site.campaigns[1].group = site.campaigns[2].group = site.campaigns[3].group = 0;
  site.campaigns[3].priority = 1;
  Visitor visitor(site);
  EXPECT_EQ(visitor.campaign(0), "first");
  EXPECT_EQ(visitor.campaign(1), "");
  EXPECT_EQ(visitor.campaign(2), "popup");
  EXPECT_EQ(visitor.verdict("note"), "group");
  EXPECT_NE(visitor.explanation(1).find(R"("verdict":"group","by":"popup","group":"popups")"), std::string::npos);
}

TEST(Groups, GiveThePageViewToTheFirstThatWasSeen) {
  site::Site site = three_slots();
  site.groups = {{"popups", true, {}}};
  site.campaigns[2].group = site.campaigns[3].group = 0;
  Visitor visitor(site);
  EXPECT_EQ(visitor.campaign(1), "note");
  visitor.see(1);
  visitor.dismiss(1);
  EXPECT_EQ(visitor.campaign(1), "");
  EXPECT_EQ(visitor.campaign(2), "") << "no second one on the same page view";
  visitor.begin_page();
  EXPECT_EQ(visitor.campaign(1), "note");
}

TEST(Schedules, OpenAndCloseByTheClockOfTheirZone) {
  site::Site site = three_slots();
  site.zones = {{"visitor", {}}, {"+09:00", 540}, {"Asia/Tokyo", {}}};
  site::Schedule evening;
  evening.from_hour = 18;
  evening.to_hour = 20;
  for (const std::uint32_t zone : {1u, 2u}) {
    evening.zone = zone;
    site.campaigns[0].schedule = evening;
    Visitor visitor(site);  // 10:00 UTC, 19:00 in Tokyo
    if (zone == 2) {
      EXPECT_EQ(visitor.campaign(0), "second") << "an offset that nobody told is none";
      visitor.decider.set_zone_offset(2, 540);
    }
    EXPECT_EQ(visitor.campaign(0), "first");
    EXPECT_EQ(visitor.decider.next_change() * Visitor::kMinute, visitor.now() + 60 * Visitor::kMinute);
    visitor.wait(59 * Visitor::kMinute);
    EXPECT_EQ(visitor.campaign(0), "first");
    visitor.wait(Visitor::kMinute);
    EXPECT_EQ(visitor.campaign(0), "second");
    EXPECT_EQ(visitor.verdict("first"), "schedule");
  }
}

TEST(Schedules, FollowTheVisitorsClockWhereNoZoneIsNamed) {
  site::Site site = three_slots();
  site.campaigns[0].schedule.from_hour = 3;
  site.campaigns[0].schedule.to_hour = 6;
  Visitor visitor(site);
  EXPECT_EQ(visitor.campaign(0), "second");
  visitor.context.utc_offset_minutes = -5 * 60;
  EXPECT_EQ(visitor.campaign(0), "first");
}

TEST(Journeys, HoldTheirCampaignsBack) {
  const site::Site site = three_slots();
  Visitor visitor(site);
  const std::uint64_t first = 1;
  visitor.decider.withhold({&first, 1});
  EXPECT_EQ(visitor.campaign(0), "second");
  EXPECT_EQ(visitor.verdict("first"), "journey");
  visitor.decider.withhold({});
  EXPECT_EQ(visitor.campaign(0), "first");
}

TEST(Journeys, LeaveOnThePageWhatWasSeenOnIt) {
  const site::Site site = three_slots();
  Visitor visitor(site);
  EXPECT_EQ(visitor.campaign(0), "first");
  EXPECT_TRUE(visitor.see(0));
  const std::uint64_t first = 1;
  visitor.decider.withhold({&first, 1});
  EXPECT_EQ(visitor.campaign(0), "first");
  visitor.begin_page();
  EXPECT_EQ(visitor.campaign(0), "second");
}

}  // namespace
}  // namespace noren::decide
