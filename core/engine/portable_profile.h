// A profile as JSON that holds all of it: for the visitor to read, to keep, and to give back. Unlike readable.h, which tells a page what the
// profile means now, nothing here is derived and nothing left out, so reading it gives the same profile, bit for bit.
// docs/profile-export.schema.json describes it.
//
// What the profile knows by hash alone stands as {"key": "9f3a12cd", "name": "shoes"}: 8 hexadecimal digits, of items 16. The name is there
// where site document or shop model know one, else null, and is not read back. Days are "2026-11-22", minutes "2026-11-22T10:05Z", null is
// never; scores are as of `interests.day`.
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/model/shop_model.h"
#include "core/profile/profile.h"
#include "core/site/site.h"

namespace noren {

// O(bounds of the profile x names).
std::string portable_profile(const profile::Profile& profile, const site::Site& site, const model::ShopModel& model);

// Errors: kInvalidArgument with the place (below `profile`), what was expected there and a hint; kCorrupt where each value by itself could
// be but all of them together can't.
Result<profile::Profile> read_portable_profile(const Json& json, const profile::Rules& rules);

}  // namespace noren
