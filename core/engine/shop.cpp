#include "core/engine/shop.h"

#include <utility>

#include "core/engine/engine.h"

namespace noren {
namespace {

const site::Campaign* find_campaign(const site::Site& site, NameKey key) {
  for (const site::Campaign& campaign : site.campaigns) {
    if (campaign.key == key) return &campaign;
  }
  return nullptr;
}

bool is_mentioned(const site::Site& site, NameKey key) { return site.names.find(key) != kNoSymbol; }

}  // namespace

bool ShopVocabulary::find_item(std::string_view id, privacy::ItemFacts& facts) const {
  const auto item = model_.find(item_key(id));
  if (!item || model_.item_id(*item) != id) return false;
  std::size_t level = 0;
  for (const model::CategoryIndex category : model_.categories(*item)) {
    if (level < privacy::kMaxCategories) facts.categories[level++] = model_.category_key(category);
  }
  if (const auto brand = model_.brand(*item); brand != model::kNone) facts.brand = model_.brand_key(brand);
  facts.price = model_.price(*item);
  return true;
}

bool ShopVocabulary::is_category(NameKey key) const {
  return is_mentioned(site_, key) || model_.find_category(key).has_value();
}

bool ShopVocabulary::is_brand(NameKey key) const {
  return is_mentioned(site_, key) || model_.find_brand(key).has_value();
}

bool ShopVocabulary::is_campaign(NameKey key) const { return find_campaign(site_, key) != nullptr; }

bool ShopVocabulary::is_variant(NameKey campaign, NameKey key) const {
  const site::Campaign* const known = find_campaign(site_, campaign);
  if (known == nullptr) return false;
  for (const site::Variant& variant : known->variants) {
    if (variant.key == key) return true;
  }
  return false;
}

Shop::Shop(site::Site loaded) : site(std::move(loaded)) {
  for (const std::string& language : site.languages) site.symbols.intern(language);
  for (const std::string& page : site.pages) site.symbols.intern(page);
  for (const std::string_view device : kDeviceClasses) site.symbols.intern(device);
}

void Shop::begin_recommending() { recommender.emplace(model, site); }

}  // namespace noren
