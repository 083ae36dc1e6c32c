// What a change of a node's value reaches: for each node a list of links, one beside the other in memory.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/list.h"
#include "core/rules/node.h"

namespace noren::rules {

class Link {
 public:
  enum class Kind : std::uint8_t {
    kIfTrue,    // to a node that counts it while it is true: that decides it
    kIfFalse,   // to a node that counts it while it is false
    kValue,     // to a node that is evaluated from the values of its children
    kCompared,  // to a place in the index of comparisons
    kWatch,     // to a bit of the truths
  };

  Link() = default;
  // to is below 2^29.
  Link(Kind kind, std::uint32_t to) : bits_(to << 3 | static_cast<std::uint32_t>(kind)) {}

  Kind kind() const { return static_cast<Kind>(bits_ & 7); }
  std::uint32_t to() const { return bits_ >> 3; }
  bool counts() const { return kind() <= Kind::kIfFalse; }

 private:
  std::uint32_t bits_ = 0;
};

class Links {
 public:
  // Two passes over the same pairs: count() each, then start(), then add() each. A node has its links in the order in which they are added.
  explicit Links(std::size_t nodes = 0) : first_(nodes + 1) {}
  void count(NodeIndex node) { ++first_[node + 1]; }
  void start() {
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    links_.resize(first_.back());
    next_ = List<std::uint32_t>(std::span(first_).first(first_.size() - 1));
  }
  void add(NodeIndex node, Link link) { links_[next_[node]++] = link; }
  void finish() { next_ = {}; }

  [[gnu::always_inline]] std::span<const Link> of(NodeIndex node) const {
    return std::span(links_).subspan(first_[node], first_[node + 1] - first_[node]);
  }

 private:
  List<std::uint32_t> first_;  // one more than nodes
  List<std::uint32_t> next_;
  List<Link> links_;
};

}  // namespace noren::rules
