// The façade: everything a host (a browser through WebAssembly, the native command, a test) may call.
// One engine serves one visitor on one site. It does no I/O, reads no clock and draws no randomness: time and entropy come in as
// arguments, so the same calls give the same answers everywhere.
//
//   Engine engine;
//   if (const auto problems = engine.load_site(json); !problems.empty()) …  // the engine stays as it was
//   engine.load_model(bytes);                                               // optional: recommendations
//   engine.set_consent(consent, seed);
//   engine.begin_page_view(entropy);
//   engine.track(event);
//   for (const decide::Decision& decision : engine.decide(now)) …
//   engine.seen(slot, now);                                                 // once she has seen it
//
// Before load_site() succeeds there are no slots, and every other call answers as for an empty site.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/list.h"
#include "core/base/result.h"
#include "core/decide/decider.h"
#include "core/event/event.h"
#include "core/model/shop_model.h"
#include "core/profile/attributes.h"
#include "core/profile/forget.h"
#include "core/profile/profile.h"
#include "core/recommend/recommend.h"
#include "core/site/site.h"
#include "privacy/consent.h"
#include "privacy/inbound_gate.h"
#include "privacy/ledger.h"

namespace noren {

inline constexpr std::string_view kDeviceClasses[] = {"phone", "tablet", "desktop"};

// What the page view itself says. Numbers index the site's languages, kDeviceClasses, the site's pages (twice), profile::kChannels
// and the site's campaign tags; -1: not known.
struct PageContext {
  std::int32_t language = -1;
  std::int32_t device = -1;
  std::int32_t page = -1;
  std::int32_t landing = -1;  // the page on which she arrived at the site
  std::int32_t channel = -1;
  std::int32_t campaign_tag = -1;
  std::int32_t utc_offset_minutes = 0;  // of the visitor's clock
};

// What the host keeps of the privacy budget, beside everything else it stores.
struct StoredLedger {
  std::span<const std::byte> bytes;  // as ReportBatch::ledger; empty: nothing was ever spent
  privacy::EpochDay closed_on =
      0;  // the day (since 1970) of an erasure since: no report before the next epoch; 0: none
};

// The reports of one epoch.
struct ReportBatch {
  std::array<std::byte, privacy::Ledger::kBytes> ledger{};  // to be stored before anything is sent
  std::string lines;                                        // NDJSON; empty: this epoch's are made
};

struct Shop;  // shop.h

class Engine {
 public:
  Engine();
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // --- loading ---
  // Reads the site document (UTF-8 JSON) and begins anew with it: no model, no consent, no profile. Returns every problem found;
  // none means success. On problems the engine stays as it was. O(size).
  List<Error> load_site(std::string_view json);
  // The same for a document that the host has parsed itself (core/base/packed_json.h).
  List<Error> load_packed_site(std::span<const std::byte> packed);

  // Takes a shop model in; the profile stays. Errors: those of ShopModel::open, and kInvalidArgument before load_site(); on an
  // error the engine keeps the model it had. O(items).
  Result<void> load_model(std::vector<std::byte> bytes);
  // Takes in a further file of the same model, as `noren model split` makes them: recommendations are from then on those of the
  // whole. Errors: those of ShopModel::add; all then stays as it was. O(items + edges of the file).
  Result<void> add_to_model(std::vector<std::byte> bytes);

  // --- the visitor ---
  // Sets what is granted. A profile exists from the first grant of personalization, with that seed, until it is taken back: then
  // it is erased at once. The seed of a profile that exists is not changed.
  void set_consent(privacy::Consent consent, const profile::Profile::Seed& seed);
  privacy::Consent consent() const { return consent_; }

  // --- the page view ---
  // Begins one: what happened on the one before is forgotten. Where there is no profile, chance is dealt by the entropy. O(campaigns).
  void begin_page_view(const profile::Profile::Seed& entropy);
  void set_context(const PageContext& context);
  // Seconds shown, the longest time without input in seconds, the deepest scroll in percent, and whether she was about to leave.
  void set_page_state(double seconds, double idle_seconds, double scroll, bool exit_intent);
  // What the clocks of one of Site::zones are ahead of UTC. A number that is none is ignored.
  void set_zone_offset(std::size_t zone, std::int32_t minutes);
  // Makes a slot show that variant of that campaign, whatever else is true, until end_previews(); never counted. False, and without
  // effect, where there is no such thing.
  bool preview(std::size_t slot, std::size_t campaign, std::size_t variant);
  void end_previews();

  // --- events ---
  // See InboundGate::text().
  std::uint32_t text(event::FieldType type, std::string_view text);
  std::uint32_t text_generation() const;
  // What the visitor did, as stored bytes for apply(): the event, and after it the steps of journeys that follow from it.
  // Valid until the next call. Empty: there is nothing to record.
  using Record = Result<std::span<const std::byte>>;
  // Judges one event and applies it to the profile. Errors: those of InboundGate::admit; nothing has changed then.
  Record track(const event::RawEvent& event);
  // She has seen, follows, or closes what a slot shows as of the last decide(). Empty for what does not count: the page's own content,
  // a preview, an exposure counted on this page view before, anything without a profile. Errors: those of InboundGate::admit_act.
  Record seen(std::size_t slot, double time_ms);
  Record select(std::size_t slot, double time_ms);
  Record dismiss(std::size_t slot, double time_ms);
  // She answers one of the site's questions (profile::Rules::questions); value as in answer.h.
  // Errors: kInvalidArgument, and those of InboundGate::admit_act.
  Record answer(std::size_t question, double value, double time_ms);
  // She sets something aside, or takes that back: a text handle of an item, category or brand, or the index of a question, as `what`
  // says. Errors: kInvalidArgument where there is no such thing, and those of InboundGate::admit_act.
  Record disregard(profile::Aside what, std::uint32_t subject, bool taken_back, double time_ms);
  // Takes the steps of journeys that are due. Call it where next_change() has come, and where another's events were applied.
  Record tick(double time_ms);
  // Applies stored events, one after the other, and returns how many. Errors: those of InboundGate::readmit; none has been applied then.
  Result<std::size_t> apply(std::span<const std::byte> events);
  std::span<const std::uint64_t, privacy::kRefusalCount> refusals() const;

  // --- answers; time in milliseconds since 1970-01-01 UTC ---
  // One decision per slot, in the order of the site document. Valid until the next call. O(what changed + slots).
  std::span<const decide::Decision> decide(double time_ms);
  // When (milliseconds since 1970) time alone may next change a decision or a journey, as of the last decide(); infinity: never.
  double next_change() const;
  // Errors: those of Recommender::recommend, and kInvalidArgument where no model is loaded. Valid until the next call.
  Result<std::span<const recommend::Recommendation>> recommend(const recommend::Request& request, double time_ms);
  // Interest in the category of a text handle, 0 to below 1; 0 for one that the shop does not have, and without a profile.
  double category_interest(std::uint32_t text, double time_ms);
  // The category of a text handle, for Request::category; 0 for none.
  NameKey category_of(std::uint32_t text) const;
  // The item of a text handle, where the model has it.
  std::optional<model::ItemIndex> item_of(std::uint32_t text) const;

  // --- the profile as bytes ---
  // Empty without a profile.
  std::vector<std::byte> snapshot() const;
  // Replaces the profile. Errors: those of Profile::decode, and kConsentRequired; the profile is as before then.
  Result<void> restore(std::span<const std::byte> bytes);

  // --- the profile in her hand: a part of the module that most pages never load ---
  // Forgets a part: a text handle of a category, brand or item, days since 1970-01-01, or the index of a question. What goes with it and
  // what can't: core/profile/forget.h. Errors: kInvalidArgument, kConsentRequired.
  Result<void> forget(profile::Part part, std::uint32_t subject);
  // Merges another device's profile, as snapshot() gave it there, into this one: core/profile/merge.h. Errors: those of Profile::decode,
  // and kConsentRequired; the profile is as before then.
  Result<void> merge(std::span<const std::byte> bytes);
  // All of the profile as JSON (portable_profile.h), "null" without one; and merged back in. Errors: those of read_portable_profile(),
  // and kConsentRequired; the profile is as before then.
  std::string portable() const;
  Result<void> take_portable(const Json& json);

  // Forgets the visitor: profile, seed, texts, counts, consent. The memory that held them is overwritten.
  void erase();

  // --- what leaves ---
  // The reports of this epoch, one of each entry of the site document's `privacy.reports.collect`, every line of one document as long as
  // any other. Takes at least privacy::OutboundGate::entropy_for(entries) bytes of cryptographic randomness, and overwrites what it uses.
  // Errors: kConsentRequired without consent to measurement, storage and personalization; kCorrupt and kUnsupportedVersion for the
  // ledger; kLimitExceeded where the entropy runs out; kInvalidArgument for a time that makes no sense. Nothing is to be stored or sent then.
  Result<ReportBatch> report(const StoredLedger& stored, std::span<std::byte> entropy, double time_ms);
  // JSON: what of the budget is spent, in epsilon, and the day of the next epoch: PrivacyBudget in web/src/types.ts. "null" where the site
  // has no reports or the ledger can't be read.
  std::string budget(const StoredLedger& stored, double time_ms) const;

  // --- explanations, as JSON text ---
  // Why a slot (by index) shows what it shows: Explanation in web/src/types.ts. "null" for an index that is none.
  std::string explain(std::size_t slot, double time_ms);
  // Which segments she is in and why, where she stands in journeys, and what this device has counted of campaigns with a goal: arrays
  // of SegmentMembership, JourneyProgress and ExperimentResult in web/src/insights.ts.
  std::string segments(double time_ms);
  std::string journeys(double time_ms);
  std::string results(double time_ms);
  // The profile in readable form; names that neither model nor site document know are left out. "null" without a profile.
  std::string export_profile(double time_ms);
  // The closed lists whose indices cross to the host: see EngineInstance.vocabulary in web/src/engine-module.ts.
  std::string vocabulary() const;

  const site::Site& site() const;
  const model::ShopModel& model() const;
  // Segments and verdicts as of the last decide(): for tools.
  const decide::Decider& decider() const;

 private:
  List<Error> begin_with(std::expected<site::Site, site::Problems> loaded);
  const profile::Profile* profile() const { return profile_ ? &*profile_ : nullptr; }
  void update_context();
  void look_from(double time_ms);
  std::uint32_t rules_that_hold(double time_ms);
  void look(double time_ms);
  void record(const privacy::CleanEvent& event);
  Record record_act(event::Kind kind, const std::optional<privacy::CleanAct>& act, double time_ms);
  void advance_journeys(double time_ms, const privacy::CleanEvent* event);

  std::unique_ptr<Shop> shop_;  // what load_site() and load_model() made
  std::optional<profile::Profile> profile_;
  privacy::Consent consent_;
  PageContext page_context_;
  profile::Profile::Seed page_entropy_{};
  profile::Context context_;
  std::vector<std::byte> recorded_;
};

}  // namespace noren
