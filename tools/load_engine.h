// An engine from files, as several commands of noren begin.
#pragma once

#include <string>

#include "core/engine/engine.h"

namespace noren::tools {

// Loads the site document, and the shop model unless its path is empty. Problems of the document go to standard error, each with its
// place. Errors: those of reading the files and of the model; kInvalidSite.
Result<void> load_engine(Engine& engine, const std::string& site, const std::string& model);

}  // namespace noren::tools
