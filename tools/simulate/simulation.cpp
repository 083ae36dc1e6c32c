#include "tools/simulate/simulation.h"

#include <time.h>

#include <cstdlib>

#include "core/base/json.h"

namespace noren::tools {
namespace {

using decide::Decision;
using event::Kind;

constexpr privacy::Consent kPersonal = privacy::Consent::from_bits(3);
constexpr double kSeesASlot = 0.8;
constexpr double kFollows = 0.1;
constexpr double kCloses = 0.1;
constexpr double kAnswers = 0.04;  // per page view

// What the clocks of a named zone are ahead of UTC at that time, by the system's table of time zones.
std::int32_t offset_of(const std::string& zone, double time_ms) {
  setenv("TZ", zone.c_str(), 1);
  tzset();
  const auto seconds = static_cast<time_t>(time_ms / 1000);
  tm local{};
  localtime_r(&seconds, &local);
  return static_cast<std::int32_t>(local.tm_gmtoff / 60);
}

std::uint32_t field_number(std::string_view name) {
  for (std::uint32_t i = 0; i < event::fields().size(); ++i) {
    if (event::fields()[i].name == name) return i;
  }
  return event::kUnknownField;
}

bool can_be_closed(site::SlotKind kind) {
  return kind == site::SlotKind::kBanner || kind == site::SlotKind::kBar || kind == site::SlotKind::kPopup ||
         kind == site::SlotKind::kToast;
}

template <typename Names>
std::int32_t index_of(const Names& names, std::string_view name) {
  std::int32_t i = 0;
  for (const std::string_view known : names) {
    if (known == name) return i;
    ++i;
  }
  return -1;
}

// One shopper's weeks.
class Life {
 public:
  Life(Engine& engine, const std::vector<Goods>& goods, const Shopper& shopper, Dice& dice, Tally& tally)
      : engine_(engine),
        site_(engine.site()),
        goods_(goods),
        shopper_(shopper),
        dice_(dice),
        tally_(tally),
        was_in_(site_.segments.size()),
        saw_(site_.campaigns.size()) {}

  void live() {
    engine_.set_consent(kPersonal, shopper_.seed);
    bool arrives = true;
    for (const PageVisit& visit : shopper_.pages) {
      view(visit, arrives);
      arrives = visit.leaves;
    }
    count_journeys(shopper_.pages.back().time_ms);
    engine_.erase();
    ++tally_.visitors;
    tally_.sessions += shopper_.sessions;
  }

 private:
  void view(const PageVisit& visit, bool arrives) {
    if (arrives) arrive(visit);
    engine_.begin_page_view({mix64(++page_views_), shopper_.seed[0]});
    context_.page = index_of(site_.pages, visit.page);
    engine_.set_context(context_);
    double now = visit.time_ms;
    tick(now);
    track(Kind::kPageView, now);
    if (visit.kind != Kind::kPageView) track(visit.kind, now, &goods_[visit.item]);
    react(now);
    // Half of her time later, and when she goes: triggers may have come true.
    for (const double part : {0.5, 1.0}) {
      now = visit.time_ms + 1000 * visit.seconds * part;
      engine_.set_page_state(visit.seconds * part, visit.seconds * part / 2, visit.scroll * part,
                             visit.leaves && part == 1);
      tick(now);
      react(now);
    }
    count_page_view();
  }

  void arrive(const PageVisit& visit) {
    context_ = {.language = shopper_.language,
                .device = shopper_.device,
                .landing = index_of(site_.pages, visit.page),
                .channel = shopper_.channel};
    for (std::size_t zone = 1; zone < site_.zones.size(); ++zone) {
      if (!site_.zones[zone].offset_minutes)
        engine_.set_zone_offset(zone, offset_of(site_.zones[zone].name, visit.time_ms));
    }
  }

  void track(Kind kind, double now, const Goods* goods = nullptr) {
    event::RawEvent raw;
    raw.kind = kind;
    raw.time_ms = now;
    if (goods != nullptr) {
      auto& fields = raw.items.emplace_back().fields;
      const auto text = [&](std::string_view name, const std::string& value) {
        if (value.empty()) return;
        const std::uint32_t field = field_number(name);
        fields.push_back({field, static_cast<double>(engine_.text(event::fields()[field].type, value))});
      };
      text("item_id", goods->id);
      constexpr std::string_view kLevels[] = {"item_category", "item_category2", "item_category3", "item_category4",
                                              "item_category5"};
      for (std::size_t i = 0; i < goods->categories.size() && i < std::size(kLevels); ++i) {
        text(kLevels[i], goods->categories[i]);
      }
      text("item_brand", goods->brand);
      text("currency", site_.currency);
      fields.push_back({field_number("price"), goods->price});
    }
    expect_taken(engine_.track(raw));
  }

  void react(double now) {
    const auto decisions = engine_.decide(now);
    const std::vector<Decision> shown(decisions.begin(), decisions.end());
    for (std::size_t slot = 0; slot < shown.size(); ++slot) {
      if (shown[slot].campaign < 0 || !dice_.chance(kSeesASlot)) continue;
      const auto campaign = static_cast<std::size_t>(shown[slot].campaign);
      CampaignTally& tally = tally_.campaigns[campaign];
      const auto seen = engine_.seen(slot, now);
      if (!seen || seen->empty()) continue;
      ++tally.exposures;
      saw_[campaign] = true;
      if (shown[slot].variant < 0) continue;
      if (dice_.chance(kFollows)) {
        tally.clicks += recorded(engine_.select(slot, now));
      } else if (can_be_closed(site_.slots[slot].kind) && dice_.chance(kCloses)) {
        tally.dismissals += recorded(engine_.dismiss(slot, now));
      }
    }
    if (!site_.profile.questions.empty() && dice_.chance(kAnswers / 3)) answer(now);
  }

  void tick(double now) { expect_taken(engine_.tick(now)); }

  void expect_taken(const Engine::Record& record) { tally_.refused += record ? 0 : 1; }

  static std::uint64_t recorded(const Engine::Record& record) { return record && !record->empty() ? 1 : 0; }

  void answer(double now) {
    const std::size_t question = dice_.below(site_.profile.questions.size());
    const profile::Question& asked = site_.profile.questions[question];
    double value = 0;
    switch (asked.kind) {
      case profile::Question::Kind::kChoice: value = static_cast<double>(dice_.below(asked.options.size())); break;
      case profile::Question::Kind::kBoolean: value = dice_.chance(0.5) ? 1 : 0; break;
      case profile::Question::Kind::kNumber: value = asked.least + dice_.unit() * (asked.most - asked.least); break;
      case profile::Question::Kind::kMonthDay:
        value = static_cast<double>(100 * (1 + dice_.below(12)) + 1 + dice_.below(28));
        break;
    }
    expect_taken(engine_.answer(question, value, now));
  }

  // As decided last.
  void count_page_view() {
    const decide::Decider& decider = engine_.decider();
    ++tally_.page_views;
    for (std::size_t i = 0; i < site_.segments.size(); ++i) {
      if (!decider.segment(i)) continue;
      ++tally_.segments[i].page_views;
      if (!was_in_[i]) ++tally_.segments[i].visitors;
      was_in_[i] = true;
    }
    const auto decisions = decider.decisions();
    for (std::size_t slot = 0; slot < decisions.size(); ++slot) {
      if (decisions[slot].campaign < 0) continue;
      ++(decisions[slot].variant < 0 ? tally_.slots[slot].held_back : tally_.slots[slot].filled);
    }
    for (std::size_t i = 0; i < site_.campaigns.size(); ++i) {
      const decide::Verdict verdict = decider.verdict(i);
      ++tally_.campaigns[i].verdicts[static_cast<std::size_t>(verdict)];
      const std::int32_t rival = decider.rival(i, verdict);
      const bool conflict = verdict == decide::Verdict::kGroup ||
                            (verdict == decide::Verdict::kOutranked && rival >= 0 &&
                             site_.campaigns[static_cast<std::size_t>(rival)].priority == site_.campaigns[i].priority);
      if (conflict && rival >= 0) ++tally_.conflicts[{i, static_cast<std::size_t>(rival)}];
    }
  }

  void count_journeys(double now) {
    for (std::size_t i = 0; i < saw_.size(); ++i) tally_.campaigns[i].visitors += saw_[i] ? 1 : 0;
    if (site_.journeys.empty()) return;
    const auto stands = Json::parse(engine_.journeys(now));
    if (!stands) return;
    for (const Json& one : stands->elements()) {
      for (std::size_t i = 0; i < site_.journeys.size(); ++i) {
        if (site_.journeys[i].id != one.find("journey")->string()) continue;
        JourneyTally& tally = tally_.journeys[i];
        ++tally.visitors;
        tally.begun += static_cast<std::uint64_t>(one.find("times")->number());
        const std::string_view end = one.find("end")->string();
        ++(end == "goal" ? tally.goal : end == "exit" ? tally.exit : end.empty() ? tally.under_way : tally.finished);
      }
    }
  }

  Engine& engine_;
  const site::Site& site_;
  const std::vector<Goods>& goods_;
  const Shopper& shopper_;
  Dice& dice_;
  Tally& tally_;
  PageContext context_;
  std::vector<bool> was_in_;
  std::vector<bool> saw_;
  std::uint64_t page_views_ = 0;
};

}  // namespace

Tally simulate(Engine& engine, const Shoppers& shoppers, std::uint64_t visitors) {
  const site::Site& site = engine.site();
  const std::vector<Goods> goods = goods_of(site, engine.model());
  Tally tally;
  tally.segments.resize(site.segments.size());
  tally.slots.resize(site.slots.size());
  tally.campaigns.resize(site.campaigns.size());
  tally.journeys.resize(site.journeys.size());
  for (std::uint64_t number = 0; number < visitors; ++number) {
    Dice dice(mix64(shoppers.seed) ^ mix64(number));
    const Shopper one = shopper(shoppers, number, site, goods, dice);
    Life(engine, goods, one, dice, tally).live();
  }
  return tally;
}

}  // namespace noren::tools
