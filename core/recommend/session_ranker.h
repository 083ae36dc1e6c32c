// Ranks the items of a shop by what a visitor looked at: the next item, most likely first. It knows items and relations alone;
// what may be shown, to whom and why, is recommend.h's.
//
//   SessionRanker ranker(model);
//   for (const Scored& next : ranker.rank(newest_first, 20)) use(next.item);
//
// Her items are walked from the newest: the c-th different one, from 0, speaks with decay^c for each of its neighbours in the
// relation `viewed`. An item that n of hers lead to is multiplied by n^agreement. Last, items she looked at gain a share of the
// best score, which falls with their age and grows with each further look: people return to items. The numbers are the model's
// (model/scoring.h), tuned on the shop's own log. Weights come in 16 strengths, so that many items lead to as much: of these the one
// that more look at lately comes first. Same in, same out, natively and in WebAssembly, to the last bit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/list.h"
#include "core/model/scoring.h"
#include "core/model/shop_model.h"
#include "core/recommend/scored.h"

namespace noren::recommend {

// What becomes of the items she looked at.
enum class Seen : std::uint8_t {
  kMayReturn,  // they gain their share and come into the list
  kLeftOut,    // they stay out of it
};

class SessionRanker {
 public:
  static constexpr std::size_t kWalk = 20;  // different items that speak, the newest ones

  // Keeps a reference: the model must outlive the ranker and keep its items. Allocates 8 bytes an item.
  explicit SessionRanker(const model::ShopModel& model) : SessionRanker(model, model.scoring()) {}
  // The same with other numbers than the model's own.
  SessionRanker(const model::ShopModel& model, const model::Scoring& scoring);

  // Best first, ties by the lower index; at most `limit`, and fewer where her items lead to fewer. Numbers that are no item of
  // the model are passed over. The list is valid until the next call. O(edges of her 20 newest items + limit log limit); no
  // allocation.
  std::span<const Scored> rank(std::span<const model::ItemIndex> newest_first, std::size_t limit,
                               Seen seen = Seen::kMayReturn);

  // The same items in no order, for those who have an order of their own.
  std::span<const Scored> find_best(std::span<const model::ItemIndex> newest_first, std::size_t limit, Seen seen);

 private:
  static constexpr std::size_t kMostFound = kWalk * (model::kMaxNeighbours + 1) + 1;

  struct Cell {
    float score;
    std::uint16_t edges;  // her items that lead here; 0: not touched
    std::uint16_t trend;  // the model's trend_code(), for good
  };

  void walk(std::span<const model::ItemIndex> newest_first);
  void add_neighbours(model::ItemIndex item, float weight);
  float set_apart_seen();
  float collect();
  void bring_back_seen(float best);

  const model::ShopModel& model_;
  model::Scoring scoring_;
  float agreement_[2 * kWalk + 1];  // factor for an item that so many edges lead to; a row may name an item twice

  // Scratch of one call.
  List<Cell> cells_;              // per item
  model::ItemIndex seen_[kWalk];  // her different items, newest first
  float looks_[kWalk];            // how often she looked at each
  float led_to_[kWalk];           // the score of each as an item that others of hers lead to
  std::size_t seen_count_ = 0;
  std::size_t found_count_ = 0;
  Scored found_[kMostFound];  // while she is walked with: items whose cell is not empty, still without their scores
};

}  // namespace noren::recommend
