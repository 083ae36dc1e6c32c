// The sections of the site document that load() puts together; each adds what is wrong with its part to the problems.
#pragma once

#include "core/base/json.h"
#include "core/base/list.h"
#include "core/rules/compiler.h"
#include "core/site/reader.h"
#include "core/site/site.h"

namespace noren::site {

// What the sections of one document share while it is read.
struct Reading {
  Reading(Site& site, Problems& problems) : site(site), problems(problems) {}

  Site& site;
  Problems& problems;
  rules::Compiler compiler{site.symbols, site.names, site.profile};
  std::uint32_t zone = kVisitorZone;  // of schedules that name none
  Ids segments{"segment", problems};
  Ids slots{"slot", problems};
  Ids layers{"layer", problems};
  Ids groups{"group", problems};
  Ids campaigns{"campaign", problems};
};

// --- profile_rules.cpp: what the document says about the profile ---

// `profile`: half-life, price bands, weights of events.
void read_profile(const Json& json, const Place& place, Problems& problems, profile::Rules& rules);

// `order_bands`, `shipping`, `lifecycle`, `questions`, `history`, `holidays`, `campaign_tags`, and the names of campaigns and
// journeys: what attributes refer to by index, and so before the first rule.
void read_profile_rules(const Json& document, const ObjectReader& reader, Reading& reading);

// --- schedules.cpp ---

// A time zone: its index in Site::zones, where it is added if it is new.
std::uint32_t read_zone(const Json& json, const Place& place, Site& site, Problems& problems);
Schedule read_schedule(const Json& json, const Place& place, Reading& reading);

// --- segments.cpp ---

// `segments`: compiles their rules in the order in which they build on each other.
void read_segments(const List<Json>& list, const Place& place, Reading& reading);

// --- experiments.cpp ---

// A list of variants, or of a factor's levels: ids, weights, and content, which is not looked into.
List<Variant> read_variants(const List<Json>& list, const Place& place, std::string_view kind, Problems& problems);
// `experiment` of a campaign; its factors become the campaign's variants.
void read_experiment(const Json& json, const Place& place, Reading& reading, Campaign& campaign);
// `bandit` of a campaign, whose variants and experiment must be there.
void read_bandit(const Json& json, const Place& place, Reading& reading, Campaign& campaign);

// --- campaigns.cpp ---

void read_slots(const List<Json>& list, const Place& place, Reading& reading);
void read_layers(const List<Json>& list, const Place& place, Reading& reading);
void read_groups(const List<Json>& list, const Place& place, Reading& reading);
// `campaigns`; segments, slots, layers and groups must be there.
void read_campaigns(const List<Json>& list, const Place& place, Reading& reading);
// `fallback` of the slots; the campaigns must be there.
void read_fallbacks(const List<Json>& slots, const Place& place, Reading& reading);

// --- journeys.cpp ---

// `journeys`; segments and campaigns must be there.
void read_journeys(const List<Json>& list, const Place& place, Reading& reading);

// --- merchandising.cpp ---

// `merchandising`, and of `recommendations` how lists are put together; all other sections must be there.
void read_merchandising(const List<Json>& list, const Place& place, const Json* recommendations, Reading& reading);

// --- privacy.cpp ---

// `privacy` but for its reports; before segments are read.
void read_privacy(const Json& json, const Place& place, Problems& problems, Privacy& privacy);
// `privacy.reports`; segments and campaigns must be there.
void read_reports(const Json& json, const Place& place, Reading& reading);

}  // namespace noren::site
