#include "core/recommend/recommend.h"

namespace noren::recommend {
namespace {

constexpr std::string_view kStrategyNames[kStrategyCount] = {"for-you",           "similar",         "bought-together",
                                                             "complete-the-cart", "recently-viewed", "trending"};
constexpr std::string_view kReasonNames[kReasonKindCount] = {
    "viewed-together", "bought-together", "category-interest", "brand-interest", "viewed", "same-category", "trending"};

}  // namespace

std::string_view name(Strategy strategy) { return kStrategyNames[static_cast<std::size_t>(strategy)]; }
std::string_view name(ReasonKind kind) { return kReasonNames[static_cast<std::size_t>(kind)]; }

bool find_strategy(std::string_view name, Strategy& strategy) {
  for (std::size_t i = 0; i < kStrategyCount; ++i) {
    if (kStrategyNames[i] == name) {
      strategy = static_cast<Strategy>(i);
      return true;
    }
  }
  return false;
}

}  // namespace noren::recommend
