// Synthetic shoppers: who comes, when, what she looks at and how she reacts. Plausible enough to exercise a site document, and no more:
// they tell which segments fill and which campaigns never show, not how much a campaign will sell.
//
// A shopper has one or two categories and perhaps a brand that she cares about, a price level, a device and a language. She visits
// the shop one to eight times over some weeks, or over months where the days allow it, each time for a few page views: home,
// categories, products, the cart, an order. The same site, seed and number give the same shopper on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/decide/chance.h"
#include "core/event/event.h"
#include "core/model/shop_model.h"
#include "core/site/site.h"

namespace noren::tools {

// Small whole numbers and choices that look drawn.
class Dice {
 public:
  explicit Dice(std::uint64_t key) : draws_(key) {}
  double unit() { return draws_.unit(); }
  bool chance(double probability) { return unit() < probability; }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(unit() * static_cast<double>(n)); }
  template <typename List>
  const auto& from(const List& list) {
    return list[below(list.size())];
  }

 private:
  decide::Draws draws_;
};

// An item that shoppers may look at.
struct Goods {
  std::string id;
  std::vector<std::string> categories;  // from the top down
  std::string brand;                    // may be empty
  double price = 0;
};

// What there is to look at: the shop model's items that are in stock; without a model, invented items of the categories and brands that
// the site's rules mention, and some of none. Never empty.
std::vector<Goods> goods_of(const site::Site& site, const model::ShopModel& model);

// One page view, and what she does on it.
struct PageVisit {
  double time_ms = 0;
  std::string page;                           // "home", "category", "product", "cart", "complete"
  event::Kind kind = event::Kind::kPageView;  // beside the page view itself; kPageView: nothing
  std::size_t item = 0;                       // of goods, where kind needs one
  double seconds = 0;                         // that she stays
  double scroll = 0;                          // percent
  bool leaves = false;                        // the last of its visit
};

struct Shopper {
  decide::Seed seed{};
  std::int32_t language = 0;
  std::int32_t device = 0;
  std::int32_t channel = 0;
  std::vector<PageVisit> pages;  // in order of time
  std::uint32_t sessions = 0;
};

struct Shoppers {
  std::uint64_t seed = 1;
  double from_ms = 0;       // the first may come then
  std::uint32_t days = 56;  // over which visits are spread
};

// The shopper of that number. dice goes on to how she reacts to what she sees.
Shopper shopper(const Shoppers& all, std::uint64_t number, const site::Site& site, const std::vector<Goods>& goods,
                Dice& dice);

}  // namespace noren::tools
