// What the visitor does with her profile as a whole: forgets a part of it, takes it along as JSON, brings it back. A page loads this
// only for its privacy page.

#include "core/engine/engine.h"
#include "core/engine/portable_profile.h"
#include "core/engine/shop.h"
#include "core/profile/merge.h"

namespace noren {
namespace {

std::unexpected<Error> no_consent(std::string_view what) {
  return fail(ErrorCode::kConsentRequired, what, {}, "ask her first: consent is given on each device by itself");
}

// Of what the profile names, the items that the model knows to be of a category or brand.
template <typename Items>
void collect(const model::ShopModel& model, const Items& items, profile::Part part, NameKey key, List<ItemKey>& found) {
  for (const auto& entry : items) {
    const auto item = model.find(entry.key);
    if (!item) continue;
    if (part == profile::Part::kBrand) {
      const auto brand = model.brand(*item);
      if (brand != model::kNone && model.brand_key(brand) == key) found.push_back(entry.key);
      continue;
    }
    for (const model::CategoryIndex category : model.categories(*item)) {
      if (model.category_key(category) == key) found.push_back(entry.key);
    }
  }
}

}  // namespace

Result<void> Engine::forget(profile::Part part, std::uint32_t subject) {
  if (!profile_) return no_consent("there is no profile to forget a part of");
  const List<profile::Question>& questions = shop_->site.profile.questions;
  std::uint64_t key = 0;
  switch (part) {
    case profile::Part::kDay: key = subject <= 0xffff ? subject : 0; break;
    case profile::Part::kQuestion: key = subject < questions.size() ? questions[subject].key : 0; break;
    default: key = shop_->gate.key(subject); break;
  }
  if (key == 0) return fail(ErrorCode::kInvalidArgument, "there is nothing of that name to forget", "what");
  if (part == profile::Part::kCategory || part == profile::Part::kBrand) {
    List<ItemKey> items;
    const auto name = static_cast<NameKey>(key);
    collect(shop_->model, profile_->seen(), part, name, items);
    collect(shop_->model, profile_->bought(), part, name, items);
    collect(shop_->model, profile_->cart(), part, name, items);
    for (const ItemKey item : items) profile::forget(*profile_, profile::Part::kItem, item);
  }
  profile::forget(*profile_, part, key);
  return {};
}

Result<void> Engine::merge(std::span<const std::byte> bytes) {
  if (!profile_) return no_consent("a profile is taken in only with consent to personalization");
  const auto other = profile::Profile::decode(bytes, shop_->site.profile);
  if (!other) return std::unexpected(other.error());
  *profile_ = profile::merge(*profile_, *other);
  return {};
}

std::string Engine::portable() const {
  return profile_ ? portable_profile(*profile_, shop_->site, shop_->model) : "null";
}

Result<void> Engine::take_portable(const Json& json) {
  if (!profile_) return no_consent("a profile is taken in only with consent to personalization");
  const auto other = read_portable_profile(json, shop_->site.profile);
  if (!other) return std::unexpected(other.error());
  *profile_ = profile::merge(*profile_, *other);
  return {};
}

}  // namespace noren
