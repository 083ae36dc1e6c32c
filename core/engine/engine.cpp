#include "core/engine/engine.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/overwrite.h"
#include "core/base/packed_json.h"
#include "core/engine/readable.h"
#include "core/engine/shop.h"

namespace noren {
namespace {

constexpr double kMinuteInMilliseconds = 60'000.0;
constexpr double kLatestMinute = 4'000'000'000.0;

privacy::Minute minute_of(double time_ms) {
  const double minute = time_ms / kMinuteInMilliseconds;
  return minute > 0.0 && minute < kLatestMinute ? static_cast<privacy::Minute>(minute) : 0;
}

template <typename Names>
Symbol symbol_at(const SymbolTable& symbols, const Names& names, std::int32_t index) {
  if (index < 0 || static_cast<std::size_t>(index) >= std::size(names)) return kNoSymbol;
  return symbols.find(names[static_cast<std::size_t>(index)]);
}

// The kind of page on which she arrived, by the site's own word for it.
Symbol landing_at(const site::Site& site, std::int32_t page) {
  if (page < 0 || static_cast<std::size_t>(page) >= site.pages.size()) return kNoSymbol;
  std::string_view landing = "other";
  for (const std::string_view kind : profile::kLandings) {
    if (kind == site.pages[static_cast<std::size_t>(page)]) landing = kind;
  }
  return site.symbols.find(landing);
}

}  // namespace

Engine::Engine() : shop_(std::make_unique<Shop>(site::Site())) {}
Engine::~Engine() { erase(); }

const site::Site& Engine::site() const { return shop_->site; }
const model::ShopModel& Engine::model() const { return shop_->model; }
const decide::Decider& Engine::decider() const { return shop_->decider; }

List<Error> Engine::load_site(std::string_view json) { return begin_with(site::load(json)); }

List<Error> Engine::load_packed_site(std::span<const std::byte> packed) {
  const auto document = unpack_json(packed);
  if (!document) return {document.error()};
  return begin_with(site::load(*document));
}

List<Error> Engine::begin_with(std::expected<site::Site, site::Problems> loaded) {
  if (!loaded) return std::move(loaded.error());
  erase();
  shop_ = std::make_unique<Shop>(std::move(*loaded));
  shop_->decider.begin_page_view(page_entropy_);
  update_context();
  return {};
}

Result<void> Engine::load_model(std::vector<std::byte> bytes) {
  auto opened = model::ShopModel::open(bytes);
  if (!opened) return std::unexpected(std::move(opened.error()));
  Shop& shop = *shop_;
  shop.model = std::move(*opened);
  shop.model_files.clear();
  // A vector that moves leaves its memory where it is: the model's views hold.
  shop.model_files.push_back(std::move(bytes));
  shop.begin_recommending();
  for (model::CategoryIndex i = 0; i < shop.model.category_count(); ++i) {
    shop.site.names.add(shop.model.category_slug(i), shop.site.symbols);
  }
  for (model::BrandIndex i = 0; i < shop.model.brand_count(); ++i) {
    shop.site.names.add(shop.model.brand_slug(i), shop.site.symbols);
  }
  shop.decider.look_anew();
  shop.gate.forget_texts();  // they were judged by a vocabulary without this model
  return {};
}

Result<void> Engine::add_to_model(std::vector<std::byte> bytes) {
  Shop& shop = *shop_;
  if (auto added = shop.model.add(bytes); !added) return added;
  shop.model_files.push_back(std::move(bytes));
  shop.begin_recommending();  // what it has learned of the model may be of what was missing
  return {};
}

void Engine::set_consent(privacy::Consent consent, const profile::Profile::Seed& seed) {
  if (!consent.allows(privacy::Purpose::kPersonalization)) {
    erase();
    consent_ = consent;
    return;
  }
  consent_ = consent;
  if (!profile_) profile_.emplace(shop_->site.profile).set_seed(seed);
}

void Engine::begin_page_view(const profile::Profile::Seed& entropy) {
  page_entropy_ = entropy;
  context_.page_state = {};
  shop_->decider.begin_page_view(entropy);
}

void Engine::set_context(const PageContext& context) {
  page_context_ = context;
  update_context();
}

void Engine::update_context() {
  const site::Site& site = shop_->site;
  context_.language = symbol_at(site.symbols, site.languages, page_context_.language);
  context_.device = symbol_at(site.symbols, kDeviceClasses, page_context_.device);
  context_.page = symbol_at(site.symbols, site.pages, page_context_.page);
  context_.landing = landing_at(site, page_context_.landing);
  context_.channel = symbol_at(site.symbols, profile::kChannels, page_context_.channel);
  context_.campaign_tag = symbol_at(site.symbols, site.profile.campaign_tags, page_context_.campaign_tag);
  context_.utc_offset_minutes = static_cast<std::int16_t>(
      std::clamp(page_context_.utc_offset_minutes, -site::kMaxOffsetMinutes, site::kMaxOffsetMinutes));
}

void Engine::set_page_state(double seconds, double idle_seconds, double scroll, bool exit_intent) {
  context_.page_state.seconds = seconds;
  context_.page_state.idle = idle_seconds;
  context_.page_state.scroll = scroll;
  context_.page_state.exit_intent = exit_intent;
}

void Engine::set_zone_offset(std::size_t zone, std::int32_t minutes) {
  if (zone >= shop_->site.zones.size()) return;
  shop_->decider.set_zone_offset(static_cast<std::uint32_t>(zone),
                                 std::clamp(minutes, -site::kMaxOffsetMinutes, site::kMaxOffsetMinutes));
}

bool Engine::preview(std::size_t slot, std::size_t campaign, std::size_t variant) {
  return shop_->decider.preview(slot, campaign, variant);
}
void Engine::end_previews() { shop_->decider.end_previews(); }

std::uint32_t Engine::text(event::FieldType type, std::string_view text) { return shop_->gate.text(type, text); }
std::uint32_t Engine::text_generation() const { return shop_->gate.generation(); }

std::span<const std::uint64_t, privacy::kRefusalCount> Engine::refusals() const { return shop_->gate.counts(); }

void Engine::look_from(double time_ms) {
  context_.now = minute_of(time_ms);
  if (profile_) profile_->look_from(context_.now);
}

void Engine::look(double time_ms) {
  look_from(time_ms);
  shop_->decider.look({.profile = profile(),
                       .context = context_,
                       .level = privacy::level_of(consent_),
                       .changed = profile_ ? profile_->take_changes() : 0});
}

std::span<const decide::Decision> Engine::decide(double time_ms) {
  Shop& shop = *shop_;
  look(time_ms);
  if (!shop.journeys.empty()) shop.decider.withhold(shop.journeys.withheld(profile()));
  shop.decider.decide();
  return shop.decider.decisions();
}

double Engine::next_change() const {
  profile::Minute next = shop_->decider.next_change();
  if (profile_ && !shop_->journeys.empty()) next = std::min(next, shop_->journeys.next_change(*profile_));
  return next == profile::kNever ? std::numeric_limits<double>::infinity() : next * kMinuteInMilliseconds;
}

// The merchandising rules that are not for others or other days, a bit each.
std::uint32_t Engine::rules_that_hold(double time_ms) {
  std::uint32_t holding = ~0u;
  bool looked = false;
  const List<site::MerchandisingRule>& rules = shop_->site.merchandising.rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].when == rules::kNoNode) continue;
    if (!std::exchange(looked, true)) look(time_ms);
    if (!shop_->decider.evaluation().holds(rules[i].when)) holding &= ~(1u << i);
  }
  return holding;
}

Result<std::span<const recommend::Recommendation>> Engine::recommend(const recommend::Request& request,
                                                                     double time_ms) {
  if (!shop_->recommender) {
    return fail(ErrorCode::kInvalidArgument, "there is no shop model to recommend from", {},
                "pass `model` to createNoren(); `noren model build` makes one");
  }
  look_from(time_ms);
  recommend::Request full = request;
  full.day = context_.now / profile::kMinutesPerDay;
  full.seed = mix64((profile_ ? profile_->seed() : page_entropy_)[0] + full.day);
  full.holding = rules_that_hold(time_ms);
  return shop_->recommender->recommend(full, profile());
}

double Engine::category_interest(std::uint32_t text, double time_ms) {
  if (!profile_) return 0.0;
  look_from(time_ms);
  return profile_->category_share(static_cast<NameKey>(shop_->gate.key(text)));
}

NameKey Engine::category_of(std::uint32_t text) const { return static_cast<NameKey>(shop_->gate.key(text)); }

std::optional<model::ItemIndex> Engine::item_of(std::uint32_t text) const {
  return shop_->model.find(shop_->gate.key(text));
}

std::vector<std::byte> Engine::snapshot() const { return profile_ ? profile_->encode() : std::vector<std::byte>(); }

Result<void> Engine::restore(std::span<const std::byte> bytes) {
  if (!profile_) {
    return fail(ErrorCode::kConsentRequired, "a profile is restored only with consent to personalization");
  }
  auto decoded = profile::Profile::decode(bytes, shop_->site.profile);
  if (!decoded) return std::unexpected(std::move(decoded.error()));
  profile_->erase();
  *profile_ = *decoded;
  return {};
}

void Engine::erase() {
  if (profile_) profile_->erase();
  profile_.reset();
  consent_ = {};
  context_.page_state.events = {};
  shop_->gate.erase();
  shop_->decider.begin_page_view(page_entropy_);
  shop_->decider.update({.profile = nullptr, .context = context_});
  overwrite_and_clear(recorded_);
}

std::string Engine::explain(std::size_t slot, double time_ms) {
  if (slot >= shop_->site.slots.size()) return "null";
  decide(time_ms);
  JsonWriter out;
  shop_->decider.explain(slot, out);
  return out.take();
}

std::string Engine::segments(double time_ms) {
  look(time_ms);
  JsonWriter out;
  shop_->decider.explain_segments(out);
  return out.take();
}

std::string Engine::journeys(double time_ms) {
  if (!profile_) return "[]";
  look_from(time_ms);
  return readable_journeys(*profile_, shop_->site);
}

std::string Engine::results(double time_ms) {
  if (!profile_) return "[]";
  look_from(time_ms);
  return readable_results(*profile_, shop_->site);
}

std::string Engine::export_profile(double time_ms) {
  if (!profile_) return "null";
  look_from(time_ms);
  return readable_profile(*profile_, shop_->site, shop_->model);
}

std::string Engine::vocabulary() const { return readable_vocabulary(shop_->site); }

}  // namespace noren
