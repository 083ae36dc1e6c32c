#include "tools/sql/counts_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tools/text_file.h"
#include "tools/sql/counting_sql.h"

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kHeader = "kind,source,target,total,sessions,views,purchases,again,price\n";

Result<CountedLog> read(const std::string& text) {
  const TextFile file(text);
  return read_counts(file.get(), "counts.csv");
}

TEST(CountsFileTest, ReadsRowsInAnyOrder) {
  const auto log =
      read(kHeader +
           "viewed,shoe,Sock,500,3,,,,\n"
           "log,newest,,1795341600000,,,,,\nlog,sessions,,9,,,,,\nlog,steps,,20,,,,,\nlog,events,,25,,,,,\n"
           "item,shoe,,1500,4,9,1,0,128.5\nitem,Sock,,2000,3,5,2,1,\n"
           "log,min_sessions,,2,,,,,\nlog,parameters,\"{\"\"counting.backward\"\":0.25}\",0,,,,,\n"
           "complements,Sock,shoe,7,2,,,,\nviewed,Sock,shoe,900.0,3,,,,\n");
  ASSERT_TRUE(log) << to_string(log.error());
  EXPECT_THAT(log->items, ElementsAre("Sock", "shoe")) << "by their bytes";
  EXPECT_THAT(log->prices, ElementsAre(-1.0f, 128.5f));
  EXPECT_EQ(log->counts.items[0], (ItemCount{.sessions = 3, .views = 5, .purchases = 2, .again = 1, .trend = 2000}));
  EXPECT_THAT(log->counts.pairs[kViewedCounts], ElementsAre(PairCount{0, 1, 900, 3}, PairCount{1, 0, 500, 3}));
  EXPECT_THAT(log->counts.pairs[kComplementCounts], ElementsAre(PairCount{0, 1, 7, 2}));
  EXPECT_EQ(log->counts.sessions, 9u);
  EXPECT_EQ(log->counts.steps, 20u);
  EXPECT_EQ(log->events, 25u);
  EXPECT_EQ(log->newest, 1'795'341'600'000);
  EXPECT_EQ(log->min_sessions, 2u);
  EXPECT_EQ(log->parameters->counting.backward, 0.25);
}

TEST(CountsFileTest, ReadsJsonLinesWithNumbersAsTexts) {
  const auto log = read(
      "{\"kind\":\"item\",\"source\":\"a\",\"target\":null,\"total\":\"15\",\"sessions\":\"2\",\"views\":2,\"price\":1."
      "5}\n"
      "{\"kind\":\"item\",\"source\":\"b\",\"total\":1,\"sessions\":2}\n"
      "{\"kind\":\"bought\",\"source\":\"a\",\"target\":\"b\",\"total\":\"12345678901234\",\"sessions\":2}\n");
  ASSERT_TRUE(log) << to_string(log.error());
  EXPECT_EQ(log->counts.pairs[kBoughtCounts][0].sum, 12'345'678'901'234u);
  EXPECT_EQ(log->prices[0], 1.5f);
}

TEST(CountsFileTest, PassesOverNothingThatIsWrong) {
  const std::string items = kHeader + "item,a,,1,1,1,0,0,\nitem,b,,1,1,1,0,0,\n";
  const std::pair<std::string, const char*> cases[] = {
      {"", "there are no counts"},
      {kHeader, "there are no counts"},
      {"kind,source,target\n", "line 1: no column total"},
      {items + "seen,a,b,1,1,,,,\n", "line 4: unknown kind \"seen\""},
      {items + "viewed,a,b,1\n", "line 4: 4 columns, 9 expected"},
      {items + "viewed,a,b,-1,1,,,,\n", "line 4: total or sessions of a pair is no whole number above 0"},
      {items + "viewed,a,b,1.5,1,,,,\n", "no whole number"},
      {items + "viewed,a,b,99999999999999999999,1,,,,\n", "no whole number"},
      {items + "viewed,a,b,1,0,,,,\n", "no whole number above 0"},
      {items + "viewed,a,c,1,1,,,,\n", "a pair names item \"c\", which has no row of its own"},
      {items + "viewed,a,b,1,1,,,,\nviewed,a,b,1,1,,,,\n", "the pair of \"a\" and \"b\" is there twice"},
      {items + "item,a,,1,1,1,0,0,\n", "line 4: item \"a\" is there twice"},
      {items + "item,,,1,1,1,0,0,\n", "line 4: an item without an id"},
      {items + "item,c,,1,1,1,0,0,cheap\n", "line 4: price \"cheap\" is no number"},
      {items + "log,parameters,{,0,,,,,\n", "line 4: parameters: "},
      {"{\"kind\":\n", "line 1: not a JSON object"},
  };
  for (const auto& [text, message] : cases) {
    const auto log = read(text);
    ASSERT_FALSE(log) << text;
    EXPECT_THAT(log.error().message, HasSubstr(message)) << text;
    EXPECT_EQ(log.error().path, "counts.csv");
  }
}

TEST(CountingSqlTest, SpeaksEachDialect) {
  for (const auto& [dialect, division, number] :
       {std::tuple{SqlDialect::kDuckDb, "((newest - ended) // step)", "AS BIGINT"},
        {SqlDialect::kSpark, "((newest - ended) DIV step)", "AS BIGINT"},
        {SqlDialect::kBigQuery, "DIV(newest - ended, step)", "AS INT64"}}) {
    const std::string sql = counting_sql({.dialect = dialect, .table = "shop.events", .min_sessions = 7});
    EXPECT_THAT(sql, HasSubstr(division));
    EXPECT_THAT(sql, HasSubstr(number));
    EXPECT_THAT(sql, HasSubstr("FROM shop.events\n"));
    EXPECT_THAT(sql, HasSubstr("HAVING COUNT(DISTINCT who) >= 7"));
    EXPECT_THAT(sql, Not(HasSubstr("@"))) << "every place is filled";
  }
}

}  // namespace
}  // namespace noren::tools
