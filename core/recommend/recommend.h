// The recommender: ranks a shop's items for this visitor and this page, from the shop model and her profile.
// It decides what to offer and says why; it knows nothing of the page, and keeps nothing about her between calls.
//
//   Recommender recommender(model, site);
//   auto list = recommender.recommend({.strategy = Strategy::kForYou, .limit = 8}, &profile);
//
// All strategies but the rankings leave out what is out of stock, what she does not like, what she has bought (unless it is of a kind
// that is bought again, and two weeks are over), the context item and what
// the caller excludes; all but recently-viewed what is in her cart; for-you also the newest items she looked at, which have a strategy
// of their own. What she told the shop not to use leads to nothing. Without a profile (contextual level) only what the page, the shop
// and many others say gives anything. Same in, same out: ties are broken by the lower item index, natively and in WebAssembly alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/list.h"
#include "core/base/result.h"
#include "core/model/shop_model.h"
#include "core/profile/profile.h"
#include "core/recommend/candidates.h"
#include "core/recommend/interests.h"
#include "core/recommend/item_facts.h"
#include "core/recommend/merchandiser.h"
#include "core/recommend/recommendation.h"
#include "core/recommend/session_ranker.h"
#include "core/site/site.h"

namespace noren::recommend {

class Recommender {
 public:
  // Keeps references: model and site must outlive the recommender. Allocates 16 bytes an item. O(items + categories log categories).
  Recommender(const model::ShopModel& model, const site::Site& site);
  Recommender(const model::ShopModel& model, site::Site&& site) = delete;  // it would be gone

  // Best first, at most request.limit; empty where there is nothing to say. The list is valid until the next call.
  // profile may be nullptr: no consent. Errors: kInvalidArgument for a limit or a list out of bounds and for an item that the model
  // does not have.
  // O(edges of her 20 newest items or cart lines + limit log edges); no allocation once its own lists have grown.
  Result<std::span<const Recommendation>> recommend(const Request& request, const profile::Profile* profile);

 private:
  // --- strategies.cpp ---
  void for_you(const profile::Profile* profile);
  void walk(const profile::Profile& profile);
  void similar(ItemIndex item);
  void bought_together(ItemIndex item);
  void complete_the_cart(const profile::Profile& profile);
  void recently_viewed(const profile::Profile& profile);
  void trending();
  void offer_by_interest(const profile::Profile& profile);

  // --- more_strategies.cpp, in a part of the engine that loads on demand ---
  void recommend_more(const Request& request, const profile::Profile* profile);
  void viewed_next(ItemIndex item, const profile::Profile* profile);
  void complements_of_last_order(const profile::Profile& profile);
  void viewed_not_bought(const profile::Profile& profile);
  void popular_in_category(const Request& request, const profile::Profile* profile);
  void deals_for_you(const profile::Profile* profile);
  void offer_price_drops(const profile::Profile& profile);
  void rank_given(const Request& request, const profile::Profile* profile);
  void content(const Request& request);
  void new_for_you(std::uint32_t day, const profile::Profile* profile);
  void learn_fronts();
  // An item that she likes less (Interests::liking) is not to her taste; 0 where nothing is known of it.
  float least_liking(const profile::Profile* profile);
  void follow_on_from_list();
  void offer_habits(const profile::Profile& profile, ItemIndex from);
  model::CategoryIndex favourite_category(const profile::Profile& profile) const;

  // --- what must not come ---
  void leave_out_known(const Request& request, const profile::Profile* profile);
  // Whether she told the shop not to use that item as a reason.
  static bool is_set_aside(const profile::Profile& profile, ItemKey item) {
    return profile.disregards().has(profile::Aside::kItem, item);
  }
  // The newest item she looked at that may be used and that the model has, or model::kNone.
  ItemIndex newest_seen(const profile::Profile& profile) const;

  // --- selection.cpp ---
  static constexpr std::size_t kNoCap = static_cast<std::size_t>(-1);
  // Moves the best candidates to the list until it is full, at most so many of one category while others are left; drops the rest.
  void take_best(std::size_t per_category);
  void take_mixed(std::size_t per_category);
  void take(const Scored& best);
  // Puts the list's part from there on in order.
  void sort_list(std::size_t from);
  bool is_full() const { return list_.size() == limit_; }
  float floor_score() const { return list_.empty() ? 1.0f : list_.back().score; }

  // --- arrangement.cpp, in a part of the engine that loads on demand ---
  static constexpr std::size_t kPoolOfLimit = 4;  // a list is put together from so many times its length
  struct Kind {
    model::CategoryIndex category;
    model::CategoryIndex parent;
    model::BrandIndex brand;
    std::uint32_t rules;  // about it that hold, a bit each
  };
  struct Pooled {
    Recommendation found;
    Kind kind;
    float value = 0;           // while nothing in the list is like it
    float most_from_here = 0;  // of the values of this and all after it
    float likeness = 0;        // to the most similar one of the list's first `compared` items
    std::uint32_t compared = 0;
    bool is_taken = false;
    bool is_capped = false;  // its category has its share
    bool is_closed = false;  // a rule lets no more of its kind in
  };
  static bool is_open(const Pooled& p) { return !p.is_taken && !p.is_closed; }
  void offer_featured();
  Recommendation by_rule(std::size_t rule) const;
  void arrange(const Request& request);
  void pool(const Recommendation& found);
  Pooled* pinned(std::size_t position);
  Pooled* explored(float share, std::uint64_t seed);
  Pooled* best(float diversity, bool within_cap);
  void compare(Pooled& one, float diversity, float most);
  void take(Pooled& taken, std::size_t cap);
  Pooled* filler(std::size_t& at);
  bool is_limited_with(std::size_t rule, const Kind& a, const Kind& b) const;
  bool is_reached(std::size_t rule, const Kind& kind) const;

  const model::ShopModel& model_;
  const site::Site& site_;
  List<ItemFacts> facts_;
  Merchandiser merchandiser_;
  List<model::CategoryIndex> next_namesake_;  // per category: the next one with the same slug, or kNone
  List<model::CategoryIndex> first_child_;    // per category, or kNone
  List<model::CategoryIndex> next_sibling_;

  // Of the shop, found when they are first asked for.
  List<ItemIndex> newest_;   // newest first
  List<ItemIndex> on_sale_;  // as by_trend()
  bool knows_fronts_ = false;

  // Scratch of one call.
  std::size_t limit_ = 0;   // of list_ while it is filled
  std::size_t places_ = 0;  // of the list that is asked for
  Candidates candidates_;
  SessionRanker ranker_;
  List<ItemIndex> walk_;  // the items she looked at that the ranker walks, newest first
  Interests interests_;
  List<Scored> order_;             // of the candidates
  List<std::uint16_t> places_of_;  // per category code: how many of the list it has
  List<Pooled> pool_;
  List<Kind> kinds_;          // of the list that is put together from it
  std::size_t cap_ = kNoCap;  // of one category, as the strategy wishes
  List<Recommendation> list_;
};

}  // namespace noren::recommend
