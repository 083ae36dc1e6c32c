// The shop's own rules in one list: which rules hold now, and which items they are about. What a rule asks of an item is answered once
// for all items, one bit an item and rule, so that a list costs the same whatever the rules say. Private to this folder.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/list.h"
#include "core/model/shop_model.h"
#include "core/profile/profile.h"
#include "core/recommend/recommendation.h"
#include "core/site/site.h"

namespace noren::recommend {

class Merchandiser {
 public:
  // Keeps references. O(1).
  Merchandiser(const model::ShopModel& model, const site::Site& site) : model_(model), site_(site) {}

  bool is_active() const { return site_.merchandising.is_active; }

  // For one list. O(rules); O(items x rules) the first time, and, where rules ask how long items are in the shop, on each day anew.
  void begin(const Request& request, const profile::Profile* profile);
  // Ends it: no rule holds any more.
  void end() { holding_ = keep_ = hide_ = bury_ = boost_ = pin_ = limit_ = 0; }

  // Whether the item may come at all.
  bool admits(ItemIndex item) const {
    const std::uint32_t rules = about(item);
    return (rules & hide_) == 0 && (rules & keep_) == keep_;
  }
  bool buries(ItemIndex item) const { return (about(item) & bury_) != 0; }
  bool changes_scores() const { return (bury_ | boost_) != 0; }
  // What its score is multiplied by.
  float factor(ItemIndex item) const;

  // Rules that hold now, a bit each; those of them that pin and limit; and all that are about an item.
  std::uint32_t holding() const { return holding_; }
  std::uint32_t pinning() const { return pin_; }
  std::uint32_t limiting() const { return limit_; }
  std::uint32_t about(ItemIndex item) const { return masks_.empty() ? 0u : masks_[item]; }
  // The items that a rule is about, at most kFront, in the order of ShopModel::by_trend().
  std::span<const ItemIndex> front(std::size_t rule) const { return fronts_[rule]; }
  static constexpr std::size_t kFront = 64;

 private:
  void judge_items(std::uint32_t day);

  const model::ShopModel& model_;
  const site::Site& site_;
  List<std::uint32_t> masks_;     // per item, a bit per rule
  List<List<ItemIndex>> fronts_;  // per rule
  std::uint32_t judged_on_ = 0;   // the day
  bool asks_for_days_ = false;
  std::uint32_t holding_ = 0, keep_ = 0, hide_ = 0, bury_ = 0, boost_ = 0, pin_ = 0, limit_ = 0;
};

}  // namespace noren::recommend
