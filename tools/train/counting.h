// The counting pass: how often, and how near to each other, two items stand in the shop's sessions. Whole numbers only, so that
// the order of counting does not matter: a log counted in pieces, by several machines, or as SQL gives the same sums.
// Everything that comes after (shaping.h) starts from PairCounts alone. Not for reading logs; that is tools/log.
//
//   Sessions sessions(item_count);
//   for (const auto& visit : log) {
//     for (const auto& event : visit) sessions.add(event.item, event.is_purchase);
//     sessions.end_session(visit.time, visit.visitor);
//   }
//   const AgeSteps ages = age_steps(oldest, newest);            // of the whole log
//   const PairCounts counts = count_pairs(sessions, counting_parameters(CountingChoice{}, ages), 1);
//
// What is counted, exactly:
//   - A step is an item that was looked at or bought. A step of the same item and kind as the one before it is a reload and no
//     step. Of a session the newest kMaxSteps steps count; all below speaks of these.
//   - The age of a session, 0 to 63, is (newest - its time) / AgeSteps::length, rounded down and held within 0 and 63.
//   - viewed: of the session's views alone, in order. For each two of them, d = 1 to kWindow places apart, the pair
//     (earlier, later) gets forward * distance[d] and the pair (later, earlier) backward * distance[d]; where both are the same
//     item, the pair (item, item) gets self * distance[d]. Of all that a pair gets in one session the largest counts, times
//     length[number of views] * age[age of the session].
//   - bought: for each two different items bought in the session, both pairs get age[age].
//   - bought after view: for each item viewed before a different one was bought in the session, (viewed, bought) gets age[age].
//   - complements: for each item bought and each different item viewed or bought after the order and at most kWindow steps after
//     its end, (bought, later one) gets age[age]. An order is a run of purchases of one session with no view between them; what it holds itself
//     is not after it. In this relation the steps of all sessions of one visitor are one sequence, and the age is that of the
//     session in which the order stands. Each order gives a pair at most once.
//   - For each pair: sum = all of the above; sessions = different visitors with such a session.
//   - For each item: sessions = different visitors that have it in a session; views, purchases = steps; again = different
//     visitors that bought it in more than one session; trend = for each session that has it, trend[age].
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace noren::tools {

inline constexpr std::size_t kMaxSteps = 100;
inline constexpr std::size_t kWindow = 15;
inline constexpr std::size_t kAges = 64;
inline constexpr std::uint32_t kNoVisitor = 0xffffffffu;

// In the order of model::Relation. A relation of its own where the places are equal.
inline constexpr std::size_t kViewedCounts = 0;
inline constexpr std::size_t kBoughtCounts = 1;
inline constexpr std::size_t kBoughtAfterViewCounts = 2;
inline constexpr std::size_t kComplementCounts = 3;
inline constexpr std::size_t kCountedRelations = 4;

struct Step {
  std::uint32_t item = 0;
  bool bought = false;
  std::uint16_t reloads = 0;  // not counted; who tries out the shop model on real sessions needs them
};

// Sessions one after the other. Where visitors are known, the sessions of one visitor must follow one another, oldest first;
// otherwise the order of sessions means nothing.
class Sessions {
 public:
  // Items are numbered below item_count. Number them by ascending bytes of their ids: ties everywhere are broken by number, and
  // only so counts from elsewhere (SQL) give the same shop model.
  explicit Sessions(std::size_t item_count) : item_count_(item_count) {}

  void add(std::uint32_t item, bool bought);
  // Time in any unit that rises; visitor is any number, the same for the same visitor; kNoVisitor: a visitor of its own. A session
  // without steps is dropped.
  void end_session(std::int64_t time, std::uint32_t visitor = kNoVisitor);

  // Room for exactly so many.
  void reserve(std::size_t sessions, std::size_t all_steps);

  std::size_t item_count() const { return item_count_; }
  std::size_t size() const { return times.size(); }

  std::vector<Step> steps;
  std::vector<std::size_t> begin{0};    // into steps; one entry more than sessions
  std::vector<std::int64_t> times;      // one a session
  std::vector<std::uint32_t> visitors;  // one a session: 0, 1, … by place
 private:
  std::size_t item_count_;
  std::uint32_t last_given_ = kNoVisitor;  // the visitor that end_session was last told
};

// Ages are counted in 64 equal steps of the log's span.
struct AgeSteps {
  std::int64_t newest = 0;
  std::int64_t length = 1;
  std::size_t of(std::int64_t time) const {
    return static_cast<std::size_t>(std::clamp<std::int64_t>((newest - time) / length, 0, kAges - 1));
  }
};
// Of a log whose sessions have times from oldest to newest: length = (newest - oldest) / 64 + 1, rounded down.
AgeSteps age_steps(std::int64_t oldest, std::int64_t newest);

// The weights of the counting pass, all whole and at least 1 unless said otherwise. distance, length and age are at most 1,000;
// forward, backward and self at most 100: a pair's sum stays below 2^63 for 90 million sessions.
struct CountingParameters {
  std::array<std::uint32_t, kWindow + 1> distance{};  // by places between two views; [0] is not used
  std::uint32_t forward = 100;                        // what came after
  std::uint32_t backward = 50;                        // what came before
  std::uint32_t self = 0;                             // the item again; 0: such pairs are not counted
  std::array<std::uint32_t, kMaxSteps + 1> length{};  // by number of views in the session
  std::array<std::uint32_t, kAges> age{};
  std::array<std::uint32_t, kAges> trend{};
  AgeSteps ages;
};

// The same as a person, or the tuner, chooses it: from these the tables are made. Each weight is rounded to the nearest whole
// number, and not below 1.
struct CountingChoice {
  double distance_decay = 0.7;     // a step more between two views counts so much: distance[d] = 1000 decay^(d-1)
  double backward = 0.5;           // of forward
  double self = 0;                 // of forward
  double length_damping = 0.4;     // exponent: length[n] = 1000 / n^damping
  double age_decay = 0;            // a session as old as this share of the span counts 1/e; 0: all ages count alike
  double trend_half_life = 0.125;  // of the span
};
CountingParameters counting_parameters(const CountingChoice& choice, const AgeSteps& ages);

struct PairCount {
  std::uint32_t source = 0;
  std::uint32_t target = 0;
  std::uint64_t sum = 0;
  std::uint32_t sessions = 0;
  friend bool operator==(const PairCount&, const PairCount&) = default;
};

struct ItemCount {
  std::uint32_t sessions = 0;
  std::uint32_t views = 0;
  std::uint32_t purchases = 0;
  std::uint32_t again = 0;
  std::uint64_t trend = 0;  // in thousandths of a session
  friend bool operator==(const ItemCount&, const ItemCount&) = default;
};

struct PairCounts {
  std::array<std::vector<PairCount>, kCountedRelations> pairs;  // by source, then target; each pair once
  std::vector<ItemCount> items;                                 // by number
  std::uint64_t sessions = 0;                                   // that had a step
  std::uint64_t steps = 0;
  friend bool operator==(const PairCounts&, const PairCounts&) = default;
};

// Pairs that fewer than min_sessions visitors support are left out; count pieces of a log with 1, and leave out after adding.
// Memory: 40 bytes a step, and 24 bytes a pair that is kept. O(steps * 30).
PairCounts count_pairs(const Sessions& sessions, const CountingParameters& parameters, std::uint32_t min_sessions);

// The same of the relation `viewed` alone; the others stay empty.
PairCounts count_views(const Sessions& sessions, const CountingParameters& parameters, std::uint32_t min_sessions);
// How many pairs of two different items that has, whatever the weights. Memory: 20 bytes a step, 30 a session, 40 an item.
std::size_t viewed_pairs(const Sessions& sessions, std::uint32_t min_sessions);

// Adds counts of other sessions, of other visitors, with the same items and parameters. O(pairs of both).
void add_counts(PairCounts& to, const PairCounts& more);
// Leaves out the pairs that fewer visitors support.
void drop_rare_pairs(PairCounts& counts, std::uint32_t min_sessions);

}  // namespace noren::tools
