// Reports at the receiver and ledgers from storage: whatever the bytes, reading them counts or refuses, and never more than there is.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/site/site.h"
#include "privacy/ledger.h"
#include "tools/report/report_reader.h"
#include "tools/report/report_totals.h"

namespace {

const noren::site::Site& site() {
  static const auto loaded = noren::site::load(R"({
    "noren": 1, "site": "test", "currency": "JPY", "languages": ["ja"], "slots": [{"id": "hero"}],
    "campaigns": [
      {"id": "try", "slot": "hero", "experiment": {"control": 0.5}, "variants": [{"id": "a", "content": {}}]},
      {"id": "learn", "slot": "hero", "bandit": {}, "variants": [{"id": "a", "content": {}}, {"id": "b", "content": {}}]}],
    "privacy": {"segmentMinimum": 1, "reports": {"endpoint": "/r", "collect": [
      {"id": "t", "kind": "experiment", "campaign": "try", "epsilon": 1},
      {"id": "l", "kind": "bandit", "campaign": "learn", "epsilon": 1},
      {"id": "p", "kind": "popularity", "items": ["x", "y"], "epsilon": 1}]}}})");
  if (!loaded) std::abort();
  return *loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto counts = noren::tools::count_reports(text, site());
  if (!counts) std::abort();
  if (counts->counted + counts->bad + counts->other_document + counts->other_epoch != counts->lines) std::abort();
  const auto totals = noren::tools::total_reports(*counts, site(), {});
  if (!totals) std::abort();
  if (noren::tools::prior_patch(*totals, site()).empty()) std::abort();

  const auto ledger = noren::privacy::Ledger::decode(std::as_bytes(std::span(data, size)));
  if (ledger && ledger->spent_ever() > noren::privacy::kLifetimeCeiling) std::abort();
  return 0;
}
