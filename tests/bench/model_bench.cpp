// How long a shop model takes to open, and how much memory it takes beside its bytes, by the size of the catalogue.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <new>

#include "core/model/shop_model.h"
#include "tests/support/synthetic_model.h"

namespace {

std::size_t allocated = 0;

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  allocated += size;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace noren::model {
namespace {

void Open(benchmark::State& state) {
  const auto bytes = testing::synthetic_model(static_cast<std::uint32_t>(state.range(0)));
  std::size_t before = 0;
  for (auto _ : state) {
    before = allocated;
    auto model = ShopModel::open(bytes);
    benchmark::DoNotOptimize(model);
  }
  std::size_t edges = 0;
  const ShopModel model = ShopModel::open(bytes).value();
  for (const Relation relation : kRelations) edges += model.edge_count(relation);
  state.counters["file_bytes"] = static_cast<double>(bytes.size());
  state.counters["edges"] = static_cast<double>(edges);
  state.counters["bytes_allocated"] = static_cast<double>(allocated - before) / 2;  // by the last two
}
BENCHMARK(Open)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void NumberForSize(benchmark::State& state) {
  const auto bytes = testing::synthetic_model(static_cast<std::uint32_t>(state.range(0)));
  const ShopModel model = ShopModel::open(bytes).value();
  ShopModelParts parts;
  for (ItemIndex item = 0; item < model.item_count(); ++item)
    parts.items.push_back({.id = std::string(model.item_id(item))});
  auto& rows = parts.edges[0];
  for (ItemIndex item = 0; item < model.item_count(); ++item) {
    auto& row = rows.emplace_back();
    for (const Neighbour n : model.neighbours(Relation::kViewed, item)) row.push_back({n.item, n.weight});
  }
  for (auto _ : state) benchmark::DoNotOptimize(order_for_size(parts));
}
BENCHMARK(NumberForSize)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace noren::model
