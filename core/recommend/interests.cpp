#include "core/recommend/interests.h"

namespace noren::recommend {
namespace {

constexpr float kParentShare = 0.5f;  // interest in the categories above an item's own counts so much

}  // namespace

void Interests::Shares::add(NameKey key, float share) {
  std::size_t at = key % kSlots;
  while (keys[at] != 0) at = (at + 1) % kSlots;
  keys[at] = key;
  shares[at] = share;
  any = true;
}

float Interests::Shares::find(NameKey key) const {
  if (!any) return 0.0f;
  for (std::size_t at = key % kSlots; keys[at] != 0; at = (at + 1) % kSlots) {
    if (keys[at] == key) return shares[at];
  }
  return 0.0f;
}

Interests::Interests(const model::ShopModel& model, const List<ItemFacts>& facts)
    : model_(model), facts_(facts), in_category_(model.category_count(), kUnknown) {}

void Interests::read(const profile::Profile& profile) {
  for (const profile::Interest& interest : profile.categories()) {
    categories_.add(interest.key, static_cast<float>(profile.share_of(interest)));
  }
  for (const profile::Interest& interest : profile.brands()) {
    brands_.add(interest.key, static_cast<float>(profile.share_of(interest)));
  }
  for (std::size_t band = 0; band < bands_.size(); ++band) {
    bands_[band] = static_cast<float>(profile.price_band_share(band));
  }
}

void Interests::forget() {
  if (categories_.any) categories_ = {};
  if (brands_.any) brands_ = {};
  bands_ = {};
  for (const model::CategoryIndex category : asked_) in_category_[category] = kUnknown;
  asked_.clear();
}

float Interests::in_category(model::CategoryIndex category) {
  if (category == model::kNone || !categories_.any) return 0.0f;
  float& known = in_category_[category];
  if (known == kUnknown) {
    known = sum_up(category);
    asked_.push_back(category);
  }
  return known;
}

float Interests::sum_up(model::CategoryIndex category) const {
  float sum = 0.0f;
  float weight = 1.0f;
  for (; category != model::kNone; category = model_.parent(category)) {
    sum += weight * categories_.find(model_.category_key(category));
    weight *= kParentShare;
  }
  return sum;
}

float Interests::in_brand(model::BrandIndex brand) const {
  return brand == model::kNone ? 0.0f : brands_.find(model_.brand_key(brand));
}

float Interests::liking(model::ItemIndex item) {
  const ItemFacts facts = facts_[item];
  return in_category(facts.category()) + kBrandWeight * in_brand(facts.brand());
}

float Interests::in_item(model::ItemIndex item) {
  const ItemFacts facts = facts_[item];
  return liking(item) + kPriceWeight * (facts.has_band ? bands_[facts.price_band] : 0.0f);
}

}  // namespace noren::recommend
