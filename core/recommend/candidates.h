// The items that may come into a list while it is made, each with what speaks for it. Private to this folder: the scratch of one call.
// Not for choosing among them; that is selection.cpp.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/list.h"
#include "core/model/shop_model.h"
#include "core/recommend/merchandiser.h"
#include "core/recommend/recommendation.h"
#include "core/recommend/scored.h"

namespace noren::recommend {

struct Candidate {
  ItemIndex item;
  float score;
  float strongest;  // the best single edge that led to it
  std::uint32_t edges;
  std::uint32_t subject;
  ReasonKind reason;
};

class Candidates {
 public:
  // Keeps references: what the merchandiser does not admit is not offered. Allocates 2 bytes an item.
  Candidates(const model::ShopModel& model, const Merchandiser& merchandiser);

  // The item is no candidate, and won't be one in this call. Numbers that are no item are ignored.
  void leave_out(ItemIndex item);
  void leave_out(ItemKey key);
  bool may_come(ItemIndex item) const {
    return state_[item] != kLeftOut && state_[item] < kOutOfStock && merchandiser_.admits(item);
  }

  // Whether offer() would take it in.
  bool is_free(ItemIndex item) const { return state_[item] == kFree && merchandiser_.admits(item); }
  // The item comes in with that score, unless it is left out, not in stock, or in already.
  void offer(ItemIndex item, float score, ReasonKind reason, std::uint32_t subject);
  // The same for all of a list. No item may be in it twice.
  void offer(std::span<const Scored> items, ReasonKind reason);
  // The same, and an item that is in already has this score and reason from here on.
  void replace(ItemIndex item, float score, ReasonKind reason, std::uint32_t subject);
  // The item comes in though it is out of stock; for the page shows it in any case.
  void take_in(ItemIndex item, float score, ReasonKind reason);
  // All neighbours of an item come in, or gain, by weight times the weight of their edge.
  void follow(model::Relation relation, ItemIndex from, float weight, ReasonKind reason);
  // Neighbours that are in already gain a share of their score, at most `weight` of it for the strongest. O(neighbours).
  void lift(model::Relation relation, ItemIndex from, float weight, ReasonKind reason);
  // Whichever item led to a candidate by the strongest edge, weighted, is its subject: says nothing of scores. Returns how many have
  // a subject now that had none. O(neighbours).
  std::size_t name(model::Relation relation, ItemIndex from, float weight);
  // An item that several edges led to is worth more than their sum.
  void reward_agreement();

  std::span<Candidate> all() { return list_; }
  // One that is in.
  const Candidate& of(ItemIndex item) const { return list_[state_[item] % kOutOfStock - kFirst]; }
  bool empty() const { return list_.empty(); }
  // How many items are in, or left out.
  std::size_t touched() const { return touched_.size(); }

  // All candidates are left out from here on.
  void drop_all();
  // Makes everything as before the call. O(touched).
  void forget();

 private:
  static constexpr std::uint16_t kFree = 0;
  static constexpr std::uint16_t kLeftOut = 1;
  static constexpr std::uint16_t kFirst = 2;
  static constexpr std::uint16_t kOutOfStock = 0x8000;  // a bit beside those, and part of the item: no call changes it

  void add(ItemIndex item, float score, ReasonKind reason, std::uint32_t subject);
  void set(ItemIndex item, std::size_t state) {
    state_[item] = static_cast<std::uint16_t>((state_[item] & kOutOfStock) | state);
  }
  Candidate* find(ItemIndex item) {
    const std::size_t state = state_[item] % kOutOfStock;
    return state >= kFirst ? &list_[state - kFirst] : nullptr;
  }

  const model::ShopModel& model_;
  const Merchandiser& merchandiser_;
  List<float> agreement_;      // factor for an item that so many edges lead to
  List<std::uint16_t> state_;  // per item: kFree, kLeftOut, or candidate number + kFirst
  List<ItemIndex> touched_;    // whose state is not kFree
  List<Candidate> list_;
};

}  // namespace noren::recommend
