// Time zones and schedules as the document writes them.

#include "core/site/dates.h"
#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr std::size_t kMaxZones = 16;
constexpr std::size_t kMaxZoneName = 64;

// The shape of an IANA name: "Asia/Tokyo", "America/Argentina/Buenos_Aires". Whether there is such a zone the host knows.
bool is_zone_name(std::string_view text) {
  bool has_area = false;
  char before = '/';
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool other = (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+';
    if (c == '/') has_area = true;
    if (before == '/' ? !letter : !(letter || other || c == '/')) return false;
    before = c;
  }
  return has_area && before != '/' && text.size() <= kMaxZoneName;
}

}  // namespace

std::uint32_t read_zone(const Json& json, const Place& place, Site& site, Problems& problems) {
  const std::string_view name = json.string();
  for (std::uint32_t i = 0; i < site.zones.size(); ++i) {
    if (site.zones[i].name == name) return i;
  }
  Zone zone{.name = std::string(name), .offset_minutes = {}};
  std::int32_t offset = 0;
  if (find_offset(name, offset)) {
    zone.offset_minutes = offset;
  } else if (!is_zone_name(name)) {
    report_found(problems, place, R"("visitor", an IANA time zone such as "Asia/Tokyo" or an offset such as "+09:00")",
                 json);
    return kVisitorZone;
  }
  if (site.zones.size() == kMaxZones) {
    report(problems, place, "more than % time zones", {kMaxZones});
    return kVisitorZone;
  }
  site.zones.push_back(std::move(zone));
  return static_cast<std::uint32_t>(site.zones.size() - 1);
}

Schedule read_schedule(const Json& json, const Place& place, Reading& reading) {
  Problems& problems = reading.problems;
  const ObjectReader reader(json, place, "from to time_zone weekdays hours", problems);
  Schedule schedule;
  const auto read_minute = [&](const char* name, LocalMinute& minute) {
    const Json* const text = reader.optional(name);
    if (text != nullptr && !find_minute(text->string(), minute)) {
      reader.refuse(name, R"(a date such as "2026-12-01" or a time such as "2026-12-01T09:00")");
    }
  };
  read_minute("from", schedule.from);
  read_minute("to", schedule.to);
  const Json* const zone = reader.optional("time_zone");
  schedule.zone = zone != nullptr ? read_zone(*zone, place.member("time_zone"), reading.site, problems) : reading.zone;
  if (reader.optional("weekdays") != nullptr) {
    const Place days = place.member("weekdays");
    const List<Json>& list = reader.required_list("weekdays");
    unsigned mask = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const double day = list[i].number();
      const auto whole = static_cast<unsigned>(day >= 1 && day <= 7 ? day : 0);
      if (whole == 0 || whole != day) {
        report_found(problems, days.element(i), "a day from 1 (Monday) to 7 (Sunday)", list[i]);
      } else {
        mask |= 1u << (whole - 1);
      }
    }
    if (mask != 0) schedule.weekdays = static_cast<std::uint8_t>(mask);
  }
  if (const Json* const hours = reader.optional("hours")) {
    const Place here = place.member("hours");
    const ObjectReader range(*hours, here, "from to", problems);
    range.required("from");
    range.required("to");
    schedule.from_hour = static_cast<std::uint8_t>(range.whole("from", 0, 23, 0));
    schedule.to_hour = static_cast<std::uint8_t>(range.whole("to", 0, 24, 24));
    // Until midnight, which some write as 0.
    if (schedule.to_hour == 0) schedule.to_hour = 24;
    if (schedule.from_hour == schedule.to_hour) {
      report(problems, here, "the hours end when they begin, at %\nleave them out for the whole day",
             {schedule.to_hour});
    }
  }
  return schedule;
}

}  // namespace noren::site
