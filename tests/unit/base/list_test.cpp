// Lists: what they keep while they grow, shrink, are copied and moved, for elements that are bytes and for those that own something.

#include "core/base/list.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace noren {
namespace {

// Long enough to lie outside the string, and telling from each other.
std::string text(std::size_t i) { return "a text that is too long to lie in its string: " + std::to_string(i); }

// Counts how many of it there are.
class Counted {
 public:
  explicit Counted(int& alive) : alive_(&alive) { ++*alive_; }
  Counted(const Counted& other) : alive_(other.alive_) { ++*alive_; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --*alive_; }

 private:
  int* alive_;
};

TEST(List, KeepsWhatIsInItWhileItGrows) {
  List<std::string> texts;
  List<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    texts.emplace_back(text(i));
    numbers.push_back(i);
  }
  ASSERT_EQ(texts.size(), 1000u);
  ASSERT_EQ(numbers.size(), 1000u);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(texts[i], text(i));
    EXPECT_EQ(numbers[i], i);
  }
}

TEST(List, TakesAnElementOfItsOwnToItsEnd) {
  List<std::string> texts{text(0)};
  for (int i = 0; i < 20; ++i) texts.push_back(texts.front());
  EXPECT_EQ(texts, List<std::string>(21, text(0)));
}

TEST(List, BeginsElementsAsTheirTypeDoes) {
  struct Entry {
    std::uint32_t number = 7;
    std::uint32_t zero = 0;
  };
  List<Entry> entries(3);
  entries.resize(5);
  for (const Entry& entry : entries) EXPECT_EQ(entry.number, 7u);
  List<double> numbers(2);
  numbers[0] = 1;
  numbers.resize(1);
  numbers.resize(40);
  EXPECT_EQ(numbers[0], 1.0);
  for (std::size_t i = 1; i < numbers.size(); ++i) EXPECT_EQ(numbers[i], 0.0) << i;
}

TEST(List, EndsEachElementOnce) {
  int alive = 0;
  {
    List<Counted> list;
    for (int i = 0; i < 9; ++i) list.emplace_back(alive);
    EXPECT_EQ(alive, 9);
    List<Counted> copy = list;
    EXPECT_EQ(alive, 18);
    copy.shorten(4);
    copy.shorten(6);
    EXPECT_EQ(copy.size(), 4u);
    copy.pop_back();
    EXPECT_EQ(alive, 12);
    copy = list;
    EXPECT_EQ(alive, 18);
    copy = std::move(list);
    EXPECT_EQ(alive, 9);
    copy.clear();
    EXPECT_EQ(alive, 0);
  }
  EXPECT_EQ(alive, 0);
}

TEST(List, CopiesAreApartAndMovesLeaveNothing) {
  List<std::string> list{text(1), text(2)};
  List<std::string> copy = list;
  copy[0] = "another";
  EXPECT_EQ(list[0], text(1));
  const List<std::string>& self = list;
  list = self;
  EXPECT_EQ(list, (List<std::string>{text(1), text(2)}));
  List<std::string> moved = std::move(list);
  EXPECT_EQ(moved.size(), 2u);
  EXPECT_TRUE(list.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
  EXPECT_NE(moved, copy);
}

TEST(List, HoldsWhatCanOnlyBeMoved) {
  List<std::unique_ptr<int>> list;
  for (int i = 0; i < 10; ++i) list.push_back(std::make_unique<int>(i));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(*list[static_cast<std::size_t>(i)], i);
}

TEST(List, AppendsAndAssigns) {
  List<int> list{1, 2};
  list.append(List<int>{3, 4, 5});
  list.append({});
  EXPECT_EQ(list, (List<int>{1, 2, 3, 4, 5}));
  EXPECT_EQ(list.front(), 1);
  EXPECT_EQ(list.back(), 5);
  list.assign(2, 9);
  EXPECT_EQ(list, (List<int>{9, 9}));
  list.reserve(100);
  const int* const before = list.data();
  for (int i = 0; i < 98; ++i) list.push_back(i);
  EXPECT_EQ(list.data(), before);
}

}  // namespace
}  // namespace noren
