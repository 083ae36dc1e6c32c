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

void Interests::read(const profile::Profile& profile) {
  for (const profile::Interest& interest : profile.categories()) {
    categories_.add(interest.key, static_cast<float>(profile.share_of(interest)));
  }
  for (const profile::Interest& interest : profile.brands()) {
    brands_.add(interest.key, static_cast<float>(profile.share_of(interest)));
  }
  for (std::size_t band = 0; band <= price_bands_.size() && band < bands_.size() && !price_bands_.empty(); ++band) {
    bands_[band] = static_cast<float>(profile.price_band_share(band));
  }
}

void Interests::forget() {
  if (categories_.any) categories_ = {};
  if (brands_.any) brands_ = {};
  bands_ = {};
}

float Interests::in_category(model::CategoryIndex category) const {
  float sum = 0.0f;
  float weight = 1.0f;
  if (!categories_.any) return sum;
  for (; category != model::kNone; category = model_.parent(category)) {
    sum += weight * categories_.find(model_.category_key(category));
    weight *= kParentShare;
  }
  return sum;
}

float Interests::in_brand(model::BrandIndex brand) const {
  return brand == model::kNone ? 0.0f : brands_.find(model_.brand_key(brand));
}

float Interests::in_price(model::ItemIndex item) const {
  if (model_.price(item) < 0.0f || price_bands_.empty()) return 0.0f;
  return bands_[price_band(item)];
}

float Interests::in_item(model::ItemIndex item) const {
  return in_category(model_.own_category(item)) + kBrandWeight * in_brand(model_.brand(item)) +
         kPriceWeight * in_price(item);
}

std::size_t Interests::price_band(model::ItemIndex item) const {
  std::size_t band = 0;
  while (band < price_bands_.size() && band + 1 < bands_.size() && model_.price(item) > price_bands_[band]) ++band;
  return band;
}

}  // namespace noren::recommend
