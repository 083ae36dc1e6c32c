// What the visitor told the shop herself: the latest answer to each question.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/bounded_list.h"
#include "core/profile/rules.h"
#include "core/profile/time.h"

namespace noren::profile {

struct Answer {
  NameKey question = 0;
  NameKey option = 0;  // of a choice
  float value = 0;     // a number, 0 or 1, or month * 100 + day
  Day day = 0;
};

class Answers {
 public:
  std::span<const Answer> all() const { return answers_; }  // newest first; at most kMaxQuestions
  const Answer* find(NameKey question) const;

  // --- called by Profile::apply ---
  void take(const privacy::CleanAct& act, Day day);

 private:
  friend class ProfileCodec;
  friend struct Inside;
  BoundedList<Answer, kMaxQuestions> answers_;
};

}  // namespace noren::profile
