#include "core/model/format.h"

namespace noren::model {
namespace format {

std::string_view name(Section id) {
  switch (id) {
    case Section::kMeta: return "meta";
    case Section::kItems: return "items";
    case Section::kCategories: return "categories";
    case Section::kBrands: return "brands";
    case Section::kFacts: return "facts";
    case Section::kPopularity: return "popularity";
    case Section::kScoring: return "scoring";
    case Section::kLabels: return "labels";
    case Section::kViewed: return "viewed";
    case Section::kBought: return "bought";
    case Section::kBoughtAfterView: return "bought-after-view";
    case Section::kComplements: return "complements";
  }
  return {};
}

}  // namespace format

std::string_view name(Relation relation) { return format::name(format::section_of(relation)); }

}  // namespace noren::model
