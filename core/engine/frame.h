// Events as numbers: the frame of doubles in which a host hands an event over, described in web/src/engine-module.ts
// (EngineInstance.track). Not for judging what an event says; that is the inbound gate's.
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/event/event.h"

namespace noren {

// Reads a frame into event, whose memory is used again. Errors: kInvalidArgument for a frame that is cut short or too long, an
// unknown kind or more than 200 items; event is then half filled. O(frame); no allocation once event has grown.
Result<void> read_frame(std::span<const double> frame, event::RawEvent& event);

}  // namespace noren
