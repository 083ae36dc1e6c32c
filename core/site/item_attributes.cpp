// From the name of an item's attribute to what it asks for.

#include "core/base/concat.h"
#include "core/base/slug.h"
#include "core/base/suggest.h"
#include "core/site/merchandising.h"

namespace noren::site {
namespace {

// In the order of ItemAttribute; those with a parameter end with a dot.
constexpr std::string_view kNames[] = {"item.id",           "item.price",        "item.regular_price", "item.on_sale",
                                       "item.discount",     "item.brand",        "item.category",      "item.in_stock",
                                       "item.bought_again", "item.days_in_shop", "item.popularity",    "item.trend",
                                       "item.category.",    "item.label."};

}  // namespace

Result<profile::Attribute> parse_item_attribute(std::string_view name, SymbolTable& symbols, profile::NameTable&,
                                                const profile::Rules&) {
  Suggestion suggestion(name);
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    const auto id = static_cast<profile::AttributeId>(i);
    const std::string_view known = kNames[i];
    if (!known.ends_with('.')) {
      if (name == known) return profile::Attribute{id};
      suggestion.offer(known);
    } else if (name.starts_with(known) && name.size() > known.size()) {
      const std::string_view parameter = name.substr(known.size());
      const bool is_category = i == static_cast<std::size_t>(ItemAttribute::kInCategory);
      return profile::Attribute{id, is_category ? name_key(slug(parameter)) : symbols.intern(parameter)};
    }
  }
  const std::string hint = suggestion.hint();
  return fail(ErrorCode::kUnknownName, fill("unknown attribute %q of an item", {name}), {},
              hint.empty() ? "docs/recommendations.md lists all attributes of items" : std::string_view(hint));
}

}  // namespace noren::site
