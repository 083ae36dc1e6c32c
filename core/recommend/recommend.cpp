#include "core/recommend/recommend.h"

namespace noren::recommend {

namespace {

using model::kNone;

constexpr std::uint32_t kAgainAfterDays = 14;

}  // namespace

Recommender::Recommender(const model::ShopModel& model, const site::Site& site)
    : model_(model),
      site_(site),
      facts_(facts_of(model, site.profile.price_bands)),
      merchandiser_(model, site),
      candidates_(model, merchandiser_),
      ranker_(model),
      interests_(model, facts_) {
  const std::size_t categories = model.category_count();
  for (List<model::CategoryIndex>* list : {&next_namesake_, &first_child_, &next_sibling_}) {
    list->assign(categories, kNone);
  }
  places_of_.resize(categories + 1);
  // From the last to the first, so that each list begins with the lowest number.
  for (auto c = static_cast<model::CategoryIndex>(categories); c-- > 0;) {
    if (const model::CategoryIndex above = model.parent(c); above != kNone) {
      next_sibling_[c] = first_child_[above];
      first_child_[above] = c;
    }
    const model::CategoryIndex first = model.find_category(model.category_key(c)).value_or(c);
    if (first == c) continue;
    next_namesake_[c] = next_namesake_[first];
    next_namesake_[first] = c;
  }
}

Result<std::span<const Recommendation>> Recommender::recommend(const Request& request,
                                                               const profile::Profile* profile) {
  if (request.limit < 1 || request.limit > kMaxLimit) {
    return fail(ErrorCode::kInvalidArgument, "the limit is not 1 to 50", "limit");
  }
  if (request.exclude.size() > kMaxExclude) {
    return fail(ErrorCode::kInvalidArgument, "more than 256 items to leave out", "exclude");
  }
  if (request.given.size() > kMaxGiven) {
    return fail(ErrorCode::kInvalidArgument, "more than 1000 items to put in order", "items");
  }
  if (request.item != kNone && request.item >= model_.item_count()) {
    return fail(ErrorCode::kInvalidArgument, "the shop model has no item of that number", "item");
  }
  const bool is_arranged = merchandiser_.is_active() && has_places(request.strategy);
  if (merchandiser_.is_active()) merchandiser_.begin(request, profile);
  limit_ = is_ranking(request.strategy) ? kMaxGiven : is_arranged ? kPoolOfLimit * request.limit : request.limit;
  cap_ = kNoCap;
  places_ = request.limit;
  list_.clear();
  leave_out_known(request, profile);
  switch (request.strategy) {
    case Strategy::kForYou: for_you(profile); break;
    case Strategy::kSimilar:
      if (request.item != kNone) similar(request.item);
      break;
    case Strategy::kBoughtTogether:
      if (request.item != kNone) bought_together(request.item);
      break;
    case Strategy::kCompleteTheCart:
      if (profile != nullptr) complete_the_cart(*profile);
      break;
    case Strategy::kRecentlyViewed:
      if (profile != nullptr) recently_viewed(*profile);
      break;
    case Strategy::kTrending: trending(); break;
    default: recommend_more(request, profile);
  }
  if (is_arranged) arrange(request);
  candidates_.forget();
  merchandiser_.end();
  interests_.forget();
  walk_.clear();
  return std::span<const Recommendation>(list_);
}

void Recommender::leave_out_known(const Request& request, const profile::Profile* profile) {
  if (is_ranking(request.strategy)) return;  // the page shows them in any case
  candidates_.leave_out(request.item);
  for (const ItemIndex item : request.exclude) candidates_.leave_out(item);
  if (profile == nullptr) return;
  for (const profile::Disregard& aside : profile->disregards().all()) {
    if (aside.kind == profile::Aside::kDisliked) candidates_.leave_out(aside.key);
    // What is no reason for anything is nothing to be surprised with, either.
    if (aside.kind == profile::Aside::kItem && request.strategy == Strategy::kForYou) candidates_.leave_out(aside.key);
  }
  for (const profile::BoughtItem& bought : profile->bought()) {
    const auto item = model_.find(bought.key);
    // Coffee is bought again, once the last packet may be empty.
    const bool is_due = item && model_.bought_again(*item) && bought.day + kAgainAfterDays <= profile->today();
    if (item && !is_due) candidates_.leave_out(*item);
  }
  if (request.strategy == Strategy::kRecentlyViewed) return;  // what is in her cart she has looked at, too
  for (const profile::CartLine& line : profile->cart()) candidates_.leave_out(line.key);
}

ItemIndex Recommender::newest_seen(const profile::Profile& profile) const {
  for (const profile::SeenItem& seen : profile.seen()) {
    const auto item = model_.find(seen.key);
    if (item && !is_set_aside(profile, seen.key)) return *item;
  }
  return kNone;
}

}  // namespace noren::recommend
