// A visitor of a site for tests: her profile, her page views, what she sees and does.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "core/base/hash.h"
#include "core/decide/decider.h"
#include "core/site/site.h"
#include "privacy/inbound_gate.h"
#include "tests/support/test_shop.h"

namespace noren::decide {

// A site document's members beside the required ones. Problems fail the test and give an empty site.
inline site::Site load(const std::string& members) {
  auto site = site::load(R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja"], )" + members + "}");
  if (!site) ADD_FAILURE() << to_string(site.error().front());
  return site ? std::move(*site) : site::Site();
}

inline Seed seed_of(std::uint64_t number) { return {mix64(2 * number + 1), mix64(2 * number + 2)}; }

class Visitor {
 public:
  static constexpr double kMinute = testing::kMinute;
  static constexpr double kDay = testing::kDay;

  explicit Visitor(const site::Site& site, std::uint64_t seed = 1) : decider(site), profile(site.profile), site_(site) {
    profile.set_seed(seed_of(seed));
    begin_page();
  }

  // Another page view: an event, as a page would send it.
  void begin_page() {
    decider.begin_page_view(seed_of(1000 + ++pages_));
    context.page_state = {};
    track(event::Kind::kPageView);
  }
  void track(event::Kind kind, const std::vector<testing::Fields>& items = {}) {
    const auto event = gate_.admit(testing::raw_event(gate_, kind, now_, items), testing::kPersonal);
    if (!event) return ADD_FAILURE() << to_string(event.error());
    if (level != privacy::Level::kContextual) profile.apply(*event);
  }
  void wait(double ms) { now_ += ms; }
  double now() const { return now_; }
  std::uint64_t pages() const { return pages_; }

  Decider& decide() {
    profile::Context looked = context;
    looked.now = static_cast<profile::Minute>(now_ / kMinute);
    profile.look_from(looked.now);
    const profile::Changes changed = profile.take_changes();
    if (!remembers) decider.look_anew();
    decider.update({&profile, looked, level, remembers ? changed : profile::kEverything});
    return decider;
  }
  Decision decision(std::size_t slot) { return decide().decisions()[slot]; }
  Role role(std::size_t slot) { return static_cast<Role>(decision(slot).role); }
  // The id of what a slot shows; "" for none.
  std::string campaign(std::size_t slot) {
    const std::int32_t index = decision(slot).campaign;
    return index < 0 ? "" : site_.campaigns[static_cast<std::size_t>(index)].id;
  }
  std::string verdict(std::string_view campaign) {
    decide();
    for (std::size_t i = 0; i < site_.campaigns.size(); ++i) {
      if (site_.campaigns[i].id == campaign) return std::string(name(decider.verdict(i)));
    }
    return "no such campaign";
  }
  std::string explanation(std::size_t slot) {
    JsonWriter out;
    decide().explain(slot, out);
    return out.take();
  }

  // She sees, follows, closes what the slot shows. Whether it counted.
  bool see(std::size_t slot) {
    decide();
    return record(event::Kind::kViewPromotion, decider.seen(slot));
  }
  bool select(std::size_t slot) {
    decide();
    return record(event::Kind::kSelectPromotion, decider.selected(slot));
  }
  bool dismiss(std::size_t slot) {
    decide();
    return record(event::Kind::kDismissPromotion, decider.dismissed(slot));
  }

  Decider decider;
  profile::Profile profile;
  profile::Context context;
  privacy::Level level = privacy::Level::kPersonal;
  bool remembers = true;  // what changed since the last look; else everything is looked at each time

 private:
  bool record(event::Kind kind, const std::optional<privacy::CleanAct>& act) {
    if (!act) return false;
    const auto event = gate_.admit_act(kind, now_, *act, testing::kPersonal);
    if (!event) ADD_FAILURE() << to_string(event.error());
    profile.apply(*event);
    return true;
  }

  const site::Site& site_;
  testing::TestVocabulary vocabulary_;
  privacy::InboundGate gate_{vocabulary_};
  double now_ = testing::kNow;
  std::uint64_t pages_ = 0;
};

}  // namespace noren::decide
