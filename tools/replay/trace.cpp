#include "tools/replay/trace.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <limits>

#include "core/base/suggest.h"

namespace noren::tools {
namespace {

std::unexpected<Error> bad(const std::string& path, const std::string& message, const std::string& hint = {}) {
  return fail(ErrorCode::kInvalidArgument, message, path, hint);
}

// The place of a name in a list; an error with a suggestion where it is not there.
template <typename Names>
Result<std::int32_t> place_of(const Json& name, const Names& names, const char* path) {
  const auto at = std::find(std::begin(names), std::end(names), name.string());
  if (name.is_string() && at != std::end(names)) return static_cast<std::int32_t>(at - std::begin(names));
  Suggestion suggestion(name.string());
  for (const std::string_view known : names) suggestion.offer(known);
  return fail(ErrorCode::kUnknownName, "unknown name \"" + std::string(name.string()) + "\"", path, suggestion.hint());
}

bool holds_number(event::FieldType type) {
  return type == event::FieldType::kMoney || type == event::FieldType::kCount;
}
bool holds_text(event::FieldType type) {
  return type == event::FieldType::kItemId || type == event::FieldType::kCategory || type == event::FieldType::kBrand ||
         type == event::FieldType::kCurrency || type == event::FieldType::kCampaign ||
         type == event::FieldType::kVariant;
}

}  // namespace

Result<std::string> Replay::step(std::string_view line) {
  const auto json = Json::parse(line);
  if (!json) return std::unexpected(json.error());
  const Json* time = json->find("time");
  if (time == nullptr || !time->is_number()) return bad("time", "a step needs a time in milliseconds since 1970");

  bool accepted = true;
  if (const Json* consent = json->find("consent")) {
    if (!consent->is_number() || !(consent->number() >= 0 && consent->number() <= 7))
      return bad("consent", "expected 0 to 7");
    engine_.set_consent(privacy::Consent::from_bits(static_cast<std::uint8_t>(consent->number())), seed_);
  } else if (const Json* context = json->find("context")) {
    if (auto taken = take_context(*context); !taken) return std::unexpected(std::move(taken.error()));
  } else if (const Json* name = json->find("event")) {
    const auto taken = take_event(*json, name->string(), time->number());
    if (!taken) return std::unexpected(taken.error());
    accepted = *taken;
  } else {
    return bad({}, "a step has one of consent, context and event");
  }
  return answer(accepted, time->number());
}

Result<void> Replay::take_context(const Json& context) {
  PageContext next = context_;
  for (const auto& [name, value] : context.members()) {
    Result<std::int32_t> place = 0;
    if (name == "page") {
      place = place_of(value, engine_.site().pages, "context.page");
      next.page = place.value_or(-1);
    } else if (name == "language") {
      place = place_of(value, engine_.site().languages, "context.language");
      next.language = place.value_or(-1);
    } else if (name == "device") {
      place = place_of(value, kDeviceClasses, "context.device");
      next.device = place.value_or(-1);
    } else if (name == "utc_offset_minutes" && value.is_number() && std::abs(value.number()) <= 24 * 60) {
      next.utc_offset_minutes = static_cast<std::int16_t>(value.number());
    } else {
      return bad("context." + name,
                 "expected page, language, device, or utc_offset_minutes as a number of at most 1440");
    }
    if (!place) return std::unexpected(std::move(place.error()));
  }
  context_ = next;
  engine_.set_context(context_);
  return {};
}

// Whether the gate let the event in.
Result<bool> Replay::take_event(const Json& step, std::string_view name, double time) {
  event::RawEvent raw;
  raw.time_ms = time;
  if (!event::find_kind(name, raw.kind)) {
    Suggestion suggestion(name);
    for (std::size_t k = 0; k < event::kKindCount; ++k) suggestion.offer(event::name(static_cast<event::Kind>(k)));
    return fail(ErrorCode::kUnknownName, "unknown event \"" + std::string(name) + "\"", "event", suggestion.hint());
  }
  if (const Json* parameters = step.find("parameters")) {
    if (auto encoded = encode(*parameters, raw.fields); !encoded) return std::unexpected(std::move(encoded.error()));
    if (const Json* items = parameters->find("items")) {
      for (const Json& item : items->elements()) {
        if (auto encoded = encode(item, raw.items.emplace_back().fields); !encoded)
          return std::unexpected(std::move(encoded.error()));
      }
      if (raw.kind == event::Kind::kViewItem && !items->elements().empty()) {
        const Json* id = items->elements().front().find("item_id");
        const auto item = id == nullptr ? std::nullopt : engine_.model().find(item_key(id->string()));
        item_ = item.value_or(model::kNone);
      }
    }
  }
  return engine_.track(raw).has_value();
}

// As web/src/event-encoder.ts: names become field numbers, texts become handles.
Result<void> Replay::encode(const Json& fields, List<event::RawField>& raw) {
  for (const auto& [name, value] : fields.members()) {
    if (name == "items" || value.is_null()) continue;
    const auto known = event::fields();
    const auto at =
        std::find_if(known.begin(), known.end(), [&](const event::Field& field) { return field.name == name; });
    if (at == known.end()) {
      raw.push_back({event::kUnknownField, 0});
      continue;
    }
    const auto number = static_cast<std::uint32_t>(at - known.begin());
    if (holds_number(at->type)) {
      if (!value.is_number()) return bad("parameters." + name, "a number was expected");
      raw.push_back({number, value.number()});
    } else if (holds_text(at->type)) {
      if (!value.is_string() && !value.is_number()) return bad("parameters." + name, "a text was expected");
      const std::string text = value.is_string() ? std::string(value.string()) : number_text(value.number());
      raw.push_back({number, static_cast<double>(engine_.text(at->type, text))});
    } else {
      raw.push_back({number, 0});
    }
  }
  return {};
}

std::string Replay::answer(bool accepted, double time) {
  JsonWriter out;
  out.begin_object();
  out.key("event").number(static_cast<double>(++steps_));
  out.key("accepted").boolean(accepted);
  out.key("decisions").begin_array();
  const site::Site& site = engine_.site();
  const auto decisions = engine_.decide(time);
  for (std::size_t slot = 0; slot < decisions.size(); ++slot) {
    out.begin_array().string(site.slots[slot].id);
    if (decisions[slot].variant < 0) {
      out.null().null();
    } else {
      const site::Campaign& campaign = site.campaigns[static_cast<std::size_t>(decisions[slot].campaign)];
      out.string(campaign.id).string(campaign.variants[static_cast<std::size_t>(decisions[slot].variant)].id);
    }
    out.end_array();
  }
  out.end_array();
  for (std::size_t s = 0; s < recommend::kStrategyCount; ++s) list(out, static_cast<recommend::Strategy>(s), time);
  out.end_object();
  return out.take();
}

void Replay::list(JsonWriter& out, recommend::Strategy strategy, double time) {
  out.key(recommend::name(strategy)).begin_array();
  const std::size_t limit = engine_.site().recommendation_limits[static_cast<std::size_t>(strategy)];
  const model::ShopModel& model = engine_.model();
  const auto entries = engine_.recommend({.strategy = strategy, .limit = limit, .item = item_}, time);
  if (entries) {
    for (const recommend::Recommendation& entry : *entries) {
      const bool is_article = strategy == recommend::Strategy::kContent;
      out.begin_array();
      out.string(is_article ? std::string_view(engine_.site().articles[entry.item].id) : model.item_id(entry.item));
      out.number(std::bit_cast<std::uint32_t>(entry.score)).string(recommend::name(entry.reason));
      using enum recommend::ReasonKind;
      if (entry.subject == model::kNone) {
        out.null();
      } else if (entry.reason == kCategoryInterest || entry.reason == kPopularInCategory) {
        out.string(model.category_slug(entry.subject));
      } else if (entry.reason == kBrandInterest) {
        out.string(model.brand_slug(entry.subject));
      } else {
        out.string(model.item_id(entry.subject));
      }
      out.end_array();
    }
  }
  out.end_array();
}

}  // namespace noren::tools
