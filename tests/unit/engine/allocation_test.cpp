// From an event to all decisions the engine allocates nothing, once it has seen a few. Replaces the allocation functions of the whole test
// program to count.

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "core/engine/engine.h"

namespace {

std::size_t allocations = 0;

}  // namespace

// Not inlined, or GCC takes the malloc of one and the delete of the other for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
// std::stable_sort asks for its scratch this way, and gives it back to the delete below.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace noren {
namespace {

constexpr double kStart = 1'795'341'600'000.0;  // 2026-11-22 10:00 UTC
constexpr double kSecond = 1000.0;

// View and add_to_cart by turns, of one of ten unknown items in two categories.
event::RawEvent event_number(std::size_t number, std::uint32_t running, std::uint32_t coffee) {
  event::RawEvent event;
  event.kind = number % 2 == 0 ? event::Kind::kViewItem : event::Kind::kAddToCart;
  event.time_ms = kStart + static_cast<double>(number) * kSecond;
  const auto field = [](std::string_view name) {
    std::uint32_t index = 0;
    while (event::fields()[index].name != name) ++index;
    return index;
  };
  event.items.push_back({{{field("item_category"), static_cast<double>(number % 3 == 0 ? coffee : running)},
                          {field("price"), static_cast<double>(number % 10) * 1000},
                          {field("quantity"), 1}}});
  return event;
}

TEST(Engine, AllocatesNothingBetweenAnEventAndAllDecisionsOnceWarm) {
  Engine engine;
  ASSERT_TRUE(engine
                  .load_site(R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja"],
      "segments": [{"id": "runner", "when": {">=": [{"var": "interest.category.running"}, 0.4]}},
                   {"id": "keen", "when": {"and": [{"var": "segment.runner"}, {">": [{"var": "events.view_item.count"}, 5]}]}},
                   {"id": "drinker", "when": {"==": [{"var": "interest.top_category"}, "coffee"]}}],
      "slots": [{"id": "hero"}, {"id": "note"}],
      "campaigns": [{"id": "keen", "slot": "hero", "when": {"var": "segment.keen"}, "variants": [{"id": "a", "content": {}}]},
                    {"id": "drinker", "slot": "note", "when": {"var": "segment.drinker"}, "variants": [{"id": "a", "content": {}}]}]})")
                  .empty());
  engine.set_consent(privacy::Consent::from_bits(3), {1, 2});
  const std::uint32_t running = engine.text(event::FieldType::kCategory, "running");
  const std::uint32_t coffee = engine.text(event::FieldType::kCategory, "coffee");

  constexpr std::size_t kWarm = 100;
  bool shown = false;
  std::size_t allocated = 0;
  for (std::size_t number = 0; number < 3 * kWarm; ++number) {
    const event::RawEvent event = event_number(number, running, coffee);
    const std::size_t before = allocations;
    ASSERT_TRUE(engine.track(event).has_value());
    shown = engine.decide(event.time_ms)[0].campaign >= 0 || shown;
    if (number >= kWarm) allocated += allocations - before;
  }
  EXPECT_EQ(allocated, 0u);
  EXPECT_GT(allocations, 0u);
  EXPECT_TRUE(shown);
}

}  // namespace
}  // namespace noren
