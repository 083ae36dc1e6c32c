// `privacy` of the site document; what is wrong in one is in tests/data/site/bad.json.
#include "core/site/privacy.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "core/site/lint.h"
#include "core/site/site.h"

namespace noren::site {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(std::string(NOREN_SOURCE_DIR "/") + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Site good() {
  auto site = load(read_file("tests/data/site/good-privacy.json"));
  EXPECT_TRUE(site.has_value());
  return std::move(*site);
}

TEST(SitePrivacy, HasDefaultsForWhatIsNotSaid) {
  const auto site = load(read_file("tests/data/site/good-smallest.json"));
  ASSERT_TRUE(site.has_value());
  EXPECT_EQ(site->privacy.consent_text, 1u);
  EXPECT_EQ(site->privacy.retention.profile, 180);
  EXPECT_EQ(site->privacy.retention.history, 30);
  EXPECT_EQ(site->privacy.retention.answers, 365);
  EXPECT_EQ(site->privacy.segment_minimum, 50u);
  EXPECT_EQ(site->privacy.reports.endpoint, "");
  EXPECT_TRUE(site->privacy.reports.collect.empty());
}

TEST(SitePrivacy, ReadsEveryMember) {
  const Site site = good();
  const Privacy& privacy = site.privacy;
  EXPECT_EQ(privacy.consent_text, 2u);
  EXPECT_EQ(privacy.retention.profile, 180);
  EXPECT_EQ(privacy.retention.history, 20);
  EXPECT_EQ(privacy.retention.answers, 365);
  EXPECT_EQ(privacy.segment_minimum, 100u);
  EXPECT_EQ(site.segments[0].size, 1200u);
  EXPECT_EQ(site.segments[2].size, kUnknownSize);
  const Reports& reports = privacy.reports;
  EXPECT_EQ(reports.endpoint, "/noren/reports");
  EXPECT_EQ(reports.epoch_days, 14);
  EXPECT_EQ(reports.epoch_epsilon, 8'000'000u);
  EXPECT_EQ(reports.lifetime_epsilon, 60'000'000u);
  ASSERT_EQ(reports.collect.size(), 6u);
  EXPECT_EQ(reports.collect[0].kind, ReportKind::kExperiment);
  EXPECT_EQ(reports.collect[0].campaign, 0u);
  EXPECT_EQ(reports.collect[0].epsilon, 2'000'000u);
  EXPECT_EQ(reports.collect[1].kind, ReportKind::kBandit);
  EXPECT_EQ(reports.collect[1].campaign, 1u);
  EXPECT_EQ(reports.collect[1].epsilon, 1'250'000u);
  EXPECT_EQ(reports.collect[2].kind, ReportKind::kCampaign);
  EXPECT_EQ(reports.collect[4].names, (List<std::string>{"shoe-1", "shoe-2"}));
  EXPECT_EQ(reports.collect[4].event, event::Kind::kPurchase);
  EXPECT_FALSE(reports.collect[4].by_category);
  EXPECT_TRUE(reports.collect[5].by_category);
}

TEST(SitePrivacy, ReportsOnlySegmentsKnownToBeLargeEnough) {
  const Site site = good();  // 1200 visitors, 12, and one of no known size; the minimum is 100
  EXPECT_EQ(site.privacy.reports.collect[3].segments, (List<std::uint32_t>{0}));
}

TEST(SitePrivacy, WarnsOfASegmentThatIsTooSmallToHoldForAnybody) {
  std::string said;
  for (const Error& warning : lint(good())) {
    if (warning.path == "segments[1].size") said = warning.message;
  }
  EXPECT_EQ(said, "12 visitors are fewer than privacy.segmentMinimum, which is 100: this segment holds for nobody");
}

TEST(SitePrivacy, TakesAReportedSegmentForUsed) {
  bool first = false, second = false;
  for (const Error& warning : lint(good())) {
    first = first || warning.path == "segments[0]";
    second = second || warning.path == "segments[1]";
  }
  EXPECT_FALSE(first);
  EXPECT_TRUE(second);
}

}  // namespace
}  // namespace noren::site
