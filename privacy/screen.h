// Tells catalogue ids from what names a person, for ids that the shop's vocabulary does not know.
// A safety net behind the allow-list, not a way to clean text: what it suspects is refused.
#pragma once

#include <string_view>

namespace noren::privacy {

// True where text has the shape of a catalogue id: 1 to 64 of [A-Za-z0-9._:-], beginning with a letter or digit, and is not
// shaped like a telephone number (9 to 11 digits with separators or a leading 0, no letters) or a payment
// card (14 to 19 digits that pass the Luhn check; a valid 14-digit GTIN is not one). O(length).
bool is_catalogue_id(std::string_view text);

}  // namespace noren::privacy
