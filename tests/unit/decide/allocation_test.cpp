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
  const auto site = site::load(R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja"],
      "slots": [{"id": "hero"}],
      "campaigns": [{"id": "c", "slot": "hero", "when": {"in": [{"*": [{"var": "context.hour"}, 0.123456789]}, "0.123456789"]},
                     "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]}]})");
  ASSERT_TRUE(site.has_value());
  Decider decider(*site);
  profile::Profile profile(site->profile);
  profile::Context context;
  const std::size_t before = allocations;
  ASSERT_GT(before, 0u);
  bool held = false;
  for (int hour = 0; hour < 24; ++hour) {
    context.now = static_cast<profile::Minute>(hour) * 60;
    profile.set_seed({static_cast<std::uint64_t>(hour), 1});
    decider.update(&profile, context, privacy::Level::kPersonal);
    held = held || decider.decisions()[0].campaign == 0;
  }
  decider.update(nullptr, context, privacy::Level::kContextual);
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace noren::decide
