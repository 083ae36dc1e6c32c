// Local time for attributes: shared by what reads them and what says when they change.
#pragma once

#include "core/profile/attributes.h"

namespace noren::profile {

// Minutes since 1970-01-01 on the visitor's clock.
inline Minute local_minute(const Context& context) {
  const std::int64_t local = std::int64_t{context.now} + context.utc_offset_minutes;
  return local > 0 ? static_cast<Minute>(local) : 0;
}

}  // namespace noren::profile
