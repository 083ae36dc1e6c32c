// Answers to the site's questions, as a host gives them.
#pragma once

#include "core/base/result.h"
#include "core/profile/rules.h"
#include "privacy/clean_event.h"

namespace noren {

// What an `answer` event says. value: the index of an option, a number, 0 or 1, or month * 100 + day.
// Errors: kInvalidArgument with what the question may be answered with.
Result<privacy::CleanAct> answer_to(const profile::Question& question, double value);

}  // namespace noren
