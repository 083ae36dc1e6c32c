// The recommender: ranks a shop's items for this visitor and this page, from the shop model and her profile.
// It decides what to offer and says why; it knows nothing of the page, and keeps nothing about her between calls.
//
//   Recommender recommender(model, price_bands);
//   auto list = recommender.recommend({.strategy = Strategy::kForYou, .limit = 8}, &profile);
//
// All strategies leave out what is out of stock, what she has bought, the context item and what the caller excludes; all but
// recently-viewed what is in her cart; for-you also the newest items she looked at, which have a strategy of their own. Without a
// profile (contextual level) only similar, bought-together and trending give anything.
// Same in, same out: ties are broken by the lower item index, natively and in WebAssembly alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/list.h"
#include "core/base/result.h"
#include "core/model/shop_model.h"
#include "core/profile/profile.h"

namespace noren::recommend {

using model::ItemIndex;

// Order is part of the WebAssembly interface: append only.
enum class Strategy : std::uint8_t {
  kForYou,           // "for-you": from what she looked at lately and cares about; trending for a stranger
  kSimilar,          // "similar": looked at together with the context item, then others of its category
  kBoughtTogether,   // "bought-together": bought together with the context item
  kCompleteTheCart,  // "complete-the-cart": bought together with what is in her cart
  kRecentlyViewed,   // "recently-viewed": what she looked at herself, newest first
  kTrending,         // "trending": what many look at now
};
inline constexpr std::size_t kStrategyCount = 6;

// Why an item is in the list. Order is part of the WebAssembly interface: append only.
enum class ReasonKind : std::uint8_t {
  kViewedTogether,    // "viewed-together": subject is an item
  kBoughtTogether,    // "bought-together": subject is an item
  kCategoryInterest,  // "category-interest": subject is a category
  kBrandInterest,     // "brand-interest": subject is a brand
  kViewed,            // "viewed": no subject
  kSameCategory,      // "same-category": subject is an item
  kTrending,          // "trending": no subject
};
inline constexpr std::size_t kReasonKindCount = 7;

// The names in quotes above, as site documents and pages write them.
std::string_view name(Strategy strategy);
std::string_view name(ReasonKind kind);

inline constexpr std::size_t kMaxLimit = 50;
inline constexpr std::size_t kMaxExclude = 64;

struct Request {
  Strategy strategy = Strategy::kForYou;
  std::size_t limit = 8;                    // 1 to kMaxLimit
  ItemIndex item = model::kNone;            // the item the page is about; similar and bought-together need it
  std::span<const ItemIndex> exclude = {};  // at most kMaxExclude; numbers that are no item are ignored
};

struct Recommendation {
  ItemIndex item;
  float score;  // > 0, never rising along the list; comparable within one list only
  ReasonKind reason;
  std::uint32_t subject;  // item, category or brand index as the reason says; model::kNone where it has none
};

class Recommender {
 public:
  // Keeps references: model and price_bands (ascending upper bounds, as in profile::Rules) must outlive the recommender.
  // Allocates 2 bytes an item. O(items + categories log categories).
  Recommender(const model::ShopModel& model, std::span<const float> price_bands);

  // Best first, at most request.limit; empty where there is nothing to say. The list is valid until the next call.
  // profile may be nullptr: no consent. Errors: kInvalidArgument for a limit or an exclude list out of bounds and for an item
  // that the model does not have.
  // O(edges of her 20 newest items or cart lines + limit log edges), and O(categories) where these do not fill the list; no
  // allocation once its own lists have grown.
  Result<std::span<const Recommendation>> recommend(const Request& request, const profile::Profile* profile);

 private:
  // An item that may come into the list, with what speaks for it.
  struct Candidate {
    ItemIndex item;
    float score;
    float strongest;  // the best single edge that led to it
    std::uint32_t edges;
    std::uint32_t subject;
    ReasonKind reason;
  };
  static bool ranks_below(const Candidate& a, const Candidate& b);

  void for_you(const profile::Profile& profile);
  void similar(ItemIndex item);
  void bought_together(ItemIndex item);
  void complete_the_cart(const profile::Profile& profile);
  void recently_viewed(const profile::Profile& profile);
  void trending();

  void leave_out(ItemIndex item);
  void leave_out(ItemKey key);
  void leave_out_known(const Request& request, const profile::Profile* profile);
  bool may_come(ItemIndex item) const;

  void follow(model::Relation relation, ItemIndex from, float weight, ReasonKind reason);
  void reward_agreement();
  void offer(ItemIndex item, float score, ReasonKind reason, std::uint32_t subject);
  void take_best(std::size_t per_category);
  bool is_full() const { return list_.size() == limit_; }
  float floor_score() const { return list_.empty() ? 1.0f : list_.back().score; }

  void read_interests(const profile::Profile& profile);
  float category_interest(ItemIndex item) const;
  float brand_interest(ItemIndex item) const;
  float price_interest(ItemIndex item, const profile::Profile& profile) const;
  void offer_by_interest(const profile::Profile& profile);
  std::size_t price_band(ItemIndex item) const;
  void forget();

  const model::ShopModel& model_;
  std::span<const float> price_bands_;
  List<model::CategoryIndex> namesake_;  // per category: the first one with the same slug
  List<float> agreement_;                // factor for an item that so many of hers lead to

  // Scratch of one call; forget() clears what was touched.
  std::size_t limit_ = 0;
  List<std::uint16_t> state_;  // per item: kFree, kLeftOut, or candidate number + kFirstCandidate
  List<ItemIndex> touched_;    // whose state is not kFree
  List<Candidate> candidates_;
  List<Candidate> deferred_;
  List<float> category_share_;  // per first namesake
  List<float> brand_share_;
  List<Recommendation> list_;
};

}  // namespace noren::recommend
