#include "tools/simulate/shopper.h"

#include <algorithm>
#include <set>

#include "core/base/numeric.h"
#include "core/engine/engine.h"

namespace noren::tools {
namespace {

using event::Kind;

constexpr double kMinute = 60'000.0;
constexpr double kDay = 24 * 60 * kMinute;
constexpr std::size_t kInventedPerName = 6;
constexpr std::size_t kInventedOthers = 12;
constexpr double kCares = 0.75;       // chance that she looks at what she cares about
constexpr double kComesAgain = 0.55;  // after each visit
constexpr double kStaysAway = 0.05;   // chance that the next visit is months away
constexpr std::size_t kMaxSessions = 8;
constexpr std::size_t kMaxPages = 20;  // of one visit

// Categories and brands that the document names, in rules and in conditions over the history.
struct Mentioned {
  std::set<std::string> categories;
  std::set<std::string> brands;
};

Mentioned mentioned_by(const site::Site& site) {
  Mentioned mentioned;
  const auto add = [&](std::set<std::string>& to, NameKey key) {
    const Symbol symbol = key == 0 ? kNoSymbol : site.names.find(key);
    if (symbol != kNoSymbol) to.emplace(site.symbols.text(symbol));
  };
  for (const rules::AttributeUse& use : site.program.attributes()) {
    using Id = profile::AttributeId;
    const auto [id, parameter] = use.attribute;
    if (id == Id::kInterestCategory || id == Id::kInterestCategoryRank) add(mentioned.categories, parameter);
    if (id == Id::kInterestBrand || id == Id::kInterestBrandRank) add(mentioned.brands, parameter);
  }
  for (const profile::HistoryQuery& query : site.profile.histories) {
    for (const profile::HistoryStep& step : query.steps) {
      add(mentioned.categories, step.category);
      add(mentioned.brands, step.brand);
    }
  }
  return mentioned;
}

// Prices of all bands: around each bound, below the first and above the last.
double invented_price(const site::Site& site, Dice& dice) {
  const List<float>& bands = site.profile.price_bands;
  if (bands.empty()) return 500 + 100 * static_cast<double>(dice.below(100));
  const double bound = static_cast<double>(dice.from(bands));
  return bound * (dice.chance(0.7) ? 0.6 : 1.5);
}

std::vector<Goods> invented_goods(const site::Site& site) {
  Dice dice(hash64(site.id));
  const Mentioned mentioned = mentioned_by(site);
  const std::vector<std::string> brands(mentioned.brands.begin(), mentioned.brands.end());
  std::vector<Goods> goods;
  const auto invent = [&](std::vector<std::string> categories, std::string brand) {
    goods.push_back({"item-" + std::to_string(goods.size() + 1), std::move(categories), std::move(brand),
                     invented_price(site, dice)});
  };
  const auto some_brand = [&] { return brands.empty() || dice.chance(0.5) ? std::string() : dice.from(brands); };
  for (const std::string& category : mentioned.categories) {
    for (std::size_t i = 0; i < kInventedPerName; ++i) invent({category}, some_brand());
  }
  for (const std::string& brand : brands) {
    for (std::size_t i = 0; i < kInventedPerName; ++i) invent({}, brand);
  }
  for (std::size_t i = 0; i < kInventedOthers; ++i) invent({}, some_brand());
  return goods;
}

// The items that share a category or brand with a random one: what she cares about.
std::vector<std::size_t> taste(const std::vector<Goods>& goods, Dice& dice) {
  std::vector<std::size_t> liked;
  for (std::size_t favourites = 1 + dice.below(2); favourites > 0; --favourites) {
    const Goods& favourite = dice.from(goods);
    const std::string category = favourite.categories.empty() ? "" : dice.from(favourite.categories);
    for (std::size_t i = 0; i < goods.size(); ++i) {
      const std::vector<std::string>& categories = goods[i].categories;
      const bool same = category.empty()
                            ? goods[i].brand == favourite.brand
                            : std::find(categories.begin(), categories.end(), category) != categories.end();
      if (same) liked.push_back(i);
    }
  }
  return liked;
}

class Walk {
 public:
  Walk(Shopper& shopper, const std::vector<Goods>& goods, Dice& dice)
      : shopper_(shopper),
        goods_(goods),
        dice_(dice),
        liked_(taste(goods, dice)),
        readiness_(0.03 + 0.2 * dice.unit()) {}

  // One visit that begins then.
  void visit(double time_ms) {
    const std::size_t pages = 1 + dice_.below(4) + (dice_.chance(0.6) ? dice_.below(kMaxPages - 4) : 0);
    time_ = time_ms;
    add(dice_.chance(0.6) ? "home" : "product");
    for (std::size_t i = 1; i < pages; ++i) step();
    shopper_.pages.back().leaves = true;
    ++shopper_.sessions;
  }

 private:
  void step() {
    const double what = dice_.unit();
    if (what < 0.15) {
      add("category", Kind::kViewItemList);
    } else if (what < 0.2) {
      add("category", Kind::kSearch);
    } else if (what < 0.25) {
      add("home");
    } else if (what < 0.25 + readiness_) {
      add("product", dice_.chance(0.15) ? Kind::kAddToWishlist : Kind::kAddToCart);
      cart_.push_back(shopper_.pages.back().item);
    } else if (!cart_.empty() && what < 0.5) {
      check_out();
    } else {
      add("product");
    }
  }

  void check_out() {
    if (dice_.chance(0.15)) {
      add("cart", Kind::kRemoveFromCart, cart_.back());
      cart_.pop_back();
      return;
    }
    add("cart", Kind::kViewCart);
    if (!dice_.chance(0.5)) return;
    add("cart", Kind::kBeginCheckout);
    if (!dice_.chance(0.7)) return;
    add("complete", Kind::kPurchase, cart_.back());
    cart_.clear();
  }

  void add(const char* page, Kind kind = Kind::kPageView, std::size_t item = kAny) {
    PageVisit visit;
    visit.time_ms = time_;
    visit.page = page;
    visit.kind = kind == Kind::kPageView && visit.page == "product" ? Kind::kViewItem : kind;
    visit.item = item != kAny ? item : dice_.chance(kCares) ? dice_.from(liked_) : dice_.below(goods_.size());
    visit.seconds = 4 - 25 * log2_exact(dice_.unit());
    visit.scroll = dice_.chance(0.7) ? 100 * dice_.unit() : 0;
    time_ += 1000 * (visit.seconds + 2);
    shopper_.pages.push_back(std::move(visit));
  }

  static constexpr std::size_t kAny = static_cast<std::size_t>(-1);
  Shopper& shopper_;
  const std::vector<Goods>& goods_;
  Dice& dice_;
  std::vector<std::size_t> liked_;
  std::vector<std::size_t> cart_;
  double readiness_;  // to put things in the cart
  double time_ = 0;
};

}  // namespace

std::vector<Goods> goods_of(const site::Site& site, const model::ShopModel& model) {
  std::vector<Goods> goods;
  for (model::ItemIndex item = 0; item < model.item_count(); ++item) {
    if (!model.in_stock(item)) continue;
    Goods one;
    one.id = model.item_id(item);
    for (const model::CategoryIndex category : model.categories(item)) {
      one.categories.emplace_back(model.category_slug(category));
    }
    if (model.brand(item) != model::kNone) one.brand = model.brand_slug(model.brand(item));
    one.price = static_cast<double>(model.price(item));
    goods.push_back(std::move(one));
  }
  return goods.empty() ? invented_goods(site) : goods;
}

Shopper shopper(const Shoppers& all, std::uint64_t number, const site::Site& site, const std::vector<Goods>& goods,
                Dice& dice) {
  Shopper shopper;
  shopper.seed = {mix64(all.seed ^ mix64(2 * number + 1)), mix64(all.seed ^ mix64(2 * number + 2))};
  shopper.language = static_cast<std::int32_t>(dice.below(site.languages.size()));
  shopper.device = static_cast<std::int32_t>(dice.below(std::size(kDeviceClasses)));
  shopper.channel = static_cast<std::int32_t>(dice.below(std::size(profile::kChannels)));
  Walk walk(shopper, goods, dice);
  const double end = all.from_ms + all.days * kDay;
  double time = all.from_ms + dice.unit() * all.days * kDay * 0.7;
  do {
    walk.visit(time);
    // Most come back within days, a few after weeks, and some, where the days allow it, after months.
    const double pause = dice.chance(kStaysAway) ? 60 * kDay : 5 * kDay;
    time = shopper.pages.back().time_ms + 40 * kMinute - pause * log2_exact(dice.unit());
  } while (shopper.sessions < kMaxSessions && time < end && dice.chance(kComesAgain));
  return shopper;
}

}  // namespace noren::tools
