#include "core/engine/engine.h"

#include <algorithm>
#include <utility>

#include "core/base/overwrite.h"
#include "core/base/packed_json.h"
#include "core/engine/readable.h"

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

}  // namespace

// What the inbound gate may ask: the names in the shop model, and those that the site's rules mention.
class Engine::ShopVocabulary : public privacy::Vocabulary {
 public:
  ShopVocabulary(const site::Site& site, const model::ShopModel& model) : site_(site), model_(model) {}

  bool find_item(std::string_view id, privacy::ItemFacts& facts) const override {
    const auto item = model_.find(item_key(id));
    if (!item || model_.item_id(*item) != id) return false;
    std::size_t level = 0;
    for (const model::CategoryIndex category : model_.categories(*item)) {
      if (level < privacy::kMaxCategories) facts.categories[level++] = model_.category_key(category);
    }
    if (const auto brand = model_.brand(*item); brand != model::kNone) facts.brand = model_.brand_key(brand);
    facts.price = model_.price(*item);
    return true;
  }
  bool is_category(NameKey key) const override { return is_mentioned(key) || model_.find_category(key).has_value(); }
  bool is_brand(NameKey key) const override { return is_mentioned(key) || model_.find_brand(key).has_value(); }
  bool is_campaign(NameKey key) const override { return find_campaign(key) != nullptr; }
  bool is_variant(NameKey campaign, NameKey key) const override {
    const site::Campaign* const known = find_campaign(campaign);
    if (known == nullptr) return false;
    for (const site::Variant& variant : known->variants) {
      if (name_key(variant.id) == key) return true;
    }
    return false;
  }
  std::string_view currency() const override { return site_.currency; }

 private:
  const site::Campaign* find_campaign(NameKey key) const {
    for (const site::Campaign& campaign : site_.campaigns) {
      if (name_key(campaign.id) == key) return &campaign;
    }
    return nullptr;
  }
  bool is_mentioned(NameKey key) const { return site_.names.find(key) != kNoSymbol; }

  const site::Site& site_;
  const model::ShopModel& model_;
};

// Site and model with all that stands on them. Its parts refer to one another, so it never moves.
struct Engine::Shop {
  explicit Shop(site::Site loaded) : site(std::move(loaded)) {
    for (const std::string& language : site.languages) site.symbols.intern(language);
    for (const std::string& page : site.pages) site.symbols.intern(page);
    for (const std::string_view device : kDeviceClasses) site.symbols.intern(device);
  }

  site::Site site;
  std::vector<std::byte> model_bytes;
  model::ShopModel model;
  ShopVocabulary vocabulary{site, model};
  privacy::InboundGate gate{vocabulary};
  decide::Decider decider{site};
  std::optional<recommend::Recommender> recommender;
  profile::Context context;
};

Engine::Engine() : shop_(std::make_unique<Shop>(site::Site())) {}
Engine::~Engine() { erase(); }

const site::Site& Engine::site() const { return shop_->site; }
const model::ShopModel& Engine::model() const { return shop_->model; }

std::vector<Error> Engine::load_site(std::string_view json) { return begin_with(site::load(json)); }

std::vector<Error> Engine::load_packed_site(std::span<const std::byte> packed) {
  const auto document = unpack_json(packed);
  if (!document) return {document.error()};
  return begin_with(site::load(*document));
}

std::vector<Error> Engine::begin_with(std::expected<site::Site, site::Problems> loaded) {
  if (!loaded) return std::move(loaded.error());
  erase();
  shop_ = std::make_unique<Shop>(std::move(*loaded));
  update_context();
  return {};
}

Result<void> Engine::load_model(std::vector<std::byte> bytes) {
  auto opened = model::ShopModel::open(bytes);
  if (!opened) return std::unexpected(std::move(opened.error()));
  Shop& shop = *shop_;
  shop.recommender.reset();
  shop.model = std::move(*opened);
  shop.model_bytes = std::move(bytes);  // moving a vector leaves its memory where it is, so the model's views hold
  shop.recommender.emplace(shop.model, shop.site.profile.price_bands);
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

void Engine::set_consent(privacy::Consent consent, const profile::Profile::Seed& seed) {
  if (!consent.allows(privacy::Purpose::kPersonalization)) {
    erase();
    consent_ = consent;
    return;
  }
  consent_ = consent;
  if (!profile_) profile_.emplace(shop_->site.profile).set_seed(seed);
}

void Engine::set_context(const PageContext& context) {
  context_ = context;
  update_context();
}

void Engine::update_context() {
  const site::Site& site = shop_->site;
  shop_->context = {.language = symbol_at(site.symbols, site.languages, context_.language),
                    .device = symbol_at(site.symbols, kDeviceClasses, context_.device),
                    .page = symbol_at(site.symbols, site.pages, context_.page),
                    .channel = shop_->context.channel,
                    .campaign_tag = shop_->context.campaign_tag,
                    .landing = shop_->context.landing,
                    .now = shop_->context.now,
                    .utc_offset_minutes = context_.utc_offset_minutes,
                    .page_state = shop_->context.page_state};
}

std::uint32_t Engine::text(event::FieldType type, std::string_view text) { return shop_->gate.text(type, text); }
std::uint32_t Engine::text_generation() const { return shop_->gate.generation(); }

Result<std::span<const std::byte>> Engine::track(const event::RawEvent& event) {
  const auto clean = shop_->gate.admit(event, consent_);
  if (!clean) return std::unexpected(clean.error());
  profile_->apply(*clean);
  stored_event_.clear();
  clean->encode(stored_event_);
  return std::span<const std::byte>(stored_event_);
}

Result<std::size_t> Engine::apply(std::span<const std::byte> events) {
  std::size_t applied = 0;
  while (!events.empty()) {
    const auto clean = shop_->gate.readmit(events, consent_);
    if (!clean) return std::unexpected(clean.error());
    profile_->apply(*clean);
    ++applied;
  }
  return applied;
}

std::span<const std::uint64_t, privacy::kRefusalCount> Engine::refusals() const { return shop_->gate.counts(); }

void Engine::look_from(double time_ms) {
  const privacy::Minute now = minute_of(time_ms);
  if (profile_) profile_->look_from(now);
  shop_->context.now = now;
}

std::span<const decide::Decision> Engine::decide(double time_ms) {
  look_from(time_ms);
  const profile::Changes changed = profile_ ? profile_->take_changes() : 0;
  shop_->decider.update({profile_ ? &*profile_ : nullptr, shop_->context, privacy::level_of(consent_), changed});
  return shop_->decider.decisions();
}

Result<std::span<const recommend::Recommendation>> Engine::recommend(const recommend::Request& request,
                                                                     double time_ms) {
  if (!shop_->recommender) {
    return fail(ErrorCode::kInvalidArgument, "there is no shop model to recommend from", {},
                "pass `model` to createNoren(); `noren model build` makes one");
  }
  look_from(time_ms);
  return shop_->recommender->recommend(request, profile_ ? &*profile_ : nullptr);
}

double Engine::category_interest(std::uint32_t text, double time_ms) {
  if (!profile_) return 0.0;
  look_from(time_ms);
  return profile_->category_share(static_cast<NameKey>(shop_->gate.key(text)));
}

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
  shop_->gate.erase();
  shop_->decider.update({nullptr, shop_->context});
  overwrite_and_clear(stored_event_);
}

std::string Engine::explain(std::size_t slot, double time_ms) {
  if (slot >= shop_->site.slots.size()) return "null";
  decide(time_ms);
  JsonWriter out;
  shop_->decider.explain(slot, out);
  return out.take();
}

std::string Engine::export_profile(double time_ms) {
  if (!profile_) return "null";
  look_from(time_ms);
  return readable_profile(*profile_, shop_->site, shop_->model);
}

std::string Engine::vocabulary() const { return readable_vocabulary(shop_->site); }

}  // namespace noren
