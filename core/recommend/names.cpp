#include "core/recommend/recommendation.h"
#include "core/site/site.h"

namespace noren::recommend {
namespace {

static_assert(kStrategyCount == site::kStrategyCount,
              "the site document names the strategies, in the order of Strategy");
constexpr std::string_view kReasonNames[kReasonKindCount] = {
    "viewed-together", "bought-together", "category-interest", "brand-interest", "viewed", "same-category",
    "trending",        "habit",           "bought-after-view", "complements",    "new",    "popular-in-category",
    "price-drop",      "on-sale",         "declared",          "featured",       "given"};

}  // namespace

std::string_view name(Strategy strategy) { return site::kStrategies[static_cast<std::size_t>(strategy)]; }
std::string_view name(ReasonKind kind) { return kReasonNames[static_cast<std::size_t>(kind)]; }

}  // namespace noren::recommend
