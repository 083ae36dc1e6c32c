// JSON for people and hosts: a profile in words, and the closed lists whose indices cross to the host.
#pragma once

#include <string>

#include "core/model/shop_model.h"
#include "core/profile/profile.h"
#include "core/site/site.h"

namespace noren {

// Everything that the profile holds:
// {"visits", "first_day", "previous_visit_day", "last_purchase_day", "session_page_views", "session_events", "session_began",
// "cart_changed", "seed", "interests": {"categories": [{"name", "share"}…], "brands", "price_bands"}, "seen":
// [{"item_id", "day", "views"}…], "bought", "cart", "events": {"view_item": 3…}, "total_spend",
// "days": [{"day", "view_item": 2…}…], "last_days": {"view_item": day…}, "history": [{"event", "time", and "item_id" or "campaign",
// "category", "brand", "price_band"}…],
// "shown": [{"campaign", "variant", "times", "in_session", "today", "this_week", "clicks", "last_day", "last", "goal_reached",
// "dismissed_day"}…], "answers": [{"question", "answer", "day"}…],
// "journeys", "outcomes"}; days as "2026-11-22", times too but for those of this session, "2026-11-22T10:05Z".
// Interests strongest first, ties by name. Names and ids that neither site nor model
// know are null. O(bounds of the profile).
std::string readable_profile(const profile::Profile& profile, const site::Site& site, const model::ShopModel& model);

// [{"journey", "step": id | null, "times", "started", "end": "finished" | "goal" | "exit" | "removed" | null}…], of the journeys she began.
std::string readable_journeys(const profile::Profile& profile, const site::Site& site);

// [{"campaign", "arms": [{"variant": id | null, "shown", "succeeded"}…]}…], of the campaigns that were counted; faded to now.
std::string readable_results(const profile::Profile& profile, const site::Site& site);

// VocabularyLists of web/src/vocabulary.ts: lists in the order of their indices.
std::string readable_vocabulary(const site::Site& site);

}  // namespace noren
