#include "tools/train/trainer.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "core/base/numeric.h"
#include "tools/log/text_values.h"
#include "tools/train/relations.h"

namespace noren::tools {
namespace {

using model::kNone;
using Parts = model::ShopModelParts;

constexpr double kDay = 86'400'000.0;   // milliseconds
constexpr double kAgeDecay = 0.6;       // a session as old as this share of the log's span counts 1/e in the relations
constexpr double kTrendHalfLife = 7.0;  // days; in a short log an eighth of its span
constexpr double kLog2E = 1.4426950408889634;

// Items of the shop by number, before they are put in order.
struct Item {
  Parts::Item facts;
  std::vector<std::string> categories;
  std::string brand;
};

// How old each session is: by its newest event, or, in a log without times, by its place in the log.
struct Ages {
  explicit Ages(const EventLog& log) : age(log.session_count()) {
    std::int64_t newest = 0;
    std::int64_t oldest = std::numeric_limits<std::int64_t>::max();
    for (const LogEvent& event : log.events) {
      newest = std::max(newest, event.time);
      oldest = std::min(oldest, event.time);
    }
    last_day = newest / static_cast<std::int64_t>(kDay);
    span = log.has_times ? static_cast<double>(newest - oldest) : static_cast<double>(age.size());
    span = std::max(span, 1.0);
    half_life = log.has_times ? std::min(kTrendHalfLife * kDay, span / 8) : span / 8;
    for (std::size_t s = 0; s < age.size(); ++s) {
      const auto events = log.session(s);
      if (events.empty()) continue;
      age[s] =
          log.has_times ? static_cast<double>(newest - events.back().time) : static_cast<double>(age.size() - 1 - s);
    }
  }
  double relation_weight(std::size_t s) const { return exp2_exact(-age[s] / span / kAgeDecay * kLog2E); }
  double trend_weight(std::size_t s) const { return exp2_exact(-age[s] / half_life); }

  std::vector<double> age;  // milliseconds, or sessions
  double span = 1;
  double half_life = 1;
  std::int64_t last_day = 0;
};

bool is_interest(event::Kind kind) {
  return kind == event::Kind::kViewItem || kind == event::Kind::kSelectItem || kind == event::Kind::kAddToCart ||
         kind == event::Kind::kAddToWishlist;
}

class Trainer {
 public:
  Trainer(const EventLog& log, const Catalog* catalog, const TrainingOptions& options)
      : log_(log), catalog_(catalog), options_(options), ages_(log) {}

  Result<Training> train() {
    collect_items();
    read_sessions();
    if (training_.events == 0) return nothing_left();
    number_items();
    name_categories_and_brands();
    keep_edges(model::Relation::kViewed, viewed_relation(views_, options_.min_sessions));
    keep_edges(model::Relation::kBought, bought_relation(baskets_, options_.min_sessions));
    write_meta();
    return std::move(training_);
  }

 private:
  void collect_items() {
    item_of_.assign(log_.items.size(), kNone);
    if (catalog_ == nullptr) {
      for (std::uint32_t i = 0; i < log_.items.size(); ++i) {
        item_of_[i] = i;
        items_.push_back({{.id = log_.items[i], .price = log_.prices[i]}, {}, {}});
      }
      return;
    }
    std::unordered_map<std::string_view, std::uint32_t> by_id;
    for (const Product& product : catalog_->products) {
      by_id.emplace(product.id, static_cast<std::uint32_t>(items_.size()));
      items_.push_back({{.id = product.id, .price = product.price, .in_stock = product.in_stock},
                        product.categories,
                        product.brand});
    }
    for (std::uint32_t i = 0; i < log_.items.size(); ++i) {
      const auto known = by_id.find(log_.items[i]);
      if (known != by_id.end()) item_of_[i] = known->second;
      if (known == by_id.end()) ++training_.unknown_items;
    }
  }

  void read_sessions() {
    views_.item_count = baskets_.item_count = items_.size();
    std::vector<std::uint32_t> seen;
    std::vector<std::uint32_t> bought;
    for (std::size_t s = 0; s < log_.session_count(); ++s) {
      seen.clear();
      bought.clear();
      for (const LogEvent& event : log_.session(s)) {
        const std::uint32_t item = item_of_[event.item];
        if (item == kNone) {
          ++training_.unknown_item_events;
          continue;
        }
        if (!is_interest(event.kind) && event.kind != event::Kind::kPurchase) continue;
        ++training_.events;
        seen.push_back(item);
        if (event.kind == event::Kind::kPurchase) {
          bought.push_back(item);
        } else if (views_.items.size() == views_.begin.back() || views_.items.back() != item) {
          views_.items.push_back(item);  // a reload is no new step
        }
      }
      views_.end_session(ages_.relation_weight(s));
      sort_unique(bought);
      baskets_.items.insert(baskets_.items.end(), bought.begin(), bought.end());
      baskets_.end_session(ages_.relation_weight(s));

      sort_unique(seen);
      for (const std::uint32_t item : seen) {
        items_[item].facts.popularity += 1;
        items_[item].facts.trend += ages_.trend_weight(s);
      }
      if (!seen.empty()) ++training_.sessions;
    }
    for (Item& item : items_) {
      if (item.facts.popularity < options_.min_sessions) item.facts.popularity = item.facts.trend = 0;
    }
  }

  static void sort_unique(std::vector<std::uint32_t>& items) {
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
  }

  Result<Training> nothing_left() const {
    std::string hint = "is this the right log? it needs view_item, add_to_cart or purchase events";
    if (log_.lines == 0) hint = "the log has no lines";
    if (training_.unknown_item_events > 0)
      hint = "no item of the log is in the catalogue: compare the ids, for instance \"" + log_.items[0] + "\"";
    if (log_.skipped_lines > 0 && log_.skipped_lines == log_.lines)
      hint = "every line was skipped: see the messages above";
    return fail(ErrorCode::kInvalidArgument, "nothing to learn from", {}, hint);
  }

  void number_items() {
    order_.resize(items_.size());
    std::iota(order_.begin(), order_.end(), 0u);
    std::sort(order_.begin(), order_.end(), [this](std::uint32_t a, std::uint32_t b) {
      const Parts::Item& x = items_[a].facts;
      const Parts::Item& y = items_[b].facts;
      if (x.trend != y.trend) return x.trend > y.trend;
      if (x.popularity != y.popularity) return x.popularity > y.popularity;
      return x.id < y.id;
    });
    number_.resize(items_.size());
    for (std::uint32_t n = 0; n < order_.size(); ++n) number_[order_[n]] = n;
  }

  // In the order of the items' numbers, so that what is looked at most has the lowest numbers here, too.
  void name_categories_and_brands() {
    std::map<std::pair<model::CategoryIndex, std::string>, model::CategoryIndex> categories;
    std::map<std::string, model::BrandIndex> brands;
    Parts& parts = training_.parts;
    for (const std::uint32_t place : order_) {
      const Item& item = items_[place];
      Parts::Item facts = item.facts;
      for (const std::string& level : item.categories) {
        const auto next = static_cast<model::CategoryIndex>(parts.categories.size());
        const auto [at, is_new] = categories.try_emplace({facts.category, level}, next);
        if (is_new) parts.categories.push_back({level, facts.category});
        facts.category = at->second;
      }
      if (!item.brand.empty()) {
        const auto [at, is_new] = brands.try_emplace(item.brand, static_cast<model::BrandIndex>(parts.brands.size()));
        if (is_new) parts.brands.push_back(item.brand);
        facts.brand = at->second;
      }
      parts.items.push_back(std::move(facts));
    }
  }

  void keep_edges(model::Relation relation, const Edges& edges) {
    auto& rows = training_.parts.edges[static_cast<std::size_t>(relation)];
    rows.resize(items_.size());
    for (std::uint32_t n = 0; n < order_.size(); ++n) {
      for (const Parts::Edge& edge : edges[order_[n]]) rows[n].push_back({number_[edge.item], edge.weight});
    }
  }

  void write_meta() {
    auto& meta = training_.parts.meta;
    meta.emplace_back("builder", NOREN_VERSION);
    if (!options_.label.empty()) meta.emplace_back("label", options_.label);
    const std::string& currency =
        !options_.currency.empty() || catalog_ == nullptr ? options_.currency : catalog_->currency;
    if (!currency.empty()) meta.emplace_back("currency", currency);
    if (log_.has_times) meta.emplace_back("log_until", day_text(ages_.last_day));
    meta.emplace_back("sessions", std::to_string(training_.sessions));
    meta.emplace_back("events", std::to_string(training_.events));
    meta.emplace_back("min_sessions", std::to_string(options_.min_sessions));
  }

  const EventLog& log_;
  const Catalog* catalog_;
  const TrainingOptions& options_;
  Ages ages_;
  std::vector<Item> items_;
  std::vector<std::uint32_t> item_of_;  // per item of the log: place in items_, or kNone
  std::vector<std::uint32_t> order_;    // number -> place in items_
  std::vector<std::uint32_t> number_;   // place in items_ -> number
  Sequences views_;
  Sequences baskets_;
  Training training_;
};

}  // namespace

Result<Training> train(const EventLog& log, const Catalog* catalog, const TrainingOptions& options) {
  return Trainer(log, catalog, options).train();
}

}  // namespace noren::tools
