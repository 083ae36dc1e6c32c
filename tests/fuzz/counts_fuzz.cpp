// Counts from elsewhere: whatever the bytes, reading them says what is wrong or gives items in order and pairs of them, each once,
// from which a shop model can be built.

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "core/model/shop_model_writer.h"
#include "tools/sql/counts_file.h"
#include "tools/train/trainer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;  // fmemopen takes no empty buffer
  std::FILE* file = fmemopen(const_cast<std::uint8_t*>(data), size, "rb");
  if (file == nullptr) return 0;
  const auto log = noren::tools::read_counts(file, "fuzz");
  std::fclose(file);
  if (!log) {
    if (log.error().message.empty()) std::abort();
    return 0;
  }
  const auto& items = log->items;
  if (log->prices.size() != items.size() || log->counts.items.size() != items.size()) std::abort();
  for (std::size_t i = 1; i < items.size(); ++i) {
    if (items[i - 1] >= items[i]) std::abort();
  }
  for (const auto& pairs : log->counts.pairs) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (pairs[i].source >= items.size() || pairs[i].target >= items.size() || pairs[i].sum == 0) std::abort();
      if (i > 0 && (pairs[i - 1].source > pairs[i].source ||
                    (pairs[i - 1].source == pairs[i].source && pairs[i - 1].target >= pairs[i].target)))
        std::abort();
    }
  }
  // Brotli would take most of the time.
  const auto training = noren::tools::train(*log, nullptr, {.max_brotli = 0});
  if (training && !noren::model::write_shop_model(training->parts)) std::abort();
  return 0;
}
