// A set of nodes that is emptied in ascending order while later ones are added: two levels of bits, so that emptying costs what is in it
// and little of what could be.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "core/base/list.h"
#include "core/rules/node.h"

namespace noren::rules {

class NodeSet {
 public:
  // Of nodes below `nodes`.
  explicit NodeSet(std::size_t nodes) : words_((nodes + 63) / 64), summary_((words_.size() + 63) / 64) {}

  void add(NodeIndex node) { add_if(true, node); }

  // Without a branch: for conditions that no processor foresees.
  void add_if(bool condition, NodeIndex node) {
    const std::uint64_t one = condition ? 1 : 0;
    words_[node / 64] |= one << (node % 64);
    summary_[node / 4096] |= one << (node / 64 % 64);
  }

  void clear() {
    empty([](NodeIndex) {});
  }

  // Takes each node out and visits it, the smallest first. The visitor may add larger ones. O(largest possible / 4096 + visited).
  template <typename Visit>
  void empty(const Visit& visit) {
    for (std::size_t group = 0; group < summary_.size(); ++group) {
      while (summary_[group] != 0) {
        const std::size_t word = group * 64 + static_cast<std::size_t>(std::countr_zero(summary_[group]));
        while (words_[word] != 0) {
          const auto node =
              static_cast<NodeIndex>(word * 64 + static_cast<std::size_t>(std::countr_zero(words_[word])));
          words_[word] &= words_[word] - 1;
          visit(node);
        }
        summary_[group] &= summary_[group] - 1;
      }
    }
  }

 private:
  static std::uint64_t bit(std::size_t n) { return std::uint64_t{1} << (n % 64); }

  List<std::uint64_t> words_;    // one bit per node
  List<std::uint64_t> summary_;  // one bit per word that is not 0
};

}  // namespace noren::rules
