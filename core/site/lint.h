// What is legal in a site document but probably not meant: a campaign that nobody can see, a segment that nobody can enter, two
// campaigns of which it takes the order in the document to say which one shows, a cap that is never reached, a condition on a category
// that no condition should stand on, things that nothing uses. What it says is certain; what it does not say is not: it stays silent
// where it can't tell. The engine in the browser does without it.
#pragma once

#include "core/site/site.h"

namespace noren::site {

// At most kMaxProblems, section by section, with path, message and hint as problems have.
Problems lint(const Site& site);

}  // namespace noren::site
