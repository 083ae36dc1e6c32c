#include "tools/evaluate/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/model/shop_model_writer.h"
#include "core/recommend/session_ranker.h"
#include "tests/unit/tools/text_file.h"
#include "tools/evaluate/measure.h"
#include "tools/evaluate/next_items.h"
#include "tools/log/text_values.h"
#include "tools/train/file_size.h"

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

EventLog log_of(const std::string& text, LogFormat format = LogFormat::kSessions) {
  const TextFile file(text);
  LogOptions options;
  options.format = format;
  options.cleaning = kNoCleaning;
  return read_event_log(file.get(), "log", options).value();
}

// Items a to f are 0 to 5; a leads to b, b to c. The trend falls from a to f.
model::ShopModelParts letters() {
  model::ShopModelParts parts;
  for (int i = 0; i < 6; ++i) {
    model::ShopModelParts::Item item;
    item.id = std::string(1, static_cast<char>('a' + i));
    item.popularity = item.trend = 100.0 / (i + 1);
    parts.items.push_back(item);
  }
  parts.edges[0] = {{{1, 1.0}}, {{2, 1.0}}, {}, {}, {}, {}};
  return parts;
}

class EvaluationTest : public ::testing::Test {
 protected:
  const std::vector<std::byte> bytes_ = model::write_shop_model(letters()).value();
  const model::ShopModel model_ = model::ShopModel::open(bytes_).value();
  const EventLog train_ = log_of("a b c d e f rare\n");
};

TEST_F(EvaluationTest, MakesACaseOfEveryPrefix) {
  const auto cases = cases_of(log_of("a b a\nc\n"), train_, model_, CasesOf::kEveryPrefix);
  ASSERT_THAT(cases, SizeIs(2));
  EXPECT_THAT(cases[0].newest_first, ElementsAre(0u));
  EXPECT_EQ(cases[0].target, 1u);
  EXPECT_FALSE(cases[0].target_is_seen);
  EXPECT_THAT(cases[1].newest_first, ElementsAre(1u, 0u));
  EXPECT_EQ(cases[1].target, 0u);
  EXPECT_TRUE(cases[1].target_is_seen);
}

TEST_F(EvaluationTest, CountsWhatTheModelLeftOutOfTheLog) {
  const auto cases = cases_of(log_of("a rare b\n"), train_, model_, CasesOf::kEveryPrefix);
  ASSERT_THAT(cases, SizeIs(2));
  EXPECT_EQ(cases[0].target, model::kNone);
  EXPECT_THAT(cases[1].newest_first, ElementsAre(0u));
}

TEST_F(EvaluationTest, DropsItemsThatTheTrainingLogDoesNotHave) {
  const auto cases = cases_of(log_of("a zebra b\nzebra a\n"), train_, model_, CasesOf::kEveryPrefix);
  ASSERT_THAT(cases, SizeIs(1));
  EXPECT_EQ(cases[0].target, 1u);
}

TEST_F(EvaluationTest, TakesOnlyTheLastItemWherePrefixesAreWrittenOut) {
  const auto cases = cases_of(log_of("a b c\na zebra\n"), train_, model_, CasesOf::kLastItem);
  ASSERT_THAT(cases, SizeIs(2));
  EXPECT_THAT(cases[0].newest_first, ElementsAre(1u, 0u));
  EXPECT_EQ(cases[0].target, 2u);
  EXPECT_EQ(cases[1].target, model::kNone) << "it can't be hit, and counts";
}

TEST_F(EvaluationTest, SplitsALogWhereSessionsEnd) {
  const auto log =
      log_of("session,time,item\ns,2026-11-01,a\ns,2026-11-02,b\nt,2026-11-02,c\nt,2026-11-03,d\n", LogFormat::kCsv);
  const auto split = split_log(log, parse_time("2026-11-03").value());
  EXPECT_EQ(split.before.session_count(), 1u);
  EXPECT_EQ(split.after.session_count(), 1u);
  EXPECT_THAT(training_sessions(split.before, model_).sessions, ElementsAre(ElementsAre(0u, 1u)));
  EXPECT_THAT(training_sessions(split.after, model_).sessions, ElementsAre(ElementsAre(2u, 3u)));
}

TEST_F(EvaluationTest, CountsSessionsForPopularity) {
  EXPECT_THAT(popularity_of(training_sessions(log_of("a b a\na\n"), model_)), ElementsAre(2, 1, 0, 0, 0, 0));
}

TEST_F(EvaluationTest, FillsListsWithWhatIsLookedAtMost) {
  recommend::SessionRanker ranker(model_);
  NextItems next(model_, ranker);
  const std::vector<std::uint32_t> session{1, 5};
  EXPECT_THAT(next.list(session, recommend::Seen::kLeftOut), ElementsAre(2u, 0u, 3u, 4u));
  EXPECT_THAT(next.list(session, recommend::Seen::kMayReturn), ElementsAre(1u, 2u, 5u, 0u, 3u, 4u));
}

TEST_F(EvaluationTest, MeasuresAModel) {
  const std::vector<float> popularity(6, 1.0f);
  const auto cases = cases_of(log_of("a b c\n"), train_, model_, CasesOf::kEveryPrefix);
  const auto measured = measure(model_, cases, popularity);
  EXPECT_EQ(measured.metrics.cases(), 2u);
  EXPECT_EQ(measured.metrics.unseen_hits()[0], 2u) << "b after a, c after b, as the model says";
}

TEST(FileSizeTest, FillsTheBytesItIsGiven) {
  model::ShopModelParts parts;
  Edges edges(400);
  std::vector<ItemCount> items(400, {.sessions = 10});
  std::uint32_t state = 1;
  for (std::uint32_t i = 0; i < 400; ++i) {
    model::ShopModelParts::Item item;
    item.id = "item-" + std::to_string(i);
    parts.items.push_back(item);
    for (std::uint32_t e = 0; e < 30; ++e) {
      state = state * 1664525u + 1013904223u;
      const std::uint32_t target = (i + 1 + e * 13 + (state >> 20) % 13) % 400;
      if (target != i) edges[i].push_back({target, 1.0 / (e + 1)});
    }
  }
  const auto fitted = [&](std::size_t bytes) {
    model::ShopModelParts copy = parts;
    const auto done = fit_to_size(copy, edges, items, bytes);
    EXPECT_TRUE(done) << to_string(done.error());
    return brotli_size(model::write_shop_model(copy).value());
  };
  const std::size_t all = fitted(0);
  EXPECT_EQ(fitted(all), all);
  for (const std::size_t percent : {25, 35, 50, 70, 90}) {
    const std::size_t bound = all * percent / 100;
    EXPECT_LE(fitted(bound), bound);
    EXPECT_GT(fitted(bound), bound * 95 / 100) << percent;
  }
  EXPECT_FALSE(fit_to_size(parts, edges, items, 100)) << "the items alone take more";
}

}  // namespace
}  // namespace noren::tools
