// The outbound gate: the one door through which anything derived from a visitor leaves. What leaves is a Report, only this gate can make
// one, and it makes one only with consent to measurement and storage, through the noise of subset_selection.h, and after its price was
// taken from the budget of ledger.h. Reading the two sources of this gate is reading all there is to check.
//
// Always the same: one batch in each epoch, with one report of every tally, each of the size that the site document gives it. Where the
// budget can't pay for one, the report is that of a device with nothing to say (cell 0), drawn through the same noise: it depends on
// nothing that she did, so it costs nothing, and nobody sees that it is one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/list.h"
#include "core/base/result.h"
#include "privacy/consent.h"
#include "privacy/entropy.h"
#include "privacy/ledger.h"

namespace noren::privacy {

// What is to be told about one thing, in clear: it never leaves.
struct Tally {
  std::uint32_t micro_epsilon = 0;
  std::uint32_t cells = 0;
  std::uint32_t cell = 0;      // the true one; 0: there is nothing to say
  std::uint32_t question = 0;  // told in clear, so it may depend on chance alone: the arm dealt, the segment asked for
};

class Report {
 public:
  std::uint32_t question() const { return question_; }
  std::uint64_t cells() const { return cells_; }  // a bit each

  // Appends a line of JSON and a line feed. id and form are those of the site document, so for one document every line has its length.
  //   {"noren":1,"report":"hero-test","form":"9f3ac012","epoch":20412,"question":"01","cells":"0000000000000002"}
  void write_line(std::string_view id, std::uint32_t form, EpochDay epoch, std::string& out) const;

 private:
  friend class OutboundGate;
  Report() = default;
  std::uint32_t question_ = 0;
  std::uint64_t cells_ = 0;
};

class OutboundGate {
 public:
  // One report of each tally, in their order; none where the budget has no epoch open. Deducts, and closes the epoch. On an error
  // the budget is as before. Errors: kConsentRequired; kInvalidArgument for a tally that makes no noise; kLimitExceeded where the entropy
  // runs out. O(cells).
  static Result<List<Report>> release(std::span<const Tally> tallies, EpochDay today, const Caps& caps, Ledger& ledger,
                                      Entropy& entropy, Consent consent);

  // Bytes of entropy that are enough for so many reports.
  static constexpr std::size_t entropy_for(std::size_t reports) { return reports * 40 * sizeof(std::uint64_t); }
};

}  // namespace noren::privacy
