// The Embind face of core/engine: one class, few calls, no logic. web/src/engine-module.ts says what each call takes and gives;
// numbers and bytes cross through one shared buffer, io, whose views JavaScript makes anew for each use.

#include <emscripten/bind.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/overwrite.h"
#include "core/base/packed_json.h"
#include "core/base/part.h"
#include "core/engine/engine.h"
#include "core/engine/frame.h"
#include "wasm/crossing.h"

namespace noren::wasm {
namespace {

class EngineHandle {
 public:
  std::uintptr_t reserve(std::size_t bytes) { return io_.reserve(bytes); }

  int loadSite(std::size_t bytes) {
    const auto problems = engine_.load_packed_site(io_.bytes(bytes));
    return problems.empty() ? 0 : last_error_.remember(problems);
  }
  int loadModel(std::size_t bytes, std::size_t before) {
    const auto given = io_.bytes(bytes);
    std::vector<std::byte> file(given.begin(), given.end());
    return status(before > 0 ? engine_.add_to_model(std::move(file)) : engine_.load_model(std::move(file)));
  }
  void setConsent(int purposes) {
    const profile::Profile::Seed seed = seed_in();
    engine_.set_consent(privacy::Consent::from_bits(static_cast<std::uint8_t>(purposes)), seed);
    overwrite(std::as_writable_bytes(io_.doubles()).first(sizeof seed));
  }
  void setContext(int language, int device, int page, int landing, int channel, int tag, int offset) {
    engine_.set_context({language, device, page, landing, channel, tag, offset});
  }
  void beginPageView() { engine_.begin_page_view(seed_in()); }
  void setPageState(double seconds, double idle, double scroll, int exit_intent) {
    engine_.set_page_state(seconds, idle, scroll, exit_intent != 0);
  }
  void setZoneOffset(std::size_t zone, int offset) { engine_.set_zone_offset(zone, offset); }

  std::uint32_t text(int type, std::size_t bytes) {
    const std::uint32_t handle = engine_.text(static_cast<event::FieldType>(type), io_.text(bytes));
    overwrite(std::as_writable_bytes(io_.doubles()).first(bytes));
    return handle;
  }
  std::uint32_t textGeneration() const { return engine_.text_generation(); }

  int track(std::size_t doubles) {
    if (auto read = read_frame(io_.doubles().first(doubles), event_); !read) return -last_error_.remember(read.error());
    return record_out(engine_.track(event_));
  }
  int seen(std::size_t slot, double time) { return record_out(engine_.seen(slot, time)); }
  int select(std::size_t slot, double time) { return record_out(engine_.select(slot, time)); }
  int dismiss(std::size_t slot, double time) { return record_out(engine_.dismiss(slot, time)); }
  int answer(std::size_t question, double value, double time) {
    return record_out(engine_.answer(question, value, time));
  }
  int disregard(int what, std::uint32_t subject, int taken_back, double time) {
    return record_out(engine_.disregard(static_cast<profile::Aside>(what), subject, taken_back != 0, time));
  }
  int tick(double time) { return record_out(engine_.tick(time)); }
  int apply(std::size_t bytes) {
    const auto applied = engine_.apply(io_.bytes(bytes));
    return applied ? static_cast<int>(*applied) : -last_error_.remember(applied.error());
  }

  std::uintptr_t decide(double time) { return reinterpret_cast<std::uintptr_t>(engine_.decide(time).data()); }
  double nextChange() const { return engine_.next_change(); }
  void preview(int slot, int campaign, int variant) {
    if (slot < 0) return engine_.end_previews();
    engine_.preview(static_cast<std::size_t>(slot), static_cast<std::size_t>(campaign),
                    static_cast<std::size_t>(variant));
  }
  int recommend(int strategy, std::size_t limit, std::uint32_t item, std::uint32_t category, std::size_t exclude,
                std::size_t given, double time) {
    const model::ItemIndex* items = io_.as<model::ItemIndex>();
    const auto list = engine_.recommend({.strategy = static_cast<recommend::Strategy>(strategy),
                                         .limit = limit,
                                         .item = item,
                                         .category = engine_.category_of(category),
                                         .exclude = std::span(items, exclude),
                                         .given = std::span(items + exclude, given)},
                                        time);
    if (!list) return -last_error_.remember(list.error());
    reserve(list->size() * sizeof(Row));
    auto* row = io_.as<Row>();
    for (const recommend::Recommendation& r : *list) {
      *row++ = {r.item, std::bit_cast<std::uint32_t>(r.score), static_cast<std::uint32_t>(r.reason), name_number(r)};
    }
    return static_cast<int>(list->size());
  }
  void scoreCategories(std::size_t count, double time) {
    std::vector<double> scores(count);
    for (std::size_t i = 0; i < count; ++i) {
      scores[i] = engine_.category_interest(io_.as<std::uint32_t>()[i], time);
    }
    io_.put(std::as_bytes(std::span(scores)));
  }

  int itemNumber(std::uint32_t text) const {
    const auto item = engine_.item_of(text);
    return item ? static_cast<int>(*item) : -1;
  }
  std::string itemId(std::uint32_t item) const {
    return item < engine_.model().item_count() ? std::string(engine_.model().item_id(item)) : std::string();
  }
  // Categories first, brands after them.
  std::string nameText(std::uint32_t name) const {
    const model::ShopModel& model = engine_.model();
    if (name < model.category_count()) return std::string(model.category_slug(name));
    name -= static_cast<std::uint32_t>(model.category_count());
    return name < model.brand_count() ? std::string(model.brand_slug(name)) : std::string();
  }

  int snapshot() { return io_.put(engine_.snapshot()); }
  int restore(std::size_t bytes) { return status(engine_.restore(io_.bytes(bytes))); }
  NOREN_PART_ENTRY int forget(int part, std::uint32_t subject) {
    if (part < 0 || static_cast<std::size_t>(part) >= profile::kPartCount) part = 0;
    return status(engine_.forget(static_cast<profile::Part>(part), subject));
  }
  NOREN_PART_ENTRY int merge(std::size_t bytes) { return status(engine_.merge(io_.bytes(bytes))); }
  NOREN_PART_ENTRY std::string portable() const { return engine_.portable(); }
  NOREN_PART_ENTRY int takePortable(std::size_t bytes) {
    const auto json = unpack_json(io_.bytes(bytes));
    return json ? status(engine_.take_portable(*json)) : last_error_.remember(json.error());
  }
  void erase() {
    engine_.erase();
    overwrite_and_clear(event_.fields);
    for (event::RawItem& item : event_.items) overwrite_and_clear(item.fields);
    overwrite(std::as_writable_bytes(io_.doubles()));
  }

  int report(std::size_t ledger, std::size_t entropy, int closed_on, double time) {
    const std::span<std::byte> given(io_.as<std::byte>(), ledger + entropy);
    const auto batch = engine_.report(stored_ledger(given.first(ledger), closed_on), given.last(entropy), time);
    overwrite(given);
    if (!batch) return -last_error_.remember(batch.error());
    if (batch->lines.empty()) return 0;
    std::vector<std::byte> out(batch->ledger.begin(), batch->ledger.end());
    const auto lines = std::as_bytes(std::span(batch->lines));
    out.insert(out.end(), lines.begin(), lines.end());
    return io_.put(out);
  }
  std::string budget(std::size_t ledger, int closed_on, double time) {
    return engine_.budget(stored_ledger({io_.as<std::byte>(), ledger}, closed_on), time);
  }

  std::string vocabulary() const { return engine_.vocabulary(); }
  NOREN_PART_ENTRY std::string explain(std::size_t slot, double time) { return engine_.explain(slot, time); }
  NOREN_PART_ENTRY std::string segments(double time) { return engine_.segments(time); }
  std::string journeys(double time) { return engine_.journeys(time); }
  std::string results(double time) { return engine_.results(time); }
  std::string exportProfile(double time) { return engine_.export_profile(time); }
  std::string refusals() const {
    JsonWriter out;
    out.begin_array();
    for (const std::uint64_t count : engine_.refusals()) out.number(static_cast<double>(count));
    out.end_array();
    return out.take();
  }
  std::string lastError() const { return last_error_.json(); }

 private:
  struct Row {
    std::uint32_t item, score_bits, reason, subject;
  };

  // A decision crosses as it lies in memory.
  static_assert(sizeof(decide::Decision) == 3 * sizeof(std::int32_t));

  profile::Profile::Seed seed_in() const {
    profile::Profile::Seed seed;
    std::memcpy(seed.data(), io_.bytes(sizeof seed).data(), sizeof seed);
    return seed;
  }
  static StoredLedger stored_ledger(std::span<const std::byte> bytes, int closed_on) {
    return {bytes, static_cast<privacy::EpochDay>(closed_on)};
  }
  int record_out(const Engine::Record& record) {
    return record ? io_.put(*record) : -last_error_.remember(record.error());
  }

  std::uint32_t name_number(const recommend::Recommendation& r) const {
    const bool is_brand = r.reason == recommend::ReasonKind::kBrandInterest;
    return is_brand ? r.subject + static_cast<std::uint32_t>(engine_.model().category_count()) : r.subject;
  }

  int status(const Result<void>& result) { return result ? 0 : last_error_.remember(result.error()); }

  Engine engine_;
  Io io_{8192};
  event::RawEvent event_;
  LastError last_error_;
};

EMSCRIPTEN_BINDINGS(noren) {
  emscripten::class_<EngineHandle>("Engine")
      .constructor<>()
      .function("reserve", &EngineHandle::reserve)
      .function("loadSite", &EngineHandle::loadSite)
      .function("loadModel", &EngineHandle::loadModel)
      .function("setConsent", &EngineHandle::setConsent)
      .function("setContext", &EngineHandle::setContext)
      .function("beginPageView", &EngineHandle::beginPageView)
      .function("setPageState", &EngineHandle::setPageState)
      .function("setZoneOffset", &EngineHandle::setZoneOffset)
      .function("text", &EngineHandle::text)
      .function("textGeneration", &EngineHandle::textGeneration)
      .function("track", &EngineHandle::track)
      .function("seen", &EngineHandle::seen)
      .function("select", &EngineHandle::select)
      .function("dismiss", &EngineHandle::dismiss)
      .function("answer", &EngineHandle::answer)
      .function("disregard", &EngineHandle::disregard)
      .function("tick", &EngineHandle::tick)
      .function("apply", &EngineHandle::apply)
      .function("decide", &EngineHandle::decide)
      .function("nextChange", &EngineHandle::nextChange)
      .function("preview", &EngineHandle::preview)
      .function("recommend", &EngineHandle::recommend)
      .function("scoreCategories", &EngineHandle::scoreCategories)
      .function("itemNumber", &EngineHandle::itemNumber)
      .function("itemId", &EngineHandle::itemId)
      .function("nameText", &EngineHandle::nameText)
      .function("snapshot", &EngineHandle::snapshot)
      .function("restore", &EngineHandle::restore)
      .function("forget", &EngineHandle::forget)
      .function("merge", &EngineHandle::merge)
      .function("portable", &EngineHandle::portable)
      .function("takePortable", &EngineHandle::takePortable)
      .function("erase", &EngineHandle::erase)
      .function("report", &EngineHandle::report)
      .function("budget", &EngineHandle::budget)
      .function("vocabulary", &EngineHandle::vocabulary)
      .function("explain", &EngineHandle::explain)
      .function("segments", &EngineHandle::segments)
      .function("journeys", &EngineHandle::journeys)
      .function("results", &EngineHandle::results)
      .function("exportProfile", &EngineHandle::exportProfile)
      .function("refusals", &EngineHandle::refusals)
      .function("lastError", &EngineHandle::lastError);
}

}  // namespace
}  // namespace noren::wasm
