// How a shop's items are scored from what a visitor looked at: the few numbers that `noren model build` tunes on the shop's own log
// and that travel in the shop model (section `scoring`). The ranking that uses them is recommend/session_ranker.h.
//
// A field is appended, never moved or removed: a file that ends before it was written by an older Noren, and leaves its default.
#pragma once

namespace noren::model {

struct Scoring {
  float decay = 0.5f;  // her c-th newest distinct item, from 0, speaks with decay^c; 0 to 1
  float repeat =
      0.9f;  // an item she looked at gains repeat * (best score of all) * repeat_decay^(age - 1); 0: none come back
  float repeat_decay = 0.7f;   // 0 to 1
  float agreement = 0.15f;     // an item that n of hers lead to is multiplied by n^agreement
  float repeat_newest = 1.5f;  // the same as repeat for the newest of all, whose age is 0
  float repeat_again = 0.1f;   // what she looked at n times gains 1 + repeat_again * (n - 1) times that

  friend bool operator==(const Scoring&, const Scoring&) = default;
};
inline constexpr float kMaxScoring = 16.0f;  // all are 0 to this

}  // namespace noren::model
