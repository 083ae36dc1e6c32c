#include "core/base/date.h"

namespace noren {
namespace {

constexpr std::uint32_t kDaysBefore1970 = 719468;  // since 0000-03-01
constexpr std::uint32_t kDaysOf400Years = 146097;

}  // namespace

// Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in March, so that the leap day is the last.
Date date_of(std::uint32_t day) {
  const std::uint32_t z = day + kDaysBefore1970;
  const std::uint32_t era = z / kDaysOf400Years;
  const std::uint32_t day_of_era = z - era * kDaysOf400Years;
  const std::uint32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint32_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::uint32_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {static_cast<std::int32_t>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), static_cast<std::uint8_t>(month),
          static_cast<std::uint8_t>(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

std::uint32_t day_of(const Date& date) {
  const auto year = static_cast<std::uint32_t>(date.year - (date.month <= 2 ? 1 : 0));
  const std::uint32_t era = year / 400;
  const std::uint32_t year_of_era = year - era * 400;
  const std::uint32_t shifted_month = date.month > 2 ? date.month - 3u : date.month + 9u;
  const std::uint32_t day_of_year = (153 * shifted_month + 2) / 5 + date.day - 1;
  return era * kDaysOf400Years + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         kDaysBefore1970;
}

}  // namespace noren
