// Two profiles of one visitor become one: what she did on her telephone and on her laptop. Nobody but she brings them together
// (core/engine: Engine::merge), and neither device needs to have known of the other before.
//
// Merging is a join: commutative, associative and idempotent, bit for bit on the stored form, natively and in WebAssembly. So it does
// not matter who merges first, whether a file is taken in twice, or by which way round two devices hear of each other: whoever holds
// the same profiles merged holds the same bytes. The price is that nothing can be added up, for a sum would count twice what is merged
// twice. What each rule costs:
//
//   counts, spend, visits     the larger of the two: two devices count at most as much as the busier one
//   days                      the first of firsts, the last of lasts; the visit before is the later of the two visits before
//   interests                 per category, brand and band the stronger, compared as of one day; strengths are rounded to 1/1024 of a
//                             doubling (0.07 %), so that fading does not depend on the way round. Shares of both devices stand beside
//                             each other and may come to more than 1 in all
//   seen, bought, answers     each the later one; of one day the larger. Within a day the order in which she looked is lost
//   cart                      both carts; of one item the larger quantity. What only one device knows to be gone is there again
//   set aside                 her no wins: whatever either device set aside is, and its interest is forgotten. What she took back on
//                             one device only is set aside again
//   history                   both, and what both say alike once: of entries of one day that differ in nothing, as many as the device
//                             with more of them has. Minutes of the running visit are kept; within earlier days the order is lost
//   showings, caps            each count the larger, as of the later day: a cap is never lifted by merging
//   arms of bandits           each whole from the device with the stronger evidence, faded: what both learned does not add up
//   journeys                  each whole from the device on which it began more often, then later
//   seed                      the larger: experiments show the same variant on all her devices from then on, on one of them perhaps
//                             another than before
//
// Every list keeps its bound: the first of the union by a total order of its own. For showings and journeys, whose parts are joined one by
// one, that order knows keys alone (those that the site still has first), so over 64 campaigns the ones it drops are not the oldest.
// Each category or brand that is set aside takes a place among the 64 interests.
#pragma once

#include "core/profile/profile.h"

namespace noren::profile {

// Both profiles must have the same rules. A profile without events, as every device begins with, changes nothing; two equal profiles
// give that profile as it is. O(n^2) in the bounds of the lists.
Profile merge(const Profile& a, const Profile& b);

}  // namespace noren::profile
