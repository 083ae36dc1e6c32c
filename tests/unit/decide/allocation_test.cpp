// Deciding allocates nothing after construction. Replaces the allocation functions of the whole test program to count.

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "core/decide/decider.h"

namespace {

std::size_t allocations = 0;

}  // namespace

// Not inlined, or GCC takes the malloc of one and the delete of the other for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace noren::decide {
namespace {

TEST(Decider, AllocatesNothingAfterConstruction) {
  auto site = site::load(R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja"],
      "slots": [{"id": "hero"}, {"id": "note"}],
      "campaigns": [{"id": "c", "slot": "hero", "when": {"in": [{"*": [{"var": "context.hour"}, 0.123456789]}, "0.123456789"]},
                     "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]},
                    {"id": "bandit", "slot": "note", "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]}]})");
  ASSERT_TRUE(site.has_value());
  site->campaigns[1].bandit.emplace().priors = {{1, 1}, {1, 1}};
  site->campaigns[1].caps = {{site::Period::kDay, 1}};
  Decider decider(*site);
  profile::Profile profile(site->profile);
  profile::Context context;
  const std::size_t before = allocations;
  ASSERT_GT(before, 0u);
  bool held = false;
  for (std::uint32_t hour = 0; hour < 24; ++hour) {
    context.now = hour * 60;
    profile.look_from(context.now);
    profile.set_seed({hour, 1});
    decider.begin_page_view({1, hour});
    decider.update({&profile, context, privacy::Level::kPersonal, profile.take_changes()});
    held = held || decider.decisions()[0].campaign == 0;
    EXPECT_TRUE(decider.seen(1).has_value());
    EXPECT_TRUE(decider.dismissed(1).has_value());
    decider.update({&profile, context, privacy::Level::kPersonal, profile.take_changes()});
    EXPECT_LE(decider.next_change(), (hour + 1) * 60);
  }
  decider.update({nullptr, context});
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace noren::decide
