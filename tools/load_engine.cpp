#include "tools/load_engine.h"

#include "tools/files.h"

namespace noren::tools {

Result<void> load_engine(Engine& engine, const std::string& site, const std::string& model) {
  const auto text = read_text(site);
  if (!text) return std::unexpected(text.error());
  if (const auto problems = engine.load_site(*text); !problems.empty()) {
    for (const Error& problem : problems) complain(site + ": " + to_string(problem));
    return fail(ErrorCode::kInvalidSite, "the site document has problems", site, "see noren validate");
  }
  if (model.empty()) return {};
  auto bytes = read_bytes(model);
  if (!bytes) return std::unexpected(std::move(bytes.error()));
  auto loaded = engine.load_model(std::move(*bytes));
  if (!loaded) loaded.error().path = model + (loaded.error().path.empty() ? "" : ": " + loaded.error().path);
  return loaded;
}

}  // namespace noren::tools
