#include "tools/log/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tools/text_file.h"
#include "tools/log/columns.h"

namespace noren::tools {
namespace {

using event::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

Result<EventLog> try_read(const std::string& text, const LogOptions& options = {}) {
  const TextFile file(text);
  return read_event_log(file.get(), "clicks.csv", options);
}

EventLog read(const std::string& text, const LogOptions& options = {}) {
  auto log = try_read(text, options);
  EXPECT_TRUE(log) << to_string(log.error());
  return log ? std::move(*log) : EventLog{};
}

std::vector<std::string> items_of(const EventLog& log, std::size_t session) {
  std::vector<std::string> items;
  for (const LogEvent& event : log.session(session)) items.push_back(log.items[event.item]);
  return items;
}

TEST(EventLogTest, ReadsEventsIntoSessions) {
  const EventLog log = read(
      "session,time,event,item,quantity,price\n"
      "s1,1396860600,view_item,shoe,,\n"
      "s2,1396860601,view_item,kettle,,5400\n"
      "s1,1396860602,add_to_cart,shoe,1,12800\n"
      "s1,1396860603,purchase,shoe,1,12800\n");
  ASSERT_EQ(log.session_count(), 2u);
  EXPECT_THAT(items_of(log, 0), ElementsAre("shoe", "shoe", "shoe"));
  EXPECT_EQ(log.session(0)[2].kind, Kind::kPurchase);
  EXPECT_EQ(log.session(1)[0].time, 1'396'860'601'000);
  EXPECT_THAT(log.prices, ElementsAre(12800.0f, 5400.0f));
  EXPECT_EQ(log.skipped_lines, 0u);
}

TEST(EventLogTest, ReadsTheColumnsOfPublicLogs) {
  const EventLog yoochoose = read("SessionId\tItemId\tTime\n1\t214\t1396860669.277\n");
  EXPECT_TRUE(yoochoose.has_times);
  EXPECT_EQ(yoochoose.events[0].kind, Kind::kViewItem) << "without a column for it, all are views";
  const EventLog retailrocket =
      read("timestamp,visitorid,event,itemid,transactionid\n1433221332117,257597,transaction,355908,5\n");
  EXPECT_EQ(retailrocket.events[0].kind, Kind::kPurchase);
  const EventLog rees = read(
      "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n"
      "2019-10-01 00:00:00 UTC,cart,44600062,1,,shiseido,35.79,541312140,72d76fde\n"
      "2019-10-01 00:00:01 UTC,view,44600063,1,,shiseido,1,541312140,other\n");
  EXPECT_EQ(rees.events[0].kind, Kind::kAddToCart);
  EXPECT_EQ(rees.session_count(), 2u) << "the session's column goes before the visitor's";
}

TEST(EventLogTest, TakesNamesOfColumnsFromTheUser) {
  LogOptions options;
  options.columns = parse_column_names("session=who,item=what, time = when").value();
  EXPECT_THAT(items_of(read("what;when;who\nshoe;2026-11-22;ann\n", options), 0), ElementsAre("shoe"));
}

TEST(EventLogTest, NamesTheColumnsItFoundWhereOneIsMissing) {
  const auto log = try_read("session,time,thing\n");
  ASSERT_FALSE(log);
  EXPECT_EQ(to_string(log.error()),
            "clicks.csv: no item column found; the header line has: session, time, thing; "
            "name it with --columns item=<name>; for one session a line use --format sessions");
  LogOptions options;
  options.columns = parse_column_names("item=thin").value();
  EXPECT_THAT(to_string(try_read("session,time,thing\n", options).error()), HasSubstr("did you mean \"thing\"?"));
}

TEST(EventLogTest, RefusesAnEmptyLog) { EXPECT_EQ(try_read("").error().message, "the log is empty"); }

TEST(EventLogTest, SuggestsAColumnForAMisspelledOne) {
  const auto names = parse_column_names("sesion=SessionId");
  ASSERT_FALSE(names);
  EXPECT_THAT(names.error().hint, HasSubstr("session"));
}

TEST(EventLogTest, SkipsAndCountsBadLinesAndTellsTheFirstTenWithTheirNumbers) {
  std::string text =
      "session,time,item,price\n"
      "s1,1396860600,shoe,1\n"
      "s1,1396860600\n"
      "s1,yesterday,shoe,1\n"
      "s1,1396860600,,1\n"
      ",1396860600,shoe,1\n"
      "s1,1396860600,shoe,cheap\n";
  for (int i = 0; i < 20; ++i) text += "s1\n";
  const EventLog log = read(text);
  EXPECT_EQ(log.events.size(), 1u);
  EXPECT_EQ(log.skipped_lines, 25u);
  EXPECT_EQ(log.lines, 26u);
  ASSERT_EQ(log.problems.size(), EventLog::kToldProblems);
  EXPECT_EQ(log.problems[0], "3: no item: the line has 2 columns, item is column 3");
  EXPECT_THAT(log.problems[1], HasSubstr("4: time \"yesterday\""));
  EXPECT_EQ(log.problems[2], "5: the item is empty");
  EXPECT_EQ(log.problems[3], "6: the session is empty");
  EXPECT_EQ(log.problems[4], "7: price \"cheap\" is no number");
}

TEST(EventLogTest, CountsUnknownEventsByName) {
  const EventLog log = read("session,time,event,item\ns,1,scroll,a\ns,1,scroll,b\ns,1,view_item,a\ns,1,hover,a\n");
  EXPECT_THAT(log.unknown_events, ElementsAre(Pair("hover", 1u), Pair("scroll", 2u)));
  EXPECT_EQ(log.events.size(), 1u);
}

TEST(EventLogTest, PassesOverEventsThatNeedNoItem) {
  const EventLog log = read("session,time,event,item\ns,1,page_view,\ns,1,search,\ns,1,view_item,a\n");
  EXPECT_EQ(log.lines_without_item, 2u);
  EXPECT_EQ(log.skipped_lines, 0u);
}

TEST(EventLogTest, PutsEventsInTheOrderOfTimeAndKeepsTheOrderOfEqualTimes) {
  const EventLog log = read("session,time,item\ns,30,late\ns,10,first\ns,20,b\ns,20,a\n");
  EXPECT_THAT(items_of(log, 0), ElementsAre("first", "b", "a", "late"));
}

TEST(EventLogTest, KeepsTheOrderOfTheLinesWhereThereAreNoTimes) {
  const EventLog log = read("session,item\ns,c\nt,x\ns,a\ns,b\n");
  EXPECT_FALSE(log.has_times);
  EXPECT_THAT(items_of(log, 0), ElementsAre("c", "a", "b"));
}

TEST(EventLogTest, ReadsQuotesAndCarriageReturns) {
  const EventLog log = read("\"session\",\"time\",\"item\"\r\n\"s,1\",10,\"big \"\"A\"\"\"\r\n\"s,1\",11,plain\r\n");
  EXPECT_EQ(log.session_count(), 1u);
  EXPECT_THAT(items_of(log, 0), ElementsAre("big \"A\"", "plain"));
}

TEST(EventLogTest, ReadsOneSessionALine) {
  const EventLog log = read("1 2 3\n\n2\t 1\r\n", {.format = LogFormat::kSessions});
  ASSERT_EQ(log.session_count(), 2u);
  EXPECT_THAT(items_of(log, 0), ElementsAre("1", "2", "3"));
  EXPECT_THAT(items_of(log, 1), ElementsAre("2", "1"));
}

TEST(EventNameTest, KnowsGA4NamesInAnySpellingAndWellKnownOthers) {
  const std::vector<std::pair<const char*, Kind>> cases{
      {"view_item", Kind::kViewItem},           {"ViewItem", Kind::kViewItem}, {"add-to-cart", Kind::kAddToCart},
      {"addtocart", Kind::kAddToCart},          {"click", Kind::kViewItem},    {"buy", Kind::kPurchase},
      {"removefromcart", Kind::kRemoveFromCart}};
  for (const auto& [text, kind] : cases) {
    Kind found = Kind::kSearch;
    EXPECT_TRUE(find_event(text, found)) << text;
    EXPECT_EQ(found, kind) << text;
  }
  Kind untouched = Kind::kSearch;
  EXPECT_FALSE(find_event("", untouched));
  EXPECT_FALSE(find_event("viewed_something", untouched));
}

}  // namespace
}  // namespace noren::tools
