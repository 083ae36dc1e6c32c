#include "tools/log/delimited_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/tools/text_file.h"

namespace noren::tools {
namespace {

using ::testing::ElementsAre;
using Records = std::vector<std::vector<std::string>>;

Records read(const std::string& text, char delimiter = ',') {
  const TextFile file(text);
  DelimitedReader reader(file.get());
  Records records;
  std::vector<std::string_view> fields;
  while (reader.next_record(delimiter, fields)) records.emplace_back(fields.begin(), fields.end());
  EXPECT_FALSE(reader.has_failed());
  return records;
}

struct Case {
  const char* name;
  std::string text;
  Records records;
};

class DelimitedReaderTest : public ::testing::TestWithParam<Case> {};

TEST_P(DelimitedReaderTest, Reads) { EXPECT_EQ(read(GetParam().text), GetParam().records); }

INSTANTIATE_TEST_SUITE_P(
    All, DelimitedReaderTest,
    ::testing::Values(Case{"Nothing", "", {}}, Case{"OneLine", "a,b\n", {{"a", "b"}}},
                      Case{"NoFinalLineFeed", "a,b\nc,d", {{"a", "b"}, {"c", "d"}}},
                      Case{"CarriageReturns", "a,b\r\nc,\r\n", {{"a", "b"}, {"c", ""}}},
                      Case{"EmptyLines", "\na\n\r\n\nb\n\n", {{"a"}, {"b"}}},
                      Case{"EmptyFields", ",,\n", {{"", "", ""}}},
                      Case{"ByteOrderMark",
                           "\xef\xbb\xbf"
                           "a,b\n",
                           {{"a", "b"}}},
                      Case{"QuotedDelimiter", "\"a,b\",c\n", {{"a,b", "c"}}},
                      Case{"DoubledQuotes", "\"say \"\"hi\"\"\",x\n", {{"say \"hi\"", "x"}}},
                      Case{"QuotedLineFeed", "\"a\nb\",c\nd,e\n", {{"a\nb", "c"}, {"d", "e"}}},
                      Case{"QuotedCarriageReturn", "\"a\r\nb\",c\r\nd,e\r\n", {{"a\r\nb", "c"}, {"d", "e"}}},
                      Case{"EmptyQuotes", "\"\",\"\"\n", {{"", ""}}},
                      Case{"QuoteInTheMiddle", "5\" disk,b\nc,d\n", {{"5\" disk", "b"}, {"c", "d"}}},
                      Case{"QuoteNeverClosed", "\"a,b\nc,d\n", {{"\"a", "b"}, {"c", "d"}}},
                      Case{"QuoteNeverClosedAtTheEnd", "a,\"b", {{"a", "\"b"}}},
                      Case{"TextBehindAQuote", "\"a\"b,c\n", {{"ab", "c"}}},
                      Case{"Zeros", std::string("a\0b,c\n", 6), {{std::string("a\0b", 3), "c"}}}),
    [](const auto& info) { return info.param.name; });

TEST(DelimitedReaderLinesTest, CountsTheLinesOfTheFile) {
  const TextFile file("head\n\n\"two\nlines\",x\nlast\n");
  DelimitedReader reader(file.get());
  std::vector<std::string_view> fields;
  std::vector<std::uint64_t> lines;
  while (reader.next_record(',', fields)) lines.push_back(reader.line_number());
  EXPECT_THAT(lines, ElementsAre(1, 3, 5));
}

TEST(DelimitedReaderLinesTest, ReadsAcrossTheBoundsOfItsBuffer) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + (i % 7 == 0 ? ",\"quoted, \n\"\n" : ",plain text\n");
  const Records records = read(text);
  ASSERT_EQ(records.size(), 200'000u);
  for (std::size_t i = 0; i < records.size(); ++i) {
    ASSERT_THAT(records[i], ElementsAre(std::to_string(i), i % 7 == 0 ? "quoted, \n" : "plain text"));
  }
}

TEST(DelimitedReaderLinesTest, CutsALineWithoutEnd) {
  const std::string text(3 * DelimitedReader::kMaxRecord + 5, 'x');
  const Records records = read(text);
  std::size_t sum = 0;
  for (const auto& record : records) {
    EXPECT_LE(record[0].size(), DelimitedReader::kMaxRecord);
    sum += record[0].size();
  }
  EXPECT_EQ(sum, text.size());
}

TEST(DelimitedReaderLinesTest, EndsWhateverTheBytes) {
  std::string text;
  for (std::uint32_t i = 0; i < 50'000; ++i) text += "\",\n\ra\0"[(i * 2654435761u >> 16) % 6];
  read(text);
}

TEST(DelimiterTest, IsWhatTheHeaderHasMost) {
  EXPECT_EQ(find_delimiter("a,b;c,d"), ',');
  EXPECT_EQ(find_delimiter("SessionId\tItemId\tTime"), '\t');
  EXPECT_EQ(find_delimiter("a;b;c"), ';');
  EXPECT_EQ(find_delimiter("alone"), ',');
}

}  // namespace
}  // namespace noren::tools
