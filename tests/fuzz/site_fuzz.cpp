// Site documents: whatever the text, loading reports problems or gives a site that an engine can run; and what it records, journeys'
// steps among it, brings another engine to the same profile.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "core/engine/engine.h"
#include "core/site/lint.h"

namespace {

constexpr double kNow = 1.8e12;
constexpr double kDay = 86'400'000.0;

// A visitor comes back on some days, sees what there is, and does a little.
std::vector<std::byte> visit(noren::Engine& engine) {
  std::vector<std::byte> records;
  const auto record = [&](const noren::Engine::Record& happened) {
    if (happened) records.insert(records.end(), happened->begin(), happened->end());
  };
  for (const double day : {0.0, 1.0, 40.0}) {
    const double time = kNow + day * kDay;
    record(engine.tick(time));
    for (const auto kind : {noren::event::Kind::kPageView, noren::event::Kind::kPurchase}) {
      record(engine.track({.kind = kind, .time_ms = time, .fields = {}, .items = {}}));
    }
    for (std::size_t slot = 0; slot < engine.decide(time).size(); ++slot) record(engine.seen(slot, time));
    if (engine.next_change() <= time) std::abort();
  }
  return records;
}

void open(noren::Engine& engine) { engine.set_consent(noren::privacy::Consent::from_bits(3), {1, 2}); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  noren::Engine engine;
  const auto problems = engine.load_site({reinterpret_cast<const char*>(data), size});
  for (const noren::Error& problem : problems) {
    if (problem.message.empty()) std::abort();
  }
  if (!problems.empty()) return 0;
  for (const noren::Error& warning : noren::site::lint(engine.site())) {
    if (warning.path.empty() || warning.message.empty()) std::abort();
  }
  open(engine);
  if (engine.decide(kNow).size() != engine.site().slots.size()) std::abort();
  for (std::size_t slot = 0; slot < engine.site().slots.size(); ++slot) (void)engine.explain(slot, kNow);

  const std::vector<std::byte> records = visit(engine);
  noren::Engine other;
  if (!other.load_site({reinterpret_cast<const char*>(data), size}).empty()) std::abort();
  open(other);
  if (!other.apply(records) || other.snapshot() != engine.snapshot()) std::abort();
  return 0;
}
