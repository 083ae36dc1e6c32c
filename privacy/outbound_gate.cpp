#include "privacy/outbound_gate.h"

#include "core/base/concat.h"
#include "privacy/subset_selection.h"

namespace noren::privacy {
namespace {

void append_hex(std::uint64_t bits, unsigned digits, std::string& out) {
  while (digits-- > 0) out += "0123456789abcdef"[bits >> (4 * digits) & 15];
}

}  // namespace

void Report::write_line(std::string_view id, std::uint32_t form, EpochDay epoch, std::string& out) const {
  out += concat({"{\"noren\":1,\"report\":\"", id, "\",\"form\":\""});
  append_hex(form, 8, out);
  out += concat({"\",\"epoch\":", epoch, ",\"question\":\""});
  out += static_cast<char>('0' + question_ / 10 % 10);
  out += static_cast<char>('0' + question_ % 10);
  out += "\",\"cells\":\"";
  append_hex(cells_, 16, out);
  out += "\"}\n";
}

Result<List<Report>> OutboundGate::release(std::span<const Tally> tallies, EpochDay today, const Caps& caps,
                                           Ledger& ledger, Entropy& entropy, Consent consent) {
  // Measured means all three: a profile, storage for what was spent, and reports.
  if (!consent.allows(Purpose::kStorage) || level_of(consent) != Level::kMeasured) {
    return fail(ErrorCode::kConsentRequired, "reports are made only with consent to measurement and storage");
  }
  List<Report> reports;
  Ledger after = ledger;
  if (!after.open(today, caps.epoch_days)) return reports;
  for (const Tally& tally : tallies) {
    const auto noise = SubsetSelection::make(tally.cells, tally.micro_epsilon);
    if (!noise) return std::unexpected(noise.error());
    const bool paid = after.spend(noise->micro_epsilon(), caps);
    const auto cells = noise->draw(paid ? tally.cell : 0, entropy);
    if (!cells) return std::unexpected(cells.error());
    Report report;
    report.question_ = tally.question;
    report.cells_ = *cells;
    reports.push_back(report);
  }
  after.close();
  ledger = after;
  return reports;
}

}  // namespace noren::privacy
