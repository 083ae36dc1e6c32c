// Event frames: whatever the numbers, the engine takes the event or refuses it, and its profile stays within its bounds.

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/frame.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<double> frame(size / sizeof(double));
  if (!frame.empty()) std::memcpy(frame.data(), data, frame.size() * sizeof(double));
  noren::event::RawEvent event;
  if (!noren::read_frame(frame, event)) return 0;
  noren::Engine engine;
  engine.set_consent(noren::privacy::Consent::from_bits(3), {1, 2});
  (void)engine.text(noren::event::FieldType::kItemId, "sock");
  const auto stored = engine.track(event);
  if (!stored) return 0;
  const std::vector<std::byte> copy(stored->begin(), stored->end());
  noren::Engine other;
  other.set_consent(noren::privacy::Consent::from_bits(3), {1, 2});
  if (other.apply(copy) != 1u || other.snapshot() != engine.snapshot()) std::abort();
  return 0;
}
