// What a profile consists of, for the few that rewrite one: merge.cpp and forget.cpp. Everybody else has Profile::apply().
#pragma once

#include "core/profile/profile.h"

namespace noren::profile {

struct Inside {
  static auto& changes(auto& p) { return p.changes_; }
  static auto& seed(auto& p) { return p.seed_; }
  static auto& categories(auto& p) { return p.categories_; }
  static auto& brands(auto& p) { return p.brands_; }
  static auto& price_bands(auto& p) { return p.price_bands_; }
  static auto& total(auto& p) { return p.total_; }
  static auto& decay_day(auto& p) { return p.decay_day_; }
  static auto& seen(auto& p) { return p.seen_; }
  static auto& bought(auto& p) { return p.bought_; }
  static auto& cart(auto& p) { return p.cart_; }
  static auto& counts(auto& p) { return p.counts_; }
  static auto& events(auto& p) { return p.events_; }
  static auto& visits(auto& p) { return p.visits_; }
  static auto& session_events(auto& p) { return p.session_events_; }
  static auto& session_page_views(auto& p) { return p.session_page_views_; }
  static auto& session_start(auto& p) { return p.session_start_; }
  static auto& last_event(auto& p) { return p.last_event_; }
  static auto& first_day(auto& p) { return p.first_day_; }
  static auto& previous_visit_day(auto& p) { return p.previous_visit_day_; }
  static auto& last_purchase_day(auto& p) { return p.last_purchase_day_; }
  static auto& total_spend(auto& p) { return p.total_spend_; }
  static auto& cart_changed(auto& p) { return p.cart_changed_; }
  static auto& showings(auto& p) { return p.ledger_.showings_; }
  static auto& arms(auto& p) { return p.ledger_.arms_; }
  static auto& journeys(auto& p) { return p.journeys_.states_; }
  static auto& answers(auto& p) { return p.answers_.answers_; }
  static auto& disregards(auto& p) { return p.disregards_.list_; }

  static void push_history(Profile& p, const HistoryEntry& entry) { p.history_.push(entry); }
  static void clear_history(Profile& p) {
    p.history_.entries_ = {};
    p.history_.begin_ = 0;
    p.history_.size_ = 0;
  }
  // counts[kind][0] is of the counted day, [1] of the day before it.
  static auto& day_counts(auto& p) { return p.history_.counts_; }
  static auto& counted_day(auto& p) { return p.history_.counted_day_; }
  static auto& last_days(auto& p) { return p.history_.last_days_; }
  static double decay_factor(const Profile& p, std::uint32_t days) { return p.decay_factor(days); }
};

}  // namespace noren::profile
