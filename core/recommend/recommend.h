// The recommender: ranks a shop's items for this visitor and this page, from the shop model and her profile.
// It decides what to offer and says why; it knows nothing of the page, and keeps nothing about her between calls.
//
//   Recommender recommender(model, price_bands);
//   auto list = recommender.recommend({.strategy = Strategy::kForYou, .limit = 8}, &profile);
//
// All strategies leave out what is out of stock, what she has bought, what is in her cart, the context item and what the caller
// excludes. Without a profile (contextual level) only similar, bought-together and trending give anything.
// Same in, same out: ties are broken by the lower item index, natively and in WebAssembly alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

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
// The strategy of that name; false where there is none (strategy is left alone).
bool find_strategy(std::string_view name, Strategy& strategy);

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
  // Allocates 4 bytes an item.
  Recommender(const model::ShopModel& model, std::span<const float> price_bands);

  // Best first, at most request.limit; empty where there is nothing to say. The list is valid until the next call.
  // profile may be nullptr: no consent. Errors: kInvalidArgument for a limit or an exclude list out of bounds and for an item
  // that the model does not have.
  // O(edges of her 20 newest items, or cart lines + limit log edges); no allocation once its lists have grown.
  Result<std::span<const Recommendation>> recommend(const Request& request, const profile::Profile* profile);

 private:
  // An item that at least one edge led to.
  struct Candidate {
    ItemIndex item;
    ItemIndex subject;  // where the strongest edge came from
    float score;
    float strongest;
    std::uint32_t edges;
  };
  // How much she cares about a category or brand, by number.
  struct Affinity {
    std::uint32_t number;
    float share;
  };

  void leave_out(ItemIndex item);
  void leave_out(ItemKey key);
  void leave_out_known(const Request& request, const profile::Profile* profile);
  void follow(model::Relation relation, ItemIndex from, float weight);
  void reward_agreement();
  void weigh_by_interest(const profile::Profile& profile);
  void read_affinities(const profile::Profile& profile);
  void take_best(ReasonKind reason, std::size_t per_category);
  bool take(ItemIndex item, float score, ReasonKind reason, std::uint32_t subject);
  float floor_score() const;
  std::size_t price_band(ItemIndex item) const;

  void for_you(const profile::Profile& profile);
  void similar(ItemIndex item);
  void complete_the_cart(const profile::Profile& profile);
  void recently_viewed(const profile::Profile& profile);
  void trending();
  void top_up_by_interest();
  void forget();

  const model::ShopModel& model_;
  std::span<const float> price_bands_;

  // Scratch of one call; forget() clears what it touched.
  std::size_t limit_ = 0;
  std::vector<std::uint16_t> state_;  // per item: 0, kLeftOut, or candidate number + 2
  std::vector<ItemIndex> touched_;
  std::vector<Candidate> candidates_;
  std::vector<Affinity> categories_;
  std::vector<Affinity> brands_;
  std::vector<Recommendation> list_;
};

}  // namespace noren::recommend
