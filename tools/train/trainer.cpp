#include "tools/train/trainer.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "tools/log/text_values.h"
#include "tools/train/counting.h"
#include "tools/train/relations.h"

namespace noren::tools {
namespace {

using model::kNone;
using Parts = model::ShopModelParts;

constexpr double kDay = 86'400'000.0;   // milliseconds
constexpr double kTrendHalfLife = 7.0;  // days; in a short log an eighth of its span

// Items of the shop by number, before they are put in order.
struct Item {
  Parts::Item facts;
  std::vector<std::string> categories;
  std::string brand;
};

// When each session was: its newest event, or, in a log without times, its place in the log.
struct Times {
  explicit Times(const EventLog& log) : of_session(log.session_count()) {
    for (std::size_t s = 0; s < of_session.size(); ++s) {
      const auto events = log.session(s);
      of_session[s] = static_cast<std::int64_t>(s);
      if (log.has_times) of_session[s] = events.empty() ? log.events.front().time : events.back().time;
    }
    if (of_session.empty()) return;
    oldest = *std::min_element(of_session.begin(), of_session.end());
    newest = *std::max_element(of_session.begin(), of_session.end());
  }
  std::vector<std::int64_t> of_session;  // milliseconds, or sessions
  std::int64_t oldest = 0;
  std::int64_t newest = 0;
};

bool is_interest(event::Kind kind) {
  return kind == event::Kind::kViewItem || kind == event::Kind::kSelectItem || kind == event::Kind::kAddToCart ||
         kind == event::Kind::kAddToWishlist;
}

class Trainer {
 public:
  Trainer(const EventLog& log, const Catalog* catalog, const TrainingOptions& options)
      : log_(log), catalog_(catalog), options_(options), times_(log) {}

  Result<Training> train() {
    collect_items();
    read_sessions();
    if (training_.events == 0) return nothing_left();
    const PairCounts counts = count();
    number_items();
    name_categories_and_brands();
    keep_edges(model::Relation::kViewed, viewed_relation(counts));
    keep_edges(model::Relation::kBought, bought_relation(counts));
    write_meta();
    return std::move(training_);
  }

 private:
  // By ascending id, as counting asks for.
  void collect_items() {
    if (catalog_ == nullptr) {
      for (std::uint32_t i = 0; i < log_.items.size(); ++i) {
        items_.push_back({{.id = log_.items[i], .price = log_.prices[i]}, {}, {}});
      }
    } else {
      for (const Product& product : catalog_->products) {
        items_.push_back({{.id = product.id, .price = product.price, .in_stock = product.in_stock},
                          product.categories,
                          product.brand});
      }
    }
    std::sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) { return a.facts.id < b.facts.id; });
    for (const std::string& id : log_.items) {
      const auto at =
          std::lower_bound(items_.begin(), items_.end(), id,
                           [](const Item& item, const std::string& wanted) { return item.facts.id < wanted; });
      const bool is_known = at != items_.end() && at->facts.id == id;
      item_of_.push_back(is_known ? static_cast<std::uint32_t>(at - items_.begin()) : kNone);
      if (!is_known) ++training_.unknown_items;
    }
  }

  void read_sessions() {
    sessions_ = Sessions(items_.size());
    for (std::size_t s = 0; s < log_.session_count(); ++s) {
      for (const LogEvent& event : log_.session(s)) {
        const std::uint32_t item = item_of_[event.item];
        if (item == kNone) {
          ++training_.unknown_item_events;
          continue;
        }
        if (!is_interest(event.kind) && event.kind != event::Kind::kPurchase) continue;
        ++training_.events;
        sessions_.add(item, event.kind == event::Kind::kPurchase);
      }
      sessions_.end_session(times_.of_session[s]);
    }
    training_.sessions = sessions_.size();
  }

  PairCounts count() {
    CountingChoice choice;
    const auto span = static_cast<double>(times_.newest - times_.oldest);
    if (log_.has_times && span > 0)
      choice.trend_half_life = std::min(choice.trend_half_life, kTrendHalfLife * kDay / span);
    PairCounts counts = count_pairs(sessions_, counting_parameters(choice, age_steps(times_.oldest, times_.newest)),
                                    options_.min_sessions);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (counts.items[i].sessions < options_.min_sessions) continue;
      items_[i].facts.popularity = counts.items[i].sessions;
      items_[i].facts.trend = static_cast<double>(counts.items[i].trend) / 1000;
    }
    return counts;
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
    if (log_.has_times) meta.emplace_back("log_until", day_text(times_.newest / static_cast<std::int64_t>(kDay)));
    meta.emplace_back("sessions", std::to_string(training_.sessions));
    meta.emplace_back("events", std::to_string(training_.events));
    meta.emplace_back("min_sessions", std::to_string(options_.min_sessions));
  }

  const EventLog& log_;
  const Catalog* catalog_;
  const TrainingOptions& options_;
  Times times_;
  std::vector<Item> items_;
  std::vector<std::uint32_t> item_of_;  // per item of the log: place in items_, or kNone
  std::vector<std::uint32_t> order_;    // number -> place in items_
  std::vector<std::uint32_t> number_;   // place in items_ -> number
  Sessions sessions_{0};
  Training training_;
};

}  // namespace

Result<Training> train(const EventLog& log, const Catalog* catalog, const TrainingOptions& options) {
  return Trainer(log, catalog, options).train();
}

}  // namespace noren::tools
