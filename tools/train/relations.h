// Which items belong together, counted over sessions: a weighted co-occurrence model. Each pair of items of a session adds a
// weight that falls with their distance, with the session's age and with its length; the sums are damped by how common the items
// are. What fewer than min_sessions different sessions support is left out, because the model is public.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/model/shop_model_writer.h"

namespace noren::tools {

// Sessions as lists of item numbers.
struct Sequences {
  std::size_t item_count = 0;         // numbers are below it
  std::vector<std::uint32_t> items;   // session after session
  std::vector<std::size_t> begin{0};  // into items; one entry more than sessions
  std::vector<double> weights;        // one a session, > 0: how much what happened then counts now

  std::size_t session_count() const { return begin.size() - 1; }
  void end_session(double weight) {
    begin.push_back(items.size());
    weights.push_back(weight);
  }
};

using Edges = std::vector<std::vector<model::ShopModelParts::Edge>>;  // per item, strongest first

// Of sequences in the order of time: what is looked at after (and, weaker, before) what. At most 20 edges an item.
// O(items * 30).
Edges viewed_relation(const Sequences& sequences, std::uint32_t min_sessions);

// Of baskets without order, each item once: what is bought with what. At most 10 edges an item. O(sum of squared sizes); of a
// basket of more than 100 items the first 100 count.
Edges bought_relation(const Sequences& baskets, std::uint32_t min_sessions);

}  // namespace noren::tools
