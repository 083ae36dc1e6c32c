// What the shop itself has to say about lists of items: rules over items (what to leave out, lift, lower, pin, limit), how mixed a list is
// to be, and how much it is to try. Typed; what they come to in a list is decided in core/recommend.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/list.h"
#include "core/base/result.h"
#include "core/base/symbols.h"
#include "core/profile/attributes.h"
#include "core/rules/program.h"

namespace noren::site {

// The ways to recommend; their names are members of `recommendations` in the document.
inline constexpr std::string_view kStrategies[] = {"for-you",
                                                   "similar",
                                                   "bought-together",
                                                   "complete-the-cart",
                                                   "recently-viewed",
                                                   "trending",
                                                   "viewed-next",
                                                   "complements-of-last-order",
                                                   "viewed-not-bought",
                                                   "new-for-you",
                                                   "popular-in-category",
                                                   "deals-for-you",
                                                   "search-ranking",
                                                   "category-ranking",
                                                   "content"};
inline constexpr std::size_t kStrategyCount = std::size(kStrategies);

inline constexpr std::size_t kMaxMerchandisingRules = 32;

// What a rule does with the items that it is about.
enum class MerchandisingAction : std::uint8_t {
  kFilter,  // only they may come
  kHide,    // they don't come
  kBoost,   // their score is multiplied
  kBury,    // they come after all others
  kPin,     // the best of them stands at a position
  kLimit,   // at most so many of one brand or category of them come
};
inline constexpr std::string_view kMerchandisingActions[] = {"filter", "hide", "boost", "bury", "pin", "limit"};

struct MerchandisingRule {
  std::string id;
  MerchandisingAction action = MerchandisingAction::kFilter;
  rules::NodeIndex when = rules::kNoNode;  // of Site::program: whether it holds for this visitor now
  std::uint32_t strategies = ~0u;          // a bit each
  float by = 1;                            // kBoost
  std::uint32_t position = 1;              // kPin: counted from 1
  std::uint32_t most = 1;                  // kLimit
  bool per_brand = false;                  // kLimit: else per category
  std::uint32_t question = kNoSymbol;      // what it follows from, where it follows from an answer: index of a question
};

// How one strategy's lists are put together.
struct Arrangement {
  float diversity = 0;  // 0: by score alone, up to 1: each item as unlike the ones before it as can be
  float explore = 0;    // share of places that go to an item from further down
};

// Stands for all texts of items that no rule mentions: a text that no rule can be about.
inline constexpr std::string_view kOtherText = "\x01";

struct Merchandising {
  List<MerchandisingRule> rules;
  Arrangement arrangements[kStrategyCount];
  bool is_active = false;  // there is anything here

  // Which items rules are about: attributes are ItemAttributes, and bit i of what is watched is rule i.
  rules::Program items;
  SymbolTable symbols;
  profile::NameTable names;
};

// What a rule may ask of an item. A program over items has these numbers where others have profile::AttributeId's.
enum class ItemAttribute : std::uint8_t {
  kId,            // item.id
  kPrice,         // item.price
  kRegularPrice,  // item.regular_price
  kOnSale,        // item.on_sale
  kDiscount,      // item.discount
  kBrand,         // item.brand
  kCategory,      // item.category
  kInStock,       // item.in_stock
  kBoughtAgain,   // item.bought_again
  kDaysInShop,    // item.days_in_shop
  kPopularity,    // item.popularity
  kTrend,         // item.trend
  kInCategory,    // item.category.<slug>: parameter is its NameKey
  kLabel,         // item.label.<name>: parameter is the Symbol of its name
};

// The attribute of that name. Errors: kUnknownName with the nearest name as hint.
Result<profile::Attribute> parse_item_attribute(std::string_view name, SymbolTable& symbols, profile::NameTable& names,
                                                const profile::Rules& rules);

}  // namespace noren::site
