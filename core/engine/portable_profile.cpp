#include "core/engine/portable_profile.h"

#include <bit>
#include <cmath>
#include <optional>

#include "core/base/concat.h"
#include "core/base/date.h"
#include "core/base/place.h"
#include "core/engine/readable_parts.h"
#include "core/profile/inside.h"

namespace noren {
namespace {

using profile::Day;
using profile::Inside;
using profile::Minute;
using profile::Profile;

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kEnds[profile::kJourneyEndCount] = {"",        "finished",     "goal", "exit",
                                                               "removed", "step-removed", "ready"};
constexpr std::string_view kEdited = "give back what export() gave, as it was";

bool read_digits(std::string_view text, std::size_t at, std::size_t count, std::uint32_t& number) {
  number = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    number = number * 10 + static_cast<std::uint32_t>(text[i] - '0');
  }
  return true;
}

// "2026-11-22" and, for a minute, "T10:05Z" after it.
bool read_minute(std::string_view text, bool with_time, Minute& minute) {
  std::uint32_t year = 0;
  std::uint32_t month = 0;
  std::uint32_t day = 0;
  std::uint32_t hours = 0;
  std::uint32_t minutes = 0;
  if (text.size() != (with_time ? 17u : 10u) || text[4] != '-' || text[7] != '-') return false;
  if (!read_digits(text, 0, 4, year) || !read_digits(text, 5, 2, month) || !read_digits(text, 8, 2, day)) return false;
  if (with_time) {
    if (text[10] != 'T' || text[13] != ':' || text[16] != 'Z') return false;
    if (!read_digits(text, 11, 2, hours) || !read_digits(text, 14, 2, minutes) || hours > 23 || minutes > 59)
      return false;
  }
  if (year < 1970 || year > 2149 || month < 1 || month > 12 || day < 1) return false;
  const Date date{static_cast<std::int32_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
  const std::uint32_t days = day_of(date);
  minute = days * profile::kMinutesPerDay + hours * profile::kMinutesPerHour + minutes;
  return day <= 31 && date_of(days) == date && days <= 0xffff;
}

void append_two(std::string& text, std::uint32_t n) {
  text += static_cast<char>('0' + n / 10);
  text += static_cast<char>('0' + n % 10);
}

// Walks over everything that a profile holds, and either writes it or reads it. The first thing that is wrong ends the reading.
class Walker {
 public:
  // Writes.
  Walker(Profile& profile, const site::Site& site, const model::ShopModel& model)
      : p_(profile), site_(&site), model_(&model) {}
  // Reads.
  explicit Walker(Profile& profile) : p_(profile) {}

  std::string write() {
    walk({});
    return out_.take();
  }
  std::optional<Error> read(const Json& json, const Place& place) {
    walk({&json, &place});
    return std::move(problem_);
  }

 private:
  // A value of the document, while reading.
  struct Node {
    const Json* json = nullptr;
    const Place* place = nullptr;
  };
  bool writing() const { return site_ != nullptr; }
  bool ended() const { return problem_.has_value(); }
  void refuse(const Place& place, std::string_view expected) {
    if (!problem_)
      problem_.emplace(ErrorCode::kInvalidArgument, place.text(), concat({"expected ", expected}), kEdited);
  }

  // --- forms ---
  // The members of an object, each once and no others.
  class Members {
   public:
    Members(Walker& walker, Node node) : walker_(walker), node_(node) {
      if (walker_.writing()) {
        walker_.out_.begin_object();
      } else if (!walker_.ended() && !node.json->is_object()) {
        walker_.refuse(*node.place, "an object");
      }
    }
    template <typename Body>
    Members& member(const char* name, Body body) {
      if (walker_.writing()) {
        walker_.out_.key(name);
        body(Node{});
      } else if (!walker_.ended()) {
        const Place place = node_.place->member(name);
        const Json* const found = node_.json->find(name);
        ++known_;
        names_.push_back(name);
        if (found == nullptr) {
          walker_.refuse(place, "this member, and it is missing");
        } else {
          body(Node{found, &place});
        }
      }
      return *this;
    }
    void end() {
      if (walker_.writing()) {
        walker_.out_.end_object();
      } else if (!walker_.ended() && node_.json->members().size() != known_) {
        for (const auto& [name, value] : node_.json->members()) {
          bool is_known = false;
          for (const std::string_view known : names_) is_known = is_known || known == name;
          if (!is_known) walker_.refuse(node_.place->member(std::string_view(name)), "no such member");
        }
        walker_.refuse(*node_.place, "each member once");
      }
    }

   private:
    Walker& walker_;
    Node node_;
    std::size_t known_ = 0;
    List<std::string_view> names_;
  };

  // A list of so many elements at most: while writing of `size`; `body` is called with each index, `more` makes room for one that is read.
  template <typename More, typename Body>
  void elements(Node node, std::size_t size, std::size_t most, More more, Body body) {
    if (writing()) {
      out_.begin_array();
      for (std::size_t i = 0; i < size; ++i) body(i, Node{});
      out_.end_array();
      return;
    }
    if (ended()) return;
    if (!node.json->is_array() || node.json->elements().size() > most) {
      return refuse(*node.place, concat({"a list of at most ", most}));
    }
    for (std::size_t i = 0; i < node.json->elements().size() && !ended(); ++i) {
      more();
      const Place place = node.place->element(i);
      body(i, Node{&node.json->elements()[i], &place});
    }
  }
  template <typename T, std::size_t kBound, typename Body>
  void list(Node node, BoundedList<T, kBound>& list, Body body) {
    elements(
        node, list.size(), kBound, [&] { list.push_back({}); },
        [&](std::size_t i, Node at) {
          Members members(*this, at);
          body(list[i], members);
          members.end();
        });
  }

  template <typename T>
  void number(Node node, T& value, double least, double most) {
    if (writing()) {
      out_.number(static_cast<double>(value));
    } else if (!ended()) {
      const double given = node.json->number();
      const bool fits = node.json->is_number() && given >= least && given <= most;
      value = fits ? static_cast<T>(given) : T{};
      if (fits && static_cast<double>(value) == given) return;
      const bool whole = std::is_integral_v<T>;
      refuse(*node.place, concat({whole ? "a whole number from " : "a number from ", least, " to ", most}));
    }
  }
  template <typename T>
  void count(Node node, T& value) {
    number(node, value, 0, static_cast<double>(static_cast<T>(-1)));
  }
  void score(Node node, float& value) { number(node, value, 0, 1e9); }
  void price(Node node, float& value) {
    if (writing() ? value < 0 : node.json->is_null()) {
      value = -1;
      if (writing()) out_.null();
      return;
    }
    score(node, value);
  }
  template <typename T>
  void flag(Node node, T& value) {
    if (writing()) {
      out_.boolean(value != 0);
    } else if (!ended()) {
      if (!node.json->is_boolean()) refuse(*node.place, "true or false");
      value = node.json->boolean() ? 1 : 0;
    }
  }
  void moment(Node node, Minute& minute, bool with_time) {
    if (!writing()) {
      minute = 0;
      if (ended() || node.json->is_null()) return;
      if (!read_minute(node.json->string(), with_time, minute)) {
        refuse(*node.place,
               with_time ? "a minute such as \"2026-11-22T10:05Z\", or null" : "a day such as \"2026-11-22\", or null");
      }
      return;
    }
    if (minute == 0) {
      out_.null();
      return;
    }
    const Date date = date_of(minute / profile::kMinutesPerDay);
    const auto year = static_cast<std::uint32_t>(date.year);
    std::string text;
    append_two(text, year / 100);
    append_two(text, year % 100);
    text += '-';
    append_two(text, date.month);
    text += '-';
    append_two(text, date.day);
    if (with_time) {
      const std::uint32_t of_day = minute % profile::kMinutesPerDay;
      text += 'T';
      append_two(text, of_day / 60);
      text += ':';
      append_two(text, of_day % 60);
      text += 'Z';
    }
    out_.string(text);
  }
  void minute(Node node, Minute& minute) { moment(node, minute, true); }
  void day(Node node, Day& day) {
    Minute minute = Minute{day} * profile::kMinutesPerDay;
    moment(node, minute, false);
    day = profile::day_of_minute(minute);
  }
  // Texts in the order of their numbers.
  template <typename T>
  void word(Node node, T& value, std::span<const std::string_view> words) {
    const auto index = static_cast<std::size_t>(value);
    if (writing()) {
      words[index].empty() ? out_.null() : out_.string(words[index]);
    } else if (!ended()) {
      for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].empty() ? node.json->is_null() : node.json->is_string() && node.json->string() == words[i]) {
          value = static_cast<T>(i);
          return;
        }
      }
      refuse(*node.place, "one of the words that export() writes here");
    }
  }

  template <typename T>
  void hex(Node node, T& value) {
    constexpr std::size_t kDigits = 2 * sizeof(T);
    if (writing()) {
      std::string digits;
      for (std::size_t i = kDigits; i-- > 0;) digits += kHex[static_cast<std::size_t>(value >> (4 * i)) & 15u];
      out_.string(digits);
    } else if (!ended()) {
      const std::string_view text = node.json->string();
      value = 0;
      bool is_hex = text.size() == kDigits;
      for (const char c : text) {
        const std::size_t digit = kHex.find(c);
        is_hex = is_hex && digit != std::string_view::npos;
        value = static_cast<T>(value << 4 | static_cast<T>(digit & 15u));
      }
      if (!is_hex) refuse(*node.place, concat({kDigits, " hexadecimal digits"}));
    }
  }
  // {"key", "name"}; null for 0. `name` gives the name, empty: not known.
  template <typename T, typename Name>
  void key(Node node, T& value, Name name) {
    if (writing() ? value == 0 : node.json->is_null()) {
      value = 0;
      if (writing()) out_.null();
      return;
    }
    Members(*this, node)
        .member("key", [&](Node at) { hex(at, value); })
        .member("name",
                [&](Node) {
                  if (!writing()) return;
                  const std::string_view text = name(value);
                  text.empty() ? out_.null() : out_.string(text);
                })
        .end();
  }

  // --- names ---
  std::string_view name_of(NameKey key) const {
    const Symbol symbol = site_->names.find(key);
    return symbol == kNoSymbol ? std::string_view() : site_->symbols.text(symbol);
  }
  std::string_view item_of(ItemKey key) const {
    const auto item = model_->find(key);
    return item ? model_->item_id(*item) : std::string_view();
  }
  // The history keeps half of an item's key: found where one of the lists has all of it.
  std::string_view item_of_half(std::uint32_t half) const {
    ItemKey whole = 0;
    const auto look = [&](const auto& items) {
      for (const auto& item : items) whole = item.key >> 32 == half ? item.key : whole;
    };
    look(p_.seen());
    look(p_.bought());
    look(p_.cart());
    return whole == 0 ? std::string_view() : item_of(whole);
  }
  std::string_view campaign_id(NameKey key) const {
    const site::Campaign* const campaign = campaign_of(*site_, key);
    return campaign == nullptr ? std::string_view() : std::string_view(campaign->id);
  }
  std::string_view variant_id(NameKey campaign, NameKey key) const {
    if (const site::Campaign* const known = campaign_of(*site_, campaign)) {
      for (const site::Variant& variant : known->variants) {
        if (variant.key == key) return variant.id;
      }
    }
    return {};
  }
  const profile::Question* question(NameKey key) const {
    for (const profile::Question& question : site_->profile.questions) {
      if (question.key == key) return &question;
    }
    return nullptr;
  }
  std::string_view question_id(NameKey key) const {
    const profile::Question* const known = question(key);
    return known == nullptr ? std::string_view() : std::string_view(known->id);
  }
  std::string_view option_id(NameKey of, NameKey key) const {
    if (const profile::Question* const known = question(of)) {
      for (const std::string& option : known->options) {
        if (name_key(option) == key) return option;
      }
    }
    return {};
  }
  const site::Journey* journey(NameKey key) const {
    for (const site::Journey& journey : site_->journeys) {
      if (journey.key == key) return &journey;
    }
    return nullptr;
  }
  std::string_view journey_id(NameKey key) const {
    const site::Journey* const known = journey(key);
    return known == nullptr ? std::string_view() : std::string_view(known->id);
  }
  std::string_view step_id(NameKey of, NameKey key) const {
    if (const site::Journey* const known = journey(of)) {
      for (const site::JourneyStep& step : known->steps) {
        if (step.key == key) return step.id;
      }
    }
    return {};
  }

  void category(Node node, NameKey& value) {
    key(node, value, [&](NameKey known) { return name_of(known); });
  }
  void item(Node node, ItemKey& value) {
    key(node, value, [&](ItemKey known) { return item_of(known); });
  }
  void campaign(Node node, NameKey& value) {
    key(node, value, [&](NameKey known) { return campaign_id(known); });
  }

  // --- the profile ---
  void walk(Node node) {
    Members all(*this, node);
    all.member("seed", [&](Node at) { seed(at); });
    all.member("events", [&](Node at) { count(at, Inside::events(p_)); });
    all.member("last_event", [&](Node at) { minute(at, Inside::last_event(p_)); });
    all.member("visits", [&](Node at) { visits(at); });
    all.member("interests", [&](Node at) { interests(at); });
    all.member("seen", [&](Node at) {
      list(at, Inside::seen(p_), [&](profile::SeenItem& seen, Members& members) {
        members.member("item", [&](Node in) { item(in, seen.key); })
            .member("day", [&](Node in) { day(in, seen.day); })
            .member("views", [&](Node in) { count(in, seen.views); })
            .member("price", [&](Node in) { price(in, seen.price); });
      });
    });
    all.member("bought", [&](Node at) {
      list(at, Inside::bought(p_), [&](profile::BoughtItem& bought, Members& members) {
        members.member("item", [&](Node in) { item(in, bought.key); }).member("day", [&](Node in) {
          day(in, bought.day);
        });
      });
    });
    all.member("cart", [&](Node at) { cart(at); });
    all.member("spent", [&](Node at) { number(at, Inside::total_spend(p_), 0, 1e12); });
    all.member("last_purchase", [&](Node at) { day(at, Inside::last_purchase_day(p_)); });
    all.member("counts", [&](Node at) { counts(at); });
    all.member("history", [&](Node at) { history(at); });
    all.member("shown", [&](Node at) { shown(at); });
    all.member("outcomes", [&](Node at) { outcomes(at); });
    all.member("journeys", [&](Node at) { journeys(at); });
    all.member("answers", [&](Node at) { answers(at); });
    all.member("set_aside", [&](Node at) { set_aside(at); });
    all.end();
  }

  void seed(Node node) {
    elements(node, 2, 2, [] {}, [&](std::size_t i, Node at) { hex(at, Inside::seed(p_)[i]); });
  }

  void visits(Node node) {
    Members(*this, node)
        .member("count", [&](Node at) { count(at, Inside::visits(p_)); })
        .member("first", [&](Node at) { day(at, Inside::first_day(p_)); })
        .member("previous", [&](Node at) { day(at, Inside::previous_visit_day(p_)); })
        .member("began", [&](Node at) { minute(at, Inside::session_start(p_)); })
        .member("events", [&](Node at) { count(at, Inside::session_events(p_)); })
        .member("page_views", [&](Node at) { count(at, Inside::session_page_views(p_)); })
        .end();
  }

  void interests(Node node) {
    const auto scores = [&](auto& interests) {
      return [&](Node at) {
        list(at, interests, [&](profile::Interest& interest, Members& members) {
          members.member("name", [&](Node in) { category(in, interest.key); }).member("score", [&](Node in) {
            score(in, interest.score);
          });
        });
      };
    };
    Members(*this, node)
        .member("day", [&](Node at) { day(at, Inside::decay_day(p_)); })
        .member("total", [&](Node at) { score(at, Inside::total(p_)); })
        .member("categories", scores(Inside::categories(p_)))
        .member("brands", scores(Inside::brands(p_)))
        .member("price_bands",
                [&](Node at) {
                  auto& bands = Inside::price_bands(p_);
                  elements(at, bands.size(), bands.size(), [] {}, [&](std::size_t i, Node in) { score(in, bands[i]); });
                })
        .end();
  }

  void cart(Node node) {
    Members(*this, node)
        .member("changed", [&](Node at) { minute(at, Inside::cart_changed(p_)); })
        .member("lines",
                [&](Node at) {
                  list(at, Inside::cart(p_), [&](profile::CartLine& line, Members& members) {
                    members.member("item", [&](Node in) { item(in, line.key); })
                        .member("price", [&](Node in) { price(in, line.price); })
                        .member("quantity", [&](Node in) { number(in, line.quantity, 1, privacy::kMaxQuantity); });
                  });
                })
        .end();
  }

  // Per kind of event: how often in all, on which day last, and on which of the counted days how often, the latest first.
  void counts(Node node) {
    auto& counted = Inside::counted_day(p_);
    Members(*this, node)
        .member("day", [&](Node at) { day(at, counted); })
        .member("kinds",
                [&](Node at) {
                  elements(
                      at, event::kKindCount, event::kKindCount, [] {},
                      [&](std::size_t kind, Node in) { counts_of(kind, in); });
                })
        .end();
  }
  void counts_of(std::size_t kind, Node node) {
    Members(*this, node)
        .member("event",
                [&](Node at) {
                  if (writing()) {
                    out_.string(event::name(static_cast<event::Kind>(kind)));
                  } else if (at.json->string() != event::name(static_cast<event::Kind>(kind))) {
                    refuse(*at.place, concat({"\"", event::name(static_cast<event::Kind>(kind)), "\""}));
                  }
                })
        .member("count", [&](Node at) { count(at, Inside::counts(p_)[kind]); })
        .member("last", [&](Node at) { day(at, Inside::last_days(p_)[kind]); })
        .member("days",
                [&](Node at) {
                  auto& days = Inside::day_counts(p_)[kind];
                  std::size_t size = days.size();
                  while (size > 0 && days[size - 1] == 0) --size;
                  elements(at, size, days.size(), [] {}, [&](std::size_t i, Node in) { count(in, days[i]); });
                })
        .end();
  }

  void history(Node node) {
    elements(
        node, p_.history().size(), profile::kMaxHistory, [] {},
        [&](std::size_t i, Node at) {
          profile::HistoryEntry entry = writing() ? p_.history()[i] : profile::HistoryEntry();
          row(at, entry);
          if (!writing() && !ended()) Inside::push_history(p_, entry);
        });
  }
  void row(Node node, profile::HistoryEntry& entry) {
    std::string_view kinds[event::kKindCount];
    for (std::size_t i = 0; i < event::kKindCount; ++i) kinds[i] = event::name(static_cast<event::Kind>(i));
    Members members(*this, node);
    members.member("event", [&](Node at) { word(at, entry.kind, kinds); });
    members.member("time", [&](Node at) { minute(at, entry.minute); });
    members.member("subject", [&](Node at) {
      key(at, entry.item, [&](std::uint32_t subject) {
        if (entry.kind == event::Kind::kAnswer) return question_id(subject);
        return privacy::may_act(entry.kind) ? campaign_id(subject) : item_of_half(subject);
      });
    });
    members.member("categories", [&](Node at) {
      std::size_t size = 0;
      while (size < profile::kHistoryCategories && entry.categories[size] != 0) ++size;
      elements(
          at, size, profile::kHistoryCategories, [] {},
          [&](std::size_t i, Node in) { category(in, entry.categories[i]); });
    });
    members.member("brand", [&](Node at) { category(at, entry.brand); });
    members.member("price_band", [&](Node at) {
      if (writing() ? entry.price_band == profile::HistoryEntry::kNoBand : at.json->is_null()) {
        if (writing()) out_.null();
        return;
      }
      number(at, entry.price_band, 0, profile::kMaxPriceBands - 1);
    });
    members.end();
  }

  void shown(Node node) {
    list(node, Inside::showings(p_), [&](profile::Showing& shown, Members& members) {
      members.member("campaign", [&](Node at) { campaign(at, shown.campaign); })
          .member("variant",
                  [&](Node at) {
                    key(at, shown.variant, [&](NameKey known) { return variant_id(shown.campaign, known); });
                  })
          .member("times", [&](Node at) { count(at, shown.times); })
          .member("in_session", [&](Node at) { count(at, shown.in_session); })
          .member("on_last_day", [&](Node at) { count(at, shown.today); })
          .member("in_last_week", [&](Node at) { count(at, shown.this_week); })
          .member("clicks", [&](Node at) { count(at, shown.clicks); })
          .member("last", [&](Node at) { minute(at, shown.last); })
          .member("last_day", [&](Node at) { day(at, shown.last_day); })
          .member("dismissed", [&](Node at) { day(at, shown.dismissed_day); })
          .member("goal_reached", [&](Node at) { flag(at, shown.converted); });
    });
  }

  void outcomes(Node node) {
    list(node, Inside::arms(p_), [&](profile::Arm& arm, Members& members) {
      members.member("campaign", [&](Node at) { campaign(at, arm.campaign); })
          .member(
              "variant",
              [&](Node at) { key(at, arm.variant, [&](NameKey known) { return variant_id(arm.campaign, known); }); })
          .member("shown", [&](Node at) { score(at, arm.shown); })
          .member("succeeded", [&](Node at) { score(at, arm.succeeded); })
          .member("day", [&](Node at) { day(at, arm.as_of); });
    });
  }

  void journeys(Node node) {
    list(node, Inside::journeys(p_), [&](profile::JourneyState& state, Members& members) {
      members
          .member("journey", [&](Node at) { key(at, state.journey, [&](NameKey known) { return journey_id(known); }); })
          .member("step",
                  [&](Node at) { key(at, state.step, [&](NameKey known) { return step_id(state.journey, known); }); })
          .member("entered", [&](Node at) { minute(at, state.entered); })
          .member("visit", [&](Node at) { count(at, state.entered_visit); })
          .member("started", [&](Node at) { day(at, state.started); })
          .member("ended", [&](Node at) { day(at, state.ended); })
          .member("times", [&](Node at) { count(at, state.times); })
          .member("end", [&](Node at) { word(at, state.end, kEnds); })
          .member("ready", [&](Node at) { flag(at, state.ready); });
    });
  }

  void answers(Node node) {
    list(node, Inside::answers(p_), [&](profile::Answer& answer, Members& members) {
      members
          .member("question",
                  [&](Node at) { key(at, answer.question, [&](NameKey known) { return question_id(known); }); })
          .member("option",
                  [&](Node at) {
                    key(at, answer.option, [&](NameKey known) { return option_id(answer.question, known); });
                  })
          .member("value", [&](Node at) { number(at, answer.value, -1e9, 1e9); })
          .member("day", [&](Node at) { day(at, answer.day); });
    });
  }

  // All keys have 16 digits here, for what they name depends on the kind.
  void set_aside(Node node) {
    list(node, Inside::disregards(p_), [&](profile::Disregard& aside, Members& members) {
      members.member("kind", [&](Node at) { word(at, aside.kind, profile::kAsides); })
          .member("what",
                  [&](Node at) {
                    key(at, aside.key, [&](std::uint64_t known) {
                      const auto name = static_cast<NameKey>(known);
                      if (aside.kind == profile::Aside::kQuestion) return question_id(name);
                      const bool is_item =
                          aside.kind == profile::Aside::kDisliked || aside.kind == profile::Aside::kItem;
                      return is_item ? item_of(known) : name_of(name);
                    });
                  })
          .member("day", [&](Node at) { day(at, aside.day); });
    });
  }

  Profile& p_;
  const site::Site* site_ = nullptr;
  const model::ShopModel* model_ = nullptr;
  JsonWriter out_;
  std::optional<Error> problem_;
};

}  // namespace

std::string portable_profile(const profile::Profile& profile, const site::Site& site, const model::ShopModel& model) {
  // A walker that writes changes nothing.
  return Walker(const_cast<Profile&>(profile), site, model).write();
}

Result<profile::Profile> read_portable_profile(const Json& json, const profile::Rules& rules) {
  Profile profile(rules);
  const Place document;
  const Place place = document.member("profile");
  if (auto problem = Walker(profile).read(json, place)) return std::unexpected(std::move(*problem));
  // What the stored form may not hold, this may not either.
  auto sound = Profile::decode(profile.encode(), rules);
  if (!sound) {
    return fail(ErrorCode::kCorrupt, "the profile holds values that can't be together", "profile", kEdited);
  }
  return sound;
}

}  // namespace noren
