#include "tools/log/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tools/text_file.h"
#include "tools/files.h"
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

TEST(EventLogTest, CutsAVisitorsEventsAtSilence) {
  const EventLog log = read(
      "visitor,time,item\n"
      "ann,2026-11-22T10:00:00,a\nbob,2026-11-22T10:10:00,x\nann,2026-11-22T10:30:00,b\nann,2026-11-22T11:00:01,c\n");
  ASSERT_EQ(log.session_count(), 3u);
  EXPECT_THAT(items_of(log, 0), ElementsAre("a", "b")) << "exactly 30 minutes are no silence";
  EXPECT_THAT(items_of(log, 1), ElementsAre("c"));
  EXPECT_EQ(log.visitor(0), log.visitor(1));
  EXPECT_NE(log.visitor(1), log.visitor(2));
  LogOptions options;
  options.columns = parse_column_names("session=user_id").value();
  EXPECT_EQ(read("user_id,time,item\nu,2026-11-22T10:00,a\nu,2026-11-23T10:00,b\n", options).session_count(), 2u)
      << "a visitor given for a session is known by the column's name";
}

TEST(EventLogTest, KeepsTheSessionsOfAVisitorTogetherOldestFirst) {
  const EventLog log = read(
      "session,visitor,time,item\n"
      "s2,ann,200,late\ns9,bob,150,x\ns1,ann,100,early\ns8,,120,nobody\ns7,,130,nobody\n");
  ASSERT_EQ(log.session_count(), 5u);
  EXPECT_THAT(items_of(log, 0), ElementsAre("early"));
  EXPECT_THAT(items_of(log, 1), ElementsAre("late"));
  EXPECT_EQ(log.visitor(0), log.visitor(1));
  EXPECT_THAT((std::vector<std::uint32_t>{log.visitor(1), log.visitor(2), log.visitor(3), log.visitor(4)}),
              ElementsAre(0, 1, 2, 3));
}

TEST(EventLogTest, CutsOnlyWhatNamesNoSession) {
  const EventLog log = read(
      "session,visitor,time,item\n"
      "s1,ann,2026-11-22T10:00:00,a\ns1,ann,2026-11-22T12:00:00,b\n"
      ",ann,2026-11-22T13:00:00,c\n,ann,2026-11-22T14:00:00,d\n,,2026-11-22T14:00:00,e\n");
  ASSERT_EQ(log.session_count(), 3u);
  EXPECT_THAT(items_of(log, 0), ElementsAre("a", "b"));
  EXPECT_THAT(items_of(log, 2), ElementsAre("d"));
  EXPECT_EQ(log.visitor(0), log.visitor(2));
  EXPECT_THAT(log.problems, ElementsAre("6: the session is empty"));
}

TEST(EventLogTest, CountsAnEventThatIsThereTwiceOnce) {
  const std::string twice =
      "session,time,event,item\ns,10,view_item,a\ns,10,view_item,b\ns,10,view_item,a\ns,11,view_item,a\n";
  const EventLog log = read(twice);
  EXPECT_THAT(items_of(log, 0), ElementsAre("a", "b", "a"));
  EXPECT_EQ(log.duplicates, 1u);
  EXPECT_THAT(log.notes, ElementsAre("1 event is there twice; counted once"));
  EXPECT_EQ(read("session,time,item\ns,2026-11-22,a\ns,2026-11-22,a\n").duplicates, 0u) << "days tell nothing apart";
  EXPECT_EQ(read(twice, {.cleaning = kNoCleaning}).events.size(), 4u);
}

TEST(EventLogTest, LeavesOutWhatNoHumanMakesAndSaysSo) {
  std::string text = "session,time,item\n";
  for (int i = 0; i < 501; ++i) text += "crawler," + std::to_string(1'000'000 + i * 60) + ",a\n";
  for (int i = 0; i < 61; ++i)
    text += "scraper," + std::to_string(1'000'000 + i * 59 / 60) + ",i" + std::to_string(i) + "\n";
  for (int i = 0; i < 61; ++i) text += "reader," + std::to_string(1'000'000 + i) + ",i" + std::to_string(i) + "\n";
  const EventLog log = read(text);
  EXPECT_EQ(log.session_count(), 1u) << "61 views in 60 seconds are just possible";
  EXPECT_EQ(log.bot_sessions, 2u);
  EXPECT_EQ(log.bot_events, 562u);
  ASSERT_EQ(log.notes.size(), 1u);
  EXPECT_THAT(log.notes[0], HasSubstr("left out 2 sessions with 562 events that no human makes"));
  EXPECT_THAT(log.notes[0], HasSubstr("is the session's column the right one?"));
  EXPECT_EQ(read(text, {.cleaning = kNoCleaning}).session_count(), 3u);
}

TEST(EventLogTest, BoundsWhatOneVisitorMayHold) {
  std::string text = "session,time,item\ns,5,a\n";
  for (int i = 0; i < 1'100'000; ++i) text += "huge,7,i" + std::to_string(i % 5000) + "\n";
  const EventLog log = read(text);
  EXPECT_EQ(log.session_count(), 1u);
  EXPECT_EQ(log.bot_events, 1'100'000u);
}

TEST(EventLogTest, PointsAtAnItemThatIsEverywhere) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "bag " + std::to_string(i % 20) + "\n";
  EXPECT_THAT(read(text, {.format = LogFormat::kSessions}).notes,
              ElementsAre(HasSubstr("item \"bag\" is in 100 % of the sessions; is it a gift")));
}

TEST(EventLogTest, ReadsOrders) {
  const EventLog log = read(
      "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
      "1001,tea,2,2026-11-01 10:00,12.50,c1\n1001,cup,1,2026-11-01 10:00,8,c1\n"
      "1002,tea,-2,2026-11-03 09:00,12.50,c1\n1003,pot,1,2026-11-05 09:00,30,c1\n"
      "1004,tea,1,2026-11-02 09:00,12.90,\n");
  ASSERT_EQ(log.session_count(), 3u);
  EXPECT_THAT(items_of(log, 0), ElementsAre("tea", "cup"));
  EXPECT_THAT(items_of(log, 1), ElementsAre("pot"));
  EXPECT_EQ(log.visitor(0), log.visitor(1)) << "orders of one customer";
  EXPECT_EQ(log.events[0].kind, Kind::kPurchase);
  EXPECT_EQ(log.returned, 1u);
  EXPECT_FLOAT_EQ(log.prices[0], 12.9f) << "the newest one";
  const EventLog plain = read("order,item,quantity,price\n7,a,1,5\n7,b,1,5\n8,a,3,5\n");
  EXPECT_EQ(plain.session_count(), 2u);
  EXPECT_EQ(plain.events[0].kind, Kind::kPurchase);
  EXPECT_THAT(try_read("session,item\ns,a\n", {.format = LogFormat::kOrders}).error().message,
              HasSubstr("no order column found"));
}

TEST(EventLogTest, ReadsEventsOfGA4) {
  const auto path = std::string(NOREN_SOURCE_DIR "/tests/data/log/");
  const auto read_data = [&](const char* name) {
    const auto file = open_to_read(path + name);
    return read_event_log(file->get(), name, {}).value();
  };
  const EventLog log = read_data("ga4.ndjson");
  ASSERT_EQ(log.session_count(), 3u) << (log.problems.empty() ? "" : log.problems[0]);
  EXPECT_THAT(items_of(log, 0), ElementsAre("shoe", "shoe", "shoe", "sock"));
  EXPECT_EQ(log.session(0)[1].kind, Kind::kAddToCart);
  EXPECT_EQ(log.session(0)[0].time, 1'795'341'600'000);
  EXPECT_EQ(log.visitor(0), log.visitor(1));
  EXPECT_NE(log.visitor(1), log.visitor(2));
  EXPECT_EQ(log.returned, 1u);
  EXPECT_EQ(log.lines_without_item, 1u);
  EXPECT_THAT(log.prices, ElementsAre(12800.0f, 500.0f));

  const EventLog rows = read_data("bigquery.ndjson");
  ASSERT_EQ(rows.session_count(), 1u);
  EXPECT_THAT(items_of(rows, 0), ElementsAre("shoe", "sock", "sock"));
  EXPECT_EQ(rows.session(0)[2].kind, Kind::kPurchase);
  EXPECT_THAT(rows.unknown_events, ElementsAre(Pair("scroll", 1u)));
  EXPECT_THAT(rows.problems, ElementsAre("4: an item without item_id"));
}

TEST(EventLogTest, SaysWhatIsWrongWithALineOfJson) {
  const EventLog log = read(
      "{\"event_name\": \"view_item\"\n[1]\n{}\n{\"event_name\": \"view_item\", \"event_timestamp\": \"soon\"}\n"
      "{\"event_name\": \"view_item\", \"event_timestamp\": 1795341600000000, \"items\": [{\"item_id\": \"a\"}]}\n"
      "{\"event_name\": \"view_item\", \"event_timestamp\": 1795341600000000, \"user_pseudo_id\": \"u\"}\n");
  EXPECT_THAT(log.problems,
              ElementsAre(HasSubstr("1: not JSON: "), "2: a JSON object was expected, an event of GA4 a line",
                          "3: no event_name", HasSubstr("4: event_timestamp \"soon\" is no time"),
                          "5: neither user_pseudo_id nor ga_session_id", "6: event \"view_item\" has no items"));
}

TEST(EventLogTest, GivesTheSameThroughFilesAsInMemory) {
  std::string text = "session,visitor,time,item\n";
  std::uint32_t state = 1;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 1664525u + 1013904223u;
    text += "s" + std::to_string(state >> 21) + ",v" + std::to_string(state >> 24) + "," +
            std::to_string(1'000'000 + (state >> 8) % 100'000) + ",i" + std::to_string((state >> 5) % 500) + "\n";
  }
  const EventLog memory = read(text);
  const EventLog files = read(text, {.memory = 64 * 1024});
  ASSERT_EQ(memory.session_count(), files.session_count());
  EXPECT_TRUE(std::equal(memory.session_begin.begin(), memory.session_begin.end(), files.session_begin.begin()));
  EXPECT_TRUE(std::equal(memory.visitors.begin(), memory.visitors.end(), files.visitors.begin()));
  EXPECT_TRUE(std::equal(
      memory.events.begin(), memory.events.end(), files.events.begin(),
      [](const auto& a, const auto& b) { return a.time == b.time && a.item == b.item && a.kind == b.kind; }));
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
