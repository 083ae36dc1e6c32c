// Dates, times and offsets as the site document writes them.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/date.h"
#include "core/site/schedule.h"

namespace noren::site {

// Each is false for what is not of that form or not in the calendar, and then leaves its result undefined.
bool find_month_day(std::string_view text, std::uint32_t& month_and_day);  // "02-29": month * 100 + day
bool find_day(std::string_view text, std::uint32_t& day);                  // "2026-12-24": since 1970-01-01, not before
bool find_minute(std::string_view text, LocalMinute& minute);              // the same, or "2026-12-24T18:00"
bool find_offset(std::string_view text, std::int32_t& minutes);            // "+09:00", "UTC"; at most 14 hours

}  // namespace noren::site
