// A visitor for tests: what she does goes through the gate into her profile.
#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "core/profile/profile.h"
#include "tests/support/test_shop.h"

namespace noren::profile {

inline Minute minute_at(double time_ms) { return static_cast<Minute>(time_ms / testing::kMinute); }
inline Day day_at(double time_ms) { return day_of_minute(minute_at(time_ms)); }

class Visitor : public ::testing::Test {
 protected:
  void does(event::Kind kind, double time_ms, const std::vector<testing::Fields>& items = {},
            const testing::Fields& fields = {}) {
    const auto event = gate_.admit(testing::raw_event(gate_, kind, time_ms, items, fields), testing::kPersonal);
    ASSERT_TRUE(event);
    profile_.apply(*event);
  }
  void does(event::Kind kind, double time_ms, const char* item) { does(kind, time_ms, {{{"item_id", item}}}); }
  void acts(event::Kind kind, double time_ms, const privacy::CleanAct& act) {
    const auto event = gate_.admit_act(kind, time_ms, act, testing::kPersonal);
    ASSERT_TRUE(event);
    profile_.apply(*event);
  }
  void sees(std::string_view campaign, double time_ms, std::string_view variant = "a") {
    acts(event::Kind::kViewPromotion, time_ms, {name_key(campaign), name_key(variant), 0, 0});
  }
  void steps(std::string_view journey, double time_ms, std::string_view from, std::string_view to,
             JourneyEnd end = JourneyEnd::kNone) {
    const auto key = [](std::string_view id) { return id.empty() ? 0 : name_key(id); };
    const JourneyState* const known = profile_.journey(name_key(journey));
    const float begun = known == nullptr ? 0 : known->times;
    const float value = from.empty() && !to.empty() ? begun : static_cast<float>(end);
    acts(event::Kind::kJourneyStep, time_ms, {name_key(journey), key(to), key(from), value});
  }
  void look_from(double time_ms) { profile_.look_from(minute_at(time_ms)); }

  testing::TestVocabulary vocabulary_;
  privacy::InboundGate gate_{vocabulary_};
  Rules rules_ = Rules::defaults();
  Profile profile_{rules_};
};

}  // namespace noren::profile
