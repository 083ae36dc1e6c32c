#include "core/profile/declared.h"

#include <algorithm>

namespace noren::profile {

const Answer* Answers::find(NameKey question) const {
  for (const Answer& answer : answers_) {
    if (answer.question == question) return &answer;
  }
  return nullptr;
}

void Answers::take(const privacy::CleanAct& act, Day day) {
  Answer* const before = std::find_if(answers_.begin(), answers_.end(),
                                      [&](const Answer& answer) { return answer.question == act.subject; });
  if (before != answers_.end()) answers_.erase(before);
  answers_.push_front({act.subject, act.detail, act.value, day});
}

}  // namespace noren::profile
