#include "tools/input/text_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/tools/text_file.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::string kData = NOREN_SOURCE_DIR "/tests/data/log/";

struct Text {
  std::string content;
  std::string description;
  std::string compression;
  std::string failure;
  std::uint64_t replaced = 0;
};

// In pieces of a size that cuts characters.
Text read(std::FILE* file, std::optional<Encoding> encoding = std::nullopt, std::size_t piece = 7) {
  TextStream stream(file, encoding);
  Text text;
  std::string part(piece, '\0');
  while (const std::size_t got = stream.read(part)) text.content.append(part, 0, got);
  text.description = stream.description();
  text.compression = stream.compression();
  text.failure = stream.failure();
  text.replaced = stream.replaced();
  return text;
}
Text read_data(const std::string& name) { return read(open_to_read(kData + name)->get()); }
Text read_bytes(const std::string& bytes, std::optional<Encoding> encoding = std::nullopt) {
  const TextFile file(bytes);
  return read(file.get(), encoding, 1 << 16);
}

const std::string kJapanese =
    "セッション,時刻,商品\nさん,2026-11-22T10:00:00,茶碗\nさん,2026-11-22T10:00:05,急須 "
    "ﾐﾆ\nよん,2026-11-22T10:01:00,抹茶ボウル\n";

TEST(TextStreamTest, FindsOutTheEncodingOfJapaneseAndSaysIt) {
  EXPECT_EQ(read_data("japanese.shift_jis.csv").content, kJapanese);
  EXPECT_EQ(read_data("japanese.shift_jis.csv").description, "read as shift_jis");
  EXPECT_EQ(read_data("japanese.euc-jp.csv").content, kJapanese);
  EXPECT_EQ(read_data("japanese.euc-jp.csv").description, "read as euc-jp");
  EXPECT_EQ(read_data("japanese.utf-16le.csv").content, kJapanese);
  EXPECT_EQ(read_data("japanese.utf-16le.csv").description, "read as utf-16le");
  EXPECT_THAT(read_data("japanese.utf-16be.csv").content, StartsWith("session,time,item\nさん,"));
  EXPECT_EQ(read_data("japanese.utf-8-bom.csv").content, kJapanese) << "the byte order mark is none of the text";
  EXPECT_EQ(read_data("japanese.utf-8-bom.csv").description, "");
}

TEST(TextStreamTest, TakesWesternBytesForLatin1) {
  const Text text = read_data("french.latin-1.csv");
  EXPECT_THAT(text.content, HasSubstr("théière\na;2026-11-22;été\nb;2026-11-22;Käse"));
  EXPECT_EQ(text.description, "read as latin-1");
  EXPECT_EQ(read_bytes("caf\xe9").content, "café");
}

TEST(TextStreamTest, ReplacesAndCountsBytesOfAnotherEncoding) {
  const Text text = read_data("mixed.csv");
  EXPECT_THAT(text.content, HasSubstr("caf\xef\xbf\xbd\n"));
  EXPECT_THAT(text.content, HasSubstr("湯呑"));
  EXPECT_THAT(text.description, HasSubstr("1 byte makes no character in utf-8"));
}

TEST(TextStreamTest, IsToldTheEncoding) {
  EXPECT_EQ(read_bytes("\x83\x65\x83\x42", Encoding::kShiftJis).content, "ティ");
  EXPECT_EQ(read_bytes("caf\xe9 \xe9t\xe9", Encoding::kUtf8).replaced, 3u);
  EXPECT_EQ(read_bytes(std::string("\xfe\xff\x00\x41\x00", 5)).content, "A\xef\xbf\xbd") << "half a unit at the end";
}

TEST(TextStreamTest, LooksAtCharactersThatAppearLate) {
  std::string late;
  for (int i = 0; i < 100'000; ++i) late += "plain\n";
  const std::string japanese = read_bytes(late + "\x83\x65\x83\x42\x83\x80\n").content;
  EXPECT_EQ(japanese, late + "ティム\n");
  // A character at each place around the ends of the stream's buffers comes out whole.
  for (std::size_t shift = 0; shift < 8; ++shift) {
    std::string wide(256 * 1024 - 4 + shift, 'x');
    for (int i = 0; i < 100'000; ++i) wide += "茶";
    EXPECT_EQ(read_bytes(wide).content, wide);
  }
}

TEST(TextStreamTest, UnpacksWhatIsPackedWhateverItsName) {
  const std::string plain = read_data("small.csv").content;
  EXPECT_EQ(read_data("small.csv.gz").content, plain);
  EXPECT_EQ(read_data("small.csv.gz").compression, "gzip");
  EXPECT_EQ(read_data("two-members.csv.gz").content, plain) << "as gzip -c of two files writes it";
  EXPECT_EQ(read_data("small.csv.zst").content, plain);
  EXPECT_EQ(read_data("small.csv.zst").compression, "zstd");
  const std::string zstd = read_text(kData + "small.csv.zst").value();
  EXPECT_EQ(read_bytes(zstd + zstd).content, plain + plain);
}

TEST(TextStreamTest, SaysWhatIsWrongWithPackedData) {
  const std::string gzip = read_text(kData + "small.csv.gz").value();
  const std::string zstd = read_text(kData + "small.csv.zst").value();
  EXPECT_THAT(read_bytes(gzip.substr(0, gzip.size() - 12)).failure, HasSubstr("ends in the middle of its gzip data"));
  EXPECT_THAT(read_bytes(zstd.substr(0, zstd.size() - 12)).failure, HasSubstr("ends in the middle of its zstd data"));
  std::string damaged = gzip;
  damaged[20] = static_cast<char>(damaged[20] ^ 0x55);
  EXPECT_THAT(read_bytes(damaged).failure, HasSubstr("damaged gzip data"));
  EXPECT_THAT(read_bytes(zstd + "text").failure, HasSubstr("damaged zstd data"));
  EXPECT_THAT(read_bytes(gzip + std::string(512, '\0')).failure, IsEmpty()) << "padding is no damage";
}

TEST(TextStreamTest, ReadsNothingFromNothing) { EXPECT_EQ(read_bytes("").content, ""); }

}  // namespace
}  // namespace noren::tools
