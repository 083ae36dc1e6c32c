#include "tools/train/trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "tools/log/text_values.h"
#include "tools/train/file_size.h"
#include "tools/train/noise.h"
#include "tools/train/piecewise.h"
#include "tools/train/shaping.h"

namespace noren::tools {
namespace {

using model::kNone;
using Parts = model::ShopModelParts;

constexpr double kDay = 86'400'000.0;      // milliseconds
constexpr double kTrendHalfLife = 7.0;     // days
constexpr double kOftenBoughtAgain = 0.1;  // of a category's purchases: it is of a kind that people buy again

// Items of the shop by number, which rises with their ids' bytes, as counting asks for.
struct Item {
  Parts::Item facts;
  std::vector<std::string> categories;
  std::string brand;
  std::array<std::string, kLabelCount> labels;
};

struct Items {
  // Of the catalogue, or, where there is none, those ids.
  Items(std::span<const std::string> ids, const Catalog* catalog) {
    if (catalog == nullptr) {
      for (const std::string& id : ids) list.push_back({{.id = id}, {}, {}, {}});
    } else {
      for (const Product& product : catalog->products) {
        Parts::Item facts;
        facts.id = product.id;
        facts.price = product.price;
        facts.regular_price = product.regular_price;
        facts.in_stock = product.in_stock;
        if (product.added) facts.added_day = static_cast<float>(*product.added);
        list.push_back({std::move(facts), product.categories, product.brand, product.labels});
      }
    }
    std::sort(list.begin(), list.end(), [](const Item& a, const Item& b) { return a.facts.id < b.facts.id; });
  }
  // kNone: not in the shop.
  std::uint32_t find(const std::string& id) const {
    const auto at = std::lower_bound(list.begin(), list.end(), id, [](const Item& item, const std::string& wanted) {
      return item.facts.id < wanted;
    });
    return at != list.end() && at->facts.id == id ? static_cast<std::uint32_t>(at - list.begin()) : kNone;
  }

  std::vector<Item> list;
};

bool is_interest(event::Kind kind) {
  return kind == event::Kind::kViewItem || kind == event::Kind::kSelectItem || kind == event::Kind::kAddToCart ||
         kind == event::Kind::kAddToWishlist;
}

// From counts to parts. The counts' items are those of the list.
class Builder {
 public:
  Builder(Items items, const TrainingParameters& parameters, const TrainingOptions& options)
      : items_(std::move(items.list)), parameters_(parameters), options_(options) {}

  Result<Parts> build(const PairCounts& counts) {
    take_popularity(counts.items);
    name_categories_and_brands();
    take_labels();
    mark_what_is_bought_again(counts.items);
    for (std::size_t r = 1; r < model::kRelationCount; ++r) {
      auto pairs = counts.pairs[r];
      if (static_cast<model::Relation>(r) == model::Relation::kComplements) {
        std::erase_if(pairs, [&](const PairCount& pair) { return are_of_one_category(pair); });
      }
      if (!pairs.empty()) parts_.edges[r] = bought_relation(pairs, counts.items);
    }
    parts_.scoring = parameters_.scoring;
    if (auto fitted =
            fit_to_size(parts_, viewed_relation(counts, parameters_.shaping), counts.items, options_.max_brotli);
        !fitted) {
      return std::unexpected(std::move(fitted.error()));
    }
    return std::move(parts_);
  }

  void add_meta(std::string_view key, std::string value) { parts_.meta.emplace_back(key, std::move(value)); }

 private:
  void take_popularity(std::span<const ItemCount> counts) {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (counts[i].sessions < options_.min_sessions) continue;
      items_[i].facts.popularity = counts[i].sessions;
      items_[i].facts.trend = static_cast<double>(counts[i].trend) / 1000;
    }
  }

  void name_categories_and_brands() {
    std::map<std::pair<model::CategoryIndex, std::string>, model::CategoryIndex> categories;
    std::map<std::string, model::BrandIndex> brands;
    for (const Item& item : items_) {
      Parts::Item facts = item.facts;
      for (const std::string& level : item.categories) {
        const auto next = static_cast<model::CategoryIndex>(parts_.categories.size());
        const auto [at, is_new] = categories.try_emplace({facts.category, level}, next);
        if (is_new) parts_.categories.push_back({level, facts.category});
        facts.category = at->second;
      }
      if (!item.brand.empty()) {
        const auto [at, is_new] = brands.try_emplace(item.brand, static_cast<model::BrandIndex>(parts_.brands.size()));
        if (is_new) parts_.brands.push_back(item.brand);
        facts.brand = at->second;
      }
      parts_.items.push_back(std::move(facts));
    }
  }

  // A column of numbers where each label of it is one, such as a margin; otherwise of texts.
  void take_labels() {
    for (std::size_t label = 0; label < kLabelCount; ++label) {
      Parts::Label column{"custom_label_" + std::to_string(label), {}, {}};
      bool is_empty = true;
      bool are_numbers = true;
      for (const Item& item : items_) {
        if (item.labels[label].empty()) continue;
        is_empty = false;
        const auto number = parse_number(item.labels[label]);
        are_numbers = are_numbers && number && std::abs(*number) <= static_cast<double>(model::kMaxPrice);
      }
      if (is_empty) continue;
      for (const Item& item : items_) {
        if (are_numbers) {
          const auto number = parse_number(item.labels[label]);
          column.numbers.push_back(number ? static_cast<float>(*number) : std::numeric_limits<float>::quiet_NaN());
        } else {
          column.texts.push_back(item.labels[label]);
        }
      }
      parts_.labels.push_back(std::move(column));
    }
  }

  // By category, or by item where there are none; as many must have bought again as the privacy of the model asks for.
  void mark_what_is_bought_again(std::span<const ItemCount> counts) {
    struct Sum {
      double purchases = 0;
      std::uint64_t again = 0;
    };
    std::vector<Sum> sums(parts_.categories.size());
    const auto is_often = [&](const Sum& sum) {
      return sum.again >= options_.min_sessions && static_cast<double>(sum.again) >= kOftenBoughtAgain * sum.purchases;
    };
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (parts_.items[i].category == kNone) continue;
      Sum& sum = sums[parts_.items[i].category];
      sum.purchases += counts[i].purchases;
      sum.again += counts[i].again;
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const auto category = parts_.items[i].category;
      const Sum own{static_cast<double>(counts[i].purchases), counts[i].again};
      if (is_often(category == kNone ? own : sums[category])) parts_.items[i].bought_again = true;
    }
  }

  bool are_of_one_category(const PairCount& pair) const {
    const auto category = parts_.items[pair.source].category;
    return category != kNone && category == parts_.items[pair.target].category;
  }

  std::vector<Item> items_;
  const TrainingParameters& parameters_;
  const TrainingOptions& options_;
  Parts parts_;
};

// What every model tells about itself.
void describe(Builder& builder, const Training& training, const Catalog* catalog, const TrainingOptions& options) {
  builder.add_meta("builder", NOREN_VERSION);
  if (!options.label.empty()) builder.add_meta("label", options.label);
  const std::string& currency = !options.currency.empty() || catalog == nullptr ? options.currency : catalog->currency;
  if (!currency.empty()) builder.add_meta("currency", currency);
  builder.add_meta("sessions", std::to_string(training.sessions));
  builder.add_meta("events", std::to_string(training.events));
  builder.add_meta("min_sessions", std::to_string(options.min_sessions));
  if (options.epsilon > 0) builder.add_meta("epsilon", epsilon_text(options.epsilon));
  builder.add_meta("parameters", to_text(training.tuning.parameters));
}

std::unexpected<Error> nothing_left(std::string_view hint) {
  return fail(ErrorCode::kInvalidArgument, "nothing to learn from", {}, hint);
}

std::string why_nothing_is_left(const EventLog& log, const Training& training) {
  if (log.lines == 0) return "the log has no lines";
  if (log.skipped_lines > 0 && log.skipped_lines == log.lines) return "every line was skipped: see the messages above";
  if (training.unknown_item_events > 0)
    return "no item of the log is in the catalogue: compare the ids, for instance \"" + log.items[0] + "\"";
  return "is this the right log? it needs view_item, add_to_cart or purchase events";
}

// The log's sessions as steps with the shop's items.
class SessionMaker {
 public:
  SessionMaker(const EventLog& log, const LogTimes& times, const Items& items)
      : log_(log), times_(times), items_(items) {
    for (const std::string& id : log.items) item_of_.push_back(items.find(id));
  }

  Sessions all(Training& training) const {
    Sessions sessions(items_.list.size());
    for (std::size_t s = 0; s < log_.session_count(); ++s) add(s, sessions, training);
    training.sessions = sessions.size();
    training.unknown_items = static_cast<std::uint64_t>(std::count(item_of_.begin(), item_of_.end(), kNone));
    return sessions;
  }

  Result<PairCounts> count_in_pieces(const CountingParameters& parameters, std::uint64_t memory,
                                     std::uint32_t min_sessions, Training& training) const {
    PiecewiseCounter counter(items_.list.size(), parameters, memory);
    training.events = training.unknown_item_events = 0;
    for (std::size_t s = 0; s < log_.session_count();) {
      Sessions piece(items_.list.size());
      do {
        const std::uint32_t visitor = log_.visitor(s);
        for (; s < log_.session_count() && log_.visitor(s) == visitor; ++s) add(s, piece, training);
      } while (s < log_.session_count() && piece.steps.size() < counter.steps_in_a_piece());
      if (auto added = counter.add(piece); !added) return std::unexpected(std::move(added.error()));
    }
    auto counts = counter.finish(min_sessions);
    if (counts) training.sessions = counts->sessions;
    training.unknown_items = static_cast<std::uint64_t>(std::count(item_of_.begin(), item_of_.end(), kNone));
    return counts;
  }

 private:
  void add(std::size_t s, Sessions& to, Training& training) const {
    for (const LogEvent& event : log_.session(s)) {
      const std::uint32_t item = item_of_[event.item];
      if (item == kNone) {
        ++training.unknown_item_events;
        continue;
      }
      if (!is_interest(event.kind) && event.kind != event::Kind::kPurchase) continue;
      ++training.events;
      to.add(item, event.kind == event::Kind::kPurchase);
    }
    to.end_session(times_.of_session[s], log_.visitors.empty() ? kNoVisitor : log_.visitors[s]);
  }

  const EventLog& log_;
  const LogTimes& times_;
  const Items& items_;
  std::vector<std::uint32_t> item_of_;  // per item of the log, or kNone
};

// Noise, where it is asked for; then what is too rare goes.
void make_public(PairCounts& counts, const CountingParameters& parameters, const TrainingOptions& options) {
  if (options.epsilon > 0) {
    NoiseSource source(options.noise_seed);
    add_noise(counts, parameters, options.epsilon, source);
  }
  drop_rare_pairs(counts, options.min_sessions);
}

// An id that a single session made up says something about that session.
void drop_rare_items(Items& items, PairCounts& counts, std::uint32_t fewest) {
  std::vector<std::uint32_t> number(items.list.size(), kNone);
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < number.size(); ++i) {
    if (counts.items[i].sessions < fewest) continue;
    number[i] = kept;
    counts.items[kept] = counts.items[i];
    if (kept != i) items.list[kept] = std::move(items.list[i]);
    ++kept;
  }
  items.list.resize(kept);
  counts.items.resize(kept);
  for (auto& pairs : counts.pairs) {
    for (PairCount& pair : pairs) pair = {number[pair.source], number[pair.target], pair.sum, pair.sessions};
    std::erase_if(pairs, [](const PairCount& pair) { return pair.source == kNone || pair.target == kNone; });
  }
}

}  // namespace

LogTimes::LogTimes(const EventLog& log) : of_session(log.session_count()), are_real(log.has_times) {
  for (std::size_t s = 0; s < of_session.size(); ++s) {
    const auto events = log.session(s);
    of_session[s] = static_cast<std::int64_t>(s);
    if (log.has_times) of_session[s] = events.empty() ? log.events.front().time : events.back().time;
  }
  if (of_session.empty()) return;
  oldest = *std::min_element(of_session.begin(), of_session.end());
  newest = *std::max_element(of_session.begin(), of_session.end());
}

CountingChoice LogTimes::counting_choice() const {
  CountingChoice choice;
  const auto span = static_cast<double>(newest - oldest);
  if (are_real && span > 0) choice.trend_half_life = std::min(choice.trend_half_life, kTrendHalfLife * kDay / span);
  // As it is written down in the model.
  choice.trend_half_life = std::max(1.0, std::floor(choice.trend_half_life * 1e4)) / 1e4;
  return choice;
}

Result<Training> train(const EventLog& log, const Catalog* catalog, const TrainingOptions& options) {
  Training training;
  const LogTimes times(log);
  Items items(log.items, catalog);
  for (std::size_t i = 0; catalog == nullptr && i < log.items.size(); ++i) {
    items.list[items.find(log.items[i])].facts.price = log.prices[i];
  }
  const SessionMaker maker(log, times, items);
  const bool in_pieces = options.memory > 0;
  std::optional<Sessions> sessions;
  if (!in_pieces || !options.parameters) {
    sessions = maker.all(training);
    if (training.events == 0) return nothing_left(why_nothing_is_left(log, training));
  }

  if (options.parameters) {
    training.tuning.parameters = *options.parameters;
  } else {
    training.tuning = tune(*sessions, {.counting = times.counting_choice()},
                           {.trials = options.tuning_trials,
                            .edges = options.max_brotli * 4 / 5,
                            .min_sessions = options.min_sessions,
                            .progress = options.tuning_progress});
  }
  const AgeSteps ages = age_steps(times.oldest, times.newest);
  const CountingParameters counting = counting_parameters(training.tuning.parameters.counting, ages);
  const std::uint32_t fewest = options.epsilon > 0 ? 1 : options.min_sessions;
  Result<PairCounts> counts = PairCounts{};
  if (in_pieces) {
    sessions.reset();
    counts = maker.count_in_pieces(counting, options.memory, fewest, training);
    if (!counts) return std::unexpected(std::move(counts.error()));
    if (training.events == 0) return nothing_left(why_nothing_is_left(log, training));
  } else {
    counts = count_pairs(*sessions, counting, fewest);
  }
  make_public(*counts, counting, options);
  if (catalog == nullptr) drop_rare_items(items, *counts, options.min_item_sessions);

  Builder builder(std::move(items), training.tuning.parameters, options);
  describe(builder, training, catalog, options);
  if (log.has_times) builder.add_meta("log_until", day_text(times.newest / static_cast<std::int64_t>(kDay)));
  auto parts = builder.build(*counts);
  if (!parts) return std::unexpected(std::move(parts.error()));
  training.parts = std::move(*parts);
  return training;
}

Result<Training> train(const CountedLog& log, const Catalog* catalog, const TrainingOptions& options) {
  Training training;
  const PairCounts& counts = log.counts;
  Items items(log.items, catalog);
  for (std::size_t i = 0; catalog == nullptr && i < log.items.size(); ++i) items.list[i].facts.price = log.prices[i];
  // The counts by the numbers of the shop's items.
  PairCounts known;
  known.items.resize(items.list.size());
  std::vector<std::uint32_t> item_of;
  for (std::size_t i = 0; i < log.items.size(); ++i) {
    item_of.push_back(items.find(log.items[i]));
    if (item_of.back() == kNone) {
      ++training.unknown_items;
      training.unknown_item_events += counts.items[i].views + counts.items[i].purchases;
    } else {
      known.items[item_of.back()] = counts.items[i];
    }
  }
  for (std::size_t r = 0; r < kCountedRelations; ++r) {
    for (const PairCount& pair : counts.pairs[r]) {
      const PairCount renamed{item_of[pair.source], item_of[pair.target], pair.sum, pair.sessions};
      if (renamed.source != kNone && renamed.target != kNone) known.pairs[r].push_back(renamed);
    }
  }
  training.sessions = counts.sessions;
  training.events = log.events;
  if (training.events == 0) return nothing_left("the counts are empty");

  training.tuning.parameters = options.parameters.value_or(log.parameters.value_or(TrainingParameters{}));
  make_public(known, counting_parameters(training.tuning.parameters.counting, {}), options);
  if (catalog == nullptr) drop_rare_items(items, known, options.min_item_sessions);
  Builder builder(std::move(items), training.tuning.parameters, options);
  describe(builder, training, catalog, options);
  if (log.newest) builder.add_meta("log_until", day_text(*log.newest / static_cast<std::int64_t>(kDay)));
  auto parts = builder.build(known);
  if (!parts) return std::unexpected(std::move(parts.error()));
  training.parts = std::move(*parts);
  return training;
}

}  // namespace noren::tools
