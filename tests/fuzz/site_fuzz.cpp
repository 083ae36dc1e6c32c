// Site documents: whatever the text, loading reports problems or gives a site that an engine can run.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/engine/engine.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  noren::Engine engine;
  const auto problems = engine.load_site({reinterpret_cast<const char*>(data), size});
  for (const noren::Error& problem : problems) {
    if (problem.message.empty()) std::abort();
  }
  if (!problems.empty()) return 0;
  constexpr double kNow = 1.8e12;
  engine.set_consent(noren::privacy::Consent::from_bits(3), {1, 2});
  if (engine.decide(kNow).size() != engine.site().slots.size()) std::abort();
  for (std::size_t slot = 0; slot < engine.site().slots.size(); ++slot) (void)engine.explain(slot, kNow);
  return 0;
}
