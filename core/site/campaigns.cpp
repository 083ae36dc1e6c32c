#include "core/base/suggest.h"
#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr double kMaxWeight = 1e9;
constexpr double kMaxPriority = 1e9;
constexpr std::size_t kMaxDescription = 1000;

void read_variants(const std::vector<Json>& list, const Place& place, Campaign& campaign, Problems& problems) {
  UniqueIds unique("variant", problems);
  double sum = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, {"id", "weight", "content"}, problems);
    Variant& variant = campaign.variants.emplace_back(reader.id("id"));
    variant.weight = reader.number("weight", {0, kMaxWeight}, 1);
    const Json* const content = reader.required("content");
    if (content != nullptr && !content->is_object()) {
      report_found(problems, here.member("content"), {"an object"}, *content);
    }
    variant.key = name_key(variant.id);
    unique.add(variant.id, here.member("id"));
    sum += variant.weight;
  }
  if (!list.empty() && sum <= 0) {
    report(problems, place, {"the weights of the variants sum to nothing"}, "give at least one a weight above 0");
  }
}

std::uint32_t find_slot(const Json& name, const Place& place, const Site& site, const SymbolTable& slots,
                        Problems& problems) {
  const Symbol slot = slots.find(name.string());
  if (name.is_string() && slot != kNoSymbol) return slot;
  if (!name.is_string()) {
    report_found(problems, place, {"the id of a slot"}, name);
    return 0;
  }
  Suggestion suggestion(name.string());
  for (const Slot& known : site.slots) suggestion.offer(known.id);
  report(problems, place, {"unknown slot ", found(name)}, suggestion.hint());
  return 0;
}

}  // namespace

void read_slots(const std::vector<Json>& list, const Place& place, Site& site, Problems& problems) {
  UniqueIds unique("slot", problems);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, {"id", "description"}, problems);
    const Slot& slot = site.slots.emplace_back(reader.id("id"));
    reader.text("description", kMaxDescription);
    unique.add(slot.id, here.member("id"));
  }
}

void read_campaigns(const std::vector<Json>& list, const Place& place, rules::Compiler& compiler, Site& site,
                    Problems& problems) {
  SymbolTable slots;  // a slot's symbol is its index, since ids are unique
  for (const Slot& slot : site.slots) slots.intern(slot.id);
  UniqueIds unique("campaign", problems);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, {"id", "slot", "name", "when", "priority", "variants"}, problems);
    Campaign& campaign = site.campaigns.emplace_back(reader.id("id"));
    campaign.key = name_key(campaign.id);
    unique.add(campaign.id, here.member("id"));
    if (const Json* const slot = reader.required("slot")) {
      campaign.slot = find_slot(*slot, here.member("slot"), site, slots, problems);
    }
    reader.check_text_in_languages("name", site.languages);
    if (const Json* const rule = reader.optional("when")) {
      campaign.rule = campaign.condition = compiler.compile(*rule, here.member("when"), problems);
    }
    campaign.priority = reader.number("priority", {-kMaxPriority, kMaxPriority}, 0);
    read_variants(reader.required_list("variants"), here.member("variants"), campaign, problems);
  }
}

}  // namespace noren::site
