// Judges text that the shop's vocabulary does not know, before anything is made of it.
// A safety net behind the allow-list, not a way to clean text: what it suspects is refused.
#pragma once

#include <string_view>

#include "privacy/scanner.h"

namespace noren::privacy {

// True where text has the shape of a catalogue id: 1 to 64 of [A-Za-z0-9._:-], beginning with a letter or digit. O(length).
bool has_id_shape(std::string_view text);

// What makes a text that should be a catalogue id a person's instead: what find_personal_data() finds, but for a UUID that is the
// whole text, since shops number their items so, too. O(length).
PersonalDataSet personal_data_in_id(std::string_view text);

// "an e-mail address": what messages call it. The first kind of a set that is not empty.
std::string_view name_of(PersonalDataSet found);

}  // namespace noren::privacy
