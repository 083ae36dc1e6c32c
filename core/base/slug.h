// The one spelling of a category or brand name that rules, profiles and shop models agree on.
#pragma once

#include <string>
#include <string_view>

namespace noren {

// "Running Shoes " becomes "running-shoes": ASCII letters lower-cased, runs of white space, '.', '/', '>' and '|' become one
// hyphen, hyphens at the ends go. Other characters, Japanese ones among them, stay as they are. O(length).
std::string slug(std::string_view name);

}  // namespace noren
