// The whole profile in words: for the visitor herself.

#include <string>

#include "core/base/concat.h"
#include "core/base/date.h"
#include "core/base/json.h"
#include "core/base/list.h"
#include "core/base/sort.h"
#include "core/engine/readable.h"
#include "core/engine/readable_parts.h"

namespace noren {
namespace {

std::string minute_text(profile::Minute minute) {
  const Date date = date_of(minute / profile::kMinutesPerDay);
  const auto two = [](std::uint32_t n) {
    return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
  };
  const std::uint32_t of_day = minute % profile::kMinutesPerDay;
  return concat({static_cast<double>(date.year), "-", two(date.month), "-", two(date.day), "T", two(of_day / 60), ":",
                 two(of_day % 60), "Z"});
}

NameKey deepest(const profile::HistoryEntry& entry) {
  NameKey deepest = 0;
  for (const NameKey category : entry.categories) deepest = category != 0 ? category : deepest;
  return deepest;
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
    count("session_events", profile_.session_events());
    moment("session_began", profile_.session_start());
    moment("cart_changed", profile_.cart_changed());
    seed();
    out_.key("total_spend").number(profile_.total_spend());
    out_.key("interests").begin_object();
    interests("categories", profile_.categories(), [&](NameKey key) { return profile_.category_share(key); });
    interests("brands", profile_.brands(), [&](NameKey key) { return profile_.brand_share(key); });
    price_bands();
    out_.end_object();
    items();
    events();
    days();
    history();
    shown();
    answers();
    disregards();
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

  // A minute of this session; of an earlier one its day, for that is all that is kept.
  void moment(std::string_view name, profile::Minute minute) {
    if (minute == 0 || minute < profile_.session_start()) return day(name, profile::day_of_minute(minute));
    out_.key(name).string(minute_text(minute));
  }

  void seed() {
    std::string digits;
    for (const std::uint64_t word : profile_.seed()) {
      for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[word >> shift & 15];
    }
    out_.key("seed").string(digits);
  }

  void name(std::string_view member, NameKey key) {
    out_.key(member);
    const Symbol symbol = site_.names.find(key);
    symbol == kNoSymbol ? out_.null() : out_.string(site_.symbols.text(symbol));
  }

  // The whole key of an item of the history, which keeps half of it: where one of the lists has it. 0: none does.
  ItemKey whole_key(std::uint32_t half) const {
    for (const profile::SeenItem& item : profile_.seen()) {
      if (item.key >> 32 == half) return item.key;
    }
    for (const profile::BoughtItem& item : profile_.bought()) {
      if (item.key >> 32 == half) return item.key;
    }
    for (const profile::CartLine& item : profile_.cart()) {
      if (item.key >> 32 == half) return item.key;
    }
    return 0;
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
  void interests(std::string_view list, std::span<const profile::Interest> interests, Share share) {
    List<profile::Interest> sorted(interests);
    sort(std::span(sorted), [](const profile::Interest& a, const profile::Interest& b) {
      return a.score != b.score ? a.score > b.score : a.key < b.key;
    });
    out_.key(list).begin_array();
    for (const profile::Interest& interest : sorted) {
      out_.begin_object();
      name("name", interest.key);
      out_.key("share").number(share(interest.key)).end_object();
    }
    out_.end_array();
  }

  void price_bands() {
    out_.key("price_bands").begin_array();
    const List<float>& bounds = site_.profile.price_bands;
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

  // The last days on which anything was counted, newest first, and when each kind of event was last.
  void days() {
    out_.key("days").begin_array();
    for (std::size_t ago = 0; ago < profile::kCountedDays; ++ago) {
      bool any = false;
      for (std::size_t i = 0; i < event::kKindCount; ++i) {
        const auto kind = static_cast<event::Kind>(i);
        const std::uint32_t later = ago == 0 ? 0 : profile_.count_within(kind, ago);
        const std::uint32_t on_day = profile_.count_within(kind, ago + 1) - later;
        if (on_day == 0) continue;
        if (!any) {
          out_.begin_object();
          day("day", static_cast<profile::Day>(profile_.today() - ago));
        }
        any = true;
        count(event::name(kind), on_day);
      }
      if (any) out_.end_object();
    }
    out_.end_array().key("last_days").begin_object();
    for (std::size_t i = 0; i < event::kKindCount; ++i) {
      const auto kind = static_cast<event::Kind>(i);
      if (profile_.last_day(kind) != 0) day(event::name(kind), profile_.last_day(kind));
    }
    out_.end_object();
  }

  void history() {
    const profile::History& history = profile_.history();
    out_.key("history").begin_array();
    for (std::size_t i = history.size(); i-- > 0;) {
      const profile::HistoryEntry& entry = history[i];
      out_.begin_object().key("event").string(event::name(entry.kind));
      moment("time", entry.minute);
      if (entry.kind == event::Kind::kAnswer) {
        // What she answered stands below.
      } else if (privacy::may_act(entry.kind)) {
        const site::Campaign* const campaign = campaign_of(site_, entry.item);
        out_.key("campaign");
        campaign == nullptr ? out_.null() : out_.string(campaign->id);
      } else if (entry.item != 0) {
        item_id(whole_key(entry.item));
      }
      if (entry.categories[0] != 0) name("category", deepest(entry));
      if (entry.brand != 0) name("brand", entry.brand);
      if (entry.price_band != profile::HistoryEntry::kNoBand) count("price_band", entry.price_band);
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
      count("in_session", showing.in_session);
      count("today", profile_.shown(showing.campaign, profile::Period::kDay));
      count("this_week", profile_.shown(showing.campaign, profile::Period::kWeek));
      count("clicks", showing.clicks);
      day("last_day", showing.last_day);
      moment("last", showing.last);
      out_.key("goal_reached").boolean(showing.converted != 0);
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

  void disregards() {
    out_.key("set_aside").begin_array();
    for (const profile::Disregard& aside : profile_.disregards().all()) {
      const std::string_view kind = profile::kAsides[static_cast<std::size_t>(aside.kind)];
      out_.begin_object().key("what").string(kind);
      if (aside.kind == profile::Aside::kQuestion) {
        out_.key("question");
        const profile::Question* const question = question_of(aside.key);
        question == nullptr ? out_.null() : out_.string(question->id);
      } else if (aside.kind == profile::Aside::kCategory || aside.kind == profile::Aside::kBrand) {
        name(kind, static_cast<NameKey>(aside.key));
      } else {
        item_id(aside.key);
      }
      day("day", aside.day);
      out_.end_object();
    }
    out_.end_array();
  }

  const profile::Question* question_of(std::uint64_t key) const {
    for (const profile::Question& question : site_.profile.questions) {
      if (question.key == key) return &question;
    }
    return nullptr;
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
