// The Embind face of what `noren validate` says of a site document. One class, few calls, no logic. web/src/check-module.ts says what
// each call takes and gives.

#include <emscripten/bind.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/json.h"
#include "core/base/packed_json.h"
#include "core/site/lint.h"
#include "wasm/crossing.h"

namespace noren::wasm {
namespace {

class SiteCheckHandle {
 public:
  std::uintptr_t reserve(std::size_t bytes) { return io_.reserve(bytes); }

  std::string checkPacked(std::size_t bytes) const { return check(unpack_json(io_.bytes(bytes))); }
  std::string checkText(std::size_t bytes) const { return check(Json::parse(io_.text(bytes))); }

 private:
  static std::string check(const Result<Json>& document) {
    site::Problems problems;
    site::Problems warnings;
    if (!document) {
      problems.push_back(document.error());
    } else if (const auto site = site::load(*document); site) {
      warnings = site::lint(*site);
    } else {
      problems = site.error();
    }
    JsonWriter out;
    out.begin_object();
    write(problems, out.key("problems"));
    write(warnings, out.key("warnings"));
    return out.end_object().take();
  }

  Io io_{1024};
};

EMSCRIPTEN_BINDINGS(noren_check) {
  emscripten::class_<SiteCheckHandle>("SiteCheck")
      .constructor<>()
      .function("reserve", &SiteCheckHandle::reserve)
      .function("checkPacked", &SiteCheckHandle::checkPacked)
      .function("checkText", &SiteCheckHandle::checkText);
}

}  // namespace
}  // namespace noren::wasm
