// The whole profile in words: for the visitor herself.

#include <vector>

#include "core/base/json.h"
#include "core/base/sort.h"
#include "core/engine/readable.h"
#include "core/engine/readable_parts.h"

namespace noren {
namespace {

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
    history();
    shown();
    answers();
    out_.key("journeys");
    write_journeys(out_, profile_, site_);
    out_.key("outcomes");
    write_results(out_, profile_, site_);
    out_.end_object();
    return out_.take();
  }

 private:
  void count(std::string_view name, std::size_t n) { out_.key(name).number(static_cast<double>(n)); }

  void day(std::string_view name, profile::Day day) {
    out_.key(name);
    write_day(out_, day);
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

  void history() {
    const profile::History& history = profile_.history();
    out_.key("history").begin_array();
    for (std::size_t i = history.size(); i-- > 0;) {
      out_.begin_object().key("event").string(event::name(history[i].kind));
      day("day", profile::day_of_minute(history[i].minute));
      out_.end_object();
    }
    out_.end_array();
  }

  void shown() {
    out_.key("shown").begin_array();
    for (const profile::Showing& showing : profile_.showings()) {
      const site::Campaign* const campaign = campaign_of(site_, showing.campaign);
      out_.begin_object().key("campaign");
      campaign == nullptr ? out_.null() : out_.string(campaign->id);
      out_.key("variant");
      write_variant(out_, campaign, showing.variant);
      count("times", showing.times);
      count("clicks", showing.clicks);
      day("last_day", showing.last_day);
      day("dismissed_day", showing.dismissed_day);
      out_.end_object();
    }
    out_.end_array();
  }

  void answers() {
    out_.key("answers").begin_array();
    for (const profile::Question& question : site_.profile.questions) {
      const profile::Answer* const answer = profile_.answer(question.key);
      if (answer == nullptr) continue;
      out_.begin_object().key("question").string(question.id).key("answer");
      write_answer(out_, question, *answer);
      day("day", answer->day);
      out_.end_object();
    }
    out_.end_array();
  }

  const profile::Profile& profile_;
  const site::Site& site_;
  const model::ShopModel& model_;
  JsonWriter out_;
};

}  // namespace

std::string readable_profile(const profile::Profile& profile, const site::Site& site, const model::ShopModel& model) {
  return ProfileWriter(profile, site, model).write();
}

}  // namespace noren
