#include "core/engine/readable_parts.h"

#include <string_view>

#include "core/base/date.h"
#include "core/engine/readable.h"

namespace noren {
namespace {

char digit(std::uint32_t n) { return static_cast<char>('0' + n % 10); }

// In the order of profile::JourneyEnd; empty: none to tell.
constexpr std::string_view kJourneyEnds[] = {"", "finished", "goal", "exit", "removed", "removed", ""};
static_assert(std::size(kJourneyEnds) == profile::kJourneyEndCount);

}  // namespace

void write_day(JsonWriter& out, profile::Day day) {
  if (day == 0) {
    out.null();
    return;
  }
  const Date date = date_of(day);
  const auto y = static_cast<std::uint32_t>(date.year);
  const std::uint32_t m = date.month;
  const std::uint32_t d = date.day;
  const char text[] = {digit(y / 1000), digit(y / 100), digit(y / 10), digit(y),      '-',
                       digit(m / 10),   digit(m),       '-',           digit(d / 10), digit(d)};
  out.string({text, sizeof text});
}

const site::Campaign* campaign_of(const site::Site& site, NameKey key) {
  for (const site::Campaign& campaign : site.campaigns) {
    if (campaign.key == key) return &campaign;
  }
  return nullptr;
}

void write_variant(JsonWriter& out, const site::Campaign* campaign, NameKey variant) {
  if (campaign != nullptr) {
    for (const site::Variant& known : campaign->variants) {
      if (known.key != variant) continue;
      out.string(known.id);
      return;
    }
  }
  out.null();
}

void write_answer(JsonWriter& out, const profile::Question& question, const profile::Answer& answer) {
  using Kind = profile::Question::Kind;
  const auto number = static_cast<std::uint32_t>(answer.value > 0 ? answer.value : 0);
  switch (question.kind) {
    case Kind::kChoice:
      for (const std::string& option : question.options) {
        if (name_key(option) != answer.option) continue;
        out.string(option);
        return;
      }
      out.null();
      return;
    case Kind::kNumber: out.number(static_cast<double>(answer.value)); return;
    case Kind::kBoolean: out.boolean(number != 0); return;
    case Kind::kMonthDay:
      const char text[] = {digit(number / 1000), digit(number / 100), '-', digit(number / 10), digit(number)};
      out.string({text, sizeof text});
      return;
  }
}

void write_journeys(JsonWriter& out, const profile::Profile& profile, const site::Site& site) {
  out.begin_array();
  for (const site::Journey& journey : site.journeys) {
    const profile::JourneyState* const state = profile.journey(journey.key);
    if (state == nullptr || state->times == 0) continue;
    out.begin_object().key("journey").string(journey.id).key("step");
    const site::JourneyStep* at = nullptr;
    for (const site::JourneyStep& step : journey.steps) {
      if (state->step != 0 && step.key == state->step) at = &step;
    }
    at == nullptr ? out.null() : out.string(at->id);
    out.key("times").number(state->times).key("started");
    write_day(out, state->started);
    const std::string_view end = kJourneyEnds[static_cast<std::size_t>(state->end)];
    out.key("end");
    at != nullptr || end.empty() ? out.null() : out.string(end);
    out.end_object();
  }
  out.end_array();
}

namespace {

// The variant, and the segment for which the bandit learned apart, if any. Neither where the site document has changed since.
void write_arm(JsonWriter& out, const site::Campaign& campaign, const site::Site& site, NameKey arm) {
  if (campaign.bandit) {
    for (const site::BanditSegment& apart : campaign.bandit->segments) {
      const std::string& segment = site.segments[apart.segment].id;
      for (const site::Variant& variant : campaign.variants) {
        if (profile::arm_key(variant.key, name_key(segment)) != arm) continue;
        out.key("variant").string(variant.id).key("segment").string(segment);
        return;
      }
    }
  }
  out.key("variant");
  write_variant(out, &campaign, arm);
}

}  // namespace

void write_results(JsonWriter& out, const profile::Profile& profile, const site::Site& site) {
  out.begin_array();
  for (const site::Campaign& campaign : site.campaigns) {
    bool begun = false;
    for (const profile::Arm& arm : profile.arms()) {
      if (arm.campaign != campaign.key) continue;
      if (!begun) out.begin_object().key("campaign").string(campaign.id).key("arms").begin_array();
      begun = true;
      const profile::Arm now = profile.outcomes(arm.campaign, arm.variant);
      out.begin_object();
      write_arm(out, campaign, site, arm.variant);
      out.key("shown").number(static_cast<double>(now.shown));
      out.key("succeeded").number(static_cast<double>(now.succeeded)).end_object();
    }
    if (begun) out.end_array().end_object();
  }
  out.end_array();
}

std::string readable_journeys(const profile::Profile& profile, const site::Site& site) {
  JsonWriter out;
  write_journeys(out, profile, site);
  return out.take();
}

std::string readable_results(const profile::Profile& profile, const site::Site& site) {
  JsonWriter out;
  write_results(out, profile, site);
  return out.take();
}

}  // namespace noren
