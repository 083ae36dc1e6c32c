// Text as JavaScript sees it: counted, cut and ordered by UTF-16 units, though it is kept as UTF-8. Half of a pair that substr has cut
// off is kept as the three bytes that its code point would have (WTF-8), and joins its other half again when they meet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace noren::rules {

// Number of UTF-16 units. O(length).
std::size_t unit_count(std::string_view text);

// Appends text to out.
void append_text(std::string& out, std::string_view text);

// Appends the units from first on, at most count of them. O(length).
void append_units(std::string& out, std::string_view text, std::size_t first, std::size_t count);

// Whether a comes before b. O(length).
bool units_less(std::string_view a, std::string_view b);

// Whether part stands somewhere in text, or at its start or end.
bool units_contain(std::string_view text, std::string_view part);
bool units_start(std::string_view text, std::string_view part);
bool units_end(std::string_view text, std::string_view part);

}  // namespace noren::rules
