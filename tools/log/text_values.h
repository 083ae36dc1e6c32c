// Numbers, times and prices as shops' exports write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace noren::tools {

std::string_view trim(std::string_view text);  // without blanks at both ends

// A finite decimal number, the whole text, or nothing.
std::optional<double> parse_number(std::string_view text);

// A point in time as milliseconds since 1970-01-01 UTC: Unix seconds, milliseconds or microseconds (told apart by size), with or
// without a fraction; or ISO 8601 such as 2026-11-22, 2026-11-22 10:00 and 2026-11-22T10:00:00.5+09:00 (UTC where there is no
// zone). Nothing for other text and for years outside 1970 to 2199.
std::optional<std::int64_t> parse_time(std::string_view text);

// Days since 1970-01-01 as "2026-11-22".
std::string day_text(std::int64_t day);

// "12800 JPY", "JPY 12,800", "15.00" or "USD 15": a price with or without its ISO 4217 code.
struct Price {
  double amount = 0;
  std::string currency;  // empty: the text named none
};
std::optional<Price> parse_price(std::string_view text);

// "512M" as bytes: a whole number, K, M, G or T for powers of 1,024. At least 1 MB.
std::optional<std::uint64_t> parse_size(std::string_view text);

// 906140 as "906,140".
std::string grouped(std::uint64_t number);

}  // namespace noren::tools
