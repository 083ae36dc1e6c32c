// What is asked of the recommender and what it answers: strategies, reasons, requests, recommendations.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/hash.h"
#include "core/model/shop_model.h"

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
  // From here on in a part of the engine that loads on demand.
  kViewedNext,  // "viewed-next": where she or others go from the context item, or from the last one she looked at
  kComplementsOfLastOrder,  // "complements-of-last-order": what goes with what she bought last
  kViewedNotBought,  // "viewed-not-bought": what she looked at and has neither bought nor in her cart, most often first
  kNewForYou,        // "new-for-you": what came into the shop lately, of kinds and brands she cares about
  kPopularInCategory,  // "popular-in-category": what many look at in the context category, the item's, or her favourite one
  kDealsForYou,        // "deals-for-you": what she looked at and costs less now, then what is on sale and fits her
  kSearchRanking,      // "search-ranking": the given items, in their order but for what she cares about
  kCategoryRanking,  // "category-ranking": the given items, by what many look at and what she cares about
  kContent,          // "content": the articles of the site document, by what she cares about
};
inline constexpr std::size_t kStrategyCount = 15;
inline constexpr std::size_t kCommonStrategyCount = 6;  // those that every engine has at once

// Why an item is in the list. Order is part of the WebAssembly interface: append only.
enum class ReasonKind : std::uint8_t {
  kViewedTogether,     // "viewed-together": subject is an item
  kBoughtTogether,     // "bought-together": subject is an item
  kCategoryInterest,   // "category-interest": subject is a category
  kBrandInterest,      // "brand-interest": subject is a brand
  kViewed,             // "viewed": no subject
  kSameCategory,       // "same-category": subject is an item
  kTrending,           // "trending": no subject
  kHabit,              // "habit": she went on to it from the subject, an item, more than once
  kBoughtAfterView,    // "bought-after-view": shoppers who look at the subject, an item, buy it
  kComplements,        // "complements": wanted after buying the subject, an item
  kNew,                // "new": came into the shop lately; no subject
  kPopularInCategory,  // "popular-in-category": subject is a category
  kPriceDrop,          // "price-drop": costs less than when she looked at it; no subject
  kOnSale,             // "on-sale": costs less than it used to; no subject
  kDeclared,           // "declared": a rule of the site that follows from her answer; subject is a question
  kFeatured,           // "featured": a rule of the site; subject is a rule
  kGiven,              // "given": the page's own order, or the site document's; no subject
};
inline constexpr std::size_t kReasonKindCount = 17;

// The names in quotes above, as site documents and pages write them.
std::string_view name(Strategy strategy);
std::string_view name(ReasonKind kind);

inline constexpr std::size_t kMaxLimit = 50;
inline constexpr std::size_t kMaxExclude = 256;
inline constexpr std::size_t kMaxGiven = 1000;
inline constexpr std::size_t kWalk = 20;  // of the newest items she looked at, so many are followed

// Strategies that put given items into an order, all of them.
inline bool is_ranking(Strategy strategy) {
  return strategy == Strategy::kSearchRanking || strategy == Strategy::kCategoryRanking;
}

// The others but content: their lists have places, which rules of the shop may give away.
inline bool has_places(Strategy strategy) { return !is_ranking(strategy) && strategy != Strategy::kContent; }

struct Request {
  Strategy strategy = Strategy::kForYou;
  std::size_t limit = 8;                    // 1 to kMaxLimit; rankings give all
  ItemIndex item = model::kNone;            // the item the page is about; similar and bought-together need it
  NameKey category = 0;                     // the category the page is about; 0: none
  std::span<const ItemIndex> exclude = {};  // at most kMaxExclude; numbers that are no item are ignored
  std::uint32_t day = 0;                    // today, in days since 1970
  std::uint64_t seed = 0;                   // of exploration: another one tries other items
  std::uint32_t holding = ~0u;              // merchandising rules whose `when` holds, a bit each
  std::span<const ItemIndex> given = {};    // what a ranking puts into order, at most kMaxGiven; the same for numbers
};

struct Recommendation {
  ItemIndex item;  // of content: the index of an article
  float score;     // > 0, never rising along the list; comparable within one list only
  ReasonKind reason;
  std::uint32_t subject;  // item, category, brand, question or rule as the reason says; model::kNone where it has none
};

}  // namespace noren::recommend
