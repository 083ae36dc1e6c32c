// The way out: tallies, through the outbound gate, as lines; and what the budget says.

#include <string>
#include <utility>

#include "core/base/part.h"
#include "core/engine/engine.h"
#include "core/engine/readable_parts.h"
#include "core/engine/reporting.h"
#include "core/engine/shop.h"

namespace noren {
namespace {

constexpr double kMillisecondsPerDay = 86'400'000.0;
constexpr double kMicro = 1e6;

privacy::Caps caps_of(const site::Reports& reports) {
  return {reports.epoch_days, reports.epoch_epsilon, reports.lifetime_epsilon};
}

Result<privacy::Ledger> read_ledger(const StoredLedger& stored, const site::Reports& reports) {
  if (stored.bytes.empty()) return privacy::Ledger();
  Result<privacy::Ledger> ledger = privacy::Ledger::decode(stored.bytes);
  if (ledger && stored.closed_on != 0) ledger->close(stored.closed_on, reports.epoch_days);
  return ledger;
}

Result<privacy::EpochDay> day_of(double time_ms) {
  constexpr double kMostDays = 47'482;  // 2100-01-01
  const double day = time_ms / kMillisecondsPerDay;
  if (day >= 1 && day < kMostDays) return static_cast<privacy::EpochDay>(day);
  return fail(ErrorCode::kInvalidArgument, "the time makes no sense", "time");
}

}  // namespace

NOREN_PART_ENTRY Result<ReportBatch> Engine::report(const StoredLedger& stored, std::span<std::byte> entropy,
                                                    double time_ms) {
  const site::Site& site = shop_->site;
  const site::Reports& reports = site.privacy.reports;
  const auto today = day_of(time_ms);
  if (!today) return std::unexpected(today.error());
  if (!profile_) {
    return fail(ErrorCode::kConsentRequired, "reports are made only with consent to measurement and storage");
  }
  Result<privacy::Ledger> ledger = read_ledger(stored, reports);
  if (!ledger) return std::unexpected(ledger.error());
  look(time_ms);
  privacy::Entropy randomness(entropy);
  const auto tallies = tally({site, *profile_, shop_->decider}, randomness);
  if (!tallies) return std::unexpected(tallies.error());
  const auto made = privacy::OutboundGate::release(*tallies, *today, caps_of(reports), *ledger, randomness, consent_);
  if (!made) return std::unexpected(made.error());
  ReportBatch batch;
  batch.ledger = ledger->encode();
  const auto epoch = ledger->begins();
  for (std::size_t i = 0; i < made->size(); ++i) {
    const site::Collection& collection = reports.collect[i];
    (*made)[i].write_line(collection.id, domain_of(site, collection).form, epoch, batch.lines);
  }
  return batch;
}

NOREN_PART_ENTRY std::string Engine::budget(const StoredLedger& stored, double time_ms) const {
  const site::Reports& reports = shop_->site.privacy.reports;
  Result<privacy::Ledger> ledger = read_ledger(stored, reports);
  const auto today = day_of(time_ms);
  JsonWriter out;
  if (reports.collect.empty() || !ledger || !today) {
    out.null();
    return out.take();
  }
  ledger->open(*today, reports.epoch_days);
  out.begin_object();
  out.key("spentThisEpoch").number(ledger->spent_in_epoch() / kMicro);
  out.key("perEpoch").number(reports.epoch_epsilon / kMicro);
  out.key("spentLifetime").number(ledger->spent_ever() / kMicro);
  out.key("lifetime").number(reports.lifetime_epsilon / kMicro);
  write_day(out.key("nextEpoch"), ledger->ends());
  out.end_object();
  return out.take();
}

}  // namespace noren
