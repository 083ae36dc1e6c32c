// What readable JSON is put together from. The inside of readable.h.
#pragma once

#include "core/base/json.h"
#include "core/profile/profile.h"
#include "core/site/site.h"

namespace noren {

// "2026-11-22"; null for day 0, which stands for never.
void write_day(JsonWriter& out, profile::Day day);

// nullptr for one that the site does not have (any more).
const site::Campaign* campaign_of(const site::Site& site, NameKey key);

// The variant's id; null for one that the campaign does not have: its control group's is one.
void write_variant(JsonWriter& out, const site::Campaign* campaign, NameKey variant);

// The option's id, a number, true or false, or "05-14".
void write_answer(JsonWriter& out, const profile::Question& question, const profile::Answer& answer);

// Arrays as readable_journeys() and readable_results() give them.
void write_journeys(JsonWriter& out, const profile::Profile& profile, const site::Site& site);
void write_results(JsonWriter& out, const profile::Profile& profile, const site::Site& site);

}  // namespace noren
