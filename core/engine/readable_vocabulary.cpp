// The closed lists whose indices cross to the host.

#include <iterator>
#include <string_view>

#include "core/base/json.h"
#include "core/decide/decider.h"
#include "core/engine/engine.h"
#include "core/engine/readable.h"

namespace noren {
namespace {

// In the order of privacy::Refusal.
constexpr std::string_view kRefusals[] = {"no-consent", "person-id",    "personal-data", "free-text",
                                          "bad-number", "unknown-name", "unknown-field"};
static_assert(std::size(kRefusals) == privacy::kRefusalCount);

template <typename List, typename Text>
void write_list(JsonWriter& out, std::string_view name, const List& list, Text text) {
  out.key(name).begin_array();
  for (const auto& element : list) out.string(text(element));
  out.end_array();
}

// Only those whose offsets the host has to tell; null for the others.
void write_zones(JsonWriter& out, const site::Site& site) {
  out.key("zones").begin_array();
  for (std::size_t i = 0; i < site.zones.size(); ++i) {
    const site::Zone& zone = site.zones[i];
    i == site::kVisitorZone || zone.offset_minutes ? out.null() : out.string(zone.name);
  }
  out.end_array();
}

// What the site's rules ask of a page view, so that the host observes nothing else.
void write_signals(JsonWriter& out, const site::Site& site) {
  using Id = profile::AttributeId;
  constexpr std::pair<Id, std::string_view> kSignals[] = {{Id::kPageSeconds, "seconds"},
                                                          {Id::kPageIdle, "idle"},
                                                          {Id::kPageScroll, "scroll"},
                                                          {Id::kPageExitIntent, "exit_intent"}};
  out.key("signals").begin_array();
  for (const auto& [id, name] : kSignals) {
    for (const rules::AttributeUse& use : site.program.attributes()) {
      if (use.attribute.id == id) out.string(name);
    }
  }
  out.end_array();
}

}  // namespace

std::string readable_vocabulary(const site::Site& site) {
  const auto itself = [](std::string_view text) { return text; };
  const auto id_of = [](const auto& element) { return std::string_view(element.id); };
  JsonWriter out;
  out.begin_object().key("events").begin_array();
  for (std::size_t i = 0; i < event::kPageKindCount; ++i) out.string(event::name(static_cast<event::Kind>(i)));
  out.end_array().key("fields").begin_array();
  for (const event::Field& field : event::fields()) {
    out.begin_object().key("name").string(field.name).key("type").number(static_cast<double>(field.type)).end_object();
  }
  out.end_array();
  write_list(out, "slots", site.slots, id_of);
  write_list(out, "roles", decide::kRoles, itself);
  out.key("campaigns").begin_array();
  for (const site::Campaign& campaign : site.campaigns) {
    out.begin_object().key("id").string(campaign.id).key("slot").number(campaign.slot);
    write_list(out, "variants", campaign.variants, id_of);
    out.end_object();
  }
  out.end_array();
  write_list(out, "strategies", site::kStrategies, itself);
  out.key("limits").begin_array();
  for (const std::uint32_t limit : site.recommendation_limits) out.number(limit);
  out.end_array().key("reasons").begin_array();
  for (std::size_t i = 0; i < recommend::kReasonKindCount; ++i) out.string(name(static_cast<recommend::ReasonKind>(i)));
  out.end_array();
  write_list(out, "asides", profile::kAsides, itself);
  write_list(out, "languages", site.languages, itself);
  write_list(out, "pages", site.pages, itself);
  write_list(out, "devices", kDeviceClasses, itself);
  write_list(out, "channels", profile::kChannels, itself);
  write_list(out, "tags", site.profile.campaign_tags, itself);
  write_zones(out, site);
  write_signals(out, site);
  write_list(out, "refusals", kRefusals, itself);
  out.end_object();
  return out.take();
}

}  // namespace noren
