// Replays a written trace of what a visitor did through the engine, and writes down everything it answers. The same trace through
// the WebAssembly module must give the same lines, byte for byte; that is how "same in, same out" is tested.
//
// A trace is one JSON object a line, each with "time" (milliseconds since 1970-01-01 UTC) and one of
//   "consent": 3                                              bits of privacy::Purpose; personalization begins a profile
//   "context": {"page": "home", "language": "ja", "device": "phone", "utc_offset_minutes": 540}     each member may be missing
//   "event": "view_item", "parameters": {"currency": "JPY", "items": [{"item_id": "shoe-1", "price": 12800}]}
// and perhaps "$comment". Fields that hold numbers in GA4 must hold JSON numbers here.
//
// Each answer is one line:
//   {"event":1,"accepted":true,"decisions":[["hero","hero-running","a"],["note",null,null]],
//    "for-you":[["shoe-2",1065353216,"viewed-together","shoe-1"]],"similar":[…], … }
// with, per list entry, the item's id, its score as the bits of a 32-bit float, the kind of reason, and what it names or null.
// similar and bought-together are asked for the first item of the last view_item.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/engine/engine.h"

namespace noren::tools {

class Replay {
 public:
  // Keeps a reference to an engine with a site, and perhaps a model. The seed's 16 bytes are `seed` as little-endian u64, then 0.
  Replay(Engine& engine, std::uint64_t seed) : engine_(engine), seed_{seed, 0} {}

  // Takes one line of a trace and returns the answer, without a line end. Errors: kInvalidJson and kInvalidArgument for a line
  // that is no step, kUnknownName for an event, page or language that does not exist; nothing has happened then.
  Result<std::string> step(std::string_view line);

 private:
  Result<bool> take_event(const Json& step, std::string_view name, double time);
  Result<void> take_context(const Json& context);
  Result<void> encode(const Json& fields, List<event::RawField>& raw);
  std::string answer(bool accepted, double time);
  void list(JsonWriter& out, recommend::Strategy strategy, double time);

  Engine& engine_;
  profile::Profile::Seed seed_;
  PageContext context_;
  model::ItemIndex item_ = model::kNone;
  std::uint64_t steps_ = 0;
};

}  // namespace noren::tools
