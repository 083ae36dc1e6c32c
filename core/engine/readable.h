// JSON for people and hosts: a profile in words, and the closed lists whose indices cross to the host.
#pragma once

#include <string>

#include "core/model/shop_model.h"
#include "core/profile/profile.h"
#include "core/site/site.h"

namespace noren {

// {"visits", "first_day", "session", "interests": {"categories": [{"name", "share"}…], "brands", "price_bands"}, "seen":
// [{"item_id", "day", "views"}…], "bought", "cart", "events": {"view_item": 3…}, "total_spend", "history": [{"event", "day"}…],
// "shown": [{"campaign", "variant", "times", "clicks", "last_day", "dismissed_day"}…], "answers": [{"question", "answer", "day"}…],
// "journeys", "outcomes"}; days as "2026-11-22". Interests strongest first, ties by name. Names and ids that neither site nor model
// know are null. O(bounds of the profile).
std::string readable_profile(const profile::Profile& profile, const site::Site& site, const model::ShopModel& model);

// [{"journey", "step": id | null, "times", "started", "end": "finished" | "goal" | "exit" | "removed" | null}…], of the journeys she began.
std::string readable_journeys(const profile::Profile& profile, const site::Site& site);

// [{"campaign", "arms": [{"variant": id | null, "shown", "succeeded"}…]}…], of the campaigns that were counted; faded to now.
std::string readable_results(const profile::Profile& profile, const site::Site& site);

// VocabularyLists of web/src/vocabulary.ts: lists in the order of their indices.
std::string readable_vocabulary(const site::Site& site);

}  // namespace noren
