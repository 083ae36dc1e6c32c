#include "core/engine/readable.h"

#include <algorithm>
#include <vector>

#include "core/base/date.h"
#include "core/base/json.h"
#include "core/base/sort.h"
#include "core/engine/engine.h"

namespace noren {
namespace {

std::string date_text(profile::Day day) {
  const Date date = date_of(day);
  const auto y = static_cast<std::uint32_t>(date.year);
  const std::uint32_t m = date.month;
  const std::uint32_t d = date.day;
  const auto digit = [](std::uint32_t n) { return static_cast<char>('0' + n % 10); };
  return {digit(y / 1000), digit(y / 100), digit(y / 10), digit(y),      '-',
          digit(m / 10),   digit(m),       '-',           digit(d / 10), digit(d)};
}

class ProfileWriter {
 public:
  ProfileWriter(const profile::Profile& profile, const site::Site& site, const model::ShopModel& model)
      : profile_(profile), site_(site), model_(model) {}

  std::string write() {
    out_.begin_object();
    count("visits", profile_.visits());
    day("first_day", profile_.first_day());
    day("previous_visit_day", profile_.previous_visit_day());
    day("last_purchase_day", profile_.last_purchase_day());
    count("session_page_views", profile_.session_page_views());
    out_.key("total_spend").number(profile_.total_spend());
    out_.key("interests").begin_object();
    interests("categories", profile_.categories(), [&](NameKey key) { return profile_.category_share(key); });
    interests("brands", profile_.brands(), [&](NameKey key) { return profile_.brand_share(key); });
    price_bands();
    out_.end_object();
    items();
    events();
    out_.end_object();
    return out_.take();
  }

 private:
  void count(std::string_view name, std::size_t n) { out_.key(name).number(static_cast<double>(n)); }

  void day(std::string_view name, profile::Day day) {
    out_.key(name);
    if (day == 0) {
      out_.null();
    } else {
      out_.string(date_text(day));
    }
  }

  void item_id(ItemKey key) {
    out_.key("item_id");
    if (const auto item = model_.find(key)) {
      out_.string(model_.item_id(*item));
    } else {
      out_.null();
    }
  }

  template <typename Share>
  void interests(std::string_view name, std::span<const profile::Interest> interests, Share share) {
    std::vector<profile::Interest> sorted(interests.begin(), interests.end());
    sort(std::span(sorted), [](const profile::Interest& a, const profile::Interest& b) {
      return a.score != b.score ? a.score > b.score : a.key < b.key;
    });
    out_.key(name).begin_array();
    for (const profile::Interest& interest : sorted) {
      out_.begin_object().key("name");
      const Symbol symbol = site_.names.find(interest.key);
      if (symbol == kNoSymbol) {
        out_.null();
      } else {
        out_.string(site_.symbols.text(symbol));
      }
      out_.key("share").number(share(interest.key)).end_object();
    }
    out_.end_array();
  }

  void price_bands() {
    out_.key("price_bands").begin_array();
    const std::vector<float>& bounds = site_.profile.price_bands;
    for (std::size_t band = 0; !bounds.empty() && band <= bounds.size(); ++band) {
      out_.begin_object().key("up_to");
      if (band < bounds.size()) {
        out_.number(static_cast<double>(bounds[band]));
      } else {
        out_.null();
      }
      out_.key("share").number(profile_.price_band_share(band)).end_object();
    }
    out_.end_array();
  }

  void items() {
    out_.key("seen").begin_array();
    for (const profile::SeenItem& seen : profile_.seen()) {
      out_.begin_object();
      item_id(seen.key);
      day("day", seen.day);
      count("views", seen.views);
      out_.end_object();
    }
    out_.end_array().key("bought").begin_array();
    for (const profile::BoughtItem& bought : profile_.bought()) {
      out_.begin_object();
      item_id(bought.key);
      day("day", bought.day);
      out_.end_object();
    }
    out_.end_array().key("cart").begin_array();
    for (const profile::CartLine& line : profile_.cart()) {
      out_.begin_object();
      item_id(line.key);
      out_.key("price");
      if (line.price < 0.0f) {
        out_.null();
      } else {
        out_.number(static_cast<double>(line.price));
      }
      count("quantity", line.quantity);
      out_.end_object();
    }
    out_.end_array();
  }

  void events() {
    out_.key("events").begin_object();
    for (std::size_t i = 0; i < event::kKindCount; ++i) {
      const auto kind = static_cast<event::Kind>(i);
      if (profile_.count(kind) != 0) count(event::name(kind), profile_.count(kind));
    }
    out_.end_object();
  }

  const profile::Profile& profile_;
  const site::Site& site_;
  const model::ShopModel& model_;
  JsonWriter out_;
};

// In the order of privacy::Refusal.
constexpr std::string_view kRefusals[] = {"no-consent", "person-id",    "free-text",
                                          "bad-number", "unknown-name", "unknown-field"};
static_assert(std::size(kRefusals) == privacy::kRefusalCount);

template <typename List, typename Text>
void write_list(JsonWriter& out, std::string_view name, const List& list, Text text) {
  out.key(name).begin_array();
  for (const auto& element : list) out.string(text(element));
  out.end_array();
}

}  // namespace

std::string readable_profile(const profile::Profile& profile, const site::Site& site, const model::ShopModel& model) {
  return ProfileWriter(profile, site, model).write();
}

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
  write_list(out, "languages", site.languages, itself);
  write_list(out, "pages", site.pages, itself);
  write_list(out, "devices", kDeviceClasses, itself);
  write_list(out, "refusals", kRefusals, itself);
  out.end_object();
  return out.take();
}

}  // namespace noren
