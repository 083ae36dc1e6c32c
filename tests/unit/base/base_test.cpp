// The small things of core/base: numbers, hashes, bytes, names.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include "core/base/bytes.h"
#include "core/base/hash.h"
#include "core/base/index_map.h"
#include "core/base/numeric.h"
#include "core/base/overwrite.h"
#include "core/base/slug.h"
#include "core/base/sort.h"
#include "core/base/suggest.h"
#include "core/base/symbols.h"

namespace noren {
namespace {

TEST(Numeric, Exp2AgreesWithTheCLibrary) {
  for (double x = -900.0; x <= 900.0; x += 0.37) {
    EXPECT_NEAR(exp2_exact(x) / std::exp2(x), 1.0, 1e-12) << x;
  }
  EXPECT_EQ(exp2_exact(0.0), 1.0);
  EXPECT_EQ(exp2_exact(-1.0), 0.5);
  EXPECT_EQ(exp2_exact(10.0), 1024.0);
  EXPECT_EQ(exp2_exact(-5000.0), 0.0);
  EXPECT_EQ(exp2_exact(std::numeric_limits<double>::quiet_NaN()), 0.0);
}

TEST(Numeric, Log2AgreesWithTheCLibrary) {
  for (double x = 1e-300; x < 1e300; x *= 3.7) EXPECT_NEAR(log2_exact(x), std::log2(x), 1e-12) << x;
  EXPECT_EQ(log2_exact(1.0), 0.0);
  EXPECT_EQ(log2_exact(8.0), 3.0);
  EXPECT_EQ(log2_exact(0.0), -1000.0);
  EXPECT_NEAR(log2_exact(5e-324), -1074.0, 1e-12);
}

// The values are written down: stored profiles and models depend on them.
TEST(Hash, NeverChanges) {
  EXPECT_EQ(hash64(""), 0xcbf29ce484222325u);
  EXPECT_EQ(hash64("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(mix64(1), 0x5692161d100b05e5u);
  EXPECT_EQ(item_key("trail-runner-02"), mix64(hash64("trail-runner-02")));
  EXPECT_EQ(name_key("running-shoes"), static_cast<NameKey>(mix64(hash64("running-shoes")) >> 32));
}

TEST(Bytes, ReaderGivesZerosPastTheEndAndSaysSo) {
  std::vector<std::byte> bytes;
  ByteWriter writer(bytes);
  writer.write(std::uint16_t{0x1234});
  writer.write(std::uint8_t{5});
  ByteReader reader(bytes);
  EXPECT_EQ(reader.read<std::uint16_t>(), 0x1234);
  EXPECT_TRUE(reader.ok());
  EXPECT_EQ(reader.read<std::uint32_t>(), 0u);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.read<std::uint8_t>(), 0u) << "nothing is read after a read that did not fit";
}

TEST(Bytes, CrcOfTheCheckString) {
  const std::string_view check = "123456789";
  EXPECT_EQ(crc32(std::as_bytes(std::span(check.data(), check.size()))), 0xcbf43926u);
}

TEST(Bytes, CrcOfManyBytes) {
  std::vector<std::byte> bytes;
  for (std::uint32_t i = 0; i < 100'003; ++i) bytes.push_back(static_cast<std::byte>(i * i >> 3));
  EXPECT_EQ(crc32(bytes), 0xaac4a0f5u) << "as zlib has it";
}

TEST(Bytes, OverwriteReachesTheWholeCapacity) {
  std::vector<std::uint32_t> numbers(8, 0xffffffffu);
  numbers.resize(2);
  const std::uint32_t* memory = numbers.data();
  overwrite_and_clear(numbers);
  EXPECT_TRUE(numbers.empty());
  numbers.resize(8);  // within capacity: the same memory
  ASSERT_EQ(numbers.data(), memory);
  for (const std::uint32_t number : numbers) EXPECT_EQ(number, 0u);
}

TEST(Slug, SpellsNamesOneWay) {
  const struct {
    std::string_view name, slug;
  } cases[] = {
      {"Running Shoes", "running-shoes"},
      {"  Running \t shoes ", "running-shoes"},
      {"Outdoor > Running", "outdoor-running"},
      {"Books & stationery", "books-&-stationery"},
      {"interest.like", "interest-like"},
      {"ランニング シューズ", "ランニング-シューズ"},
      {"ランニング　シューズ", "ランニング-シューズ"},
      {"", ""},
      {" - ", ""},
  };
  for (const auto& [name, expected] : cases) EXPECT_EQ(slug(name), expected);
}

TEST(Suggestion, NamesTheNearestOrNothing) {
  Suggestion near("cart.vlaue");
  for (const char* name : {"cart.items", "cart.value", "visit.count"}) near.offer(name);
  EXPECT_EQ(near.hint(), "did you mean \"cart.value\"?");
  Suggestion far("zzzzzzzzz");
  far.offer("cart.value");
  EXPECT_EQ(far.hint(), "");
}

TEST(SymbolTable, GivesEqualTextsEqualSymbols) {
  SymbolTable symbols;
  const Symbol a = symbols.intern("runner");
  for (int i = 0; i < 1000; ++i) symbols.intern("name " + std::to_string(i));
  EXPECT_EQ(symbols.intern("runner"), a);
  EXPECT_EQ(symbols.text(a), "runner");
  EXPECT_EQ(symbols.find("walker"), kNoSymbol);
  EXPECT_EQ(symbols.text(kNoSymbol), "");
}

TEST(IndexMap, AgreesWithAMapOfTheLibrary) {
  IndexMap ours;
  std::map<std::uint64_t, std::uint32_t> theirs;
  std::uint64_t random = 1;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    random = mix64(random + i);
    const std::uint64_t key = random % 5'000;  // neighbours in the table, and repeats
    EXPECT_EQ(ours.find(key), theirs.contains(key) ? theirs[key] : IndexMap::kNone);
    ours.insert(key, i);
    theirs[key] = i;
  }
  for (const auto& [key, number] : theirs) EXPECT_EQ(ours.find(key), number);
  ours.clear();
  EXPECT_EQ(ours.find(theirs.begin()->first), IndexMap::kNone);
}

TEST(Sort, SortsListsOfAnyLength) {
  std::uint64_t random = 1;
  for (const std::size_t length : {0u, 1u, 2u, 3u, 10u, 57u, 1000u, 50'000u}) {
    std::vector<std::uint64_t> list(length);
    for (std::uint64_t& element : list) element = (random = mix64(random + 1)) % 10'000;
    std::vector<std::uint64_t> expected = list;
    std::sort(expected.begin(), expected.end());
    sort(std::span(list), std::less<>());
    EXPECT_EQ(list, expected) << length;
  }
}

}  // namespace
}  // namespace noren
