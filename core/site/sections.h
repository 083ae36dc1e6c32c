// The sections of the site document that load() puts together; each adds what is wrong with its part to the problems.
#pragma once

#include "core/base/json.h"
#include "core/rules/compiler.h"
#include "core/site/reader.h"
#include "core/site/site.h"

namespace noren::site {

// `profile`: half-life, price bands, weights of events.
void read_profile(const Json& json, const Place& place, Problems& problems, profile::Rules& rules);

// `segments`: compiles their rules in the order in which they build on each other.
void read_segments(const std::vector<Json>& list, const Place& place, rules::Compiler& compiler, Site& site,
                   Problems& problems);

// `slots` and `campaigns`; the segments must be there.
void read_slots(const std::vector<Json>& list, const Place& place, Site& site, Problems& problems);
void read_campaigns(const std::vector<Json>& list, const Place& place, rules::Compiler& compiler, Site& site,
                    Problems& problems);

// `journeys`; segments and campaigns must be there.
void read_journeys(const std::vector<Json>& list, const Place& place, rules::Compiler& compiler, Site& site,
                   Problems& problems);

}  // namespace noren::site
